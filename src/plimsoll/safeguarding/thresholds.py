"""The levels of need of a pack, with what each means and where that stands."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from plimsoll.cases import rules
from plimsoll.engine.rulebook.problems import Problems
from plimsoll.safeguarding import pack_data

if TYPE_CHECKING:
    from plimsoll.engine.rulebook import Rulebook
    from plimsoll.engine.rulebook.shapes import Shape

VERIFIED = ("primary", "secondary", "unverified")
GRAVEST = "section_47"


@dataclass(frozen=True, slots=True)
class Source:
    """Where a level's meaning stands; what `{% citation %}` draws."""

    instrument: str
    paragraph: str
    address: str
    verified: str


@dataclass(frozen=True, slots=True)
class Threshold:
    """One choice of a decision: a level of need from 1 to 4, in the pack's words."""

    word: str
    level: int
    title: str
    means: str
    threshold: str
    source: Source


def thresholds(pack: str) -> dict[str, Threshold]:
    """Every choice of a pack by its word, the lightest level first."""
    return _thresholds(pack, rules.current())


@lru_cache(maxsize=64)
def _thresholds(pack: str, book: Rulebook) -> dict[str, Threshold]:
    problems = Problems()
    found = read(pack, book, problems)
    problems.raise_any()
    return found


def read(pack: str, book: Rulebook, problems: Problems) -> dict[str, Threshold]:
    """As `thresholds`, from a rulebook of one's own; what is wrong is added to `problems`."""
    found = [
        _threshold(word, shape)
        for word, shape in pack_data.shapes(pack, "thresholds", problems, book).items()
    ]
    return {one.word: one for one in sorted(found, key=lambda one: one.level)}


def _threshold(word: str, shape: Shape) -> Threshold:
    source = shape.mapping("source")
    if source is None:
        shape.problem("source", "'source' is missing; write `{instrument: …, verified: secondary}`")
        cited = Source("", "", "", "unverified")
    else:
        cited = Source(
            source.text("instrument", needed=True),
            source.text("paragraph"),
            source.text("address"),
            source.word("verified", VERIFIED),
        )
        source.done("a source")
    if not shape.has("level"):
        shape.problem("level", "'level' is missing; write a level from 1 to 4")
    made = Threshold(
        word=word,
        level=shape.whole("level", 1, 4, 4) or 4,
        title=shape.text("title", needed=True),
        means=shape.text("means", needed=True),
        threshold=shape.text("threshold", needed=True),
        source=cited,
    )
    shape.done("a threshold")
    return made
