"""The small language of the word lists, made into patterns that cannot run away.

Words stand one after another; `(a|b)` is either, `word*` any ending, `word?` may be missing, and `...` lets up to
three words come between. Nothing else is special: a pack cannot write an expression that takes long to match.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_GAP = r"(?:[ \n\t]+[^\s.!?;:]{1,30}){0,3}"
_SPACE = r"[ \n\t]+"


def pattern_of(phrases: Iterable[str]) -> re.Pattern[str] | None:
    """One pattern for all phrases; None for no phrase.

    >>> bool(pattern_of(["(is|was) ... manipulat*"]).search("Mum was being very manipulative."))
    True
    """
    parts = [_phrase(phrase) for phrase in phrases]
    if not parts:
        return None
    return re.compile(rf"(?<![\w'-])(?:{'|'.join(parts)})(?![\w-])", re.IGNORECASE)


def _phrase(phrase: str) -> str:
    made, first, gap = "", True, False
    for word in phrase.split():
        if word == "...":
            gap = True
            continue
        before = "" if first else (_GAP + _SPACE if gap else _SPACE)
        made += f"(?:{before}{_word(word[:-1])})?" if word.endswith("?") else before + _word(word)
        first, gap = False, False
    return made


def _word(word: str) -> str:
    if word.startswith("(") and word.endswith(")"):
        inner = [_SPACE.join(_word(part) for part in one.replace("_", " ").split()) for one in word[1:-1].split("|")]
        return f"(?:{'|'.join(inner)})"
    if word.endswith("*"):
        return re.escape(word[:-1]).replace("'", "['’]") + r"[\w'’]{0,20}"
    return re.escape(word).replace("'", "['’]")
