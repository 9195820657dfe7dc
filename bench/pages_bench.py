"""My day, Caseload and a case page of a worker with 40 cases, in a database of 100,000 open cases and 1M events.

Each page's time is told as a ratio to a bare Django view that renders 50 rows from one query, in the same run and in
the same process, through Django's whole request cycle with the same middleware. Run: python bench/pages_bench.py

The cases are copies of 400 that were made through the actions: rows multiplied by SQL, holders spread so that each of
2,500 workers has 40. The database is a private one of its own and is kept for the next run (`--afresh` makes it anew).
"""

from __future__ import annotations

import argparse
import os
import statistics
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
os.environ["PLIMSOLL_DATA"] = str(ROOT / "var" / "bench")
os.environ["DJANGO_SETTINGS_MODULE"] = "plimsoll.settings"
os.environ.pop("PLIMSOLL_ADDRESS", None)

SEEDS = 400
WORKERS = 2_500
COPIES = 250  # times 400 is 100,000
EVENTS_A_CASE = 10
PAGES = {"My day": ("/", 2.5), "Caseload": ("/cases/", 2.5)}


def main() -> None:
    """Make the database if it is not there, then measure."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--afresh", action="store_true")
    parser.add_argument("--runs", type=int, default=60)
    args = parser.parse_args()
    from plimsoll import database

    database.start()
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)
    from plimsoll.cases.models import Case

    if args.afresh:
        call_command("flush", verbosity=0, interactive=False)
    if not Case.objects.exists():
        fill()
    measure(args.runs)
    database.stop()


def fill() -> None:
    """400 cases through the actions, then copies of their rows."""
    from datetime import timedelta

    from plimsoll import today as clock
    from plimsoll.cases.actions import NewCase, NewEvent, open_cases
    from plimsoll.people import actions as people
    from plimsoll.people.models import Role

    now = clock.now()
    service = people.create_service("Bench", "children-england", now=now)
    team = people.create_team(service, "Bench", now=now)
    worker = people.create_worker("bench@example.org", "Bench Worker", now=now)
    people.join_team(worker, team, Role.PRACTITIONER, from_on=now.date() - timedelta(days=900), now=now)

    def day(ago: int) -> object:
        return now.date() - timedelta(days=ago)

    batch = []
    for number in range(SEEDS):
        ago = 60 + number % 200
        events = [
            NewEvent("referral_received", day(ago + 60), {"source": "school"}),
            NewEvent("referral_decided", day(ago + 59), {"outcome": "assessment"}),
            NewEvent("assessment_started", day(ago + 58)),
            NewEvent("assessment_authorised", day(ago + 20)),
            NewEvent("strategy_discussion_held", day(ago + 18), {"initiates_s47": True}),
            NewEvent("initial_conference_held", day(ago), {"outcome": "plan"}),
            NewEvent("cp_plan_started", day(ago), {"category": "NEG"}),
            NewEvent("core_group_held", day(ago - 9)),
            NewEvent("visit_made", day(30), {"kind": "cp", "child_seen": True}, note="Seen."),
            NewEvent("visit_made", day(number % 16), {"kind": "cp", "child_seen": True}, note="Seen."),
        ]
        batch.append(
            NewCase(
                service=service, team=team, title=f"Child {number}", opened_on=day(ago + 60), holder=worker,
                subject_born_on=day(3000 + number), events=events, place=f"School {number % 30}",
            )
        )
    open_cases(batch, now=now, actor_id=None)
    multiply()


def multiply() -> None:
    """The rows of those cases, 250 times, each copy held by another worker."""
    from django.db import connection

    from plimsoll.cases.models import Case, CaseEvent, Holding

    def columns(model: type, but: tuple[str, ...]) -> str:
        return ", ".join(f'"{field.column}"' for field in model._meta.local_concrete_fields if field.column not in but)  # noqa: SLF001

    with connection.cursor() as cursor:
        cursor.execute(
            """INSERT INTO people_user (id, email, name, job_title, password, is_active, is_staff, is_superuser)
               SELECT gen_random_uuid(), 'w' || n || '@example.org', 'Worker ' || n, '', '', true, false, false
               FROM generate_series(1, %s) n""",
            [WORKERS],
        )
        cursor.execute(
            """CREATE TEMP TABLE copies AS
               SELECT c.id AS old, gen_random_uuid() AS new, row_number() OVER () AS place
               FROM cases_case c CROSS JOIN generate_series(1, %s)""",
            [COPIES],
        )
        cursor.execute("CREATE TEMP TABLE workers AS SELECT id, row_number() OVER () - 1 AS place FROM people_user")
        holder = f"(SELECT id FROM workers w WHERE w.place = k.place %% {WORKERS})"
        case_columns = columns(Case, ("id", "number", "holder_id"))
        cursor.execute(
            f"INSERT INTO cases_case (id, number, holder_id, {case_columns}) "
            f"SELECT k.new, 1000000 + k.place, {holder}, {prefixed(case_columns)} "
            "FROM copies k JOIN cases_case o ON o.id = k.old",
            [],
        )
        event_columns = columns(CaseEvent, ("id", "case_id"))
        cursor.execute(
            f"INSERT INTO cases_caseevent (case_id, {event_columns}) SELECT k.new, {prefixed(event_columns)} "
            "FROM copies k JOIN cases_caseevent o ON o.case_id = k.old"
        )
        holding_columns = columns(Holding, ("id", "case_id", "worker_id"))
        cursor.execute(
            f"INSERT INTO cases_holding (case_id, worker_id, {holding_columns}) "
            f"SELECT k.new, {holder}, {prefixed(holding_columns)} "
            "FROM copies k JOIN cases_holding o ON o.case_id = k.old",
            [],
        )
        cursor.execute(
            """INSERT INTO people_membership (user_id, team_id, role, state, from_on)
               SELECT u.id, (SELECT id FROM people_team LIMIT 1), 'practitioner', 'active', current_date - 900
               FROM people_user u WHERE NOT EXISTS (SELECT FROM people_membership m WHERE m.user_id = u.id)"""
        )
        cursor.execute("ANALYZE")


def prefixed(columns: str) -> str:
    return ", ".join(f"o.{column}" for column in columns.split(", "))


def measure(runs: int) -> None:
    """Each page and the bare view in turn, many times; medians and their ratio."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext, override_settings

    from plimsoll.cases.models import Case, CaseEvent, Holding
    from plimsoll.people.models import User

    worker = next(
        user
        for user in User.objects.filter(name__startswith="Worker")[:5]
        if Holding.objects.filter(worker=user).exists()
    )
    held = Holding.objects.filter(worker=worker).count()
    case = Case.objects.filter(holder=worker).first()
    print(f"{Case.objects.count():,} cases, {CaseEvent.objects.count():,} events; the worker has {held}")
    client = Client()
    with override_settings(ALLOWED_HOSTS=["testserver"], ROOT_URLCONF="bench_urls"):
        client.force_login(worker, backend="allauth.account.auth_backends.AuthenticationBackend")
        pages = {"bare": ("/bare/", 1.0), **PAGES, "Case": (f"/cases/{case.pk}/", 3.0)}
        times: dict[str, list[float]] = {name: [] for name in pages}
        for _ in range(runs):
            for name, (path, _goal) in pages.items():
                started = time.perf_counter()
                response = client.get(path)
                times[name].append(time.perf_counter() - started)
                assert response.status_code == 200, (path, response.status_code)
        base = statistics.median(times["bare"])
        for name, (path, goal) in pages.items():
            with CaptureQueriesContext(connection) as queries:
                client.get(path)
            median = statistics.median(times[name])
            ratio = f"{median / base:4.2f} x bare (goal {goal})"
            print(f"{name:9} {median * 1000:6.1f} ms  {ratio}  {len(queries)} queries")


if __name__ == "__main__":
    import sys

    sys.path.insert(0, str(Path(__file__).resolve().parent))
    main()
