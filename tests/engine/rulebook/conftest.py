"""A small rulebook in a folder of the test's own, to be broken in one place at a time."""

from __future__ import annotations

from textwrap import dedent

import pytest

from plimsoll.engine import rulebook

PACK = """
pack: small
title: A small pack
nation: england
calendar: england
"""
EVENTS = """
events:
  asked: {title: Asked, carries: {kind: {values: [one, two]}, sure: {type: boolean}, due_on: {type: date}}}
  answered: {title: Answered}
"""
STATES = """
states:
  busy: {begins: [{event: asked}], ends: [{event: answered}]}
"""
CLOCKS = """
clocks:
  - id: SM-001
    duty: Answer
    group: decision
    matters: local
    versions:
      - from: 2020-01-01
        start: [{event: asked}]
        time: {amount: 5, unit: working days}
        local: true
        default_from: nobody
        met_by: [{event: answered}]
        citation: {instrument: An invented law, verified: primary}
"""


@pytest.fixture
def small(tmp_path):
    """Write the rulebook, some files of it changed, and load it; `problems` of it as lines of text."""

    def load(local: str | None = None, **changed: str):
        folder = tmp_path / "rules"
        files = {"pack": PACK, "events": EVENTS, "states": STATES, "clocks": CLOCKS, **changed}
        (folder / "small" / "clocks").mkdir(parents=True, exist_ok=True)
        for name in ("pack", "events", "states"):
            (folder / "small" / f"{name}.yaml").write_text(dedent(files[name]).lstrip("\n"), encoding="utf-8")
        (folder / "small" / "clocks" / "area.yaml").write_text(dedent(files["clocks"]).lstrip("\n"), encoding="utf-8")
        own = tmp_path / "own"
        own.mkdir(exist_ok=True)
        if local is not None:
            (own / "local.yaml").write_text(dedent(local).lstrip("\n"), encoding="utf-8")
        rulebook.forget()
        return rulebook.load(folder, *([own] if local is not None else []), packaged=False)

    yield load
    rulebook.forget()


@pytest.fixture
def problems(small):
    def found(**changed):
        with pytest.raises(rulebook.RulebookError) as raised:
            small(**changed)
        return [str(problem) for problem in raised.value.problems]

    return found
