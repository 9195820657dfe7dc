"""The line of scores as a drawing: positions only, in per cent of the width and pixels of the height.

It needs neither a style attribute nor a script, and its lettering is the same size on a phone. The table beside it
says the same (docs: pages).
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from plimsoll.assessments.lines import Line

LEFT, RIGHT = 9.0, 95.0  # per cent of the width
TOP, BOTTOM, HEIGHT = 22, 190, 222  # pixels
MOST_LABELS = 12
NEAR_THE_EDGE = 88.0


@dataclass(frozen=True, slots=True)
class Dot:
    """One score. `x` is per cent, `y` and `label_y` pixels."""

    x: str
    y: int
    label_y: int
    score: str
    anchor: str
    is_marked: bool


@dataclass(frozen=True, slots=True)
class Stroke:
    """A piece of the line between two scores."""

    x1: str
    y1: int
    x2: str
    y2: int


@dataclass(frozen=True, slots=True)
class Rule:
    """A line across: where a band begins, or where the policy raises the case."""

    y: int
    text_y: int
    text: str
    is_policy: bool


@dataclass(frozen=True, slots=True)
class Drawing:
    """A whole drawing."""

    height: int
    top: int
    bottom: int
    highest: str
    lowest: str
    dots: tuple[Dot, ...]
    strokes: tuple[Stroke, ...]
    rules: tuple[Rule, ...]
    first_on: date
    last_on: date


def draw(line: Line, policy_lines: Sequence[float] = ()) -> Drawing | None:
    """The drawing of a line; None where it has no score."""
    points = [(point.on, point.score, bool(point.marked)) for point in line.points if point.score is not None]
    if not points:
        return None
    scores = [score for _on, score, _marked in points]
    low = min(line.tool.total.least if line.tool else min(scores), *scores)
    high = max(line.tool.total.most if line.tool else max(scores), *scores)
    if low == high:
        low, high = low - 1, high + 1
    first, last = points[0][0], points[-1][0]
    span = (last - first).days

    def across(on: date) -> float:
        return LEFT + (RIGHT - LEFT) * ((on - first).days / span if span else 0.5)

    def down(score: float) -> int:
        return round(BOTTOM - (BOTTOM - TOP) * (score - low) / (high - low))

    dots = tuple(
        _dot(across(on), down(score), score, marked, labelled=len(points) <= MOST_LABELS or place == len(points) - 1)
        for place, (on, score, marked) in enumerate(points)
    )
    places = [(across(on), down(score)) for on, score, _marked in points]
    strokes = tuple(Stroke(f"{x1:.2f}%", y1, f"{x2:.2f}%", y2) for (x1, y1), (x2, y2) in pairwise(places))
    rules = _rules(line, policy_lines, low, high, down)
    return Drawing(HEIGHT, TOP, BOTTOM, f"{high:g}", f"{low:g}", dots, strokes, rules, first, last)


def _dot(x: float, y: int, score: float, marked: bool, *, labelled: bool) -> Dot:  # noqa: FBT001 - a fact of the dot
    anchor = "end" if x > NEAR_THE_EDGE else "middle"
    return Dot(f"{x:.2f}%", y, y - 10, f"{score:.3g}" if labelled else "", anchor, marked)


def _rules(line, policy_lines, low, high, down) -> tuple[Rule, ...]:  # type: ignore[no-untyped-def] # noqa: ANN001
    found = [Rule(down(at), down(at) - 4, f"{at:g}", is_policy=True) for at in policy_lines if low <= at <= high]
    bands = line.rater.bands.get("total", ()) if line.rater else ()
    taken = {rule.y for rule in found}
    found += [
        Rule(down(band.begins), down(band.begins) - 4, "", is_policy=False)
        for band in bands
        if low < band.begins <= high and down(band.begins) not in taken
    ]
    return tuple(found)
