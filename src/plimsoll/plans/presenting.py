"""Plans as pages show them: values in, words out, no query."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from plimsoll.cases import words
from plimsoll.plans import rules
from plimsoll.plans.kinds import kind_of
from plimsoll.plans.models import PlanVersion, Progress
from plimsoll.plans.snapshots import Difference, Snapshot, differences
from plimsoll.tasks import presenting as task_presenting

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from uuid import UUID

    from plimsoll.plans.models import Goal, Plan
    from plimsoll.plans.rules import ChangedRule

AGREES = {
    "yes": gettext_lazy("agrees"),
    "partly": gettext_lazy("agrees in part"),
    "no": gettext_lazy("does not agree"),
    "": gettext_lazy("not asked yet"),
}


@dataclass(frozen=True, slots=True)
class GoalView:
    """A goal with its actions."""

    id: UUID
    place: int
    words: str
    whose: str
    need: str
    measure: str
    progress: str
    progress_words: str
    dropped_why: str
    actions: tuple[task_presenting.TaskRow, ...]


@dataclass(frozen=True, slots=True)
class PlanLine:
    """A plan on a list."""

    title: str
    url: str
    state: str
    state_words: str
    since: str
    review_on: date | None
    case_name: str
    case_url: str
    worker: str
    changed: tuple[ChangedRule, ...] = ()


@dataclass(frozen=True, slots=True)
class VersionLine:
    """A kept version on a list."""

    number: int
    words: str
    url: str
    compare_url: str
    by: str
    rulebook: str


def line(plan: Plan, today: date | None = None) -> PlanLine:
    """A plan on a list; with `today`, the rules that say something else now."""
    case = plan.case
    return PlanLine(
        title=_(kind_of(case.pack, plan.kind).title),
        url=reverse("plans:plan", args=[plan.pk]),
        state=plan.state,
        state_words=str(plan.get_state_display()),
        since=words.day(plan.agreed_on) if plan.agreed_on else "",
        review_on=plan.review_on,
        case_name=case.title,
        case_url=reverse("plans:case", args=[case.pk]),
        worker=case.holder.name if today and case.holder else "",
        changed=tuple(rules.changed(plan.rules, case.pack, today)) if today else (),
    )


def goals(found: Sequence[Goal], *, viewer_id: UUID, today: date) -> list[GoalView]:
    """Goals with their actions as tasks."""
    return [
        GoalView(
            id=goal.pk,
            place=place,
            words=goal.words,
            whose=goal.whose,
            need=goal.need,
            measure=goal.measure,
            progress=str(goal.get_progress_display()) if goal.progress else "",
            progress_words=goal.progress_words,
            dropped_why=goal.dropped_why,
            actions=task_presenting.rows(
                [action.task for action in goal.actions.all()], viewer_id=viewer_id, today=today
            ),
        )
        for place, goal in enumerate(found, 1)
    ]


def sections(plan: Plan) -> list[tuple[str, str]]:
    """(title, text) of each section of the template; what a former template had stands at the end."""
    kind = kind_of(plan.case.pack, plan.kind)
    known = {one.id for one in kind.sections}
    found = [(_(one.title), plan.sections.get(one.id, "")) for one in kind.sections]
    lost = [(name, text) for name, text in plan.sections.items() if name not in known and text]
    return found + [(name.replace("_", " "), text) for name, text in lost]


def versions(found: Iterable[PlanVersion]) -> list[VersionLine]:
    """Kept versions, newest first."""
    names = dict(PlanVersion.Kind.choices)
    return [
        VersionLine(
            number=one.number,
            words=_("Version %(n)d: %(kind)s on %(day)s")
            % {"n": one.number, "kind": str(names[one.kind]).lower(), "day": words.day(one.on)},
            url=reverse("plans:version", args=[one.plan_id, one.number]),
            compare_url=reverse("plans:compare", args=[one.plan_id]) + f"?from={one.number}",
            by=one.recorded_by.name if one.recorded_by else "",
            rulebook=one.rulebook,
        )
        for one in found
    ]


def shown(content: Snapshot) -> Snapshot:
    """A snapshot with its codes in words, for reading and for comparing."""
    progress = {str(value): str(label) for value, label in Progress.choices}
    states = {"open": _("To do"), "done": _("Done"), "cancelled": _("Not needed")}
    return {
        **content,
        "goals": [
            {
                **goal,
                "progress": progress.get(goal["progress"], goal["progress"]),
                "actions": [
                    {**one, "state": states.get(one["state"], one["state"]), "due_on": _day(one["due_on"])}
                    for one in goal["actions"]
                ],
            }
            for goal in content["goals"]
        ],
        "agreed_by": [{**one, "agrees": str(AGREES.get(one["agrees"], one["agrees"]))} for one in content["agreed_by"]],
        "review_on": _day(content["review_on"]),
        "progress": progress.get(content["progress"], content["progress"]),
    }


def compared(before: Snapshot, after: Snapshot) -> list[Difference]:
    """What differs, in words."""
    return differences(shown(before), shown(after))


def agreed_by(rows: Iterable[dict[str, str]]) -> list[tuple[str, str, str]]:
    """(who, whether they agree in words, what they say)."""
    return [(one["who"], str(AGREES.get(one.get("agrees", ""), "")), one.get("words", "")) for one in rows]


def _day(text: str) -> str:
    return words.day(date.fromisoformat(text)) if text else ""
