"""`plimsoll rank FILE`: cases from a JSON file -> in order of priority, with the reasons. Needs no database.

The file is `{"cases": [case, …]}`, each case as docs/schemas/case.schema.json says, with an `id`; `as_at` may stand
beside the cases for all that do not carry their own. The answer's form is in docs/schemas/rank.output.json.
"""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Any, NamedTuple

from plimsoll.cli import CliError
from plimsoll.cli.jsonfile import read_json
from plimsoll.cli.progress import follow

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable, Sequence
    from datetime import date, datetime

    from plimsoll.engine.facts import CaseFacts
    from plimsoll.engine.priority import Priority
    from plimsoll.engine.rulebook import Rulebook

FILE_KEYS = ("cases", "as_at")


class Asked(NamedTuple):
    """One case of the file and the moment it is asked about."""

    case: CaseFacts
    as_at: date | datetime
    where: str


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", help="a JSON file of cases; - for standard input")
    parser.add_argument("--as-at", metavar="DATE", help="as at this day or moment instead of the file's own")
    parser.add_argument("--rules", action="append", metavar="FOLDER", help="an organisation's own rules and policy")
    parser.add_argument("--why", nargs=2, metavar="ID", help="only say why one of two cases comes first")
    parser.add_argument("--moves", action="store_true", help="also say what would move each case up or down")


def run(args: argparse.Namespace) -> int:
    from plimsoll.engine.casefile import CaseFileError
    from plimsoll.engine.policy import PolicyError
    from plimsoll.engine.priority import order

    try:
        asked = list(_read(args))
        book = _rulebook(args)
        _check_packs(asked, book)
        found = order(_stand(one, book) for one in follow(asked, "Ranking", len(asked)))
    except CaseFileError as error:
        raise CliError(str(error)) from error
    except PolicyError as error:
        raise CliError(str(error).splitlines()[0]) from error
    if args.why:
        _why(found, args)
    elif args.json:
        print(json.dumps(_answer(found, with_moves=args.moves), ensure_ascii=False, indent=2))
    else:
        _print(found, with_moves=args.moves)
    return 0


def _stand(asked: Asked, book: Rulebook) -> Priority:
    from plimsoll.engine import clocks, priority

    return priority.derive(asked.case, clocks.derive(asked.case, book, asked.as_at), book, asked.as_at)


# --- reading ------------------------------------------------------------------------------------------------------


def _read(args: argparse.Namespace) -> Iterable[Asked]:
    from plimsoll.engine import casefile

    content = read_json(args.file)
    if not isinstance(content, dict) or not isinstance(content.get("cases"), list):
        raise CliError(f'{args.file}: write an object with a list of cases, as {{"cases": [{{"id": "A", …}}]}}')
    for key in content:
        if key not in FILE_KEYS:
            raise CliError(f"{args.file}: {key!r} is not a key of this file; its keys are {', '.join(FILE_KEYS)}")
    told = args.as_at or content.get("as_at")
    all_at = casefile.moment(told, "--as-at" if args.as_at else f"{args.file}: 'as_at'") if told is not None else None
    places: dict[str, str] = {}
    for number, entry in enumerate(content["cases"]):
        where = f"{args.file}: cases[{number}]"
        case, as_at = casefile.parse(entry, where)
        if not case.id:
            raise CliError(f"{where}: 'id' is missing; give each case its own, as text")
        if case.id in places:
            raise CliError(f"{where}: the id {case.id!r} is taken by {places[case.id]}; give each case its own")
        places[case.id] = f"cases[{number}]"
        at = all_at if args.as_at else as_at if as_at is not None else all_at
        yield Asked(case, at if at is not None else _today(), where)


def _today() -> date:
    from plimsoll import today

    return today.today()


def _rulebook(args: argparse.Namespace) -> Rulebook:
    from plimsoll.cli.checks import rules_folders
    from plimsoll.engine import rulebook

    try:
        return rulebook.load(*rules_folders(args))
    except rulebook.RulebookError as error:
        raise CliError(str(error.problems[0])) from error


def _check_packs(asked: Sequence[Asked], book: Rulebook) -> None:
    """An unknown pack is an error; a word that a pack does not know is said once, for it may be an organisation's."""
    from plimsoll.engine.casefile import warnings

    said: set[str] = set()
    for one in asked:
        try:
            pack = book.pack(one.case.pack)
        except KeyError as error:
            raise CliError(f"{one.where}: 'pack': {error.args[0]}") from error
        for line in warnings(one.case, pack):
            if line not in said:
                said.add(line)
                print(f"plimsoll: {one.where}: {line}", file=sys.stderr)


# --- telling ------------------------------------------------------------------------------------------------------


def _answer(found: Sequence[Priority], *, with_moves: bool) -> list[dict[str, Any]]:
    from plimsoll.engine.priority import priority_json, what_would_move

    answer = []
    for position, priority in enumerate(found, start=1):
        entry = priority_json(priority)
        moves = {"moves": [reason.text for reason in what_would_move(priority)]} if with_moves else {}
        answer.append({"id": entry.pop("id"), "position": position} | entry | moves)
    return answer


def _why(found: Sequence[Priority], args: argparse.Namespace) -> None:
    from plimsoll.engine.priority import why

    by_id = {priority.case: priority for priority in found}
    for name in args.why:
        if name not in by_id:
            raise CliError(f"{args.file}: there is no case {name!r} in this file")
    one, other = (by_id[name] for name in args.why)
    said = why(one, other)
    if args.json:
        print(json.dumps({"first": said.params["first"], "code": said.code, "text": said.text}, ensure_ascii=False))
    else:
        print(said.text)


def _print(found: Sequence[Priority], *, with_moves: bool) -> None:
    from plimsoll.engine.priority import what_would_move

    if not found:
        print("No case in this file.")
    width = max((len(priority.case) for priority in found), default=0)
    for position, priority in enumerate(found, start=1):
        print(f"{position:>4}  {priority.colour.upper():<6} {priority.case:<{width}}  {priority.title}")
        for reason in priority.reasons:
            print(f"{'':<13}{reason.text}")
        for reason in priority.unknown:
            print(f"{'':<13}Not known: {reason.text}")
        if with_moves:
            for reason in what_would_move(priority):
                print(f"{'':<13}{reason.text}")
