"""Every read of plans, the viewer first: a plan is seen by whoever sees its case."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Prefetch, QuerySet
from django.http import Http404

from plimsoll.cases.models import Status
from plimsoll.cases.queries import cases_for
from plimsoll.plans import rules
from plimsoll.plans.models import Action, Goal, Plan, PlanVersion

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date
    from uuid import UUID

    from plimsoll.people.access import Viewer


def plans_for(viewer: Viewer) -> QuerySet[Plan]:
    """The plans this person may see."""
    return Plan.objects.filter(case_id__in=cases_for(viewer).values("id"))


def plan_for(viewer: Viewer, plan_id: UUID) -> Plan:
    """One plan with its case, or the same "not found" whether it does not exist or may not be seen."""
    found = plans_for(viewer).filter(pk=plan_id).select_related("case", "changed_by").first()
    if found is None:
        raise Http404
    return found


def goal_for(viewer: Viewer, goal_id: UUID) -> Goal:
    """One goal with its plan, through the plan's door."""
    found = Goal.objects.filter(pk=goal_id).select_related("plan").first()
    if found is None:
        raise Http404
    found.plan = plan_for(viewer, found.plan_id)
    return found


def plans_of(case_id: UUID) -> list[Plan]:
    """The plans of a case, for a page that has already been through the door; those in force first."""
    return sorted(
        Plan.objects.filter(case_id=case_id).order_by("-created_at"), key=lambda plan: plan.state == Plan.State.ENDED
    )


def unended_plans_of(case_id: UUID) -> list[Plan]:
    """The plans of a case that are drafts or in force."""
    return list(Plan.objects.filter(case_id=case_id).exclude(state=Plan.State.ENDED).order_by("created_at"))


def goals_of(plan: Plan) -> list[Goal]:
    """A plan's goals in order, each with its actions and their tasks: two queries."""
    actions = Action.objects.select_related("task__owner", "task__case", "task__asked_of", "task__waits_for__owner",
                                            "task__done_by").order_by("id")  # fmt: skip
    return list(Goal.objects.filter(plan=plan).order_by("position").prefetch_related(Prefetch("actions", actions)))


def versions_of(plan: Plan) -> list[PlanVersion]:
    """Every version that was kept, newest first."""
    return list(PlanVersion.objects.filter(plan=plan).select_related("recorded_by").order_by("-number"))


def version_of(plan: Plan, number: int) -> PlanVersion:
    """One version, or "not found"."""
    found = PlanVersion.objects.filter(plan=plan, number=number).select_related("recorded_by").first()
    if found is None:
        raise Http404
    return found


def plans_to_revise(viewer: Viewer, today: date) -> list[Plan]:
    """The plans in force that were written under a rule that says something else today.

    One query; the riskiest first.
    """
    valid = rules.in_force(rules.case_packs(), today)
    rows = Plan.objects.filter(
        state=Plan.State.AGREED, case_id__in=cases_for(viewer).exclude(status=Status.CLOSED).values("id")
    ).exclude(rules__contained_by=valid)
    return list(rows.select_related("case__holder", "case__team").order_by("case__hint_key", "case__number", "kind"))


def plans_in_force(viewer: Viewer, case_ids: Iterable[UUID]) -> dict[UUID, list[Plan]]:
    """The agreed plans of these cases, by case."""
    found: dict[UUID, list[Plan]] = {}
    for plan in plans_for(viewer).filter(case_id__in=list(case_ids), state=Plan.State.AGREED).order_by("created_at"):
        found.setdefault(plan.case_id, []).append(plan)
    return found


