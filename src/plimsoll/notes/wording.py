"""The writing help for a case: the packs' words, the names on the case, and the marks in the reader's language.

Nothing leaves this machine, nothing is kept, and nothing is stopped by it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from plimsoll import today as clock
from plimsoll.cases import rules
from plimsoll.engine import wording as engine
from plimsoll.notes import formats
from plimsoll.notes.queries import drafting

if TYPE_CHECKING:
    from collections.abc import Sequence

    from plimsoll.cases.models import Case, CaseEvent

KIND_WORDS = {
    "subjective": "A judgement",
    "unsubstantiated": "What is it based on?",
    "blaming": "It may read as blame",
    "jargon": "Would the family say it so?",
    "name": "A name that is not on the case",
}
AROUND = 40


@dataclass(frozen=True, slots=True)
class Marked:
    """One mark: the words around it, why, a better question, and where the advice comes from."""

    before: str
    phrase: str
    after: str
    kind: str
    kind_words: str
    why: str
    ask: str
    source: str


@dataclass(frozen=True, slots=True)
class Help:
    """The writing help of one case."""

    words: engine.Wording
    names: tuple[str, ...]

    def marks(self, text: str, kind: str) -> tuple[Marked, ...]:
        """What deserves a second look in a text of a section of this kind."""
        return tuple(_marked(text, flag) for flag in engine.check(text, self.words, kind=kind, names=self.names))


def _marked(text: str, flag: engine.Flag) -> Marked:
    before = text[max(0, flag.start - AROUND) : flag.start].rpartition("\n")[2]
    after = text[flag.end : flag.end + AROUND].partition("\n")[0]
    return Marked(
        before=("…" if flag.start > AROUND and len(before) == AROUND else "") + before,
        phrase=text[flag.start : flag.end],
        after=after + ("…" if len(after) == AROUND else ""),
        kind=flag.kind,
        kind_words=_(KIND_WORDS[flag.kind]),
        why=_(flag.why),
        ask=_(flag.ask),
        source=flag.source,
    )


def help_for(case: Case) -> Help:
    """The help for one case, in one query."""
    return Help(_words(rules.current(), case.pack, clock.today()), tuple(drafting.names_on_case(case)))


@lru_cache(maxsize=32)
def _words(book: object, pack: str, day: object) -> engine.Wording:
    folders = getattr(book, "folders", ())
    return engine.read(folders, _with_includes(pack), day)  # type: ignore[arg-type]


def _with_includes(pack: str) -> Sequence[str]:
    return formats.with_includes(pack)


def format_by_kind(pack: str, event: CaseEvent) -> str:
    """The format whose fixed words the entry already carries (a call, a message, a meeting); empty for none."""
    for one in formats.formats_of(pack).values():
        for stands in one.stands_for:
            said = dict(stands.says)
            if stands.event == event.name and said.get("kind") and said["kind"] == event.details.get("kind"):
                return one.name
    return ""
