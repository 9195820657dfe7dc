"""Where an entry is written and where its note is: a later room registers how to find them, so that this one need
not know of it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from uuid import UUID

_finders: list[Callable[[UUID], Mapping[int, str]]] = []
_writers: list[Callable[[UUID, str, str], str]] = []


def register(finder: Callable[[UUID], Mapping[int, str]], writer: Callable[[UUID, str, str], str]) -> None:
    """Add a room.

    `finder`: a case's id in, the ids of its events and the address of each one's note out. `writer`: a case's id, its
    pack and the name of an event in, the address of the page that writes it up out, empty where there is none.
    """
    if finder not in _finders:
        _finders.append(finder)
        _writers.append(writer)


def addresses(case_id: UUID) -> dict[int, str]:
    """The address of the note of each event that has one, in one query a room."""
    return {event: address for finder in _finders for event, address in finder(case_id).items()}


def to_record(case_id: UUID, pack: str, event: str) -> str:
    """The page on which an event of this kind is recorded: with its note where it has one."""
    found = next((address for writer in _writers if (address := writer(case_id, pack, event))), "")
    return found or reverse("cases:record_event", args=[case_id, event])
