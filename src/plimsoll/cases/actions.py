"""Every write to a case. One transaction changes the rows, appends the event, writes the audit
entry, keeps a change of priority and refreshes the hints.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.db import connection, transaction

from plimsoll.cases import hints, history
from plimsoll.cases.derive import Position, position_of
from plimsoll.cases.facts import case_facts, event_value, with_events
from plimsoll.cases.models import Case, CaseEvent, CasePerson, Holding, PriorityRecord
from plimsoll.cases.standing import day_of
from plimsoll.cases.sweeping import refresh_hints, sweep
from plimsoll.engine.facts import CaseFacts
from plimsoll.today import LONDON
from plimsoll.trust import audit

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date, datetime
    from uuid import UUID

    from plimsoll.people.access import Viewer
    from plimsoll.people.models import Person, Service, Team, User

FIRST_CASE_NUMBER = 1000
_RECORDING_CHANGES = (*hints.HINT_FIELDS, "holder", "version")
__all__ = [
    "Consequences",
    "NewCase",
    "NewEvent",
    "allocate_case",
    "change_duty",
    "confirm_override",
    "note_read",
    "open_case",
    "open_cases",
    "override_priority",
    "record_events",
    "record_within",
    "refresh_hints",
    "sweep",
]


@dataclass(frozen=True, slots=True)
class NewEvent:
    """An event to be recorded. `at` is a London date, or an aware moment where the hour is known.

    `recorded_at` and `recorded_by` are only for a record that was kept elsewhere and is brought in whole.
    """

    name: str
    at: date | datetime
    details: Mapping[str, object] = field(default_factory=dict)
    note: str = ""
    supersedes_id: int | None = None
    provenance: Mapping[str, object] | None = None
    import_key: str = ""
    recorded_at: datetime | None = None
    recorded_by: UUID | None = None


@dataclass(frozen=True, slots=True)
class NewCase:
    """A case to be opened, with what is already known of it."""

    service: Service
    team: Team
    title: str
    opened_on: date
    subjects: Sequence[Person] = ()
    subject_born_on: date | None = None
    holder: User | None = None
    held_from: date | None = None
    pack: str = ""
    place: str = ""
    facts: Mapping[str, object] = field(default_factory=dict)
    is_restricted: bool = False
    import_key: str = ""
    events: Sequence[NewEvent] = ()
    earlier_holders: Sequence[tuple[User, date, date]] = ()


@dataclass(frozen=True, slots=True)
class Consequences:
    """What followed from something recorded: the case before and after."""

    case: Case
    event_ids: tuple[int, ...]
    before: Position
    after: Position

    @property
    def moved(self) -> bool:
        """Whether the case's tier or colour changed."""
        before, after = self.before.priority, self.after.priority
        return (before.tier, before.colour) != (after.tier, after.colour)


def open_case(new: NewCase, *, now: datetime, actor_id: UUID | None) -> Case:
    """Open one case."""
    return open_cases([new], now=now, actor_id=actor_id)[0]


@transaction.atomic
def open_cases(batch: Sequence[NewCase], *, now: datetime, actor_id: UUID | None, cause: str = "event") -> list[Case]:
    """Open many cases in one transaction with a fixed number of statements."""
    numbers = _next_values("cases_casenumber_id_seq", len(batch))
    cases = [_case_row(new, number, now) for new, number in zip(batch, numbers, strict=True)]
    event_ids = iter(_next_values("cases_caseevent_id_seq", sum(len(new.events) for new in batch)))
    events: list[CaseEvent] = []
    records: list[PriorityRecord] = []
    for case, new in zip(cases, batch, strict=True):
        rows = [_event_row(case, event, now, actor_id, next(event_ids)) for event in new.events]
        events += rows
        facts = CaseFacts(
            id=str(case.pk),
            pack=case.pack,
            events=tuple(event_value(row) for row in rows),
            born_on=case.subject_born_on,
            facts=case.facts,
        )
        records += history.replay(case, facts, now=now, cause=cause)
    holdings = [row for case, new in zip(cases, batch, strict=True) for row in _holding_rows(case, new, now)]
    Case.objects.bulk_create(cases)
    CasePerson.objects.bulk_create(
        CasePerson(case=case, person=person) for case, new in zip(cases, batch, strict=True) for person in new.subjects
    )
    Holding.objects.bulk_create(holdings)
    CaseEvent.objects.bulk_create(events)
    PriorityRecord.objects.bulk_create(records)
    audit.append_all(
        audit.entry("case_opened", at=now, actor_id=actor_id, case_id=case.pk, detail={"cause": cause})
        for case in cases
    )
    return cases


