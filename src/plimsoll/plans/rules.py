"""Which rules a plan was written under, and which of them say something else today.

A rule is kept as `ID@since.digest`: the day its version began, and a digest of what it says (when it starts, how
long, what meets it). Another citation or note is no other rule.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from plimsoll.cases import rules as book_rules
from plimsoll.engine.rulebook import version_on

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from plimsoll.engine.clocks import Duty
    from plimsoll.engine.reasons import Citation
    from plimsoll.engine.rulebook import Rulebook, Version


@dataclass(frozen=True, slots=True)
class ChangedRule:
    """A rule that says something else than when the plan was written; `since` None: it is no longer law."""

    rule: str
    duty: str
    since: date | None
    citation: Citation | None


def rulebook_version() -> str:
    """The version of the rulebook in force, as it is kept with a plan."""
    return book_rules.current().version[:80]


def running(duties: Iterable[Duty], pack: str, day: date) -> list[str]:
    """The rules of the duties that are open on a case, with what each says on a day."""
    said = _said(book_rules.current(), pack, day)
    return sorted({said[duty.rule] for duty in duties if duty.is_open and duty.rule in said})


def in_force(packs: Iterable[str], day: date) -> list[str]:
    """Every rule of these packs with what it says on a day."""
    book = book_rules.current()
    return sorted({text for pack in packs for text in _said(book, pack, day).values()})


def changed(kept: Iterable[str], pack: str, day: date) -> list[ChangedRule]:
    """Of the rules kept with a plan, those that say something else on this day."""
    book = book_rules.current()
    said = _said(book, pack, day)
    clocks = {clock.id: clock for clock in book.pack(pack).clocks}
    found = []
    for text in kept:
        rule = text.partition("@")[0]
        if said.get(rule) == text:
            continue
        clock = clocks.get(rule)
        version = version_on(clock.versions, day) if clock else None
        found.append(
            ChangedRule(
                rule,
                clock.duty if clock else rule,
                version.since if version else None,
                version.citation if version else None,
            )
        )
    return found


def case_packs() -> tuple[str, ...]:
    """Every pack of the rulebook."""
    return book_rules.current().names


@lru_cache(maxsize=256)
def _said(book: Rulebook, pack: str, day: date) -> dict[str, str]:
    found = {}
    for clock in book.pack(pack).clocks:
        version = version_on(clock.versions, day)
        if version is not None:
            found[clock.id] = f"{clock.id}@{version.since}.{_digest(version)}"
    return found


def _digest(version: Version) -> str:
    says = (
        version.start, version.time, version.met_by, version.ends, version.not_before, version.applies_if,
        version.applies_while, version.bound, version.rolls, version.on_repeat, version.extension, version.exemption,
    )  # fmt: skip
    return hashlib.sha256(repr(says).encode()).hexdigest()[:10]
