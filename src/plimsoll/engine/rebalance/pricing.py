"""A bound on any sum for a large service, from what earlier objectives reached: worker by worker, at a price.

Each unit stays or goes. Going costs at least its cheapest column away; who may stay is a knapsack over each worker's
own units. What earlier objectives have left (so many children moved, so much relationship broken) is sold at a price:
whatever the price, no plan is below the sum (Lagrange). A few prices are tried and the best bound taken. Whole numbers
throughout, so that it holds exactly; no solver.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from plimsoll.engine.rebalance.board import NOBODY
from plimsoll.engine.rebalance.keeping import Held, worth_of_staying

if TYPE_CHECKING:
    from collections.abc import Sequence

    from plimsoll.engine.rebalance.frame import Frame
    from plimsoll.engine.rebalance.model import Stage

PARTS = 16
"""A price of one is this many parts."""
ROUNDS = 2
STEPS = 10
NOUGHT = frozenset({"protected_uncovered", "uncovered"})
"""Settled objectives that are sold at no price."""


@dataclass(frozen=True, slots=True)
class _Unit:
    """What a unit costs at home and away at least, in the objective asked and in each settled one."""

    number: int
    worker: int
    size: int
    home: tuple[int, ...]
    away: tuple[int, ...]
    gain: tuple[int, ...]
    """What going costs more than staying, in each."""


def at_least(frame: Frame, stage: Stage) -> int | None:
    """A bound on the objective, offset counted, for plans no worse in what is settled; None where it takes too long."""
    names = [stage, *(name for name, _ in frame.reached if name not in NOUGHT)]
    left = [value for name, value in frame.reached if name in names]
    fixed, units = _units(frame, names)
    top = 1 + max((abs(cost) for unit in units for cost in (unit.home[0], unit.away[0])), default=0)
    prices = [0] * len(left)
    best = _without_room(fixed, units, left, prices)
    for _ in range(ROUNDS):
        for place in range(len(prices)):
            low, high = 0, PARTS * top
            for _ in range(STEPS):
                one, other = low + (high - low) // 3, high - (high - low) // 3
                if _at(fixed, units, left, prices, place, one) < _at(fixed, units, left, prices, place, other):
                    low = one
                else:
                    high = other
            found = _at(fixed, units, left, prices, place, low)
            if found > best:
                best, prices[place] = found, low
    exact = _with_room(frame, fixed, units, left, prices)
    if exact is None:
        return None
    return -(-exact // PARTS) + frame.board.offset.get(stage, 0)


def _units(frame: Frame, names: Sequence[Stage]) -> tuple[list[int], list[_Unit]]:
    """What units without a choice to stay cost at least, and those with one."""
    fixed = [0] * len(names)
    found = []
    for number, (unit, columns) in enumerate(zip(frame.board.units, frame.columns, strict=True)):
        home = unit.home
        away = [at for at in columns if at != home]
        has_home = home != NOBODY and home in columns
        if has_home and away:
            at_home = tuple([unit.costs[name][home] for name in names])
            elsewhere = tuple([min([unit.costs[name][at] for at in away]) for name in names])
            more = tuple([other - own for other, own in zip(elsewhere, at_home, strict=True)])
            found.append(_Unit(number, unit.workers[home], unit.sizes[home], at_home, elsewhere, more))
            continue
        for place, name in enumerate(names):
            fixed[place] += min([unit.costs[name][at] for at in columns])
    return fixed, found


def _at(
    fixed: Sequence[int], units: Sequence[_Unit], left: Sequence[int], prices: Sequence[int], place: int, price: int
) -> int:
    return _without_room(fixed, units, left, [*prices[:place], price, *prices[place + 1 :]])


def _priced(costs: Sequence[int], prices: Sequence[int]) -> int:
    return PARTS * costs[0] + sum([cost * price for cost, price in zip(costs[1:], prices, strict=True)])


def _constant(fixed: Sequence[int], left: Sequence[int], prices: Sequence[int]) -> int:
    return _priced(fixed, prices) - sum([price * value for price, value in zip(prices, left, strict=True)])


def _without_room(fixed: Sequence[int], units: Sequence[_Unit], left: Sequence[int], prices: Sequence[int]) -> int:
    """The bound as if everybody had room for all they hold: quick, for finding prices."""
    gains = [PARTS * unit.gain[0] for unit in units]
    for place, price in enumerate(prices, 1):
        if price:
            gains = [gain + price * unit.gain[place] for gain, unit in zip(gains, units, strict=True)]
    homes = [sum([unit.home[place] for unit in units]) for place in range(len(prices) + 1)]
    return _constant(fixed, left, prices) + _priced(homes, prices) + sum([gain for gain in gains if gain < 0])


def _with_room(
    frame: Frame, fixed: Sequence[int], units: Sequence[_Unit], left: Sequence[int], prices: Sequence[int]
) -> int | None:
    total = _constant(fixed, left, prices)
    held: dict[int, list[Held]] = {}
    for unit in units:
        away = _priced(unit.away, prices)
        total += away
        gain = away - _priced(unit.home, prices)
        if gain > 0:
            held.setdefault(unit.worker, []).append(Held(unit.number, unit.size, gain, 0))
    for worker, own in held.items():
        kept = worth_of_staying(own, frame.free[worker] + frame.reach[worker])
        if kept is None:
            return None
        total -= kept
    return total
