"""Every write of the turns of a case: one transaction each, with what happened on the record and in the audit log."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from plimsoll.cases.actions import Consequences, NewEvent, allocate_case, record_events
from plimsoll.cases.models import Case, CaseEvent, Status
from plimsoll.cases.queries.case import case_view
from plimsoll.handover import holding, queries
from plimsoll.handover.models import Closing, Handover, Wait
from plimsoll.handover.summary import Summary, summary, unfinished
from plimsoll.people.models import Team, User
from plimsoll.plans import actions as plans
from plimsoll.plans.queries import unended_plans_of
from plimsoll.tasks import actions as tasks
from plimsoll.tasks.actions import NewTask
from plimsoll.tasks.models import Task
from plimsoll.tasks.queries import may_hold, open_tasks_of
from plimsoll.today import LONDON
from plimsoll.trust import audit

if TYPE_CHECKING:
    from datetime import date, datetime
    from uuid import UUID

    from plimsoll.people.access import Viewer

ANSWER_WITHIN = 2  # working days: how long a proposed transfer may lie before it shows as late on a list of tasks


@dataclass(frozen=True, slots=True)
class Proposal:
    """A transfer as it is proposed."""

    to_worker_id: UUID
    to_team_id: UUID
    reason: str
    giving_note: str = ""
    family_view: str = ""
    wants_visit: bool = False


@dataclass(frozen=True, slots=True)
class ClosingWords:
    """A closing as it was decided. `version` is the case's when the form was opened."""

    on: date
    reason: str
    summary: str
    decision: str
    agreed_by: str
    version: int


class ChangedMeanwhile(Exception):
    """Something was recorded on the case while the form was open."""


@transaction.atomic
def propose_handover(case_id: UUID, proposal: Proposal, *, now: datetime, viewer: Viewer) -> Handover:
    """Propose a transfer. The case stays with its worker, with everything in progress, until the other accepts."""
    case = _locked(case_id)
    if case.status == Status.CLOSED:
        raise ValidationError(_("The case is closed. Open it again first."))
    if queries.open_handover(case_id) is not None:
        raise ValidationError(_("A transfer of this case waits for its answer already."))
    chosen = f"{proposal.to_team_id}:{proposal.to_worker_id}"
    if chosen not in dict(queries.receivers(case)):
        raise ValidationError({"to": _("This person cannot take the case. Choose somebody else.")})
    made = Handover.objects.create(
        case=case, from_worker=case.holder, to_worker_id=proposal.to_worker_id, from_team=case.team,
        to_team_id=proposal.to_team_id, reason=proposal.reason, giving_note=proposal.giving_note,
        family_view=proposal.family_view, wants_visit=proposal.wants_visit, proposed_at=now,
        proposed_by_id=viewer.user_id,
    )  # fmt: skip
    made.task = tasks.add_task(
        NewTask(
            _("Answer the transfer of %(case)s") % {"case": case.reference}, case=case, owner_id=proposal.to_worker_id,
            due_on=tasks.dates.after(_day(now), ANSWER_WITHIN, "working days", case.pack),
            source=Task.Source.HANDOVER, source_id=str(made.pk),
        ),
        now=now,
        actor_id=viewer.user_id,
    )  # fmt: skip
    made.save(update_fields=["task"])
    _set_status(case, Status.TRANSFERRING)
    _log("transfer_proposed", made.case_id, now, viewer.user_id, handover=str(made.pk))
    return made


@transaction.atomic
def accept_handover(
    handover_id: UUID, *, words: str, without_visit: str, now: datetime, viewer: Viewer
) -> Consequences:
    """The receiving worker accepts: the case is theirs, with all that is in progress, in one transaction.

    The order of events, duties, plans, waits, consents and drafts belong to the case and stay as they are; what was
    the former worker's own to do on it becomes the new worker's.
    """
    found = _open(handover_id, viewer, must_be_receiver=True)
    case = _locked(found.case_id)
    if not may_hold(case, found.to_worker_id):
        raise PermissionDenied
    if found.wants_visit and not without_visit and joint_visit_on(found) is None:
        raise ValidationError({"without_visit": _("Enter why there was no visit together, or record it first")})
    _keep_summary(found, now)
    on = _day(now)
    _finish_task(found, now, viewer.user_id)
    _set_status(case, _without_handover(case))
    team = Team.objects.select_related("service").get(pk=found.to_team_id)
    if case.team_id != team.pk:
        details = {"from_team": found.from_team.name, "to_team": team.name}
        Case.objects.filter(pk=case.pk).update(team=team, service=team.service)
        record_events(case.pk, [NewEvent("case_transferred", on, details)], now=now, actor_id=viewer.user_id)
    receiver = User.objects.get(pk=found.to_worker_id)
    allocate_case(case.pk, receiver, on=on, reason=found.reason[:300], now=now, actor_id=viewer.user_id)
    tasks.move_open_tasks(
        case.pk, from_id=found.from_worker_id, to_id=found.to_worker_id, now=now, actor_id=viewer.user_id
    )
    found.state, found.answered_at = Handover.State.ACCEPTED, now
    found.receiving_note, found.without_visit = words, without_visit
    found.save()
    _log("transfer_accepted", found.case_id, now, viewer.user_id, handover=str(found.pk))
    return record_events(case.pk, [], now=now, actor_id=viewer.user_id)


