"""Scenarios a practitioner can check: these cases, on this day, stand like this and in this order.

Each entry of tests/scenarios/priority/*.yaml:

    - scenario: its name
      because: what it rests on
      as_at: 2025-06-10
      cases: {name: {pack, born_on, facts, events}}
      order: [names, first comes first]             # may be left out
      expect:
        name: {tier, colour, first: the headline, has: [reasons], unknown: [what is not known], derived: tier}
      why: {between: [two names], says: the sentence}
"""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import pytest

from plimsoll.engine import casefile, clocks, priority
from plimsoll.engine.rulebook import load
from plimsoll.engine.rulebook.problems import Problems
from plimsoll.engine.rulebook.yaml_lines import read_yaml_list

FOLDER = Path(__file__).parents[2] / "scenarios" / "priority"
KEYS = {"scenario", "because", "as_at", "cases", "order", "expect", "why"}
EXPECTED = {"tier", "colour", "first", "has", "unknown", "derived"}


def entries():
    for path in sorted(FOLDER.glob("*.yaml")):
        problems = Problems()
        found = read_yaml_list(path, path.name, problems)
        problems.raise_any()
        for entry in found:
            yield pytest.param(entry, id=f"{path.stem}: {entry['scenario']}")


def plain(value: object) -> object:
    return str(value) if isinstance(value, date) else value


def stood(name: str, told: dict, as_at: date | datetime):
    events = [{key: plain(value) for key, value in each.items()} for each in told["events"]]
    form = {"id": name, "pack": told["pack"], "facts": told.get("facts", {}), "events": events}
    born = {"born_on": str(told["born_on"])} if "born_on" in told else {}
    case, _ = casefile.parse(form | born, name)
    unknown = list(casefile.warnings(case, load().pack(case.pack)))
    assert not unknown, unknown
    return priority.derive(case, clocks.derive(case, load(), as_at), load(), as_at)


@pytest.mark.parametrize("entry", list(entries()))
def test_scenario(entry):
    assert set(entry) <= KEYS
    assert entry["because"]
    as_at = casefile.moment(str(entry["as_at"]), "as_at") if isinstance(entry["as_at"], str) else entry["as_at"]
    found = {name: stood(name, told, as_at) for name, told in entry["cases"].items()}

    if "order" in entry:
        assert [each.case for each in priority.order(found.values())] == list(entry["order"])
    for name, expected in entry["expect"].items():
        check(found[name], expected)
    if "why" in entry:
        one, other = (found[name] for name in entry["why"]["between"])
        assert priority.why(one, other).text == entry["why"]["says"]


def check(found, expected) -> None:
    assert set(expected) <= EXPECTED
    texts = [reason.text for reason in found.reasons]
    told = {
        "tier": found.tier,
        "colour": found.colour,
        "first": texts[0],
        "derived": found.derived.tier,
    }
    asked = told.keys() & expected.keys()
    assert {key: told[key] for key in asked} == {key: expected[key] for key in asked}
    for text in expected.get("has", ()):
        assert text in texts
    for text in expected.get("unknown", ()):
        assert text in [reason.text for reason in found.unknown]


def test_there_are_scenarios():
    assert len(list(entries())) > 15
