"""The invented rules of tests/scenarios/engine, for tests that are about the engine and not about the law."""

from __future__ import annotations

from pathlib import Path

import pytest

from plimsoll.engine import rulebook
from plimsoll.engine.clocks import derive
from plimsoll.engine.facts import CaseFacts, Event

EXAMPLE = Path(__file__).parents[2] / "scenarios" / "engine" / "rules"


@pytest.fixture(scope="session")
def book():
    return rulebook.load(EXAMPLE)


@pytest.fixture
def duties(book):
    """The duties of the invented pack, of one rule where it is named."""

    def found(events, as_at, rule=None, **case):
        derived = derive(CaseFacts("1", "example", tuple(events), **case), book, as_at)
        return [duty for duty in derived if rule is None or duty.rule == rule]

    return found


@pytest.fixture
def event():
    """An event in a few words: its name, when, and what it carries."""

    def made(name, at, *, recorded=None, own_id="", supersedes="", **details):
        return Event(name, at, recorded, details, own_id, supersedes)

    return made
