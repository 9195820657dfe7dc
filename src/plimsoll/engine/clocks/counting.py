"""How much time is left of a turn, and from when its date is near."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from plimsoll.engine.clocks.reckoning import near_from
from plimsoll.engine.moments import HOUR
from plimsoll.engine.reasons import Amount

if TYPE_CHECKING:
    from plimsoll.engine.clocks.turn import Turn


@lru_cache(maxsize=65_536)
def _amount(number: float, unit: str) -> Amount:
    return Amount(number, unit)


def left_of(turn: Turn, now_day: int, now: int) -> Amount | None:
    """What is left until the date, in the clock's own unit; negative once it has passed."""
    limit = turn.limit_day
    if limit is None:
        return None
    rule = turn.rule
    unit = rule.unit
    if turn.due_stamp is not None:
        # Hundredths of an hour, rounded down, so that what is late by a second is never "0 left".
        hours = (turn.due_stamp - now) * 100 // HOUR / 100
        return _amount(int(hours) if hours == int(hours) else hours, "hours")
    if unit == "working days":
        return _amount(rule.calendar.between(now_day, limit), unit)
    if unit == "school days":
        return _amount(rule.school.between(now_day, limit), unit)
    return _amount(limit - now_day, "days")


def is_soon(turn: Turn, now: int) -> bool:
    """Whether the date is within the clock's `due_soon`."""
    near_from = turn.near_from
    return now >= (soon_from(turn) if near_from is None else near_from)


def soon_from(turn: Turn) -> int:
    """The stamp from which the date is within the clock's `due_soon`."""
    assert turn.limit_day is not None
    return near_from(turn.rule, turn.limit_day, turn.due_stamp)
