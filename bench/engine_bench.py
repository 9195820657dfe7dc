"""How fast the engine is: one case of 60 events, 400,000 cases with 6 live clocks derived and put in order, and
cases whose records are unlike each other.

Run: .venv/bin/python bench/engine_bench.py [--cases 400000] [--json]
Goals: 1 ms for the one case; 20 s on two cores and 2 GB for the many. Only deriving and ordering are timed: the cases
are invented in portions beforehand, so that neither the making of them nor the memory they would take at once is
measured. Time is given as CPU time as well as by the clock on the wall: other work on the machine lengthens the
second much more than the first. The ratio is to a bare loop that fills a dictionary with tuples, timed in the same
process just before and after, so that a slow or busy machine does not look like slow code.

The many are alike in what happened and unlike in when, as a year's new cases are; the unlike differ in both, as the
long-standing ones do, and are timed twice: at first sight, and again once the engine has met each record's shape
(it keeps some thousands of them). bench/README.md holds what was measured.
"""

from __future__ import annotations

import argparse
import gc
import heapq
import json
import os
import random
import resource
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from datetime import date, timedelta
from typing import NamedTuple

from plimsoll.engine import clocks, priority
from plimsoll.engine.facts import CaseFacts, Event
from plimsoll.engine.rulebook import load

TODAY = date(2025, 6, 10)
PACK = "children-england"
CORES = 2
PORTION = 2_000
GOAL_ONE_MS, GOAL_MANY_S, GOAL_GB = 1.0, 20.0, 2.0
GOAL_CASE_US = GOAL_MANY_S * CORES / 400_000 * 1e6  # of one core's time
LIVE = 6


def happened(name: str, days_ago: int, **details: object) -> Event:
    return Event(name, TODAY - timedelta(days=days_ago), None, details)


def long_case() -> CaseFacts:
    """A child with a year of work behind them: referral, enquiry, plan, visits, core groups, 60 events in all."""
    events = [
        happened("referral_received", 400),
        happened("referral_decided", 399, outcome="assessment"),
        happened("allocated", 398),
        happened("assessment_started", 398),
        happened("assessment_authorised", 350),
        happened("strategy_discussion_held", 340, initiates_s47=True),
        happened("initial_conference_held", 322, outcome="plan"),
        happened("cp_plan_started", 322),
        happened("review_conference_held", 235),
        happened("review_conference_held", 60),
        happened("score_recorded", 300, tool="SDQ", score=15),
        happened("score_recorded", 100, tool="SDQ", score=13),
        happened("onward_referral_sent", 200, service="CAMHS", expected_wait_weeks=30),
        happened("supervision_held", 20),
    ]
    events += [happened("core_group_held", 312 - 40 * number) for number in range(8)]
    events += [happened("visit_made", 320 - 9 * number, kind="cp", child_seen=True) for number in range(35)]
    events += [happened("contact_made", 315 - 100 * number) for number in range(3)]
    assert len(events) == 60, len(events)
    return CaseFacts("long", PACK, tuple(events), date(2016, 3, 4), {"is_disabled": True})


def many_cases(chance: random.Random, first: int, count: int) -> list[CaseFacts]:
    """Children newly looked after: the law then runs six clocks at once."""
    found = []
    for number in range(first, first + count):
        began = chance.randrange(1, 28)
        events = (
            happened("became_looked_after", began, legal_status="C1"),
            happened("placement_started", began, placement_type="U6"),
            happened("allocated", began),
            happened("visit_made", max(0, began - chance.randrange(1, 7)), kind="looked_after", child_seen=True),
        )
        born = date(2009 + chance.randrange(11), 1 + chance.randrange(12), 1 + chance.randrange(28))
        found.append(CaseFacts(f"C{number:06}", PACK, events, born, {}))
    return found


