"""`plimsoll rebalance`, as a person or a program starts it."""

import json
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plimsoll import cli
from plimsoll.engine.rebalance.propose import propose
from plimsoll.engine.rebalance.reading import InputError, parse

SCHEMAS = Path(__file__).parents[3] / "docs" / "schemas"
ASKED = json.loads((SCHEMAS / "rebalance.input.json").read_text())
TOLD = json.loads((SCHEMAS / "rebalance.output.json").read_text())
FILE = {
    "left": ["Dee"],
    "workers": [
        {"id": "Ann", "capacity": 20, "away": {"until": "2026-06-01"}},
        {"id": "Ben", "name": "Ben O'Neill", "capacity": 20, "skills": ["court"], "place": "Llŷn"},
        {"id": "Cai", "capacity": 15.5, "other_points": 1, "languages": ["cy"], "limits": [{"at_most": 4}]},
    ],
    "cases": [
        {"id": "1", "points": 5, "worker": "Ann", "kinds": ["child_protection"], "months": 3},
        {"id": "2", "points": 4.5, "worker": "Ann", "language": "cy"},
        {"id": "3", "points": 12, "worker": "Ben", "costs": {"Ben": 3}},
        {"id": "4", "points": 6, "worker": "Dee", "sizes": [6, 7, None], "needs": ["court"]},
    ],
    "travel": [{"from": "Llŷn", "to": "Arfon", "cost": 12.5}],
    "options": {"seed": 3},
}


@pytest.fixture
def file(tmp_path):
    def written(content=FILE):
        path = tmp_path / "question.json"
        path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
        return str(path)

    return written


def ask(capsys, *args):
    assert cli.main(["rebalance", *args, "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    jsonschema.validate(found, TOLD)
    return found


def test_the_published_forms_are_schemas_and_the_example_is_of_the_form():
    for schema in (ASKED, TOLD):
        jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(FILE, ASKED)


def test_what_is_printed_has_the_published_form_and_says_what_is_proved(file, capsys):
    found = ask(capsys, file())
    assert found["is_proved"] is True
    assert found["seed"] == 3
    assert {each["objective"]: each["value"] for each in found["objectives"]}["uncovered"] == 0


def test_cover_for_somebody_who_returns_is_temporary_and_what_a_leaver_held_is_not(file, capsys):
    found = ask(capsys, file())
    kinds = {move["case"]: (move["from"], move["to"], move["kind"], move["returns_on"]) for move in found["moves"]}
    assert kinds["2"] == ("Ann", "Cai", "temporary_cover", "2026-06-02")
    assert kinds["4"] == ("Dee", "Ben", "permanent", None)
    permanent = FILE | {"options": {"cover": "permanent"}}
    assert {move["kind"] for move in ask(capsys, file(permanent))["moves"]} == {"permanent"}


def test_every_move_says_why_and_why_nobody_else(file, capsys):
    for move in ask(capsys, file())["moves"]:
        first, second = (reason["code"] for reason in move["reasons"][:2])
        assert first.startswith("rebalance.why.")
        assert second.startswith(("rebalance.against.", "rebalance.why."))


def test_what_if_a_move_were_refused_or_a_case_locked(file, capsys):
    before = ask(capsys, file())["assignment"]
    assert before["1"] == "Ben" or before["1"] == "Cai"
    refused = ask(capsys, file(), "--refuse", "1", before["1"])["assignment"]
    assert refused["1"] not in (before["1"], None)
    locked = ask(capsys, file(), "--lock", "1")
    assert locked["assignment"]["1"] is None
    assert [entry["is_unlawful"] for entry in locked["unresolved"]] == [True]
    assert ask(capsys, file())["assignment"] == before


def test_a_new_case_ranks_the_workers_and_names_who_may_not(file, capsys):
    found = ask(capsys, file(), "--allocate", "2")
    assert [each["worker"] for each in found["ranked"]] == ["Cai"]
    assert {each["worker"] for each in found["excluded"]} == {"Ann", "Ben"}


def test_a_person_reads_moves_lines_and_what_is_proved(file, capsys):
    assert cli.main(["rebalance", file()]) == 0
    said = capsys.readouterr().out
    assert "2: Ann -> Cai (temporary cover, back on 2026-06-02)" in said
    assert "Ann: no capacity -> no capacity" in said
    assert "uncovered: 0 (proved)" in said
    assert cli.main(["rebalance", file(), "--allocate", "1"]) == 0
    assert "no Ann: Ann is away" in capsys.readouterr().out


def test_the_same_file_has_the_same_answer_again(file, capsys):
    assert ask(capsys, file()) == ask(capsys, file())


def wrong(**changes):
    return json.loads(json.dumps(FILE)) | changes


def cases(**changes):
    return wrong(cases=[FILE["cases"][0] | changes, *FILE["cases"][1:]])


def workers(**changes):
    return wrong(workers=[FILE["workers"][0] | changes, *FILE["workers"][1:]])


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("{", "line 1, column 2 is not JSON"),
        ("[1]", "the file must be an object"),
        ("{}", "cases: is missing"),
        ('{"workers": [], "cases": [], "cases": []}', "'cases' is given twice"),
        ('{"cases": [{"id": "1", "points": NaN}]}', "NaN is no number"),
        ('{"cases": [{"id": "1", "points": 1e400}]}', "cases[0].points: is"),
        ("[" * 100_000, "nests too deeply"),
        (wrong(worker=[]), "worker: is not a key here; did you mean"),
        (wrong(left=["Ann"]), "left: 'Ann' is among the workers too"),
        (cases(worker="Anne"), "cases[0].worker: 'Anne' is no worker of this file"),
        (cases(id="2"), "cases[1].id: '2' is already the id of cases[0]"),
        (cases(points=-1), "cases[0].points: is -1; write 0 or more"),
        (cases(points=None), "cases[0].points: is missing"),
        (cases(points=None, sizes={"Ben": 2}), "cases[0].sizes: has none with 'Ann', who holds the case"),
        (cases(sizes=[1, 2]), "cases[0].sizes: has 2 numbers for 3 workers"),
        (cases(costs={"Bne": 1}), "cases[0].costs.Bne: 'Bne' is no worker of this file"),
        (cases(costs="dear"), "cases[0].costs: must be a list along the workers"),
        (cases(months=1.5), "cases[0].months: is 1.5; write a whole number"),
        (cases(kinds="looked_after"), "cases[0].kinds: must be a list"),
        (cases(locked="yes"), "cases[0].locked: is 'yes'; write true or false"),
        (cases(conflicts=["Bob"]), "cases[0].conflicts: 'Bob' is no worker of this file"),
        (workers(capacity=-3), "workers[0].capacity: is -3"),
        (workers(capacity="20"), "workers[0].capacity: is '20'; write a number"),
        (workers(away="yes"), "workers[0].away must be an object"),
        (workers(away={"until": "soon"}), "workers[0].away.until: is 'soon'; write a date"),
        (workers(limits=[{}]), "workers[0].limits[0].at_most: is missing"),
        (wrong(options={"objectives": ["cots"]}), "options.objectives[0]: 'cots' is no objective"),
        (wrong(options={"capacity": "firm"}), "options.capacity: is 'firm'; use one of soft, hard"),
        (wrong(options={"seconds": 0}), "options.seconds: is 0"),
        (wrong(options={"refused": [{"case": "9", "worker": "Ann"}]}), "options.refused[0].case: '9' is no case"),
        (
            wrong(options={"accepted": [{"case": "1", "worker": "Ben"}, {"case": "1", "worker": "Cai"}]}),
            "options.accepted[1].case: '1' is accepted twice",
        ),
        (wrong(travel=[{"from": "a", "to": "b", "cost": 1}] * 2), "travel[1].to: the way from 'a' to 'b'"),
    ],
)
def test_what_is_wrong_in_a_file_is_said_in_one_line_that_says_where(file, capsys, content, said):
    assert cli.main(["rebalance", file(content)]) == 2
    out, error = capsys.readouterr()
    assert out == ""
    assert error.count("\n") == 1
    assert "question.json" in error
    assert said in error


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["--seed", "x"], "--seed 'x' is no seed"),
        (["--seconds", "-1"], "--seconds '-1' is no time to search"),
        (["--seconds", "nan"], "--seconds 'nan' is no time to search"),
        (["--lock", "9"], "there is no case '9'"),
        (["--refuse", "1", "Zed"], "there is no worker 'Zed'"),
        (["--allocate", "9"], "there is no case '9'"),
    ],
)
def test_what_is_wrong_in_the_asking_is_said_in_one_line(file, capsys, args, said):
    assert cli.main(["rebalance", file(), *args]) == 2
    assert said in capsys.readouterr().err


