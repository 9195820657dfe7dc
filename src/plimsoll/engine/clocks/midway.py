"""A record that begins in the middle: what the source could not have shown is not told as late.

A case brought in from a census, a return or a spreadsheet carries the fact `known_from`: the day
to which its source was true. Visits and reviews before that day may well have happened; nothing
says so. What the source does show in full (`known_in_full`, names of events: a census tells every
assessment that was finished) is judged as ever. docs/rulebook.md, "A record that begins in the middle".
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from plimsoll.engine.clocks.matching import agree

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from plimsoll.engine.clocks.context import Case
    from plimsoll.engine.clocks.rules import ClockRule, VersionRule
    from plimsoll.engine.clocks.turn import Turn


def count_from_the_record(
    turns: list[Turn], case: Case, known_from: int, again: Callable[[Turn, Case, int], Turn]
) -> list[Turn]:
    """The turns of one clock, without those that only an unknown past makes late.

    `again` makes a turn anew, counted from a day. Of several turns about the same thing, only the
    one begun last is counted on: the child has one next visit, not one for each visit unknown.
    """
    shown = case.record.known_in_full
    result: list[Turn] = []
    counted_on: list[Turn] = []
    for turn in reversed(turns):
        if not _is_unknown(turn, known_from, shown):
            result.append(turn)
        elif turn.rule.goes_on and not any(_about_the_same(turn, other) for other in counted_on):
            counted_on.append(turn)
            made = again(turn, case, known_from)
            # A date that was given, or fixed in the year, does not move: it stays unknown.
            if made.limit_day is not None and made.limit_day >= known_from:
                result.append(made)
        elif turn.closing is not None and turn.closing.state in ("met", "met_late"):
            result.append(turn)
    result.reverse()
    return result


def _is_unknown(turn: Turn, known_from: int, shown: frozenset[str]) -> bool:
    """Whether its date passed before the record begins, and nothing on record had settled it by then.

    A start on a stand-in day (`date_known: false`, as an import says) makes nothing late by itself.
    """
    if turn.limit_day is None or turn.limit_day >= known_from or turn.start.day >= known_from:
        return False
    if not shown.isdisjoint(turn.rule.meets.names) and turn.start.details.get("date_known") is not False:
        return False
    closing = turn.closing
    if closing is None:
        return True
    return closing.day >= known_from and closing.state not in ("lapsed", "exempt")


def _about_the_same(turn: Turn, other: Turn) -> bool:
    return agree(turn.rule.version.match, turn.start.details, other.start.details)


def mark_series(clocks: Iterable[ClockRule]) -> None:
    """Say of each version whether it goes on: it recurs, or opens the series of one that does.

    "Visit within a week of the placement" is met once, but its visit starts "every six weeks": for
    a child long placed it stands for the next visit, or no visiting clock at all would run.
    """
    versions = [version for clock in clocks for version in clock.versions]
    series: dict[str, set[str]] = {}
    for version in versions:
        version.goes_on = _recurs(version)
        if version.goes_on:
            series.setdefault(version.clock.group, set()).update(_met_by(version) & _started_by(version))
    for version in versions:
        if not version.goes_on:
            version.goes_on = not _met_by(version).isdisjoint(series.get(version.clock.group, ()))


def _recurs(version: VersionRule) -> bool:
    by_calendar = any(start.each_year is not None or start.each_term for start in version.starts)
    return by_calendar or not _met_by(version).isdisjoint(_started_by(version))


def _met_by(version: VersionRule) -> frozenset[str]:
    return version.meets.names.union(*(matcher.names for matcher, _ in version.dated_meetings))


def _started_by(version: VersionRule) -> frozenset[str]:
    return frozenset[str]().union(*(start.names for start in version.starts))
