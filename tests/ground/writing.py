"""A program for tests/ground/test_killed_in_the_midst.py: at each order it forks a writer that never ends by itself.

`python writing.py DATABASE`, then a line an order: `write ROUND` or `sweep ROUND`. It answers `pid N`, the writer says
`did EVENT CASE` for each write once it is committed, and when the writer is dead the answer is `ended`.
"""

from __future__ import annotations

import itertools
import os
import sys
from datetime import timedelta


def say(text: str) -> None:
    os.write(1, f"{text}\n".encode())


def set_up(database: str) -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "plimsoll.settings"
    from django.conf import settings

    settings.DATABASES["default"]["NAME"] = database
    settings.DATABASES["default"]["OPTIONS"].pop("pool", None)
    import django

    django.setup()


def write(cases, workers, now, first: int) -> None:
    """Events and changes of hand by turns: one row, then several tables together."""
    from plimsoll.cases import actions
    from plimsoll.cases.actions import NewEvent

    for turn in itertools.count(first):
        case = cases[turn // 3 % len(cases)]
        if turn % 3 == 2:
            holder = workers[turn % len(workers)]
            actions.allocate_case(case, holder, on=now.date(), reason="", now=now, actor_id=workers[0].pk)
            say(f"allocated {case}")
            continue
        done = actions.record_events(case, [NewEvent("contact_made", now.date())], now=now, actor_id=workers[0].pk)
        say(f"did {done.event_ids[0]} {case}")


def sweep(now) -> None:
    from plimsoll.cases import sweeping

    for turn in itertools.count():
        sweeping.bring_up_to_date(now + timedelta(minutes=turn), batch=1)


def main(database: str) -> None:
    set_up(database)
    from django.db import connection
    from service import NOW

    from plimsoll.cases.derive import positions
    from plimsoll.cases.models import Case
    from plimsoll.people.models import User

    workers = list(User.objects.filter(email__in=("sam@example.org", "joy@example.org")))
    cases = list(Case.objects.order_by("number"))
    positions(cases, NOW)  # the rules are read once, and not by every writer
    connection.close()
    say("ready")
    for order in sys.stdin:
        what, turn = order.split()
        now = NOW + timedelta(hours=6 * int(turn))
        writer = os.fork()
        if writer == 0:
            try:
                write([case.pk for case in cases], workers, now, int(turn)) if what == "write" else sweep(now)
            finally:
                os._exit(1)  # a fault is told from a kill
        say(f"pid {writer}")
        _, status = os.waitpid(writer, 0)
        say(f"ended {os.waitstatus_to_exitcode(status)}")


if __name__ == "__main__":
    main(sys.argv[1])
