"""The turns of a clock in one case: each start, its date, and what became of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from plimsoll.engine.clocks.acts import apply_acts
from plimsoll.engine.clocks.closing import close
from plimsoll.engine.clocks.matching import agree
from plimsoll.engine.clocks.midway import count_from_the_record
from plimsoll.engine.clocks.reckoning import reckon, reckon_simply
from plimsoll.engine.clocks.spans import held_until
from plimsoll.engine.clocks.starts import is_open, starts_of
from plimsoll.engine.clocks.turn import Turn
from plimsoll.engine.moments import AFTER_ALL, midnights

if TYPE_CHECKING:
    from plimsoll.engine.clocks.context import Case
    from plimsoll.engine.clocks.matching import Matcher
    from plimsoll.engine.clocks.shaping import ShapedClock, ShapedStart, ShapedVersion
    from plimsoll.engine.clocks.spans import Spans
    from plimsoll.engine.clocks.starts import Begun


def turns_of(case: Case, clock: ShapedClock) -> list[Turn]:
    """Every turn of this clock in this case, in order of their starts; worked out once for the case."""
    found = case.turns.get(clock.id)
    if found is not None:
        return found
    turns: list[Turn] = []
    case.turns[clock.id] = turns  # a clock counted from its own earlier turns sees those made so far
    if clock.usual is not None:
        _usual_turns(turns, case, *clock.usual)
    else:
        live: list[Turn] = []
        for begun in starts_of(case, clock):
            _add(turns, live, case, clock, begun)
    if turns:
        if clock.extends or case.record.has_acts:
            apply_acts(turns, clock, case, close)
        if case.record.begins_on is not None:
            turns[:] = count_from_the_record(turns, case, case.record.begins_on, _again)
    return turns


def _usual_turns(  # noqa: C901, PLR0912 - in one piece on purpose, see below
    turns: list[Turn], case: Case, version: ShapedVersion, shaped_start: ShapedStart, matcher: Matcher
) -> None:
    """Add the turns of a clock of the usual kind (`ShapedClock.usual`): what `_add` adds, in one piece.

    Nine of ten clocks are of this kind, and a list of cases runs through here ten times for each of
    them; calling what is written out here would take half as long again. tests/engine/clocks/test_usual.py
    holds the two ways against each other.
    """
    record, rule, condition = case.record, version.rule, version.applies_while
    since, until, was_closed = rule.since, rule.until, record.was_closed
    spans: Spans | None = None
    live: list[Turn] = []
    for start in case.among(matcher):
        day = start.day
        if day < since or day > until or (was_closed and not is_open(case, start, version)):
            continue
        turn = Turn(start, shaped_start.entry, version)
        if condition is not None:
            if spans is None:
                spans = case.spans.get(condition.key) or condition.spans(case)
            if len(spans) == 1:  # as held_until says it
                begin, end = spans[0]
                if begin > start.last or end <= start.stamp:
                    continue
                turn.holds_until = end
            else:
                held = held_until(spans, start)
                if held is None:
                    continue
                turn.holds_until = held
        if rule.rests_on_age and case.born is None:
            turn.born_unknown = True
        dates = rule.dates.get(day)
        if dates is None:
            reckon_simply(turn, case)
        else:
            turn.base_day, turn.base_stamp = day, start.stamp
            turn.take(dates)
        if version.is_closable or was_closed or turn.holds_until <= record.now:
            close(turn, case, turns[-1] if turns else None)
        if version.repeats_alone:
            if live and not _repeats_well(turns, live, turn):
                continue
            live.append(turn)
        turns.append(turn)


def _add(turns: list[Turn], live: list[Turn], case: Case, clock: ShapedClock, begun: Begun) -> None:
    """Add the turn of a start, closed by what closed it. `live` are the turns that may still be open."""
    turn = _begin(case, begun)
    if turn is None:
        return
    version, record = turn.shaped, case.record
    previous = turns[-1] if turns else None
    if version.is_closable or record.was_closed or turn.holds_until <= record.now:
        close(turn, case, previous)
    if clock.has_versions:
        turn = _moved(turn, clock, case, previous)
    if version.repeats_alone:
        if live and not _repeats_well(turns, live, turn):
            return
        live.append(turn)
    turns.append(turn)


def _again(turn: Turn, case: Case, from_day: int) -> Turn:
    """The turn as it is when counted from the day on which the record begins."""
    made = turn.under(turn.shaped)
    made.acts, made.counted_from = turn.acts, from_day
    reckon(made, case)
    close(made, case, None)
    return made


def _begin(case: Case, begun: Begun) -> Turn | None:
    """The turn with its dates, or None where the rule's conditions do not hold at its start."""
    start, shaped_start, version = begun
    if version.applies_if is not None and held_until(version.applies_if.spans(case), start) is None:
        return None
    entry, rule = shaped_start.entry, version.rule
    turn = Turn(start, entry, version)
    condition = version.applies_while
    if condition is not None:
        until = held_until(case.spans.get(condition.key) or condition.spans(case), start)
        if until is None:
            return None
        turn.holds_until = until
    if entry.planned:
        turn.is_planned = start.stamp > case.record.now
    if rule.rests_on_age and case.born is None:
        turn.born_unknown = True
    if rule.is_simple:
        reckon_simply(turn, case)
    else:
        reckon(turn, case)
    return turn


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
