"""Whether the levels of need and the ladders of every pack can be read; for the checker of the rulebook."""

from __future__ import annotations

from typing import TYPE_CHECKING

from plimsoll.engine.rulebook.problems import Problems
from plimsoll.safeguarding import climb, thresholds

if TYPE_CHECKING:
    from collections.abc import Iterator

    from plimsoll.engine.rulebook import Rulebook

SHARED = "common"


def check(book: Rulebook) -> Iterator[str]:
    """What is wrong with `thresholds.yaml` and `climb.yaml` of any pack for cases, a line each."""
    problems = Problems()
    for pack in book.names:
        if SHARED in book.own(pack).includes:
            levels = thresholds.read(pack, book, problems)
            climb.read(pack, book, problems)
            if {one.level for one in levels.values()} != {1, 2, 3, 4}:
                problems.add(f"{pack}/thresholds.yaml", 1, "must have each level from 1 to 4; add what is missing")
    yield from dict.fromkeys(str(problem) for problem in sorted(problems.found))
