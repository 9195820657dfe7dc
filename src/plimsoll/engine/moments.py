"""Days and moments in London, as whole numbers.

The engine compares thousands of dates for one list, so inside it a day is a proleptic ordinal
(`date.toordinal`) and a moment is a *stamp*: microseconds of UTC since the start of ordinal
day 0. Stamps put a date (its first minute in London) and a moment in one order, on both
clock-change nights too: on 26 October 2025 the hour from 01:00 happens twice and the stamps
go on rising. Only this module turns the one into the other.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
SECOND = 1_000_000
HOUR = 3600 * SECOND
DAY = 24 * HOUR
BEFORE_ALL = -(1 << 62)
AFTER_ALL = 1 << 62

_LAST_DAY = date.max.toordinal()
_MOST_DATES = 100_000
_EPOCH = datetime(1, 1, 1, tzinfo=UTC)


class Midnights(dict[int, int]):
    """Stamp of the first minute of a day in London, by ordinal; each worked out once."""

    def __missing__(self, ordinal: int) -> int:
        # Summer time never reaches into the first and last days a date can have.
        day = date.fromordinal(min(max(ordinal, 2), _LAST_DAY - 1))
        offset = datetime(day.year, day.month, day.day, tzinfo=LONDON).utcoffset() or timedelta()
        stamp = ordinal * DAY - (offset.days * DAY + offset.seconds * SECOND)
        self[ordinal] = stamp
        return stamp


midnights = Midnights()
"""The stamp at which each day begins in London, by ordinal."""


def stamp_of(moment: datetime) -> int:
    """The stamp of a moment; one without an offset is London time.

    >>> from datetime import datetime, timezone
    >>> stamp_of(datetime(2025, 7, 1, 13, 0)) == stamp_of(datetime(2025, 7, 1, 12, 0, tzinfo=timezone.utc))
    True
    """
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=LONDON)
    # Day 1 of year 1 has ordinal 1, so that whole UTC days agree with ordinals.
    since = moment - _EPOCH
    return (since.days + 1) * DAY + since.seconds * SECOND + since.microseconds


def moment_of(stamp: int) -> datetime:
    """The London moment of a stamp (aware).

    >>> from datetime import datetime
    >>> moment_of(stamp_of(datetime(2025, 7, 1, 13, 0))).isoformat()
    '2025-07-01T13:00:00+01:00'
    """
    days, rest = divmod(stamp, DAY)
    return (_EPOCH + timedelta(days=days - 1, microseconds=rest)).astimezone(LONDON)


def day_of(stamp: int) -> int:
    """The London day in which a stamp lies, as an ordinal."""
    guess = stamp // DAY
    return guess + 1 if midnights[guess + 1] <= stamp else guess


class Now(NamedTuple):
    """An as-at moment: its London day, its stamp, and the same in UTC to compare with recorded times."""

    day: int
    stamp: int
    utc: datetime


@lru_cache(maxsize=64)
def end_of(as_at: date | datetime) -> Now:
    """`as_at` as the engine counts it: a date means the end of that day in London, a moment itself.

    >>> from datetime import date
    >>> moment_of(end_of(date(2025, 6, 10)).stamp).isoformat()
    '2025-06-10T23:59:59.999999+01:00'
    """
    if isinstance(as_at, datetime):
        stamp = stamp_of(as_at)
        return Now(day_of(stamp), stamp, moment_of(stamp).astimezone(UTC))
    ordinal = as_at.toordinal()
    stamp = midnights[ordinal + 1] - 1
    return Now(ordinal, stamp, moment_of(stamp).astimezone(UTC))


class _Dates(dict[int, date]):
    """Dates by ordinal, each made once: the same few thousand days come up in every case."""

    def __missing__(self, ordinal: int) -> date:
        found = date.fromordinal(min(max(ordinal, 1), _LAST_DAY))
        if len(self) < _MOST_DATES:
            self[ordinal] = found
        return found


_dates = _Dates()


def to_date(ordinal: int) -> date:
    """The date of an ordinal, held inside what a date can be."""
    return _dates[ordinal]
