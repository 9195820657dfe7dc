"""The turns of a clock in one case: each start, its date, and what became of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from plimsoll.engine.clocks.acts import apply_acts
from plimsoll.engine.clocks.closing import close
from plimsoll.engine.clocks.matching import agree
from plimsoll.engine.clocks.midway import count_from_the_record
from plimsoll.engine.clocks.reckoning import reckon
from plimsoll.engine.clocks.spans import held_until
from plimsoll.engine.clocks.starts import starts_of
from plimsoll.engine.clocks.turn import Turn
from plimsoll.engine.moments import AFTER_ALL, midnights

if TYPE_CHECKING:
    from plimsoll.engine.clocks.context import Case
    from plimsoll.engine.clocks.shaping import ShapedClock
    from plimsoll.engine.clocks.starts import Begun


def turns_of(case: Case, clock: ShapedClock) -> list[Turn]:
    """Every turn of this clock in this case, in order of their starts; worked out once for the case."""
    found = case.turns.get(clock.id)
    if found is not None:
        return found
    turns: list[Turn] = []
    case.turns[clock.id] = turns  # a clock counted from its own earlier turns sees those made so far
    begun = starts_of(case, clock)
    if begun:
        _fill(turns, begun, case, clock)
    if turns:
        if clock.extends or case.record.has_acts:
            apply_acts(turns, clock, case, close)
        if case.record.begins_on is not None:
            turns[:] = count_from_the_record(turns, case, case.record.begins_on, _again)
    return turns


def _fill(  # noqa: C901, PLR0912 - in one piece on purpose, see below
    turns: list[Turn], begun: list[Begun], case: Case, clock: ShapedClock
) -> None:
    """Add the turn of each start: whether the rule's conditions hold then, its dates, and what closed it.

    A list of cases comes through here ten times for each of them, and calling a step takes longer than
    most of these steps; so those that nearly every start needs are written out.
    """
    record, born_unknown = case.record, case.born is None
    live: list[Turn] = []  # those that may still be open
    for start, shaped_start, version in begun:
        if version.applies_if is not None and held_until(version.applies_if.spans(case), start) is None:
            continue
        rule, entry, condition = version.rule, shaped_start.entry, version.applies_while
        turn = Turn(start, entry, version)
        if condition is not None:
            spans = case.spans.get(condition.key) or condition.spans(case)
            if len(spans) == 1:  # as held_until says it
                begin, end = spans[0]
                if begin > start.last or end <= start.stamp:
                    continue
                turn.holds_until = end
            else:
                until = held_until(spans, start)
                if until is None:
                    continue
                turn.holds_until = until
        if entry.planned:
            turn.is_planned = start.stamp > record.now
        if born_unknown and rule.rests_on_age:
            turn.born_unknown = True
        dates = rule.dates.get(start.day) if entry.count_from is None else None
        if dates is not None:
            turn.base_day, turn.base_stamp = start.day, start.stamp
            turn.take(dates)
        else:
            reckon(turn, case)
        previous = turns[-1] if turns else None
        if version.is_closable or record.was_closed or turn.holds_until <= record.now:
            close(turn, case, previous)
        if clock.has_versions:
            turn = _moved(turn, clock, case, previous)
        if version.repeats_alone:
            if live and not _repeats_well(turns, live, turn):
                continue
            live.append(turn)
        turns.append(turn)


def _again(turn: Turn, case: Case, from_day: int) -> Turn:
    """The turn as it is when counted from the day on which the record begins."""
    made = turn.under(turn.shaped)
    made.acts, made.counted_from = turn.acts, from_day
    reckon(made, case)
    close(made, case, None)
    return made


def _repeats_well(turns: list[Turn], live: list[Turn], turn: Turn) -> bool:
    """Whether a further start stands beside, instead of, or not at all beside the open turn before it.

    `live` are the turns that may still be open; starts come in order, so what closed on an earlier day is done with.
    """
    match, start = turn.rule.version.match, turn.start
    live[:] = [earlier for earlier in live if earlier.closing is None or earlier.closing.day >= start.day]
    for earlier in live[::-1]:
        if not agree(match, earlier.start.details, start.details) or not earlier.open_at(start):
            continue
        if turn.rule.version.on_repeat == "keep":
            return False
        turns.remove(earlier)
        live.remove(earlier)
    return True


def _moved(turn: Turn, clock: ShapedClock, case: Case, previous: Turn | None) -> Turn:
    """The turn under a later version that says running clocks move to it."""
    versions = clock.versions
    for later in versions[versions.index(turn.shaped) + 1 :]:
        rule = later.rule
        still_open = turn.closing is None or turn.closing.day >= rule.since
        if not rule.version.moves_running or case.record.now_day < rule.since or not still_open:
            break
        moved = turn.under(later)
        moved.moved_from = turn.moved_from or turn.rule
        moved.holds_until = AFTER_ALL
        if later.applies_while is not None:
            # Where the new condition never held at the start, the turn ends when the version begins.
            until = held_until(later.applies_while.spans(case), turn.start)
            moved.holds_until = midnights[rule.since] if until is None else until
        reckon(moved, case)
        close(moved, case, previous)
        turn = moved
    return turn
