"""Which kinds of approach a service takes, from its pack (`frontdoor.yaml`). A pack without the file has no door."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from plimsoll.cases import rules
from plimsoll.engine.rulebook.problems import Problems
from plimsoll.safeguarding import pack_data

if TYPE_CHECKING:
    from collections.abc import Iterator

    from plimsoll.engine.rulebook import Rulebook

KINDS = ("concern", "referral", "self_referral")


@dataclass(frozen=True, slots=True)
class Door:
    """One kind of approach: its heading on the first page, what the form asks, whose names it needs."""

    kind: str
    title: str
    hint: str
    what: str
    needs_name: bool


def doors(pack: str) -> dict[str, Door]:
    """The kinds a pack takes, by their word."""
    return _doors(pack, rules.current())


@lru_cache(maxsize=64)
def _doors(pack: str, book: Rulebook) -> dict[str, Door]:
    problems = Problems()
    found = read(pack, book, problems)
    problems.raise_any()
    return found


def check(book: Rulebook) -> Iterator[str]:
    """What is wrong with `frontdoor.yaml` of any pack, a line each."""
    problems = Problems()
    for pack in book.names:
        read(pack, book, problems)
    yield from dict.fromkeys(str(problem) for problem in sorted(problems.found))


def read(pack: str, book: Rulebook, problems: Problems) -> dict[str, Door]:
    """As `doors`, from a rulebook of one's own; what is wrong is added to `problems`."""
    found = {}
    for kind, shape in pack_data.shapes(pack, "frontdoor", problems, book).items():
        if kind not in KINDS:
            problems.add(shape.map.file, shape.map.line, f"{kind!r} is no kind; use {', '.join(KINDS)}")
        found[kind] = Door(
            kind=kind,
            title=shape.text("title", needed=True),
            hint=shape.text("hint"),
            what=shape.text("what", needed=True),
            needs_name=shape.flag("needs_name"),
        )
        shape.done("a kind of approach")
    return found
