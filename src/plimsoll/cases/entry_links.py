"""Where an entry is written and where its note is: a later room registers how to find them, so that this one need
not know of it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from django.db.models import F
from django.urls import reverse

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from uuid import UUID

    from plimsoll.cases.models import CaseEvent


class _Column(NamedTuple):
    lookup: str
    address: Callable[[UUID, object], str]


_columns: list[_Column] = []
_finders: list[Callable[[UUID], Mapping[int, str]]] = []
_writers: list[Callable[[UUID, str, str], str]] = []


def register_column(lookup: str, address: Callable[[UUID, object], str]) -> None:
    """Add a room whose pages are found beside the events, in the same query.

    `lookup`: from a stored event to the id of the page, as a query of events speaks of it. `address`: a case's id and
    that id in, the address out.
    """
    column = _Column(lookup, address)
    if column not in _columns:
        _columns.append(column)


def register_writer(writer: Callable[[UUID, str, str], str]) -> None:
    """Add a room that writes events on pages of its own.

    `writer`: a case's id, its pack and the name of an event in, the address of the page that writes it up out, empty
    where there is none.
    """
    if writer not in _writers:
        _writers.append(writer)


def register(finder: Callable[[UUID], Mapping[int, str]], writer: Callable[[UUID, str, str], str]) -> None:
    """Add a room that needs a query of its own: a case's id in, its events' ids and the address for each out."""
    if finder not in _finders:
        _finders.append(finder)
    register_writer(writer)


def columns() -> dict[str, F]:
    """What a query of events is annotated with, so that `addresses` finds it there."""
    return {f"room_{place}": F(column.lookup) for place, column in enumerate(_columns)}


def addresses(case_id: UUID, events: Iterable[CaseEvent]) -> dict[int, str]:
    """The address of what was written for each event that has it; the events were read with `columns`."""
    found = {
        event.pk: column.address(case_id, page)
        for event in events
        for place, column in enumerate(_columns)
        if (page := getattr(event, f"room_{place}"))
    }
    for finder in _finders:
        found |= finder(case_id)
    return found


def to_record(case_id: UUID, pack: str, event: str) -> str:
    """The page on which an event of this kind is recorded: with its note where it has one."""
    found = next((address for writer in _writers if (address := writer(case_id, pack, event))), "")
    return found or reverse("cases:record_event", args=[case_id, event])
