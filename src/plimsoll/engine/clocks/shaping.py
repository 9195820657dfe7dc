"""What cases with the same tokens have in common: which clocks may run, and what is left of their conditions.

Most of what a pack asks ("in a secure placement?", "placed for adoption?") a given record cannot
answer with yes, because nothing in it could have begun it. For each set of tokens that is worked
out once, and deriving such a case asks only what is left.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from plimsoll.engine.clocks.conditions import ALWAYS_HOLDS, NEVER_HOLDS
from plimsoll.engine.clocks.matching import narrowed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from plimsoll.engine.clocks.conditions import Holding
    from plimsoll.engine.clocks.matching import Matcher, Token
    from plimsoll.engine.clocks.packs import Words
    from plimsoll.engine.clocks.rules import ClockRule, StartRule, VersionRule


class Shaping:
    """The tokens of a shape, with what is left of each condition for them."""

    __slots__ = ("_left", "tokens", "words")

    def __init__(self, tokens: frozenset[Token], words: Words) -> None:
        self.tokens = tokens
        self.words = words
        self._left: dict[int, Holding] = {}

    def left_of(self, holding: Holding | None) -> Holding | None:
        """What is left of a condition; None where it always holds."""
        if holding is None:
            return None
        found = self._left.get(holding.key)
        if found is None:
            found = self._left[holding.key] = holding.simplified(self.tokens, self.words)
        return None if found is ALWAYS_HOLDS else found

    def may_match(self, matcher: Matcher) -> Matcher | None:
        """The matcher, or None where nothing in the record can match it."""
        return None if matcher.tokens.isdisjoint(self.tokens) else matcher


class ShapedStart:
    """One entry of `start:` with what is left of its condition."""

    __slots__ = ("entry", "held", "is_plain", "matcher")

    def __init__(self, entry: StartRule, held: Holding | None) -> None:
        self.entry = entry
        self.held = held
        self.matcher = entry.matcher
        self.is_plain = held is None and entry.occurrence is None and not entry.planned


class ShapedVersion:
    """One version of a clock with what is left of it."""

    __slots__ = ("applies_if", "applies_while", "breaches", "dated", "ends", "is_ended", "meets", "rule", "starts")

    def __init__(self, rule: VersionRule, shaping: Shaping) -> None:
        self.rule = rule
        self.applies_if = shaping.left_of(rule.applies_if)
        self.applies_while = shaping.left_of(rule.applies_while)
        self.meets = shaping.may_match(rule.meets)
        self.dated = tuple(pair for pair in rule.dated_meetings if shaping.may_match(pair[0]))
        self.ends = shaping.may_match(rule.ends)
        self.breaches = shaping.may_match(rule.breaches)
        self.is_ended = self.ends is not None or any(shaping.may_match(matcher) for matcher, _ in rule.special_ends)
        self.starts = tuple(self._starts(shaping))

    def _starts(self, shaping: Shaping) -> Iterator[ShapedStart]:
        if NEVER_HOLDS in (self.applies_if, self.applies_while):
            return
        for entry in self.rule.starts:
            held = shaping.left_of(entry.held)
            if held is self.applies_while and entry.occurrence is None:
                held = None  # asked all the same when the turn begins
            if held is not NEVER_HOLDS and not any(need.isdisjoint(shaping.tokens) for need in entry.needs):
                yield ShapedStart(entry, held)


class ShapedClock:
    """One clock that may have turns in cases of a shape."""

    __slots__ = ("clock", "extends", "has_one_start", "id", "versions")

    def __init__(self, clock: ClockRule, versions: tuple[ShapedVersion, ...]) -> None:
        self.clock = clock
        self.id = clock.id
        self.versions = versions
        starts = [start for version in versions for start in version.starts]
        self.has_one_start = len(starts) == 1
        self.extends = any(version.rule.extends.pairs for version in versions)


class Shape:
    """The clocks that cases with the same tokens may have turns of, and what is left to ask of their events."""

    __slots__ = ("_narrowed", "_said", "_tokens", "_words", "by_id", "clocks")

    def __init__(self, clocks: Iterable[ShapedClock], tokens: frozenset[Token], words: Words) -> None:
        self.clocks = tuple(clocks)
        self.by_id = {clock.id: clock for clock in self.clocks}
        self._tokens = tokens
        self._words = words
        said: dict[tuple[str, str], set[object]] = {}
        for token in tokens:
            if isinstance(token, tuple):
                said.setdefault((token[0], token[1]), set()).add(token[2])
        self._said = {pair: frozenset(values) for pair, values in said.items()}
        self._narrowed: dict[int, Matcher | None] = {}

    def narrowed(self, matcher: Matcher) -> Matcher | None:
        """The matcher without what the shape settles; None where nothing can match."""
        try:
            return self._narrowed[matcher.key]
        except KeyError:
            matches = narrowed(matcher, self._said, self._tokens)
            found = self._narrowed[matcher.key] = self._words.matcher(matches) if matches else None
            return found


def shape_for(tokens: frozenset[Token], clocks: Iterable[ClockRule], words: Words) -> Shape:
    """Work out the shape of cases with these tokens."""
    return Shape(_shaped(Shaping(tokens, words), clocks), tokens, words)


def _shaped(shaping: Shaping, clocks: Iterable[ClockRule]) -> Iterator[ShapedClock]:
    for clock in clocks:
        if any(need.isdisjoint(shaping.tokens) for need in clock.needs):
            continue
        versions = tuple(ShapedVersion(rule, shaping) for rule in clock.versions)
        if any(version.starts for version in versions):
            yield ShapedClock(clock, versions)
