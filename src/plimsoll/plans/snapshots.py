"""A plan in words at one moment, and what differs between two of them. Pure: values in, values out.

A snapshot is JSON: `{"title", "sections": [{"id", "title", "text"}], "goals": [{"id", "words", "whose", "need",
"measure", "progress", "progress_words", "dropped_why", "actions": [{"id", "title", "who", "due_on", "state",
"outcome"}]}], "views": [{"who", "view"}], "agreed_by": [{"who", "agrees", "words"}], "review_on", "progress"}`.
It holds words, not links, so that it reads years later as it read on the day.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from plimsoll.plans.kinds import PlanKind
    from plimsoll.plans.models import Goal, Plan

Snapshot = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that differs: where, what it was, what it is. Empty is "not there"."""

    where: str
    before: str
    after: str


def snapshot(plan: Plan, kind: PlanKind, goals: Sequence[Goal], *, progress: str = "") -> Snapshot:
    """The plan as it stands; `goals` with their actions and tasks already read, in order."""
    return {
        "title": kind.title,
        "sections": [
            {"id": one.id, "title": one.title, "text": plan.sections.get(one.id, "")} for one in kind.sections
        ],
        "goals": [_goal(goal) for goal in goals],
        "views": [dict(one) for one in plan.views],
        "agreed_by": [dict(one) for one in plan.agreed_by],
        "review_on": plan.review_on.isoformat() if plan.review_on else "",
        "progress": progress,
    }


def _goal(goal: Goal) -> dict[str, Any]:
    return {
        "id": str(goal.pk),
        "words": goal.words,
        "whose": goal.whose,
        "need": goal.need,
        "measure": goal.measure,
        "progress": goal.progress,
        "progress_words": goal.progress_words,
        "dropped_why": goal.dropped_why,
        "actions": [
            {
                "id": str(action.task_id),
                "title": action.task.title,
                "who": action.task.who or (action.task.owner.name if action.task.owner else ""),
                "due_on": action.task.due_on.isoformat() if action.task.due_on else "",
                "state": action.task.state,
                "outcome": action.task.outcome,
            }
            for action in goal.actions.all()
        ],
    }


def differences(before: Snapshot, after: Snapshot) -> list[Difference]:
    """What differs between two snapshots, in the order in which a plan is read."""
    return list(_differences(before, after))


def _differences(before: Snapshot, after: Snapshot) -> Iterator[Difference]:
    yield from _by_id(before["sections"], after["sections"], lambda one: one["title"], ("text",))
    yield from _by_id(
        before["goals"], after["goals"], lambda one: _("Goal: %(words)s") % {"words": _short(one["words"])}, GOAL_FIELDS
    )
    old, new = _actions(before), _actions(after)
    yield from _by_id(old, new, lambda one: _("Action: %(title)s") % {"title": _short(one["title"])}, ACTION_FIELDS)
    yield from _by_who(before["views"], after["views"], _("What %(who)s says"), ("view",))
    yield from _by_who(before["agreed_by"], after["agreed_by"], _("Whether %(who)s agrees"), ("agrees", "words"))
    for name, title in (("review_on", _("Next review")), ("progress", _("How it is going"))):
        if before.get(name, "") != after.get(name, ""):
            yield Difference(title, before.get(name, ""), after.get(name, ""))


GOAL_FIELDS = ("words", "whose", "need", "measure", "progress", "progress_words", "dropped_why")
ACTION_FIELDS = ("title", "who", "due_on", "state", "outcome")


def _actions(found: Snapshot) -> list[dict[str, Any]]:
    return [action for goal in found["goals"] for action in goal["actions"]]


def _by_id(before: Sequence[Any], after: Sequence[Any], title: Any, fields: Sequence[str]) -> Iterator[Difference]:
    yield from _pairs({one["id"]: one for one in before}, {one["id"]: one for one in after}, title, fields)


def _by_who(before: Sequence[Any], after: Sequence[Any], title: str, fields: Sequence[str]) -> Iterator[Difference]:
    # The same person may be there twice: by place among their own.
    yield from _pairs(_counted(before), _counted(after), lambda one: title % {"who": one["who"]}, fields)


def _counted(rows: Sequence[Mapping[str, str]]) -> dict[tuple[str, int], Mapping[str, str]]:
    found: dict[tuple[str, int], Mapping[str, str]] = {}
    for row in rows:
        place = 0
        while (row["who"], place) in found:
            place += 1
        found[row["who"], place] = row
    return found


def _pairs(old: Mapping[Any, Any], new: Mapping[Any, Any], title: Any, fields: Sequence[str]) -> Iterator[Difference]:
    for key in {**old, **new}:
        was, now = old.get(key), new.get(key)
        # Of something that is on both sides only what differs is shown; what came or went is shown whole.
        told = [name for name in fields if was.get(name, "") != now.get(name, "")] if was and now else fields
        before, after = _text(was, told), _text(now, told)
        if before != after or (was is None) != (now is None):
            yield Difference(title(now or was), before, after or (_("Taken out") if now is None and before else ""))


def _text(one: Mapping[str, str] | None, fields: Sequence[str]) -> str:
    if one is None:
        return ""
    return "\n".join(str(one.get(name, "")) for name in fields if one.get(name))


def _short(text: str) -> str:
    return text if len(text) <= SHORT else text[: SHORT - 1].rstrip() + "…"


SHORT = 80
