"""Every write about sharing cases: proposals kept, moves decided, cover that returns. One transaction each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from plimsoll.cases.actions import allocate_case, begin_cover, end_cover
from plimsoll.handover.actions import Proposal as Transfer
from plimsoll.handover.actions import propose_handover
from plimsoll.people.models import User
from plimsoll.rebalancing.models import Move, Rebalance, Why
from plimsoll.today import LONDON
from plimsoll.trust import audit

if TYPE_CHECKING:
    from datetime import date, datetime
    from uuid import UUID

    from plimsoll.engine.reasons import Reason
    from plimsoll.engine.rebalance.model import Proposal
    from plimsoll.people.access import Viewer
    from plimsoll.rebalancing.question import Asked


class DecidedMeanwhile(Exception):
    """Somebody else has decided on this move, or the proposal was asked anew."""


def reason_value(reason: Reason) -> dict[str, object]:
    """A reason as it is kept: its template and parameters, so that it can be translated and names put in later."""
    return {"template": reason.template, "params": {name: str(value) for name, value in reason.params.items()}}


@transaction.atomic
def keep(asked: Asked, proposal: Proposal, *, now: datetime, viewer: Viewer) -> Rebalance:
    """Keep a proposal for its moves to be decided; what waited of an earlier one for the same question is put aside."""
    earlier = Rebalance.objects.select_for_update().filter(
        team=asked.team, why=asked.why, about_id=asked.about, ended_at=None
    )
    earlier.update(ended_at=now)
    made = Rebalance.objects.create(
        team=asked.team, why=asked.why, about_id=asked.about, asked_by_id=viewer.user_id, asked_at=now,
        stages=[
            {"stage": one.stage, "value": str(one.value), "bound": str(one.bound), "proved": one.proved, "how": one.how}
            for one in proposal.stages
        ],
        lines=[
            {"worker": one.worker, "capacity": str(one.capacity), "before": str(one.points_before),
             "after": str(one.points_after), "cases_before": one.cases_before, "cases_after": one.cases_after}
            for one in proposal.workers
        ],
        notes=[reason_value(one.reason) for one in proposal.unresolved] + [reason_value(one) for one in proposal.notes],
    )  # fmt: skip
    Move.objects.bulk_create(
        Move(
            rebalance=made, case_id=move.case, from_worker_id=move.from_worker or None, to_worker_id=move.to_worker,
            kind=move.kind, returns_on=move.returns_on, reasons=[reason_value(one) for one in move.reasons],
        )
        for move in proposal.moves
    )  # fmt: skip
    _log("rebalance_proposed", made, now, viewer.user_id, moves=len(proposal.moves))
    return made


@transaction.atomic
def accept(move_id: int, *, now: datetime, viewer: Viewer) -> Move:
    """A manager accepts: it becomes a transfer that the worker answers, a cover that ends, or an allocation."""
    move = _open(move_id)
    on = now.astimezone(LONDON).date()
    reason = str(Why(move.rebalance.why).label)
    if move.case.holder_id != move.from_worker_id:
        raise DecidedMeanwhile
    if move.kind == Move.Kind.ALLOCATION:
        allocate_case(move.case_id, User.objects.get(pk=move.to_worker_id), on=on, reason=reason, now=now,
                      actor_id=viewer.user_id)  # fmt: skip
    elif move.kind == Move.Kind.COVER:
        begin_cover(move.case_id, move.to_worker_id, on=on, reason=reason, now=now, actor_id=viewer.user_id)
    else:
        try:
            move.handover = propose_handover(
                move.case_id, Transfer(move.to_worker_id, move.rebalance.team_id, reason), now=now, viewer=viewer
            )
        except ValidationError as error:
            raise ValidationError(error.messages) from error
    return _decided(move, Move.State.ACCEPTED, now, viewer)


@transaction.atomic
def refuse(move_id: int, state: str, *, now: datetime, viewer: Viewer) -> Move:
    """A manager refuses one move, or says that the case stays where it is; the rest is asked again."""
    if state not in {Move.State.REFUSED, Move.State.STAYS}:
        raise ValidationError(_("Choose what is to happen"))
    return _decided(_open(move_id), state, now, viewer)


@transaction.atomic
def put_aside(rebalance_id: UUID, *, now: datetime, viewer: Viewer) -> None:
    """Nothing more is to be decided on this proposal."""
    found = Rebalance.objects.select_for_update().get(pk=rebalance_id)
    if found.ended_at is None:
        found.ended_at = now
        found.save(update_fields=["ended_at"])
        _log("rebalance_put_aside", found, now, viewer.user_id)


@transaction.atomic
def end_covers(today: date, *, now: datetime) -> int:
    """Cover whose day has come goes back by itself. Returns how many did."""
    due = Move.objects.select_for_update(skip_locked=True).filter(
        state=Move.State.ACCEPTED, kind=Move.Kind.COVER, cover_ended_at=None, returns_on__lte=today
    )
    ended = 0
    for move in due.select_related("rebalance"):
        end_cover(move.case_id, move.to_worker_id, on=today, now=now, actor_id=None)
        move.cover_ended_at = now
        move.save(update_fields=["cover_ended_at"])
        ended += 1
    return ended


def _open(move_id: int) -> Move:
    rows = Move.objects.select_for_update(of=("self",)).select_related("rebalance__team", "case")
    move = rows.get(pk=move_id)
    if move.state != Move.State.PROPOSED or move.rebalance.ended_at is not None:
        raise DecidedMeanwhile
    return move


def _decided(move: Move, state: str, now: datetime, viewer: Viewer) -> Move:
    move.state, move.decided_at, move.decided_by_id = state, now, viewer.user_id
    move.save(update_fields=["state", "decided_at", "decided_by", "handover"])
    entry = audit.entry(
        f"move_{state}", at=now, actor_id=viewer.user_id, case_id=move.case_id,
        detail={"move": move.pk, "to": str(move.to_worker_id), "kind": move.kind},
    )  # fmt: skip
    audit.append(entry)
    return move


def _log(action: str, found: Rebalance, now: datetime, actor_id: UUID, **detail: object) -> None:
    told = {"rebalance": str(found.pk), "team": str(found.team_id), "why": found.why, **detail}
    audit.append(audit.entry(action, at=now, actor_id=actor_id, detail=told))
