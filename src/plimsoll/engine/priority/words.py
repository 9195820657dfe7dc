"""Dates and spans as people read them, and as one comparable number.

Inside a priority every moment is whole minutes of the engine's stamps (moments.py), so that a key
is plain numbers that compare across dates and moments, on clock-change nights too, and that a
database can store and index. Days are ordinals.
"""

from __future__ import annotations

from datetime import date, datetime

from plimsoll.engine import moments
from plimsoll.engine.moments import midnights

MINUTE = 60 * moments.SECOND
# Further away than any date: what sorts after everything that has one.
NEVER = 9999 * 366 * 1440

_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


class Day(date):
    """A date that reads as "3 June 2025" when a reason is put into words.

    It is a date in every other way, so that a translation may write it its own way.

    >>> f"{Day(2025, 6, 3)}"
    '3 June 2025'
    """

    __slots__ = ()

    def __str__(self) -> str:
        return f"{self.day} {_MONTHS[self.month - 1]} {self.year}"

    def __format__(self, spec: str) -> str:
        return str(self) if not spec else super().__format__(spec)


def day_of(at: date | datetime) -> Day:
    """The London day of a date or a moment."""
    if isinstance(at, datetime):
        return Day.fromordinal(moments.day_of(moments.stamp_of(at)))
    return Day.fromordinal(at.toordinal())


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
    return moments.stamp_of(at) // MINUTE if isinstance(at, datetime) else midnights[at.toordinal() + 1] // MINUTE


def moment(minutes: int) -> datetime:
    """The aware London moment that a number of minutes means."""
    return moments.moment_of(minutes * MINUTE)


def day_from(minutes: int) -> Day:
    """The London day a number of minutes falls on."""
    return Day.fromordinal(moments.day_of(minutes * MINUTE))


def span(amount: float, unit: str) -> str:
    """An amount in words, without its sign.

    >>> span(-1, "working days"), span(5, "working days"), span(3, "hours")
    ('1 working day', '5 working days', '3 hours')
    """
    size = abs(amount)
    shown = f"{size:g}"
    return f"{shown} {unit[:-1]}" if size == 1 and unit.endswith("s") else f"{shown} {unit}"


def days(amount: float) -> str:
    """A number of days in words.

    >>> days(1), days(47)
    ('1 day', '47 days')
    """
    return span(amount, "days")
