"""Names as they are searched: plain letters, and a key for how they sound.

Pure: text in, text out. The key is made here and not by the database, so that every server gives the same one and
so that it knows Welsh and Irish spellings, and names that were written down from another alphabet by ear. It is
coarse on purpose: it finds who it might be, and a person decides.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

MOST_LETTERS = 24
# Letters that Unicode does not take apart into a letter and a mark.
_WHOLE = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ß": "ss"})
_MARKS_IN_A_WORD = re.compile(r"[’'‘`´ʼ.]")
_BETWEEN_WORDS = re.compile(r"[^a-z0-9]+")
_PREFIXES = frozenset({"o", "mc", "mac", "de", "al", "el", "st", "ap", "ab"})
# Spellings that no rule of English or Welsh would read aloud rightly.
_IRREGULAR = {
    "niamh": "neev",
    "saoirse": "seersha",
    "siobhan": "shivon",
    "caoimhe": "keeva",
    "aoife": "eefa",
    "sean": "shon",
    "shaun": "shon",
    "shawn": "shon",
    "sinead": "shined",
    "roisin": "rosheen",
    "ciara": "keera",
    "ciaran": "keeran",
    "oisin": "osheen",
    "eoin": "owen",
    "eoghan": "owen",
    "geoffrey": "jefry",
    "geoff": "jef",
    "sioned": "shoned",
    "xavier": "zavier",
    "hugh": "hew",
    "leigh": "lee",
    "vaughan": "von",
}
_RULES = tuple(
    (re.compile(pattern), to)
    for pattern, to in (
        (r"^s[hi](?=[aou])", "+"),  # Siân and Shan, Siôn and Shon
        (r"^(?:kn|gn)", "n"),
        (r"^wr", "r"),
        (r"^ps", "s"),
        (r"^x", "s"),
        (r"tch|ch(?=[aeiouy])|cz", "*"),
        (r"sch|sh|sz", "+"),
        (r"ph|ff|v", "f"),
        (r"th|dd", "t"),
        (r"gh(?![aeiou])", ""),
        (r"mb$", "m"),
        (r"d[gj]", "j"),
        (r"g(?=[eiy])", "j"),
        (r"c(?=[eiy])", "s"),
        (r"ck|ch|c|q|kh", "k"),
        (r"x", "ks"),
        (r"z", "s"),
        (r"d", "t"),
        (r"(?<!^)w|h", ""),
        (r"(.)\1+", r"\1"),
    )
)
_VOWELS = re.compile(r"[aeiouy]+")


def plain(text: str) -> str:
    """The words of a name in small letters without accents or apostrophes, one space between them.

    >>> plain("Siân O’Brien-Żuk")
    'sian obrien zuk'
    """
    apart = unicodedata.normalize("NFKD", text.casefold().translate(_WHOLE))
    letters = "".join(letter for letter in apart if not unicodedata.combining(letter))
    words = _BETWEEN_WORDS.sub(" ", _MARKS_IN_A_WORD.sub("", letters)).split()
    return " ".join(_joined(words))


def key(word: str) -> str:
    """How one plain word sounds: its consonants by group, with `a` for a vowel at its beginning.

    >>> key("mohammed") == key("muhammad"), key("sian") == key("shan")
    (True, True)
    """
    if word.isdigit():
        return word[:MOST_LETTERS]
    sound = _IRREGULAR.get(word, word)
    for pattern, to in _RULES:
        sound = pattern.sub(to, sound)
    first = "a" if _VOWELS.match(sound) else ""
    return (first + _VOWELS.sub("", sound))[:MOST_LETTERS] or "a"


def keys(text: str) -> list[str]:
    """The keys of every word of a name, each once, in order of the alphabet."""
    return sorted({key(word) for word in plain(text).split()})


def index_of(names: Iterable[str]) -> tuple[str, list[str]]:
    """What is stored to find somebody by any of their names: the plain words and the keys, each once."""
    words = list(dict.fromkeys(word for name in names for word in plain(name).split()))
    return " ".join(words), sorted({key(word) for word in words})


def _joined(words: list[str]) -> list[str]:
    """`o brien` is `obrien`: a beginning that is written apart belongs to the next word."""
    found: list[str] = []
    held = ""
    for position, word in enumerate(words):
        if word in _PREFIXES and position < len(words) - 1:
            held += word
        else:
            found.append(held + word)
            held = ""
    return found
