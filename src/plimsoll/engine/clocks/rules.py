"""Clocks compiled for deriving: conditions, matchers and calendars looked up beforehand."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from plimsoll.engine.clocks.conditions import either
from plimsoll.engine.clocks.matching import Token, compile_where, names_in
from plimsoll.engine.moments import to_date

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from plimsoll.engine.clocks.conditions import Holding, Needs, StateRule
    from plimsoll.engine.clocks.matching import Matcher
    from plimsoll.engine.clocks.packs import Words
    from plimsoll.engine.reasons import Amount
    from plimsoll.engine.rulebook import model

_NEVER, _FOR_GOOD = -(1 << 40), 1 << 40


class Dates:
    """The dates that follow from one day counted from, as ordinals, and the stamp from which they are near.

    Many cases count from the same day: `due_on` and `opens_on` are the same days as dates, and
    `standing` is how an open duty with these dates stands at one moment (counting.py).
    """

    __slots__ = ("due", "due_on", "limit", "near_from", "opens", "opens_on", "raw", "standing")

    def __init__(self, raw: int, due: int, limit: int, opens: int | None, near_from: int) -> None:
        self.raw = raw
        self.due = due
        self.limit = limit
        self.opens = opens
        self.near_from = near_from
        self.due_on = to_date(due)
        self.opens_on = to_date(opens) if opens is not None else None
        self.standing: Standing | None = None


class Standing(NamedTuple):
    """How an open duty stands at a moment (`stamp`): `state` is late, due_soon or running."""

    stamp: int
    state: str
    left: Amount | None
    is_soon: bool


class StartRule:
    """One entry of `start:`."""

    __slots__ = (
        *("birthdays", "count_from", "each_term", "each_year", "held", "lasted", "last", "matcher", "needs"),
        *("occurrence", "passes", "planned", "since", "state"),
    )

    def __init__(self, start: model.Start, words: Words) -> None:
        self.matcher: Matcher | None = words.matcher((start.match,)) if start.match is not None else None
        self.birthdays = tuple(sorted(start.birthdays))
        self.each_year = start.each_year
        self.each_term = start.each_term
        self.planned = start.planned
        self.count_from = start.count_from
        self.held: Holding | None = words.holding(start.held)
        self.occurrence = start.occurrence
        self.since: StateRule | str | None = None
        if start.occurrence is not None and start.occurrence.since:
            self.since = _state(start.occurrence.since, words)
        self.state: StateRule | str | None = None
        self.lasted: Amount | None = None
        self.passes: Callable[[Mapping[str, object]], bool] | None = None
        if start.state is not None:
            self.state = _state(start.state.state, words)
            self.lasted = start.state.at_least
            self.passes = compile_where(start.state.where)
        last = start.count_from.last if start.count_from is not None else None
        self.last: Matcher | None = words.matcher((last,)) if last is not None else None
        self.needs = self._needs(words)

    def _needs(self, words: Words) -> Needs:
        """What a case must have for this entry to start a turn."""
        own: list[frozenset[Token]] = list(self.held.needs) if self.held is not None else []
        if self.matcher is not None:
            own.append(self.matcher.tokens)
        elif self.state is not None and not isinstance(self.state, str):
            own.append(self.state.begins.tokens)
        elif self.birthdays:
            own.append(frozenset[Token]().union(*(words.age(age) for age in self.birthdays)))
        return tuple(own)

    @property
    def names(self) -> frozenset[str]:
        """The events that may make this entry start a turn; none for birthdays, years and terms."""
        if self.matcher is not None:
            return self.matcher.names
        if self.state is not None and not isinstance(self.state, str):
            return self.state.begins.names
        return frozenset()


def _state(name: str, words: Words) -> StateRule | str:
    return name if name == "case_open" else words.state(name)


class VersionRule:
    """One version of a clock, compiled."""

    __slots__ = (
        *("applies_if", "applies_while", "breaches", "calendar", "calendar_name", "citation", "clock"),
        *("dated_meetings", "dates", "ends", "extends", "goes_on", "has_own_terms", "is_simple", "meets"),
        *("meets_later", "pauses", "rests_on_age", "school", "since", "soon", "special_ends", "starts"),
        *("time", "unit", "until", "version", "words"),
    )

    def __init__(self, clock: model.Clock, version: model.Version, words: Words) -> None:
        self.clock = clock
        self.version = version
        self.words = words
        self.citation = version.citation
        self.since = version.since.toordinal() if version.since is not None else _FOR_GOOD
        self.until = version.until.toordinal() if version.until is not None else _FOR_GOOD
        self.time = version.time
        self.unit = version.time.unit
        self.calendar_name = version.time.calendar or words.pack.calendar
        self.calendar = words.calendars.working(self.calendar_name)
        self.school = words.calendars.school(self.calendar_name)
        self.has_own_terms = words.calendars.has_own_terms(self.calendar_name)
        self.soon = version.due_soon or words.pack.due_soon
        self.starts = tuple(StartRule(start, words) for start in version.start)
        self._compile_matchers(version, words)
        self.applies_if: Holding | None = words.holding(version.applies_if)
        self.applies_while: Holding | None = words.holding(version.applies_while)
        self.rests_on_age = any(holding.rests_on_age for holding in self.holdings)
        self.is_simple = self._is_simple()
        self.dates: dict[int, Dates] = {}
        self.goes_on = False  # the pack says, once it knows all its clocks (midway.py)

    def _is_simple(self) -> bool:
        """Whether its dates follow from the day counted from alone, so that each is worked out once."""
        time = self.time
        elsewhere = time.date_detail or time.given or time.or_later or time.own_amount or time.no_sooner_than_start
        moved = self.version.pauses or (time.fixed is not None and time.fixed.year_detail)
        return self.unit != "hours" and not elsewhere and not moved

    def _compile_matchers(self, version: model.Version, words: Words) -> None:
        plain = [meeting for meeting in version.met_by if not meeting.dated_by]
        self.meets = words.matcher(meeting.match for meeting in plain)
        self.meets_later = words.matcher(meeting.match for meeting in plain if meeting.later)
        self.dated_meetings = tuple(
            (words.matcher((meeting.match,)), meeting.dated_by) for meeting in version.met_by if meeting.dated_by
        )
        self.ends = words.matcher(ending.match for ending in version.ends if not ending.in_time and not ending.later)
        self.special_ends = tuple(
            (words.matcher((ending.match,)), ending) for ending in version.ends if ending.in_time or ending.later
        )
        self.breaches = words.matcher(version.not_before)
        self.extends = words.matcher(version.extension.by if version.extension is not None else ())
        self.pauses = tuple(
            (words.matcher(pause.begins), words.matcher(pause.ends), pause.both_ends) for pause in version.pauses
        )

    @property
    def needs(self) -> Needs:
        """What a case must have for a turn under this version."""
        conditions = [holding for holding in (self.applies_if, self.applies_while) if holding is not None]
        always = [need for holding in conditions for need in holding.needs]
        return tuple({*always, *either([start.needs for start in self.starts])})

    @property
    def bears(self) -> frozenset[Token]:
        """Every token that decides whether one of its conditions or entries can matter in a case."""
        needed = [need for start in self.starts for need in start.needs]
        return frozenset[Token]().union(*needed, *(holding.bears for holding in self.holdings))

    @property
    def hears(self) -> frozenset[str]:
        """The events that its matchers look for."""
        matchers = [self.meets, self.ends, self.breaches, self.extends]
        matchers += [matcher for matcher, _ in (*self.dated_meetings, *self.special_ends)]
        matchers += [start.matcher for start in self.starts if start.matcher is not None]
        return frozenset[str]().union(*(matcher.names for matcher in matchers))

    @property
    def holdings(self) -> tuple[Holding, ...]:
        """Every condition that bears on it."""
        conditions = (self.applies_if, self.applies_while, *(start.held for start in self.starts))
        return tuple(condition for condition in conditions if condition is not None)


class ClockRule:
    """One clock, compiled: its versions that have a first day, in order.

    `needs`: sets of tokens; a case that has none of one of them has no turn of this clock.
    `hears`: the events, and `ages` the ages, that decide what is left of it in a case (shaping.py).
    """

    __slots__ = ("ages", "clock", "hears", "id", "needs", "started_by", "versions")

    def __init__(self, clock: model.Clock, words: Words) -> None:
        self.clock = clock
        self.id = clock.id
        self.versions = tuple(
            VersionRule(clock, version, words) for version in clock.versions if version.since is not None
        )
        starts = [start for version in self.versions for start in version.starts]
        self.started_by = frozenset[str]().union(*(start.names for start in starts))
        self.needs = self._needs()
        bears = frozenset[Token]().union(*(version.bears for version in self.versions))
        self.ages = sorted(token[2] for token in bears if isinstance(token, tuple) and isinstance(token[2], int))
        self.hears = tuple(sorted(names_in(bears).union(*(version.hears for version in self.versions)) - {""}))

    def _needs(self) -> Needs:
        if len(self.versions) != 1:
            return either([version.needs for version in self.versions])
        return self.versions[0].needs
