"""What cases with the same tokens have in common: which clocks may run, and what is left of their conditions.

Most of what a pack asks ("in a secure placement?", "placed for adoption?") a given record cannot
answer with yes, because nothing in it could have begun it. For each set of tokens that is worked
out once, and deriving such a case asks only what is left.
"""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

from plimsoll.engine.clocks.conditions import ALWAYS_HOLDS, NEVER_HOLDS
from plimsoll.engine.clocks.matching import Token, narrowed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from plimsoll.engine.clocks.conditions import Holding, StateRule
    from plimsoll.engine.clocks.matching import Matcher, Said
    from plimsoll.engine.clocks.packs import Words
    from plimsoll.engine.clocks.rules import ClockRule, StartRule, VersionRule


_MOST_SHAPES = 4096
_MOST_PIECES = 16_384


class Shaping:
    """The tokens of a shape, with what is left of each condition and matcher for them."""

    __slots__ = ("_left", "_narrowed", "_said", "tokens", "words")

    def __init__(self, tokens: frozenset[Token], words: Words) -> None:
        self.tokens = tokens
        self.words = words
        said: dict[tuple[str, str], set[object]] = {}
        for token in tokens:
            if isinstance(token, tuple):
                said.setdefault((token[0], token[1]), set()).add(token[2])
        self._said = {pair: frozenset(values) for pair, values in said.items()}
        self._left: dict[int, Holding] = {}
        self._narrowed: dict[int, Matcher | None] = {}

    def left_of(self, holding: Holding | None) -> Holding | None:
        """What is left of a condition; None where it always holds."""
        if holding is None:
            return None
        found = self._left.get(holding.key)
        if found is None:
            found = self._left[holding.key] = holding.simplified(self.tokens, self.words)
        return None if found is ALWAYS_HOLDS else found

    def narrowed(self, matcher: Matcher) -> Matcher | None:
        """The matcher without what the shape settles; None where nothing can match."""
        try:
            return self._narrowed[matcher.key]
        except KeyError:
            matches = narrowed(matcher, self._said, self.tokens)
            found = self._narrowed[matcher.key] = self.words.matcher(matches) if matches else None
            return found


class ShapedStart:
    """One entry of `start:` with what is left of its condition and of the events it means."""

    __slots__ = ("entry", "held", "is_plain", "matcher")

    def __init__(self, entry: StartRule, held: Holding | None, matcher: Matcher | None) -> None:
        self.entry = entry
        self.held = held
        self.matcher = matcher
        self.is_plain = held is None and entry.occurrence is None and not entry.planned


class ShapedVersion:
    """One version of a clock with what is left of it.

    `is_closable`: something that such a case may hold, or time alone, can close a turn; without
    it only the closure of the case and the end of the rule's own condition do.
    """

    __slots__ = (
        *("applies_if", "applies_while", "breaches", "dated", "ends", "extends", "is_closable", "is_ended", "meets"),
        *("repeats_alone", "rule", "special_ends", "starts"),
    )

    def __init__(self, rule: VersionRule, shaping: Shaping) -> None:
        self.rule = rule
        self.applies_if = shaping.left_of(rule.applies_if)
        self.applies_while = shaping.left_of(rule.applies_while)
        self.meets = shaping.narrowed(rule.meets)
        self.dated = tuple(
            (left, detail) for matcher, detail in rule.dated_meetings if (left := shaping.narrowed(matcher)) is not None
        )
        self.ends = shaping.narrowed(rule.ends)
        self.special_ends = tuple(
            (left, ending) for matcher, ending in rule.special_ends if (left := shaping.narrowed(matcher)) is not None
        )
        self.breaches = shaping.narrowed(rule.breaches)
        self.extends = shaping.narrowed(rule.extends)
        self.is_ended = self.ends is not None or bool(self.special_ends)
        is_met = self.meets is not None or bool(self.dated)
        lapses = rule.version.lapses or rule.version.lapses_when_passed
        self.repeats_alone = rule.version.on_repeat != "each"
        self.is_closable = is_met or self.breaches is not None or self.is_ended or lapses
        self.starts = tuple(self._starts(shaping))

    def _starts(self, shaping: Shaping) -> Iterator[ShapedStart]:
        if NEVER_HOLDS in (self.applies_if, self.applies_while):
            return
        for entry in self.rule.starts:
            held = shaping.left_of(entry.held)
            if held is self.applies_while and entry.occurrence is None:
                held = None  # asked all the same when the turn begins
            if held is NEVER_HOLDS or any(need.isdisjoint(shaping.tokens) for need in entry.needs):
                continue
            matcher = shaping.narrowed(entry.matcher) if entry.matcher is not None else None
            if matcher is not None or entry.matcher is None:
                yield ShapedStart(entry, held, matcher)


class ShapedClock:
    """One clock that may have turns in cases of a shape; `only` is its only entry, where it has one."""

    __slots__ = ("clock", "entries", "extends", "has_versions", "id", "only", "versions")

    def __init__(self, clock: ClockRule, versions: tuple[ShapedVersion, ...]) -> None:
        self.clock = clock
        self.id = clock.id
        self.versions = versions
        self.entries = tuple((version, start) for version in versions for start in version.starts)
        self.only = self.entries[0] if len(self.entries) == 1 else None
        self.has_versions = len(versions) > 1
        self.extends = any(version.extends is not None for version in versions)


