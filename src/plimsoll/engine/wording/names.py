"""Finding names of people whom the case does not know."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from plimsoll.engine.wording.model import NAME, Flag

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from plimsoll.engine.wording.model import Names

_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_SAINT = re.compile(r"\b(?:st|saint)\.?\s+$", re.IGNORECASE)
_ENDING = re.compile(r"['’]s$")


def folded(name: str) -> str:
    """A name without accents, apostrophes and case, so that Siân is Sian and O’Brien OBrien.

    >>> folded("Siân O’Brien’s")
    "sian obriens"
    """
    plain = unicodedata.normalize("NFKD", name)
    return "".join(mark for mark in plain if not unicodedata.combining(mark) and mark not in "'’").casefold()


def name_flags(text: str, names: Names, known: Iterable[str]) -> Iterator[Flag]:
    """A mark for each name that is not known: a given name of the list, or what follows Mr, Mrs, Dr …"""
    mine = {folded(part) for name in known for part in re.split(r"[\s,-]+", name) if part}
    mine |= {folded(name) for name in known}
    words = list(_WORD.finditer(text))
    skip = 0
    for place, word in enumerate(words):
        if place < skip:
            continue
        last = _name_from(text, words, place, names)
        if last is None:
            continue
        skip = last + 1
        parts = [folded(_ENDING.sub("", one[0])) for one in words[place : last + 1]]
        titled = parts[0] in names.titles
        # A title's surname or any part of the name that the case knows is enough.
        if any(part in mine for part in (parts[1:] if titled else parts)):
            continue
        end = words[last].end() - (2 if _ENDING.search(words[last][0]) else 0)
        yield Flag(word.start(), end, NAME, NAME, names.why, names.ask, names.source)


def _name_from(text: str, words: list[re.Match[str]], place: int, names: Names) -> int | None:
    """The index of the last word of a name that begins here; None where none does."""
    word = words[place][0]
    bare = folded(_ENDING.sub("", word))
    following = _capitalised_after(text, words, place)
    if not word[0].isupper():
        return None
    if bare in names.titles:
        return place + 1 if following and not _is_place(words, place + 1, names) else None
    if bare not in names.given or _SAINT.search(text[: words[place].start()]):
        return None
    is_owner = bool(_ENDING.search(word))
    if following and not is_owner:
        if folded(words[place + 1][0]) in names.places:
            return None
        return place + 1
    return None if bare in names.also_words else place


def _is_place(words: list[re.Match[str]], place: int, names: Names) -> bool:
    return folded(words[place][0]) in names.places


def _capitalised_after(text: str, words: list[re.Match[str]], place: int) -> bool:
    """Whether the next word is capitalised and only a space (or a title's full stop) stands between."""
    if place + 1 >= len(words):
        return False
    between = text[words[place].end() : words[place + 1].start()]
    following = words[place + 1][0]
    return between in {" ", ". "} and following[0].isupper() and len(following) > 1 and not (
        between == ". " and len(words[place][0]) > 4
    )
