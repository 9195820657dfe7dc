"""The drill: a small service made through actions, backed up, and restored into a database of its own."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from service import NOW, TODAY, event, small_service

from plimsoll import today as clock

KEY = "7c" * 16 + "0123456789abcdef" * 2


@dataclass
class Drill:
    """What the tests look at: the file, what it says, and the folder it was restored into."""

    file: Path
    key: bytes
    contents: Any
    source: Any
    folder: Path
    answer: dict[str, Any]
    restored: dict[str, Any]
    events: int


def make_a_small_service() -> Any:
    """Cases with events of every hand: notes, a decision, a document, names that break what is carelessly quoted."""
    from plimsoll.cases import actions
    from plimsoll.documents import actions as documents
    from plimsoll.documents.reading import Found

    small = small_service()
    titles = ("Ffion Llŷr", "O'Hare\tTab \\ backslash", "Ŵyn 🧸 “quoted”", "\\N")
    cases = [small.case(title, events=[event("contact_made", "2026-02-20")]) for title in titles]
    small.case("Restricted", restricted=True)
    for case in cases:
        actions.record_events(
            case.pk, [event("contact_made", "2026-02-27")], now=NOW, actor_id=small.worker.pk
        )
    actions.allocate_case(cases[0].pk, small.colleague, on=TODAY, reason="leave", now=NOW, actor_id=small.supervisor.pk)
    file = documents.File(bytes(range(256)) * 400, Found(form="txt"))
    about = documents.About("Letter of Nain", "letter")
    documents.add_document(cases[0].pk, about, file, now=NOW, actor_id=small.worker.pk)
    return cases[0]


def as_superuser(folder: Path) -> dict[str, str]:
    """Whom no wall binds: what it does not see is not there."""
    from plimsoll import database

    there = database.connection(folder)
    return {"HOST": there.host, "PORT": "", "NAME": there.name, "USER": "postgres", "PASSWORD": ""}


def digests(folder: Path) -> dict[str, Any]:
    """Every table of the private database in a folder."""
    from plimsoll.backups import parts, tables

    with tables.session(as_superuser(folder)) as session:
        return {table.name: parts.digest_of(tables.rows_of(session, table)) for table in tables.tables(session)}


def plimsoll(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "plimsoll", *arguments],
        capture_output=True, text=True, timeout=120, check=False,
        env={**os.environ, **environment},
    )  # fmt: skip


@pytest.fixture(scope="session")
def drill(django_db_setup, django_db_blocker):
    """Backed up from the test database, restored into a private database of its own with the disk's safety on."""
    from django.conf import settings
    from django.core.management import call_command
    from django.db import connection

    from plimsoll import database
    from plimsoll.backups import making
    from plimsoll.cases import actions
    from plimsoll.cases.models import CaseEvent

    folder = Path(tempfile.mkdtemp(prefix="plimsoll-drill-", dir="/tmp"))
    folder.chmod(0o755)
    documents, rules = folder / "documents-of-source", folder / "rules-of-source"
    (documents / "2026").mkdir(parents=True)
    (documents / "2026" / "Llŷr.bin").write_bytes(b"\0\1\2" * 100_000)
    rules.mkdir()
    (rules / "pack.yaml").write_text("name: ours\n")
    with django_db_blocker.unblock(), clock.stopped_at(NOW):
        case = make_a_small_service()
        events = CaseEvent.objects.count()
        source = making.Source(
            {**settings.DATABASES["default"], "NAME": connection.settings_dict["NAME"]},
            {"documents": documents, "rules": rules},
            settings.AUDIT_KEY,
        )
        key = bytes.fromhex(KEY)

        def meanwhile(name: str) -> None:
            """Somebody goes on working, between one table and the next."""
            if name == "cases_case":
                actions.record_events(case.pk, [event("contact_made", "2026-03-01")], now=NOW, actor_id=None)

        contents = making.make(folder / "night.backup", source, key, now=NOW, step=meanwhile)
        assert CaseEvent.objects.count() == events + 1
        call_command("flush", verbosity=0, interactive=False)
        connection.close()
    into = folder / "restored"
    ended = plimsoll("restore", str(folder / "night.backup"), "--into", str(into), "--json", PLIMSOLL_BACKUP_KEY=KEY)
    assert ended.returncode == 0, ended.stderr
    # Now, because a later test may write to it.
    restored = digests(into)
    yield Drill(folder / "night.backup", key, contents, source, into, json.loads(ended.stdout), restored, events)
    database.stop(into)
    shutil.rmtree(folder)


@pytest.fixture
def restored(drill):
    """A session on the restored database, as somebody whom no wall binds."""
    from plimsoll.backups import tables

    with tables.session(as_superuser(drill.folder)) as session:
        yield session


@pytest.fixture(scope="session")
def digests_now():
    return digests


@pytest.fixture(scope="session")
def plimsoll_in():
    """The program at work in a folder, with the key of the backups."""

    def run(folder: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
        return plimsoll(*arguments, PLIMSOLL_DATA=str(folder), **{"PLIMSOLL_BACKUP_KEY": KEY, **environment})

    return run
