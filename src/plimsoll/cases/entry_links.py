"""Where an entry is written and where its note is: a later room registers how to find them, so that this one need
not know of it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from django.db.models import F
from django.urls import reverse

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from uuid import UUID

    from plimsoll.cases.models import CaseEvent


class _Room(NamedTuple):
    lookup: str
    address: Callable[[UUID, object], str]
    writer: Callable[[UUID, str, str], str]


_rooms: list[_Room] = []


def register(lookup: str, address: Callable[[UUID, object], str], writer: Callable[[UUID, str, str], str]) -> None:
    """Add a room.

    `lookup`: from a stored event to the id of its note, as a query of events speaks of it, so that it is read with
    the events. `address`: a case's id and that id in, the page out. `writer`: a case's id, its pack and the name of an
    event in, the address of the page that writes it up out, empty where there is none.
    """
    room = _Room(lookup, address, writer)
    if room not in _rooms:
        _rooms.append(room)


def columns() -> dict[str, F]:
    """What a query of events is annotated with, so that `addresses` needs none of its own."""
    return {f"room_{place}": F(room.lookup) for place, room in enumerate(_rooms)}


def addresses(case_id: UUID, events: Iterable[CaseEvent]) -> dict[int, str]:
    """The address of the note of each event that has one; the events were read with `columns`."""
    return {
        event.pk: room.address(case_id, note)
        for event in events
        for place, room in enumerate(_rooms)
        if (note := getattr(event, f"room_{place}"))
    }


def to_record(case_id: UUID, pack: str, event: str) -> str:
    """The page on which an event of this kind is recorded: with its note where it has one."""
    found = next((address for room in _rooms if (address := room.writer(case_id, pack, event))), "")
    return found or reverse("cases:record_event", args=[case_id, event])
