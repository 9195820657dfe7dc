"""The turns of a clock in one case: each start, its date, and what became of it.

A turn closes by the earliest of: what meets it, what happened too soon, an exemption, what
ends it, its condition ceasing, its own running out. On a day without hours they count in
that order, so that a visit on the day of the closure is a visit made.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from plimsoll.engine.clocks.acts import apply_acts
from plimsoll.engine.clocks.matching import agree, as_date
from plimsoll.engine.clocks.midway import count_from_the_record
from plimsoll.engine.clocks.reckoning import add, placed, reckon
from plimsoll.engine.clocks.record import Happening
from plimsoll.engine.clocks.spans import ALWAYS, held_until
from plimsoll.engine.clocks.starts import starts_of
from plimsoll.engine.clocks.states import CLOSED
from plimsoll.engine.moments import AFTER_ALL, day_of, midnights, stamp_of

if TYPE_CHECKING:
    from plimsoll.engine.clocks.acts import Act
    from plimsoll.engine.clocks.context import Case
    from plimsoll.engine.clocks.rules import ClockRule, StartRule, VersionRule
    from plimsoll.engine.rulebook.model import Ending


class Closing(NamedTuple):
    """How a turn closed: the state, the day, the stamp (None where only the day is known), and by what."""

    state: str
    day: int
    stamp: int | None
    by: Happening | None

    def sooner_than(self, other: Closing) -> bool:
        """Strictly sooner: by the hour where both have one, otherwise by the day."""
        if self.day != other.day:
            return self.day < other.day
        return self.stamp is not None and other.stamp is not None and self.stamp < other.stamp


class Turn:
    """One turn of a clock. Days are ordinals; `limit_day` is the last day on which meeting it is in time.

    What is unusual (extensions, pauses, a date that was given) stands on the class as its
    default, so that making the usual turn costs little.
    """

    base_day: int | None = None
    base_stamp: int | None = None
    raw_day: int | None = None
    """The date as counted with its pauses, before any roll or extension."""
    counted_day: int | None = None
    counted_stamp: int | None = None
    """The same before the pauses: a day where there were any, a moment for every clock in hours."""
    due_day: int | None = None
    due_stamp: int | None = None
    """The exact moment, for clocks in hours."""
    first_due: int | None = None
    """The date before any extension."""
    limit_day: int | None = None
    opens_day: int | None = None
    closing: Closing | None = None
    acts: tuple[Act, ...] = ()
    exempt: Happening | None = None
    is_extended = False
    is_given = False
    is_planned = False
    born_unknown = False
    later_of = ""
    missing = ""
    moved_from: VersionRule | None = None
    paused_by: Happening | None = None
    counted_from: int | None = None
    """The day on which the record begins, where the turn is counted from there."""
    paused_days = 0
    used: Happening | None = None

    def __init__(self, start: Happening, entry: StartRule, rule: VersionRule) -> None:
        self.start = start
        self.entry = entry
        self.rule = rule

    def passed_by(self, happening: Happening) -> bool:
        """Whether the date had passed when this happened. An event without its hour is given its whole day."""
        if self.limit_day is None:
            return False
        if self.due_stamp is not None and happening.timed:
            return happening.stamp > self.due_stamp
        return happening.day > self.limit_day

    def was_told_before(self, happening: Happening) -> bool:
        """Whether the start was a plan, already written down when this happened."""
        recorded = self.start.event.recorded_at
        if not self.entry.planned or recorded is None:
            return False
        return stamp_of(recorded) <= happening.stamp < self.start.stamp

    def is_past(self, now_day: int, now: int) -> bool:
        """Whether the date has passed at this moment."""
        if self.limit_day is None:
            return False
        return now > self.due_stamp if self.due_stamp is not None else now_day > self.limit_day

    def open_at(self, happening: Happening) -> bool:
        """Whether the turn was still open when this happened."""
        closing = self.closing
        if closing is None:
            return True
        if closing.day != happening.day:
            return closing.day > happening.day
        return happening.timed and closing.stamp is not None and closing.stamp > happening.stamp


def turns_of(case: Case, clock: ClockRule) -> list[Turn]:
    """Every turn of this clock in this case, in order of their starts; worked out once for the case."""
    found = case.turns.get(clock.id)
    if found is not None:
        return found
    turns: list[Turn] = []
    case.turns[clock.id] = turns  # a clock counted from its own earlier turns sees those made so far
    for start, entry, rule in starts_of(case, clock):
        turn = _begin(case, start, entry, rule)
        if turn is None:
            continue
        previous = turns[-1] if turns else None
        _close(turn, case, previous)
        if len(clock.versions) > 1:
            turn = _moved(turn, clock, case, previous)
        if turns and rule.version.on_repeat != "each" and not _repeats_well(turns, turn):
            continue
        turns.append(turn)
    if turns and (clock.extends or case.record.has_acts):
        apply_acts(turns, clock, case, _close)
    if turns and case.record.begins_on is not None:
        turns[:] = count_from_the_record(turns, case, case.record.begins_on, _again)
    return turns


def _again(turn: Turn, case: Case, from_day: int) -> Turn:
    """The turn as it is when counted from the day on which the record begins."""
    made = Turn(turn.start, turn.entry, turn.rule)
    made.is_planned, made.born_unknown, made.moved_from = turn.is_planned, turn.born_unknown, turn.moved_from
    made.acts, made.counted_from = turn.acts, from_day
    reckon(made, case)
    _close(made, case, None)
    return made


def _begin(case: Case, start: Happening, entry: StartRule, rule: VersionRule) -> Turn | None:
    """The turn with its dates, or None where the rule's conditions do not hold at its start."""
    if rule.applies_if is not None and held_until(rule.applies_if.spans(case), start) is None:
        return None
    if rule.applies_while is not None and held_until(rule.applies_while.spans(case), start) is None:
        return None
    turn = Turn(start, entry, rule)
    if entry.planned:
        turn.is_planned = start.stamp > case.record.now
    if rule.rests_on_age and case.born is None:
        turn.born_unknown = True
    reckon(turn, case)
    return turn


