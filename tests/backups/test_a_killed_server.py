"""PostgreSQL itself killed with -9 in the midst of writes, with the disk's safety on: all that was told of is there.

It happens to the database that the drill restored: a real start, a real data folder, fsync on.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import psycopg
import pytest

from plimsoll import database
from plimsoll.database import places

pytestmark = pytest.mark.django_db
LONGEST_SECONDS = 10
WRITER = """
    import os
    from datetime import timedelta
    os.environ["DJANGO_SETTINGS_MODULE"] = "plimsoll.settings"
    import django
    from django.conf import settings
    settings.DATABASES["default"]["OPTIONS"].pop("pool", None)
    django.setup()
    from plimsoll.cases import actions
    from plimsoll.cases.actions import NewEvent
    from plimsoll.cases.models import Case
    from plimsoll.today import now
    case = Case.objects.order_by("number").first()
    while True:
        done = actions.record_events(case.pk, [NewEvent("contact_made", now().date())], now=now(), actor_id=None)
        print(done.event_ids[0], flush=True)
"""


def ask(folder: Path, question: str):
    there = database.connection(folder)
    with psycopg.connect(host=there.host, user="postgres", dbname=there.name) as session:
        return session.execute(question).fetchall()


def test_it_is_back_within_ten_seconds_with_every_write_that_was_told_of(drill, plimsoll_in):
    assert ask(drill.folder, "SHOW fsync") == [("on",)]
    environment = {**os.environ, "PLIMSOLL_DATA": str(drill.folder)}
    with subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(WRITER)],
        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env=environment,
    ) as writer:  # fmt: skip
        told = [int(writer.stdout.readline()) for _ in range(40)]
        server = int((places.places(drill.folder).data / "postmaster.pid").read_text().split("\n")[0])
        os.kill(server, signal.SIGKILL)
        told += [int(line) for line in writer.stdout]
    assert writer.returncode, "the writer was told that its write failed"
    while Path(f"/proc/{server}").exists():
        time.sleep(0.02)
    began = time.monotonic()
    database.start(drill.folder)
    assert ask(drill.folder, "SELECT 1") == [(1,)]
    assert time.monotonic() - began <= LONGEST_SECONDS
    stored = {number for (number,) in ask(drill.folder, "SELECT id FROM cases_caseevent")}
    assert set(told) <= stored
    logged = {
        number
        for (number,) in ask(
            drill.folder,
            "SELECT (detail_text::jsonb ->> 'event')::bigint FROM trust_auditentry WHERE action = 'event_recorded'",
        )
    }
    assert set(told) <= logged <= stored
    said = plimsoll_in(drill.folder, "audit", "verify")
    assert said.returncode == 0, said.stdout
    said = plimsoll_in(drill.folder, "check", "hints")
    assert said.returncode == 0, said.stdout
