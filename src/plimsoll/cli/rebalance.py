"""`plimsoll rebalance FILE`: who should hold which case, from a JSON file alone, each objective proved or its gap said.

The form of the file is in docs/load.md and docs/schemas/rebalance.input.json; the answer's in
docs/schemas/rebalance.output.json. The same file and seed give the same answer on every machine.
"""

from __future__ import annotations

import json
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

from plimsoll.cli import CliError
from plimsoll.cli.jsonfile import read_json
from plimsoll.cli.progress import Progress

if TYPE_CHECKING:
    import argparse

    from plimsoll.engine.rebalance.allocating import Allocation
    from plimsoll.engine.rebalance.model import Problem, Proposal

MOST_SHOWN = 12
"""So many people who may not hold a case are named on screen; the JSON names all."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", help="a JSON file of workers and cases; - for standard input")
    parser.add_argument("--seed", metavar="NUMBER", help="begin the search elsewhere than the file says")
    parser.add_argument("--seconds", metavar="NUMBER", help="search about so long instead of 5 seconds")
    parser.add_argument("--lock", action="append", default=[], metavar="CASE", help="as if this case were locked")
    parser.add_argument(
        "--refuse", action="append", default=[], nargs=2, metavar=("CASE", "WORKER"), help="as if this were refused"
    )
    parser.add_argument("--allocate", metavar="CASE", help="only rank the workers for this case")


def run(args: argparse.Namespace) -> int:
    from plimsoll.engine.rebalance.allocating import allocate
    from plimsoll.engine.rebalance.propose import propose
    from plimsoll.engine.rebalance.writing import allocation, answer

    try:
        problem = _problem(args)
        if args.allocate:
            ranking = allocate(problem, args.allocate)
            if args.json:
                _say(allocation(ranking))
            else:
                _print_ranking(ranking)
            return 0
        with Progress("Compiling") as progress:
            proposal = propose(problem, watch=lambda stage: progress.say(stage.replace("_", " ").capitalize()))
    except ValueError as error:  # what the file asks cannot be read, or cannot be counted exactly
        raise CliError(f"{args.file}: {error}") from error
    if args.json:
        _say(answer(problem, proposal))
    else:
        _print(proposal)
    return 0


def _problem(args: argparse.Namespace) -> Problem:
    from dataclasses import replace

    from plimsoll.engine.rebalance.reading import parse

    problem = parse(read_json(args.file), seconds=_seconds(args.seconds), seed=_seed(args.seed))
    cases = {case.id for case in problem.cases}
    workers = {worker.id for worker in problem.workers}
    for case in [*args.lock, *(case for case, _ in args.refuse), *([args.allocate] if args.allocate else [])]:
        if case not in cases:
            raise CliError(f"{args.file}: there is no case {case!r}; use an id of the file")
    for _, worker in args.refuse:
        if worker not in workers:
            raise CliError(f"{args.file}: there is no worker {worker!r}; use an id of the file")
    refused = problem.options.refused | {(case, worker) for case, worker in args.refuse}
    locked = tuple(replace(case, is_locked=True) if case.id in args.lock else case for case in problem.cases)
    return replace(problem, cases=locked, options=replace(problem.options, refused=refused))


def _seconds(text: str | None) -> Decimal | None:
    from plimsoll.engine.rebalance.reading import MOST_SECONDS

    if text is None:
        return None
    try:
        found = Decimal(text)
    except InvalidOperation:
        found = Decimal(0)
    if not found.is_finite() or not Decimal("0.01") <= found <= MOST_SECONDS:
        raise CliError(f"--seconds {text!r} is no time to search; write a number from 0.01 to {MOST_SECONDS}")
    return found


def _seed(text: str | None) -> int | None:
    if text is None:
        return None
    if not (text.isascii() and text.isdigit() and int(text) < 2**31):
        raise CliError(f"--seed {text!r} is no seed; write a whole number from 0 to {2**31 - 1}")
    return int(text)


# --- telling ------------------------------------------------------------------------------------------------------


def _say(found: object) -> None:
    print(json.dumps(found, ensure_ascii=False, indent=2))


def _print(proposal: Proposal) -> None:
    from plimsoll.engine.load.numbers import shown

    for move in proposal.moves:
        until = f", back on {move.returns_on}" if move.returns_on else ""
        print(f"{move.case}: {move.from_worker or 'nobody'} -> {move.to_worker} ({move.kind.replace('_', ' ')}{until})")
        for reason in move.reasons:
            print(f"    {reason.text}")
    if not proposal.moves:
        print("Nothing need move.")
    for entry in proposal.unresolved:
        print(f"NOT RESOLVED ({entry.rule.replace('_', ' ')}): {entry.reason.text}")
    print()
    for change in proposal.workers:
        before, after = (
            "no capacity" if percent is None else f"{shown(percent)} %"
            for percent in (change.percent_before, change.percent_after)
        )
        print(f"{change.worker}: {before} -> {after}; cases {change.cases_before} -> {change.cases_after}")
    print()
    for stage in proposal.stages:
        verdict = "proved" if stage.proved else f"not proved, cannot be below {shown(stage.bound)}"
        print(f"{stage.stage.replace('_', ' ')}: {shown(stage.value)} ({verdict})")


def _print_ranking(ranking: Allocation) -> None:
    from plimsoll.engine.load.numbers import shown

    for each in ranking.ranked:
        before, after = ("?" if each_ is None else shown(each_) for each_ in (each.percent_before, each.percent_after))
        print(f"{each.place:>3}. {each.worker}: {before} % -> {after} %. {each.reason.text}")
    if not ranking.ranked:
        print("Nobody may hold it.")
    for excluded in ranking.excluded[:MOST_SHOWN]:
        print(f"  no {excluded.worker}: {excluded.reason.text}")
    more = len(ranking.excluded) - MOST_SHOWN
    if more > 0:
        print(f"  no … and {more} more, all of them in --json")
