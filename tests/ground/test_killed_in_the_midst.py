"""Writers killed with -9 at any moment: what they said was done is there, and nothing is half done.

`PLIMSOLL_KILLS=1000` makes it the long run.
"""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.db import connection
from service import NOW, small_service

from plimsoll import today as clock
from plimsoll.cases.models import Case, CaseEvent, Holding
from plimsoll.cli.checks import hints
from plimsoll.trust import log
from plimsoll.trust.models import AuditEntry

KILLS = int(os.environ.get("PLIMSOLL_KILLS", "50"))
LONGEST_SECONDS = 0.1
HERE = Path(__file__).parent


class Writers:
    """The program of writing.py, and what its writers said they had done."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process = process
        self.recorded: list[int] = []
        self.allocated: Counter[str] = Counter()
        self.moments: list[float] = []

    @property
    def told(self) -> int:
        return len(self.recorded) + sum(self.allocated.values())

    def hear(self) -> tuple[str, str]:
        """The next line, by its first word; what was done is kept."""
        line = self.process.stdout.readline()
        assert line, "the program of the writers has ended"
        said, _, rest = line.strip().partition(" ")
        if said == "did":
            self.recorded.append(int(rest.split()[0]))
        elif said == "allocated":
            self.allocated[rest] += 1
        return said, rest

    def until(self, word: str) -> str:
        """Read up to a line that begins with this word."""
        while True:
            said, rest = self.hear()
            if said == word:
                return rest

    def kill_one(self, what: str, turn: int, writes: int, seconds: float) -> None:
        """Let one do so many writes and work on for so long, then kill it: however busy the machine is."""
        self.process.stdin.write(f"{what} {turn}\n")
        self.process.stdin.flush()
        writer = int(self.until("pid"))
        before = self.told
        while self.told < before + writes:
            assert self.hear()[0] != "ended", "a writer ended by itself"
        time.sleep(seconds)
        os.kill(writer, signal.SIGKILL)
        assert self.until("ended") == str(-signal.SIGKILL)


@pytest.fixture
def writers():
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(HERE.parent), *sys.path])}
    command = [sys.executable, str(HERE / "writing.py"), connection.settings_dict["NAME"]]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment
    ) as process:
        found = Writers(process)
        found.until("ready")
        yield found
        process.stdin.close()


@pytest.fixture
def cases(transactional_db):
    with clock.stopped_at(NOW):
        small = small_service()
        return [small.case(f"Child {number}") for number in range(3)]


def test_every_write_that_was_told_of_is_there_and_none_is_half_there(cases, writers):
    chance = random.Random()
    before = CaseEvent.objects.count()
    for turn in range(KILLS):
        what = "sweep" if turn % 5 == 4 else "write"
        writes = turn % 4 if what == "write" else 0
        writers.kill_one(what, turn, writes, chance.uniform(0, LONGEST_SECONDS))
    wait_for_the_sessions_of_the_dead()
    stored = set(CaseEvent.objects.values_list("pk", flat=True))
    assert writers.told >= KILLS, "the writers hardly wrote: this shows nothing"
    assert set(writers.recorded) <= stored
    assert all(writers.allocated[str(case.pk)] for case in cases), "too few were allocated: this shows little"
    assert len(stored) >= before + writers.told
    every_event_has_its_entry_in_the_log_and_every_entry_its_event(stored)
    each_case_is_held_by_one_and_the_record_says_so(cases, writers)
    with clock.stopped_at(NOW + timedelta(hours=6 * (KILLS + 1))):
        (finding,) = hints.run(SimpleNamespace(rules=None, mend=False))
    assert finding.holds, finding.text
    report = log.verify()
    assert report.holds, report.faults


def wait_for_the_sessions_of_the_dead() -> None:
    """PostgreSQL undoes a dead writer's transaction when it notices."""
    others = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
    for _ in range(200):
        with connection.cursor() as cursor:
            cursor.execute(others)
            if cursor.fetchone()[0] == 0:
                return
        time.sleep(0.05)
    pytest.fail("the sessions of killed writers live on")


def every_event_has_its_entry_in_the_log_and_every_entry_its_event(stored: set[int]) -> None:
    logged = [entry.detail["event"] for entry in AuditEntry.objects.filter(action="event_recorded")]
    opened = {event.pk for event in CaseEvent.objects.order_by("pk")} - set(logged)
    assert set(logged) <= stored
    assert len(logged) == len(set(logged))
    assert not CaseEvent.objects.filter(pk__in=opened, name__in=("contact_made", "allocated", "unallocated")).exists()


def each_case_is_held_by_one_and_the_record_says_so(cases: list[Case], writers: Writers) -> None:
    for case in Case.objects.filter(pk__in=[case.pk for case in cases]):
        (held,) = Holding.objects.filter(case=case, kind=Holding.Kind.ALLOCATED, until_on=None)
        assert held.worker_id == case.holder_id
        told = list(CaseEvent.objects.filter(case=case, name="allocated").order_by("pk"))
        assert len(told) >= writers.allocated[str(case.pk)]
        assert not told or told[-1].details["worker"] == str(case.holder_id)
