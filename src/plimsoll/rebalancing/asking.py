"""The question asked and answered: the only place that wakes the solver, and only when somebody asks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.http import Http404

from plimsoll.cases.queries import allocation, case_for
from plimsoll.load import queries as load
from plimsoll.people.access import teams_overseen
from plimsoll.rebalancing import presenting
from plimsoll.rebalancing.models import Why
from plimsoll.rebalancing.question import Asked, Question, question

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date
    from uuid import UUID

    from plimsoll.cases.models import Case
    from plimsoll.engine.rebalance.model import Proposal
    from plimsoll.people.access import Viewer
    from plimsoll.people.models import Team
    from plimsoll.rebalancing.models import Move


@dataclass(frozen=True, slots=True)
class Answer:
    """A question and its answer."""

    question: Question
    proposal: Proposal


@dataclass(frozen=True, slots=True)
class Tried:
    """What a question would bring, with nothing kept."""

    moves: tuple[tuple[str, str, str], ...]
    lines: tuple[presenting.LineChange, ...]
    uncovered: int
    is_proved: bool


def team_asked(viewer: Viewer, asked: str) -> Team | None:
    """The team asked for among those overseen, or the first."""
    teams = teams_overseen(viewer)
    return next((team for team in teams if str(team.pk) == asked), teams[0] if teams else None)


def people_of(viewer: Viewer, team: Team) -> list[tuple[str, str]]:
    """Who carries cases in a team, to be chosen from."""
    rows = load.people_for(viewer, [team.pk]).select_related("user").order_by("user__name")
    return [(str(row.user_id), row.user.name) for row in rows]


def answer(viewer: Viewer, asked: Asked, today: date) -> Answer:
    """Solve it. The solver is imported here and nowhere else in the web's start-up."""
    from plimsoll.engine.rebalance.propose import propose

    found = question(viewer, asked, today)
    return Answer(found, propose(found.problem))


def tried(found: Answer) -> Tried:
    """The answer in short."""
    names = found.question.names
    proposal = found.proposal
    lines = [
        {"worker": one.worker, "capacity": one.capacity, "before": one.points_before, "after": one.points_after,
         "cases_before": one.cases_before, "cases_after": one.cases_after}
        for one in proposal.workers
    ]  # fmt: skip
    return Tried(
        tuple((names[move.case], names.get(move.from_worker, ""), names[move.to_worker]) for move in proposal.moves),
        presenting.changes(lines, names), len(proposal.uncovered), proposal.is_proved,
    )  # fmt: skip


def names_of(viewer: Viewer, team: Team, moves: Iterable[Move]) -> dict[str, str]:
    """Names for the ids in a kept proposal: the team's people, and the cases that may be seen."""
    names = dict(people_of(viewer, team))
    for move in moves:
        names[str(move.case_id)] = move.case.title
        names.setdefault(str(move.to_worker_id), move.to_worker.name)
    return names


class HeldElsewhere(Exception):
    """The case is of this team and somebody of another carries it: its weight is not among the team's loads."""


def ranked(
    viewer: Viewer, case_id: UUID, today: date
) -> tuple[Case, tuple[presenting.RankLine, ...], tuple[tuple[str, str], ...]]:
    """Who could take one case of a team that is overseen; `HeldElsewhere` where its holder is of another team."""
    from plimsoll.engine.rebalance.allocating import allocate

    case = case_for(viewer, case_id)
    team = next((team for team in teams_overseen(viewer) if team.pk == case.team_id), None)
    if team is None or not allocation.may_allocate(viewer, case):
        raise Http404
    asked = question(viewer, Asked(team, Why.NOBODY), today)
    if all(one.id != str(case.pk) for one in asked.problem.cases):
        raise HeldElsewhere
    lines, excluded = presenting.ranked(allocate(asked.problem, str(case.pk)), asked)
    return case, lines, excluded


