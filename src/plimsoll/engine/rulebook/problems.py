"""What is wrong with a rulebook, said so that it can be mended."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing wrong: the file, its line, and what to do about it."""

    file: str
    line: int
    message: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.message}"


class RulebookError(ValueError):
    """Something in a rulebook is wrong. `problems` holds each, with file, line and remedy."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(set(problems)))
        super().__init__("\n".join(str(problem) for problem in self.problems))


class Problems:
    """Gathers what is wrong, so that one run tells all of it."""

    __slots__ = ("found",)

    def __init__(self) -> None:
        self.found: list[Problem] = []

    def add(self, file: str, line: int, message: str) -> None:
        self.found.append(Problem(file, line, message))

    def raise_any(self) -> None:
        if self.found:
            raise RulebookError(self.found)


def nearest(word: str, known: Iterable[str]) -> str:
    """"; did you mean 'x'?" or, where nothing is near, the first few that are known.

    >>> nearest("visit_maid", ["visit_made", "case_closed"])
    "; did you mean 'visit_made'?"
    """
    words = sorted(known)
    near = get_close_matches(word, words, n=1, cutoff=0.6)
    if near:
        return f"; did you mean {near[0]!r}?"
    if not words:
        return ""
    return f"; it may be {', '.join(words[:12])}" + (" …" if len(words) > 12 else "")
