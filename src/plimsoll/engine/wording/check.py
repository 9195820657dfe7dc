"""Looking a text over."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from plimsoll.engine.wording.model import Flag
from plimsoll.engine.wording.names import name_flags

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from plimsoll.engine.wording.model import Entry, Wording

MOST_FLAGS = 200
# Quoted speech on one line. A single mark opens only after a space, so that an apostrophe does not.
_QUOTED = re.compile(r"“[^”\n]{0,2000}”|\"[^\"\n]{0,2000}\"|(?<![\w])[‘'][^’'\n]{1,300}[’'](?!\w)")
_SENTENCE = re.compile(r"[^.!?\n]+(?:[.!?](?=\S)[^.!?\n]+)*")


def check(text: str, words: Wording, *, kind: str = "fact", names: Iterable[str] = ()) -> tuple[Flag, ...]:
    """The marks of a text, in its order, none over another.

    `kind` is the section's: fact, said, opinion or actions. `names` are all that the case knows, whole or in parts.
    """
    found = list(name_flags(text, words.names, names)) if words.names else []
    if kind != "said":
        found += _word_flags(text, words)
    return tuple(_apart(found)[:MOST_FLAGS])


def _word_flags(text: str, words: Wording) -> Iterator[Flag]:
    own = _QUOTED.sub(lambda quoted: " " * len(quoted[0]), text)
    for sentence in _SENTENCE.finditer(own):
        start, said = sentence.start(), sentence[0]
        speaks = words.speaking.search(said) if words.speaking else None
        for entry in words.entries:
            for hit in entry.words.finditer(said):
                if speaks and speaks.end() <= hit.start() and entry.kind != "jargon":
                    continue
                if not _is_right(entry, said, hit, words):
                    yield _flag(entry, start + hit.start(), start + hit.end())


def _flag(entry: Entry, start: int, end: int) -> Flag:
    return Flag(start, end, entry.kind, entry.id, entry.why, entry.ask, entry.source)


def _is_right(entry: Entry, sentence: str, hit: re.Match[str], words: Wording) -> bool:
    """Whether the sentence itself says what makes the words right: its ground, a denial, or the entry's own."""
    if entry.unless and entry.unless.search(sentence):
        return True
    if entry.needs_ground and words.grounds and words.grounds.search(sentence):
        return True
    if entry.kind == "jargon" or words.denying is None:
        return False
    before = " ".join(sentence[: hit.start()].split()[-3:])
    return bool(words.denying.search(before))


def _apart(flags: list[Flag]) -> list[Flag]:
    """The longest of those that overlap."""
    kept: list[Flag] = []
    for flag in sorted(flags, key=lambda one: (one.start - one.end, one.start)):
        if all(flag.end <= other.start or flag.start >= other.end for other in kept):
            kept.append(flag)
    return sorted(kept, key=lambda one: one.start)
