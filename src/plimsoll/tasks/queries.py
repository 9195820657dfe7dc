"""Every read of tasks, the viewer first.

A task of a case is seen by whoever sees the case, and by whoever it was given to.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.http import Http404

from plimsoll.cases.models import Case, Holding, NamedAccess, Status
from plimsoll.cases.queries import case_for, cases_for
from plimsoll.people.models import Membership, Role, User
from plimsoll.tasks.models import Asking, Task

if TYPE_CHECKING:
    from uuid import UUID

    from plimsoll.people.access import Viewer

AHEAD = timedelta(days=7)
DONE_SHOWN = 30
_SOONEST = (F("due_on").asc(nulls_last=True), "list_id", "position", "created_at", "id")


def tasks_for(viewer: Viewer) -> QuerySet[Task]:
    """The tasks this person may see: those of cases they see, their own, and those they are asked to take.

    Somebody kept from a case by a conflict of interest sees none of its tasks, not even one given to them before.
    """
    mine = Q(owner_id=viewer.user_id) | Q(asked_of_id=viewer.user_id)
    seen = (mine & _not_kept(viewer)) | Q(case_id__in=cases_for(viewer).values("id"))
    return Task.objects.filter(seen)


def task_for(viewer: Viewer, task_id: UUID) -> Task:
    """One task, or the same "not found" whether it does not exist or may not be seen."""
    found = _shown(tasks_for(viewer)).filter(pk=task_id).first()
    if found is None:
        raise Http404
    return found


def my_open_tasks(viewer: Viewer) -> list[Task]:
    """What this person has to do, soonest first, and what they are asked to take on. One query."""
    mine = _mine(viewer).filter(state=Task.State.OPEN)
    return list(_shown(mine).order_by(*_SOONEST))


class DueTasks(NamedTuple):
    """Tasks, and which of their cases may be opened."""

    tasks: list[Task]
    openable: set[UUID]


def due_tasks(viewer: Viewer, today: date, carried: set[UUID]) -> DueTasks:
    """For My day: what is late, due within a week, or asked of this person and not answered.

    `carried` are the open cases the viewer holds, as the door gave them: what belongs to those needs no second
    question. One query; a second where a task was given for a case that is not carried.
    """
    near = Q(due_on__lte=today + AHEAD) | Q(asked_of_id=viewer.user_id)
    mine = Task.objects.filter(_held_or_asked(viewer), near, _of_no_closed_case(), state=Task.State.OPEN)
    found = list(mine.select_related("case", "owner", "asked_of", "waits_for__owner").order_by(*_SOONEST))
    elsewhere = [task.pk for task in found if task.case_id and task.case_id not in carried]
    if not elsewhere:
        return DueTasks(found, carried)
    sees = Exists(cases_for(viewer).filter(pk=OuterRef("case_id")))
    kept = Task.objects.filter(_not_kept(viewer), pk__in=elsewhere).annotate(sees=sees)
    given = {pk: case_id if is_seen else None for pk, case_id, is_seen in kept.values_list("pk", "case_id", "sees")}
    shown = [task for task in found if task.case_id is None or task.case_id in carried or task.pk in given]
    return DueTasks(shown, carried | {case_id for case_id in given.values() if case_id})


def my_done_tasks(viewer: Viewer) -> list[Task]:
    """What this person did last."""
    done = _mine(viewer).exclude(state=Task.State.OPEN)
    return list(_shown(done).order_by("-done_on", "-changed_at")[:DONE_SHOWN])


def given_away(viewer: Viewer) -> list[Task]:
    """What this person asked of others and still waits for, or made for somebody else."""
    theirs = Q(created_by_id=viewer.user_id) & ~Q(owner_id=viewer.user_id) & ~Q(owner=None)
    asked = Q(owner_id=viewer.user_id) & ~Q(asked_of=None)
    rows = tasks_for(viewer).filter(theirs | asked, state=Task.State.OPEN)
    return list(_shown(rows).order_by(*_SOONEST))


def case_tasks(viewer: Viewer, case_id: UUID) -> list[Task]:
    """Every task of a case this person may see, open ones first and soonest first."""
    case = case_for(viewer, case_id)
    return tasks_of(case.pk)


def tasks_of(case_id: UUID) -> list[Task]:
    """Every task of a case, for a page that has already been through the door."""
    return list(_shown(Task.objects.filter(case_id=case_id)).order_by("-state", *_SOONEST))


def open_tasks_of(case_id: UUID) -> list[Task]:
    """What is still to be done on a case, for a page that has already been through the door."""
    rows = Task.objects.filter(case_id=case_id, state=Task.State.OPEN)
    return list(_shown(rows).order_by(*_SOONEST))


def askings_of(task: Task) -> list[Asking]:
    """What was asked of whom, and what they answered."""
    return list(Asking.objects.filter(task=task).select_related("of", "by").order_by("id"))


def held_up_by(task: Task) -> list[Task]:
    """The open tasks that wait for this one."""
    return list(_shown(Task.objects.filter(waits_for=task, state=Task.State.OPEN)).order_by("id"))


def colleagues(viewer: Viewer, case: Case | None) -> list[tuple[UUID, str]]:
    """Whom a task may be asked of or given to: workers of the case's service; of one's own teams without a case.

    Nobody is offered who has declared a conflict of interest with the case; a restricted case stays among its own.
    """
    rows = Membership.objects.filter(
        until_on=None, state=Membership.State.ACTIVE, user__is_active=True,
        role__in=(Role.PRACTITIONER, Role.SUPERVISOR, Role.SERVICE_MANAGER, Role.BUSINESS_SUPPORT),
    )  # fmt: skip
    if case is None:
        teams = viewer.practises_in | viewer.supervises | viewer.supports
        rows = rows.filter(Q(team_id__in=teams) | Q(team__service_id__in=viewer.manages))
    else:
        rows = rows.filter(team__service_id=case.service_id)
        kept = NamedAccess.objects.filter(case=case, until_on=None)
        rows = rows.exclude(user_id__in=kept.filter(kind=NamedAccess.Kind.CONFLICT).values("worker_id"))
        if case.is_restricted:
            named = kept.filter(kind=NamedAccess.Kind.NAMED).values("worker_id")
            held = Holding.objects.filter(case=case, until_on=None).values("worker_id")
            rows = rows.filter(Q(user_id__in=named) | Q(user_id__in=held))
    people = User.objects.filter(pk__in=rows.values("user_id")).order_by("name", "id")
    return list(people.values_list("pk", "name"))


def may_hold(case: Case, worker_id: UUID) -> bool:
    """Whether a task of this case may be given to this worker."""
    kept = NamedAccess.objects.filter(case=case, worker_id=worker_id, until_on=None)
    if kept.filter(kind=NamedAccess.Kind.CONFLICT).exists():
        return False
    if not case.is_restricted:
        return True
    return (
        kept.filter(kind=NamedAccess.Kind.NAMED).exists()
        or Holding.objects.filter(case=case, worker_id=worker_id, until_on=None).exists()
    )


def cases_to_choose(viewer: Viewer, case_ids: set[UUID]) -> set[UUID]:
    """Which of these cases this person may open; for links."""
    return set(cases_for(viewer).filter(pk__in=case_ids).values_list("pk", flat=True))


def _mine(viewer: Viewer) -> QuerySet[Task]:
    return Task.objects.filter(_held_or_asked(viewer) & _not_kept(viewer)).filter(_of_no_closed_case())


def _held_or_asked(viewer: Viewer) -> Q:
    return Q(owner_id=viewer.user_id) | Q(asked_of_id=viewer.user_id)


def _of_no_closed_case() -> Q:
    return Q(case=None) | ~Q(case__status=Status.CLOSED)


def _not_kept(viewer: Viewer) -> Q:
    """Not of a case that somebody is kept from: by a conflict of interest, or because it is restricted to others."""
    access = NamedAccess.objects.filter(worker_id=viewer.user_id, until_on=None)
    conflict = access.filter(kind=NamedAccess.Kind.CONFLICT).values("case_id")
    named = access.filter(kind=NamedAccess.Kind.NAMED).values("case_id")
    held = Holding.objects.filter(worker_id=viewer.user_id, until_on=None).values("case_id")
    open_to_me = Q(case__is_restricted=False) | Q(case_id__in=held.union(named, all=True))
    # Personal tasks first: with a null case SQL's NOT IN would lose them.
    return Q(case=None) | (open_to_me & ~Q(case_id__in=conflict))


def _shown(rows: QuerySet[Task]) -> QuerySet[Task]:
    return rows.select_related("case", "owner", "asked_of", "waits_for__owner", "done_by", "changed_by")