def unlike_cases(chance: random.Random, count: int) -> list[CaseFacts]:
    """Children whose records hold some of the long case's events: no two the same, from a handful to nearly all."""
    pool, found = long_case().events, []
    for number in range(count):
        kept, earlier = chance.uniform(0.1, 0.9), timedelta(days=chance.randrange(300))
        events = [event for event in pool if chance.random() < kept]
        moved = tuple(Event(event.name, event.at - earlier, None, event.details) for event in events)
        born = date(2009 + chance.randrange(11), 1 + chance.randrange(12), 1 + chance.randrange(28))
        found.append(CaseFacts(f"U{number:06}", PACK, moved, born, {}))
    return found


class Share(NamedTuple):
    """What one process did."""

    keys: list[tuple[tuple[int, ...], str]]
    seconds: float
    cpu_seconds: float
    peak_kb: int
    live: int
    bare_us: float


def share(seed: int, first: int, count: int) -> Share:
    """Derive and rank one half of the cases, portion by portion; only that is timed."""
    chance = random.Random(seed)
    book = load()
    for case in many_cases(random.Random(0), 0, 50):  # compiled and warm before the clock starts
        priority.derive(case, clocks.derive(case, book, TODAY), book, TODAY)
    bare = [bare_loop_us()]
    keys: list[tuple[tuple[int, ...], str]] = []
    seconds = cpu = 0.0
    live = 0
    gc.freeze()
    for start in range(first, first + count, PORTION):
        cases = many_cases(chance, start, min(PORTION, first + count - start))
        begun, begun_cpu = time.perf_counter(), time.process_time()
        for case in cases:
            duties = clocks.derive(case, book, TODAY)
            keys.append(priority.derive(case, duties, book, TODAY).order_key)
        seconds += time.perf_counter() - begun
        cpu += time.process_time() - begun_cpu
        live += sum(duty.is_open for duty in duties)
    begun, begun_cpu = time.perf_counter(), time.process_time()
    keys.sort()
    seconds += time.perf_counter() - begun
    cpu += time.process_time() - begun_cpu
    bare.append(bare_loop_us())
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    portions = -(-count // PORTION)
    return Share(keys, seconds, cpu, peak, round(live / portions), sum(bare) / 2)


def bare_loop_us(turns: int = 300_000) -> float:
    """Microseconds a turn of a loop that does next to nothing."""
    begun = time.process_time()
    found: dict[int, tuple[int, str]] = {}
    for number in range(turns):
        found[number % 100] = (number, str(number))
    return (time.process_time() - begun) / turns * 1e6


def measure_one() -> dict[str, float]:
    """The best of many runs, and where the time goes."""
    case, book = long_case(), load()
    duties = clocks.derive(case, book, TODAY)
    runs = []
    for _ in range(200):
        begun = time.process_time()
        duties = clocks.derive(case, book, TODAY)
        between = time.process_time()
        priority.derive(case, duties, book, TODAY)
        runs.append((time.process_time() - begun, between - begun))
    runs.sort()
    best, median = runs[0], runs[len(runs) // 2]
    return {
        "best_ms": best[0] * 1e3,
        "median_ms": median[0] * 1e3,
        "of_it_clocks_ms": best[1] * 1e3,
        "events": len(case.events),
        "duties": len(duties),
        "ratio_to_bare_turn": best[0] * 1e6 / bare_loop_us(),
    }


def measure_unlike(count: int = 3_000) -> dict[str, float]:
    """CPU time a case at first sight of its record, and when its shape is known."""
    book, cases = load(), unlike_cases(random.Random(0), count)
    for case in unlike_cases(random.Random(1), count):  # a service that has run for a while
        clocks.derive(case, book, TODAY)
    spent, bare = [], bare_loop_us()
    for _ in range(2):
        begun = time.process_time()
        for case in cases:
            priority.derive(case, clocks.derive(case, book, TODAY), book, TODAY)
        spent.append((time.process_time() - begun) / count * 1e6)
    bare = (bare + bare_loop_us()) / 2
    return {
        "cases": count,
        "events": sum(len(case.events) for case in cases) / count,
        "first_us": spent[0],
        "again_us": spent[1],
        "first_ratio_to_bare_turn": spent[0] / bare,
        "again_ratio_to_bare_turn": spent[1] / bare,
    }


def measure_many(count: int) -> dict[str, float]:
    """Both halves on two cores; wall time of the slower half, then the merge."""
    half = count // CORES
    with ProcessPoolExecutor(CORES) as pool:
        shares = list(pool.map(share, range(CORES), range(0, count, half), [half] * CORES))
    begun = time.perf_counter()
    ordered = sum(1 for _ in heapq.merge(*(each.keys for each in shares)))
    merged = time.perf_counter() - begun
    assert ordered == half * CORES
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    cpu = sum(each.cpu_seconds for each in shares)
    bare = sum(each.bare_us for each in shares) / CORES
    return {
        "cases": ordered,
        "live_clocks": shares[0].live,
        "wall_s": max(each.seconds for each in shares) + merged,
        "cpu_s": cpu + merged,
        "per_case_us": cpu / ordered * 1e6,
        "ratio_to_bare_turn": cpu / ordered * 1e6 / bare,
        "bare_turn_us": bare,
        "memory_gb": (own + sum(each.peak_kb for each in shares)) / 1024**2,
        "load": os.getloadavg()[0],
        "cores": os.cpu_count() or 0,
    }


def _said_of_one(one: dict[str, float]) -> list[str]:
    return [
        f"one case, {one['events']:.0f} events, {one['duties']:.0f} duties, CPU time of 200 runs",
        f"  best {one['best_ms']:.2f} ms, {_against(one['best_ms'], GOAL_ONE_MS, 'ms')}",
        f"  median {one['median_ms']:.2f} ms, {_against(one['median_ms'], GOAL_ONE_MS, 'ms')}",
        f"  of the best, clocks {one['of_it_clocks_ms']:.2f} ms; {one['ratio_to_bare_turn']:.0f} bare turns",
    ]


def _said_of_many(many: dict[str, float], goal_s: float) -> list[str]:
    bare = f"{many['ratio_to_bare_turn']:.0f} bare turns a case; a bare turn is {many['bare_turn_us']:.3f} µs"
    return [
        f"{many['cases']:,.0f} cases, {many['live_clocks']:.0f} live clocks each, {CORES} processes",
        f"  wall {many['wall_s']:.1f} s, {_against(many['wall_s'], goal_s, 's')}; CPU {many['cpu_s']:.1f} s in all",
        f"  CPU {many['per_case_us']:.0f} µs a case, {_against(many['per_case_us'], GOAL_CASE_US, 'µs')}",
        f"  {bare} here and now",
        f"  memory {many['memory_gb']:.2f} GB, {_against(many['memory_gb'], GOAL_GB, 'GB')}",
        f"  on {many['cores']:.0f} cores with a load of {many['load']:.1f} at the end (ours is {CORES} of it)",
    ]


def _said_of_unlike(unlike: dict[str, float]) -> list[str]:
    return [
        f"{unlike['cases']:,.0f} cases unlike each other, {unlike['events']:.0f} events on average, CPU time, no goal",
        f"  at first sight {unlike['first_us']:.0f} µs a case, {unlike['first_ratio_to_bare_turn']:.0f} bare turns",
        f"  shapes known {unlike['again_us']:.0f} µs a case, {unlike['again_ratio_to_bare_turn']:.0f} bare turns",
    ]


def _against(measured: float, goal: float, unit: str) -> str:
    return f"goal {goal:g} {unit} {'met' if measured <= goal else f'MISSED by {measured / goal:.1f} times'}"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cases", type=int, default=400_000)
    parser.add_argument("--json", action="store_true")
    args = parser.parse_args()
    one, many, unlike = measure_one(), measure_many(args.cases), measure_unlike()
    if args.json:
        print(json.dumps({"one_case": one, "many_cases": many, "unlike_cases": unlike}, indent=2))
        return 0
    goal_s = GOAL_MANY_S * args.cases / 400_000
    print("\n".join([*_said_of_one(one), *_said_of_many(many, goal_s), *_said_of_unlike(unlike)]))
    return 0


if __name__ == "__main__":
    sys.exit(main())
