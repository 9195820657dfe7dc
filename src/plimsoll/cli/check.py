"""`plimsoll check`: everything that should hold does, or which does not and what to do.

Exit status 0 when all holds, 2 when something does not. `--deploy` asks another question, whether real people's
records may be kept here, and answers 1 when not.
"""

from __future__ import annotations

import importlib
import json
from typing import TYPE_CHECKING

from plimsoll.cli import FAILED, CliError
from plimsoll.cli.checks import ORDER, Finding
from plimsoll.database import DatabaseProblem

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator


UNSAFE = 1


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("only", nargs="*", metavar="CHECK", help=f"look at these alone: {', '.join(ORDER)}")
    parser.add_argument("--mend", action="store_true", help="derive stored hints that differ again, and keep them")
    parser.add_argument("--deploy", action="store_true", help="whether anything about this installation is unsafe")
    parser.add_argument("--rules", action="append", metavar="FOLDER", help="an organisation's own rules")


def run(args: argparse.Namespace) -> int:
    if args.deploy and args.only:
        raise CliError("--deploy is a check of its own: ask for it alone")
    unknown = [name for name in args.only if name not in ORDER]
    if unknown:
        raise CliError(f"there is no check {unknown[0]}: there are {', '.join(ORDER)}")
    wanted = ["deploy"] if args.deploy else [name for name in ORDER if not args.only or name in args.only]
    found = [finding for name in wanted for finding in findings(name, args)]
    holds = all(finding.holds for finding in found)
    if args.json:
        print(json.dumps({"holds": holds, "findings": [vars(finding) for finding in found]}, indent=2))
    else:
        width = max((len(finding.check) for finding in found), default=0)
        for finding in found:
            print(f"{'holds' if finding.holds else 'FAILS'}  {finding.check.ljust(width)}  {finding.text}")
    if holds:
        return 0
    return UNSAFE if args.deploy else FAILED


def findings(name: str, args: argparse.Namespace) -> Iterator[Finding]:
    """Run one check; one that cannot be carried out does not hold."""
    try:
        yield from importlib.import_module(f"plimsoll.cli.checks.{name}").run(args)
    except (CliError, DatabaseProblem) as problem:
        yield Finding(name, holds=False, text=str(problem))
