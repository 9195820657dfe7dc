"""Every write about working time and weeks: one transaction, with its entry in the log. No names go into the log."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from plimsoll.engine.load.forecast import monday_of
from plimsoll.load import queries
from plimsoll.load.models import Contract, OtherWork, Reduction, WeekKept
from plimsoll.people.models import User
from plimsoll.trust import audit

if TYPE_CHECKING:
    from datetime import date, datetime
    from decimal import Decimal
    from uuid import UUID

    from plimsoll.engine.load.book import WorkerLoad


class ChangedMeanwhile(Exception):
    """Somebody else changed the row while this form was open. Carries the row as it is now."""

    def __init__(self, row: Any) -> None:
        super().__init__("the row was changed meanwhile")
        self.row = row


@dataclass(frozen=True, slots=True)
class NewReduction:
    """A time away or with fewer hours; `percent` of the contracted hours, None for what the kind says."""

    kind: str
    since: date
    until: date | None = None
    percent: Decimal | None = None


@dataclass(frozen=True, slots=True)
class NewWork:
    """Work that is not a case, so many of it."""

    work: str
    count: Decimal
    since: date
    until: date | None = None


@transaction.atomic
def set_contract(
    worker_id: UUID, hours: Decimal, stage: str, from_on: date, *, now: datetime, actor_id: UUID | None
) -> Contract:
    """The hours from a day on; what was in force before ends the day before. Raises `ValidationError`."""
    User.objects.select_for_update().get(pk=worker_id)
    before = Contract.objects.filter(worker_id=worker_id, until_on=None).first()
    if before is not None:
        if from_on <= before.from_on:
            said = _("The hours in force began on %(day)s; new hours begin after that day") % {"day": before.from_on}
            raise ValidationError({"from_on": said})
        before.until_on = from_on - timedelta(days=1)
        before.save(update_fields=["until_on"])
    made = Contract.objects.create(
        worker_id=worker_id, hours=hours, stage=stage, from_on=from_on, recorded_at=now, recorded_by_id=actor_id
    )
    _log("hours_set", worker_id, now, actor_id, row=made.pk)
    return made


@transaction.atomic
def add_reduction(worker_id: UUID, new: NewReduction, *, now: datetime, actor_id: UUID | None) -> Reduction:
    """Put a time away on record. The same kind twice over the same days is refused: it is nearly always a slip."""
    User.objects.select_for_update().get(pk=worker_id)
    same = Reduction.objects.filter(worker_id=worker_id, kind=new.kind, withdrawn_at=None)
    for other in same:
        ends_before = other.until is not None and other.until < new.since
        begins_after = new.until is not None and new.until < other.since
        if not (ends_before or begins_after):
            said = _("%(kind)s from %(since)s is on record already and overlaps") % {
                "kind": other.get_kind_display(), "since": other.since,
            }  # fmt: skip
            raise ValidationError({"since": said})
    made = Reduction.objects.create(
        worker_id=worker_id, kind=new.kind, since=new.since, until=new.until, percent=new.percent,
        recorded_at=now, recorded_by_id=actor_id,
    )  # fmt: skip
    _log("reduction_added", worker_id, now, actor_id, row=made.pk, kind=new.kind)
    return made


@transaction.atomic
def end_reduction(
    row_id: int, last: date | None, version: int, *, now: datetime, actor_id: UUID | None
) -> Reduction:
    """Give a time away its last day, or take it back as not so (`last` None)."""
    row = Reduction.objects.select_for_update().get(pk=row_id, withdrawn_at=None)
    if row.version != version:
        raise ChangedMeanwhile(row)
    if last is None:
        row.withdrawn_at = now
    elif last < row.since:
        raise ValidationError({"last": _("The last day is before the first")})
    else:
        row.until = last
    row.version += 1
    row.save(update_fields=["until", "withdrawn_at", "version"])
    _log("reduction_withdrawn" if last is None else "reduction_ended", row.worker_id, now, actor_id, row=row.pk)
    return row


@transaction.atomic
def add_work(worker_id: UUID, new: NewWork, *, now: datetime, actor_id: UUID | None) -> OtherWork:
    """Put work that is not a case on record."""
    made = OtherWork.objects.create(
        worker_id=worker_id, work=new.work, count=new.count, since=new.since, until=new.until,
        recorded_at=now, recorded_by_id=actor_id,
    )  # fmt: skip
    _log("work_added", worker_id, now, actor_id, row=made.pk, kind=new.work)
    return made


@transaction.atomic
def end_work(row_id: int, last: date | None, version: int, *, now: datetime, actor_id: UUID | None) -> OtherWork:
    """Give other work its last day, or take it back as not so (`last` None)."""
    row = OtherWork.objects.select_for_update().get(pk=row_id, withdrawn_at=None)
    if row.version != version:
        raise ChangedMeanwhile(row)
    if last is None:
        row.withdrawn_at = now
    elif last < row.since:
        raise ValidationError({"last": _("The last day is before the first")})
    else:
        row.until = last
    row.version += 1
    row.save(update_fields=["until", "withdrawn_at", "version"])
    _log("work_ended", row.worker_id, now, actor_id, row=row.pk)
    return row


@transaction.atomic
def keep_weeks(team_ids: list[UUID], today: date, *, now: datetime) -> int:
    """Keep this week's line of everybody in these teams who has none yet. Returns how many were kept."""
    monday = monday_of(today)
    missing = queries.weeks_missing(monday, team_ids)
    if not missing:
        return 0
    loads = queries.loads_of(missing, today)
    rows = [_week(worker_id, load, weighting, monday) for worker_id, (load, weighting) in loads.items()]
    WeekKept.objects.bulk_create(rows, ignore_conflicts=True)
    audit.append(audit.entry("weeks_kept", at=now, actor_id=None, detail={"monday": str(monday), "count": len(rows)}))
    return len(rows)


FORECAST_WEEK = 4


def _week(worker_id: UUID, load: WorkerLoad, weighting: str, monday: date) -> WeekKept:
    ahead = load.forecast.weeks[FORECAST_WEEK - 1]
    return WeekKept(
        worker_id=worker_id, beginning=monday, points=load.line.points, available=load.line.available,
        cases=load.line.cases, weighting=weighting, ahead_low=ahead.low, ahead_expected=ahead.expected.points,
        ahead_high=ahead.high,
    )  # fmt: skip


def _log(action: str, worker_id: UUID, now: datetime, actor_id: UUID | None, **detail: object) -> None:
    told = {"worker": str(worker_id), **{name: str(value) for name, value in detail.items()}}
    audit.append(audit.entry(action, at=now, actor_id=actor_id, detail=told))