@transaction.atomic
def record_events(
    case_id: UUID, new: Sequence[NewEvent], *, now: datetime, actor_id: UUID | None, cause: str = "event"
) -> Consequences:
    """Record what happened on one case, and derive at once what follows from it."""
    return record_within(case_id, new, now=now, actor_id=actor_id, cause=cause)


def record_within(
    case_id: UUID,
    new: Sequence[NewEvent],
    *,
    now: datetime,
    actor_id: UUID | None,
    cause: str = "event",
    also: Sequence[audit.Entry] = (),
) -> Consequences:
    """Record as `record_events` does, inside a transaction that the caller has begun and gives up if this fails.

    `also` goes on the audit log first, in the same statement: each writing to the log waits for the one before it.
    """
    case = Case.objects.select_for_update().get(pk=case_id)
    known = case_facts([case])[case.pk]
    before = position_of(known, now)
    rows = [_event_row(case, event, now, actor_id) for event in new]
    CaseEvent.objects.bulk_create(rows)
    _end_holdings_if_closed(case, rows)
    after = position_of(with_events(known, rows), now)
    if hints.has_moved(case, after):
        record = hints.priority_record(case, after, now=now, cause=cause)
        record.cause_event_id = rows[-1].pk if rows else None
        record.save(force_insert=True)
    hints.set_hints(case, after, now)
    case.version += 1
    case.save(update_fields=_RECORDING_CHANGES)
    recorded = [
        audit.entry(
            "event_recorded", at=now, actor_id=actor_id, case_id=case.pk, detail={"event": row.pk, "name": row.name}
        )
        for row in rows
    ]
    audit.append_all([*also, *recorded])
    return Consequences(case, tuple(row.pk for row in rows), before, after)


class HeldByAnother(Exception):
    """The case has gone to somebody else since the page that allocates it was opened."""


@transaction.atomic
def allocate_case(  # noqa: PLR0913 - what an allocation is
    case_id: UUID, worker: User | None, *, on: date, reason: str, now: datetime, actor_id: UUID | None,
    held_by: str | None = None,
) -> Case:  # fmt: skip
    """Give a case to a worker, or take it back to the team (`worker` None). The history is kept.

    `held_by`: the id of who is thought to hold it, "" for nobody; where it is another, raises `HeldByAnother`.
    """
    case = Case.objects.select_for_update().get(pk=case_id)
    if held_by is not None and held_by != str(case.holder_id or ""):
        raise HeldByAnother
    held = Holding.objects.filter(case=case, kind=Holding.Kind.ALLOCATED, until_on=None)
    held.update(until_on=on)
    details: dict[str, object] = {"reason": reason}
    if case.holder_id:
        details["from_worker"] = str(case.holder_id)
    if worker is not None:
        details["worker"] = str(worker.pk)
        Holding.objects.create(case=case, worker=worker, from_on=on, reason=reason, recorded_at=now)
    case.holder = worker
    case.save(update_fields=["holder"])
    name = "allocated" if worker is not None else "unallocated"
    return record_events(case_id, [NewEvent(name, on, details)], now=now, actor_id=actor_id).case


@transaction.atomic
def begin_cover(case_id: UUID, worker_id: UUID, *, on: date, reason: str, now: datetime, actor_id: UUID | None) -> None:
    """Somebody covers a case for its worker, who keeps it: the cover sees it from now on, until `end_cover`."""
    case = Case.objects.select_for_update().get(pk=case_id)
    Holding.objects.create(
        case=case, worker_id=worker_id, kind=Holding.Kind.COVERING, from_on=on, reason=reason, recorded_at=now
    )
    details: dict[str, object] = {"worker": str(worker_id), "reason": reason}
    record_events(case_id, [NewEvent("cover_began", on, details)], now=now, actor_id=actor_id)


@transaction.atomic
def end_cover(case_id: UUID, worker_id: UUID, *, on: date, now: datetime, actor_id: UUID | None) -> None:
    """The cover ends and with it their sight of the case; ending what has ended already changes nothing."""
    case = Case.objects.select_for_update().get(pk=case_id)
    open_cover = Holding.objects.filter(
        case=case, worker_id=worker_id, kind=Holding.Kind.COVERING, until_on=None
    )
    if open_cover.update(until_on=on):
        event = NewEvent("cover_ended", on, {"worker": str(worker_id)})
        record_events(case_id, [event], now=now, actor_id=actor_id)


