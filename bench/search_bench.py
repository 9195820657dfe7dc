"""How fast search is, beside the raw full-text query in the same run.

Run: .venv/bin/python bench/search_bench.py [--people 100000] [--json]
Goal: p95 at most 2 × the raw query, and a word that is in every note as fast as one that is in a few. People, cases and
notes are invented and copied straight into a database of its own, which is dropped at the end: only searching is timed.
The raw query finds the same words among all notes, the newest 200, with no regard to who may see them, no people, no
cases, no snippet, and asks as the programme. A search does all of that, behind the wall, as the person. Both take
their turns, so that a busy machine slows both.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import statistics
import sys
import time
import uuid
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "src"))
os.environ.setdefault("PLIMSOLL_DATA", str(ROOT / "var" / "bench"))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "plimsoll.settings")

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
TODAY = NOW.date()
PEOPLE_A_CASE = 5
NOTES_A_CASE = 10
CASES_A_WORKER = 20
GOAL_RATIO = 2.0
COMMON = "seen"
RARE = "hedgehog"
COPIED = ("cases_case", "cases_caseperson", "cases_holding", "cases_caseevent")
WORDS = (
    *("school", "home", "mother", "father", "visit", "talked", "about", "bedroom", "tea", "sister", "brother", "nan"),
    *("worried", "happy", "quiet", "late", "money", "bills", "garden", "dog", "phone", "football", "reading", "maths"),
    *("teacher", "nurse", "doctor", "tired", "laughing", "drawing", "bus", "flat", "kitchen", "angry", "calm"),
)


def names_and_searches() -> tuple[list[str], list[str], dict[str, list[str]]]:
    from plimsoll.demo import names

    given, family = list(names.GIVEN), list(names.FAMILY)
    return given, family, {
        "a common word": [COMMON] * 12,
        "a rare word": [RARE] * 12,
        "a name": [f"{given[n * 7 % len(given)]} {family[n * 11 % len(family)]}" for n in range(12)],
        "a name by ear": ["shan evans", "obrien", "muhammad hasan", "zaneta wojcik", "neve kelly", "kathryn smyth"] * 2,
        "two words": ["football late", "hedgehog garden", "nan worried"] * 4,
    }


def fill(people: int) -> dict[str, object]:
    """Copy an invented service into the database; returns its workers by what they see."""
    from django.db import connection
    from psycopg.types.json import Jsonb

    from plimsoll.people import actions, sounds
    from plimsoll.people.models import Role

    chance = random.Random(1876)
    service = actions.create_service("Bench", "children-england", now=NOW)
    team = actions.create_team(service, "Team", now=NOW)
    workers = []
    for number in range(max(people // PEOPLE_A_CASE // CASES_A_WORKER, 1)):
        worker = actions.create_worker(f"w{number}@example.org", f"Worker {number}", now=NOW)
        actions.join_team(worker, team, Role.PRACTITIONER, from_on=date(2020, 1, 1), now=NOW)
        workers.append(worker)
    manager = actions.create_worker("m@example.org", "Manager", now=NOW)
    actions.join_team(manager, team, Role.SERVICE_MANAGER, from_on=date(2020, 1, 1), now=NOW)
    supervisor = actions.create_worker("s@example.org", "Supervisor", now=NOW)
    actions.join_team(supervisor, team, Role.SUPERVISOR, from_on=date(2020, 1, 1), now=NOW)
    given, family, _searches = names_and_searches()
    keyed = {(one, two): sounds.index_of((one, "", two)) for one in given for two in family}
    case_ids = [uuid.uuid4() for _ in range(people // PEOPLE_A_CASE)]
    person_ids = [uuid.uuid4() for _ in range(people)]
    connection.ensure_connection()
    raw = connection.connection.cursor()
    for table in COPIED:  # rows cannot be copied in past the wall, by its owner neither
        raw.execute(f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY")
    chosen = [(chance.choice(given), chance.choice(family)) for _ in person_ids]
    with raw.copy(
        "COPY people_person (id, given_name, family_name, known_as, born_on, sex, ethnicity, disabilities, language,"
        " needs_interpreter, communication, contact_ways, contact_when, names_plain, name_sounds, recorded_at, version)"
        " FROM STDIN"
    ) as copy:
        for pk, (one, two) in zip(person_ids, chosen, strict=True):
            born = TODAY - timedelta(days=chance.randint(0, 25000))
            plain, keys = keyed[one, two]
            copy.write_row((pk, one, two, "", born, "U", "", [], "", False, "", [], "", plain, keys, NOW, 1))
    with raw.copy(
        "COPY cases_case (id, number, service_id, pack, team_id, holder_id, status, title, plan, place, opened_on,"
        " is_restricted, facts, version, created_at, import_key, hint_tier, hint_colour, hint_key, hint_reasons,"
        " hint_duties, hint_late_count, hint_rulebook) FROM STDIN"
    ) as copy:
        for number, pk in enumerate(case_ids):
            one, two = chosen[number * PEOPLE_A_CASE]
            holder = workers[number % len(workers)].pk
            opened = TODAY - timedelta(days=chance.randint(0, 900))
            copy.write_row(
                (pk, 1000 + number, service.pk, service.pack, team.pk, holder, "open", f"{one} {two}", "", "", opened,
                 False, Jsonb({}), 1, NOW, "", "", "", [], Jsonb([]), Jsonb([]), 0, "")
            )  # fmt: skip
    with raw.copy("COPY cases_caseperson (case_id, person_id, part) FROM STDIN") as copy:
        for number, pk in enumerate(person_ids):
            copy.write_row((case_ids[number // PEOPLE_A_CASE], pk, "family" if number % PEOPLE_A_CASE else "subject"))
    with raw.copy("COPY cases_holding (case_id, worker_id, kind, from_on, reason, recorded_at) FROM STDIN") as copy:
        for number, pk in enumerate(case_ids):
            copy.write_row((pk, workers[number % len(workers)].pk, "allocated", TODAY, "", NOW))
    with raw.copy(
        "COPY cases_caseevent (case_id, name, at_on, recorded_at, details, note, import_key) FROM STDIN"
    ) as copy:
        for number in range(len(case_ids) * NOTES_A_CASE):
            words = chance.choices(WORDS, k=25)
            words[3] = COMMON
            if number % 5000 == 7:
                words[9] = RARE
            at = TODAY - timedelta(days=chance.randint(0, 900))
            copy.write_row((chance.choice(case_ids), "visit_made", at, NOW, Jsonb({}), " ".join(words), ""))
    for table in COPIED:
        raw.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
    raw.execute("VACUUM ANALYZE")
    return {"practitioner": workers[0], "supervisor": supervisor, "manager": manager}


def raw_query(terms: str) -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id FROM cases_caseevent WHERE note <> '' AND to_tsvector('english', plimsoll_plain(note))"
            " @@ websearch_to_tsquery('english', plimsoll_plain(%s)) ORDER BY id DESC LIMIT 200",
            [terms],
        )
        cursor.fetchall()


def measure(workers: dict[str, object]) -> list[dict[str, object]]:
    from plimsoll.families.queries.search import search
    from plimsoll.people.access import viewer_for
    from plimsoll.walls.identity import asking, person

    found = []
    for who, user in workers.items():
        viewer = viewer_for(user, TODAY)
        for kind, searches in names_and_searches()[2].items():
            raw, ours = [], []
            for terms in searches:
                start = time.perf_counter()
                raw_query(terms)
                between = time.perf_counter()
                with asking(person(user.pk, TODAY)):
                    search(viewer, terms, TODAY)
                raw.append(between - start)
                ours.append(time.perf_counter() - between)
            found.append({"who": who, "what": kind, "raw_ms": p95(raw), "search_ms": p95(ours)})
    return found


def p95(times: list[float]) -> float:
    return round(1000 * statistics.quantiles(times, n=20, method="inclusive")[18], 2)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--people", type=int, default=100_000)
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    from plimsoll import database

    database.start(is_for_tests=True)
    import django
    from django.conf import settings
    from django.test.utils import setup_databases, teardown_databases

    settings.DATABASES["default"]["OPTIONS"].pop("pool", None)
    settings.DATABASES["default"]["TEST"] = {"NAME": f"bench_plimsoll_{os.getpid()}"}
    django.setup()
    made = setup_databases(verbosity=0, interactive=False)
    try:
        start = time.perf_counter()
        workers = fill(asked.people)
        filled = time.perf_counter() - start
        rows = measure(workers)
    finally:
        teardown_databases(made, verbosity=0)
        database.stop()
    if asked.json:
        print(json.dumps({"people": asked.people, "filled_s": round(filled, 1), "rows": rows}))
        return
    notes = asked.people // PEOPLE_A_CASE * NOTES_A_CASE
    cases = asked.people // PEOPLE_A_CASE
    print(f"{asked.people:,} people, {cases:,} cases, {notes:,} notes, filled in {filled:.0f} s")
    for row in rows:
        print(f"{row['who']:13}{row['what']:15} raw p95 {row['raw_ms']:8} ms   search p95 {row['search_ms']:8} ms")


if __name__ == "__main__":
    main()
