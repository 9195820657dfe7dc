"""The one door to OR-Tools' CP-SAT: models of columns and rows, solved the same on every machine.

The solver's compiled module is used directly: its usual Python face imports a data-frame library that takes two seconds
and is not needed. One worker, a fixed seed and limits in deterministic seconds make each answer repeatable.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

MODULE = "ortools.sat.python.cp_model_helper"
FAR = 2**55


def is_here() -> bool:
    """Whether the solver can be used."""
    try:
        return find_spec(MODULE) is not None
    except ModuleNotFoundError:
        return False


@dataclass(frozen=True, slots=True)
class Solved:
    """What the solver found. `values` is None where it found no solution; `bound` holds whatever it found."""

    values: list[int] | None
    objective: int
    bound: int
    is_optimal: bool
    is_infeasible: bool
    took: float


class Model:
    """A model under construction: whole variables, linear rows, one linear objective to make small."""

    def __init__(self) -> None:
        self._module: Any = import_module(MODULE)
        self._proto: Any = self._module.CpModelProto()
        self._variables: Any = self._proto.variables
        self._constraints: Any = self._proto.constraints
        self.size = 0

    def variable(self, low: int, high: int) -> int:
        self._variables.add().domain.extend([low, high])
        self.size += 1
        return self.size - 1

    def exactly_one(self, literals: Sequence[int]) -> None:
        self._constraints.add().exactly_one.literals.extend(literals)

    def row(self, variables: Sequence[int], weights: Sequence[int], low: int, high: int) -> None:
        linear = self._constraints.add().linear
        linear.vars.extend(variables)
        linear.coeffs.extend(weights)
        linear.domain.extend([low, high])

    def make_small(self, variables: Sequence[int], weights: Sequence[int]) -> None:
        self._proto.clear_objective()
        objective = self._proto.objective
        objective.vars.extend(variables)
        objective.coeffs.extend(weights)

    def hint(self, values: Sequence[int]) -> None:
        self._proto.clear_solution_hint()
        hint = self._proto.solution_hint
        hint.vars.extend(range(len(values)))
        hint.values.extend(values)

    def solve(self, seconds: float, seed: int, *, from_below: bool = False) -> Solved:
        """Solve within so many deterministic seconds (two or three real ones each, more on a busy machine).

        `from_below` tries the smallest value not ruled out first: right where the best is close to the bound.
        """
        parameters = self._module.SatParameters()
        parameters.num_workers = 1
        parameters.random_seed = seed
        parameters.max_deterministic_time = max(seconds, 0.001)
        parameters.linearization_level = 2
        parameters.cp_model_probing_level = 0
        parameters.symmetry_level = 0
        parameters.use_objective_lb_search = from_below
        parameters.catch_sigint_signal = False
        wrapper = self._module.SolveWrapper()
        wrapper.set_parameters(parameters)
        response = wrapper.solve(self._proto)
        values = list(response.solution)
        status = str(response.status).rsplit(".", 1)[-1].split(":")[0]
        if status == "MODEL_INVALID":
            raise RuntimeError(self._module.CpSatHelper.validate_model(self._proto))
        return Solved(
            values=values or None,
            objective=round(response.objective_value) if values else 0,
            bound=round(response.best_objective_bound),
            is_optimal=status == "OPTIMAL",
            is_infeasible=status == "INFEASIBLE",
            took=response.deterministic_time,
        )
