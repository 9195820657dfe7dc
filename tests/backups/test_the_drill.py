"""Backed up while it runs, restored into an empty place, and every table and file compared."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import psycopg
import pytest

from plimsoll.backups import files as of_files
from plimsoll.backups import parts

SCHEMAS = Path(__file__).resolve().parents[2] / "docs" / "schemas"
# The drill is backed up from the test database, which is made when a test is marked for it.
pytestmark = pytest.mark.django_db


# The log and its heads: that something was restored or backed up is on file itself.
LOG = {"trust_auditentry", "trust_chainhead"}


def test_every_table_comes_back_as_it_was(drill):
    assert set(drill.restored) == set(drill.contents.tables)
    assert len(drill.restored) > 50
    differing = {name for name, expected in drill.contents.tables.items() if drill.restored[name] != expected}
    assert differing == LOG
    assert drill.restored["trust_auditentry"].lines == drill.contents.tables["trust_auditentry"].lines + 1


def test_what_was_written_while_it_ran_is_in_no_table_of_it(drill):
    assert drill.contents.tables["cases_caseevent"].lines == drill.events
    assert drill.contents.tables["cases_case"].lines == 5


def test_the_backup_has_the_cases_that_a_wall_hides_from_whoever_is_nobody(drill, restored):
    assert drill.contents.tables["cases_case"].lines == 5
    assert restored.execute("SELECT count(*) FROM cases_case WHERE is_restricted").fetchone() == (1,)
    assert drill.contents.tables["documents_documentcontent"].lines == 1


def test_words_that_need_care_come_back_letter_for_letter(restored):
    titles = {title for (title,) in restored.execute("SELECT title FROM cases_case").fetchall()}
    assert {"Ffion Llŷr", "O'Hare\tTab \\ backslash", "Ŵyn 🧸 “quoted”", "\\N"} <= titles


def test_every_file_comes_back_as_it_was(drill):
    areas = {"documents": drill.folder / "documents", "rules": drill.folder / "rules-of-backup"}
    before, after = of_files.found(drill.source.areas), of_files.found(areas)
    assert set(before) == set(after) == {"documents/2026/Llŷr.bin", "rules/pack.yaml"}
    for name, path in before.items():
        assert after[name].read_bytes() == path.read_bytes()
        assert after[name].stat().st_mode & 0o077 == 0


def test_the_restored_service_is_walled_again_and_its_log_can_still_only_grow(restored):
    (open_tables,) = restored.execute(
        "SELECT count(*) FROM pg_class WHERE relname IN ('cases_case', 'cases_caseevent') AND NOT relforcerowsecurity"
    ).fetchone()
    assert open_tables == 0
    with pytest.raises(psycopg.errors.RaiseException, match="Cannot update or delete"), restored.transaction():
        restored.execute("DELETE FROM trust_auditentry")


def test_a_new_row_takes_a_new_number(drill, restored):
    for name, (last, is_called) in drill.contents.sequences.items():
        now_last, _ = restored.execute(f'SELECT last_value, is_called FROM "{name}"').fetchone()
        assert now_last >= last, name
        assert is_called in {True, False}


def test_the_answer_is_in_the_form_of_its_schema(drill):
    jsonschema.validate(drill.answer, json.loads((SCHEMAS / "restore.schema.json").read_text()))
    assert drill.answer["restored"]
    assert drill.answer["rows"] == drill.contents.rows > 100


def test_the_log_of_the_restored_service_holds_by_the_heads_in_the_backup(drill, plimsoll_in):
    heads = drill.file.with_name("heads")
    heads.write_text(drill.contents.heads)
    said = plimsoll_in(drill.folder, "audit", "verify", "--heads", str(heads), "--json")
    assert said.returncode == 0, said.stdout + said.stderr
    assert json.loads(said.stdout)["holds"]


def test_a_place_with_data_is_refused_and_keeps_it(drill, plimsoll_in):
    said = plimsoll_in(drill.folder, "restore", str(drill.file))
    assert said.returncode == 2
    assert "the database holds data already" in said.stderr
    assert said.stderr.count("\n") == 1


def test_a_backup_by_the_verb_of_the_restored_service_holds_the_same(drill, plimsoll_in, digests_now):
    again = drill.file.with_name("again.backup")
    said = plimsoll_in(drill.folder, "backup", str(again), "--json")
    assert said.returncode == 0, said.stderr
    answer = json.loads(said.stdout)
    jsonschema.validate(answer, json.loads((SCHEMAS / "backup.schema.json").read_text()))
    assert again.stat().st_mode & 0o077 == 0
    with again.open("rb") as file:
        second = parts.verify(file, drill.key)
    there = digests_now(drill.folder)
    assert {name for name, digest in second.tables.items() if there[name] != digest} == LOG
