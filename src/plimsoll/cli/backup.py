"""`plimsoll backup FILE`: everything in one file, while the service runs, sealed with the organisation's key."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

from plimsoll.cli import CliError
from plimsoll.cli.ground import open_database
from plimsoll.cli.progress import Progress

if TYPE_CHECKING:
    import argparse

    from plimsoll.backups.making import Source


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE", help="where to; a file that is there already is never written over")
    parser.add_argument("--key-file", metavar="FILE", help="the file that holds the key, else PLIMSOLL_BACKUP_KEY")


def source_of_settings() -> Source:
    """What the settings say is to be backed up, or filled."""
    import os

    from django.conf import settings

    from plimsoll.backups.making import Source

    areas = {"documents": Path(settings.MEDIA_ROOT)}
    rules = os.environ.get("PLIMSOLL_RULES")
    if rules:
        areas["rules"] = Path(rules)
    return Source(settings.DATABASES["default"], areas, settings.AUDIT_KEY)


def run(args: argparse.Namespace) -> int:
    from plimsoll.backups import BackupRefused, keys

    try:
        key = keys.backup_key(args.key_file)
        open_database()
        return _make(args, key)
    except BackupRefused as refused:
        raise CliError(str(refused)) from refused


def _make(args: argparse.Namespace, key: bytes) -> int:
    from plimsoll import today
    from plimsoll.backups import making
    from plimsoll.trust import audit

    path = Path(args.file)
    now = today.now()
    with Progress("Backing up") as progress:

        def step(name: str) -> None:
            progress.say(f"Backing up {name}")

        made = making.make(path, source_of_settings(), key, now=now, step=step)
    audit.append(audit.entry("backup_made", at=now, actor_id=None, detail={"rows": made.rows}))
    size = path.stat().st_size
    answer = {
        "file": args.file,
        "made_at": now.isoformat(),
        "bytes": size,
        "tables": len(made.tables),
        "rows": made.rows,
        "files": len(made.files),
    }
    if args.json:
        print(json.dumps(answer, indent=2))
    else:
        words = f"{len(made.tables)} tables, {made.rows:,} rows, {len(made.files):,} files, {size / 1024**2:,.1f} MB"
        print(f"{args.file}: {words}, written and read back. Keep it, and its key, in two other places.")
    return 0
