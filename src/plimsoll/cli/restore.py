"""`plimsoll restore FILE`: a backup checked, put into an empty place, and compared with what it was made from.

With `--check` it is only checked: no database is needed, and nothing is written.
"""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from plimsoll.cli import CliError
from plimsoll.cli.ground import open_django
from plimsoll.cli.progress import Progress

if TYPE_CHECKING:
    import argparse

    from plimsoll.backups import parts
    from plimsoll.backups.making import Source


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE")
    parser.add_argument("--key-file", metavar="FILE", help="the file that holds the key, else PLIMSOLL_BACKUP_KEY")
    parser.add_argument("--into", metavar="FOLDER", help="a private database of its own in this folder, as for a drill")
    parser.add_argument("--check", action="store_true", help="only check the file: nothing is restored")


@dataclass(frozen=True)
class _Job:
    file: IO[bytes]
    name: str
    key: bytes


def run(args: argparse.Namespace) -> int:
    from plimsoll.backups import BackupRefused, keys

    try:
        key = keys.backup_key(args.key_file)
        with Path(args.file).open("rb") as file:
            job = _Job(file, args.file, key)
            try:
                contents = _checked(job)
                answer = _answer(job, contents) if args.check else _restored(job, contents, args.into)
            except BackupRefused as refused:
                raise CliError(f"{args.file}: {refused}") from refused
    except BackupRefused as refused:
        raise CliError(str(refused)) from refused
    if args.json:
        print(json.dumps(answer, indent=2))
    else:
        words = f"{answer['tables']} tables, {answer['rows']:,} rows, {answer['files']:,} files"
        done = "checked, nothing restored" if args.check else "put back, and each as it was; the audit log holds"
        print(f"{args.file}, made {answer['made_at']}: {words}: {done}.")
    return 0


def _checked(job: _Job) -> parts.Contents:
    from plimsoll.backups import parts

    with Progress("Checking the backup", os.fstat(job.file.fileno()).st_size) as progress:
        return parts.verify(job.file, job.key, progress.step)


def _answer(job: _Job, contents: parts.Contents) -> dict[str, Any]:
    return {
        "file": job.name,
        "made_at": contents.about["made_at"],
        "restored": False,
        "tables": len(contents.tables),
        "rows": contents.rows,
        "files": len(contents.files),
    }


def _restored(job: _Job, contents: parts.Contents, into: str | None) -> dict[str, Any]:
    from plimsoll import database
    from plimsoll.backups import restoring

    if into:
        _move_to(Path(into))
    open_django()
    with Progress("Starting the database"):
        database.start()
    source = _place_of_settings()
    restoring.refuse_unless_fitting(contents, source, _known_migrations())
    restoring.refuse_unless_empty(source)
    with Progress("Making the tables as they were"):
        _migrate_to([(app, name) for app, name in contents.about["migrations"]])
    with Progress("Putting back") as progress:
        job.file.seek(0)
        restoring.put_back(job.file, contents, source, job.key, lambda name: progress.say(f"Putting back {name}"))
    _finish(contents)
    return {**_answer(job, contents), "restored": True}


def _place_of_settings() -> Source:
    from django.conf import settings

    from plimsoll.backups.making import Source

    # The organisation's rules go beside the data, never over the ones in use.
    areas = {"documents": Path(settings.MEDIA_ROOT), "rules": Path(settings.DATA) / "rules-of-backup"}
    return Source(settings.DATABASES["default"], areas, settings.AUDIT_KEY)


def _move_to(folder: Path) -> None:
    """From here on this process works in that folder, with the audit key of where it worked before."""
    from plimsoll.database.places import data_directory

    kept = data_directory() / "audit-key"
    folder.mkdir(mode=0o755, parents=True, exist_ok=True)
    if not os.environ.get("PLIMSOLL_AUDIT_KEY") and kept.is_file() and not (folder / "audit-key").exists():
        descriptor = os.open(folder / "audit-key", os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as copy:
            copy.write(kept.read_text())
    os.environ["PLIMSOLL_DATA"] = str(folder)
    for elsewhere in ("DATABASE_URL", "PLIMSOLL_RULES"):
        os.environ.pop(elsewhere, None)


def _known_migrations() -> list[tuple[str, str]]:
    from django.db.migrations.loader import MigrationLoader

    loader = MigrationLoader(None)
    return [*loader.disk_migrations, *(loader.replacements or {})]


def _migrate_to(recorded: list[tuple[str, str]]) -> None:
    """Make the tables of the backup's day. Raises BackupRefused where the database is ahead of it already."""
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    from plimsoll.backups import BackupRefused

    executor = MigrationExecutor(connection)
    ahead = sorted(set(executor.loader.applied_migrations) - set(recorded))
    if ahead:
        message = f"the empty database has newer tables than the backup ({'.'.join(ahead[0])})"
        raise BackupRefused(f"{message}: give one in which nothing was prepared yet")
    wanted = set(recorded)
    graph = executor.loader.graph
    ends = [key for key in recorded if key in graph.nodes and not _followed(graph, key, wanted)]
    executor.migrate(ends)


def _followed(graph: Any, key: tuple[str, str], wanted: set[tuple[str, str]]) -> bool:
    """Whether a later migration of the same app is wanted too."""
    return any(child.key[0] == key[0] and child.key in wanted for child in graph.node_map[key].children)


def _finish(contents: parts.Contents) -> None:
    """The program's newer migrations and its wall; then the log is checked, by the heads of the backup too."""
    from django.conf import settings
    from django.core.management import call_command

    from plimsoll import today
    from plimsoll.backups import BackupRefused
    from plimsoll.trust import audit, log, seal

    with Progress("Bringing the tables up to date"):
        call_command("migrate", verbosity=0, interactive=False)
    with Progress("Checking the audit log"):
        report = log.verify(seal.read_heads(contents.heads, settings.AUDIT_KEY))
    if not report.holds:
        message = f"all is as it was, but the audit log held no longer when the backup was made: {report.faults[0]}"
        raise BackupRefused(message)
    detail = {"made_at": contents.about["made_at"], "rows": contents.rows}
    audit.append(audit.entry("backup_restored", at=today.now(), actor_id=None, detail=detail))
