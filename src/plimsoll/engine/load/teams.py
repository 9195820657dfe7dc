"""A team's line: the sums of its people's, never the mean of their percentages.

A mean hides who is drowning: the median, the highest, and the share of people above the line stand beside it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from plimsoll.engine.load.fairness import Spread, median, share_above, spread
from plimsoll.engine.load.forecast import WeekAhead
from plimsoll.engine.load.line import Line, draw
from plimsoll.engine.load.numbers import ZERO

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date
    from decimal import Decimal

    from plimsoll.engine.load.book import WorkerLoad
    from plimsoll.engine.load.weighting import Weighting


@dataclass(frozen=True, slots=True)
class TeamLoad:
    """`line` sums everybody, those without capacity too: their cases weigh on the team.

    `median_percent`, `above_line_percent` and `spread` are over those with capacity.
    """

    team: str
    line: Line
    workers: int
    median_percent: Decimal | None
    above_line_percent: Decimal
    spread: Spread | None
    no_capacity: tuple[str, ...]
    sustained: tuple[str, ...]
    weeks: tuple[WeekAhead, ...]


def team_load(team: str, loads: Sequence[WorkerLoad], weighting: Weighting) -> TeamLoad:
    percents = [load.line.percent for load in loads if load.line.percent is not None]
    return TeamLoad(
        team=team,
        line=_sum(((load.line for load in loads)), weighting),
        workers=len(loads),
        median_percent=median(percents) if percents else None,
        above_line_percent=share_above(percents, weighting.limits.over),
        spread=spread(percents),
        no_capacity=tuple(load.worker.id for load in loads if load.line.state == "no_capacity"),
        sustained=tuple(load.worker.id for load in loads if load.sustained.is_sustained),
        weeks=tuple(_weeks(loads, weighting)),
    )


def _sum(lines: Iterable[Line], weighting: Weighting) -> Line:
    points, available, cases, uncovered = ZERO, ZERO, 0, 0
    for line in lines:
        points += line.points
        available += line.available
        cases += line.cases
        uncovered += line.uncovered_cases
    drawn = draw(points, available, cases, weighting)
    return Line(points, available, drawn.percent, drawn.state, cases, uncovered)


def _weeks(loads: Sequence[WorkerLoad], weighting: Weighting) -> Iterable[WeekAhead]:
    """Low and high are sums too: the honest outer edge, as people's drifts may well fall together."""
    for weeks in zip(*(load.forecast.weeks for load in loads), strict=True):
        beginning: date = weeks[0].beginning
        expected = _sum((week.expected for week in weeks), weighting)
        yield WeekAhead(
            beginning, expected, sum((week.low for week in weeks), ZERO), sum((week.high for week in weeks), ZERO)
        )


def team_loads(loads: Iterable[WorkerLoad], weighting: Weighting) -> list[TeamLoad]:
    """Every team, in the order in which its first worker stands."""
    teams: dict[str, list[WorkerLoad]] = {}
    for load in loads:
        teams.setdefault(load.worker.team, []).append(load)
    return [team_load(team, members, weighting) for team, members in teams.items()]
