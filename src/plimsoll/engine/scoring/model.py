"""What a tool is: its parts, who may answer, its bands, and how big a change must be to be more than chance."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

TOTAL = "total"


@dataclass(frozen=True, slots=True)
class Band:
    """A published or local name for the scores from `begins` up to the next band."""

    begins: float
    words: str


@dataclass(frozen=True, slots=True)
class Part:
    """One number of a tool: its total, or a subscale. `counts`: whether it is added into the total."""

    id: str
    title: str
    least: float
    most: float
    counts: bool = True


@dataclass(frozen=True, slots=True)
class Items:
    """A tool answered item by item, each a whole number from `least` to `most`.

    `reversed` are the items whose number is turned before it is added. With up to `most_missing` answers missing the
    total is the mean of those given times their count; with more there is none.
    """

    count: int
    least: int
    most: int
    reversed: frozenset[int] = frozenset()
    most_missing: int = 0


@dataclass(frozen=True, slots=True)
class Flag:
    """An answer that matters whatever the total: an item above a number, or a yes that is asked for itself."""

    id: str
    title: str
    item: int | None = None
    above: float = 0


@dataclass(frozen=True, slots=True)
class Rater:
    """Who answered. `word` is the tool's name on the record, so that two raters' scores are never one line."""

    id: str
    title: str
    word: str
    bands: Mapping[str, tuple[Band, ...]]


@dataclass(frozen=True, slots=True)
class ReliableChange:
    """How many points are more than chance: said by a source, or from a spread and a reliability it gives."""

    points: float
    source: str
    verified: str
    spread: float | None = None
    reliability: float | None = None


@dataclass(frozen=True, slots=True)
class Tool:
    """One tool as the packs define it. `asks_about` is the question for what one line of scores is about."""

    id: str
    title: str
    worse: str
    total: Part
    parts: tuple[Part, ...]
    raters: tuple[Rater, ...]
    items: Items | None = None
    flags: tuple[Flag, ...] = ()
    reliable: ReliableChange | None = None
    asks_about: str = ""
    needs_about: bool = False
    whole: bool = True
    note: str = ""
    licence: str = ""
    source: str = ""
    source_address: str = ""
    verified: str = ""

    @property
    def higher_is_worse(self) -> bool:
        """Whether a higher score is a worse one."""
        return self.worse == "higher"

    @property
    def sums(self) -> bool:
        """Whether the total is added up from parts."""
        return any(part.counts for part in self.parts)

    def rater(self, word: str) -> Rater | None:
        """The rater of an id, or of a word of the record."""
        folded = word.casefold()
        return next((one for one in self.raters if folded in {one.id.casefold(), one.word.casefold()}), None)
