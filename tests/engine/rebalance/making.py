"""Short ways to make questions, and a judge of plans that shares no code with the engine it judges."""

from __future__ import annotations

import itertools
import random
from decimal import ROUND_CEILING, Decimal

from plimsoll.engine.rebalance.model import STAGES, Absence, Case, KindLimit, Options, Problem, Worker

PROTECTED = {"child_protection", "looked_after", "private_fostering"}


def worker(ident, capacity=20, **more) -> Worker:
    sets = ("skills", "languages", "may_not_hold", "conflicts")
    more = {key: frozenset(value) if key in sets else value for key, value in more.items()}
    return Worker(ident, Decimal(str(capacity)), **more)


def case(ident, points=5, holder="", **more) -> Case:
    more = {key: frozenset(value) if key in ("kinds", "needs", "conflicts") else value for key, value in more.items()}
    return Case(ident, None if points is None else Decimal(str(points)), holder, **more)


def problem(workers, cases, **options) -> Problem:
    return Problem(tuple(workers), tuple(cases), Options(**options))


def small(seed: int, **options) -> Problem:
    """A question small enough for every plan to be tried: everything that can be asked turns up in some of them."""
    chance = random.Random(seed)
    count = chance.choice([2, 3, 3])
    workers = [
        Worker(
            f"W{number}",
            Decimal(chance.choice(["8", "10", "12.5", "15"])),
            Decimal(chance.choice([0, 0, 2])),
            Absence() if number == 0 and count > 2 and chance.random() < 0.5 else None,
            takes_new=chance.random() < 0.9,
            skills=frozenset(["court"]) if chance.random() < 0.7 else frozenset(),
            languages=frozenset(["cy"]) if chance.random() < 0.6 else frozenset(),
            may_not_hold=frozenset(["child_protection"]) if chance.random() < 0.2 else frozenset(),
            limits=(KindLimit(frozenset(["child_in_need"]), 2),) if chance.random() < 0.2 else (),
            place=chance.choice(["north", "south"]),
        )
        for number in range(count)
    ]
    cases = [_small_case(chance, number, [each.id for each in workers]) for number in range(chance.choice([4, 5, 6]))]
    travel = {("north", "south"): Decimal("7.5"), ("north", "north"): Decimal(1), ("south", "south"): Decimal(2)}
    return problem(workers, cases, travel=travel, seed=seed, **options)


def _small_case(chance: random.Random, number: int, workers: list[str]) -> Case:
    return Case(
        f"C{number}",
        Decimal(chance.choice(["2", "3", "3.5", "5", "6"])),
        chance.choice([*workers, *workers, ""]),
        family=chance.choice(["", "", "Ash", "Elm"]),
        kinds=frozenset([chance.choice(["child_in_need", "child_protection", "looked_after"])]),
        needs=frozenset(["court"]) if chance.random() < 0.15 else frozenset(),
        language="cy" if chance.random() < 0.15 else "",
        is_locked=chance.random() < 0.1,
        conflicts=frozenset([chance.choice(workers)]) if chance.random() < 0.15 else frozenset(),
        months=chance.choice([0, 3, 12, 80]),
        changes=chance.choice([0, 0, 1, 3]),
        place=chance.choice(["north", "south", ""]),
    )


# --- the judge ------------------------------------------------------------------------------------


def may_hold(asked: Problem, who: Worker, what: Case) -> bool:
    """The hard rules about one worker and one case, from the words of the documents."""
    return (
        who.absence is None
        and who.capacity > 0
        and what.id not in who.conflicts
        and not (what.family and what.family in who.conflicts)
        and who.id not in what.conflicts
        and (what.id, who.id) not in asked.options.refused
        and (who.takes_new or what.holder == who.id)
        and what.needs <= who.skills
        and not what.kinds & who.may_not_hold
        and (not what.language or what.language in who.languages)
    )


def size(what: Case, ident: str) -> Decimal:
    found = what.sizes.get(ident, what.points)
    assert found is not None
    return found


def breaches(asked: Problem, plan: dict[str, str]) -> list[str]:
    """Hard rules that a plan breaks, those that were broken before by somebody who could not be moved left out."""
    people = {who.id: who for who in asked.workers}
    found = []
    for what in asked.cases:
        ident = plan[what.id]
        if ident and ident != what.holder and not may_hold(asked, people[ident], what):
            found.append(f"{what.id} may not go to {ident}")
        if what.is_locked and ident not in ("", what.holder):
            found.append(f"{what.id} is locked with {what.holder}")
    for who in asked.workers:
        for limit in who.limits:
            counted = [what for what in asked.cases if not limit.kinds or limit.kinds & what.kinds]
            before = sum(what.holder == who.id for what in counted)
            after = sum(plan[what.id] == who.id for what in counted)
            if after > max(limit.at_most, before):
                found.append(f"{who.id} holds {after}, more than {limit.at_most}")
        if asked.options.capacity == "hard" and who.absence is None and who.capacity > 0:
            carried = who.other_points + sum((size(c, who.id) for c in asked.cases if plan[c.id] == who.id), Decimal(0))
            stays = who.other_points + sum(
                (size(c, who.id) for c in asked.cases if plan[c.id] == c.holder == who.id), Decimal(0)
            )
            if carried > max(who.capacity, stays):
                found.append(f"{who.id} carries {carried} of {who.capacity}")
    return found


def values(asked: Problem, plan: dict[str, str]) -> tuple[Decimal, ...]:
    """The objectives of a plan in order, worked out from the question alone."""
    people = {who.id: who for who in asked.workers}
    found = dict.fromkeys(STAGES, Decimal(0))
    loads = {who.id: who.other_points for who in asked.workers}
    order = {ident: Decimal(number) for number, ident in enumerate(sorted(people))}
    for what in asked.cases:
        ident = plan[what.id]
        if not ident:
            found["uncovered"] += 1
            found["protected_uncovered"] += bool(what.is_protected or what.kinds & PROTECTED)
            found["tie_break"] += len(people)
        else:
            loads[ident] += size(what, ident)
            found["cost"] += _cost(asked, what, people[ident])
            found["tie_break"] += 0 if what.is_locked else order[ident]
        if what.holder and ident != what.holder:
            found["children_moved"] += 1
            found["relationships_broken"] += (1 + min(what.months, 60)) * (1 + what.changes)
    highest = Decimal(asked.options.utilisation_target)
    for who in asked.workers:
        if who.absence is None and who.capacity > 0:
            found["points_above_line"] += max(Decimal(0), loads[who.id] - who.capacity)
            percent = (100 * loads[who.id] / who.capacity).to_integral_value(ROUND_CEILING)
            highest = max(highest, percent)
    found["highest_utilisation"] = highest
    return tuple(found[stage] for stage in STAGES)


def _cost(asked: Problem, what: Case, who: Worker) -> Decimal:
    if who.id in what.costs:
        return what.costs[who.id]
    if not what.place or not who.place:
        return Decimal(0)
    ways = asked.options.travel
    return ways.get((what.place, who.place), ways.get((who.place, what.place), Decimal(0)))


def every_plan(asked: Problem):
    """Every plan under the hard rules, one by one; a case that nobody may hold has only where it is, or nobody."""
    choices = []
    for what in asked.cases:
        able = [who.id for who in asked.workers if may_hold(asked, who, what)]
        if what.is_locked:
            able = [what.holder] if what.holder in able else []
        choices.append([*able, ""])
    for chosen in itertools.product(*choices):
        plan = dict(zip((what.id for what in asked.cases), chosen, strict=True))
        if not breaches(asked, plan):
            yield plan
