"""One case while its duties are derived: its record, and what has been worked out so far."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

from plimsoll.engine.moments import AFTER_ALL, midnights

if TYPE_CHECKING:
    from collections.abc import Sequence

    from plimsoll.engine.clocks.matching import Matcher
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
        self.future = AFTER_ALL
        self.born: int | None = None
        reached = 0
        if facts.born_on is not None:
            self.born = facts.born_on.toordinal()
            reached = self._ages_reached(pack.birthdays(self.born))
        self.shape = pack.shapes.of(pack.tokens.of(_every(record) if record.planned else record.by_name), reached)
        self.found: dict[int, list[Happening]] = {}
        self.stretches: dict[str, list[Stretch]] = {}
        self.spans: dict[int, Spans] = {}
        self.turns: dict[str, list[Turn]] = {}

    def _ages_reached(self, birthdays: Sequence[int]) -> int:
        """How many of the ages bear on anything now: those reached, and where something lies ahead all of them."""
        record = self.record
        if record.planned:
            return len(birthdays)
        reached = bisect_right(birthdays, record.now_day + AHEAD)
        if reached < len(birthdays):
            self.noted(midnights[birthdays[reached] - AHEAD])
        return reached

    def find(self, matcher: Matcher) -> list[Happening]:
        """The happenings a matcher of a rule means."""
        left = self.shape.narrowed(matcher)
        return self.among(left) if left is not None else []

    def among(self, left: Matcher) -> list[Happening]:
        """The happenings meant by what the shape leaves of a matcher, looked up once."""
        if left.whole:
            return self.record.by_name.get(left.whole) or []
        found = self.found.get(left.key)
        if found is None:
            found = self.found[left.key] = left.among(self.record.by_name)
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


def _every(record: Record) -> dict[str, list[Happening]]:
    """What has happened and what is planned, by name."""
    every = dict(record.by_name)
    for name, plans in record.planned.items():
        every[name] = [*every.get(name, ()), *plans]
    return every
