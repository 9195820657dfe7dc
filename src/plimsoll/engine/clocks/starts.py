"""What starts the turns of a clock in one case."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from plimsoll.engine.clocks.conditions import shift, stretches_of
from plimsoll.engine.clocks.reckoning import add
from plimsoll.engine.clocks.record import on_day
from plimsoll.engine.clocks.spans import ALWAYS, held_at, held_until, intersection
from plimsoll.engine.moments import day_of, midnights, moment_of, to_date
from plimsoll.engine.workdays import birthday

if TYPE_CHECKING:
    from collections.abc import Iterator

    from plimsoll.engine.clocks.conditions import StateRule
    from plimsoll.engine.clocks.context import Case
    from plimsoll.engine.clocks.record import Happening
    from plimsoll.engine.clocks.rules import StartRule, VersionRule
    from plimsoll.engine.clocks.shaping import ShapedClock, ShapedStart, ShapedVersion
    from plimsoll.engine.clocks.spans import Spans


Begun = tuple["Happening", "ShapedStart", "ShapedVersion"]
"""A start of a clock, with the entry and the version that it started under."""


def starts_of(case: Case, clock: ShapedClock) -> list[Begun]:
    """Every start of the clock by now, in order."""
    if clock.only is not None:
        return _starts_under(case, *clock.only)
    found: list[Begun] = []
    for version, start in clock.entries:
        found += _starts_under(case, version, start)
    if len(found) > 1:
        found.sort(key=_place)
        # An event that fits two entries starts one turn.
        found = [begun for index, begun in enumerate(found) if not index or begun[0] is not found[index - 1][0]]
    return found


def _starts_under(case: Case, version: ShapedVersion, start: ShapedStart) -> list[Begun]:
    """Every start by now that one entry of one version makes, in order."""
    matcher, rule = start.matcher, version.rule
    if matcher is None:
        begun = _other_starts(case, start, rule)
    elif start.is_plain:
        begun = case.among(matcher)
    else:
        begun = _event_starts(case, start, case.among(matcher))
    low, high, was_closed = rule.since, rule.until, case.record.was_closed
    return [
        (happening, start, version)
        for happening in begun
        if low <= happening.day <= high
        and ((not was_closed and happening.order >= 0) or _is_open(case, happening, version))
    ]


def _place(begun: Begun) -> tuple[int, int]:
    return begun[0].stamp, begun[0].order


def _other_starts(case: Case, start: ShapedStart, version: VersionRule) -> list[Happening]:
    entry = start.entry
    if entry.state is not None:
        return _state_starts(case, start, entry.state)
    if entry.birthdays:
        return _birthday_starts(case, start, version)
    if entry.each_year is not None:
        return list(_yearly_starts(case, start, version))
    return list(_term_starts(case, start, version))


def _event_starts(case: Case, start: ShapedStart, found: list[Happening]) -> list[Happening]:
    """Those of the matching events that start a turn, with plans where they may."""
    entry = start.entry
    if entry.planned and case.record.planned and start.matcher is not None:
        found = [*found, *start.matcher.among(case.record.planned)]
    if start.held is not None and found:
        spans = case.spans.get(start.held.key) or start.held.spans(case)
        if not spans:
            return []
        if spans is not ALWAYS:
            found = [each for each in found if held_until(spans, each) is not None]
    if entry.occurrence is not None and found:
        found = _of_occurrence(case, entry, found)
    return found


def _of_occurrence(case: Case, entry: StartRule, found: list[Happening]) -> list[Happening]:
    """The first, or the later, of these events: ever, or since a state's present stretch began."""
    assert entry.occurrence is not None
    first_only = entry.occurrence.which == "first"
    if entry.since is None:
        return found[:1] if first_only else found[1:]
    result: list[Happening] = []
    for stretch in stretches_of(case, entry.since):
        inside = [each for each in found if held_until(((stretch.low, stretch.high),), each) is not None]
        result.extend(inside[:1] if first_only else inside[1:])
    return result


