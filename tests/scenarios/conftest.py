"""Scenarios: examples that an expert can check. Given these events, on this day, these duties.

Every YAML file beside a pack's name is collected; each entry of it is one test:

    - scenario: The conference is late            # its name
      because: Working Together 2023              # what it rests on
      pack: children-england
      born_on: 2014-02-11                         # may be left out, as may facts
      as_at: 2025-06-10
      events:
        - {event: strategy_discussion_held, at: 2025-05-12, initiates_s47: true}
      duties:                                     # each must be among the answers, and for a rule named here no other
        - {rule: ENG-CP-002, state: late, due: 2025-06-03, left: -5 working days}
      not_duties: [ENG-CP-003]                    # rules that must give none
      only: true                                  # no other duty at all

A duty may also say `opens`, `met_by` (an event's name), and `reason` (the code of one of its reasons). `rules`
names a folder beside the file that is laid over the rulebook.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import pytest

from plimsoll.engine import casefile, rulebook
from plimsoll.engine.clocks import Duty, derive
from plimsoll.engine.moments import stamp_of
from plimsoll.engine.rulebook.problems import Problems
from plimsoll.engine.rulebook.yaml_lines import read_yaml_list

if TYPE_CHECKING:
    from pathlib import Path

KEYS = {"scenario", "because", "pack", "born_on", "facts", "as_at", "events", "duties", "not_duties", "only", "rules"}
DUTY_KEYS = {"rule", "state", "due", "left", "opens", "met_by", "reason"}
ELSEWHERE = {"priority"}
"""Folders whose files other tests read."""


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    if file_path.suffix == ".yaml" and file_path.parent.name not in ELSEWHERE | {"rules"} and not _is_rules(file_path):
        return ScenarioFile.from_parent(parent, path=file_path)
    return None


def _is_rules(path: Path) -> bool:
    return any(parent.name.startswith("rules") for parent in path.parents)


class ScenarioFile(pytest.File):
    def collect(self):
        problems = Problems()
        entries = read_yaml_list(self.path, self.path.name, problems)
        problems.raise_any()
        names: set[str] = set()
        for entry in entries:
            name = entry["scenario"]
            assert name not in names, f"{self.path.name}:{entry.line}: two scenarios are called {name!r}"
            names.add(name)
            yield Scenario.from_parent(self, name=name, entry=entry)


class Mismatch(Exception):
    pass


class Scenario(pytest.Item):
    def __init__(self, *, entry, **kwargs) -> None:
        super().__init__(**kwargs)
        self.entry = entry

    def runtest(self) -> None:
        entry = self.entry
        unknown = set(entry) - KEYS
        if unknown or not entry.get("because"):
            raise Mismatch(f"unknown keys {sorted(unknown)}" if unknown else "says no `because`")
        if not entry.get("duties") and not entry.get("not_duties"):
            raise Mismatch("expects nothing: it needs duties or not_duties")
        case, as_at = casefile.parse(
            _iso({key: entry[key] for key in casefile.CASE_KEYS if key in entry}), entry["scenario"]
        )
        folders = [self.path.parent / entry["rules"]] if "rules" in entry else []
        book = rulebook.load(*folders)
        slips = list(casefile.warnings(case, book.pack(case.pack)))
        if slips:
            raise Mismatch("\n".join(slips))
        found = derive(case, book, as_at)
        wrong = list(_differences(entry, found))
        if wrong:
            raise Mismatch("\n".join([*wrong, "found:", *(f"  {_shown(duty)}" for duty in found)]))

    def repr_failure(self, excinfo, style=None):
        if isinstance(excinfo.value, Mismatch | AssertionError):
            return f"{self.path}:{self.entry.line}: {self.name}\n{excinfo.value}"
        return super().repr_failure(excinfo, style)

    def reportinfo(self):
        return self.path, self.entry.line - 1, self.name


def _iso(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _iso(each) for key, each in value.items()}
    if isinstance(value, list):
        return [_iso(each) for each in value]
    return value.isoformat() if isinstance(value, date | datetime) else value


def _differences(entry, found):
    left = list(found)
    rules = {expected["rule"] for expected in entry.get("duties") or ()}
    for expected in entry.get("duties") or ():
        unknown = set(expected) - DUTY_KEYS
        if unknown:
            yield f"unknown keys {sorted(unknown)} in the duty {dict(expected)}"
            continue
        match = next((duty for duty in left if _fits(expected, duty)), None)
        if match is None:
            yield f"expected {dict(expected)}"
        else:
            left.remove(match)
    for duty in left:
        if duty.rule in rules or entry.get("only"):
            yield f"not expected: {_shown(duty)}"
    for rule in entry.get("not_duties") or ():
        for duty in found:
            if duty.rule == rule:
                yield f"{rule} should give none: {_shown(duty)}"


def _fits(expected, duty: Duty) -> bool:
    if duty.rule != expected["rule"] or duty.state != expected["state"]:
        return False
    for key in ("due", "opens"):
        if key in expected and _moment(expected[key]) != _moment(getattr(duty, key)):
            return False
    if "left" in expected:
        amount, unit = str(expected["left"]).split(" ", 1)
        if duty.left is None or duty.left.amount != float(amount) or duty.left.unit != unit:
            return False
    if "met_by" in expected and (duty.met_by is None or duty.met_by.event != expected["met_by"]):
        return False
    return "reason" not in expected or any(reason.code == expected["reason"] for reason in duty.reasons)


def _moment(value: object) -> object:
    if isinstance(value, str) and value != "none":
        value = casefile.moment(value, "expected")
    if isinstance(value, datetime):
        # Moments are compared by their stamps: in the repeated hour of a clock change two zones never agree.
        return stamp_of(value)
    return None if value == "none" else value


def _shown(duty: Duty) -> str:
    left = f", left: {duty.left.amount} {duty.left.unit}" if duty.left else ""
    opens = f", opens: {duty.opens}" if duty.opens else ""
    why = " / ".join(reason.text for reason in duty.reasons)
    return f"{{rule: {duty.rule}, state: {duty.state}, due: {duty.due}{opens}{left}}}  # {why}"
