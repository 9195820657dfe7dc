"""A network as an ecomap: the family in the middle, those who matter around it, the line telling how it is found.

Convention (Hartman, "Diagrammatic Assessment of Family Relationships", 1978): a thick line for a strong tie, a thin
one for an ordinary, a broken one for a weak, a line with strokes across it for a stressful one. Pure.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import cos, hypot, pi, sin
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

RADIUS = 62  # of a place on the ring
CENTRE = 74
GAP = 16
MARGIN = 12


@dataclass(frozen=True, slots=True)
class Place:
    """Somebody on the ring, with the line that joins them to the family."""

    id: str
    tie: str
    x: int
    y: int
    line: tuple[int, int, int, int]
    strokes: tuple[tuple[int, int, int, int], ...]


@dataclass(frozen=True, slots=True)
class Ecomap:
    """The whole, with its size; the family stands at (`x`, `y`)."""

    places: tuple[Place, ...]
    x: int
    y: int
    width: int
    height: int


def draw(ties: Sequence[tuple[str, str]]) -> Ecomap:
    """Place (id, tie) evenly round the family, the first at the top, wide enough that no two touch."""
    count = max(len(ties), 1)
    apart = 2 * RADIUS + GAP
    ring = max(CENTRE + RADIUS + 60, round(apart / (2 * sin(pi / count))) + 1 if count > 1 else 0)
    middle = ring + RADIUS + MARGIN
    places = tuple(
        _place(name, tie, 2 * pi * index / count - pi / 2, ring, middle) for index, (name, tie) in enumerate(ties)
    )
    return Ecomap(places, middle, middle, 2 * middle, 2 * middle)


def _place(name: str, tie: str, angle: float, ring: int, middle: int) -> Place:
    x, y = middle + round(ring * cos(angle)), middle + round(ring * sin(angle))
    reach = hypot(x - middle, y - middle)
    along = ((x - middle) / reach, (y - middle) / reach)
    line = (
        middle + round(CENTRE * along[0]),
        middle + round(CENTRE * along[1]),
        x - round(RADIUS * along[0]),
        y - round(RADIUS * along[1]),
    )
    return Place(name, tie, x, y, line, _strokes(line, along) if tie == "stressful" else ())


def _strokes(line: tuple[int, int, int, int], along: tuple[float, float]) -> tuple[tuple[int, int, int, int], ...]:
    across = (round(-7 * along[1]), round(7 * along[0]))
    found = []
    for part in (0.2, 0.4, 0.6, 0.8):
        x, y = line[0] + round(part * (line[2] - line[0])), line[1] + round(part * (line[3] - line[1]))
        found.append((x - across[0], y - across[1], x + across[0], y + across[1]))
    return tuple(found)