@transaction.atomic
def decline_handover(handover_id: UUID, *, words: str, now: datetime, viewer: Viewer) -> Handover:
    """The receiving worker declines: the case is as it was, and the reason is kept."""
    found = _open(handover_id, viewer, must_be_receiver=True)
    return _give_back(found, Handover.State.DECLINED, words, now, viewer)


@transaction.atomic
def take_back_handover(handover_id: UUID, *, now: datetime, viewer: Viewer) -> Handover:
    """Whoever may propose it may take it back while it waits."""
    found = _open(handover_id, viewer, must_be_receiver=False)
    return _give_back(found, Handover.State.TAKEN_BACK, "", now, viewer)


@transaction.atomic
def set_waiting(case_id: UUID, *, reason: str, look_again_on: date, now: datetime, viewer: Viewer) -> Wait:
    """The case waits until a day; looking again on that day is a task. No duty stops because of it."""
    case = _locked(case_id)
    if case.status != Status.OPEN:
        raise ValidationError(_("Only an open case can be set to wait."))
    task = tasks.add_task(
        NewTask(_("Look again: does the case still wait?"), case=case, due_on=look_again_on, detail=reason,
                owner_id=case.holder_id or viewer.user_id),
        now=now,
        actor_id=viewer.user_id,
    )  # fmt: skip
    wait = Wait.objects.create(
        case=case, reason=reason, look_again_on=look_again_on, task=task, from_on=_day(now), set_by_id=viewer.user_id,
        set_at=now,
    )  # fmt: skip
    _set_status(case, Status.WAITING)
    _log("case_set_waiting", case_id, now, viewer.user_id, wait=wait.pk)
    return wait


@transaction.atomic
def end_waiting(case_id: UUID, *, now: datetime, viewer: Viewer) -> None:
    """The case waits no longer."""
    case = _locked(case_id)
    _end_wait(case, now, viewer.user_id)
    if case.status == Status.WAITING:
        _set_status(case, Status.OPEN)
        record_events(case_id, [], now=now, actor_id=viewer.user_id)


@transaction.atomic
def close_case(case_id: UUID, words: ClosingWords, *, now: datetime, viewer: Viewer) -> Consequences:
    """Close a case, keeping what was unfinished and what was decided about it, so that it can be restored."""
    case = _locked(case_id)
    if case.status == Status.CLOSED:
        raise ValidationError(_("The case is closed already."))
    if case.version != words.version:
        raise ChangedMeanwhile
    view = case_view(viewer, case_id, now)
    held = holding.why_not_to_close(view)
    if held:
        raise ValidationError(held)
    left = {"parts": unfinished(summary(view))}
    if left["parts"] and not words.decision:
        raise ValidationError({"decision": _("Enter what was decided about what is unfinished")})
    holder_id = case.holder_id
    waiting = queries.open_handover(case_id)
    if waiting is not None:
        take_back_handover(waiting.pk, now=now, viewer=viewer)
    _end_wait(case, now, viewer.user_id)
    ended: dict[str, list[str]] = {"tasks": [], "plans": []}
    for plan in unended_plans_of(case_id):
        plans.end_plan(plan.pk, on=words.on, reason=_("The case was closed."), now=now, actor_id=viewer.user_id)
        ended["plans"].append(str(plan.pk))
    for task in open_tasks_of(case_id):
        tasks.drop_task(task.pk, why=_("The case was closed."), now=now, actor_id=viewer.user_id)
        ended["tasks"].append(str(task.pk))
    details = {"reason": words.reason, "summary": words.summary}
    result = record_events(case_id, [NewEvent("case_closed", words.on, details)], now=now, actor_id=viewer.user_id)
    Closing.objects.create(
        case_id=case_id, event_id=result.event_ids[-1], reason=words.reason, summary=words.summary,
        decision=words.decision, agreed_by=words.agreed_by, unfinished=left, ended=ended, holder_id=holder_id,
        closed_by_id=viewer.user_id, closed_at=now,
    )  # fmt: skip
    _log("case_closed", case_id, now, viewer.user_id)
    return result


