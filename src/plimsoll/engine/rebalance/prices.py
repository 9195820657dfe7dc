"""Bounds that need no solver: put a price on what is scarce, and let every unit choose for itself: nothing is cheaper.

For any prices, however found, the sum of the units' own cheapest choices less what the scarce things would fetch is a
bound that no plan can beat (Lagrange's relaxation). It is worked out in whole numbers, so that it holds exactly; good
prices only make it closer. The reduced cost of a column says by how much a plan that uses it is worse than the bound at
least: a column that lies beyond the best plan known is in no better one.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from plimsoll.engine.rebalance.frame import Frame
    from plimsoll.engine.rebalance.model import Stage

PARTS = 2**20
"""A price of one is this many parts."""


@dataclass(slots=True)
class Prices:
    """Prices in parts, none below 0: of a point with each worker, of a point above the line, of each objective settled
    before, and of a place under each count limit.
    """

    points: list[int]
    above: int = 0
    settled: list[int] = field(default_factory=list)
    places: list[int] = field(default_factory=list)


@dataclass(slots=True)
class Priced:
    """The bound in parts, and for each unit the reduced costs of its columns in parts, in the frame's order."""

    total: int
    reduced: list[list[int]]

    @property
    def bound(self) -> int:
        return -(-self.total // PARTS)


def price(frame: Frame, stage: Stage | None, prices: Prices) -> Priced:
    """The bound on a linear objective under some prices; without a stage, on the points above the line."""
    board = frame.board
    total = -sum(frame.free[worker] * prices.points[worker] for worker in board.on_line)
    total -= sum(price * value for price, (_, value) in zip(prices.settled, frame.reached, strict=True))
    total -= sum(price * row.at_most for price, row in zip(prices.places, board.rows, strict=True))
    above = prices.above
    if stage is None:
        above += PARTS
    elif frame.budget is not None:
        total -= prices.above * frame.budget
    for worker in board.on_line:
        if frame.reach[worker]:
            total += min(0, above - prices.points[worker]) * frame.reach[worker]
    reduced = unit_costs(frame, stage, prices)
    for number, costs in enumerate(reduced):
        least = min(costs)
        total += least
        reduced[number] = [cost - least for cost in costs]
    return Priced(total, reduced)


def unit_costs(frame: Frame, stage: Stage | None, prices: Prices) -> list[list[int]]:
    """What each column costs its unit under the prices, in parts."""
    board = frame.board
    point_prices = [*prices.points, 0]  # NOBODY is -1, the last: it takes no points
    settled = [(name, price) for (name, _), price in zip(frame.reached, prices.settled, strict=True) if price]
    places = [(number, price) for number, price in enumerate(prices.places) if price]
    found = []
    for number, (unit, columns) in enumerate(zip(board.units, frame.columns, strict=True)):
        workers, sizes = unit.workers, unit.sizes
        if stage is None:
            costs = [point_prices[workers[at]] * sizes[at] for at in columns]
        else:
            own = unit.costs[stage]
            costs = [PARTS * own[at] + point_prices[workers[at]] * sizes[at] for at in columns]
        for name, price_of in settled:
            own = unit.costs[name]
            costs = [cost + price_of * own[at] for cost, at in zip(costs, columns, strict=True)]
        if places and board.row_index[number]:
            costs = _with_places(frame, number, columns, costs, places)
        found.append(costs)
    return found


def _with_places(
    frame: Frame, number: int, columns: Sequence[int], costs: list[int], places: list[tuple[int, int]]
) -> list[int]:
    board = frame.board
    workers = board.units[number].workers
    for row, count in board.row_index[number]:
        price_of = next((each for found, each in places if found == row), 0)
        if price_of:
            worker = board.rows[row].worker
            costs = [
                cost + price_of * count if workers[at] == worker else cost
                for cost, at in zip(costs, columns, strict=True)
            ]
    return costs


def utilisation_bound(frame: Frame, weights: Sequence[int]) -> int:
    """A bound on the highest utilisation, in steps: no plan's highest is below any weighted mean of its workers'.

    `weights` are of capacity points with each worker, none below 0.
    """
    board = frame.board
    whole = sum(weights[worker] * board.capacity[worker] for worker in board.on_line)
    alone = max(
        (board.step_up(100 * board.base[worker], board.capacity[worker]) for worker in board.on_line), default=0
    )
    alone = max(alone, board.options.utilisation_target)
    if not whole:
        return alone
    padded = [*weights, 0]
    total = sum(100 * weights[worker] * board.base[worker] for worker in board.on_line)
    for unit, columns in zip(board.units, frame.columns, strict=True):
        total += min(100 * padded[unit.workers[at]] * unit.sizes[at] for at in columns)
    return max(alone, board.step_up(total, whole))


def utilisation_in_grains(frame: Frame, least: int) -> int:
    """The first utilisation from `least` on at which all that must be carried fits into whole grains.

    Where every size is a multiple of five points, the room beyond the last multiple of five is no room.
    """
    coming = frame.coming()
    step = frame.board.options.utilisation_step
    for utilisation in range(least, least + 100 * step, step):
        goal = frame.as_if(utilisation=utilisation)
        if coming <= sum(map(sum, zip(goal.free, goal.reach, strict=True))):
            return utilisation
    return least


def even_weights(frame: Frame) -> list[int]:
    """Everybody alike: the bound is then all points over all capacity."""
    weights = [0] * len(frame.board.worker_ids)
    for worker in frame.board.on_line:
        weights[worker] = 1
    return weights


def no_prices(frame: Frame) -> Prices:
    """Nothing is scarce: each unit takes its cheapest column."""
    count = len(frame.board.worker_ids)
    return Prices([0] * count, 0, [0] * len(frame.reached), [0] * len(frame.board.rows))


def even_prices(frame: Frame) -> Prices:
    """Points cost one wherever they lie: for the points above the line, all points less all room."""
    found = no_prices(frame)
    for worker in frame.board.on_line:
        found.points[worker] = PARTS
    return found
