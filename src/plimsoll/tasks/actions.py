"""Every write to tasks: one transaction, with its entry in the audit log. Titles and words never go into the log."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from plimsoll.tasks import dates
from plimsoll.tasks.models import Asking, Task
from plimsoll.tasks.queries import may_hold
from plimsoll.today import LONDON
from plimsoll.trust import audit

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date, datetime
    from uuid import UUID

    from plimsoll.cases.models import Case
    from plimsoll.tasks.checklists import Checklist

MOST_LINKS = 100


@dataclass(frozen=True, slots=True)
class Repeat:
    """How a task comes round: every so many units, counted from its date (`date`) or from when it is done (`done`)."""

    every: int
    unit: str
    counted_from: str = "date"


@dataclass(frozen=True, slots=True)
class NewTask:
    """A task to be added. Without a case it is personal; `owner_id` None on a case means whoever holds the case."""

    title: str
    case: Case | None = None
    owner_id: UUID | None = None
    due_on: date | None = None
    detail: str = ""
    who: str = ""
    source: str = ""
    source_id: str = ""
    waits_for_id: UUID | None = None
    repeat: Repeat | None = None
    checklist: str = ""
    list_id: UUID | None = None
    position: int = 0
    done_on: date | None = None
    outcome: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """What an editing form says a task is to be."""

    title: str
    due_on: date | None
    detail: str = ""
    who: str = ""
    owner_id: UUID | None = None
    waits_for_id: UUID | None = None
    repeat: Repeat | None = None


class ChangedMeanwhile(Exception):
    """Somebody else changed the row while this form was open. Carries the row as it is now."""

    def __init__(self, row: Task) -> None:
        super().__init__("the row was changed meanwhile")
        self.row = row


@dataclass(frozen=True, slots=True)
class Done:
    """What followed when a task was done: its next turn, and who need wait no longer."""

    task: Task
    following: Task | None = None
    freed: Sequence[Task] = field(default_factory=tuple)


def add_task(new: NewTask, *, now: datetime, actor_id: UUID | None) -> Task:
    """Add one task."""
    return add_tasks([new], now=now, actor_id=actor_id)[0]


@transaction.atomic
def add_tasks(batch: Iterable[NewTask], *, now: datetime, actor_id: UUID | None) -> list[Task]:
    """Add several tasks in two statements."""
    rows = [_row(new, now, actor_id) for new in batch]
    for row in rows:
        _check_owner(row)
        _check_waiting(row)
    Task.objects.bulk_create(rows)
    audit.append_all(_entry("task_added", row, now, actor_id) for row in rows)
    return rows


@transaction.atomic
def change_task(task_id: UUID, change: Change, *, version: int, now: datetime, actor_id: UUID) -> Task:
    """Change a task that is still as it was when the form was opened; `ChangedMeanwhile` when it is not."""
    task = _locked(task_id)
    if task.version != version:
        raise ChangedMeanwhile(task)
    old_owner = task.owner_id
    task.title, task.detail, task.who, task.due_on = change.title, change.detail, change.who, change.due_on
    if task.case_id is not None and change.owner_id is not None:
        task.owner_id = change.owner_id
    task.waits_for_id = change.waits_for_id
    _set_repeat(task, change.repeat)
    _check_owner(task)
    _check_waiting(task)
    if task.owner_id != old_owner:
        task.asked_of = None
    return _save(task, "task_changed", now, actor_id)


@transaction.atomic
def finish_task(task_id: UUID, *, on: date, now: datetime, actor_id: UUID, outcome: str = "") -> Done:
    """Tick a task off. One that repeats comes round again; those that waited for it are told of."""
    task = _locked(task_id)
    if task.state != Task.State.OPEN:
        return Done(task)
    task.state, task.done_on, task.done_by_id = Task.State.DONE, on, actor_id
    if outcome:
        task.outcome = outcome
    task.asked_of = None
    _save(task, "task_done", now, actor_id)
    following = _next_turn(task, on, now, actor_id)
    freed = Task.objects.filter(waits_for=task, state=Task.State.OPEN).select_related("owner", "case")
    return Done(task, following, tuple(freed))


@transaction.atomic
def drop_task(task_id: UUID, *, why: str, now: datetime, actor_id: UUID) -> Done:
    """Say that a task is not needed, and why. It stays to be read, and a series ends with it."""
    task = _locked(task_id)
    if task.state != Task.State.OPEN:
        return Done(task)
    task.state, task.outcome = Task.State.CANCELLED, why
    task.done_on, task.done_by_id, task.asked_of = now.astimezone(LONDON).date(), actor_id, None
    _save(task, "task_dropped", now, actor_id)
    freed = Task.objects.filter(waits_for=task, state=Task.State.OPEN).select_related("owner", "case")
    return Done(task, None, tuple(freed))


@transaction.atomic
def reopen_task(task_id: UUID, *, now: datetime, actor_id: UUID) -> Task:
    """Take back that a task was done. A next turn that nobody has touched goes with it."""
    task = _locked(task_id)
    if task.state == Task.State.OPEN:
        return task
    following = Task.objects.select_for_update(of=("self",)).filter(follows=task).first()
    if following is not None:
        if following.version > 1 or following.state != Task.State.OPEN:
            raise ValidationError(_("Its next turn has been worked on already; open that one instead."))
        following.follows = None
        following.state, following.outcome = Task.State.CANCELLED, _("The turn before it was opened again.")
        _save(following, "task_dropped", now, actor_id)
    task.state, task.done_on, task.done_by_id = Task.State.OPEN, None, None
    return _save(task, "task_reopened", now, actor_id)


@transaction.atomic
def ask_colleague(task_id: UUID, of_id: UUID, *, words: str, now: datetime, actor_id: UUID) -> Task:
    """Ask somebody to take a task on. Until they accept it stays with its owner."""
    task = _locked(task_id)
    if task.state != Task.State.OPEN:
        raise ValidationError(_("It is done already; nobody need be asked."))
    if of_id == task.owner_id:
        raise ValidationError(_("It is theirs already. Ask somebody else."))
    if task.case is not None and not may_hold(task.case, of_id):
        raise ValidationError(_("This person may not work on the case. Ask somebody else."))
    task.asked_of_id = of_id
    _note_asking(task, of_id, Asking.Answer.ASKED, words, now, actor_id)
    return _save(task, "task_asked", now, actor_id)


@transaction.atomic
def answer_asking(task_id: UUID, *, accepts: bool, words: str, now: datetime, actor_id: UUID) -> Task:
    """Accept or decline what was asked; only the one who was asked may."""
    task = _locked(task_id)
    if task.asked_of_id != actor_id:
        raise PermissionDenied
    what = Asking.Answer.ACCEPTED if accepts else Asking.Answer.DECLINED
    _note_asking(task, actor_id, what, words, now, actor_id)
    task.asked_of = None
    if accepts:
        task.owner_id = actor_id
    return _save(task, f"task_{what.value}", now, actor_id)


@transaction.atomic
def take_back_asking(task_id: UUID, *, now: datetime, actor_id: UUID) -> Task:
    """Nobody need answer any more."""
    task = _locked(task_id)
    if task.asked_of_id is None:
        return task
    _note_asking(task, task.asked_of_id, Asking.Answer.TAKEN_BACK, "", now, actor_id)
    task.asked_of = None
    return _save(task, "task_taken_back", now, actor_id)


def begin_checklist(
    case: Case, checklist: Checklist, *, on: date, events: Sequence[tuple[str, date]], now: datetime, actor_id: UUID
) -> list[Task]:
    """Make a checklist's items into tasks, in its order; what the record shows already is ticked, and says by what."""
    from plimsoll.tasks.checklists import recorded_on

    list_id = uuid.uuid4()
    base = NewTask("", case=case, owner_id=case.holder_id or actor_id, source=Task.Source.CHECKLIST)
    new = []
    for position, item in enumerate(checklist.items, 1):
        done_on = recorded_on(item, events)
        new.append(
            replace(
                base,
                title=_(item.title),
                detail=_(item.detail) if item.detail else "",
                due_on=item.due_on(on, case.pack),
                checklist=checklist.word,
                list_id=list_id,
                position=position,
                done_on=done_on,
                outcome=_("The record shows it.") if done_on else "",
            )
        )
    return add_tasks(new, now=now, actor_id=actor_id)


