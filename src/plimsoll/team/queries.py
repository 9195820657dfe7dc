"""A team for its supervisor: one line a worker, and what nobody holds. Hints only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Q, Sum

from plimsoll.cases.queries import open_cases_for
from plimsoll.cases.rows import CaseLine, case_lines
from plimsoll.people.access import teams_overseen
from plimsoll.people.models import Membership, Role

if TYPE_CHECKING:
    from datetime import date
    from uuid import UUID

    from plimsoll.people.access import Viewer
    from plimsoll.people.models import Team

MOST_FIRST = 8


@dataclass(frozen=True, slots=True)
class WorkerLine:
    """One worker's caseload in numbers."""

    id: UUID
    name: str
    team: str
    cases: int
    red: int
    amber: int
    green: int
    late: int


@dataclass(frozen=True, slots=True)
class Board:
    """A supervisor's first page."""

    teams: tuple[Team, ...]
    workers: tuple[WorkerLine, ...]
    unallocated: tuple[CaseLine, ...]
    unallocated_count: int
    first: tuple[CaseLine, ...]
    cases: int
    late: int


def board(viewer: Viewer, today: date) -> Board:
    """The teams this person oversees, in five queries."""
    teams = tuple(teams_overseen(viewer))
    ids = [team.pk for team in teams]
    open_cases = open_cases_for(viewer).filter(team_id__in=ids)
    numbers: dict[UUID | None, dict[str, Any]] = {
        row["holder_id"]: dict(row)
        for row in open_cases.values("holder_id").annotate(
            n=Count("id"),
            red=Count("id", filter=Q(hint_colour="red")),
            amber=Count("id", filter=Q(hint_colour="amber")),
            green=Count("id", filter=Q(hint_colour="green")),
            late=Sum("hint_late_count"),
        )
    }
    members = (
        Membership.objects.filter(team_id__in=ids, role=Role.PRACTITIONER, until_on=None)
        .select_related("user", "team")
        .order_by("team__name", "user__name")
    )
    ordered = open_cases.select_related("holder", "team").order_by("hint_key", "number")
    unallocated = case_lines(ordered.filter(holder=None)[:MOST_FIRST], today)
    return Board(
        teams=teams,
        workers=tuple(_line(member, numbers.get(member.user_id, {})) for member in members),
        unallocated=tuple(unallocated),
        unallocated_count=numbers.get(None, {}).get("n", 0),
        first=tuple(case_lines(ordered[:MOST_FIRST], today)),
        cases=sum(row["n"] for row in numbers.values()),
        late=sum(row["late"] or 0 for row in numbers.values()),
    )


def _line(member: Membership, row: dict[str, Any]) -> WorkerLine:
    return WorkerLine(
        id=member.user_id,
        name=member.user.name,
        team=member.team.name,
        cases=row.get("n", 0),
        red=row.get("red", 0),
        amber=row.get("amber", 0),
        green=row.get("green", 0),
        late=row.get("late", 0) or 0,
    )
