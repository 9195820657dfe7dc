"""Every write to plans: one transaction each, with what happened on the case's record and an entry in the audit log."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from plimsoll.cases.actions import Consequences, NewEvent, record_events
from plimsoll.cases.models import Case, CaseEvent
from plimsoll.plans import rules
from plimsoll.plans.kinds import PlanKind, kind_of
from plimsoll.plans.models import Action, Goal, Plan, PlanVersion
from plimsoll.plans.queries import goals_of
from plimsoll.plans.snapshots import snapshot
from plimsoll.tasks import actions as tasks
from plimsoll.tasks.actions import NewTask
from plimsoll.tasks.models import Task
from plimsoll.today import LONDON
from plimsoll.trust import audit

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date, datetime
    from uuid import UUID


class ChangedMeanwhile(Exception):
    """Somebody else changed the row while this form was open."""


@dataclass(frozen=True, slots=True)
class GoalWords:
    """What a goal says."""

    words: str
    whose: str
    need: str = ""
    measure: str = ""


@dataclass(frozen=True, slots=True)
class Review:
    """A review as it was held. `scores` maps goal ids to (progress, words about it)."""

    on: date
    progress: str
    scores: Mapping[UUID, tuple[str, str]]
    next_on: date | None
    agreed_by: Sequence[Mapping[str, str]] = ()
    views: Sequence[Mapping[str, str]] = field(default_factory=tuple)


@transaction.atomic
def start_plan(case: Case, kind: str, *, now: datetime, actor_id: UUID) -> Plan:
    """Begin a draft; a case has one plan of a kind at a time, so the one that is there is given back."""
    Case.objects.select_for_update().get(pk=case.pk)
    found = Plan.objects.filter(case=case, kind=kind).exclude(state=Plan.State.ENDED).first()
    if found is not None:
        return found
    plan = Plan.objects.create(
        case=case, kind=kind, created_at=now, created_by_id=actor_id, changed_at=now, changed_by_id=actor_id
    )
    audit.append(_entry("plan_started", plan, now, actor_id))
    return plan


@transaction.atomic
def write_plan(
    plan_id: UUID,
    *,
    sections: Mapping[str, str],
    views: Sequence[Mapping[str, str]],
    version: int,
    now: datetime,
    actor_id: UUID,
) -> Plan:
    """Write the plan's sections and what each person says; `ChangedMeanwhile` when the plan is another by now.

    Sections that the form did not show (a template that has lost one) stay as they are.
    """
    plan = _locked(plan_id)
    if plan.version != version:
        raise ChangedMeanwhile
    plan.sections = {**plan.sections, **sections}
    plan.views = [dict(one) for one in views]
    return _save(plan, "plan_written", now, actor_id)


@transaction.atomic
def add_goal(plan_id: UUID, goal: GoalWords, *, now: datetime, actor_id: UUID) -> Goal:
    """Add a goal at the end."""
    plan = _locked(plan_id)
    last = Goal.objects.filter(plan=plan).aggregate(last=Max("position"))["last"] or 0
    made = Goal.objects.create(
        plan=plan, case_id=plan.case_id, position=last + 1, words=goal.words, whose=goal.whose, need=goal.need,
        measure=goal.measure,
    )  # fmt: skip
    _save(plan, "plan_goal_added", now, actor_id)
    return made


@transaction.atomic
def change_goal(
    goal_id: UUID, goal: GoalWords, *, dropped_why: str, version: int, now: datetime, actor_id: UUID
) -> Goal:
    """Change a goal's words, or say why it is no longer one; its actions stay tasks."""
    row = Goal.objects.select_for_update().get(pk=goal_id)
    if row.version != version:
        raise ChangedMeanwhile
    plan = _locked(row.plan_id)
    row.words, row.whose, row.need, row.measure = goal.words, goal.whose, goal.need, goal.measure
    row.dropped_why = dropped_why
    row.version += 1
    row.save()
    _save(plan, "plan_goal_changed", now, actor_id)
    return row


@transaction.atomic
def add_action(goal_id: UUID, new: NewTask, *, now: datetime, actor_id: UUID) -> Task:
    """Add an action to a goal: a task, which says that it comes from this plan."""
    goal = Goal.objects.select_related("plan__case").get(pk=goal_id)
    plan = _locked(goal.plan_id)
    task = tasks.add_task(
        NewTask(
            new.title, case=goal.plan.case, owner_id=new.owner_id, due_on=new.due_on, detail=new.detail, who=new.who,
            source=Task.Source.PLAN, source_id=str(plan.pk), repeat=new.repeat,
        ),
        now=now,
        actor_id=actor_id,
    )  # fmt: skip
    Action.objects.create(goal=goal, plan=plan, case_id=plan.case_id, task=task)
    _save(plan, "plan_action_added", now, actor_id)
    return task


@transaction.atomic
def agree_plan(
    plan_id: UUID,
    *,
    on: date,
    agreed_by: Sequence[Mapping[str, str]],
    review_on: date | None,
    now: datetime,
    actor_id: UUID,
) -> Consequences:
    """The plan is agreed: the record says so, its review date runs, and this version is kept."""
    plan = _locked(plan_id)
    _refuse(plan.state != Plan.State.DRAFT, _("This plan is agreed already. Review it to change what was agreed."))
    kind = kind_of(plan.case.pack, plan.kind)
    details: dict[str, object] = {"kind": plan.kind, "policy_version": rules.rulebook_version()}
    if review_on is not None:
        details["review_on"] = review_on.isoformat()
    new = [NewEvent("plan_agreed", on, details)]
    begins = kind.events.get("agreed")
    if begins and not _is_in_force(plan.case_id, kind):
        new.insert(0, NewEvent(begins, on))
    result = record_events(plan.case_id, new, now=now, actor_id=actor_id)
    plan.state, plan.agreed_on, plan.review_on = Plan.State.AGREED, on, review_on
    plan.agreed_by = [dict(one) for one in agreed_by]
    _keep(plan, kind, PlanVersion.Kind.AGREED, on, result, now=now, actor_id=actor_id)
    return result


