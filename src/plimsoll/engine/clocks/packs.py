"""A pack compiled for deriving: words looked up, and which clocks a case may have."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING

from plimsoll.engine.clocks.conditions import Combined, Holding, StateRule, Together, compile_condition
from plimsoll.engine.clocks.matching import Discriminants, Matcher, Tokens, discriminants
from plimsoll.engine.clocks.midway import mark_series
from plimsoll.engine.clocks.rules import ClockRule
from plimsoll.engine.clocks.shaping import Shapes
from plimsoll.engine.rulebook import model
from plimsoll.engine.workdays import birthday

if TYPE_CHECKING:
    from collections.abc import Iterable

    from plimsoll.engine.clocks.conditions import Kind
    from plimsoll.engine.clocks.matching import Token
    from plimsoll.engine.rulebook import Pack, Rulebook


_MOST_BIRTHDAYS = _MOST_SIMPLIFIED = 16_384


class Words:
    """What the clocks of a pack refer to, each compiled once."""

    def __init__(self, pack: Pack, rulebook: Rulebook) -> None:
        self.pack = pack
        self.nation = pack.nation
        self.calendars = rulebook.calendars
        self.version = rulebook.version
        self.conditions = pack.conditions
        self.holdings: dict[model.Condition, Holding] = {}
        self._matchers: dict[tuple[model.EventMatch, ...], Matcher] = {}
        self._states: dict[str, StateRule] = {}
        self._combined: dict[tuple[Kind, tuple[int, ...]], Combined] = {}
        self.simplified: dict[tuple[int, frozenset[Token]], Holding] = {}
        self.ages: set[int] = set()
        self._keys = count()

    def age(self, reached: int) -> frozenset[Token]:
        """What a case must have for something to hold from this age on."""
        self.ages.add(reached)
        return frozenset({("", "age", reached)})

    def next_key(self) -> int:
        """A number no other matcher or condition of the pack has; two threads asking at once get two."""
        return next(self._keys)

    def keep_simplified(self, key: int, bearing: frozenset[Token], left: Holding) -> None:
        """Remember what is left of a condition where a record has these of the tokens that bear on it."""
        if len(self.simplified) >= _MOST_SIMPLIFIED:
            self.simplified.clear()
        self.simplified[key, bearing] = left

    def matcher(self, matches: Iterable[model.EventMatch]) -> Matcher:
        wanted = tuple(matches)
        found = self._matchers.get(wanted)
        if found is None:
            found = self._matchers[wanted] = Matcher(wanted, self.next_key())
        return found

    def combined(self, kind: Kind, parts: tuple[Holding, ...]) -> Combined:
        """These conditions put together: one and the same for the same parts."""
        wanted = (kind, tuple(part.key for part in parts))
        found = self._combined.get(wanted)
        if found is None:
            found = self._combined[wanted] = self._put_together(kind, parts)
        return found

    def _put_together(self, kind: Kind, parts: tuple[Holding, ...]) -> Combined:
        if kind != "all":
            return Combined(self.next_key(), kind, parts)
        earlier = parts[0] if len(parts) == _PAIR else self.combined("all", parts[:-1])
        return Together(self.next_key(), parts, earlier)

    def begun_with(self, state: StateRule, where: model.Where) -> frozenset[Token]:
        """The tokens of which a case must have one for a stretch of the state whose beginning passes."""
        return self.matcher(model.EventMatch((name,), where) for name in sorted(state.begins.names)).tokens

    def state(self, name: str) -> StateRule:
        found = self._states.get(name)
        if found is None:
            state = self.pack.states[name]
            found = StateRule(name, self.matcher(state.begins), self.matcher(state.ends), keeps=state.keeps)
            self._states[name] = found
        return found

    def discriminants(self) -> Discriminants:
        """The details, by event, that the rules compiled so far tell events apart by."""
        return discriminants(match for matches in self._matchers for match in matches)

    def holding(self, condition: model.Condition | None) -> Holding | None:
        return None if condition is None else compile_condition(condition, self)

    def title(self, event: str) -> str:
        """What an event is called, for people."""
        known = self.pack.events.get(event)
        return known.title if known is not None else event.replace("_", " ").capitalize()


_PAIR = 2


class CompiledPack:
    """The clocks of one pack, and which of them a case of each shape may have."""

    __slots__ = ("_birthdays", "clocks", "shapes", "tokens", "words")

    def __init__(self, pack: Pack, rulebook: Rulebook) -> None:
        self.words = Words(pack, rulebook)
        self.clocks = {clock.id: ClockRule(clock, self.words) for clock in pack.clocks}
        mark_series(self.clocks.values())
        self.tokens = Tokens(self.words.discriminants())
        self.shapes = Shapes(self.clocks.values(), sorted(self.words.ages), self.words)
        self._birthdays: dict[int, tuple[int, ...]] = {}

    def birthdays(self, born: int) -> tuple[int, ...]:
        """The days on which somebody born that day reaches each of the ages that rules speak of."""
        found = self._birthdays.get(born)
        if found is None:
            if len(self._birthdays) >= _MOST_BIRTHDAYS:
                self._birthdays.clear()
            found = self._birthdays[born] = tuple([birthday(born, age) for age in self.shapes.ages])
        return found


def compiled(rulebook: Rulebook, name: str) -> CompiledPack:
    """The pack of this name, compiled once for each rulebook."""
    key = ("clocks", name)
    found = rulebook.derived.get(key)
    if not isinstance(found, CompiledPack):
        found = CompiledPack(rulebook.pack(name), rulebook)
        rulebook.derived[key] = found
    return found
