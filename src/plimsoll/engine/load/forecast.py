"""The next weeks, from what is known: cases that start and end, leave, duties with dates, expected closures.

Each week is given three ways. *Expected* takes every expected closure at its likely day. *Low* and
*high* take them at their earliest and latest (or never), and add how far this person's load has
drifted before: a load that moves by about x points from one week to the next drifts by about x times
the square root of k in k weeks. With fewer than four weeks of history only the dates speak, and the
forecast says so.

A case counts in a week in which it is held on any day from Monday to Friday; work with dates counts in the
weeks it touches.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from typing import TYPE_CHECKING, Literal

from plimsoll.engine.load.carried import points_on
from plimsoll.engine.load.line import Line, draw
from plimsoll.engine.load.numbers import ZERO, Rounding, quotient

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from plimsoll.engine.load.availability import Availability
    from plimsoll.engine.load.carried import Weight
    from plimsoll.engine.load.facts import Case, Closing, PastWeek, Work
    from plimsoll.engine.load.scales import Scales

FRIDAY = timedelta(days=4)
SUNDAY = timedelta(days=6)
ONE_WEEK = timedelta(weeks=1)
LEAST_HISTORY = 4
DRIFT = Rounding(1)
Spread = Literal["dates and history", "dates only"]
Scenario = Literal["low", "expected", "high"]
SCENARIOS: tuple[Scenario, ...] = ("low", "expected", "high")
OUTER: tuple[Scenario, ...] = ("low", "high")


@dataclass(frozen=True, slots=True)
class WeekAhead:
    """One week to come. `expected` is drawn; `low` and `high` are points."""

    beginning: date
    expected: Line
    low: Decimal
    high: Decimal


@dataclass(frozen=True, slots=True)
class Forecast:
    weeks: tuple[WeekAhead, ...]
    spread: Spread
    drift_points: Decimal
    """The mean change from one week to the next, up or down; 0 where there is too little history."""


def monday_of(day: date) -> date:
    return day - timedelta(days=day.weekday())


def ahead(
    scales: Scales, availability: Availability, weights: Sequence[Weight], work: Sequence[Work], as_at: date, weeks: int
) -> Forecast:
    """The `weeks` Mondays after `as_at` for one worker who holds, or will hold, the cases weighed."""
    mondays = [monday_of(as_at) + ONE_WEEK * (index + 1) for index in range(weeks)]
    points, counts = _cases_ahead(weights, mondays)
    extra = [_work_points(scales, work, monday, monday + SUNDAY) for monday in mondays]
    drift = drift_of(availability.worker.history, as_at)
    found = []
    for index, monday in enumerate(mondays):
        available = availability.week(monday).points
        low, expected, high = (points[scenario][index] + extra[index] for scenario in SCENARIOS)
        reach = _root(drift or ZERO, index + 1)
        line = draw(expected, available, counts[index], scales.weighting)
        found.append(WeekAhead(monday, line, max(ZERO, low - reach), high + reach))
    return Forecast(tuple(found), "dates only" if drift is None else "dates and history", drift or ZERO)


def _root(drift: Decimal, weeks: int) -> Decimal:
    return DRIFT.of(drift * Decimal(weeks).sqrt())


def drift_of(history: Sequence[PastWeek], as_at: date) -> Decimal | None:
    """The mean absolute change between consecutive weeks of history; None with fewer than four changes."""
    past = sorted((week for week in history if week.beginning < as_at), key=lambda week: week.beginning)
    changes = [
        abs(later.points - earlier.points)
        for earlier, later in pairwise(past)
        if later.beginning - earlier.beginning == ONE_WEEK
    ]
    if len(changes) < LEAST_HISTORY:
        return None
    return quotient(sum(changes, ZERO), Decimal(len(changes)), DRIFT)


def _work_points(scales: Scales, work: Iterable[Work], first: date, last: date) -> Decimal:
    total = sum((part.points for part in scales.everyone()), ZERO)
    for each in work:
        if (each.since is None or each.since <= last) and (each.until is None or each.until >= first):
            total += scales.weigh_work(each.work, each.count, each.facts, "")[0].points
    return total


# --- cases ----------------------------------------------------------------------------------


def _cases_ahead(weights: Sequence[Weight], mondays: Sequence[date]) -> tuple[dict[Scenario, list[Decimal]], list[int]]:
    """Points by scenario and week, and the number of cases expected. Families are weighed together."""
    points: dict[Scenario, list[Decimal]] = {scenario: [ZERO] * len(mondays) for scenario in SCENARIOS}
    counts = [0] * len(mondays)
    steady, steady_count = ZERO, 0
    for group in _families(weights):
        if _is_steady(group, mondays):
            steady += points_on(group, mondays[0])
            steady_count += sum(weight.case.count for weight in group)
            continue
        has_closing = any(weight.case.closing is not None for weight in group)
        for index, monday in enumerate(mondays):
            held = [weight for weight in group if is_in_week(weight.case, monday, "expected")]
            found = points_on(held, monday)
            counts[index] += sum(weight.case.count for weight in held)
            points["expected"][index] += found
            for scenario in OUTER:
                if has_closing:
                    held = [weight for weight in group if is_in_week(weight.case, monday, scenario)]
                    found = points_on(held, monday)
                points[scenario][index] += found
    for index in range(len(mondays)):
        counts[index] += steady_count
        for scenario in SCENARIOS:
            points[scenario][index] += steady
    return points, counts


def _families(weights: Iterable[Weight]) -> Iterable[list[Weight]]:
    families: dict[str, list[Weight]] = defaultdict(list)
    for weight in weights:
        families[weight.case.family or f" {weight.case.id}"].append(weight)
    return families.values()


def _is_steady(group: Sequence[Weight], mondays: Sequence[date]) -> bool:
    """Whether nothing about these cases changes from the first Monday to the last."""
    first, last = mondays[0], mondays[-1] + SUNDAY
    for weight in group:
        case = weight.case
        if case.ends_on is not None and case.ends_on <= last:
            return False
        if case.starts_on is not None and case.starts_on > first:
            return False
        if case.closing is not None and case.closing.earliest <= last:
            return False
        if weight.timed and any(first < day <= last for day in weight.change_days()):
            return False
    return True


def is_in_week(case: Case, monday: date, scenario: Scenario) -> bool:
    """Whether a case is held on any day from Monday to Friday, if its closure comes as the scenario says."""
    ends = case.ends_on
    if case.closing is not None:
        closing = _closes(case.closing, scenario)
        ends = closing if ends is None else ends if closing is None else min(ends, closing)
    return (case.starts_on is None or case.starts_on <= monday + FRIDAY) and (ends is None or ends > monday)


def _closes(closing: Closing, scenario: Scenario) -> date | None:
    if scenario == "expected":
        return closing.likely
    return closing.earliest if scenario == "low" else closing.latest


# --- was it right? ----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Checked:
    """Past forecasts against what came true. `mean_error` is signed: above 0, too little was forecast."""

    weeks: int
    inside: int
    mean_miss: Decimal
    mean_error: Decimal


def check(history: Iterable[PastWeek]) -> Checked | None:
    """How well past forecasts did, over the weeks that had one; None where none had."""
    known = [(week, week.forecast) for week in history if week.forecast is not None]
    if not known:
        return None
    errors = [week.points - expected for week, (_, expected, _) in known]
    inside = sum(low <= week.points <= high for week, (low, _, high) in known)
    count = Decimal(len(known))
    return Checked(
        len(known),
        inside,
        quotient(sum((abs(error) for error in errors), ZERO), count, DRIFT),
        quotient(sum(errors, ZERO), count, DRIFT),
    )
