"""Asking for help: raised in one step, answered within the pack's clock or it climbs, agreed things checked.

What state an asking is in is never stored: it follows from its answers, the day, and the pack.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from plimsoll.load import queries
from plimsoll.load.actions import ChangedMeanwhile
from plimsoll.load.models import Adjustment, HelpAnswered, HelpAsked
from plimsoll.load.pack import load_rules
from plimsoll.tasks.dates import after
from plimsoll.today import LONDON
from plimsoll.trust import audit

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime
    from uuid import UUID

    from plimsoll.load.queries import Person
    from plimsoll.people.access import Viewer


@dataclass(frozen=True, slots=True)
class Standing:
    """Where an asking stands on a day: `to` is who has to answer now, `due` by when; both empty once answered."""

    is_answered: bool
    to: str
    due: date | None
    is_late: bool


def standing_of(asked: HelpAsked, pack: str, today: date, *, is_answered: bool) -> Standing:
    """Derive it: the supervisor within the first time, then the manager, who keeps it until it is answered."""
    if asked.withdrawn_at is not None or is_answered:
        return Standing(is_answered=True, to="", due=None, is_late=False)
    rules = load_rules(pack).help
    began = asked.asked_at.astimezone(LONDON).date()
    first = after(began, rules.answer_within.amount, rules.answer_within.unit, pack)
    if today <= first:
        return Standing(is_answered=False, to="supervisor", due=first, is_late=False)
    second = after(first, rules.then_within.amount, rules.then_within.unit, pack)
    return Standing(is_answered=False, to="service_manager", due=second, is_late=today > second)


@dataclass(frozen=True, slots=True)
class NewAdjustment:
    """Something agreed, from when to when."""

    kind: str
    detail: str
    from_on: date
    until_on: date | None


@transaction.atomic
def ask(
    viewer: Viewer, person: Person, said: str, would_help: Sequence[str], since: date, *, now: datetime
) -> HelpAsked:
    """Ask for help, with the line as it stands and the cases that carry risk. Raises `ValidationError`.

    One's own asking, or one raised for somebody by who oversees them (a rule proposed it, or they cannot).
    """
    today = now.astimezone(LONDON).date()
    if person.id != viewer.user_id and not queries.oversees(viewer, person):
        raise PermissionDenied
    if queries.open_asking(person.id) is not None:
        raise ValidationError({"said": _("Help has been asked for already, and waits for its answer")})
    _person, load = queries.line_of(viewer, person.id, today)
    asked = HelpAsked.objects.create(
        worker_id=person.id, team_id=person.team_id, asked_at=now, asked_by_id=viewer.user_id, since=since, said=said,
        would_help=list(would_help), at_risk=queries.at_risk(viewer, [each.case.id for each in load.carried]),
        points=load.line.points, available=load.line.available, cases=load.line.cases,
    )  # fmt: skip
    _log("help_asked", asked, now, viewer.user_id)
    return asked


@transaction.atomic
def withdraw(asked_id: UUID, *, now: datetime, actor_id: UUID) -> None:
    """The person takes it back while nobody has answered."""
    asked = HelpAsked.objects.select_for_update().get(pk=asked_id)
    if asked.withdrawn_at is None and not asked.answers.exists():
        asked.withdrawn_at = now
        asked.save(update_fields=["withdrawn_at"])
        _log("help_withdrawn", asked, now, actor_id)


@transaction.atomic
def answer(
    asked: HelpAsked, said: str, agreed: Sequence[NewAdjustment], *, pack: str, now: datetime, actor_id: UUID
) -> HelpAnswered:
    """Agree adjustments, or say why not. Two who answer at once: the second is told. Raises `ChangedMeanwhile`."""
    locked = HelpAsked.objects.select_for_update().get(pk=asked.pk)
    if locked.answers.exists() or locked.withdrawn_at is not None:
        raise ChangedMeanwhile(locked)
    made = HelpAnswered.objects.create(asked=locked, by_id=actor_id, at=now, is_agreed=bool(agreed), said=said)
    rules = load_rules(pack).help
    for new in agreed:
        check_on = after(new.from_on, rules.check_after.amount, rules.check_after.unit, pack)
        Adjustment.objects.create(
            answer=made, kind=new.kind, detail=new.detail, from_on=new.from_on, until_on=new.until_on, check_on=check_on
        )
    _log("help_answered", locked, now, actor_id, agreed=len(agreed))
    return made


@transaction.atomic
def check(adjustment_id: int, did_help: bool, said: str, *, viewer: Viewer, now: datetime) -> Adjustment:  # noqa: FBT001 - the answer itself
    """Say whether it brought the load down; the line as it stands on that day is kept beside it."""
    row = Adjustment.objects.select_for_update().select_related("answer__asked").get(pk=adjustment_id)
    if row.checked_at is not None:
        raise ChangedMeanwhile(row)
    _person, load = queries.line_of(viewer, row.answer.asked.worker_id, now.astimezone(LONDON).date())
    row.checked_at, row.checked_by_id, row.did_help, row.checked_said = now, viewer.user_id, did_help, said
    row.points_then, row.available_then = load.line.points, load.line.available
    row.version += 1
    row.save()
    _log("adjustment_checked", row.answer.asked, now, viewer.user_id, adjustment=row.pk)
    return row


def _log(action: str, asked: HelpAsked, now: datetime, actor_id: UUID, **detail: object) -> None:
    told = {"asked": str(asked.pk), "worker": str(asked.worker_id), **{key: str(each) for key, each in detail.items()}}
    audit.append(audit.entry(action, at=now, actor_id=actor_id, detail=told))
