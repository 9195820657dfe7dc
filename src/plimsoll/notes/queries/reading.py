"""Notes of a case. A `Case` given here came through `cases.queries`, which asked whether the viewer may see it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.http import Http404

from plimsoll.notes.models import Note, NoteAddition, NoteEvent, NotePart

if TYPE_CHECKING:
    from datetime import date

    from plimsoll.cases.models import Case

PAGE_SIZE = 25


@dataclass(frozen=True, slots=True)
class Asked:
    """Which notes: an empty value asks for all."""

    format: str = ""
    author: str = ""
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class NoteView:
    """A note as one case shows it. `other_cases` is how many other cases it is on: not which."""

    note: Note
    part: NotePart
    additions: tuple[NoteAddition, ...]
    event_ids: tuple[int, ...]
    other_cases: int


def notes_of(case: Case, asked: Asked, page: int) -> Page[NotePart]:
    """A page of a case's notes, newest first."""
    rows = NotePart.objects.filter(case=case).select_related("note", "author")
    if asked.format:
        rows = rows.filter(format=asked.format)
    if asked.author:
        rows = rows.filter(author=UUID(asked.author))
    if asked.since:
        rows = rows.filter(at_on__gte=asked.since)
    if asked.until:
        rows = rows.filter(at_on__lte=asked.until)
    return Paginator(rows.order_by("-at_on", "-id"), PAGE_SIZE).get_page(page)


def writers_of(case: Case) -> list[tuple[str, str]]:
    """Who has written notes on the case: (id, name), by name."""
    rows = NotePart.objects.filter(case=case).values_list("author_id", "author__name").distinct()
    return sorted(((str(pk), name) for pk, name in rows), key=lambda row: row[1].casefold())


def note_of(case: Case, note_id: UUID) -> NoteView:
    """One note of a case, with what was added to it; "not found" where it is on another case."""
    part = (
        NotePart.objects.filter(case=case, note_id=note_id)
        .select_related("note", "note__author")
        .first()
    )
    if part is None:
        raise Http404
    additions = NoteAddition.objects.filter(note_id=note_id).select_related("author").order_by("id")
    links = list(NoteEvent.objects.filter(note_id=note_id).values_list("event_id", "case_id"))
    others = NotePart.objects.filter(note_id=note_id).exclude(case=case).count()
    events = tuple(event for event, of_case in links if of_case == case.pk)
    return NoteView(part.note, part, tuple(additions), events, others)