def override_priority(
    case_id: UUID, *, tier: str, reason: str, until: date, now: datetime, viewer: Viewer
) -> Consequences:
    """Place a case in a tier until a day. One who oversees the case confirms by doing it."""
    details: dict[str, object] = {"tier": tier, "reason": reason, "until": until.isoformat()}
    if viewer.oversees:
        details["confirmed_by"] = str(viewer.user_id)
    event = NewEvent("priority_overridden", now, details)
    return record_events(case_id, [event], now=now, actor_id=viewer.user_id)


def confirm_override(case_id: UUID, event_id: int, *, now: datetime, viewer: Viewer) -> Consequences:
    """A supervisor agrees to an override: the same decision again, with who confirmed it."""
    if not viewer.oversees:
        raise PermissionDenied
    asked = CaseEvent.objects.get(pk=event_id, case_id=case_id, name="priority_overridden")
    details = {**asked.details, "confirmed_by": str(viewer.user_id)}
    event = NewEvent("priority_overridden", asked.at_moment or asked.at_on, details, supersedes_id=asked.pk)
    return record_events(case_id, [event], now=now, actor_id=viewer.user_id)


def change_duty(  # noqa: PLR0913 - each is a fact of the decision
    case_id: UUID,
    *,
    rule: str,
    due_on: date | None,
    lawful_reason: str,
    agreed_by: str,
    now: datetime,
    actor_id: UUID | None,
) -> Consequences:
    """Record an extension (with `due_on`) or an exemption of a duty; the rule decides what it is worth."""
    details: dict[str, object] = {"rule": rule, "lawful_reason": lawful_reason, "agreed_by": agreed_by}
    name = "duty_exempted"
    if due_on is not None:
        name, details["due_on"] = "duty_extended", due_on.isoformat()
    today = now.astimezone(LONDON).date()
    return record_events(case_id, [NewEvent(name, today, details)], now=now, actor_id=actor_id)


def _case_row(new: NewCase, number: int, now: datetime) -> Case:
    born_on = new.subject_born_on
    if born_on is None:
        born_on = min((person.born_on for person in new.subjects if person.born_on), default=None)
    return Case(
        number=FIRST_CASE_NUMBER + number,
        service=new.service,
        pack=new.pack or new.service.pack,
        team=new.team,
        holder=new.holder,
        title=new.title,
        subject_born_on=born_on,
        place=new.place,
        opened_on=new.opened_on,
        is_restricted=new.is_restricted,
        facts=dict(new.facts),
        created_at=now,
        import_key=new.import_key,
    )


def _holding_rows(case: Case, new: NewCase, now: datetime) -> list[Holding]:
    rows = [
        Holding(case=case, worker=worker, from_on=from_on, until_on=until_on, recorded_at=now)
        for worker, from_on, until_on in new.earlier_holders
    ]
    if new.holder is not None:
        from_on = new.held_from or new.opened_on
        rows.append(
            Holding(case=case, worker=new.holder, from_on=from_on, until_on=case.closed_on, recorded_at=now)
        )
        if case.closed_on is not None:
            case.holder = None
    return rows


def _event_row(
    case: Case, new: NewEvent, now: datetime, actor_id: UUID | None, pk: int | None = None
) -> CaseEvent:
    moment = new.at if hasattr(new.at, "hour") else None
    return CaseEvent(
        id=pk,
        case=case,
        name=new.name,
        at_on=day_of(new.at),
        at_moment=moment,
        recorded_at=new.recorded_at or now,
        recorded_by_id=new.recorded_by or actor_id,
        details=dict(new.details),
        note=new.note,
        supersedes_id=new.supersedes_id,
        provenance=dict(new.provenance) if new.provenance is not None else None,
        import_key=new.import_key,
    )


def _end_holdings_if_closed(case: Case, rows: Sequence[CaseEvent]) -> None:
    """Closing a case ends who holds it; the day of closing is their last."""
    closing = [row.at_on for row in rows if row.name == "case_closed"]
    if closing:
        Holding.objects.filter(case=case, until_on=None).update(until_on=max(closing))
        case.holder = None


def _next_values(sequence: str, count: int) -> list[int]:
    """Reserve numbers from a sequence, so that rows can refer to each other before they are stored."""
    if count == 0:
        return []
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(%s::regclass) FROM generate_series(1, %s)", [sequence, count])
        return [row[0] for row in cursor.fetchall()]


def note_read(case: Case, *, actor_id: UUID, now: datetime, page: str) -> None:
    """Put on the audit log that somebody looked, before the page is served."""
    audit.append(audit.entry("case_read", at=now, actor_id=actor_id, case_id=case.pk, detail={"page": page}))
