"""How much time is left of a turn, and from when its date is near."""

from __future__ import annotations

from typing import TYPE_CHECKING

from plimsoll.engine.clocks.reckoning import add
from plimsoll.engine.moments import HOUR, midnights
from plimsoll.engine.reasons import Amount

if TYPE_CHECKING:
    from plimsoll.engine.clocks.turns import Turn


def left_of(turn: Turn, now_day: int, now: int) -> Amount | None:
    """What is left until the date, in the clock's own unit; negative once it has passed."""
    limit = turn.limit_day
    if limit is None:
        return None
    unit = turn.rule.unit
    if turn.due_stamp is not None:
        # Hundredths of an hour, rounded down, so that what is late by a second is never "0 left".
        hours = (turn.due_stamp - now) * 100 // HOUR / 100
        return Amount(int(hours) if hours == int(hours) else hours, "hours")
    if unit == "working days":
        return Amount(turn.rule.calendar.between(now_day, limit), unit)
    if unit == "school days":
        return Amount(turn.rule.school.between(now_day, limit), unit)
    return Amount(limit - now_day, "days")


def is_soon(turn: Turn, left: Amount | None, now: int) -> bool:
    """Whether the date is within the clock's `due_soon`."""
    soon = turn.rule.soon
    if left is not None and left.unit == soon.unit and left.unit != "hours":
        # Hours are shown rounded down: by them a date would be near up to half a minute too soon.
        return left.amount <= soon.amount
    return now >= soon_from(turn)


def soon_from(turn: Turn) -> int:
    """The stamp from which the date is within the clock's `due_soon`."""
    limit, amount, rule = turn.limit_day, turn.rule.soon, turn.rule
    assert limit is not None
    if amount.unit == "hours":
        end = turn.due_stamp if turn.due_stamp is not None else midnights[limit + 1]
        return end - int(amount.amount * HOUR)
    if amount.unit == "working days":
        return midnights[rule.calendar.add(rule.calendar.on_or_before(limit), -int(amount.amount))]
    day = add(rule, limit, -int(amount.amount), amount.unit)
    return midnights[day if day is not None else limit]
