"""Hours worked against the law on working time (the Working Time Regulations 1998, SI 1998/1833; in
Northern Ireland SR 2016/49).

Averages are over 17 weeks, or since the start for somebody new. Days of leave, sickness and maternity are
left out and made up by the hours of as many days after the period: (A + B) / C.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from plimsoll.engine.load.numbers import Rounding, quotient

MOST_WEEKLY_HOURS = Decimal(48)
REFERENCE_WEEKS = 17
DAILY_REST = timedelta(hours=11)
BREAK_AFTER = timedelta(hours=6)


@dataclass(frozen=True, slots=True)
class WeeklyMean:
    """Mean hours a week, to two places, and whether the law's most is passed."""

    hours: Decimal
    is_above: bool
    is_breach: bool


def weekly_mean(
    hours: Decimal, hours_after: Decimal = Decimal(0), weeks: int = REFERENCE_WEEKS, *, has_opted_out: bool = False
) -> WeeklyMean:
    """`hours` in the reference period (A), and those of as many days after it as were left out (B).

    >>> weekly_mean(Decimal(17 * 40 + 10 * 12)).hours
    Decimal('47.06')
    """
    total = hours + hours_after
    is_above = total > MOST_WEEKLY_HOURS * weeks
    return WeeklyMean(quotient(total, Decimal(weeks), Rounding(2)), is_above, is_above and not has_opted_out)


def has_daily_rest(finished: datetime, started: datetime) -> bool:
    """Whether eleven hours lie between the end of one day's work and the start of the next."""
    return started - finished >= DAILY_REST


def break_is_due(worked: timedelta) -> bool:
    """Whether a shift is longer than six hours, so that twenty minutes are due."""
    return worked > BREAK_AFTER