def test_numbers_too_large_to_be_counted_exactly_are_refused(file, capsys):
    huge = [{"id": str(number), "points": "0.000001"} for number in range(3)]
    content = {"workers": [{"id": "A", "capacity": 999999999}], "cases": [each | {"points": 0.000001} for each in huge]}
    assert cli.main(["rebalance", file(content)]) == 2
    assert "round them" in capsys.readouterr().err


def test_the_solver_is_loaded_only_where_it_solves():
    code = (
        "import sys, plimsoll.cli as c, plimsoll.engine.rebalance.propose, plimsoll.engine.rebalance.reading\n"
        "c.main(['rebalance', '--help'])\n"
        "assert not any(name.startswith(('ortools', 'pandas', 'numpy', 'django')) for name in sys.modules)\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True, capture_output=True)


def test_solving_loads_no_data_frames_and_no_framework(file):
    code = (
        "import sys, plimsoll.cli as c\n"
        f"assert c.main(['rebalance', {file()!r}]) == 0\n"
        "assert any(name.startswith('ortools') for name in sys.modules)\n"
        "assert not any(name.startswith(('pandas', 'django')) for name in sys.modules)\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True, capture_output=True)


ODD = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(10**12), 10**12),
    st.floats(allow_nan=False, allow_infinity=False),
    st.text(max_size=4),
    st.just([]),
    st.just({}),
    st.just([None]),
    st.just([["1"]]),
    st.just({"until": 3}),
)


def places(content, path=()):
    """Every place in a file, as a path of keys."""
    yield path
    inner = content.items() if isinstance(content, dict) else enumerate(content) if isinstance(content, list) else ()
    for key, value in inner:
        yield from places(value, (*path, key))


@settings(max_examples=120, deadline=None, derandomize=True)
@given(st.lists(st.tuples(st.integers(0, 10**6), ODD), min_size=1, max_size=3))
def test_whatever_is_put_anywhere_is_answered_or_refused_as_the_writers_mistake(changes):
    content = json.loads(json.dumps(FILE))
    for number, value in changes:
        found = list(places(content))[1:]
        if not found:
            break
        path = found[number % len(found)]
        inner = content
        for key in path[:-1]:
            inner = inner[key]
        inner[path[-1]] = value
    asked = json.loads(json.dumps(content), parse_float=Decimal)
    try:
        problem = parse(asked)
    except InputError as error:
        refused = str(error)
    else:
        refused = ""
        assert list(propose(problem).assignment) == [str(each["id"]) for each in content["cases"] or ()]
    assert "\n" not in refused
