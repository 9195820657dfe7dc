"""Whether a change is more than chance (Jacobson and Truax, J Consult Clin Psychol 1991; 59: 12–19).

The standard error of the difference of two scores is the spread times the root of two times the root of one less the
reliability; a change of more than 1.96 of it would come by unreliability alone in fewer than one pair in twenty
(formula as corrected by Christensen and Mendoza 1986, http://psyctc.org/stats/rcsc1.htm).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from plimsoll.engine.scoring.model import Tool

AT_95 = 1.96

Direction = Literal["worse", "better", "same", "not_known"]


@dataclass(frozen=True, slots=True)
class Change:
    """From one score to another. `by` is how much it got worse (less than nothing where it got better)."""

    by: float
    direction: Direction
    is_reliable: bool | None


def difference_error(spread: float, reliability: float) -> float:
    """The standard error of the difference of two scores.

    >>> round(difference_error(7.5, 0.80), 2)
    4.74
    """
    return spread * math.sqrt(2) * math.sqrt(1 - reliability)


def reliable_points(spread: float, reliability: float) -> float:
    """How many points a change must have to be more than chance, 19 times in 20.

    >>> round(reliable_points(7.5, 0.80), 2)
    9.3
    """
    return AT_95 * difference_error(spread, reliability)


def change(tool: Tool, before: float, after: float) -> Change:
    """How a score changed; `is_reliable` is None for a tool whose packs give no figure."""
    by = after - before if tool.higher_is_worse else before - after
    direction: Direction = "same" if by == 0 else "worse" if by > 0 else "better"
    reliable = None if tool.reliable is None else abs(by) >= tool.reliable.points
    return Change(by, direction, reliable)
