"""Every table of a case stands behind row-level security, and by which role it is asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from plimsoll import database
from plimsoll.cli.checks import Finding
from plimsoll.cli.ground import open_django

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator


def run(_args: argparse.Namespace) -> Iterator[Finding]:
    database.start()
    open_django()
    from django.db import DatabaseError, connection

    from plimsoll.walls import building

    try:
        with connection.cursor() as cursor:
            missing, (role, is_above, owns) = building.missing(cursor), building.role(cursor)
    except DatabaseError as error:
        yield Finding("walls", holds=False, text=str(error).splitlines()[0])
        return
    count = len(building.tables())
    text = f"{count} tables of cases are behind row-level security"
    if missing:
        text = f"{len(missing)} of {count} tables stand open, {missing[0]} first: run plimsoll manage migrate"
    yield Finding("walls", holds=not missing, text=text)
    if is_above:
        yield Finding("walls", holds=False, text=f"{role} is above row-level security: use an ordinary role")
        return
    kind = "owns the tables: serve the web as a role that does not" if owns else "owns no table"
    yield Finding("walls", holds=True, text=f"asked as {role}, which {kind}")