@transaction.atomic
def reopen_case(
    case_id: UUID, *, reason: str, holder_id: UUID | None, now: datetime, viewer: Viewer
) -> Consequences:
    """Open a closed case again, with the tasks and plans that its closing ended. Plans come back as drafts."""
    case = _locked(case_id)
    if case.status != Status.CLOSED:
        raise ValidationError(_("The case is open already."))
    closing = queries.last_closing(case_id)
    before = record_events(
        case_id, [NewEvent("case_reopened", _day(now), {"reason": reason})], now=now, actor_id=viewer.user_id
    ).before
    if holder_id is not None:
        case.refresh_from_db()
        if not may_hold(case, holder_id):
            raise ValidationError({"holder": _("This person may not work on the case. Choose somebody else.")})
        holder = User.objects.get(pk=holder_id)
        allocate_case(case_id, holder, on=_day(now), reason=reason[:300], now=now, actor_id=viewer.user_id)
    for task_id in closing.ended["tasks"] if closing else ():
        tasks.reopen_task(task_id, now=now, actor_id=viewer.user_id)
    if closing and holder_id is not None and closing.holder_id not in {None, holder_id}:
        tasks.move_open_tasks(case_id, from_id=closing.holder_id, to_id=holder_id, now=now, actor_id=viewer.user_id)
    for plan_id in closing.ended["plans"] if closing else ():
        plans.take_up_again(plan_id, now=now, actor_id=viewer.user_id)
    _log("case_reopened", case_id, now, viewer.user_id)
    result = record_events(case_id, [], now=now, actor_id=viewer.user_id)
    return Consequences(result.case, result.event_ids, before, result.after)


def joint_visit_on(handover: Handover) -> date | None:
    """The last visit or interview on record since the transfer was proposed: the visit together."""
    since = _day(handover.proposed_at)
    rows = CaseEvent.objects.filter(
        case_id=handover.case_id, name__in=("visit_made", "interview_held"), at_on__gte=since
    )
    return rows.order_by("-at_on").values_list("at_on", flat=True).first()


def _give_back(found: Handover, state: str, words: str, now: datetime, viewer: Viewer) -> Handover:
    case = _locked(found.case_id)
    _keep_summary(found, now)
    _finish_task(found, now, viewer.user_id)
    found.state, found.receiving_note, found.answered_at = state, words, now
    found.save()
    if case.status == Status.TRANSFERRING:
        _set_status(case, _without_handover(case))
    record_events(case.pk, [], now=now, actor_id=viewer.user_id)
    _log(f"transfer_{state}", found.case_id, now, viewer.user_id, handover=str(found.pk))
    return found


def _keep_summary(found: Handover, now: datetime) -> None:
    """What was in progress at the moment of the answer stays with the handover."""
    found.summary = handover_summary(found, now)


def handover_summary(found: Handover, now: datetime) -> Summary:
    """What is in progress on the case, read with the sight of its holder: the door was the handover's own."""
    from plimsoll.handover.sight import of_case

    return summary(of_case(found.case_id, now))


def _open(handover_id: UUID, viewer: Viewer, *, must_be_receiver: bool) -> Handover:
    # The case first, as in every other turn, so that two of them at once never wait for each other.
    _locked(Handover.objects.values_list("case_id", flat=True).get(pk=handover_id))
    found = Handover.objects.select_for_update(of=("self",)).select_related("from_team").get(pk=handover_id)
    if must_be_receiver and found.to_worker_id != viewer.user_id:
        raise PermissionDenied
    if found.state != Handover.State.PROPOSED:
        raise ValidationError(_("This transfer was answered already."))
    return found


def _finish_task(found: Handover, now: datetime, actor_id: UUID) -> None:
    if found.task_id is not None:
        tasks.finish_task(found.task_id, on=_day(now), now=now, actor_id=actor_id)


def _end_wait(case: Case, now: datetime, actor_id: UUID) -> None:
    wait = Wait.objects.select_for_update(of=("self",)).filter(case=case, until_on=None).first()
    if wait is None:
        return
    wait.until_on, wait.ended_by_id = _day(now), actor_id
    wait.save(update_fields=["until_on", "ended_by"])
    if wait.task_id is not None:
        tasks.finish_task(wait.task_id, on=_day(now), now=now, actor_id=actor_id)
    _log("case_waits_no_longer", case.pk, now, actor_id, wait=wait.pk)


def _without_handover(case: Case) -> str:
    """What a case is when no transfer waits: a wait that began before goes on."""
    return Status.WAITING if Wait.objects.filter(case=case, until_on=None).exists() else Status.OPEN


def _set_status(case: Case, status: str) -> None:
    case.status = status
    case.version += 1
    case.save(update_fields=["status", "version"])


def _locked(case_id: UUID) -> Case:
    return Case.objects.select_for_update(of=("self",)).select_related("holder", "team", "service").get(pk=case_id)


def _day(now: datetime) -> date:
    return now.astimezone(LONDON).date()


def _log(action: str, case_id: UUID, now: datetime, actor_id: UUID, **detail: object) -> None:
    audit.append(audit.entry(action, at=now, actor_id=actor_id, case_id=case_id, detail=detail))
