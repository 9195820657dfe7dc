"""`plimsoll manage COMMAND`: Django's own commands (migrate, makemigrations, shell …) on the same database."""

from __future__ import annotations

import argparse

from plimsoll import database
from plimsoll.cli import CliError
from plimsoll.cli.ground import open_django


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("command", nargs=argparse.REMAINDER, help="the command and its arguments; help lists them")


def run(args: argparse.Namespace) -> int:
    """Starts the private database first, except for the commands that must work without one."""
    from django.core.management import CommandError, execute_from_command_line

    open_django()
    if args.command and args.command[0] not in {"help", "compilemessages", "makemessages", "collectstatic"}:
        database.start()
    try:
        execute_from_command_line(["plimsoll manage", *args.command])
    except CommandError as error:
        raise CliError(str(error)) from error
    return 0