@transaction.atomic
def review_plan(plan_id: UUID, review: Review, *, now: datetime, actor_id: UUID) -> Consequences:
    """Score each goal, keep the version, and put the review on the record."""
    plan = _locked(plan_id)
    _refuse(plan.state != Plan.State.AGREED, _("Only a plan that was agreed can be reviewed."))
    kind = kind_of(plan.case.pack, plan.kind)
    for goal in Goal.objects.select_for_update().filter(plan=plan, pk__in=list(review.scores)):
        goal.progress, goal.progress_words = review.scores[goal.pk]
        goal.version += 1
        goal.save()
    details: dict[str, object] = {"kind": plan.kind, "progress": review.progress}
    if review.next_on is not None:
        details["next_review_on"] = review.next_on.isoformat()
    new = [NewEvent("plan_reviewed", review.on, details)]
    if "reviewed" in kind.events:
        new.insert(0, NewEvent(kind.events["reviewed"], review.on))
    result = record_events(plan.case_id, new, now=now, actor_id=actor_id)
    plan.review_on = review.next_on
    plan.agreed_by = [dict(one) for one in review.agreed_by]
    if review.views:
        plan.views = [dict(one) for one in review.views]
    what = PlanVersion.Kind.REVIEWED
    _keep(plan, kind, what, review.on, result, now=now, actor_id=actor_id, progress=review.progress)
    return result


@transaction.atomic
def end_plan(plan_id: UUID, *, on: date, reason: str, now: datetime, actor_id: UUID) -> Consequences | None:
    """The plan ends, with its reason. A draft that was never agreed leaves nothing on the record."""
    plan = _locked(plan_id)
    _refuse(plan.state == Plan.State.ENDED, _("This plan has ended already."))
    kind = kind_of(plan.case.pack, plan.kind)
    result = None
    if plan.state == Plan.State.AGREED:
        new = [NewEvent("plan_ended", on, {"kind": plan.kind, "reason": reason})]
        if "ended" in kind.events:
            new.insert(0, NewEvent(kind.events["ended"], on))
        result = record_events(plan.case_id, new, now=now, actor_id=actor_id)
    plan.state, plan.ended_on = Plan.State.ENDED, on
    _keep(plan, kind, PlanVersion.Kind.ENDED, on, result, now=now, actor_id=actor_id, progress=reason)
    return result


@transaction.atomic
def take_up_again(plan_id: UUID, *, now: datetime, actor_id: UUID) -> Plan:
    """A plan that ended with its case is a draft again when the case is opened again; it is agreed anew or ended."""
    plan = _locked(plan_id)
    if plan.state == Plan.State.ENDED and not Plan.objects.filter(case_id=plan.case_id, kind=plan.kind).exclude(
        state=Plan.State.ENDED
    ).exists():
        plan.state, plan.ended_on, plan.review_on = Plan.State.DRAFT, None, None
        _save(plan, "plan_taken_up", now, actor_id)
    return plan


def _keep(  # noqa: PLR0913 - each is a fact of the version
    plan: Plan,
    kind: PlanKind,
    what: str,
    on: date,
    result: Consequences | None,
    *,
    now: datetime,
    actor_id: UUID,
    progress: str = "",
) -> None:
    """Keep the plan as it is now, with the rules that run on the case."""
    plan.number += 1
    plan.rulebook = rules.rulebook_version()
    if result is not None:
        today = now.astimezone(LONDON).date()
        plan.rules = rules.running(result.after.duties, result.case.pack, today)
    _save(plan, f"plan_{what}", now, actor_id)
    PlanVersion.objects.create(
        plan=plan,
        case_id=plan.case_id,
        number=plan.number,
        kind=what,
        content=snapshot(plan, kind, goals_of(plan), progress=progress),
        on=on,
        event_id=result.event_ids[-1] if result else None,
        rulebook=plan.rulebook,
        recorded_at=now,
        recorded_by_id=actor_id,
    )


def _is_in_force(case_id: UUID, kind: PlanKind) -> bool:
    """Whether the record shows the plan begun and not ended since."""
    begins, ends = kind.events["agreed"], kind.events.get("ended", "")
    last = CaseEvent.objects.filter(case_id=case_id, name__in=(begins, ends)).exclude(
        pk__in=CaseEvent.objects.filter(case_id=case_id, supersedes__isnull=False).values("supersedes_id")
    ).order_by("-at_on", "-id").first()  # fmt: skip
    return last is not None and last.name == begins


def _refuse(is_wrong: bool, words: str) -> None:  # noqa: FBT001 - reads as a sentence where it is called
    if is_wrong:
        raise ValidationError(words)


def _locked(plan_id: UUID) -> Plan:
    return Plan.objects.select_for_update(of=("self",)).select_related("case").get(pk=plan_id)


def _save(plan: Plan, action: str, now: datetime, actor_id: UUID | None) -> Plan:
    plan.version += 1
    plan.changed_at, plan.changed_by_id = now, actor_id
    plan.save()
    audit.append(_entry(action, plan, now, actor_id))
    return plan


def _entry(action: str, plan: Plan, now: datetime, actor_id: UUID | None) -> audit.Entry:
    detail = {"plan": str(plan.pk), "kind": plan.kind, "version": plan.number}
    return audit.entry(action, at=now, actor_id=actor_id, case_id=plan.case_id, detail=detail)
