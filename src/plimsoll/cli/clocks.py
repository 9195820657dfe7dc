"""`plimsoll clocks FILE`: one case from a JSON file -> its duties. Needs no database.

The form of the file is in docs/schemas/case.schema.json, the answer's in docs/schemas/duties.schema.json.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from plimsoll.cli import CliError
from plimsoll.cli.jsonfile import read_json

if TYPE_CHECKING:
    import argparse
    from datetime import date, datetime

    from plimsoll.engine.clocks import Duty
    from plimsoll.engine.facts import CaseFacts
    from plimsoll.engine.rulebook import Rulebook


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", help="a JSON file of one case; - for standard input")
    parser.add_argument("--as-at", metavar="DATE", help="as at this day or moment instead of the file's own")
    parser.add_argument("--rules", action="append", metavar="FOLDER", help="an organisation's own rules")
    parser.add_argument("--open", action="store_true", help="leave out what is done or ended")


def run(args: argparse.Namespace) -> int:
    from plimsoll.engine import casefile
    from plimsoll.engine.clocks import derive, duty_json

    try:
        case, as_at = casefile.parse(read_json(args.file), args.file)
        if args.as_at:
            as_at = casefile.moment(args.as_at, "--as-at")
    except casefile.CaseFileError as error:
        raise CliError(str(error)) from error
    book = _rulebook(args.rules)
    _check_pack(case, book, args.file)
    duties = derive(case, book, as_at if as_at is not None else _today())
    shown = [duty for duty in duties if duty.is_open or not args.open]
    if args.json:
        print(json.dumps([duty_json(duty) for duty in shown], ensure_ascii=False, indent=2))
    else:
        _print(shown)
    return 0


def _rulebook(named: list[str] | None) -> Rulebook:
    from plimsoll.engine import rulebook

    folders = named or [os.environ.get("PLIMSOLL_RULES", "")]
    try:
        return rulebook.load(*(Path(folder) for folder in folders if folder))
    except rulebook.RulebookError as error:
        raise CliError(str(error.problems[0])) from error


def _check_pack(case: CaseFacts, book: Rulebook, file: str) -> None:
    """An unknown pack is an error; words the pack does not know are warnings, for they may be an organisation's."""
    from plimsoll.engine.casefile import warnings

    try:
        pack = book.pack(case.pack)
    except KeyError as error:
        raise CliError(f"{file}: 'pack': {error.args[0]}") from error
    for line in warnings(case, pack):
        print(f"plimsoll: {file}: {line}", file=sys.stderr)


def _today() -> date | datetime:
    from plimsoll import today

    return today.today()


_WORDS = {
    "running": "running",
    "due_soon": "due soon",
    "late": "LATE",
    "met": "met",
    "met_late": "met late",
    "extended": "extended",
    "exempt": "exempt",
    "cancelled": "cancelled",
    "lapsed": "lapsed",
    "not_applicable": "no longer applies",
    "breached": "breached",
}


def _print(duties: list[Duty]) -> None:
    from plimsoll.engine.clocks.wording import Day

    if not duties:
        print("No duty rests on these events.")
    for duty in duties:
        due = str(Day(duty.due)) if duty.due is not None else "no date"
        print(f"{_WORDS[duty.state]:<18} {due:<24} {duty.duty}  [{duty.rule}]")
        for reason in duty.reasons:
            print(f"{'':<19}{reason.text}")
        citation = duty.citation
        print(f"{'':<19}{' '.join(filter(None, (citation.instrument, citation.paragraph)))}")
