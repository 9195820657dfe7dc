"""Rows to engine values, one way, with a fixed number of queries."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from plimsoll.cases.models import Case, CaseEvent
from plimsoll.cases.standing import day_of
from plimsoll.engine.facts import CaseFacts, Event

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from uuid import UUID


def event_value(row: CaseEvent) -> Event:
    """One stored event as the engine reads it."""
    return Event(
        name=row.name,
        at=row.at_moment or row.at_on,
        recorded_at=row.recorded_at,
        details=row.details,
        id=str(row.pk),
        supersedes=str(row.supersedes_id) if row.supersedes_id else "",
    )


def case_facts(cases: Sequence[Case]) -> dict[UUID, CaseFacts]:
    """The engine's view of each case: one query for all their events, whatever their number."""
    events: dict[UUID, list[Event]] = {case.pk: [] for case in cases}
    rows: Iterable[CaseEvent] = (
        CaseEvent.objects.filter(case_id__in=list(events))
        .only("id", "case_id", "name", "at_on", "at_moment", "recorded_at", "details", "supersedes_id")
        .order_by("case_id", "at_on", "id")
    )
    for row in rows:
        events[row.case_id].append(event_value(row))
    return {
        case.pk: CaseFacts(
            id=str(case.pk),
            pack=case.pack,
            events=tuple(events[case.pk]),
            born_on=case.subject_born_on,
            facts=case.facts,
        )
        for case in cases
    }


def with_events(known: CaseFacts, rows: Sequence[CaseEvent]) -> CaseFacts:
    """What was known of a case and these rows, the newest written, in the order in which `case_facts` reads them."""
    events = [*known.events, *(event_value(row) for row in rows)]
    return replace(known, events=tuple(sorted(events, key=lambda event: (day_of(event.at), int(event.id)))))
