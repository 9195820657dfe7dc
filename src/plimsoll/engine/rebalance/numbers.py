"""Points and costs as whole numbers, and what a relationship weighs."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from plimsoll.engine.rebalance.model import Case, Problem, Worker

MOST_MONTHS = 60
MOST = 2**50
"""A sum above this could overflow what the solver counts with."""


def relationship(case: Case) -> int:
    """The weight of the relationship with the present worker: months together, times changes suffered.

    (1 + months, at most 60) x (1 + earlier changes): a child of many workers keeps theirs before a child of one.
    """
    return (1 + min(case.months, MOST_MONTHS)) * (1 + case.changes)


class Scales:
    """The powers of ten that make every point and every cost of one problem whole."""

    def __init__(self, problem: Problem) -> None:
        points = [worker.capacity for worker in problem.workers] + [worker.other_points for worker in problem.workers]
        points += [case.points for case in problem.cases if case.points is not None]
        points += [size for case in problem.cases for size in case.sizes.values()]
        self.travel = problem.options.travel
        costs = [cost for case in problem.cases for cost in case.costs.values()] + list(self.travel.values())
        self.point_scale = 10 ** _places(points)
        self.cost_scale = 10 ** _places(costs)
        self._refuse_the_immense(problem, points, costs)

    def _refuse_the_immense(self, problem: Problem, points: list[Decimal], costs: list[Decimal]) -> None:
        number = len(problem.cases) + len(problem.workers) + 1
        highest = max((abs(point) for point in points), default=Decimal(0)) * self.point_scale * 100
        dearest = max((abs(cost) for cost in costs), default=Decimal(0)) * self.cost_scale
        if max(highest, dearest) * number > MOST:
            raise ValueError(
                "the points or costs are too large or have too many places to be counted exactly; round them"
            )

    def points(self, value: Decimal | None) -> int:
        return 0 if value is None else int(value * self.point_scale)

    def size(self, case: Case, worker: Worker) -> int | None:
        """Points of a case with a worker; None where neither the pair nor the case has any."""
        found = case.sizes.get(worker.id, case.points)
        return None if found is None else int(found * self.point_scale)

    def cost(self, case: Case, worker: Worker) -> int:
        found = case.costs.get(worker.id)
        if found is None:
            if not self.travel or not case.place or not worker.place:
                return 0
            found = self.travel.get((case.place, worker.place), self.travel.get((worker.place, case.place), Decimal(0)))
        return int(found * self.cost_scale)

    def has_costs(self, case: Case) -> bool:
        return bool(case.costs) or (bool(self.travel) and bool(case.place))


def _places(values: Iterable[Decimal]) -> int:
    """The decimal places that the values need."""
    most = 0
    for value in values:
        exponent = value.as_tuple().exponent
        if isinstance(exponent, int) and -exponent > most:
            needed = value.normalize().as_tuple().exponent
            assert isinstance(needed, int)
            most = max(most, -needed)
    return most
