"""What a paper is made of. Words in; nothing of it is markup."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    Pairs = Iterable[tuple[str, str]]
    Block = dict[str, object]


@dataclass
class Paper:
    """A paper being put together. `lang` is a language and a region; `page_words` has {page} and {pages}."""

    title: str
    subtitle: str = ""
    foot: str = ""
    author: str = ""
    lang: str = "en-GB"
    page_words: str = "{page} / {pages}"
    unprintable_words: str = ""
    facts: list[tuple[str, str]] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)

    def heading(self, text: str, level: int = 2) -> None:
        """A heading; levels follow one another (2 under the title, 3 under 2)."""
        self.blocks.append({"type": "heading", "level": level, "text": text})

    def text(self, text: str) -> None:
        """A paragraph for each that is parted by an empty line."""
        for paragraph in text.replace("\r\n", "\n").split("\n\n"):
            if paragraph.strip():
                self.blocks.append({"type": "text", "text": paragraph.strip("\n")})

    def quote(self, text: str) -> None:
        """Somebody's own words."""
        self.blocks.append({"type": "quote", "text": text})

    def marked(self, text: str) -> None:
        """What must be seen."""
        self.blocks.append({"type": "marked", "text": text})

    def small(self, text: str) -> None:
        """Who wrote it and when."""
        self.blocks.append({"type": "small", "text": text})

    def pairs(self, pairs: Pairs) -> None:
        """Names with their values."""
        kept = [[key, value] for key, value in pairs if value]
        if kept:
            self.blocks.append({"type": "pairs", "pairs": kept})