@transaction.atomic
def move_open_tasks(case_id: UUID, *, from_id: UUID | None, to_id: UUID, now: datetime, actor_id: UUID) -> int:
    """What one worker had still to do on a case is another's from now on; returns how many moved.

    What they were asked to take stays asked, and what others hold stays with them.
    """
    rows = list(Task.objects.select_for_update(of=("self",)).filter(case_id=case_id, state=Task.State.OPEN))
    moved = [row for row in rows if row.owner_id is None or row.owner_id == from_id]
    for row in moved:
        row.owner_id = to_id
        if row.asked_of_id == to_id:
            row.asked_of = None
        _save(row, "task_moved", now, actor_id)
    for row in rows:
        if from_id is not None and row.asked_of_id == from_id:
            row.asked_of_id = to_id
            _note_asking(row, to_id, Asking.Answer.ASKED, "", now, actor_id)
            _save(row, "task_asked", now, actor_id)
    return len(moved)


def _row(new: NewTask, now: datetime, actor_id: UUID | None) -> Task:
    owner_id = new.owner_id
    if owner_id is None:
        owner_id = new.case.holder_id if new.case is not None else actor_id
    row = Task(
        case=new.case,
        title=new.title,
        detail=new.detail,
        who=new.who,
        owner_id=owner_id,
        due_on=new.due_on,
        source=new.source,
        source_id=new.source_id,
        waits_for_id=new.waits_for_id,
        checklist=new.checklist,
        list_id=new.list_id,
        position=new.position,
        outcome=new.outcome,
        created_at=now,
        created_by_id=actor_id,
        changed_at=now,
        changed_by_id=actor_id,
    )
    if new.done_on is not None:
        row.state, row.done_on, row.done_by_id = Task.State.DONE, new.done_on, actor_id
    _set_repeat(row, new.repeat)
    return row


