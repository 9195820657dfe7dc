"""From a start to a date: how the time is counted, paused and rolled.

Every function here works in ordinals and stamps. `reckon` fills in the dates of one turn.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import date, datetime
from typing import TYPE_CHECKING

from plimsoll.engine.clocks.conditions import BIRTH
from plimsoll.engine.clocks.matching import agree, as_date, number
from plimsoll.engine.clocks.rules import Dates
from plimsoll.engine.moments import HOUR, day_of, midnights, stamp_of, to_date
from plimsoll.engine.workdays import add_hours, add_months, noon_after_holiday, send_tribunal_roll

if TYPE_CHECKING:
    from plimsoll.engine.clocks.context import Case
    from plimsoll.engine.clocks.record import Happening
    from plimsoll.engine.clocks.rules import VersionRule
    from plimsoll.engine.clocks.turn import Turn

_MOST_DATES = 20_000


def placed(value: date | datetime) -> tuple[int, int]:
    """A date or moment as (day, stamp)."""
    if isinstance(value, datetime):
        stamp = stamp_of(value)
        return day_of(stamp), stamp
    day = value.toordinal()
    return day, midnights[day]


def add(rule: VersionRule, day: int, count: int, unit: str, *, first_day_counts: bool = False) -> int | None:
    """The day so much time after another (before it, for a negative count); None where terms are not entered."""
    first = first_day_counts and count > 0
    found: int | None
    if unit == "working days":
        found = rule.calendar.add(day - first, count)
    elif unit == "days":
        found = day + count - first
    elif unit == "weeks":
        found = day + 7 * count - first
    elif unit == "months":
        found = add_months(day, count, first_day_counts=first)
    elif unit == "years":
        found = add_months(day, 12 * count, first_day_counts=first)
    elif unit == "school days":
        found = rule.school.add(day - first, count)
    elif unit == "hours":
        found = day_of(add_hours(midnights[day], count))
    else:
        found = rule.school.nth_end_after(day, count)
    return found


# --- where the time is counted from -----------------------------------------------------------


def find_base(turn: Turn, case: Case) -> None:
    """Set the day and stamp that the time is counted from; leave None what the record does not hold."""
    start, rule = turn.start, turn.entry.count_from
    if turn.counted_from is not None:
        turn.base_day, turn.base_stamp = turn.counted_from, midnights[turn.counted_from]
        return
    if rule is None:
        turn.base_day, turn.base_stamp = start.day, start.stamp
        return
    base: tuple[int, int] | None = None
    if rule.detail:
        value = as_date(start.details.get(rule.detail))
        base = placed(value) if value is not None else None
        turn.missing = "" if base else rule.detail
    elif rule.fact:
        fact = case.facts.born_on if rule.fact == BIRTH else as_date(case.facts.facts.get(rule.fact))
        base = placed(fact) if fact is not None else None
        turn.missing = "" if base else rule.fact
    elif rule.clocks:
        base = _latest_date(turn, case)
        turn.missing = "" if base else rule.clocks[0]
        if base is not None and rule.or_later_at:
            base = max(base, (start.day, start.stamp))
    elif turn.entry.last is not None:
        found = [each for each in case.find(turn.entry.last) if start.not_before(each)]
        base = (found[-1].day, found[-1].stamp) if found else None
        turn.missing = "" if base else "+".join(sorted(turn.entry.last.names))
    if base is None and (rule.else_at or rule.or_later_at):
        base, turn.missing = (start.day, start.stamp), ""
    turn.base_day, turn.base_stamp = base if base is not None else (None, None)


def _latest_date(turn: Turn, case: Case) -> tuple[int, int] | None:
    """The latest date, before any extension or roll, of turns begun before: of other rules, or this one's own."""
    rule = turn.entry.count_from
    assert rule is not None
    found: tuple[int, int] | None = None
    for name in rule.clocks:
        for other in case.turns_of(name):
            if other is turn or other.raw_day is None or not turn.start.not_before(other.start):
                continue
            stamp = other.due_stamp if other.due_stamp is not None else midnights[other.raw_day]
            found = max(found, (other.raw_day, stamp)) if found is not None else (other.raw_day, stamp)
    return found


# --- the date ---------------------------------------------------------------------------------


