"""Which PostgreSQL serves, how new it is, and that it opens no port."""

from __future__ import annotations

from typing import TYPE_CHECKING

from plimsoll import database
from plimsoll.cli.checks import Finding
from plimsoll.cli.ground import open_django
from plimsoll.database.binaries import OLDEST_SUPPORTED

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator


def run(_args: argparse.Namespace) -> Iterator[Finding]:
    database.start()
    open_django()
    from django.db import OperationalError, connection

    status = database.status()
    try:
        connection.ensure_connection()
    except OperationalError as error:
        reason = str(error).splitlines()[0]
        yield Finding("database", holds=False, text=f"{status.origin} in {status.directory}: {reason}")
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('server_version'), current_setting('listen_addresses')")
        version, addresses = cursor.fetchone()
        cursor.execute("SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user")
        (is_above_the_rules,) = cursor.fetchone()
    is_new_enough = int(version.split(".")[0]) >= OLDEST_SUPPORTED
    remedy = "" if is_new_enough else f": version {OLDEST_SUPPORTED} or later is needed"
    yield Finding(
        "database", holds=is_new_enough, text=f"PostgreSQL {version}, {status.origin}, {status.directory}{remedy}"
    )
    if status.origin != database.SERVER_OF_URL:
        text = "listens on a Unix socket only" if not addresses else f"listens on {addresses}: remove that setting"
        yield Finding("database", holds=not addresses, text=text)
    if is_above_the_rules:
        text = "the role is a superuser, whom row-level security does not bind: use an ordinary role"
        yield Finding("database", holds=False, text=text)
