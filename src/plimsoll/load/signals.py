"""From the record to what the engine of pressures counts: dated things that stand there, by the record's own ids.

Nothing here counts how good anybody is. Which events are hard ones, and which end a complaint or a wait, is pack data
(`load.yaml`, `signals`).
"""

from __future__ import annotations

from collections import defaultdict
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.db.models import F

from plimsoll.cases.models import Case, CaseEvent, Holding, Status
from plimsoll.engine.pressures import Signal
from plimsoll.load.models import Reduction
from plimsoll.load.pack import load_rules
from plimsoll.people.models import Membership
from plimsoll.today import LONDON

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from uuid import UUID

    from plimsoll.engine.load.book import WorkerLoad
    from plimsoll.load.queries import Person

LOOKS_BACK = timedelta(weeks=26)
EVENING = 19
WRITTEN_UP = frozenset({"visit_made", "contact_made", "interview_held"})
FAR = Decimal("1.1")


def signals_of(person: Person, load: WorkerLoad, today: date) -> list[Signal]:
    """Everything that is counted about one worker's weeks, in five queries."""
    since = today - LOOKS_BACK
    rules = load_rules(person.pack).signals
    events = _events(person.id, since)
    by_case: dict[UUID, list[Any]] = defaultdict(list)
    for event in events:
        by_case[event.case_id].append(event)
    return [
        *_held(person.id, since),
        *_weeks(load),
        *_duties(person.id, today),
        *_colleagues(person, today),
        *_written(events, person.id),
        *(Signal(kind, str(event.pk), event.at_on) for event in events for kind in rules.moments.get(event.name, ())),
        *(signal for found in by_case.values() for signal in _stretches(found, rules.stretches)),
        *_complex(load, today),
    ]


def _held(worker_id: UUID, since: date) -> Iterator[Signal]:
    rows = Holding.objects.filter(worker_id=worker_id, kind=Holding.Kind.ALLOCATED)
    for pk, begun, ended in rows.values_list("case_id", "from_on", "until_on"):
        if ended is None or ended >= since:
            yield Signal("case_held", str(pk), begun, ended, case=str(pk))
            yield Signal("case_allocated", str(pk), begun, ended, case=str(pk))


def _weeks(load: WorkerLoad) -> Iterator[Signal]:
    for week in load.worker.history:
        if week.available > 0 and week.points > FAR * week.available:
            yield Signal("week_far_above_line", week.beginning.isoformat(), week.beginning)


def _duties(worker_id: UUID, today: date) -> Iterator[Signal]:
    """The open duties of the cases held, from the hints: what is due when, and what is late since when."""
    rows = Case.objects.filter(holder_id=worker_id).exclude(status=Status.CLOSED)
    for pk, opened, duties in rows.values_list("id", "opened_on", "hint_duties"):
        for place, duty in enumerate(duties):
            if not duty["due"] or duty.get("who") == "client":
                continue
            due = _day(duty["due"])
            ident = f"{pk}:{place}"
            yield Signal("duty_due", ident, due, due, case=str(pk))
            yield Signal("duty_open", ident, min(opened, due), case=str(pk))
            if due < today:
                yield Signal("duty_late", ident, due + timedelta(days=1), case=str(pk))


def _day(text: str) -> date:
    return datetime.fromisoformat(text).astimezone(LONDON).date() if "T" in text else date.fromisoformat(text)


def _colleagues(person: Person, today: date) -> Iterator[Signal]:
    """The others of the team, and who of them is away."""
    members = Membership.objects.filter(team_id=person.team_id, until_on=None, state=Membership.State.ACTIVE)
    ids = set(members.exclude(user_id=person.id).values_list("user_id", flat=True))
    yield from (Signal("colleague", str(pk), today - LOOKS_BACK) for pk in ids)
    away = Reduction.objects.filter(worker_id__in=ids, withdrawn_at=None, kind__in=Reduction.ABSENCES, percent=None)
    for row in away:
        yield Signal("colleague_away", str(row.worker_id), row.since, row.until)


def _events(worker_id: UUID, since: date) -> list[Any]:
    rows = CaseEvent.objects.filter(
        case__holder_id=worker_id, case__status__in=[s for s in Status.values if s != Status.CLOSED], at_on__gte=since,
        corrections=None,
    )  # fmt: skip
    only = ("id", "case_id", "name", "at_on", "recorded_at", "recorded_by_id", "note", "details", "provenance")
    return list(rows.only(*only).annotate(noted_in=F("noted__note_id")).order_by("at_on", "id"))


def _written(events: Iterable[Any], worker_id: UUID) -> Iterator[Signal]:
    """Contacts that wait for their note, and evenings on which something was written: the day, never what."""
    evenings = set()
    for event in events:
        if event.recorded_by_id != worker_id or event.provenance is not None:
            continue
        if event.name in WRITTEN_UP and not event.note and event.noted_in is None:
            yield Signal("note_unwritten", str(event.pk), event.at_on, case=str(event.case_id))
        local = event.recorded_at.astimezone(LONDON)
        if local.hour >= EVENING:
            evenings.add(local.date())
    yield from (Signal("evening_work", day.isoformat(), day) for day in evenings)


def _stretches(events: list[Any], rules: dict[str, tuple[frozenset[str], frozenset[str]]]) -> Iterator[Signal]:
    """What lasts from one event of a case to another: a complaint, an objection, a wait for a service."""
    for kind, (begins, ends) in rules.items():
        open_since: list[Any] = []
        for event in events:
            if event.name in begins:
                open_since.append(event)
            elif event.name in ends and open_since:
                first = _match(open_since, event)
                open_since.remove(first)
                yield Signal(kind, str(first.pk), first.at_on, event.at_on, case=str(first.case_id))
        for event in open_since:
            yield Signal(kind, str(event.pk), event.at_on, case=str(event.case_id))


def _match(waiting: list[Any], event: Any) -> Any:
    """The one that an ending is about: of the same service where it says one, else the oldest."""
    about = event.details.get("service") or event.details.get("objection") or event.details.get("complaint")
    same = [one for one in waiting if about and about in one.details.values()]
    return (same or waiting)[0]


def _complex(load: WorkerLoad, today: date) -> Iterator[Signal]:
    for each in load.carried:
        if each.case.facts.get("complexity") == "high":
            yield Signal("complex_case_held", each.case.id, each.case.starts_on or today, case=each.case.id)
