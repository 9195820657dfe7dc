"""A pack compiled for deriving: words looked up, clocks indexed by the events that start them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from plimsoll.engine.clocks.conditions import Holding, StateRule, compile_condition
from plimsoll.engine.clocks.matching import Matcher
from plimsoll.engine.clocks.rules import ClockRule

if TYPE_CHECKING:
    from collections.abc import Iterable

    from plimsoll.engine.rulebook import Pack, Rulebook, model


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
        self._key = 0

    def next_key(self) -> int:
        self._key += 1
        return self._key

    def matcher(self, matches: Iterable[model.EventMatch]) -> Matcher:
        wanted = tuple(matches)
        found = self._matchers.get(wanted)
        if found is None:
            found = self._matchers[wanted] = Matcher(wanted, self.next_key())
        return found

    def state(self, name: str) -> StateRule:
        found = self._states.get(name)
        if found is None:
            state = self.pack.states[name]
            found = StateRule(name, self.matcher(state.begins), self.matcher(state.ends), keeps=state.keeps)
            self._states[name] = found
        return found

    def holding(self, condition: model.Condition | None) -> Holding | None:
        return None if condition is None else compile_condition(condition, self)

    def title(self, event: str) -> str:
        """What an event is called, for people."""
        known = self.pack.events.get(event)
        return known.title if known is not None else event.replace("_", " ").capitalize()


class CompiledPack:
    """The clocks of one pack: `by_event` those that an event may start, `unprompted` the rest."""

    __slots__ = ("by_event", "clocks", "unprompted", "words")

    def __init__(self, pack: Pack, rulebook: Rulebook) -> None:
        self.words = Words(pack, rulebook)
        self.clocks = {clock.id: ClockRule(clock, self.words) for clock in pack.clocks}
        by_event: dict[str, list[ClockRule]] = {}
        for clock in self.clocks.values():
            for name in clock.started_by:
                by_event.setdefault(name, []).append(clock)
        self.by_event = {name: tuple(found) for name, found in by_event.items()}
        self.unprompted = tuple(clock for clock in self.clocks.values() if clock.is_unprompted)


def compiled(rulebook: Rulebook, name: str) -> CompiledPack:
    """The pack of this name, compiled once for each rulebook."""
    key = ("clocks", name)
    found = rulebook.derived.get(key)
    if not isinstance(found, CompiledPack):
        found = CompiledPack(rulebook.pack(name), rulebook)
        rulebook.derived[key] = found
    return found
