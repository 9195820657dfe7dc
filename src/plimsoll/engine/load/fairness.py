"""How evenly a load is spread, by measures with a published definition.

Range, standard deviation, mean deviation and Gini can "improve" when everybody's work is made longer
(Matl, Hartl and Vidal 2018), so nothing is decided by them: plans are compared by their loads
from the highest down (`compare`), and the measures are for looking at.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from plimsoll.engine.load.numbers import ZERO, Rounding, quotient

if TYPE_CHECKING:
    from collections.abc import Sequence

FOUR = Rounding(4)


@dataclass(frozen=True, slots=True)
class Spread:
    """Measures of one set of loads. `unfairness` is the root of the summed squared deviations."""

    highest: Decimal
    median: Decimal
    mean: Decimal
    range: Decimal
    mean_deviation: Decimal
    standard_deviation: Decimal
    unfairness: Decimal
    gini: Decimal
    jain: Decimal


def spread(loads: Sequence[Decimal]) -> Spread | None:
    """The measures, to four places; None of nobody.

    >>> spread([Decimal(150), Decimal(50), Decimal(110), Decimal(90)]).gini
    Decimal('0.2000')
    """
    if not loads:
        return None
    count = Decimal(len(loads))
    ordered = sorted(loads)
    total = sum(ordered, ZERO)
    # Times the count, so that the mean never needs rounding before the end.
    deviations = [abs(load * count - total) for load in ordered]
    squares = sum((deviation * deviation for deviation in deviations), ZERO) / (count * count)
    ranked = sum((load * (2 * place - len(ordered) - 1) for place, load in enumerate(ordered, 1)), ZERO)
    summed_squares = sum((load * load for load in ordered), ZERO)
    return Spread(
        highest=ordered[-1],
        median=median(ordered),
        mean=quotient(total, count, FOUR),
        range=ordered[-1] - ordered[0],
        mean_deviation=quotient(sum(deviations, ZERO), count * count, FOUR),
        standard_deviation=FOUR.of((squares / count).sqrt()),
        unfairness=FOUR.of(squares.sqrt()),
        gini=quotient(ranked, count * total, FOUR) if total else ZERO,
        jain=quotient(total * total, count * summed_squares, FOUR) if total else Decimal(1),
    )


def median(loads: Sequence[Decimal]) -> Decimal:
    ordered = sorted(loads)
    middle = len(ordered) // 2
    return ordered[middle] if len(ordered) % 2 else (ordered[middle - 1] + ordered[middle]) / 2


def compare(one: Sequence[Decimal], other: Sequence[Decimal]) -> int:
    """Leximin: -1 where `one` is fairer, its loads lower from the highest down; 1 the other; 0 alike.

    >>> compare([Decimal(100), Decimal(80)], [Decimal(110), Decimal(10)])
    -1
    """
    first, second = sorted(one, reverse=True), sorted(other, reverse=True)
    return (first > second) - (first < second)


def share_above(loads: Sequence[Decimal], mark: Decimal) -> Decimal:
    """The percentage of loads above a mark, to one place."""
    if not loads:
        return ZERO
    return quotient(Decimal(100 * sum(load > mark for load in loads)), Decimal(len(loads)), Rounding(1))
