"""Reads of proposals: only of teams the viewer oversees, and of a move only where its case may be seen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet
from django.http import Http404

from plimsoll.cases.queries import cases_for
from plimsoll.rebalancing.models import Move, Rebalance, Why

if TYPE_CHECKING:
    from uuid import UUID

    from plimsoll.people.access import Viewer
    from plimsoll.people.models import Team

WHYS = Why.choices
SHOWN = 20


def rebalances_for(viewer: Viewer) -> QuerySet[Rebalance]:
    """The proposals of the teams this person oversees, the latest first."""
    mine = Q(team_id__in=viewer.supervises) | Q(team__service_id__in=viewer.manages)
    return Rebalance.objects.filter(mine).select_related("team__service", "about", "asked_by").order_by("-asked_at")


def rebalance_for(viewer: Viewer, rebalance_id: UUID) -> tuple[Rebalance, list[Move]]:
    """One proposal with the moves of cases that may be seen, or the same "not found"."""
    found = rebalances_for(viewer).filter(pk=rebalance_id).first()
    if found is None:
        raise Http404
    moves = Move.objects.filter(rebalance=found, case__in=cases_for(viewer))
    return found, list(moves.select_related("case", "from_worker", "to_worker").order_by("to_worker__name", "id"))


def move_for(viewer: Viewer, move_id: int) -> Move:
    """One move of a case that may be seen, in a team that is overseen."""
    rows = Move.objects.filter(pk=move_id, case__in=cases_for(viewer), rebalance__in=rebalances_for(viewer))
    found = rows.select_related("rebalance__team__service").first()
    if found is None:
        raise Http404
    return found


def waiting_of(viewer: Viewer, team: Team) -> list[Rebalance]:
    """The proposals of a team with moves still to be decided."""
    rows = rebalances_for(viewer).filter(team=team, ended_at=None, moves__state=Move.State.PROPOSED)
    return list(rows.distinct()[:SHOWN])


def decided(found: Rebalance) -> tuple[frozenset[tuple[str, str]], frozenset[str]]:
    """What was refused of a proposal, as pairs of case and worker, and which cases stay."""
    rows = list(found.moves.exclude(state=Move.State.PROPOSED).values_list("case_id", "to_worker_id", "state"))
    refused = frozenset((str(case), str(worker)) for case, worker, state in rows if state == Move.State.REFUSED)
    stays = frozenset(str(case) for case, _worker, state in rows if state == Move.State.STAYS)
    return refused, stays
