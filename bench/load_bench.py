"""How fast loads and forecasts are: 1,000 workers and 20,000 cases cold, then one event.

Run: .venv/bin/python bench/load_bench.py [--workers 1000] [--cases 20000]
Goals: cold 3 s or less; after one event 50 ms or less. The ratio compares with adding up the same base points bare, in
the same process, so that a slow machine does not look like slow code.
"""

from __future__ import annotations

import argparse
import random
import time
from datetime import date, timedelta
from decimal import Decimal

from plimsoll.engine.load.book import Book
from plimsoll.engine.load.facts import Case, Closing, PastWeek, Reduction, Work, Worker
from plimsoll.engine.load.packs import load_weighting
from plimsoll.engine.load.teams import team_loads
from plimsoll.engine.load.writing import answer

TODAY = date(2026, 3, 4)
KINDS = ("assessment", "child_in_need", "child_protection", "looked_after", "care_leaver", "section_47")


def people(chance: random.Random, count: int) -> list[Worker]:
    monday = date(2026, 3, 2)
    found = []
    for number in range(count):
        reductions = []
        if chance.random() < 0.5:
            start = TODAY + timedelta(days=chance.randrange(-10, 80))
            reductions.append(Reduction("annual_leave", start, start + timedelta(days=chance.randrange(1, 14))))
        if chance.random() < 0.05:
            reductions.append(Reduction("sickness", TODAY - timedelta(days=20)))
        if chance.random() < 0.1:
            reductions.append(Reduction("trade_union_duties", date(2026, 1, 1), percent=Decimal(20)))
        history = tuple(
            PastWeek(monday - timedelta(weeks=week), Decimal(chance.randrange(70, 125)), Decimal(100))
            for week in range(1, 13)
        )
        work = (Work("duty_day", Decimal(2)),) if chance.random() < 0.5 else ()
        stage = "asye" if chance.random() < 0.1 else ""
        hours = Decimal(chance.choice(["37", "37", "37", "29.6", "22.2"]))
        found.append(
            Worker(
                f"W{number}", f"T{number // 10}", "", stage, hours, None, None, None, tuple(reductions), work, history
            )
        )
    return found


def caseload(chance: random.Random, count: int, workers: int) -> list[Case]:
    found = []
    for number in range(count):
        opened = TODAY - timedelta(days=chance.randrange(0, 500))
        facts = {
            "type": chance.choice(KINDS),
            "complexity": chance.choice(["low", "medium", "medium", "high"]),
            "opened_on": opened,
            "held_since": opened,
            "in_court": chance.random() < 0.1,
            "interpreter": chance.random() < 0.1,
            "travel_minutes": Decimal(chance.randrange(0, 90)),
            "agencies": Decimal(chance.randrange(1, 8)),
            "emotional_demand": chance.choice(["ordinary", "raised", "high", None]),
        }
        closing = None
        if chance.random() < 0.3:
            likely = TODAY + timedelta(days=chance.randrange(10, 100))
            closing = Closing(likely - timedelta(days=14), likely, likely + timedelta(days=30))
        family = f"F{number // 2}" if chance.random() < 0.3 else ""
        found.append(Case(f"C{number}", f"W{chance.randrange(workers)}", family, 1, facts, closing=closing))
    return found


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--workers", type=int, default=1000)
    parser.add_argument("--cases", type=int, default=20000)
    args = parser.parse_args()
    chance = random.Random(2030)
    workers, cases = people(chance, args.workers), caseload(chance, args.cases, args.workers)
    weighting = load_weighting("default-children", TODAY)

    def bare() -> Decimal:
        table = weighting.bases[0].table.points
        totals: dict[str, Decimal] = {}
        for case in cases:
            points = table[case.facts["type"], case.facts["complexity"]]
            totals[case.worker] = totals.get(case.worker, Decimal(0)) + points
        return sum(totals.values())

    bare_took = best_of(5, bare)
    started = time.process_time()
    book = Book(weighting, TODAY, workers, cases)
    loads = book.loads()
    teams = team_loads(loads, weighting)
    cold = time.process_time() - started
    assert len(loads) == args.workers
    assert teams

    events = [chance.choice(cases) for _ in range(50)]
    started = time.process_time()
    slowest = 0.0
    for case in events:
        one = time.process_time()
        changed = Case(case.id, case.worker, case.family, 1, {**case.facts, "in_court": True}, closing=case.closing)
        book.put_case(changed)
        book.load_of(case.worker)
        slowest = max(slowest, time.process_time() - one)
    started = time.process_time()
    book.put_case(cases[0])
    team_loads(book.loads(), weighting)
    with_teams = time.process_time() - started
    written = best_of(1, lambda: answer(book))

    print(f"{args.workers:,} workers, {args.cases:,} cases, today and twelve weeks ahead")
    say("cold, with teams", cold, 3.0)
    say("one event, the worker", slowest, 0.05)
    say("one event, every team again", with_teams, None)
    say("written as JSON values", written, None)
    print(f"  ratio to adding the base points bare ({bare_took * 1000:.0f} ms): {cold / bare_took:.0f} x")


def best_of(times: int, what: object) -> float:
    best = float("inf")
    for _ in range(times):
        started = time.process_time()
        what()
        best = min(best, time.process_time() - started)
    return best


def say(what: str, seconds: float, goal: float | None) -> None:
    verdict = "" if goal is None else f"   goal {goal * 1000:,.0f} ms   {'met' if seconds <= goal else 'MISSED'}"
    print(f"  {what:<32}{seconds * 1000:>10,.1f} ms{verdict}")


if __name__ == "__main__":
    main()
