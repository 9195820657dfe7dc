"""Moments as one comparable number, and as people read them.

Inside a priority every moment is whole minutes of the engine's stamps (moments.py), so that a key
is plain numbers that compare across dates and moments, on clock-change nights too, and that a
database can store and index. Days are ordinals.
"""

from __future__ import annotations

from datetime import date, datetime

from plimsoll.engine import moments
from plimsoll.engine.clocks.wording import Day, Span
from plimsoll.engine.moments import midnights, to_date
from plimsoll.engine.reasons import Amount

MINUTE = 60 * moments.SECOND
# Further away than any date: what sorts after everything that has one.
NEVER = 9999 * 366 * 1440


def day_of(at: date | datetime) -> date:
    """The London day of a date or a moment."""
    return to_date(moments.day_of(moments.stamp_of(at))) if isinstance(at, datetime) else at


def begins(ordinal: int) -> int:
    """The minute at which a day begins in London."""
    return midnights[ordinal] // MINUTE


def begins_at(at: date | datetime) -> int:
    """A date's first minute, or the minute of a moment.

    >>> from datetime import date
    >>> begins_at(date(2025, 6, 4)) - begins_at(date(2025, 6, 3))
    1440
    """
    stamp = moments.stamp_of(at) if isinstance(at, datetime) else midnights[at.toordinal()]
    return stamp // MINUTE


def ends_at(at: date | datetime) -> int:
    """A date's last minute, as the last day of a duty has it, or the minute of a moment.

    >>> from datetime import date
    >>> ends_at(date(2025, 6, 3)) == begins_at(date(2025, 6, 4))
    True
    """
    if type(at) is date:
        return midnights[at.toordinal() + 1] // MINUTE
    return moments.stamp_of(at) // MINUTE if isinstance(at, datetime) else midnights[at.toordinal() + 1] // MINUTE


def moment(minutes: int) -> datetime:
    """The aware London moment that a number of minutes means."""
    return moments.moment_of(minutes * MINUTE)


def day_from(minutes: int) -> Day:
    """The London day a number of minutes falls on."""
    return on(moments.day_of(minutes * MINUTE))


def on(ordinal: int) -> Day:
    """A day inside a sentence.

    >>> str(on(moments.end_of(date(2025, 6, 3)).day))
    '3 June 2025'
    """
    return Day(to_date(ordinal))


def span(amount: float, unit: str) -> Span:
    """An amount inside a sentence.

    >>> str(span(1, "days")), str(span(-47, "days"))
    ('1 day', '47 days')
    """
    return Span(Amount(amount, unit))
