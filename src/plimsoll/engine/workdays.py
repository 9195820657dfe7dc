"""Working-day, month and hour arithmetic over a calendar it is given.

Days are ordinals (`date.toordinal`). A `Calendar` answers in constant time from two tables:
how many working days there are up to each day, and which day is the n-th. Which days are
holidays differs by law, not only by nation (freedom of information leaves out the holidays
of every part of the kingdom), so each clock names its calendar.

The bank holidays themselves stand in the rulebook (`calendars/bank-holidays.csv`), because
they are part of what was known on a day; `library_holidays` is where they come from.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING

from plimsoll.engine.moments import HOUR, to_date

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

NATIONS = ("england", "wales", "scotland", "northern-ireland")
"""The calendars that hold holidays of their own."""

UNIONS = {"uk-all": NATIONS, "england-and-wales": ("england", "wales"), "send-tribunal": ("england",)}
"""Calendars made of others: a day is a holiday when it is one in any of them."""

FIRST_YEAR, LAST_YEAR = 1970, 2069
"""The years whose bank holidays are held. Outside them only weekends are left out."""

_FIRST = date(FIRST_YEAR, 1, 1).toordinal()
_LAST = date(LAST_YEAR, 12, 31).toordinal()
_SUBDIVISIONS = {"england": "ENG", "wales": "WLS", "scotland": "SCT", "northern-ireland": "NIR"}


class Calendar:
    """Which days are working days: not Saturday, not Sunday, not one of `holidays`."""

    __slots__ = ("_days", "_position", "holidays", "name")

    def __init__(self, name: str, holidays: Iterable[int]) -> None:
        self.name = name
        self.holidays = frozenset(holidays)
        self._days: array[int] | None = None
        self._position: array[int] | None = None

    def _tables(self) -> tuple[array[int], array[int]]:
        if self._days is None or self._position is None:
            days, position = array("i"), array("i")
            for ordinal in range(_FIRST, _LAST + 1):
                if self.is_working(ordinal):
                    days.append(ordinal)
                position.append(len(days))
            self._days, self._position = days, position
        return self._days, self._position

    def is_working(self, ordinal: int) -> bool:
        return ordinal % 7 not in (0, 6) and ordinal not in self.holidays

    def add(self, ordinal: int, count: int) -> int:
        """The `count`-th working day after `ordinal` (before it, when negative).

        >>> england = Calendar("england", [date(2025, 5, 26).toordinal()])
        >>> date.fromordinal(england.add(date(2025, 5, 12).toordinal(), 15)).isoformat()
        '2025-06-03'
        """
        if count == 0:
            return ordinal
        days, position = self._tables()
        if _FIRST < ordinal <= _LAST:
            if count > 0:
                index = position[ordinal - _FIRST] + count - 1
                if index < len(days):
                    return days[index]
            else:
                index = position[ordinal - _FIRST - 1] + count
                if index >= 0:
                    return days[index]
        return self._walk(ordinal, count)

    def _walk(self, ordinal: int, count: int) -> int:
        step = 1 if count > 0 else -1
        left = abs(count)
        while left:
            ordinal += step
            if self.is_working(ordinal):
                left -= 1
        return ordinal

    def between(self, earlier: int, later: int) -> int:
        """Working days after `earlier` up to and with `later`; negative when turned round.

        >>> england = Calendar("england", [])
        >>> england.between(date(2025, 6, 10).toordinal(), date(2025, 6, 3).toordinal())
        -5
        """
        if later < earlier:
            return -self.between(later, earlier)
        if earlier >= _FIRST and later <= _LAST:
            _, position = self._tables()
            return position[later - _FIRST] - position[earlier - _FIRST]
        return sum(self.is_working(day) for day in range(earlier + 1, later + 1))

    def on_or_after(self, ordinal: int) -> int:
        return ordinal if self.is_working(ordinal) else self.add(ordinal, 1)

    def on_or_before(self, ordinal: int) -> int:
        return ordinal if self.is_working(ordinal) else self.add(ordinal, -1)


@dataclass(frozen=True, slots=True)
class Term:
    """A school term, both days included; `breaks` are its half-term holidays, likewise."""

    name: str
    first: int
    last: int
    breaks: tuple[tuple[int, int], ...] = ()


class SchoolYear:
    """School terms and school days of one calendar. They are the authority's own to set."""

    __slots__ = ("_days", "_ends", "_firsts", "terms")

    def __init__(self, terms: Iterable[Term], calendar: Calendar) -> None:
        self.terms: Sequence[Term] = sorted(terms, key=lambda term: term.first)
        self._ends = [term.last for term in self.terms]
        self._firsts = [term.first for term in self.terms]
        self._days = [
            day
            for term in self.terms
            for day in range(term.first, term.last + 1)
            if calendar.is_working(day) and not any(first <= day <= last for first, last in term.breaks)
        ]

    def next_end(self, ordinal: int) -> int | None:
        """The end of the first term that ends on this day or later; None where no dates are entered."""
        return self._end_at(bisect_left(self._ends, ordinal), ordinal)

    def nth_end_after(self, ordinal: int, count: int) -> int | None:
        """The end of the `count`-th term that begins after this day; None where no dates are entered."""
        return self._end_at(bisect_right(self._firsts, ordinal) + count - 1, ordinal)

    def _end_at(self, index: int, ordinal: int) -> int | None:
        return self._ends[index] if 0 <= index < len(self._ends) and self._covers(ordinal) else None

    def _covers(self, ordinal: int) -> bool:
        # A day long before the first known term must not be given that term's end.
        return bool(self.terms) and ordinal >= self.terms[0].first - 62

    def add(self, ordinal: int, count: int) -> int | None:
        """The `count`-th school day after `ordinal`; None where the terms do not reach so far."""
        if not self._covers(ordinal):
            return None
        if count >= 0:
            index = bisect_right(self._days, ordinal) + count - 1
        else:
            index = bisect_left(self._days, ordinal) + count
        return self._days[index] if 0 <= index < len(self._days) else None

    def between(self, earlier: int, later: int) -> int:
        """School days after `earlier` up to and with `later`; negative when turned round."""
        return bisect_right(self._days, later) - bisect_right(self._days, earlier)

    def within(self, first: int, last: int) -> Iterator[Term]:
        """The terms that touch the days from `first` to `last`."""
        start = bisect_left(self._ends, first)
        for term in self.terms[start:]:
            if term.first > last:
                return
            yield term


