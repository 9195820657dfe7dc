"""What the writing help is made of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from re import Pattern

KINDS = ("subjective", "unsubstantiated", "blaming", "jargon")
NAME = "name"


@dataclass(frozen=True, slots=True)
class Flag:
    """One mark: `text[start:end]` deserves a second look."""

    start: int
    end: int
    kind: str
    entry: str
    why: str
    ask: str
    source: str


@dataclass(frozen=True, slots=True)
class Entry:
    """Words that deserve a second look. `unless` are words in the same sentence that make them right."""

    id: str
    kind: str
    words: Pattern[str]
    unless: Pattern[str] | None
    needs_ground: bool
    why: str
    ask: str
    source: str


@dataclass(frozen=True, slots=True)
class Names:
    """How names are found: given names, those that are also words, titles, and what follows a place's name."""

    given: frozenset[str]
    also_words: frozenset[str]
    titles: frozenset[str]
    places: frozenset[str]
    why: str
    ask: str
    source: str


@dataclass(frozen=True, slots=True)
class Wording:
    """The words in force on a day: entries, what counts as ground for a judgement, who speaks, and names."""

    entries: tuple[Entry, ...]
    grounds: Pattern[str] | None
    speaking: Pattern[str] | None
    denying: Pattern[str] | None
    names: Names | None
