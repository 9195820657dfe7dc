"""What a verb that needs the database asks for first."""

from __future__ import annotations

import os

from plimsoll.cli import CliError
from plimsoll.cli.progress import Progress


def open_django() -> None:
    """Make Django ready, and start nothing. Importing models works from here on."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "plimsoll.settings")
    import django
    from django.conf import settings
    from django.core.exceptions import ImproperlyConfigured

    try:
        # One thread needs no pool, and without one a server that is not there is said at once.
        settings.DATABASES["default"]["OPTIONS"].pop("pool", None)
        django.setup()
    except ImproperlyConfigured as error:
        raise CliError(str(error)) from error


def open_database() -> None:
    """Start the private database where there is no DATABASE_URL, and bring its tables up to date.

    A server behind DATABASE_URL is only looked at: changing its tables is the administrator's decision.
    """
    from plimsoll import database

    with Progress("Starting the database"):
        database.start()
    open_django()
    from django.core.management import call_command
    from django.db import OperationalError

    try:
        waiting = waiting_migrations()
    except OperationalError as error:
        raise CliError(f"the database does not answer: {str(error).splitlines()[0]}") from error
    if not waiting:
        if not os.environ.get("DATABASE_URL"):
            build_walls()
        return
    if os.environ.get("DATABASE_URL"):
        raise CliError(f"the database is {len(waiting)} migrations behind the program: run plimsoll manage migrate")
    with Progress("Preparing the database"):
        call_command("migrate", verbosity=0, interactive=False)


def build_walls() -> None:
    """A database that was made by an earlier version has no walls, or others (plimsoll.walls)."""
    from plimsoll.walls.building import build

    build()


def waiting_migrations() -> list[str]:
    """The migrations that have not been applied, in order."""
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _is_backwards in plan]
