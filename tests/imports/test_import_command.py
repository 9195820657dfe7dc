"""`plimsoll import`: the verb, its answer in JSON, and its one-line errors."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest
from service import small_service

from plimsoll import today
from plimsoll.cases.models import Case
from plimsoll.cli import import_, main
from plimsoll.imports.models import ImportRun, SavedMapping
from plimsoll.people.models import Service, Team
from tests.imports.making import AS_AT, census, child, episode, workbook

pytestmark = pytest.mark.django_db

SCHEMA = json.loads((Path(__file__).resolve().parents[2] / "docs/schemas/import.schema.json").read_text())
HEADINGS = ["Child", "ID no", "D.O.B", "Allocated SW", "Status", "Ref date", "RAG"]
CERI = ["Ceri Invented", "1001", "02/09/2015", "Sam Pritchard", "CP", "25/04/2026", "Amber/Green"]
DOUBT = ["Ada Invented", "1002", "03/09/2016?", "Duty", "CIN", "26/04/2026", "R"]


@pytest.fixture(autouse=True)
def _ready(monkeypatch):
    """The test's own database is open already, and the day is fixed."""
    monkeypatch.setattr(import_, "open_database", lambda: None)
    with today.stopped_at(AS_AT):
        yield


@pytest.fixture
def tracker(tmp_path):
    path = tmp_path / "caseload.xlsx"
    path.write_bytes(workbook({"Cases": [HEADINGS, CERI, DOUBT]}))
    return path


def answer(capsys, *args) -> dict:
    assert main(["import", *[str(arg) for arg in args], "--json"]) == 0
    value = json.loads(capsys.readouterr().out)
    jsonschema.validate(value, SCHEMA)
    return value


def error(capsys, *args) -> str:
    assert main(["import", *[str(arg) for arg in args]]) == 2
    line = capsys.readouterr().err
    assert line.count("\n") == 1
    return line


def test_a_dry_run_leaves_no_trace(tracker, capsys):
    got = answer(capsys, tracker, "--dry-run")
    assert got["counts"]["created"] == 2
    assert got["counts"]["refused_cells"] == 1
    assert got["destination"]["is_new"]
    assert got["run"] is None
    assert (Case.objects.count(), Service.objects.count(), Team.objects.count(), ImportRun.objects.count()) == (
        0,
        0,
        0,
        0,
    )


def test_a_file_goes_in_and_twice_changes_nothing(tracker, capsys):
    first = answer(capsys, tracker)
    assert Case.objects.count() == 2
    assert first["run"] == str(ImportRun.objects.get().pk)
    again = answer(capsys, tracker)
    assert again["counts"]["unchanged"] == 2
    assert again["counts"]["created"] == again["counts"]["changed"] == 0
    assert not again["destination"]["is_new"]
    assert Case.objects.count() == 2


def test_the_team_is_named_or_refused_in_one_line(tracker, capsys):
    small = small_service()
    got = answer(capsys, tracker, "--team", "Children / Team 3")
    assert got["destination"] == {"service": "Children", "team": "Team 3", "is_new": False}
    assert Case.objects.get(title="Ceri Invented").holder == small.worker
    assert "no team called Nobody" in error(capsys, tracker, "--team", "Nobody")


def test_the_mapping_that_was_used_can_be_corrected_and_given_back(tracker, tmp_path, capsys):
    proposed = tmp_path / "mapping.json"
    first = answer(capsys, tracker, "--dry-run", "--propose", proposed)
    assert "rag_unknown" in {question["code"] for question in first["questions"]}
    mapping = json.loads(proposed.read_text())
    assert mapping == first["mapping"]
    for question in first["questions"]:
        if question["code"] == "rag_unknown":
            place = mapping
            for key in question["path"][:-1]:
                place = place[int(key)] if isinstance(place, list) else place[key]
            place[question["path"][-1]] = "amber"
    proposed.write_text(json.dumps(mapping))
    second = answer(capsys, tracker, "--mapping", proposed)
    assert "rag_unknown" not in {question["code"] for question in second["questions"]}
    assert Case.objects.get(title="Ceri Invented").facts["imported"]["rag"]["by_text"] == "amber"


