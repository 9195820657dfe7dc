"""`plimsoll clocks` and `plimsoll rules`, as a person starts them."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest

from plimsoll import cli
from plimsoll.cli.rules import in_words
from plimsoll.engine import rulebook

from .test_casefile import CASE

ROOT = Path(__file__).parents[2]
SCHEMA = json.loads((ROOT / "docs" / "schemas" / "duties.schema.json").read_text())


@pytest.fixture
def file(tmp_path):
    def written(case):
        path = tmp_path / "case.json"
        path.write_text(json.dumps(case))
        return str(path)

    return written


def test_the_published_vector_as_json(file, capsys):
    assert cli.main(["clocks", file(CASE), "--json"]) == 0
    (duty,) = [duty for duty in json.loads(capsys.readouterr().out) if duty["rule"] == "ENG-CP-002"]
    assert (duty["state"], duty["due"], duty["left"]) == ("late", "2025-06-03", {"amount": -5, "unit": "working days"})
    assert duty["started_by"] == {"event": "strategy_discussion_held", "at": "2025-05-12"}
    assert duty["met_by"] is None
    assert duty["citation"]["verified"] == "secondary"


MANY = CASE | {
    "as_at": "2025-09-30",
    "events": [
        *CASE["events"],
        {"event": "became_looked_after", "at": "2025-05-20T14:00", "id": "7"},
        {"event": "placement_started", "at": "2025-05-20"},
        {"event": "went_missing", "at": "2025-06-01T22:00"},
        {"event": "returned_from_missing", "at": "2025-06-02T09:00"},
        {"event": "visit_made", "at": "2025-05-24", "kind": "looked_after"},
        {"event": "subject_access_requested", "at": "2025-09-20"},
    ],
}


def test_what_is_printed_has_the_form_that_is_published(file, capsys):
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    assert cli.main(["clocks", file(MANY), "--json"]) == 0
    printed = json.loads(capsys.readouterr().out)
    assert len({duty["state"] for duty in printed}) > 2
    jsonschema.validate(printed, SCHEMA)


def test_a_person_reads_the_reasons_and_the_law(file, capsys):
    assert cli.main(["clocks", file(CASE)]) == 0
    said = capsys.readouterr().out
    assert "LATE" in said
    assert "Late by 5 working days" in said
    assert "Working Together" in said


def test_another_day_may_be_asked_for_and_only_what_is_open(file, capsys):
    met = CASE | {"events": [*CASE["events"], {"event": "initial_conference_held", "at": "2025-06-02"}]}
    assert cli.main(["clocks", file(met), "--json", "--as-at", "2025-06-01"]) == 0
    states = {duty["rule"]: duty["state"] for duty in json.loads(capsys.readouterr().out)}
    assert states["ENG-CP-002"] == "due_soon"
    assert cli.main(["clocks", file(met), "--json", "--open"]) == 0
    assert "ENG-CP-002" not in [duty["rule"] for duty in json.loads(capsys.readouterr().out)]


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"pack": "children-engand"}, "'pack': there is no pack 'children-engand'; did you mean 'children-england'?"),
        ({"born": 1}, "'born' is not a key of a case"),
        ({"as_at": "soon"}, "'as_at' is 'soon'"),
    ],
)
def test_an_error_is_one_line_naming_file_and_key_and_the_status_is_2(file, capsys, changed, said):
    path = file(CASE | changed)
    assert cli.main(["clocks", path]) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.startswith(f"plimsoll: {path}: ")
    assert said in captured.err
    assert captured.err.count("\n") == 1


def test_a_folder_of_rules_with_a_mistake_is_one_line(file, tmp_path, capsys):
    (tmp_path / "local.yaml").write_text("decided: {by: Board, on: 2025-01-01}\nvaluse: []\n")
    assert cli.main(["clocks", file(CASE), "--rules", str(tmp_path)]) == 2
    assert "local.yaml:2: 'valuse' is not a key of local.yaml; did you mean 'values'?" in capsys.readouterr().err


def test_an_unknown_word_is_a_warning_beside_the_answer(file, capsys):
    slip = CASE | {"events": [*CASE["events"], {"event": "visit_maid", "at": "2025-06-01"}]}
    assert cli.main(["clocks", file(slip), "--json"]) == 0
    captured = capsys.readouterr()
    assert "did you mean 'visit_made'?" in captured.err
    json.loads(captured.out)


def test_the_rules_are_checked_at_the_command_line(tmp_path, capsys):
    assert cli.main(["rules", "check"]) == 0
    assert "nothing wrong" in capsys.readouterr().out
    (tmp_path / "local.yaml").write_text("values: [{clock: ENG-CP-002, from: 2026-01-01}]\n")
    assert cli.main(["rules", "check", str(tmp_path), "--json"]) == 2
    answer = json.loads(capsys.readouterr().out)
    assert answer["holds"] is False
    assert "local.yaml:1" in answer["problems"][0]


def test_the_bank_holidays_are_written_as_they_stand(tmp_path, capsys):
    written = tmp_path / "bank-holidays.csv"
    assert cli.main(["rules", "holidays", str(written)]) == 0
    assert written.read_bytes() == (rulebook.PACKAGED / "calendars" / "bank-holidays.csv").read_bytes()
    capsys.readouterr()


def test_the_rules_in_words_are_up_to_date():
    path = ROOT / "docs" / "rules.md"
    stale = path.read_text(encoding="utf-8") != in_words(path)
    assert not stale, "docs/rules.md is stale: write it anew with `plimsoll rules doc`"


def test_the_rules_in_words_name_every_clock_its_law_and_how_far_it_was_checked():
    book = rulebook.load()
    text = in_words(ROOT / "docs" / "rules.md")
    for name in book.names:
        for clock in book.own(name).clocks:
            block = text.split(f"### {clock.id}\n")[1].split("\n### ")[0]
            assert clock.duty in block
            for line in ("- Time: ", "- Starts with: ", "- Rests on: ", "- Checked: "):
                assert line in block, (clock.id, line)