def reckon(turn: Turn, case: Case) -> None:
    """Work out the turn's dates: `raw_day` before any roll, `due_day`, `limit_day` (the last lawful day)."""
    rule = turn.rule
    if rule.is_simple:
        reckon_simply(turn, case)
        return
    find_base(turn, case)
    raw = _counted(turn)
    time = rule.time
    if time.given is not None or time.or_later or time.no_sooner_than_start:
        raw = _adjusted(turn, case, raw)
    turn.raw_day = raw
    turn.counted_stamp = turn.due_stamp
    if raw is not None and rule.pauses:
        turn.counted_day = raw
        turn.raw_day = raw = _after_pauses(turn, case, raw)
    if raw is not None:
        due = raw if turn.due_stamp is not None or rule.version.rolls == "none" else _rolled(rule, raw)
        turn.due_day = turn.first_due = due
        # "Before" a fixed date the last lawful day is the one before it.
        turn.limit_day = due - 1 if rule.version.bound == "before" else due
    opens = time.opens
    if opens is not None and turn.base_day is not None:
        count = int(opens.amount)
        turn.opens_day = add(rule, turn.base_day, count, opens.unit, first_day_counts=time.first_day_counts)


def reckon_simply(turn: Turn, case: Case) -> None:
    """The dates of a rule that needs nothing but the day counted from: worked out once for each day."""
    rule = turn.rule
    if turn.entry.count_from is None and turn.counted_from is None:
        base: int | None = turn.start.day
        turn.base_day, turn.base_stamp = base, turn.start.stamp
    else:
        find_base(turn, case)
        base = turn.base_day
    if base is None:
        return
    dates = rule.dates.get(base)
    if dates is None:
        counted = _counted(turn)
        if counted is None:
            return
        if len(rule.dates) >= _MOST_DATES:
            rule.dates.clear()
        dates = rule.dates[base] = _dates(rule, base, counted)
    turn.take(dates)


def _dates(rule: VersionRule, base: int, raw: int) -> Dates:
    due = raw if rule.version.rolls == "none" else _rolled(rule, raw)
    limit = due - 1 if rule.version.bound == "before" else due
    opens, time = None, rule.time
    if time.opens is not None:
        opens = add(rule, base, int(time.opens.amount), time.opens.unit, first_day_counts=time.first_day_counts)
    return Dates(raw, due, limit, opens, near_from(rule, limit, None))


def near_from(rule: VersionRule, limit: int, due_stamp: int | None) -> int:
    """The stamp from which a date is within the clock's `due_soon`."""
    amount = rule.soon
    if amount.unit == "hours":
        end = due_stamp if due_stamp is not None else midnights[limit + 1]
        return end - int(amount.amount * HOUR)
    if amount.unit == "working days":
        return midnights[rule.calendar.add(rule.calendar.on_or_before(limit), -int(amount.amount))]
    day = add(rule, limit, -int(amount.amount), amount.unit)
    return midnights[day if day is not None else limit]


def _counted(turn: Turn) -> int | None:
    rule, time = turn.rule, turn.rule.time
    if time.date_detail:
        value = as_date(turn.start.details.get(time.date_detail))
        turn.missing = "" if value is not None else time.date_detail
        return placed(value)[0] if value is not None else None
    if turn.base_day is None or turn.base_stamp is None:
        return None
    if time.fixed is not None:
        return _fixed(turn, turn.base_day)
    if time.term_end:
        return rule.school.next_end(turn.base_day)
    count = counted_amount(turn)
    if rule.unit == "hours":
        turn.due_stamp = add_hours(turn.base_stamp, -count if time.before else count)
        return day_of(turn.due_stamp)
    if time.before:
        count = -count
    return add(rule, turn.base_day, count, rule.unit, first_day_counts=time.first_day_counts)


def counted_amount(turn: Turn) -> int:
    """How many units the turn runs for: the rule's own number, or the event's."""
    time = turn.rule.time
    assert time.amount is not None
    own = time.own_amount
    if own is None:
        return int(time.amount.amount)
    said = number(turn.start.details.get(own.detail))
    count = own.otherwise if said is None else int(said)
    return count if own.at_most is None else min(count, own.at_most)


