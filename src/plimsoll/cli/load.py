"""`plimsoll load FILE`: how much each worker carries against how much they can, from a JSON file alone.

The form of the file is in docs/load.md and docs/schemas/load.input.json; the answer's in docs/schemas/load.output.json.
"""

from __future__ import annotations

import json
import os
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from plimsoll.cli import CliError
from plimsoll.cli.jsonfile import read_json

if TYPE_CHECKING:
    import argparse

    from plimsoll.engine.load.book import Book, WorkerLoad

BAR = 30
"""Characters for 100 %; the drawing goes to twice that."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", help="a JSON file of workers, cases and a weighting; - for standard input")
    parser.add_argument("--weighting", metavar="NAME", help="weigh by this instead of the file's own")
    parser.add_argument("--as-at", metavar="DATE", help="as at this day instead of the file's own")
    parser.add_argument("--worker", metavar="ID", help="this worker alone")
    parser.add_argument("--no-cases", action="store_true", help="leave the reasons of each case out of the JSON")


def run(args: argparse.Namespace) -> int:
    from plimsoll.engine.load.fields import InputError
    from plimsoll.engine.load.writing import answer
    from plimsoll.engine.rulebook import RulebookError

    try:
        book = _book(args)
        if args.json:
            found = answer(book, with_cases=not args.no_cases)
            if args.worker:
                found["workers"] = [each for each in found["workers"] if each["id"] == args.worker]
                found["teams"] = []
            print(json.dumps(found, ensure_ascii=False, indent=2))
        else:
            _print(book, args.worker)
    except InputError as error:
        raise CliError(f"{args.file}: {error}") from error
    except RulebookError as error:
        raise CliError(str(error.problems[0])) from error
    return 0


def _book(args: argparse.Namespace) -> Book:
    from plimsoll.engine.load.book import Book
    from plimsoll.engine.load.reading import parse

    own = os.environ.get("PLIMSOLL_RULES")
    read = parse(
        read_json(args.file),
        as_at=_day(args.as_at) if args.as_at else None,
        weighting=args.weighting,
        folders=[Path(own)] if own else [],
    )
    if args.worker and args.worker not in {worker.id for worker in read.workers}:
        raise CliError(f"{args.file}: there is no worker {args.worker!r}; use an id of the file")
    return Book(read.weighting, read.as_at, read.workers, read.cases, read.weeks)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise CliError(f"--as-at {text!r} is no date; write it as 2026-04-01") from error


def _print(book: Book, only: str | None) -> None:
    from plimsoll.engine.load.line import total_points, words
    from plimsoll.engine.load.numbers import shown

    weighting = book.weighting
    print(f"{weighting.title} ({weighting.status}), as at {book.as_at}")
    loads = [book.load_of(only)] if only else book.loads()
    width = max((len(load.worker.id) for load in loads), default=0)
    for load in loads:
        print(f"{load.worker.id.ljust(width)}  {_bar(load)}  {words(load.line, weighting.unit).text}")
        if load.sustained.is_sustained:
            above = shown(load.sustained.above_percent)
            print(f"{' ' * width}  above {above} % for {load.sustained.weeks} weeks in a row")
        for flag in load.flags:
            print(f"{' ' * width}  {flag.text}")
        if only:
            _print_reasons(load)
    unallocated = book.unallocated()
    if unallocated and not only:
        points = shown(total_points(unallocated))
        count = sum(each.case.count for each in unallocated)
        print(f"Held by nobody: {count} {'case' if count == 1 else 'cases'}, {points} {weighting.unit[1]}")


def _bar(load: WorkerLoad) -> str:
    """The load line in characters: the mark at 100 %, hatched above it."""
    if load.line.percent is None:
        return "no capacity".ljust(2 * BAR + 1)
    filled = min(2 * BAR, int(load.line.percent * BAR / 100))
    return ("█" * min(filled, BAR)).ljust(BAR, "░") + "|" + ("▒" * max(0, filled - BAR)).ljust(BAR)


def _print_reasons(load: WorkerLoad) -> None:
    from plimsoll.engine.load.numbers import shown

    for carried in load.carried:
        print(f"  {carried.case.id}: {shown(carried.points)}")
        for part in carried.parts:
            print(f"    {shown(part.points):>8}  {part.reason.text}")
    for part in (*load.work, *load.available.hours_parts):
        unit = part.reason.amount.unit if part.reason.amount else ""
        print(f"  {shown(part.points):>8}  {part.reason.text} ({unit})")
    for each in load.assumed:
        print(f"  not known: {each.fact} ({each.about}); {each.because}")
