"""Numbers typed into scores: what adds up, what is missing, which band, which answer matters by itself."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from plimsoll.engine.scoring.model import TOTAL

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from plimsoll.engine.scoring.model import Band, Part, Tool


class ScoringError(ValueError):
    """The numbers cannot be scored. `field` names the one (a part's id, `item_3`, `total`), `code` says why."""

    def __init__(self, field_name: str, code: str, **params: object) -> None:
        super().__init__(f"{field_name}: {code}")
        self.field = field_name
        self.code = code
        self.params = params


@dataclass(frozen=True, slots=True)
class Scored:
    """The scores of one filling-in. `total` is None where too much is missing to give one."""

    total: float | None
    parts: Mapping[str, float] = field(default_factory=dict)
    marked: frozenset[str] = frozenset()
    missing: tuple[int, ...] = ()

    @property
    def prorated(self) -> bool:
        """Whether the total was made from fewer answers than the tool has."""
        return self.total is not None and bool(self.missing)


def score(
    tool: Tool,
    *,
    total: float | None = None,
    parts: Mapping[str, float] | None = None,
    items: Sequence[int | None] = (),
    marked: frozenset[str] = frozenset(),
) -> Scored:
    """Score one filling-in, from its items, from its parts, or from a total that was added up elsewhere.

    A total typed beside items or parts must be the one they add up to: a slip of the pen is told, not kept.
    """
    given = dict(parts or {})
    _check_parts(tool, given)
    if total is not None:
        _check_range(tool.total, total, TOTAL)
    answers = list(items)
    if tool.items is not None and any(answer is not None for answer in answers):
        found, missing = _from_items(tool, answers)
        flags = marked | _flagged(tool, answers)
    else:
        found, missing = _from_parts(tool, given), ()
        flags = marked
    if found is None:
        found = total if not missing else None
    elif total is not None and abs(found - total) > 1e-9 and not missing:
        raise ScoringError(TOTAL, "adds_up_differently", total=total, sum=found)
    if found is None and not missing and not given:
        raise ScoringError(TOTAL, "nothing_given")
    return Scored(found, given, flags, missing)


def band_of(bands: Sequence[Band], value: float) -> Band | None:
    """The band of a score: the last that begins at or below it."""
    below = [band for band in bands if band.begins <= value]
    return below[-1] if below else None


def _check_parts(tool: Tool, given: Mapping[str, float]) -> None:
    known = {part.id: part for part in tool.parts}
    for name, value in given.items():
        part = known.get(name)
        if part is None:
            raise ScoringError(name, "unknown")
        _check_range(part, value, name)
        if tool.whole and value != int(value):
            raise ScoringError(name, "not_whole")


def _check_range(part: Part, value: float, name: str) -> None:
    if not part.least <= value <= part.most:
        raise ScoringError(name, "out_of_range", least=part.least, most=part.most)


def _from_parts(tool: Tool, given: Mapping[str, float]) -> float | None:
    counted = [part.id for part in tool.parts if part.counts]
    if not counted or any(name not in given for name in counted):
        return None
    return sum(given[name] for name in counted)


def _from_items(tool: Tool, answers: Sequence[int | None]) -> tuple[float | None, tuple[int, ...]]:
    rule = tool.items
    assert rule is not None
    if len(answers) != rule.count:
        raise ScoringError(TOTAL, "wrong_number_of_items", count=rule.count)
    values: list[int] = []
    for place, answer in enumerate(answers, 1):
        if answer is None:
            continue
        if not rule.least <= answer <= rule.most:
            raise ScoringError(f"item_{place}", "out_of_range", least=rule.least, most=rule.most)
        values.append(rule.least + rule.most - answer if place in rule.reversed else answer)
    missing = tuple(place for place, answer in enumerate(answers, 1) if answer is None)
    if len(missing) > rule.most_missing:
        return None, missing
    return sum(values) / len(values) * rule.count if missing else float(sum(values)), missing


def _flagged(tool: Tool, answers: Sequence[int | None]) -> frozenset[str]:
    """Flags that rest on an item as it was answered."""
    return frozenset(
        flag.id
        for flag in tool.flags
        if flag.item is not None and (answer := answers[flag.item - 1]) is not None and answer > flag.above
    )
