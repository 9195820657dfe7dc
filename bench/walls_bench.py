"""What the second wall costs: the same reads and pages with row-level security and without. Run it as
`python bench/walls_bench.py`; it makes a database of its own in a temporary place and some 150 cases in it, and ends
within a minute on a quiet machine. Goal: 25 % at most.
"""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ROOT = Path(__file__).resolve().parent.parent
ROUNDS, TURNS, CASES = 5, 4, 150


def main() -> None:
    """Print each page's middle time with and without, and what the wall adds."""
    with tempfile.TemporaryDirectory(prefix="plimsoll-walls-") as place:
        Path(place).chmod(0o755)  # PostgreSQL may run as somebody else
        os.environ["PLIMSOLL_DATA"] = place
        sys.path[:0] = [str(ROOT / "src"), str(ROOT / "tests")]
        from plimsoll import database
        from plimsoll.cli.ground import open_database

        open_database()
        from django.conf import settings

        plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
        settings.STORAGES = {**settings.STORAGES, "staticfiles": plain}
        settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)
        try:
            measure()
        finally:
            database.stop()


def measure() -> None:
    from django.test import Client
    from service import NOW, TODAY, event, small_service

    from plimsoll import today as clock
    from plimsoll.cases.models import Case

    with clock.stopped_at(NOW):
        small = small_service()
        told = [event("referral_received", "2026-01-05"), event("referral_decided", "2026-01-06", outcome="assessment")]
        told += [event("visit_made", f"2026-02-{day:02d}", kind="cin", child_seen=True) for day in range(1, 11)]
        workers = (small.worker, small.colleague, *[small.outsider] * 4)
        for number in range(CASES):
            holder = workers[number % len(workers)]
            team = small.other_team if holder == small.outsider else small.team
            small.case(f"Child {number}", holder=holder, team=team, events=told)
        one = Case.objects.filter(holder=small.worker).first()
        assert one is not None
        pages: list[tuple[str, Any, str]] = [
            ("a practitioner's caseload", small.worker, "/cases/"),
            ("My day", small.worker, "/"),
            ("a case", small.worker, f"/cases/{one.pk}/"),
            ("its chronology", small.worker, f"/cases/{one.pk}/chronology/"),
            ("a team's cases", small.supervisor, "/cases/team/"),
            (f"a service of {CASES}", small.manager, "/cases/service/"),
            ("the team page", small.manager, "/team/"),
        ]
        assert TODAY
        for words, user, address in pages:
            client = Client(SERVER_NAME="localhost")
            client.force_login(user)
            compare(words, lambda client=client, address=address: client.get(address))


def compare(words: str, ask: Callable[[], Any]) -> None:
    """Turn about, so that what else the machine does falls on both alike."""
    assert ask().status_code == 200
    with_wall, without = [], []
    for _round in range(ROUNDS):
        with_wall += timed(ask)
        with taken_down():
            ask()
            without += timed(ask)
        ask()
    up, down = statistics.median(with_wall), statistics.median(without)
    print(f"{words:28} {up * 1000:7.1f} ms with, {down * 1000:7.1f} ms without: {up / down - 1:+.0%} (goal +25 %)")


def timed(ask: Callable[[], Any]) -> list[float]:
    took = []
    for _turn in range(TURNS):
        started = time.perf_counter()
        ask()
        took.append(time.perf_counter() - started)
    return took


@contextmanager
def taken_down() -> Iterator[None]:
    """No policies and no guard, for as long as this lasts."""
    from django.db import connection

    from plimsoll.walls import building, identity

    def each(doing: str) -> None:
        with connection.cursor() as cursor:
            for table in building.tables():
                cursor.execute(f'ALTER TABLE "{table}" {doing} ROW LEVEL SECURITY')

    each("DISABLE")
    connection.execute_wrappers.remove(identity._guard)  # noqa: SLF001 - it is what is measured
    try:
        yield
    finally:
        identity.stand_at(connection)
        each("ENABLE")


if __name__ == "__main__":
    main()
