"""Small questions: every plan is tried, and none is better than the proposal in any objective, to the last."""

from decimal import Decimal

import pytest

from plimsoll.engine.rebalance.compiling import compile_board
from plimsoll.engine.rebalance.propose import propose
from tests.engine.rebalance.making import breaches, every_plan, small, values


def plain_seeds(count: int, **options) -> list[int]:
    """Questions without a contradiction in them: those have their own tests (test_hard_rules.py)."""
    found, seed = [], 0
    while len(found) < count:
        seed += 1
        if not compile_board(small(seed, **options)).unresolved:
            found.append(seed)
    return found


@pytest.mark.parametrize("seed", plain_seeds(20, families="ignore"))
def test_no_plan_at_all_is_better(seed):
    asked = small(seed, families="ignore")
    proposal = propose(asked)
    best = min(values(asked, plan) for plan in every_plan(asked))
    assert values(asked, dict(proposal.assignment)) == best
    assert tuple(stage.value for stage in proposal.stages) == best
    assert all(stage.proved for stage in proposal.stages)


@pytest.mark.parametrize("seed", plain_seeds(10, capacity="hard", families="ignore"))
def test_no_plan_within_hard_capacity_is_better(seed):
    asked = small(seed, capacity="hard", families="ignore")
    proposal = propose(asked)
    plan = dict(proposal.assignment)
    assert breaches(asked, plan) == []
    assert values(asked, plan) == min(values(asked, plan) for plan in every_plan(asked))


@pytest.mark.parametrize("seed", plain_seeds(10, families="together"))
def test_no_plan_that_keeps_families_together_is_better(seed):
    asked = small(seed, families="together")

    def together(plan):
        homes: dict[str, set[str]] = {}
        for what in asked.cases:
            if what.family:
                homes.setdefault(what.family, set()).add(plan[what.id])
        return all(len(found) == 1 for found in homes.values())

    plan = dict(propose(asked).assignment)
    assert together(plan)
    assert values(asked, plan) == min(values(asked, plan) for plan in every_plan(asked) if together(plan))


@pytest.mark.parametrize("seed", plain_seeds(10, families="ignore"))
def test_without_a_solver_the_bounds_still_hold(seed):
    asked = small(seed, families="ignore")
    best = min(values(asked, plan) for plan in every_plan(asked))
    proposal = propose(small(seed, families="ignore", method="greedy"))
    found = tuple(stage.value for stage in proposal.stages)
    assert found >= best
    for stage, optimum in zip(proposal.stages, best, strict=True):
        # Each bound holds for plans as good in what comes before: it says nothing once something before is worse.
        if stage.value < optimum:
            break
        assert stage.bound <= optimum
        if stage.value > optimum:
            break


def test_the_judge_counts_by_hand():
    asked = small(3, families="ignore")
    plan = {what.id: what.holder for what in asked.cases}
    assert values(asked, plan)[4:6] == (Decimal(0), Decimal(0))
