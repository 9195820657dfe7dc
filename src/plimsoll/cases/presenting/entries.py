"""The chronology in words."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from plimsoll.cases import areas, marks, rules, words
from plimsoll.cases.recording import WRITTEN_UP
from plimsoll.cases.standing import day_of
from plimsoll.today import LONDON

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime

    from plimsoll.cases.marks import Mark
    from plimsoll.cases.models import CaseEvent
    from plimsoll.cases.queries.case import CaseView

LATE_RECORDING_DAYS = 3


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the chronology. `correct_url` is empty where nothing may be corrected."""

    id: int
    title: str
    on: date | datetime
    details: tuple[tuple[str, str], ...]
    note: str
    by: str
    recorded: datetime
    gap_words: str
    is_plan: bool
    corrected_by: int | None
    corrects: int | None
    source: str
    correct_url: str
    wants_note: bool
    note_url: str = ""
    note_words: str = ""
    mark: Mark | None = None
    mark_url: str = ""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which entries: of these areas (by key; none is all), from and until these days, only the significant ones."""

    kinds: tuple[str, ...] = ()
    from_on: date | None = None
    until_on: date | None = None
    significant: bool = False

    def takes(self, event: CaseEvent, marked: Mapping[int, Mark]) -> bool:
        """Whether an entry is one of them."""
        return not (
            (self.kinds and areas.area_of(event.name).key not in self.kinds)
            or (self.from_on and event.at_on < self.from_on)
            or (self.until_on and event.at_on > self.until_on)
            or (self.significant and event.pk not in marked)
        )


def chronology(
    view: CaseView, newest: int | None = None, wanted: Wanted | None = None, notes: Mapping[int, str] | None = None
) -> list[Entry]:
    """What happened, newest first; a corrected entry stays, and says what corrected it.

    `notes` are the addresses of the entries' notes.
    """
    corrected = {event.supersedes_id: event.pk for event in view.events if event.supersedes_id}
    marked = marks.marks(view.events)
    rows = sorted(listed(view), key=lambda event: (event.at_on, event.pk), reverse=True)
    if wanted is not None:
        rows = [event for event in rows if wanted.takes(event, marked)]
    return [
        _entry(view, event, corrected.get(event.pk), (notes or {}).get(event.pk, ""), marked.get(event.pk))
        for event in rows[:newest]
    ]


def listed(view: CaseView) -> list[CaseEvent]:
    """The entries of a chronology: every event but the marks, which stand with what they mark."""
    return [event for event in view.events if event.name not in marks.NAMES]


def kinds(view: CaseView) -> list[tuple[str, str, int]]:
    """(key, words, how many) of the areas this chronology speaks of."""
    counted = Counter(areas.area_of(event.name).key for event in listed(view))
    return [
        (area.key, str(area.title), counted[area.key]) for area in (*areas.AREAS, areas.OTHER) if counted[area.key]
    ]


def can_be_corrected(view: CaseView, entry: CaseEvent) -> bool:
    """Whether an entry has a form of its own and nothing has corrected it yet."""
    return (
        entry.name not in rules.RECORDED_ELSEWHERE
        and rules.event_type(view.case.pack, entry.name) is not None
        and not any(event.supersedes_id == entry.pk for event in view.events)
    )


def _entry(
    view: CaseView, event: CaseEvent, corrected_by: int | None, note_url: str, mark: Mark | None
) -> Entry:
    gap = (event.recorded_at.astimezone(LONDON).date() - event.at_on).days
    provenance = event.provenance or {}
    can_correct = corrected_by is None and can_be_corrected(view, event)
    wants_note = can_correct and not event.note and not note_url and event.name in WRITTEN_UP and not provenance
    write_up = "notes:write_up" if wants_note else "cases:write_up"
    return Entry(
        id=event.pk,
        title=words.event_title(view.case.pack, event.name),
        on=event.at_moment or event.at_on,
        details=words.details(view.case.pack, event.name, event.details),
        note=event.note,
        by=event.recorded_by.name if event.recorded_by else _("Imported") if provenance else "",
        recorded=event.recorded_at,
        gap_words=_gap(gap) if not provenance else "",
        is_plan=event.at_on > day_of(view.as_at),
        corrected_by=corrected_by,
        corrects=event.supersedes_id,
        source=words.provenance(provenance),
        correct_url=reverse(write_up, args=[view.case.pk, event.pk]) if can_correct else "",
        wants_note=wants_note,
        note_url=note_url,
        note_words=_("Open the document") if event.name.startswith("document_") else _("Read the note"),
        mark=mark,
        mark_url=reverse("cases:mark", args=[view.case.pk, event.pk]),
    )


def _gap(days: int) -> str:
    if days < LATE_RECORDING_DAYS:
        return ""
    return ngettext("written down %(n)d day later", "written down %(n)d days later", days) % {"n": days}
