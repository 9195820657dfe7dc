"""The load line: what is carried against what can be, and how that is to be called.

Somebody with no capacity and forty cases is not at 0 %: there is no percentage, the state is
`no_capacity`, and forty cases are uncovered.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Literal

from plimsoll.engine.load.numbers import HUNDRED, ZERO, quotient, shown
from plimsoll.engine.reasons import Amount, Reason, Source

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from decimal import Decimal

    from plimsoll.engine.load.carried import Carried
    from plimsoll.engine.load.facts import Case, PastWeek, Worker
    from plimsoll.engine.load.weighting import CountLimit, Limits, Weighting

State = Literal["no_capacity", "far_over", "over", "within"]
STATES: tuple[State, ...] = ("no_capacity", "far_over", "over", "within")


@dataclass(frozen=True, slots=True)
class Line:
    """Points against points. `percent` is None where there is no capacity at all."""

    points: Decimal
    available: Decimal
    percent: Decimal | None
    state: State
    cases: int
    uncovered_cases: int

    @property
    def remaining(self) -> Decimal:
        """What could still be carried; negative above the line."""
        return self.available - self.points


def draw(points: Decimal, available: Decimal, cases: int, weighting: Weighting) -> Line:
    """The line at one moment. States are judged on the exact share, not on the rounded percentage."""
    if available <= ZERO:
        return Line(points, available, None, "no_capacity", cases, cases)
    percent = quotient(points * HUNDRED, available, weighting.percentage)
    return Line(points, available, percent, _state(points, available, weighting.limits), cases, 0)


def _state(points: Decimal, available: Decimal, limits: Limits) -> State:
    share = points * HUNDRED
    if share > limits.far_over * available:
        return "far_over"
    return "over" if share > limits.over * available else "within"


@dataclass(frozen=True, slots=True)
class Sustained:
    """Weeks in a row, this one the last, far over the line."""

    above_percent: Decimal
    weeks: int
    weeks_needed: int
    since: date | None

    @property
    def is_sustained(self) -> bool:
        return self.weeks >= self.weeks_needed


def sustained(now: Line, monday: date, history: Sequence[PastWeek], weighting: Weighting) -> Sustained:
    """How long it has been far over. A week without a record ends the row; one without any capacity
    (leave, sickness) neither counts nor ends it.
    """
    limits = weighting.limits
    if now.state not in ("far_over", "no_capacity"):
        return Sustained(limits.far_over, 0, limits.sustained_weeks, None)
    known = {week.beginning: week for week in history}
    weeks = 1 if now.state == "far_over" else 0
    since = monday if weeks else None
    day = monday - timedelta(weeks=1)
    while (week := known.get(day)) is not None:
        if week.available > ZERO:
            if _state(week.points, week.available, limits) != "far_over":
                break
            weeks, since = weeks + 1, day
        day -= timedelta(weeks=1)
    return Sustained(limits.far_over, weeks, limits.sustained_weeks, since)


def count_breaches(worker: Worker, cases: Iterable[Case], limits: Limits) -> tuple[Reason, ...]:
    """Limits by number of cases that are passed."""
    held = list(cases)
    who: Mapping[str, object] = {"grade": worker.grade, "stage": worker.stage, **worker.facts}
    found = []
    for limit in limits.counts:
        if not all(test.holds(who) for test in limit.worker):
            continue
        count = sum(case.count for case in held if all(test.holds(case.facts) for test in limit.cases))
        most = allowed(limit, held)
        if count > most:
            params = {"title": limit.title, "count": count, "most": most}
            template = "%(title)s: %(count)s, where at most %(most)s are allowed"
            found.append(
                Reason("load.count_limit", template, params, Amount(count - most, "cases"), Source("policy", limit.id))
            )
    return tuple(found)


def allowed(limit: CountLimit, cases: Iterable[Case]) -> int:
    """The most that a limit by number allows somebody with these cases."""
    if limit.at_most is not None:
        return limit.at_most
    assert limit.per is not None
    return sum(case.count for case in cases if all(test.holds(case.facts) for test in limit.per_of)) // limit.per


def words(line: Line, unit: tuple[str, str]) -> Reason:
    """The number and the words that stand beside the drawing."""
    many = unit[1]
    if line.state == "no_capacity":
        if not line.cases:
            return Reason("load.line.no_capacity_no_cases", "No capacity at present, and no cases")
        template = "No capacity at present: %(cases)s cases uncovered"
        return Reason("load.line.no_capacity", template, {"cases": line.cases}, Amount(line.cases, "cases"))
    params = {"percent": shown(line.percent or ZERO), "points": shown(abs(line.remaining)), "unit": many}
    if line.state == "within":
        return Reason("load.line.within", "%(percent)s %% of what can be carried; %(points)s %(unit)s free", params)
    code = "load.line.far_over" if line.state == "far_over" else "load.line.over"
    return Reason(code, "%(percent)s %% of what can be carried; %(points)s %(unit)s above the line", params)


def total_points(carried: Iterable[Carried]) -> Decimal:
    return sum((each.points for each in carried), ZERO)
