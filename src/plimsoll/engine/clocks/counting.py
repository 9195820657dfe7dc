"""How much time is left of a turn, and from when its date is near."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from plimsoll.engine.clocks.reckoning import near_from
from plimsoll.engine.clocks.rules import Standing
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


def standing_of(turn: Turn, now_day: int, now: int) -> Standing:
    """How an open turn stands at this moment; kept with its dates, for the next case asks the same of them."""
    dates = turn.dates
    if dates is not None:
        kept = dates.standing
        if kept is not None and kept.stamp == now:
            return kept
    left = left_of(turn, now_day, now)
    if turn.is_past(now_day, now):
        found = Standing(now, "late", left, is_soon=False)
    else:
        soon = turn.limit_day is not None and turn.paused_by is None and is_soon(turn, now)
        found = Standing(now, "due_soon" if soon else "running", left, soon)
    if dates is not None:
        dates.standing = found
    return found


def is_soon(turn: Turn, now: int) -> bool:
    """Whether the date is within the clock's `due_soon`."""
    near_from = turn.near_from
    return now >= (soon_from(turn) if near_from is None else near_from)


def soon_from(turn: Turn) -> int:
    """The stamp from which the date is within the clock's `due_soon`."""
    assert turn.limit_day is not None
    return near_from(turn.rule, turn.limit_day, turn.due_stamp)
