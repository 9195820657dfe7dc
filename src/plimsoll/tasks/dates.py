"""Dates that people choose: so many days after a day, and the next turn of something that repeats. Pure."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from plimsoll.cases import rules
from plimsoll.engine.workdays import add_months

if TYPE_CHECKING:
    from collections.abc import Callable

MOST_TURNS = 20_000
_MONTHS = {"months": 1, "years": 12}
_DAYS = {"days": 1, "weeks": 7}


def after(day: date, amount: int, unit: str, pack: str = "") -> date:
    """The day `amount` units after `day`. Working days are counted in the calendar of `pack`, England's without one.

    Months keep the day of the month where there is one: 31 January and one month is 28 February.
    """
    if unit in _DAYS:
        return day + timedelta(days=amount * _DAYS[unit])
    if unit in _MONTHS:
        return date.fromordinal(add_months(day.toordinal(), amount * _MONTHS[unit]))
    if unit == "working days":
        book = rules.current()
        calendar = book.calendars.working(book.pack(pack).calendar if pack else "england")
        return date.fromordinal(calendar.add(day.toordinal(), amount))
    raise ValueError(f"there is no unit {unit!r}")


def next_turn(  # noqa: PLR0913 - each is a fact of the series
    *, every: int, unit: str, counted_from: str, anchor: date | None, due_on: date | None, done_on: date, pack: str = ""
) -> date:
    """When something that repeats is due again.

    Counted from when it was done, it is simply so much later. Counted by date, it is the next date of the series
    that began on `anchor`, after both the date that was due and the day it was done: what was missed is not owed
    twice. A series on the 31st stays on the 31st where the month has one.
    """
    if counted_from == "done" or due_on is None:
        return after(done_on, every, unit, pack)
    passed = max(due_on, done_on)
    return _first_after(lambda turn: after(anchor or due_on, turn * every, unit, pack), passed)


def _first_after(turn: Callable[[int], date], passed: date) -> date:
    """The first date of a rising series after a day, found by doubling and halving."""
    high = 1
    while turn(high) <= passed:
        high *= 2
        if high > MOST_TURNS:
            raise ValueError("the series began too long ago; give it a later first date")
    low = high // 2
    while low + 1 < high:
        middle = (low + high) // 2
        if turn(middle) <= passed:
            low = middle
        else:
            high = middle
    return turn(high)
