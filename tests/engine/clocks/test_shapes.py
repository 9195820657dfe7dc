"""What is asked once for a whole shape of record must answer as if it were asked of each event."""

from __future__ import annotations

import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from pathlib import Path

import pytest

from plimsoll.engine import rulebook
from plimsoll.engine.clocks import derive, shaping
from plimsoll.engine.clocks.matching import Tokens, compile_where, discriminants, narrowed
from plimsoll.engine.clocks.packs import compiled
from plimsoll.engine.clocks.record import dated
from plimsoll.engine.facts import CaseFacts, Event
from plimsoll.engine.rulebook.model import DetailTest, EventMatch

EXAMPLE = Path(__file__).parents[2] / "scenarios" / "engine" / "rules"
DAY = date(2025, 6, 2)
VALUES = ["cp", "CP ", "cin", True, False, 1, 0, "1", "", None, ["cp"]]
TESTS = [
    DetailTest("kind", "one_of", ("cp",)),
    DetailTest("kind", "one_of", (True, "cin")),
    DetailTest("kind", "not", ("cp", 1)),
    DetailTest("kind", "not", (False,)),
    DetailTest("kind", "present", value=True),
    DetailTest("kind", "present", value=False),
    DetailTest("kind", "at_least", 1),
]


class Wanted:
    """A matcher as the shape sees it: only what it looks for."""

    def __init__(self, test: DetailTest) -> None:
        self.matches = (EventMatch(("seen",), (test,)),)


@pytest.mark.parametrize("test", TESTS, ids=lambda test: f"{test.operator} {test.value}")
@pytest.mark.parametrize("first", VALUES, ids=repr)
@pytest.mark.parametrize("second", VALUES, ids=repr)
def test_what_a_shape_settles_is_what_asking_each_event_gives(test, first, second):
    happenings = [dated(Event("seen", DAY, details={"kind": value})) for value in (first, second)]
    matches = (EventMatch(("seen",), (test,)), EventMatch(("seen",), (DetailTest("kind", "present", value=True),)))
    tokens = Tokens(discriminants(matches)).of({"seen": happenings})["seen"].tokens
    said = frozenset(token[2] for token in tokens if isinstance(token, tuple))
    left = narrowed(Wanted(test), {("seen", "kind"): said}, tokens)
    passes = compile_where((test,))
    asked = [happening for happening in happenings if passes(happening.details)]
    found = [
        happening
        for happening in happenings
        if any((compile_where(match.where) or (lambda _: True))(happening.details) for match in left)
    ]
    assert found == asked


def test_true_and_one_do_not_say_the_same():
    made = Tokens({"seen": {"kind": frozenset({"true", "false", "1", "0"})}})
    said = [made.of({"seen": [dated(Event("seen", DAY, details={"kind": value}))]}) for value in (True, 1, False, 0)]
    assert len({each["seen"] for each in said}) == 4
    assert made.of({"seen": [dated(Event("seen", DAY, details={"kind": 1}))]}) == said[1]


def test_what_is_spelt_differently_says_the_same():
    made = Tokens({"seen": {"kind": frozenset({"cp_visit"})}})
    happenings = [dated(Event("seen", DAY, details={"kind": value})) for value in ("CP visit", "cp_visit", "cp-Visit")]
    assert len({made.of({"seen": [happening]})["seen"] for happening in happenings}) == 1


def test_values_that_no_rule_names_say_the_same():
    made = Tokens({"seen": {"kind": frozenset({None, "", "cp"})}})
    said = [made.of({"seen": [dated(Event("seen", DAY, details={"kind": value}))]})["seen"] for value in ("x", 7, "cp")]
    assert said[0] is said[1] is not said[2]


def test_what_cannot_be_looked_up_still_says_the_same_twice():
    made = Tokens({"seen": {"kind": frozenset({"cp_visit"})}})
    first, second = (made.of({"seen": [dated(Event("seen", DAY, details={"kind": ["cp"]}))]}) for _ in range(2))
    assert first["seen"] is second["seen"]


def cases(count: int) -> list[CaseFacts]:
    names = ["asked", "answered", "dropped", "moved_in", "moved_out", "seen", "met_up", "noticed", "paused", "resumed"]
    found = []
    for number in range(count):
        chosen = [name for index, name in enumerate(names) if number >> index & 1]
        events = tuple(
            Event(name, DAY + timedelta(days=index), details={"secret": bool(number % 3)})
            for index, name in enumerate(chosen)
        )
        found.append(CaseFacts(str(number), "example", events, date(2008 + number % 12, 3, 1)))
    return found


def answers(book, some):
    return [tuple((duty.rule, duty.state, duty.due) for duty in derive(case, book, date(2025, 7, 1))) for case in some]


@pytest.fixture
def fresh():
    """A rulebook that nobody has compiled yet."""

    def made():
        rulebook.forget()
        return rulebook.load(EXAMPLE)

    yield made
    rulebook.forget()


def test_threads_that_ask_at_once_get_what_one_alone_gets(fresh):
    some = cases(400)
    alone = answers(fresh(), some)
    book, interval = fresh(), sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        with ThreadPoolExecutor(4) as pool:
            assert all(found == alone for found in pool.map(lambda _: answers(book, some), range(4)))
    finally:
        sys.setswitchinterval(interval)


def test_only_so_many_shapes_are_kept(fresh, monkeypatch):
    some = cases(200)
    alone = answers(fresh(), some)
    monkeypatch.setattr(shaping, "_MOST_SHAPES", 10)
    monkeypatch.setattr(shaping, "_MOST_PIECES", 7)
    book = fresh()
    assert answers(book, some) == alone
    assert len(compiled(book, "example").shapes) <= 10


def test_a_clock_shaped_for_one_record_serves_others_as_if_it_were_made_for_them(fresh):
    some = cases(1024)[::17]
    warm = fresh()
    answers(warm, cases(1024))
    for case in some:
        alone = fresh()
        assert answers(warm, [case]) == answers(alone, [case])
