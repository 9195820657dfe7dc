"""One case: derived afresh whenever somebody looks, never read from a hint."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import TYPE_CHECKING

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Q
from django.db.models.functions import JSONObject

from plimsoll.cases import entry_links
from plimsoll.cases.derive import Position, position_of
from plimsoll.cases.facts import event_value
from plimsoll.cases.models import Case, CaseEvent, CasePerson, Holding, PriorityRecord
from plimsoll.cases.queries.door import case_for
from plimsoll.engine.facts import CaseFacts
from plimsoll.people.models import Alert
from plimsoll.today import LONDON

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from plimsoll.people.access import Viewer
    from plimsoll.people.models import Person


@dataclass(frozen=True, slots=True)
class CaseView:
    """One case as a page shows it: the row, its people, its events and where it stands."""

    case: Case
    subjects: tuple[Person, ...]
    alerts: tuple[Alert, ...]
    events: tuple[CaseEvent, ...]
    position: Position
    as_at: datetime

    def event(self, event_id: str) -> CaseEvent | None:
        """The stored event of this id, for a link from a reason to the record it rests on."""
        return next((event for event in self.events if str(event.pk) == event_id), None)


def case_view(viewer: Viewer, case_id: UUID, as_at: datetime) -> CaseView:
    """One case in three queries: the case, its events, its subjects with what to know of them."""
    case = case_for(viewer, case_id)
    events = tuple(
        CaseEvent.objects.filter(case=case)
        .select_related("recorded_by")
        .annotate(**entry_links.columns())
        .order_by("at_on", "at_moment", "id")
    )
    subjects, alerts = _subjects(case, as_at.astimezone(LONDON).date())
    return CaseView(case, subjects, alerts, events, position_of(facts_of(case, events), as_at), as_at)


def _subjects(case: Case, today: date) -> tuple[tuple[Person, ...], tuple[Alert, ...]]:
    """Who the case is about, the eldest first, and the alerts of today about them, in one query."""
    due = Alert.objects.filter(Q(until_on=None) | Q(until_on__gte=today), person=OuterRef("person"), from_on__lte=today)
    links = (
        CasePerson.objects.filter(case=case, part=CasePerson.Part.SUBJECT)
        .select_related("person")
        .annotate(alerts=ArraySubquery(due.values_list(JSONObject(id="id", kind="kind", text="text"))))
        .order_by("person__born_on", "id")
    )
    found = list(links)
    alerts = [Alert(person=link.person, **value) for link in found for value in link.alerts]
    return tuple(link.person for link in found), tuple(sorted(alerts, key=lambda alert: (alert.kind, alert.pk)))


def facts_of(case: Case, events: Sequence[CaseEvent]) -> CaseFacts:
    """The engine's view of a case whose events are already read."""
    return CaseFacts(
        id=str(case.pk),
        pack=case.pack,
        events=tuple(event_value(row) for row in events),
        born_on=case.subject_born_on,
        facts=case.facts,
    )


def position_for(viewer: Viewer, case_id: UUID, as_at: datetime) -> tuple[Case, Position]:
    """Where another case stands, in two queries; not found where it may not be seen."""
    case = case_for(viewer, case_id)
    return case, position_of(facts_of(case, list(CaseEvent.objects.filter(case=case).order_by("at_on", "id"))), as_at)


def end_of(day: date) -> datetime:
    """The last moment of a day in London: "as at 3 March" knows all that was recorded on 3 March."""
    return datetime.combine(day, time.max, LONDON)


def priority_history(viewer: Viewer, case_id: UUID) -> list[PriorityRecord]:
    """Every change of priority as it was kept, newest first."""
    return changes_of(case_for(viewer, case_id))


def changes_of(case: Case) -> list[PriorityRecord]:
    """The same for a case that has come through the door already."""
    return list(PriorityRecord.objects.filter(case=case).select_related("cause_event").order_by("-at", "-id"))


def kept_priority(history: Sequence[PriorityRecord], as_at: datetime) -> PriorityRecord | None:
    """The record in force at a moment: the last one kept by then (`history` is newest first)."""
    return next((record for record in history if record.at <= as_at), None)


def holdings_of(case: Case) -> list[Holding]:
    """Who held a case that has come through the door, from when to when, newest first."""
    return list(Holding.objects.filter(case=case).select_related("worker").order_by("-from_on", "-id"))
