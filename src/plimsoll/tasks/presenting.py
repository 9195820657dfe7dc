"""Tasks as pages show them: values in, words out, no query."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from plimsoll.cases import words
from plimsoll.engine.reasons import Amount

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date
    from uuid import UUID

    from plimsoll.tasks.models import Asking, Task
    from plimsoll.tasks.queries import DueTasks

SOON_DAYS = 2


@dataclass(frozen=True, slots=True)
class TaskRow:
    """One task on a list."""

    id: UUID
    title: str
    url: str
    state: str
    is_open: bool
    due_on: date | None
    due_words: str
    due_state: str
    owner: str
    is_mine: bool
    who: str
    case_name: str
    case_url: str
    blocked: str
    asked: str
    asks_me: bool
    repeats: str
    source: str
    source_url: str
    outcome: str
    done: str
    position: int
    can_tick: bool


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with its tasks."""

    title: str
    rows: tuple[TaskRow, ...]
    id: str = ""


def row(task: Task, *, viewer_id: UUID, today: date, seen_cases: set[UUID] | None = None) -> TaskRow:
    """One task. `seen_cases` are those this person may open; None means every case here is one of them."""
    case = task.case
    is_open = task.state == "open"
    may_open = case is not None and (seen_cases is None or case.pk in seen_cases)
    return TaskRow(
        id=task.pk,
        title=task.title,
        url=reverse("tasks:task", args=[task.pk]),
        state=task.state,
        is_open=is_open,
        due_on=task.due_on,
        due_words=_due_words(task.due_on, today) if is_open else "",
        due_state=_due_state(task.due_on, today) if is_open else "",
        owner=task.owner.name if task.owner else _("Nobody yet"),
        is_mine=task.owner_id == viewer_id,
        who=task.who,
        case_name=(case.title if may_open else case.reference) if case else "",
        case_url=reverse("tasks:case", args=[case.pk]) if case and may_open else "",
        blocked=blocked_words(task),
        asked=task.asked_of.name if task.asked_of else "",
        asks_me=task.asked_of_id == viewer_id,
        repeats=repeat_words(task),
        source=source_words(task),
        source_url=source_url(task) if may_open or task.source == "handover" else "",
        outcome=task.outcome,
        done=_done_words(task),
        position=task.position,
        can_tick=is_open and not is_ended_elsewhere(task),
    )


def rows(
    tasks: Iterable[Task], *, viewer_id: UUID, today: date, seen_cases: set[UUID] | None = None
) -> tuple[TaskRow, ...]:
    """Several tasks, in the order given."""
    return tuple(row(task, viewer_id=viewer_id, today=today, seen_cases=seen_cases) for task in tasks)


def for_my_day(due: DueTasks, *, viewer_id: UUID, today: date) -> tuple[TaskRow, ...]:
    """The rows of `queries.due_tasks`: what is asked first, then by date."""
    found = rows(due.tasks, viewer_id=viewer_id, today=today, seen_cases=due.openable)
    return tuple(sorted(found, key=lambda one: not one.asks_me))


def by_when(found: Iterable[TaskRow], today: date) -> list[Section]:
    """Open tasks under late, today, later and no date; what somebody is asked to take comes first of all."""
    sections: dict[str, list[TaskRow]] = {"asked": [], "late": [], "today": [], "later": [], "undated": []}
    for one in found:
        if one.asks_me:
            sections["asked"].append(one)
        elif one.due_on is None:
            sections["undated"].append(one)
        else:
            sections["late" if one.due_on < today else "today" if one.due_on == today else "later"].append(one)
    titles = {
        "asked": _("You are asked to take on"), "late": _("Late"), "today": _("Today"), "later": _("Later"),
        "undated": _("No date"),
    }  # fmt: skip
    return [Section(titles[name], tuple(held), name) for name, held in sections.items() if held]


def blocked_words(task: Task) -> str:
    """On whom and on what an open task waits; empty when it can be done."""
    other = task.waits_for
    if other is None or other.state != "open" or task.state != "open":
        return ""
    who = other.who or (other.owner.name if other.owner else _("nobody yet"))
    return _("Waits for %(who)s: %(task)s") % {"who": who, "task": other.title}


def repeat_words(task: Task) -> str:
    """Every 2 weeks; every month from the day it is done."""
    if not task.repeat_every:
        return ""
    n = task.repeat_every
    template = {
        "days": ngettext("every day", "every %(n)d days", n),
        "working days": ngettext("every working day", "every %(n)d working days", n),
        "weeks": ngettext("every week", "every %(n)d weeks", n),
        "months": ngettext("every month", "every %(n)d months", n),
        "years": ngettext("every year", "every %(n)d years", n),
    }[task.repeat_unit]
    said = template % {"n": n}
    return _("%(every)s, from the day it is done") % {"every": said} if task.repeat_from == "done" else said


def source_words(task: Task) -> str:
    """Where it came from, in words; empty for one written by itself."""
    return str(task.get_source_display()) if task.source else ""


def is_ended_elsewhere(task: Task) -> bool:
    """Whether the task ends with an answer given on a page of its own, and so cannot be ticked off."""
    return task.source == "handover"


_PLACES = {"plan": "plans:plan", "note": "notes:note", "handover": "handover:one"}


def source_url(task: Task) -> str:
    """The page it came from; empty where there is none."""
    if task.source == "event" and task.case_id:
        return reverse("cases:chronology", args=[task.case_id]) + f"#event-{task.source_id}"
    name = _PLACES.get(task.source)
    if name is None or not task.source_id:
        return ""
    for args in ([task.source_id], [task.case_id, task.source_id]):
        try:
            return reverse(name, args=args)
        except NoReverseMatch:
            continue
    return ""


def asking_lines(askings: Iterable[Asking]) -> list[str]:
    """Who was asked, and what they answered, a sentence each."""
    templates = {
        "asked": _("%(day)s: %(by)s asked %(of)s"), "accepted": _("%(day)s: %(of)s accepted"),
        "declined": _("%(day)s: %(of)s declined"), "taken_back": _("%(day)s: %(by)s took it back"),
    }  # fmt: skip
    found = []
    for one in askings:
        said = templates[one.what] % {"day": words.day(one.at.date()), "by": one.by.name, "of": one.of.name}
        found.append(f"{said}: “{one.words}”" if one.words else said)
    return found


def _due_words(due_on: date | None, today: date) -> str:
    return words.left(Amount((due_on - today).days, "days")) if due_on else ""


def _due_state(due_on: date | None, today: date) -> str:
    if due_on is None:
        return ""
    left = (due_on - today).days
    return "late" if left < 0 else "due_soon" if left <= SOON_DAYS else "running"


def _done_words(task: Task) -> str:
    if task.state == "open" or task.done_on is None:
        return ""
    said = _("Done %(day)s") if task.state == "done" else _("Not needed, %(day)s")
    said %= {"day": words.day(task.done_on)}
    return _("%(said)s by %(who)s") % {"said": said, "who": task.done_by.name} if task.done_by else said
