"""Makes a backup while the service runs: one snapshot of every table, then the files, then the digests of all.

It is written under another name and gets its own when it is whole, on the disk, and has been read back. Whoever kills
it leaves a `.part`, which has no last chunk and which nobody opens.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import psycopg

from plimsoll import __version__
from plimsoll.backups import FORMAT, BackupRefused, files, parts, tables
from plimsoll.trust import seal

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime
    from pathlib import Path

_HEADS = "SELECT chain, seq, seal FROM trust_chainhead WHERE seq > 0 ORDER BY chain"
_MIGRATIONS = "SELECT app, name FROM django_migrations ORDER BY app, name"


@dataclass(frozen=True)
class Source:
    """What is backed up: one of Django's DATABASES, folders by the name of their area, and the audit log's key."""

    database: Mapping[str, Any]
    areas: Mapping[str, Path]
    audit_key: bytes


def audit_key_name(key: bytes) -> str:
    """Which audit key it is, without saying the key."""
    return seal.keyed(key, b"which audit key")[:8].hex()


def make(
    path: Path, source: Source, key: bytes, *, now: datetime, step: Callable[[str], None] | None = None
) -> parts.Contents:
    """Write a backup to `path`; returns what is in it, read back from the file.

    `step` is told the name of each table and file as it begins. Raises BackupRefused where the file is there already,
    cannot be written, or where the database does not answer.
    """
    if path.exists():
        raise BackupRefused(f"{path}: is there already, and a backup is never written over: give a new name")
    draft = path.with_name(f".{path.name}.part")
    try:
        draft.unlink(missing_ok=True)  # of a backup that was killed
        with os.fdopen(os.open(draft, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600), "w+b") as file:
            _write(file, source, key, now, step or (lambda _name: None))
            file.flush()
            os.fsync(file.fileno())
            file.seek(0)
            found = parts.verify(file, key)
        os.link(draft, path)  # unlike a rename, it never takes the place of another file
        _to_disk(path.parent)
    except FileExistsError as error:
        raise BackupRefused(f"{path}: another backup is being written there: give another name") from error
    except OSError as error:
        raise BackupRefused(f"{path}: {error.strerror or error}; give a place that can be written") from error
    except psycopg.Error as error:
        raise BackupRefused(f"the database did not give everything: {str(error).strip().splitlines()[0]}") from error
    finally:
        draft.unlink(missing_ok=True)
    return found


def _to_disk(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _write(file: Any, source: Source, key: bytes, now: datetime, step: Callable[[str], None]) -> None:
    writer = parts.PartWriter(file, key)
    with tables.session(source.database) as session:
        session.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        session.read_only = True
        tables.see_everything(session)
        every = tables.tables(session)
        writer.add(_about(session, source, every, now))
        of_tables = {}
        for table in every:
            step(table.name)
            of_tables[table.name] = writer.add(
                {"part": "table", "name": table.name, "columns": table.columns}, tables.rows_of(session, table)
            )
        heads = [seal.Head(chain, seq, bytes(made)) for chain, seq, made in session.execute(_HEADS).fetchall()]
        sequences = tables.sequences(session)
    of_files = {}
    for name, where in files.found(source.areas).items():
        step(name.partition("/")[0])
        of_files[name] = writer.add({"part": "file", "name": name}, files.content(where))
    sealed = seal.write_heads(heads, source.audit_key)
    writer.add(parts.Contents({}, of_tables, of_files, sequences, sealed).as_title())
    writer.close()


def _about(
    session: psycopg.Connection[Any], source: Source, every: list[tables.Table], now: datetime
) -> dict[str, Any]:
    return {
        "part": "about",
        "format": FORMAT,
        "program": __version__,
        "made_at": now.isoformat(),
        "postgresql": session.info.server_version,
        "migrations": [list(row) for row in session.execute(_MIGRATIONS).fetchall()],
        "audit_key": audit_key_name(source.audit_key),
        "tables": [table.name for table in every],
        "left_out": sorted(tables.LEFT_OUT),
    }