def _repeats_well(turns: list[Turn], turn: Turn) -> bool:
    """Whether a further start stands beside, instead of, or not at all beside the open turn before it."""
    match, details = turn.rule.version.match, turn.start.details
    for index in range(len(turns) - 1, -1, -1):
        earlier = turns[index]
        if not agree(match, earlier.start.details, details) or not earlier.open_at(turn.start):
            continue
        if turn.rule.version.on_repeat == "keep":
            return False
        del turns[index]
    return True


def _moved(turn: Turn, clock: ClockRule, case: Case, previous: Turn | None) -> Turn:
    """The turn under a later version that says running clocks move to it."""
    versions = clock.versions
    for later in versions[versions.index(turn.rule) + 1 :]:
        still_open = turn.closing is None or turn.closing.day >= later.since
        if not later.version.moves_running or case.record.now_day < later.since or not still_open:
            break
        moved = Turn(turn.start, turn.entry, later)
        moved.moved_from = turn.moved_from or turn.rule
        moved.is_planned, moved.born_unknown = turn.is_planned, turn.born_unknown
        reckon(moved, case)
        _close(moved, case, previous)
        turn = moved
    return turn


# --- closing ----------------------------------------------------------------------------------


def _close(turn: Turn, case: Case, previous: Turn | None) -> None:
    """Find what closed the turn by now, if anything did."""
    rule, record = turn.rule, case.record
    best = _meeting(turn, case, previous)
    if rule.breaches.pairs:
        best = _sooner(best, _breach(turn, case))
    if turn.exempt is not None:
        exempt = turn.exempt
        best = _sooner(best, Closing("exempt", exempt.day, exempt.stamp if exempt.timed else None, exempt))
    best = _sooner(best, _ending(turn, case))
    if rule.applies_while is not None:
        best = _sooner(best, _ceasing(turn, case))
    best = _sooner(best, _lapse(turn, record.now_day, record.now))
    turn.closing = best


def _sooner(best: Closing | None, other: Closing | None) -> Closing | None:
    if best is None:
        return other
    return other if other is not None and other.sooner_than(best) else best


def _meeting(turn: Turn, case: Case, previous: Turn | None) -> Closing | None:
    rule, start = turn.rule, turn.start
    match = rule.version.match
    only_later = case.find(rule.meets_later) if rule.meets_later.pairs else ()
    for each in _meetings(turn, case):
        if each is start or not _is_in_place(each, turn, previous):
            continue
        if only_later and each in only_later and not each.after_day_of(start):
            continue
        if match and not agree(match, start.details, each.details):
            continue
        turn.used = each
        state = "met_late" if turn.passed_by(each) else "met"
        return Closing(state, each.day, each.stamp if each.timed else None, each)
    return None


def _is_in_place(each: Happening, turn: Turn, previous: Turn | None) -> bool:
    """Whether an event lies where it may meet the turn: in its window, or from its start on."""
    if turn.opens_day is not None:
        return each.day >= turn.opens_day
    if each.not_before(turn.start):
        return True
    may_be_earlier = turn.rule.time.before or turn.rule.version.met_by_any_time
    return may_be_earlier and _is_recent(each, turn, previous)


def _meetings(turn: Turn, case: Case) -> list[Happening]:
    """What may meet the turn, in order; a meeting dated by a detail stands on the day the detail says."""
    found = case.find(turn.rule.meets)
    if not turn.rule.dated_meetings:
        return found
    result = list(found)
    for matcher, detail in turn.rule.dated_meetings:
        for each in [*case.find(matcher), *matcher.among(case.record.planned)]:
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
    for each in case.find(rule.breaches):
        if each is turn.start or not each.not_before(turn.start):
            continue
        if each.day > last:
            break
        if agree(rule.version.match, turn.start.details, each.details):
            return Closing("breached", each.day, each.stamp if each.timed else None, each)
    return None


def _ending(turn: Turn, case: Case) -> Closing | None:
    rule = turn.rule
    best = _first_end(turn, case.find(rule.ends), None)
    for matcher, ending in rule.special_ends:
        best = _sooner(best, _first_end(turn, case.find(matcher), ending))
    if not rule.version.survives_closure and CLOSED in case.record.by_name:
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


def _ceasing(turn: Turn, case: Case) -> Closing | None:
    """The moment at which the condition stopped holding, if it has."""
    rule = turn.rule
    assert rule.applies_while is not None
    spans = rule.applies_while.spans(case)
    if spans is ALWAYS:
        return None
    stop = held_until(spans, turn.start)
    if stop is None:  # a turn moved to a version whose condition never held
        stop = midnights[rule.since]
    if stop >= AFTER_ALL or stop > case.record.now:
        return None
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
    if version.lapses_when_passed and turn.base_day is not None and now_day >= turn.base_day:
        if turn.limit_day is None or turn.base_day > turn.limit_day:
            return Closing("lapsed", turn.base_day, None, None)
    return None
