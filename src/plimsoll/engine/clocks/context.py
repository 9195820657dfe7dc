"""One case while its duties are derived: its record, and what has been worked out so far."""

from __future__ import annotations

from typing import TYPE_CHECKING

from plimsoll.engine.clocks.matching import tokens_of
from plimsoll.engine.moments import AFTER_ALL

if TYPE_CHECKING:

    from plimsoll.engine.clocks.matching import Matcher
    from plimsoll.engine.clocks.packs import CompiledPack
    from plimsoll.engine.clocks.record import Happening, Record
    from plimsoll.engine.clocks.spans import Spans
    from plimsoll.engine.clocks.states import Stretch
    from plimsoll.engine.clocks.turns import Turn
    from plimsoll.engine.facts import CaseFacts


class Case:
    """Lives as long as one derivation. `future` is the next moment at which time alone may change something."""

    __slots__ = ("born", "facts", "found", "future", "pack", "record", "shape", "spans", "stretches", "tokens", "turns")

    def __init__(self, facts: CaseFacts, record: Record, pack: CompiledPack) -> None:
        self.facts = facts
        self.record = record
        self.pack = pack
        self.tokens = tokens_of(record.by_name, pack.discriminants)
        if record.planned:
            self.tokens |= tokens_of(record.planned, pack.discriminants)
        self.born = facts.born_on.toordinal() if facts.born_on is not None else None
        self.future = AFTER_ALL
        self.shape = pack.shape_of(self.tokens)
        self.found: dict[int, list[Happening]] = {}
        self.stretches: dict[str, list[Stretch]] = {}
        self.spans: dict[int, Spans] = self.shape.spans.copy()
        self.turns: dict[str, list[Turn]] = {}

    def find(self, matcher: Matcher) -> list[Happening]:
        """The happenings a matcher means, looked up once."""
        found = self.found.get(matcher.key)
        if found is None:
            found = [] if matcher.tokens.isdisjoint(self.tokens) else matcher.among(self.record.by_name)
            self.found[matcher.key] = found
        return found

    def turns_of(self, clock: str) -> list[Turn]:
        """The turns of another rule in this case; none where the pack does not hold it."""
        from plimsoll.engine.clocks.turns import turns_of

        rule = self.pack.clocks.get(clock)
        return turns_of(self, rule) if rule is not None else []

    def noted(self, stamp: int) -> int:
        """The same stamp, remembered if it is the next one at which something may change by itself."""
        if self.record.now < stamp < self.future:
            self.future = stamp
        return stamp
