"""One case while its duties are derived: its record, and what has been worked out so far."""

from __future__ import annotations

from typing import TYPE_CHECKING

from plimsoll.engine.moments import AFTER_ALL, midnights
from plimsoll.engine.workdays import birthday

if TYPE_CHECKING:

    from plimsoll.engine.clocks.matching import Matcher, Token
    from plimsoll.engine.clocks.packs import CompiledPack
    from plimsoll.engine.clocks.record import Happening, Record
    from plimsoll.engine.clocks.spans import Spans
    from plimsoll.engine.clocks.states import Stretch
    from plimsoll.engine.clocks.turn import Turn
    from plimsoll.engine.facts import CaseFacts

AHEAD = 800
"""How many days ahead a birthday may be seen: more than any window before a birthday is long."""


class Case:
    """Lives as long as one derivation. `future` is the next moment at which time alone may change something."""

    __slots__ = ("born", "facts", "found", "future", "record", "shape", "spans", "stretches", "turns")

    def __init__(self, facts: CaseFacts, record: Record, pack: CompiledPack) -> None:
        self.facts = facts
        self.record = record
        tokens = pack.tokens.of(record.by_name)
        if record.planned:
            tokens |= pack.tokens.of(record.planned)
        self.future = AFTER_ALL
        self.born: int | None = None
        if facts.born_on is not None:
            self.born = facts.born_on.toordinal()
            self._add_ages(tokens, pack.ages, self.born)
        self.shape = pack.shape_of(tokens)
        self.found: dict[int, list[Happening]] = {}
        self.stretches: dict[str, list[Stretch]] = {}
        self.spans: dict[int, Spans] = {}
        self.turns: dict[str, list[Turn]] = {}

    def _add_ages(self, tokens: set[Token], ages: tuple[int, ...], born: int) -> None:
        """Tell the ages that bear on anything now: those reached, and where something lies ahead all of them."""
        horizon = AFTER_ALL if self.record.planned else self.record.now_day + AHEAD
        for age in ages:
            day = birthday(born, age)
            if day > horizon:
                self.noted(midnights[day - AHEAD])
                return
            tokens.add(("", "age", age))

    def find(self, matcher: Matcher) -> list[Happening]:
        """The happenings a matcher means, looked up once."""
        found = self.found.get(matcher.key)
        if found is None:
            left = self.shape.narrowed(matcher)
            found = self.found[matcher.key] = left.among(self.record.by_name) if left is not None else []
        return found

    def turns_of(self, clock: str) -> list[Turn]:
        """The turns of another rule in this case; none where it cannot have any."""
        from plimsoll.engine.clocks.turns import turns_of

        shaped = self.shape.by_id.get(clock)
        return turns_of(self, shaped) if shaped is not None else []

    def noted(self, stamp: int) -> int:
        """The same stamp, remembered if it is the next one at which something may change by itself."""
        if self.record.now < stamp < self.future:
            self.future = stamp
        return stamp
