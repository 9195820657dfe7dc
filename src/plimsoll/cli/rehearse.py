"""`plimsoll rehearse`: rules not yet in force against the stored cases. Nothing is changed.

The rules to come are an organisation's folder, or law whose day is not appointed yet, given one:
`plimsoll rehearse --appoint GB-ADV-008=2027-01-01`.
"""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from plimsoll.cli import CliError
from plimsoll.cli.ground import open_database
from plimsoll.cli.progress import Progress

if TYPE_CHECKING:
    import argparse

    from plimsoll.cases.rehearsal import Rehearsed
    from plimsoll.engine.clocks import Duty
    from plimsoll.engine.rulebook import Rulebook


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("pack", nargs="?", metavar="FOLDER", help="a folder of rules to come (docs/rulebook.md)")
    parser.add_argument(
        "--appoint", action="append", default=[], metavar="CLOCK=DATE", help="give law without an appointed day a day"
    )
    parser.add_argument("--as-at", metavar="DATE", help="look from this day instead of today")


def run(args: argparse.Namespace) -> int:
    if not args.pack and not args.appoint:
        raise CliError("say which rules are to come: a folder, or --appoint CLOCK=DATE")
    tomorrow = _rules(args)
    as_at = _day(args.as_at, "--as-at") if args.as_at else None
    open_database()
    from plimsoll import today
    from plimsoll.cases.rehearsal import rehearsal
    from plimsoll.people.access import programme_for_all

    with Progress("Rehearsing") as progress:

        def report(done: int, total: int) -> None:
            progress.total = total
            progress.step(done - progress.done)

        found = list(rehearsal(programme_for_all(), tomorrow, as_at or today.today(), report))
    if args.json:
        print(json.dumps({"rules": tomorrow.version, "cases": [_answer(one) for one in found]}, indent=2))
    else:
        _print(found)
    return 0


def _rules(args: argparse.Namespace) -> Rulebook:
    from plimsoll.engine import rulebook

    folder = Path(args.pack) if args.pack else None
    if folder is not None and not folder.is_dir():
        raise CliError(f"{folder}: is no folder of rules")
    try:
        book = rulebook.load(folder) if folder else rulebook.load()
    except rulebook.RulebookError as error:
        raise CliError(str(error.problems[0])) from error
    days = dict(_appointed(text) for text in args.appoint)
    return book.appointing(days) if days else book


def _appointed(text: str) -> tuple[str, date]:
    clock, _, day = text.partition("=")
    return clock, _day(day, f"--appoint {clock}")


def _day(text: str, where: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise CliError(f"{where}: {text!r} is no date; write it as 2027-01-31") from error


def _answer(one: Rehearsed) -> dict[str, Any]:
    return {
        "case": str(one.case.pk),
        "reference": one.case.reference,
        "tier": {"before": one.before.tier, "after": one.after.tier},
        "changes": [
            {"rule": change.rule, "kind": change.kind, "before": _duty(change.before), "after": _duty(change.after)}
            for change in one.changes
        ],
    }


def _duty(duty: Duty | None) -> dict[str, str | None] | None:
    return None if duty is None else {"due": duty.due.isoformat() if duty.due else None, "state": duty.state}


def _print(found: list[Rehearsed]) -> None:
    moved = sum(one.moves for one in found)
    print(f"{len(found)} cases would have other dates or duties; {moved} would stand elsewhere.")
    for one in found:
        place = f", {one.before.title} -> {one.after.title}" if one.moves else ""
        print(f"{one.case.reference}{place}")
        for change in one.changes:
            before = change.before.due if change.before else "–"
            after = change.after.due if change.after else "–"
            print(f"    {change.rule} {change.kind}: {before} -> {after}")
