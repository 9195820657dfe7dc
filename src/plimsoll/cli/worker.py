"""`plimsoll worker`: what has to happen although nobody clicks. One runs beside the web server, always.

Each round it derives the cases whose moment has come (midnight is such a moment for most) and, after a change of the
rules, all that were derived under the old ones; it keeps each week's load lines, ends cover whose day has come, and
deletes uploaded files that lie about. Which rules there are is read when it starts: change the rules, then start it and
the web server again.

Two may be started: one works and the other stands by, because the one that works holds a lock of the database's, which
ends with its connection. It may be killed at any moment (`cases.sweeping`). The answer with `--json` is a line a
round, in the form of docs/schemas/worker.schema.json.
"""

from __future__ import annotations

import json
import logging
import signal
import threading
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from plimsoll.cli import CliError
from plimsoll.cli.ground import open_database
from plimsoll.cli.progress import Progress

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable
    from datetime import datetime

EVERY_SECONDS = 60
LOCK = 0x50_4C_57_4B  # the runner of this installation
logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Round:
    """What one round did. `failed` are the numbers of cases that could not be derived; the log says why."""

    at: str
    stands_by: bool = False
    looked_at: int = 0
    moved: int = 0
    failed: tuple[int, ...] = ()
    files_deleted: int = 0
    weeks_kept: int = 0
    covers_ended: int = 0


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--once", action="store_true", help="do one round and end")
    parser.add_argument(
        "--every", type=int, default=EVERY_SECONDS, metavar="SECONDS", help=f"between rounds; {EVERY_SECONDS}"
    )


def run(args: argparse.Namespace) -> int:
    if args.every < 1:
        raise CliError("--every: give at least one second")
    stopping = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda _number, _frame: stopping.set())
    open_database()
    if not (args.once or args.json):
        print(f"At work, a round every {args.every} seconds. Ctrl-C stops it.", flush=True)
    while True:
        done = round_that_survives(lambda: not stopping.is_set())
        if done is not None:
            _say(done, args)
        if args.once:
            return 0 if done is not None and not done.failed else 1
        if stopping.wait(args.every):
            return 0


def round_that_survives(go_on: Callable[[], bool] | None = None) -> Round | None:
    """A round; None where the database did not answer, which is said in the log. The next one tries again."""
    from django.db import DatabaseError, InterfaceError, connection

    from plimsoll import today

    try:
        return one_round(today.now(), go_on)
    except (DatabaseError, InterfaceError) as error:
        logger.warning("a round was not done: %s", type(error).__name__)
        connection.close()
        return None


def one_round(now: datetime, go_on: Callable[[], bool] | None = None) -> Round:
    """All that is due at a moment, unless another runner is at it."""
    from plimsoll.cases.sweeping import bring_up_to_date
    from plimsoll.imports.uploads import forget_older
    from plimsoll.load import actions as load
    from plimsoll.load.queries import every_team
    from plimsoll.rebalancing import actions as rebalancing
    from plimsoll.today import LONDON

    if not _is_the_runner():
        return Round(now.isoformat(), stands_by=True)
    day = now.astimezone(LONDON).date()
    with Progress("Bringing every case up to date") as progress:
        swept = bring_up_to_date(now, go_on=go_on, step=progress.step)
    return Round(
        now.isoformat(),
        looked_at=swept.looked_at,
        moved=swept.moved,
        failed=swept.failed,
        files_deleted=forget_older(now),
        weeks_kept=load.keep_weeks(every_team(), day, now=now),
        covers_ended=rebalancing.end_covers(day, now=now),
    )


def _is_the_runner() -> bool:
    """Whether this process holds the lock, now or already: a session may take it again, and once is enough."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT EXISTS (SELECT FROM pg_locks WHERE locktype = 'advisory' AND pid = pg_backend_pid() AND granted"
            " AND classid = 0 AND objid = %s AND objsubid = 1) OR pg_try_advisory_lock(%s)",
            [LOCK, LOCK],
        )
        return bool(cursor.fetchone()[0])


def _say(done: Round, args: argparse.Namespace) -> None:
    if args.json:
        print(json.dumps(asdict(done)), flush=True)
    elif args.once and done.stands_by:
        print("Another worker is at it.")
    elif args.once or done.looked_at or done.files_deleted or done.failed:
        words = f"{done.looked_at:,} cases looked at, {done.moved:,} moved, {done.files_deleted:,} files deleted"
        failed = f"; not derived: {', '.join(str(number) for number in done.failed)}" if done.failed else ""
        print(f"{done.at}: {words}{failed}", flush=True)