def _state_starts(case: Case, start: ShapedStart, state: StateRule | str) -> list[Happening]:
    entry = start.entry
    found: list[Happening] = []
    for low, high, begin in stretches_of(case, state):
        if entry.passes is not None and not entry.passes(begin.details):
            continue
        if entry.lasted is None:
            happening = begin
        else:
            day = shift(begin.day, entry.lasted)
            if case.noted(midnights[day]) >= high or day > case.record.now_day:
                continue
            happening = on_day(begin.name, to_date(day))
            happening.event = begin.event
            happening.details = begin.details
        if happening.stamp >= low and (start.held is None or held_until(start.held.spans(case), happening) is not None):
            found.append(happening)
    return found


def _birthday_starts(case: Case, start: ShapedStart, version: VersionRule) -> list[Happening]:
    """Birthdays by now; where the window opens before the birthday, from its opening on."""
    found: list[Happening] = []
    if case.born is None:
        return found
    opens = version.time.opens
    for age in start.entry.birthdays:
        day = birthday(case.born, age)
        shown_from = day
        if opens is not None and opens.amount < 0:
            shown_from = add(version, day, int(opens.amount), opens.unit) or day
        if case.noted(midnights[shown_from]) > case.record.now:
            break  # and every later birthday is still to come
        happening = on_day("birthday", to_date(day))
        if start.held is None or held_until(start.held.spans(case), happening) is not None:
            found.append(happening)
    return found


def _live_spans(case: Case, start: ShapedStart) -> Spans:
    """Where the case is open, from the first event on, and the entry's own condition holds."""
    spans: Spans = tuple((low, high) for low, high, _ in stretches_of(case, "case_open"))
    return spans if start.held is None else intersection(spans, start.held.spans(case))


def _yearly_starts(case: Case, start: ShapedStart, version: VersionRule) -> Iterator[Happening]:
    assert start.entry.each_year is not None
    month, day_of_month = start.entry.each_year
    for low, high in _live_spans(case, start):
        last = min(high - 1, case.record.now)
        first_year = max(to_date(day_of(low)).year, to_date(max(version.since, 1)).year)
        for year in range(first_year, moment_of(last).year + 2 if last >= low else first_year):
            if (month, day_of_month) == (2, 29) and not _is_leap(year):
                day = date(year, 3, 1).toordinal()
            else:
                day = date(year, month, day_of_month).toordinal()
            if low <= midnights[day] < high and case.noted(midnights[day]) <= case.record.now:
                yield on_day("day_of_the_year", to_date(day))


def _is_leap(year: int) -> bool:
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def _term_starts(case: Case, start: ShapedStart, version: VersionRule) -> Iterator[Happening]:
    """A start for each school term that begins or is running while the condition holds."""
    for low, high in _live_spans(case, start):
        last = min(day_of(high - 1), case.record.now_day + 366) if high > low else 0
        for term in version.school.within(day_of(low), last):
            day = max(term.first, day_of(low))
            if midnights[day] < high and case.noted(midnights[day]) <= case.record.now:
                yield on_day("term_started", to_date(day))


def _is_open(case: Case, happening: Happening, version: ShapedVersion) -> bool:
    """Whether a start counts on this case at this time.

    After the case was closed an event may still start a clock, but what merely keeps a
    recurring clock going does not, nor does the calendar.
    """
    if version.rule.version.survives_closure:
        return True
    prompted = happening.order >= 0 and happening.stamp <= case.record.now
    if prompted and not case.record.was_closed:
        return True
    if prompted and (version.meets is None or happening not in case.among(version.meets)):
        return True
    spans: Spans = tuple((low, high) for low, high, _ in stretches_of(case, "case_open"))
    if prompted:
        return held_until(spans, happening) is not None
    return held_at(spans, min(happening.stamp, case.record.now)) if spans is not ALWAYS else True