class Shape:
    """The clocks that cases with the same tokens may have turns of, and what is left to ask of their events."""

    __slots__ = ("_marks", "_narrowed", "_shapes", "by_id", "clocks", "making")

    def __init__(self, clocks: Iterable[ShapedClock], making: Making, shapes: Shapes) -> None:
        self.clocks = tuple(clocks)
        self.by_id = {clock.id: clock for clock in self.clocks}
        self.making = making
        self._shapes = shapes
        self._marks: dict[str, tuple[Matcher | None, Matcher | None]] = {}
        self._narrowed: dict[int, Matcher | None] = {}

    def narrowed(self, matcher: Matcher) -> Matcher | None:
        """The matcher without what the shape settles; None where nothing can match."""
        try:
            return self._narrowed[matcher.key]
        except KeyError:
            found = self._narrowed[matcher.key] = self._shapes.narrowed(matcher, self.making)
            return found

    def marks(self, state: StateRule) -> tuple[Matcher | None, Matcher | None]:
        """What begins and what ends a state here; None where nothing in such a record can."""
        found = self._marks.get(state.name)
        if found is None:
            found = self._marks[state.name] = self.narrowed(state.begins), self.narrowed(state.ends)
        return found


class Making:
    """What cases of a shape say, by name of event, how many of the pack's ages they have reached, and the tokens."""

    __slots__ = ("_shaping", "_words", "reached", "said", "tokens")

    def __init__(self, said: Mapping[str, Said], ages: Sequence[int], words: Words) -> None:
        self.said = said
        self.reached = ages[-1] if ages else -1
        self.tokens = frozenset[Token](("", "age", age) for age in ages).union(*(one.tokens for one in said.values()))
        self._words = words
        self._shaping: Shaping | None = None

    @property
    def shaping(self) -> Shaping:
        """Worked out only where something has to be shaped that no other shape has had before."""
        if self._shaping is None:
            self._shaping = Shaping(self.tokens, self._words)
        return self._shaping


class Shapes:
    """The shapes of a pack's cases, and the pieces that they have in common.

    No two long records say quite the same, so that new shapes come all the time; but what is left
    of one clock depends on few events, and is nearly always there already.
    """

    __slots__ = ("_always", "_by_token", "_clocks", "_left", "_shaped", "_shapes", "_words", "ages")

    def __init__(self, clocks: Iterable[ClockRule], ages: Sequence[int], words: Words) -> None:
        self._clocks = tuple(clocks)
        self._words = words
        self.ages = ages
        self._shapes: dict[tuple[int, frozenset[Said]], Shape] = {}
        self._shaped: dict[tuple[object, ...], ShapedClock | None] = {}
        self._left: dict[tuple[object, ...], Matcher | None] = {}
        self._always = [place for place, clock in enumerate(self._clocks) if not clock.needs]
        self._by_token: dict[Token, list[int]] = {}
        for place, clock in enumerate(self._clocks):
            for token in min(clock.needs, key=len) if clock.needs else ():
                self._by_token.setdefault(token, []).append(place)

    def __len__(self) -> int:
        return len(self._shapes)

    def of(self, said: Mapping[str, Said], reached: int) -> Shape:
        """The shape of a case that says this and has reached so many of the ages; a bounded number is kept."""
        key = (reached, frozenset(said.values()))
        found = self._shapes.get(key)
        if found is None:
            if len(self._shapes) >= _MOST_SHAPES:
                self._shapes.clear()
            making = Making(said, self.ages[:reached], self._words)
            found = self._shapes[key] = Shape(self._clocks_of(making), making, self)
        return found

    def _clocks_of(self, making: Making) -> Iterator[ShapedClock]:
        places = set(self._always)
        for token in making.tokens:
            places.update(self._by_token.get(token, ()))
        for place in sorted(places):
            shaped = self._clock_of(self._clocks[place], making)
            if shaped is not None:
                yield shaped

    def _clock_of(self, clock: ClockRule, making: Making) -> ShapedClock | None:
        reached = bisect_right(clock.ages, making.reached)
        key = (clock.id, reached, *map(making.said.get, clock.hears))
        try:
            return self._shaped[key]
        except KeyError:
            if len(self._shaped) >= _MOST_PIECES:
                self._shaped.clear()
            found = self._shaped[key] = _shaped(clock, making.shaping)
            return found

    def narrowed(self, matcher: Matcher, making: Making) -> Matcher | None:
        """The matcher without what is settled for these cases; None where nothing can match."""
        key = (matcher.key, *map(making.said.get, matcher.names))
        try:
            return self._left[key]
        except KeyError:
            if len(self._left) >= _MOST_PIECES:
                self._left.clear()
            found = self._left[key] = making.shaping.narrowed(matcher)
            return found


def _shaped(clock: ClockRule, shaping: Shaping) -> ShapedClock | None:
    """What is left of a clock; None where no such case has a turn of it."""
    if any(need.isdisjoint(shaping.tokens) for need in clock.needs):
        return None
    versions = tuple(ShapedVersion(rule, shaping) for rule in clock.versions)
    return ShapedClock(clock, versions) if any(version.starts for version in versions) else None
