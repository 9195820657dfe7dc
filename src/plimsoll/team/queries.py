"""A team for its supervisor: what nobody holds, what waits for a word, one line a worker. Hints only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Q, QuerySet, Sum
from django.utils.translation import gettext as _

from plimsoll.cases.queries import open_cases_for
from plimsoll.cases.rows import CaseLine, case_line, case_lines, kept_reason
from plimsoll.people.access import teams_overseen
from plimsoll.people.models import Membership, Role

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime
    from uuid import UUID

    from plimsoll.cases.models import Case
    from plimsoll.people.access import Viewer
    from plimsoll.people.models import Team

MOST_FIRST = 8


@dataclass(frozen=True, slots=True)
class Numbers:
    """Open cases by colour, and duties late."""

    cases: int = 0
    red: int = 0
    amber: int = 0
    green: int = 0
    late: int = 0


@dataclass(frozen=True, slots=True)
class WorkerLine:
    """One worker's caseload in numbers. `is_away`: on leave or suspended."""

    id: UUID
    name: str
    team: str
    numbers: Numbers
    state_words: str


@dataclass(frozen=True, slots=True)
class TeamLine:
    """One team in numbers."""

    id: UUID
    name: str
    service: str
    numbers: Numbers
    nobody: int


@dataclass(frozen=True, slots=True)
class Waiting:
    """A decision to place a red case lower, which a supervisor has not confirmed."""

    case: CaseLine
    said: str


@dataclass(frozen=True, slots=True)
class Board:
    """A supervisor's first page."""

    title: str
    is_one_team: bool
    teams: tuple[TeamLine, ...]
    workers: tuple[WorkerLine, ...]
    unallocated: tuple[CaseLine, ...]
    unallocated_count: int
    waiting: tuple[Waiting, ...]
    first: tuple[CaseLine, ...]
    numbers: Numbers


def board(viewer: Viewer, now: datetime, team_id: UUID | None = None) -> Board:
    """The teams this person oversees, or the one asked for, in six queries."""
    overseen = teams_overseen(viewer)
    teams = [team for team in overseen if team.pk == team_id] or overseen
    ids = [team.pk for team in teams]
    cases = open_cases_for(viewer).filter(team_id__in=ids)
    counted = _counted(cases)
    members = (
        Membership.objects.filter(team_id__in=ids, role=Role.PRACTITIONER, until_on=None)
        .exclude(state__in=[Membership.State.ENDED, Membership.State.INVITED])
        .select_related("user", "team")
        .order_by("team__name", "user__name")
    )
    ordered = cases.select_related("holder", "team").order_by("hint_key", "number")
    return Board(
        title=teams[0].name if len(teams) == 1 else _("Your teams"),
        is_one_team=len(overseen) == 1,
        teams=tuple(_team(team, counted) for team in teams),
        workers=tuple(_worker(member, counted) for member in members),
        unallocated=tuple(case_lines(ordered.filter(holder=None)[:MOST_FIRST], now)),
        unallocated_count=sum(row["n"] for row in counted if row["holder_id"] is None),
        waiting=tuple(_waiting(ordered, now)),
        first=tuple(case_lines(ordered[:MOST_FIRST], now)),
        numbers=_sum(counted),
    )


def _counted(cases: QuerySet[Case]) -> list[dict[str, Any]]:
    """Open cases by holder and team."""
    rows = (
        cases.values("holder_id", "team_id")
        .annotate(
            n=Count("id"),
            red=Count("id", filter=Q(hint_colour="red")),
            amber=Count("id", filter=Q(hint_colour="amber")),
            green=Count("id", filter=Q(hint_colour="green")),
            late=Sum("hint_late_count"),
        )
        .order_by()
    )
    return [dict(row) for row in rows]


def _sum(rows: Iterable[dict[str, Any]]) -> Numbers:
    rows = list(rows)
    return Numbers(*(sum(row[name] or 0 for row in rows) for name in ("n", "red", "amber", "green", "late")))


def _team(team: Team, counted: Sequence[dict[str, Any]]) -> TeamLine:
    rows = [row for row in counted if row["team_id"] == team.pk]
    nobody = sum(row["n"] for row in rows if row["holder_id"] is None)
    return TeamLine(team.pk, team.name, team.service.name, _sum(rows), nobody)


def _worker(member: Membership, counted: Sequence[dict[str, Any]]) -> WorkerLine:
    rows = [row for row in counted if row["holder_id"] == member.user_id and row["team_id"] == member.team_id]
    is_at_work = member.state == Membership.State.ACTIVE
    state = "" if is_at_work else str(member.get_state_display())
    return WorkerLine(member.user_id, member.user.name, member.team.name, _sum(rows), state)


def _waiting(ordered: QuerySet[Case], now: datetime) -> Iterable[Waiting]:
    """Cases whose hint says that a decision waits; such a case is red, which keeps the reading short."""
    code = "override.waiting"
    for case in ordered.filter(hint_colour="red", hint_reasons__contains=[{"code": code}]):
        value = next(value for value in case.hint_reasons if value["code"] == code)
        yield Waiting(case_line(case, now), kept_reason(case, value, now))
