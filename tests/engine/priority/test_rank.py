"""`plimsoll rank`: a file of cases in, their order out, without a database; errors are one line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator
from referencing import Registry, Resource

from plimsoll.cli import main

SCHEMAS = Path(__file__).parents[3] / "docs" / "schemas"

CASES = {
    "as_at": "2025-06-10",
    "cases": [
        {"id": "quiet", "pack": "send-england", "events": [{"event": "contact_made", "at": "2025-06-01"}]},
        {
            "id": "late",
            "pack": "children-england",
            "born_on": "2014-02-11",
            "events": [
                {"event": "strategy_discussion_held", "at": "2025-05-12", "initiates_s47": True},
                {"event": "visit_made", "at": "2025-06-09", "child_seen": True},
            ],
        },
        {
            "id": "now",
            "pack": "children-england",
            "events": [{"event": "concern_raised", "at": "2025-06-09T16:00:00+01:00", "immediate_risk": True}],
        },
        {
            "id": "lowered",
            "pack": "advice-guidance",
            "facts": {"level_of_need": 2},
            "events": [
                {"event": "enquiry_received", "at": "2025-06-02"},
                {"event": "objection_raised", "at": "2025-06-03"},
                {
                    "event": "priority_overridden",
                    "at": "2025-06-05",
                    "tier": "routine",
                    "reason": "agreed with the client",
                    "until": "2025-07-01",
                },
            ],
        },
    ],
}


@pytest.fixture
def file(tmp_path):
    def write(content, name="cases.json"):
        path = tmp_path / name
        path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
        return str(path)

    return write


def ranked(capsys, *args: str):
    assert main(["rank", *args, "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def validator(name: str) -> Draft202012Validator:
    schemas = [json.loads(path.read_text(encoding="utf-8")) for path in sorted(SCHEMAS.glob("*.json"))]
    named = [(schema["$id"], Resource.from_contents(schema)) for schema in schemas if "$id" in schema]
    registry = Registry().with_resources(named)
    schema = json.loads((SCHEMAS / name).read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema, registry=registry)


def test_cases_come_out_in_order_with_their_reasons(capsys, file):
    found = ranked(capsys, file(CASES))

    assert [(one["position"], one["id"], one["colour"]) for one in found] == [
        (1, "now", "red"),
        (2, "late", "red"),
        (3, "lowered", "green"),
        (4, "quiet", "green"),
    ]
    assert found[1]["reasons"][0] == (
        "Hold the initial child protection conference: late by 5 working days (due 3 June 2025)"
    )
    assert found[2]["derived"]["tier"] == "attention"


def test_file_and_answer_keep_to_their_schemas(capsys, file):
    validator("rank.input.json").validate(CASES)

    validator("rank.output.json").validate(ranked(capsys, file(CASES), "--moves"))


def test_the_order_of_the_file_makes_no_difference(capsys, file):
    turned = CASES | {"cases": CASES["cases"][::-1]}

    assert ranked(capsys, file(CASES, "a.json")) == ranked(capsys, file(turned, "b.json"))


def test_the_day_may_stand_on_a_case_beside_the_cases_or_on_the_command_line(capsys, file):
    case = {"id": "A", "pack": "children-england", "events": [{"event": "visit_made", "at": "2025-06-01"}]}
    quiet = CASES | {"as_at": "2025-12-01", "cases": [case, case | {"id": "B", "as_at": "2025-06-10"}]}

    assert [one["colour"] for one in ranked(capsys, file(quiet))] == ["amber", "green"]
    assert {one["colour"] for one in ranked(capsys, file(quiet), "--as-at", "2025-06-02")} == {"green"}


def test_why_one_case_comes_before_another_is_one_sentence(capsys, file):
    assert main(["rank", file(CASES), "--why", "late", "now"]) == 0

    assert capsys.readouterr().out.startswith("now comes before late: “A concern with immediate risk, raised on 9 June")


def test_people_read_colour_tier_and_reasons(capsys, file):
    assert main(["rank", file(CASES)]) == 0

    out = capsys.readouterr().out
    assert "1  RED    now      Immediate safety" in out
    assert "Not known: The child's date of birth is not known" in out


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("[]", "write an object with a list of cases"),
        ({"cases": {}}, "write an object with a list of cases"),
        ({"cases": [], "as_of": "2025-06-10"}, "'as_of' is not a key of this file"),
        ({"cases": [{"pack": "send-england"}]}, "cases[0]: 'id' is missing"),
        ({"cases": [{"id": "A", "pack": "send"}]}, "cases[0]: 'pack': there is no pack 'send'"),
        (
            {"cases": [{"id": "A", "pack": "send-england"}, {"id": "A", "pack": "send-england"}]},
            "cases[1]: the id 'A' is taken by cases[0]",
        ),
        (
            {"cases": [{"id": "A", "pack": "send-england", "events": [{"event": "contact_made", "at": "10/06/2025"}]}]},
            "cases[0]: events[0]: 'at' is '10/06/2025'",
        ),
        ({"as_at": "soon", "cases": []}, "'as_at' is 'soon'; write a date"),
        ('{"cases": [', "line 1, column"),
    ],
)
def test_an_error_is_one_line_that_names_file_and_place(capsys, file, content, said):
    path = file(content)

    assert main(["rank", path]) == 2

    told = capsys.readouterr()
    assert told.out == ""
    assert told.err.count("\n") == 1
    assert path in told.err
    assert said in told.err


def test_a_case_that_is_not_there_has_no_place(capsys, file):
    assert main(["rank", file(CASES), "--why", "now", "nobody"]) == 2
    assert "there is no case 'nobody' in this file" in capsys.readouterr().err


def test_an_organisations_policy_counts(capsys, file, tmp_path):
    folder = tmp_path / "rules" / "children-england"
    folder.mkdir(parents=True)
    (folder / "priority.yaml").write_text(
        "versions:\n  - from: 2025-01-01\n    decided: {by: Head of Service, on: 2025-01-01, adopted: true}\n"
        "    quiet: {contact: {default: {limit: {amount: 3, unit: days}, tier: attention}}}\n",
        encoding="utf-8",
    )
    case = {"id": "A", "pack": "children-england", "events": [{"event": "visit_made", "at": "2025-06-01"}]}
    path = file({"as_at": "2025-06-10", "cases": [case]})

    assert ranked(capsys, path)[0]["colour"] == "green"
    assert ranked(capsys, path, "--rules", str(tmp_path / "rules"))[0]["colour"] == "amber"


def test_a_policy_that_is_not_sound_is_one_line(capsys, file, tmp_path):
    folder = tmp_path / "rules" / "common"
    folder.mkdir(parents=True)
    (folder / "priority.yaml").write_text(
        "versions:\n  - from: 2025-01-01\n    decided: {by: Head of Service, on: 2025-01-01, adopted: true}\n"
        "    duties: {us: {late: {safeguarding: {tier: routine}}}}\n",
        encoding="utf-8",
    )

    assert main(["rank", file(CASES), "--rules", str(tmp_path / "rules")]) == 2
    assert "safeguarding must be a safeguarding tier" in capsys.readouterr().err
