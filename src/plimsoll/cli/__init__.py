"""The `plimsoll` program.

Each verb is a module of this package, named after it, with `add_arguments(parser)` and `run(args) -> int`, and is
imported only when it is called: a verb that needs no database starts without Django. Python's own words get an
underscore (`import_`). Every verb takes `--json`, which `args.json` tells it.

Whatever goes wrong is one line on standard error and exit status 2; a verb raises CliError to say it.
"""

from __future__ import annotations

import argparse
import importlib
import importlib.util
import keyword
import os
import sys
import traceback
from typing import TYPE_CHECKING, NoReturn

if TYPE_CHECKING:
    from collections.abc import Sequence

FAILED = 2
INTERRUPTED = 130

VERBS = {
    "demo": "open the demonstration service on this computer",
    "import": "bring a caseload in: a tracker, a CIN census, SSDA903 files",
    "worker": "keep every case's order up to date: one runs beside the web server, always",
    "today": "what to do first, and why",
    "clocks": "one case from a file: its duties and when they are due",
    "rank": "cases from a file, in order of priority with the reasons",
    "load": "workers and cases from a file: the load on each",
    "rebalance": "workers and cases from a file: moves that even out the load",
    "rehearse": "what would change under rules not yet in force",
    "rules": "check the rulebook, or write it out in words",
    "backup": "everything in one sealed file, while the service runs",
    "restore": "a backup checked, put into an empty place and compared",
    "audit": "check the sealed log, or keep its heads elsewhere",
    "check": "everything that should hold does: rules, database, settings",
    "manage": "the framework's own commands, for developers and administrators",
}


class CliError(Exception):
    """What went wrong and where, in one line for the person at the keyboard."""


class OneLineParser(argparse.ArgumentParser):
    """Says what is wrong with the arguments in one line, without repeating how everything is used."""

    def error(self, message: str) -> NoReturn:
        raise CliError(f"{message} (see {self.prog} --help)")


def module_name(verb: str) -> str:
    return f"{__name__}.{verb}_" if keyword.iskeyword(verb) else f"{__name__}.{verb}"


def main(argv: Sequence[str] | None = None) -> int:
    """Run one verb; the result is the exit status."""
    try:
        status = _run(list(sys.argv[1:] if argv is None else argv))
        sys.stdout.flush()  # here, where a reader that has gone is still understood
        return status
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        # Whoever read the output (head, less) has gone: nothing is wrong. The stream is closed so that Python's own
        # last flush does not complain.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Exception as error:  # noqa: BLE001 - the promise is one line, whatever happens
        if os.environ.get("PLIMSOLL_TRACE"):
            traceback.print_exc()
        print(f"plimsoll: {_one_line(error)}", file=sys.stderr)
        return FAILED


def _run(argv: list[str]) -> int:
    chosen = argv[0] if argv and not argv[0].startswith("-") else None
    parser = OneLineParser(
        prog="plimsoll", description="Caseload management: what is due, what comes first, and why."
    )
    parser.add_argument("--version", action="version", version=_version())
    verbs = parser.add_subparsers(dest="verb", metavar="VERB", required=True, parser_class=OneLineParser)
    for verb, purpose in VERBS.items():
        if not importlib.util.find_spec(module_name(verb)):
            continue
        subparser = verbs.add_parser(verb, help=purpose, description=purpose[0].upper() + purpose[1:] + ".")
        if verb == chosen:
            importlib.import_module(module_name(verb)).add_arguments(subparser)
            subparser.add_argument("--json", action="store_true", help="print the answer as JSON")
    try:
        args = parser.parse_args(argv)
    except SystemExit:  # --help and --version: what they say is said
        return 0
    return int(importlib.import_module(module_name(args.verb)).run(args))


def _version() -> str:
    from plimsoll import __version__

    return f"plimsoll {__version__}"


def _one_line(error: Exception) -> str:
    """The error's own words where they were written for a person; else what it is and where it arose."""
    from plimsoll.database.connection import DatabaseProblem

    if isinstance(error, (CliError, DatabaseProblem)):
        return " ".join(str(error).split())
    if isinstance(error, OSError) and error.filename is not None:
        return f"{os.fsdecode(error.filename)}: {error.strerror}"
    where = traceback.extract_tb(error.__traceback__)[-1]
    place = f"{os.path.basename(where.filename)}:{where.lineno}"  # noqa: PTH119 - pathlib costs start-up time
    return f"a fault in the program itself: {type(error).__name__} at {place} (PLIMSOLL_TRACE=1 shows more)"