@lru_cache(maxsize=65_536)
def add_months(ordinal: int, count: int, *, first_day_counts: bool = False) -> int:
    """The corresponding day `count` months on; where that month has none, its last day.

    A period that begins *with* the day ends one day sooner, except where the corresponding
    day is missing: a month beginning with 31 January is over on the last day of February.

    >>> date.fromordinal(add_months(date(2025, 1, 31).toordinal(), 1)).isoformat()
    '2025-02-28'
    >>> date.fromordinal(add_months(date(2025, 6, 5).toordinal(), 1, first_day_counts=True)).isoformat()
    '2025-07-04'
    """
    day = to_date(ordinal)
    year, month = divmod(day.year * 12 + day.month - 1 + count, 12)
    month += 1
    if not date.min.year <= year <= date.max.year:
        return (date.max if count > 0 else date.min).toordinal()
    if day.day > 28:
        length = monthrange(year, month)[1]
        if day.day > length:
            return date(year, month, length).toordinal()
    return date(year, month, day.day).toordinal() - first_day_counts


def add_hours(stamp: int, count: float) -> int:
    """So many elapsed hours after a moment: a night on which the clocks change has 23 or 25 of them.

    >>> from datetime import datetime
    >>> from plimsoll.engine.moments import moment_of, stamp_of
    >>> moment_of(add_hours(stamp_of(datetime(2025, 3, 29, 18, 0)), 24)).isoformat()
    '2025-03-30T19:00:00+01:00'
    """
    return stamp + round(count * HOUR)


@lru_cache(maxsize=65_536)
def birthday(born: int, age: int) -> int:
    """The day on which an age is reached. Somebody born on 29 February reaches it on 1 March of a common year.

    >>> date.fromordinal(birthday(date(2008, 2, 29).toordinal(), 17)).isoformat()
    '2025-03-01'
    """
    day = to_date(born)
    if day.year + age > date.max.year:
        return date.max.toordinal()
    if (day.month, day.day) == (2, 29) and monthrange(day.year + age, 2)[1] == 28:
        return date(day.year + age, 3, 1).toordinal()
    return day.replace(year=day.year + age).toordinal()


def send_tribunal_roll(ordinal: int, calendar: Calendar) -> int:
    """The SEND tribunal's own rule: 25 December to 1 January run on to January, August to September.

    Any other last day that is not a working day runs on to the next (r12(2) of its rules).

    >>> england = Calendar("england", [date(2026, 1, 1).toordinal()])
    >>> date.fromordinal(send_tribunal_roll(date(2025, 12, 28).toordinal(), england)).isoformat()
    '2026-01-02'
    """
    day = to_date(ordinal)
    if (day.month == 12 and day.day >= 25) or (day.month == 1 and day.day == 1):
        return calendar.on_or_after(date(day.year + (day.month == 12), 1, 2).toordinal())
    if day.month == 8:
        return calendar.on_or_after(date(day.year, 9, 1).toordinal())
    return calendar.on_or_after(ordinal)


def noon_after_holiday(ordinal: int, calendar: Calendar) -> int:
    """The first day that is neither a Sunday nor a holiday: Saturdays count here (Children Act 1989 s45(2))."""
    while ordinal % 7 == 0 or ordinal in calendar.holidays:
        ordinal += 1
    return ordinal


def send_tribunal_days() -> Iterator[int]:
    """The days that the SEND tribunal's own time leaves out beside holidays: 25 December to 1 January, and August.

    First-tier Tribunal (Health, Education and Social Care Chamber) Rules 2008 r12(3)(b).
    """
    for year in range(FIRST_YEAR, LAST_YEAR + 1):
        yield date(year, 1, 1).toordinal()
        yield from range(date(year, 8, 1).toordinal(), date(year, 9, 1).toordinal())
        yield from range(date(year, 12, 25).toordinal(), date(year, 12, 31).toordinal() + 1)


def library_holidays(nation: str, years: Iterable[int]) -> dict[date, str]:
    """The bank holidays of a nation with their names, as the `holidays` library has them.

    Slow to import and to compute, so nothing calls this at run time: it writes and tests the
    rulebook's own list.
    """
    import holidays

    # Without a language the library names the days in that of the machine it runs on.
    found = holidays.country_holidays("GB", subdiv=_SUBDIVISIONS[nation], years=years, language="en_GB")
    return dict(sorted(found.items()))