def _fixed(turn: Turn, base_day: int) -> int | None:
    fixed = turn.rule.time.fixed
    assert fixed is not None
    year: int | None = fixed.year
    if fixed.year_detail:
        said = number(turn.start.details.get(fixed.year_detail))
        if said is None or not date.min.year <= said < date.max.year:
            turn.missing = fixed.year_detail
            return None
        year = int(said)
    if year is None:
        year = to_date(base_day).year
        if _in_year(year, fixed.month, fixed.day) < base_day:
            year += 1
    return _in_year(year, fixed.month, fixed.day)


def _in_year(year: int, month: int, day: int) -> int:
    return date(year, month, min(day, monthrange(year, month)[1])).toordinal()


def _adjusted(turn: Turn, case: Case, day: int | None) -> int | None:
    """The date after a given one, another rule's later one, or the day of the telling took its place."""
    time = turn.rule.time
    if time.given is not None:
        value = as_date(turn.start.details.get(time.given.detail))
        given = placed(value)[0] if value is not None else None
        if given is not None and (day is None or not time.given.no_later or given < day):
            day, turn.is_given, turn.missing = given, True, ""
    if time.or_later and day is not None:
        others = [each for each in case.turns_of(time.or_later) if turn.start.not_before(each.start)]
        if others and others[-1].due_day is not None and others[-1].due_day > day:
            day = others[-1].due_day
            turn.later_of = time.or_later
    if time.no_sooner_than_start and day is not None:
        day = max(day, _told_on(turn))
    return day


def _told_on(turn: Turn) -> int:
    """The day on which the record told of it: the event's own or, for what was planned, that of its entry."""
    start = turn.start
    if not turn.entry.planned:
        return start.day
    recorded = start.event.recorded_at
    return min(day_of(stamp_of(recorded)), start.day) if recorded is not None else 0


def _rolled(rule: VersionRule, day: int) -> int:
    rolls = rule.version.rolls
    if rolls == "next_working_day":
        return rule.calendar.on_or_after(day)
    if rolls == "previous_working_day":
        return rule.calendar.on_or_before(day)
    if rolls == "send_tribunal":
        return send_tribunal_roll(day, rule.calendar)
    return day


def noon_day(turn: Turn) -> int | None:
    """The day to whose noon a court may let the period run, where it ends on a Sunday or holiday."""
    if turn.rule.version.rolls != "noon_after_holiday" or turn.due_day is None:
        return None
    day = noon_after_holiday(turn.due_day, turn.rule.calendar)
    return day if day != turn.due_day else None


# --- pauses -----------------------------------------------------------------------------------


def _after_pauses(turn: Turn, case: Case, due: int) -> int:
    """The date moved on by the time for which the clock stood still. A pause after the date changes nothing."""
    rule = turn.rule
    for begin, end, both_ends in _pauses(turn, case):
        if (turn.due_stamp is not None and begin.stamp > turn.due_stamp) or begin.day > due:
            break
        end_day = end.day if end is not None else case.record.now_day
        if end is None:
            turn.paused_by = begin
        if turn.due_stamp is not None:
            turn.due_stamp += max(0, (end.stamp if end is not None else case.record.now) - begin.stamp)
            due = day_of(turn.due_stamp)
            continue
        first = begin.day - 1 if both_ends else begin.day
        if rule.unit == "working days":
            due = rule.calendar.add(due, rule.calendar.between(first, end_day))
        elif rule.unit == "school days":
            due = rule.school.add(due, rule.school.between(first, end_day)) or due
        else:
            due += end_day - first
        turn.paused_days += end_day - first
    return due


def _pauses(turn: Turn, case: Case) -> list[tuple[Happening, Happening | None, bool]]:
    """The pauses since the turn began, in order, none inside another."""
    names = turn.rule.version.match
    found: list[tuple[Happening, Happening | None, bool]] = []
    for begins, ends, both_ends in turn.rule.pauses:
        for begin in case.find(begins):
            if not begin.not_before(turn.start) or not agree(names, turn.start.details, begin.details):
                continue
            end = next(
                (
                    each
                    for each in case.find(ends)
                    if each is not begin and each.not_before(begin) and agree(names, begin.details, each.details)
                ),
                None,
            )
            found.append((begin, end, both_ends))
    found.sort(key=lambda pause: pause[0].order)
    result: list[tuple[Happening, Happening | None, bool]] = []
    for pause in found:
        last = result[-1][1] if result else None
        if not result or (last is not None and pause[0].not_before(last) and pause[0] is not last):
            result.append(pause)
    return result
