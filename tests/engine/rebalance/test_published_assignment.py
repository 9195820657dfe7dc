"""Generalised assignment: published and made instances in the documented form, against optima found another way."""

import itertools
import json
import random
from decimal import Decimal

import pytest

from plimsoll.engine.rebalance.propose import propose
from plimsoll.engine.rebalance.reading import parse

# OR-Library (J. E. Beasley, https://people.brunel.ac.uk/~mastjjb/jeb/orlib/gapinfo.html), file gap1, instance c515-1,
# whose published optimum is 336 (there profit is made large, so that costs here are below nought). MIT licence.
PROFIT = """
17 21 22 18 24 15 20 18 19 18 16 22 24 24 16
23 16 21 16 17 16 19 25 18 21 17 15 25 17 24
16 20 16 25 24 16 17 19 19 18 20 16 17 21 24
19 19 22 22 20 16 19 17 21 19 25 23 25 25 25
18 19 15 15 21 25 16 16 23 15 22 17 19 22 24
"""
SIZE = """
8 15 14 23 8 16 8 25 9 17 25 15 10 8 24
15 7 23 22 11 11 12 10 17 16 7 16 10 18 22
21 20 6 22 24 10 24 9 21 14 11 14 11 19 16
20 11 8 14 9 5 6 19 19 7 6 6 13 9 18
8 13 13 13 10 20 25 16 16 17 10 10 5 12 23
"""
CAPACITY = [36, 34, 38, 27, 33]
PUBLISHED_OPTIMUM = 336


def table(text):
    return [[int(word) for word in line.split()] for line in text.strip().splitlines()]


def question(capacities, sizes, costs):
    """The JSON form: `sizes` and `costs` are by worker, then by case."""
    return json.loads(
        json.dumps(
            {
                "workers": [{"id": f"W{number:02}", "capacity": each} for number, each in enumerate(capacities)],
                "cases": [
                    {
                        "id": f"C{number:03}",
                        "sizes": [row[number] for row in sizes],
                        "costs": [r[number] for r in costs],
                    }
                    for number in range(len(sizes[0]))
                ],
                "options": {"capacity": "hard", "objectives": ["cost"], "seconds": 60},
            }
        )
    )


def solved(capacities, sizes, costs):
    proposal = propose(parse(question(capacities, sizes, costs)))
    workers = {f"W{number:02}": number for number in range(len(capacities))}
    carried = [0] * len(capacities)
    total = 0
    for number, ident in enumerate(proposal.assignment.values()):
        carried[workers[ident]] += sizes[workers[ident]][number]
        total += costs[workers[ident]][number]
    assert all(load <= most for load, most in zip(carried, capacities, strict=True))
    assert proposal.is_proved
    assert proposal.stages[-1].stage == "cost"
    assert proposal.stages[-1].value == total
    return total


def best_by_states(capacities, sizes, costs):
    """The optimum by what every worker has left: exact, and nothing like a solver."""
    states = {tuple(capacities): 0}
    for number in range(len(sizes[0])):
        following: dict[tuple[int, ...], int] = {}
        for left, cost in states.items():
            for who in range(len(capacities)):
                rest = left[who] - sizes[who][number]
                if rest >= 0:
                    key = (*left[:who], rest, *left[who + 1 :])
                    if (found := cost + costs[who][number]) < following.get(key, 10**9):
                        following[key] = found
        states = following
    return min(states.values())


def test_the_published_instance_has_its_published_optimum():
    costs = [[-each for each in row] for row in table(PROFIT)]
    assert solved(CAPACITY, table(SIZE), costs) == -PUBLISHED_OPTIMUM


@pytest.mark.parametrize("seed", range(4))
def test_made_instances_of_the_published_kinds_have_the_optimum_found_by_counting(seed):
    """Sizes from 5 to 25 and costs from 10 to 50 as in types a to c, costs against sizes as in type d."""
    chance = random.Random(seed)
    sizes = [[chance.randint(5, 25) for _ in range(10)] for _ in range(3)]
    costs = [[chance.randint(10, 50) for _ in range(10)] for _ in range(3)]
    if seed % 2:
        sizes = [[chance.randint(1, 25) for _ in range(10)] for _ in range(3)]
        costs = [[max(1, 31 - each + chance.randint(-10, 10)) for each in row] for row in sizes]
    capacities = [int(0.9 * sum(row) / 3) + 3 for row in sizes]
    assert solved(capacities, sizes, costs) == best_by_states(capacities, sizes, costs)


def cheapest_flow(capacities, costs):
    """The optimum where every size is 1, by cheapest paths (Bellman and Ford): the linear relaxation is whole there."""
    count, people = len(costs[0]), range(len(capacities))
    holder: list[int | None] = [None] * count
    for start in range(count):
        far = {("case", start): 0}
        came: dict[tuple[str, int], tuple[str, int]] = {}
        for _ in range(2 * len(capacities) + 2):
            for kind, number in list(far):
                ways = (
                    [(("who", who), costs[who][number]) for who in people if holder[number] != who]
                    if kind == "case"
                    else [(("case", c), -costs[number][c]) for c in range(count) if holder[c] == number]
                )
                for node, cost in ways:
                    if far[kind, number] + cost < far.get(node, 10**9):
                        far[node] = far[kind, number] + cost
                        came[node] = (kind, number)
        free = [who for who in people if holder.count(who) < capacities[who] and ("who", who) in far]
        node = min((("who", who) for who in free), key=lambda each: (far[each], each))
        while node in came:
            before = came[node]
            if node[0] == "who":
                holder[before[1]] = node[1]
            node = before
    return sum(costs[who][number] for number, who in enumerate(holder) if who is not None)


@pytest.mark.parametrize(("seed", "people", "count"), [(1, 4, 20), (2, 6, 40), (3, 10, 60)])
def test_what_is_called_best_is_no_worse_and_no_better_than_a_flow_says(seed, people, count):
    chance = random.Random(seed)
    costs = [[chance.randint(1, 99) for _ in range(count)] for _ in range(people)]
    capacities = [count // people + chance.randint(0, 2) for _ in range(people)]
    assert solved(capacities, [[1] * count] * people, costs) == cheapest_flow(capacities, costs)


def test_the_flow_itself_agrees_with_trying_everything():
    chance = random.Random(7)
    costs = [[chance.randint(1, 20) for _ in range(6)] for _ in range(3)]
    best = min(
        sum(costs[who][number] for number, who in enumerate(plan))
        for plan in itertools.product(range(3), repeat=6)
        if all(plan.count(who) <= 2 for who in range(3))
    )
    assert cheapest_flow([2, 2, 2], costs) == best


def test_where_not_everything_fits_as_much_as_can_be_is_covered_and_that_is_proved():
    proposal = propose(parse(question([10, 10], [[6, 6, 6], [6, 6, 6]], [[1, 2, 3], [1, 2, 3]])))
    covered = {stage.stage: (stage.value, stage.proved) for stage in proposal.stages}
    assert covered["uncovered"] == (Decimal(1), True)
    assert proposal.uncovered == ("C002",)
