"""The tables are those of this version of the program."""

from __future__ import annotations

from typing import TYPE_CHECKING

from plimsoll import database
from plimsoll.cli.checks import Finding
from plimsoll.cli.ground import open_django, waiting_migrations

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator


def run(_args: argparse.Namespace) -> Iterator[Finding]:
    database.start()
    open_django()
    from django.db import OperationalError

    try:
        waiting = waiting_migrations()
    except OperationalError as error:
        yield Finding("migrations", holds=False, text=str(error).splitlines()[0])
        return
    text = f"{len(waiting)} to apply, from {waiting[0]}: run plimsoll manage migrate" if waiting else "all applied"
    yield Finding("migrations", holds=not waiting, text=text)