def test_a_mapping_is_kept_for_next_months_file(tracker, tmp_path, capsys):
    answer(capsys, tracker)
    assert SavedMapping.objects.get().name == "caseload"
    june = tmp_path / "june.xlsx"
    june.write_bytes(workbook({"Cases": [HEADINGS, CERI]}))
    assert answer(capsys, june, "--dry-run")["kept_mapping"] == "caseload"


def test_what_was_refused_is_written_to_a_file(tracker, tmp_path, capsys):
    answer(capsys, tracker, "--dry-run", "--refused", tmp_path / "refused.csv")
    text = (tmp_path / "refused.csv").read_text(encoding="utf-8-sig")
    assert text.splitlines()[0].startswith("Child,ID no,D.O.B")
    assert "03/09/2016?" in text
    answer(capsys, tracker, "--dry-run", "--refused", tmp_path / "refused.xlsx")
    assert (tmp_path / "refused.xlsx").read_bytes().startswith(b"PK")


def test_a_return_is_brought_in_as_it_is(tmp_path, capsys):
    path = tmp_path / "census.xml"
    path.write_bytes(census(child(episode())))
    got = answer(capsys, path)
    assert (got["kind"], got["counts"]["created"], got["mapping"]) == ("cin-census", 1, None)
    mapping = tmp_path / "m.json"
    mapping.write_text(
        json.dumps({"format": "plimsoll-mapping/1", "tables": [{"headings": [], "columns": [], "pack": "early-help"}]})
    )
    assert "needs none" in error(capsys, path, "--mapping", mapping)


def test_for_people_the_answer_is_a_page_of_lines(tracker, capsys):
    assert main(["import", str(tracker), "--dry-run"]) == 0
    page = capsys.readouterr().out
    assert "2 created, 0 changed, 0 unchanged" in page
    assert "Cases, row 3, D.O.B" in page
    assert "To answer" in page


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda folder: folder / "absent.xlsx", "no such file"),
        (lambda folder: folder, "folder"),
        (lambda folder: _written(folder / "x.pdf", b"%PDF-1.7"), "PDF"),
        (lambda folder: _written(folder / "x.csv", b""), "empty"),
    ],
)
def test_what_cannot_be_read_is_one_line_and_status_2(tmp_path, capsys, make, words):
    assert words in error(capsys, make(tmp_path))


def _written(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path


def test_wrong_arguments_are_one_line(tracker, tmp_path, capsys):
    assert "is no date" in error(capsys, tracker, "--as-at", "yesterday")
    assert "must end in" in error(capsys, tracker, "--refused", tmp_path / "x.txt")
    assert "one of the files that are read" in error(capsys, tracker, "--refused", tracker)
    bad = _written(tmp_path / "bad.json", b'{"format": "other"}')
    assert "format" in error(capsys, tracker, "--mapping", bad)


def test_who_somebody_is_is_answered_with_a_file(tmp_path, tracker, capsys):
    answer(capsys, tracker)
    other = tmp_path / "other.xlsx"
    other.write_bytes(workbook({"S": [["Child", "D.O.B", "Status"], ["Ceri Invented", "02/09/2016", "CP"]]}))
    first = answer(capsys, other, "--dry-run")
    (question,) = [one for one in first["questions"] if one["code"] == "may_be_known"]
    assert first["counts"]["refused"] == 1
    people = tmp_path / "people.json"
    people.write_text(json.dumps({question["path"][1]: question["answers"][0]["answer"]}))
    got = answer(capsys, other, "--people", people)
    assert (got["counts"]["changed"], got["counts"]["refused"]) == (1, 0)
    assert Case.objects.count() == 2
    people.write_text("[1]")
    assert "--people" in error(capsys, other, "--people", people)


def test_many_refusals_are_counted_by_their_cause(tmp_path, capsys):
    path = tmp_path / "many.xlsx"
    rows = [[f"Child{n} Invented", None, f"0{1 + n % 9}/09/2016?", "Duty", "CIN", "26/04/2026", "R"] for n in range(30)]
    path.write_bytes(workbook({"Cases": [HEADINGS, *rows]}))
    got = answer(capsys, path, "--dry-run")
    (cause,) = got["refused_by_cause"]
    assert (cause["count"], cause["column"], cause["scope"]) == (30, "D.O.B", "cell")
    assert "…" in cause["reason"]
    assert main(["import", str(path), "--dry-run"]) == 0
    assert "30 × D.O.B" in capsys.readouterr().out
