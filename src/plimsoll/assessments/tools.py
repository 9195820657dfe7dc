"""The tools of a case's pack, and what the priority policy says of their scores."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from plimsoll.cases import rules
from plimsoll.engine import scoring
from plimsoll.engine.scoring import Scored, ScoringError, Tool

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from plimsoll.engine.policy.values import ToolRule
    from plimsoll.engine.rulebook import Rulebook

__all__ = ["Scored", "ScoringError", "Tool", "Typed", "rule_for", "scored", "tool_for_word", "tools"]


@dataclass(frozen=True, slots=True)
class Typed:
    """What somebody typed into a tool's form. `marked` are the flags said yes to, `unmarked` those said no to."""

    total: float | None
    parts: Mapping[str, float]
    items: Sequence[int | None]
    marked: frozenset[str]


def tools(pack: str) -> dict[str, Tool]:
    """Every tool of a pack, in the order of the files."""
    return _tools(rules.current(), pack)


def tool_for_word(pack: str, word: str) -> Tool | None:
    """The tool that records under a word; None for one that no pack defines (an import may bring any)."""
    folded = word.strip().casefold()
    return next(
        (tool for tool in tools(pack).values() if any(one.word.casefold() == folded for one in tool.raters)), None
    )


def rule_for(pack: str, word: str) -> ToolRule | None:
    """How the priority policy reads the scores of a word; None where it does not."""
    return rules.policy_of(pack).scores.get(word.strip().casefold())


def scored(tool: Tool, typed: Typed) -> Scored:
    """Score what was typed; `ScoringError` names the field that cannot be."""
    return scoring.score(tool, total=typed.total, parts=typed.parts, items=typed.items, marked=typed.marked)


@lru_cache(maxsize=64)
def _tools(book: Rulebook, pack: str) -> dict[str, Tool]:
    return scoring.read(book, pack)
