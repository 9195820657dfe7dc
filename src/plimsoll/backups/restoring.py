"""Puts a backup back, into an empty place only, all or nothing, and compares every table and file before it says so.

The order: the whole file is checked; the tables are made as they were when it was written; then in one transaction
they are filled, every reference is checked, every table is read out again and its digest compared. Only then does the
database keep it, and the program's newer migrations follow.
"""

from __future__ import annotations

import shutil
from dataclasses import dataclass, replace
from typing import IO, TYPE_CHECKING, Any

import psycopg
from psycopg import sql

from plimsoll.backups import BackupRefused, files, parts, tables
from plimsoll.backups.making import Source, audit_key_name

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

# What the framework writes into a database while its tables are made.
MADE_WITH_THE_TABLES = frozenset({"auth_permission", "django_content_type", "django_migrations"})
_FORCED = "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relforcerowsecurity"


@dataclass(frozen=True)
class Restored:
    """What was put back and compared."""

    tables: int
    rows: int
    files: int


def refuse_unless_fitting(contents: parts.Contents, source: Source, known: Iterable[tuple[str, str]]) -> None:
    """Refuse a backup that this program is too old for, or whose audit log this audit key does not check."""
    there = set(known)
    newer = [f"{app}.{name}" for app, name in contents.about["migrations"] if (app, name) not in there]
    if newer:
        raise BackupRefused(
            f"the backup's tables are newer than this program ({newer[0]}): update it to {contents.about['program']}"
            " or later first"
        )
    if contents.about["audit_key"] != audit_key_name(source.audit_key):
        raise BackupRefused(
            "the backup's audit log is sealed with another key: set PLIMSOLL_AUDIT_KEY to the one in use back then"
        )


def refuse_unless_empty(source: Source) -> None:
    """Refuse a place that holds anything: a restore never mixes two services, and never writes over one."""
    with tables.session(source.database) as session:
        tables.see_everything(session)
        for table in tables.tables(session):
            if table.name in MADE_WITH_THE_TABLES:
                continue
            name = sql.Identifier(table.name)
            if session.execute(sql.SQL("SELECT 1 FROM {} LIMIT 1").format(name)).fetchone():
                raise BackupRefused(
                    f"the database holds data already ({table.name}): restore into an empty one, or --into FOLDER"
                )
    for folder in source.areas.values():
        if folder.exists() and any(folder.iterdir()):
            raise BackupRefused(f"{folder} is not empty: move what is in it away, or restore with --into FOLDER")


def put_back(
    file: IO[bytes], contents: parts.Contents, source: Source, key: bytes, step: Callable[[str], None]
) -> Restored:
    """Fill tables that are empty and as the backup's migrations made them, and the folders; compare; keep."""
    drafts = {area: folder.with_name(f".{folder.name}.restoring") for area, folder in source.areas.items()}
    _forget(drafts.values())
    try:
        with tables.session(source.database) as session:
            tables.see_everything(session)
            _fill(session, file, replace(source, areas=drafts), key, step)
            tables.put_sequences(session, contents.sequences)
            _compare(session, contents, step)
            _compare_files(contents, drafts)
            _into_place(drafts, source.areas)
    except psycopg.Error as error:
        raise BackupRefused(f"the database did not take it: {str(error).strip().splitlines()[0]}") from error
    finally:
        _forget(drafts.values())
    return Restored(len(contents.tables), contents.rows, len(contents.files))


def _forget(folders: Iterable[Path]) -> None:
    for folder in folders:
        shutil.rmtree(folder, ignore_errors=True)


def _fill(
    session: psycopg.Connection[Any], file: IO[bytes], source: Source, key: bytes, step: Callable[[str], None]
) -> None:
    there = {table.name: table for table in tables.tables(session)}
    forced = {name for (name,) in session.execute(_FORCED).fetchall()}
    _alter(session, there, "DISABLE TRIGGER USER")
    _alter(session, forced, "NO FORCE ROW LEVEL SECURITY")  # COPY cannot write under it; undone with the transaction
    session.execute(sql.SQL("TRUNCATE {}").format(sql.SQL(", ").join(map(sql.Identifier, there))))
    for title, blocks in parts.read(file, key):
        if title["part"] == "table":
            step(title["name"])
            table = there.get(title["name"])
            if table is None or set(table.columns) != set(title["columns"]):
                raise BackupRefused(f"the table {title['name']} is not as the backup's migrations make it")
            tables.put_rows(session, replace(table, columns=tuple(title["columns"])), blocks)
        elif title["part"] == "file":
            files.put(files.place(title["name"], source.areas), blocks)
        else:
            parts.digest_of(blocks)
    session.execute("SET CONSTRAINTS ALL IMMEDIATE")
    _alter(session, there, "ENABLE TRIGGER USER")
    _alter(session, forced, "FORCE ROW LEVEL SECURITY")


def _alter(session: psycopg.Connection[Any], names: Iterable[str], what: str) -> None:
    for name in names:
        session.execute(sql.SQL(f"ALTER TABLE {{}} {what}").format(sql.Identifier(name)))


def _compare(session: psycopg.Connection[Any], contents: parts.Contents, step: Callable[[str], None]) -> None:
    there = {table.name: table for table in tables.tables(session)}
    for name, expected in contents.tables.items():
        step(name)
        if parts.digest_of(tables.rows_of(session, there[name])) != expected:
            raise BackupRefused(f"the table {name} did not come back as it was; nothing was kept")
    if tables.sequences(session) != contents.sequences:
        raise BackupRefused("the numbering did not come back as it was; nothing was kept")


def _compare_files(contents: parts.Contents, drafts: dict[str, Path]) -> None:
    for name, expected in contents.files.items():
        if parts.digest_of(files.content(files.place(name, drafts))) != expected:
            raise BackupRefused(f"a file of {name.partition('/')[0]} did not come back as it was; nothing was kept")


def _into_place(drafts: dict[str, Path], areas: Any) -> None:
    """Before the database keeps its part: one killed between the two is begun again with empty folders."""
    for area, draft in drafts.items():
        if draft.exists():
            if areas[area].exists():
                areas[area].rmdir()
            draft.rename(areas[area])
