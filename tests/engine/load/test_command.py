"""`plimsoll load`, as a person or a program starts it."""

import json
from pathlib import Path

import jsonschema
import pytest

from plimsoll import cli

SCHEMAS = Path(__file__).parents[3] / "docs" / "schemas"
ASKED = json.loads((SCHEMAS / "load.input.json").read_text())
TOLD = json.loads((SCHEMAS / "load.output.json").read_text())
FILE = {
    "as_at": "2026-03-04",
    "weighting": "default-children",
    "weeks": 12,
    "workers": [
        {
            "id": "W1",
            "name": "Siân O'Brien",
            "team": "North",
            "contracted_hours": 37,
            "reductions": [{"kind": "annual_leave", "from": "2026-03-16", "until": "2026-03-20"}],
            "work": [{"work": "duty_day", "count": 2}],
            "history": [
                {"week": "2026-02-23", "points": 118, "available": 100,
                 "forecast": {"low": 90, "expected": 100, "high": 110}},
                {"week": "2026-02-16", "points": 117, "available": 100},
            ],
        },
        {"id": "W2", "team": "North", "contracted_hours": 37,
         "reductions": [{"kind": "sickness", "from": "2026-02-02"}]},
    ],
    "cases": [
        {"id": "1", "worker": "W1", "type": "child_protection", "complexity": "high", "facts": {"in_court": True},
         "expected_close": {"likely": "2026-04-10", "latest": "2026-05-01"}},
        {"id": "2", "worker": "W1", "type": "child_in_need", "family": "Ash", "starts_on": "2026-03-09"},
        {"id": "3", "worker": "W2", "type": "looked_after", "count": 40},
        {"id": "4", "type": "child_in_need"},
    ],
}  # fmt: skip


@pytest.fixture
def file(tmp_path):
    def written(content=FILE):
        path = tmp_path / "team.json"
        path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
        return str(path)

    return written


def ask(capsys, *args):
    assert cli.main(["load", *args, "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    jsonschema.validate(found, TOLD)
    return found


def test_the_published_forms_are_schemas_and_the_example_is_of_the_form():
    for schema in (ASKED, TOLD):
        jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(FILE, ASKED)


@pytest.mark.parametrize(
    "weighting",
    ["default-children", "default-send", "default-early-help", "default-advice", "probation-wmt", "wirral-100",
     "cwla-shares", "sb2030-hours", "capa"],
)  # fmt: skip
def test_under_every_weighting_that_is_shipped_the_answer_has_the_published_form_and_adds_up(file, capsys, weighting):
    found = ask(capsys, file(), "--weighting", weighting)
    for each in found["workers"]:
        parts = [part["amount"] for case in each["carried"] for part in case["reasons"]]
        parts += [part["amount"] for part in each["reasons"]]
        assert sum(parts) == pytest.approx(each["points"])
        assert sum(part["amount"] for part in each["availability"]["points_reasons"]) == pytest.approx(
            each["availability"]["points"]
        )
        assert len(each["forecast"]["weeks"]) == 12


def test_somebody_off_sick_with_forty_cases_is_at_no_percentage_and_the_forty_are_uncovered(file, capsys):
    away = ask(capsys, file())["workers"][1]
    assert (away["percentage"], away["state"], away["uncovered_cases"]) == (None, "no_capacity", 40)
    assert cli.main(["load", file()]) == 0
    said = capsys.readouterr().out
    assert "no capacity" in said
    assert "Held by nobody: 1 case," in said


def test_one_worker_may_be_asked_for_with_every_reason(file, capsys):
    assert [each["id"] for each in ask(capsys, file(), "--worker", "W1")["workers"]] == ["W1"]
    assert cli.main(["load", file(), "--worker", "W1"]) == 0
    assert "not known: opened_on (1)" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("content", "args", "said"),
    [
        ("{", [], "line 1, column 2 is not JSON"),
        (FILE | {"as_at": None}, [], "as_at: is missing"),
        (FILE | {"weighting": "defualt-children"}, [], "there is no weighting 'defualt-children'; did you mean"),
        (FILE | {"as_at": "1999-01-01"}, [], "has no version for 1999-01-01"),
        (FILE | {"weighting": {"unit": 3}}, [], "weighting: "),
        (FILE | {"workers": [{"id": "W1", "contracted_hours": 400}]}, [], "workers[0].contracted_hours: is 400"),
        (FILE | {"workers": [{"id": "W1"}, {"id": "W1"}]}, [], "workers[1].id: 'W1' is already the id of workers[0]"),
        (FILE | {"cases": [{"id": "1", "cuont": 2}]}, [], "cases[0].cuont: is not a key here; did you mean"),
        (FILE, ["--worker", "W9"], "there is no worker 'W9'"),
        (FILE, ["--as-at", "soon"], "--as-at 'soon' is no date"),
    ],
)
def test_what_is_wrong_is_said_in_one_line_that_says_where(file, capsys, content, args, said):
    assert cli.main(["load", file(content), *args]) == 2
    out, error = capsys.readouterr()
    assert out == ""
    assert error.count("\n") == 1
    assert said in error
