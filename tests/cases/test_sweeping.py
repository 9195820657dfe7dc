"""The runner's round: moments that have come, rules that changed, a case at fault, another runner, a kill."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import jsonschema
import psycopg
import pytest
from django.db import connection
from service import NOW, event

from plimsoll import today as clock
from plimsoll.cases import sweeping
from plimsoll.cases.models import Case, PriorityRecord
from plimsoll.cli import main, worker

REFERRED = [event("referral_received", "2026-03-02", source="school")]
SCHEMA = json.loads((Path(__file__).resolve().parents[2] / "docs/schemas/worker.schema.json").read_text())


def test_a_round_looks_at_what_is_due_and_then_at_nothing(small):
    small.case(events=REFERRED)
    later = NOW + timedelta(days=30)
    first = sweeping.bring_up_to_date(later)
    assert (first.looked_at, first.moved) == (1, 1)
    assert sweeping.bring_up_to_date(later).looked_at == 0


def test_what_older_rules_derived_is_derived_again_and_its_change_is_kept_with_its_cause(small):
    case = small.case(events=REFERRED)
    Case.objects.filter(pk=case.pk).update(hint_rulebook="last year's", hint_tier="nowhere")
    assert sweeping.bring_up_to_date(NOW).looked_at == 1
    stored = Case.objects.get(pk=case.pk)
    assert (stored.hint_rulebook, stored.hint_tier) == (case.hint_rulebook, case.hint_tier)
    assert PriorityRecord.objects.filter(case=case).latest("id").cause == "rulebook"


def test_a_case_that_cannot_be_derived_holds_up_no_other(small, monkeypatch, caplog):
    cases = [small.case(f"Quartermaine {n}", events=REFERRED) for n in range(3)]
    original = sweeping.hints.refresh

    def failing(found, now, cause):
        if any(case.pk == cases[1].pk for case in found):
            raise ValueError("Quartermaine")
        return original(found, now, cause)

    monkeypatch.setattr(sweeping.hints, "refresh", failing)
    done = sweeping.bring_up_to_date(NOW + timedelta(days=30))
    assert done.failed == (cases[1].number,)
    assert (done.looked_at, done.moved) == (3, 2)
    assert f"case {cases[1].number} cannot be derived" in caplog.text


def test_a_round_that_is_told_to_stop_stops_between_two_batches(small):
    for n in range(4):
        small.case(f"Child {n}", events=REFERRED)
    turns = iter([True, False, False])
    done = sweeping.bring_up_to_date(NOW + timedelta(days=30), batch=2, go_on=lambda: next(turns))
    assert done.looked_at == 2


@pytest.fixture
def elsewhere(db):
    """Another session of the same database, as another runner has."""
    given = connection.get_connection_params()
    names = ("host", "port", "dbname", "user", "password")
    with psycopg.connect(**{name: given[name] for name in names if given.get(name)}, autocommit=True) as other:
        yield other


def test_only_one_runner_works_and_the_next_takes_over_when_it_is_gone(small, elsewhere):
    small.case(events=REFERRED)
    later = NOW + timedelta(days=30)
    assert elsewhere.execute("SELECT pg_try_advisory_lock(%s)", [worker.LOCK]).fetchone() == (True,)
    assert worker.one_round(later) == worker.Round(later.isoformat(), stands_by=True)
    elsewhere.close()
    done = worker.one_round(later)
    try:
        assert (done.stands_by, done.looked_at) == (False, 1)
        assert not worker.one_round(later).stands_by
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock_all()")


def test_the_lock_is_taken_once_however_many_rounds_there_are(small):
    try:
        for _round in range(3):
            worker.one_round(NOW)
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s), pg_advisory_unlock(%s)", [worker.LOCK, worker.LOCK])
            assert cursor.fetchone() == (True, False)
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock_all()")


def test_a_round_without_a_database_is_logged_and_the_next_one_tries_again(small, monkeypatch, caplog):
    from django.db import OperationalError

    def gone(now, go_on=None):
        raise OperationalError("server closed the connection, Quartermaine")

    monkeypatch.setattr(worker, "one_round", gone)
    monkeypatch.setattr(connection, "close", lambda: None)
    assert worker.round_that_survives() is None
    assert "OperationalError" in caplog.text
    assert "Quartermaine" not in caplog.text


def test_the_verb_does_one_round_and_says_what_it_did(small, monkeypatch, capsys):
    small.case(events=REFERRED)
    monkeypatch.setattr(worker, "open_database", lambda: None)
    monkeypatch.setattr(worker.signal, "signal", lambda *_: None)
    try:
        with clock.stopped_at(NOW + timedelta(days=30)):
            assert main(["worker", "--once", "--json"]) == 0
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock_all()")
    said = json.loads(capsys.readouterr().out)
    jsonschema.validate(said, SCHEMA)
    assert said["looked_at"] == 1
    assert main(["worker", "--every", "0"]) == 2


def test_a_worker_told_to_end_ends_in_order(tmp_path):
    given = {**os.environ, "PLIMSOLL_DATA": str(tmp_path / "data")}
    given.pop("DATABASE_URL", None)
    command = [sys.executable, "-m", "plimsoll", "worker", "--json", "--every", "600"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=given) as program:
        jsonschema.validate(json.loads(program.stdout.readline()), SCHEMA)
        program.send_signal(signal.SIGTERM)
        assert program.wait(20) == 0
    subprocess.run([sys.executable, "-c", "from plimsoll import database; database.stop()"], env=given, check=True)
