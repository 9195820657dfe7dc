"""From workers and cases to a board: hard rules applied, families joined, numbers made whole."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from plimsoll.engine.rebalance.board import LINEAR, NOBODY, Board, CountRow, Unit
from plimsoll.engine.rebalance.families import join
from plimsoll.engine.rebalance.numbers import Scales, relationship
from plimsoll.engine.rebalance.placing import Placing

if TYPE_CHECKING:
    from plimsoll.engine.rebalance.model import Case, Problem, Stage, Worker
    from plimsoll.engine.rebalance.placing import Movable


def compile_board(problem: Problem) -> Board:
    """The board of a problem. Worker and case order in the problem make no difference.

    Hard rules that contradict each other do not stop it: `unresolved` says which, and about which cases.
    """
    return _Compiler(problem).run()


class _Compiler:
    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.workers = sorted(problem.workers, key=lambda worker: worker.id)
        self.cases = sorted(problem.cases, key=lambda case: case.id)
        self.index = {worker.id: number for number, worker in enumerate(self.workers)}
        self.scales = Scales(problem)
        self.placing = Placing(problem, self.workers, self.cases, self.scales)
        self.ways: dict[tuple[str, tuple[int, ...]], list[int]] = {}

    def run(self) -> Board:
        placed = self.placing.run()
        groups = join(placed, self.cases, self.problem.options)
        base = [self.scales.points(worker.other_points) for worker in self.workers]
        offset: dict[Stage, int] = dict.fromkeys(LINEAR, 0)
        for number, holder in placed.fixed.items():
            self._count_fixed(self.cases[number], holder, base, offset)
        rows = self._limit_rows(placed.fixed)
        may_drop = self.problem.options.capacity == "hard" or bool(rows)
        units = [self._unit(group, may_drop=may_drop) for group in groups.units]
        counted, row_index = self._counted(rows, units)
        return Board(
            problem=self.problem,
            worker_ids=tuple(worker.id for worker in self.workers),
            scale=self.scales.point_scale,
            cost_scale=self.scales.cost_scale,
            capacity=[self.scales.points(worker.capacity) for worker in self.workers],
            base=base,
            on_line=[number for number, worker in enumerate(self.workers) if _on_line(worker)],
            units=units,
            rows=counted,
            fixed={
                self.cases[number].id: "" if holder is None else self.workers[holder].id
                for number, holder in placed.fixed.items()
            },
            unresolved=[*placed.unresolved, *groups.unresolved],
            offset=offset,
            row_index=row_index,
        )

    def _count_fixed(self, case: Case, holder: int | None, base: list[int], offset: dict[Stage, int]) -> None:
        if holder is None:
            offset["uncovered"] += 1
            offset["protected_uncovered"] += self.placing.is_protected(case)
            if case.holder:
                offset["children_moved"] += 1
                offset["relationships_broken"] += relationship(case)
            return
        worker = self.workers[holder]
        base[holder] += self.scales.size(case, worker) or 0
        offset["cost"] += self.scales.cost(case, worker)

    # --- units --------------------------------------------------------------------------------

    def _unit(self, group: Movable, *, may_drop: bool) -> Unit:
        cases = [self.cases[number] for number in group.cases]
        workers = group.workers + ((NOBODY,) if may_drop else ())
        known = len(group.workers)
        if len(cases) == 1:
            sizes, costs = self._single(cases[0], group.workers)
        else:
            parts = [self._single(case, group.workers) for case in cases]
            sizes = [sum(each) for each in zip(*(part[0] for part in parts), strict=True)]
            costs = {
                stage: [sum(each) for each in zip(*(part[1][stage] for part in parts), strict=True)] for stage in LINEAR
            }
        if may_drop:
            held = [case for case in cases if case.holder]
            sizes = [*sizes, 0]
            costs = {stage: [*column, 0] for stage, column in costs.items()}
            costs["protected_uncovered"][known] = sum(self.placing.is_protected(case) for case in cases)
            costs["uncovered"][known] = len(cases)
            costs["children_moved"][known] = len(held)
            costs["relationships_broken"][known] = sum(relationship(case) for case in held)
            costs["tie_break"][known] = len(self.workers)
        return Unit(group.cases, workers, sizes, costs, _home(costs["children_moved"]))

    def _single(self, case: Case, workers: tuple[int, ...]) -> tuple[list[int], dict[Stage, list[int]]]:
        count = len(workers)
        if case.sizes:
            sizes = [self.scales.size(case, self.workers[worker]) or 0 for worker in workers]
        else:
            sizes = [self.scales.points(case.points)] * count
        moved = [1 if case.holder else 0] * count
        broken = [self._broken(case)] * count
        holder = self.index.get(case.holder, NOBODY)
        if holder in workers:
            position = workers.index(holder)
            moved[position] = broken[position] = 0
        costs = self._travel(case, workers)
        nought = [0] * count
        return sizes, {
            "protected_uncovered": nought,
            "uncovered": nought,
            "children_moved": moved,
            "relationships_broken": broken,
            "cost": costs,
            "tie_break": list(workers),
        }

    def _travel(self, case: Case, workers: tuple[int, ...]) -> list[int]:
        """Costs along the workers. Cases in one place with the same workers share the list: nobody writes to it."""
        if not self.scales.has_costs(case):
            return [0] * len(workers)
        if case.costs:
            return [self.scales.cost(case, self.workers[worker]) for worker in workers]
        found = self.ways.get((case.place, workers))
        if found is None:
            found = [self.scales.cost(case, self.workers[worker]) for worker in workers]
            self.ways[case.place, workers] = found
        return found

    def _broken(self, case: Case) -> int:
        """What leaving the present worker breaks: nothing where there is none, or where they come back to the case."""
        if not case.holder or self.placing.comes_back(case):
            return 0
        return relationship(case)

    # --- limits by number -----------------------------------------------------------------------

    def _limit_rows(self, fixed: dict[int, int | None]) -> list[tuple[int, int, frozenset[str]]]:
        """Worker, most, kinds. Somebody above a limit already may stay where they are, but takes no more of it."""
        held: dict[int, list[Case]] = defaultdict(list)
        staying: dict[int, list[Case]] = defaultdict(list)
        for number, case in enumerate(self.cases):
            if case.holder in self.index:
                held[self.index[case.holder]].append(case)
            holder = fixed.get(number)
            if holder is not None:
                staying[holder].append(case)
        rows = []
        for number, worker in enumerate(self.workers):
            for limit in worker.limits:
                now = sum(_counts(case, limit.kinds) for case in held[number])
                there = sum(_counts(case, limit.kinds) for case in staying[number])
                rows.append((number, max(limit.at_most, now) - there, limit.kinds))
        return rows

    def _counted(
        self, rows: list[tuple[int, int, frozenset[str]]], units: list[Unit]
    ) -> tuple[list[CountRow], list[list[tuple[int, int]]]]:
        index: list[list[tuple[int, int]]] = [[] for _ in units]
        counted = []
        members = {unit.workers: frozenset(unit.workers) for unit in units} if rows else {}
        for number, (worker, at_most, kinds) in enumerate(rows):
            cases: dict[int, int] = {}
            for position, unit in enumerate(units):
                if worker in members[unit.workers]:
                    count = sum(_counts(self.cases[case], kinds) for case in unit.cases)
                    if count:
                        cases[position] = count
                        index[position].append((number, count))
            counted.append(CountRow(worker, at_most, cases))
        return counted, index


def _on_line(worker: Worker) -> bool:
    return worker.absence is None and worker.capacity > 0


def _counts(case: Case, kinds: frozenset[str]) -> bool:
    return not kinds or not kinds.isdisjoint(case.kinds)


def _home(moved: list[int]) -> int:
    least = min(moved)
    return moved.index(least) if moved.count(least) == 1 and len(moved) > 1 else NOBODY