def _set_repeat(task: Task, repeat: Repeat | None) -> None:
    if repeat is None:
        task.repeat_every, task.repeat_unit, task.repeat_from, task.repeat_anchor = None, "", "", None
        return
    was = (task.repeat_every, task.repeat_unit, task.repeat_from)
    now_is = (repeat.every, repeat.unit, repeat.counted_from)
    task.repeat_every, task.repeat_unit, task.repeat_from = now_is
    if was != now_is or task.repeat_anchor is None:
        task.repeat_anchor = task.due_on


def _next_turn(task: Task, on: date, now: datetime, actor_id: UUID) -> Task | None:
    if not task.repeat_every:
        return None
    due_on = dates.next_turn(
        every=task.repeat_every,
        unit=task.repeat_unit,
        counted_from=task.repeat_from,
        anchor=task.repeat_anchor,
        due_on=task.due_on,
        done_on=on,
        pack=task.case.pack if task.case else "",
    )
    repeat = Repeat(task.repeat_every, task.repeat_unit, task.repeat_from)
    new = NewTask(
        task.title, case=task.case, owner_id=task.owner_id, due_on=due_on, detail=task.detail, who=task.who,
        source=task.source, source_id=task.source_id, repeat=repeat,
    )  # fmt: skip
    row = _row(new, now, actor_id)
    row.follows, row.repeat_anchor = task, task.repeat_anchor or due_on
    row.save(force_insert=True)
    audit.append(_entry("task_added", row, now, actor_id))
    return row


def _check_owner(task: Task) -> None:
    if task.case is not None and task.owner_id is not None and not may_hold(task.case, task.owner_id):
        raise ValidationError({"owner": _("This person may not work on the case. Choose somebody else.")})


def _check_waiting(task: Task) -> None:
    """A task waits for another of its own case (or another personal one), and never for itself round a corner."""
    if task.waits_for_id is None:
        return
    found = Task.objects.filter(pk=task.waits_for_id).first()
    if found is None or found.case_id != task.case_id:
        raise ValidationError({"waits_for": _("Choose a task of the same case.")})
    for _step in range(MOST_LINKS):
        if found is None:
            return
        if found.pk == task.pk:
            raise ValidationError({"waits_for": _("The two would wait for each other. Choose another task.")})
        found = found.waits_for
    raise ValidationError({"waits_for": _("Too many tasks wait in a row. Choose another task.")})


def _note_asking(
    task: Task, of_id: UUID, what: str, words: str, now: datetime, actor_id: UUID
) -> None:
    Asking.objects.create(
        task=task, case_id=task.case_id, of_id=of_id, by_id=actor_id, what=what, words=words, at=now
    )


def _locked(task_id: UUID) -> Task:
    # Only the row itself is locked: an outer join (a personal task has no case) cannot be.
    return Task.objects.select_for_update(of=("self",)).select_related("case").get(pk=task_id)


def _save(task: Task, action: str, now: datetime, actor_id: UUID | None) -> Task:
    task.version += 1
    task.changed_at, task.changed_by_id = now, actor_id
    task.save()
    audit.append(_entry(action, task, now, actor_id))
    return task


def _entry(action: str, task: Task, now: datetime, actor_id: UUID | None) -> audit.Entry:
    return audit.entry(action, at=now, actor_id=actor_id, case_id=task.case_id, detail={"task": str(task.pk)})
