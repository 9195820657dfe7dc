"""What closes a turn.

The earliest of: what meets it, what happened too soon, an exemption, what ends it, its condition
ceasing, its own running out. On a day without hours they count in that order, so that a visit on
the day of the closure is a visit made.
"""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING

from plimsoll.engine.clocks.matching import agree, as_date
from plimsoll.engine.clocks.reckoning import add, placed
from plimsoll.engine.clocks.record import CLOSED, Happening
from plimsoll.engine.clocks.turn import Closing
from plimsoll.engine.moments import day_of, midnights

if TYPE_CHECKING:
    from plimsoll.engine.clocks.context import Case
    from plimsoll.engine.clocks.turn import Turn
    from plimsoll.engine.rulebook.model import Ending

_FEW = 4


def close(turn: Turn, case: Case, previous: Turn | None) -> None:
    """Find what closed the turn by now, if anything did; `previous` is the turn begun before it."""
    shaped, record = turn.shaped, case.record
    version = turn.rule.version
    best = _meeting(turn, case, previous) if shaped.meets is not None or shaped.dated else None
    if shaped.breaches is not None:
        best = _sooner(best, _breach(turn, case))
    if turn.exempt is not None:
        exempt = turn.exempt
        best = _sooner(best, Closing("exempt", exempt.day, exempt.stamp if exempt.timed else None, exempt))
    if shaped.is_ended or record.was_closed:
        best = _sooner(best, _ending(turn, case))
    if turn.holds_until <= record.now:
        best = _sooner(best, _ceasing(turn))
    if version.lapses or version.lapses_when_passed:
        best = _sooner(best, _lapse(turn, record.now_day, record.now))
    turn.closing = best


def _sooner(best: Closing | None, other: Closing | None) -> Closing | None:
    if best is None:
        return other
    return other if other is not None and other.sooner_than(best) else best


def _meeting(turn: Turn, case: Case, previous: Turn | None) -> Closing | None:
    rule, start = turn.rule, turn.start
    match, later = rule.version.match, rule.meets_later
    only_later = case.find(later) if later.pairs else ()
    found = _meetings(turn, case)
    first = _first_place(found, turn) if len(found) > _FEW else 0
    for each in found[first:] if first else found:
        if each is start or not _is_in_place(each, turn, previous):
            continue
        if only_later and not each.after_day_of(start) and each in only_later:
            continue
        if match and not agree(match, start.details, each.details):
            continue
        turn.used = each
        state = "met_late" if turn.passed_by(each) else "met"
        return Closing(state, each.day, each.stamp if each.timed else None, each)
    return None


def _first_place(found: list[Happening], turn: Turn) -> int:
    """The index of the first event that may lie in place: they are in order, and a year of visits is long."""
    first = turn.opens_day
    if first is None:
        if turn.may_be_met_earlier:
            return 0
        first = turn.start.day
    return bisect_left(found, midnights[first], key=_stamp)


def _stamp(happening: Happening) -> int:
    return happening.stamp


def _is_in_place(each: Happening, turn: Turn, previous: Turn | None) -> bool:
    """Whether an event lies where it may meet the turn: in its window, or from its start on."""
    if turn.opens_day is not None:
        return each.day >= turn.opens_day
    start = turn.start
    if each.day > start.day or (each.day == start.day and each.not_before(start)):
        return True
    return turn.may_be_met_earlier and _is_recent(each, turn, previous)


def _meetings(turn: Turn, case: Case) -> list[Happening]:
    """What may meet the turn, in order; a meeting dated by a detail stands on the day the detail says."""
    shaped = turn.shaped
    found = case.among(shaped.meets) if shaped.meets is not None else []
    if not shaped.dated:
        return found
    result = list(found)
    for matcher, detail in shaped.dated:
        for each in [*case.among(matcher), *matcher.among(case.record.planned)]:
            value = as_date(each.details.get(detail))
            if value is None:
                continue
            day, stamp = placed(value)
            if stamp > case.record.now:
                continue
            dated = Happening(each.event, day, stamp, timed=stamp != midnights[day])
            dated.order = each.order
            result.append(dated)
    return sorted(result, key=_when)


def _when(happening: Happening) -> tuple[int, int]:
    return happening.stamp, happening.order


def _is_recent(each: Happening, turn: Turn, previous: Turn | None) -> bool:
    """Whether an event before the start may meet this turn: after the turn before, not used by it, not too old."""
    within = turn.rule.version.met_by_within
    if within is not None:
        oldest = add(turn.rule, turn.start.day, -int(within.amount), within.unit)
        if oldest is not None and each.day < oldest:
            return False
    if previous is None:
        return True
    used = previous.used
    return each.day > previous.start.day and (used is None or used.event is not each.event)


def _breach(turn: Turn, case: Case) -> Closing | None:
    """What happened sooner than the law allows: before the due day or, where the first day counts, on it."""
    rule = turn.rule
    last = turn.due_day if rule.version.bound != "window" else turn.opens_day
    if last is None:
        return None
    if not rule.time.first_day_counts or rule.version.bound == "window":
        last -= 1
    assert turn.shaped.breaches is not None
    for each in case.among(turn.shaped.breaches):
        if each is turn.start or not each.not_before(turn.start):
            continue
        if each.day > last:
            break
        if agree(rule.version.match, turn.start.details, each.details):
            return Closing("breached", each.day, each.stamp if each.timed else None, each)
    return None


def _ending(turn: Turn, case: Case) -> Closing | None:
    shaped = turn.shaped
    best = _first_end(turn, case.among(shaped.ends), None) if shaped.ends is not None else None
    for matcher, ending in shaped.special_ends:
        best = _sooner(best, _first_end(turn, case.among(matcher), ending))
    if not turn.rule.version.survives_closure and CLOSED in case.record.by_name:
        best = _sooner(best, _first_end(turn, case.record.by_name[CLOSED], None))
    return best


def _first_end(turn: Turn, found: list[Happening], ending: Ending | None) -> Closing | None:
    match, start = turn.rule.version.match, turn.start
    for each in found:
        if each is start or not (each.not_before(start) or turn.was_told_before(each)):
            continue
        if ending is not None and ending.later and not each.after_day_of(start):
            continue
        if ending is not None and ending.in_time and turn.passed_by(each):
            return None
        if not match or agree(match, start.details, each.details):
            return _cancelled(each)
    return None


def _cancelled(by: Happening) -> Closing:
    return Closing("cancelled", by.day, by.stamp if by.timed else None, by)


def _ceasing(turn: Turn) -> Closing:
    """The moment at which the rule's condition stopped holding."""
    stop = turn.holds_until
    day = day_of(stop)
    return Closing("not_applicable", day, stop if stop != midnights[day] else None, None)


def _lapse(turn: Turn, now_day: int, now: int) -> Closing | None:
    """A fixed length, or a right not used, has run out by itself."""
    version = turn.rule.version
    if version.lapses and turn.is_past(now_day, now):
        assert turn.limit_day is not None
        if turn.due_stamp is not None:
            return Closing("lapsed", day_of(turn.due_stamp), turn.due_stamp, None)
        return Closing("lapsed", turn.limit_day + 1, None, None)
    base = turn.base_day
    has_come = version.lapses_when_passed and base is not None and now_day >= base
    if has_come and base is not None and (turn.limit_day is None or base > turn.limit_day):
        return Closing("lapsed", base, None, None)
    return None
