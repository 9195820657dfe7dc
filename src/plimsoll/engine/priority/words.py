"""Dates and spans as people read them, and as one comparable number.

Every moment of a priority is also kept as whole minutes of London wall time since the year 1,
so that keys are plain numbers, compare across dates and moments, and can be stored and indexed.
"""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
DAY = 1440
# Further away than any date: what sorts after everything that has one.
NEVER = 9999 * 366 * DAY

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
        at = at.astimezone(LONDON)
    return Day(at.year, at.month, at.day)


def day_from(minutes: float) -> Day:
    """The day a number of minutes falls on."""
    return Day.fromordinal(int(minutes) // DAY)


def begins_at(at: date | datetime) -> int:
    """The moment in minutes; a date counts from its first minute.

    >>> begins_at(date(2025, 6, 4)) - begins_at(date(2025, 6, 3))
    1440
    """
    if type(at) is date or not isinstance(at, datetime):
        return at.toordinal() * DAY
    if at.tzinfo is not LONDON:
        at = at.astimezone(LONDON)
    return at.toordinal() * DAY + at.hour * 60 + at.minute


def ends_at(at: date | datetime) -> int:
    """The moment in minutes; a date counts to its last minute, as the last day of a duty does.

    >>> ends_at(date(2025, 6, 3)) == begins_at(date(2025, 6, 4))
    True
    """
    return begins_at(at) if isinstance(at, datetime) else at.toordinal() * DAY + DAY


def moment(minutes: float) -> datetime:
    """The aware London moment that a number of minutes means."""
    day, rest = divmod(int(minutes), DAY)
    found = date.fromordinal(day)
    return datetime(found.year, found.month, found.day, rest // 60, rest % 60, tzinfo=LONDON)


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
