"""Turns: what repeats, what takes over, what a closed case does, what comes from another rule."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from plimsoll.engine import rulebook
from plimsoll.engine.clocks import derive
from plimsoll.engine.facts import CaseFacts, Event


@pytest.fixture
def pack(tmp_path):
    """A pack of one file of clocks, written for one test."""

    def made(clocks: str, states: str = "{}"):
        folder = tmp_path / "rules" / "made"
        (folder / "clocks").mkdir(parents=True, exist_ok=True)
        (folder / "pack.yaml").write_text("pack: made\ntitle: Made\nnation: england\ncalendar: england\n")
        words = "abcdefgh"
        carries = "carries: {due_on: {type: date}, n: {type: integer}, where: {type: text}}"
        (folder / "events.yaml").write_text(
            "events:\n"
            + "".join(f"  {word}: {{title: {word.upper()}, {carries}}}\n" for word in words)
            + "  case_closed: {title: Closed}\n  case_reopened: {title: Reopened}\n"
        )
        (folder / "states.yaml").write_text(f"states: {states}\n")
        body = ""
        for entry in clocks.strip().split("\n\n"):
            name, *lines = entry.strip().splitlines()
            rest = "\n".join(f"        {line}" for line in lines)
            body += (
                f"  - id: {name}\n    duty: {name}\n    group: visit\n    matters: statutory\n    versions:\n"
                f"      - from: 2000-01-01\n{rest}\n        citation: {{instrument: I, verified: primary}}\n"
            )
        (folder / "clocks" / "c.yaml").write_text(f"clocks:\n{body}")
        rulebook.forget()
        return rulebook.load(tmp_path / "rules", packaged=False)

    yield made
    rulebook.forget()


def found(book, events, as_at, **case):
    made = tuple(Event(name, at, details=details) for name, at, details in events)
    derived = derive(CaseFacts("1", "made", made, **case), book, as_at)
    return [(duty.rule, duty.state, duty.due) for duty in sorted(derived, key=lambda duty: str(duty.started_by.at))]


def day(number: int, month: int = 6) -> date:
    return date(2025, month, number)


RECURRING = """
C-1
start: [{event: a}, {event: b}]
on_repeat: ON_REPEAT
time: {amount: 10, unit: days}
met_by: [{event: b}]
"""


def test_a_recurring_duty_gives_one_entry_for_each_turn_and_one_for_the_running(pack):
    book = pack(RECURRING.replace("ON_REPEAT", "each"))
    events = [("a", day(1), {}), ("b", day(8), {}), ("b", day(20), {})]
    assert found(book, events, day(22)) == [
        ("C-1", "met", day(11)),
        ("C-1", "met_late", day(18)),
        ("C-1", "running", day(30)),
    ]


@pytest.mark.parametrize(
    ("on_repeat", "expected"),
    [
        ("each", [("C-1", "late", day(11)), ("C-1", "running", day(25))]),
        ("restart", [("C-1", "running", day(25))]),
        ("keep", [("C-1", "late", day(11))]),
    ],
)
def test_a_second_start_stands_beside_instead_of_or_not_at_all(pack, on_repeat, expected):
    book = pack(RECURRING.replace("ON_REPEAT", on_repeat))
    assert found(book, [("a", day(1), {}), ("a", day(15), {})], day(16)) == expected


def test_what_meets_a_turn_closes_it_before_it_starts_another(pack):
    book = pack(RECURRING.replace("ON_REPEAT", "keep"))
    assert found(book, [("a", day(1), {}), ("b", day(8), {})], day(9)) == [
        ("C-1", "met", day(11)),
        ("C-1", "running", day(18)),
    ]


def test_after_closure_only_what_is_new_starts_a_clock(pack):
    book = pack(RECURRING.replace("ON_REPEAT", "each"))
    events = [("a", day(1), {}), ("case_closed", day(5), {}), ("b", day(8), {}), ("a", day(10), {})]
    assert found(book, events, day(12)) == [("C-1", "cancelled", day(11)), ("C-1", "running", day(20))]


def test_a_reopened_case_recurs_again(pack):
    book = pack(RECURRING.replace("ON_REPEAT", "each"))
    events = [("case_closed", day(5), {}), ("case_reopened", day(7), {}), ("b", day(8), {})]
    assert found(book, [("a", day(1), {}), *events], day(9)) == [
        ("C-1", "cancelled", day(11)),
        ("C-1", "running", day(18)),
    ]


def test_what_survives_closure_runs_on(pack):
    book = pack(RECURRING.replace("ON_REPEAT", "each") + "survives_closure: true\n")
    assert found(book, [("a", day(1), {}), ("case_closed", day(5), {})], day(6)) == [("C-1", "due_soon", day(11))]


def test_first_and_later_since_a_state_began(pack):
    book = pack(
        """
C-1
start: [{event: b, occurrence: {since: at_home, is: first}}]
time: {amount: 3, unit: months}
met_by: [{event: c}]

C-2
start: [{event: b, occurrence: {since: at_home, is: later}}]
time: {amount: 6, unit: months}
met_by: [{event: c}]
""",
        states="{at_home: {begins: [{event: a}], ends: [{event: d}]}}",
    )
    events = [("b", day(1), {}), ("a", day(2), {}), ("b", day(3), {}), ("b", day(4), {}), ("a", day(5), {})]
    assert found(book, [*events, ("b", day(6), {})], day(7)) == [
        ("C-1", "running", day(3, 9)),
        ("C-2", "running", day(4, 12)),
        ("C-1", "running", day(6, 9)),
    ]


def test_counted_from_the_latest_date_of_other_rules_and_of_its_own_turns(pack):
    book = pack("""
C-1
start: [{event: a}]
time: {amount: 26, unit: weeks, first_day_counts: true}
met_by: [{event: c}]

C-2
start: [{event: b, count_from: {clock: [C-1, C-2], or_later: at}}]
time: {amount: 8, unit: weeks}
met_by: [{event: c}]
""")
    events = [("a", date(2025, 1, 6), {}), ("b", date(2025, 6, 20), {}), ("b", date(2025, 8, 25), {})]
    assert [due for rule, _, due in found(book, events, date(2025, 9, 1)) if rule == "C-2"] == [
        date(2025, 7, 6) + (date(2025, 3, 1) - date(2025, 1, 4)),  # eight weeks after 6 July
        date(2025, 10, 26),  # eight weeks after 31 August, which is later than 25 August
    ]


def test_counted_from_what_is_missing_there_is_no_date(pack):
    book = pack("""
C-1
start: [{event: a, count_from: {detail: due_on}}]
time: {amount: 8, unit: weeks}
met_by: [{event: c}]
""")
    assert found(book, [("a", day(1), {"due_on": "soon"})], day(2)) == [("C-1", "running", None)]
    assert found(book, [("a", day(1), {"due_on": "2025-06-05"})], day(2)) == [("C-1", "running", day(31, 7))]


def test_counted_from_a_standing_fact(pack):
    book = pack("""
C-1
start: [{event: a, count_from: {fact: born_on}}]
time: {amount: 75, unit: years}
met_by: [{event: c}]
""")
    assert found(book, [("a", day(1), {})], day(2), born_on=date(2010, 4, 1)) == [("C-1", "running", date(2085, 4, 1))]
    assert found(book, [("a", day(1), {})], day(2)) == [("C-1", "running", None)]


def test_the_later_of_two_dates(pack):
    book = pack("""
C-1
start: [{event: a}]
time: {amount: 12, unit: months, first_day_counts: true}
met_by: [{event: c}]

C-2
start: [{event: b}]
time: {amount: 3, unit: months, first_day_counts: true, or_later: {clock: C-1}}
met_by: [{event: c}]
""")
    early, late = [("a", day(1, 1), {}), ("b", day(1, 2), {})], [("a", day(1, 1), {}), ("b", day(1, 12), {})]
    assert found(book, early, day(1, 3))[1] == ("C-2", "running", day(31, 12))
    assert found(book, late, day(2, 12))[1] == ("C-2", "running", date(2026, 2, 28))


def test_an_end_in_time_ends_only_in_time(pack):
    book = pack("""
C-1
start: [{event: a}]
time: {amount: 10, unit: days}
met_by: [{event: c}]
ends: [{event: b, in_time: true}]
""")
    assert found(book, [("a", day(1), {}), ("b", day(11), {})], day(20)) == [("C-1", "cancelled", day(11))]
    assert found(book, [("a", day(1), {}), ("b", day(12), {})], day(20)) == [("C-1", "late", day(11))]


def test_a_later_end_does_not_end_what_began_on_its_day(pack):
    book = pack("""
C-1
start: [{event: a}]
time: {amount: 10, unit: days}
met_by: [{event: c, later: true}]
ends: [{event: b, later: true}]
""")
    same_day = [("a", day(1), {}), ("b", day(1), {}), ("c", day(1), {})]
    assert found(book, same_day, day(2)) == [("C-1", "running", day(11))]
    assert found(book, [*same_day, ("b", day(2), {})], day(2)) == [("C-1", "cancelled", day(11))]
    by_hour = [("a", datetime(2025, 6, 1, 9, tzinfo=UTC), {}), ("c", datetime(2025, 6, 1, 10, tzinfo=UTC), {})]
    assert found(book, by_hour, day(2)) == [("C-1", "met", day(11))]


def test_a_meeting_dated_by_a_detail(pack):
    book = pack("""
C-1
start: [{event: a, planned: true}]
time: {amount: 2, unit: working days, before: true}
met_by: [{event: a, on: {detail: due_on}}]
""")
    assert found(book, [("a", day(13), {"due_on": "2025-06-11"})], day(20)) == [("C-1", "met", day(11))]
    assert found(book, [("a", day(13), {"due_on": "2025-06-12"})], day(20)) == [("C-1", "met_late", day(11))]
    assert found(book, [("a", day(13), {})], day(20)) == [("C-1", "late", day(11))]


def test_met_before_its_start_but_not_too_long_ago(pack):
    book = pack("""
C-1
start: [{event: a}]
time: {amount: 10, unit: working days}
met_by_any_time: true
met_by_within: {amount: 3, unit: months}
met_by: [{event: c}]
""")
    assert found(book, [("c", day(2, 3), {}), ("a", day(2), {})], day(3)) == [("C-1", "met", day(16))]
    assert found(book, [("c", day(1, 3), {}), ("a", day(2), {})], day(3)) == [("C-1", "running", day(16))]


def test_not_given_in_time_lapses_once_the_day_has_come(pack):
    book = pack("""
C-1
start: [{event: a, planned: true}]
time: {amount: 1, unit: weeks, before: true}
when_passed: lapsed
met_by: [{event: c}]
""")
    assert [found(book, [("a", day(20), {})], day(number))[0][1] for number in (13, 14, 19, 20)] == [
        "due_soon",
        "late",
        "late",
        "lapsed",
    ]


def test_a_plan_that_is_dropped_cancels_what_counts_back_from_it(pack):
    book = pack("""
C-1
start: [{event: a, planned: true}]
time: {amount: 1, unit: weeks, before: true}
met_by: [{event: c}]
ends: [{event: d}]
""")
    planned = Event("a", day(20), datetime(2025, 6, 2, 9, tzinfo=UTC))
    dropped = Event("d", day(5))
    (duty,) = derive(CaseFacts("1", "made", (planned, dropped)), book, day(6))
    assert duty.state == "cancelled"


def test_six_weeks_before_or_at_once(pack):
    book = pack("""
C-1
start: [{event: a, count_from: {detail: due_on}}]
time: {amount: 6, unit: weeks, before: true, no_sooner_than_start: true}
met_by: [{event: c}]
""")
    assert found(book, [("a", day(1), {"due_on": "2025-09-01"})], day(2)) == [("C-1", "running", day(21, 7))]
    assert found(book, [("a", day(1), {"due_on": "2025-06-10"})], day(1)) == [("C-1", "due_soon", day(1))]


def test_text_is_compared_without_regard_to_its_dress(pack):
    book = pack("""
C-1
start: [{event: a, where: {where: [Own Home, "2"]}}]
time: {amount: 1, unit: days}
met_by: [{event: c}]
""")
    for said in ("own_home", "OWN-HOME", " Own home ", 2, "2"):
        assert found(book, [("a", day(1), {"where": said})], day(1)), said
    assert not found(book, [("a", day(1), {"where": "home"})], day(1))


@pytest.mark.parametrize(
    ("where", "passing", "failing"),
    [
        ("{n: {at_least: 17}}", [17, "17", 20.5], [16, None, "many"]),
        ("{n: {under: 5}}", [4, 0], [5, None]),
        ("{n: {not: 3}}", [None, 4], [3, "3"]),
        ("{n: {not: [3, 4]}}", [None, 5], [3, 4]),
        ("{n: {present: true}}", [1, 0], [None, ""]),
        ("{n: {present: false}}", [None], [1]),
    ],
)
def test_conditions_on_details(pack, where, passing, failing):
    book = pack(f"""
C-1
start: [{{event: a, where: {where}}}]
time: {{amount: 1, unit: days}}
met_by: [{{event: c}}]
""")
    for value in passing:
        assert found(book, [("a", day(1), {"n": value})], day(1)), value
    for value in failing:
        assert not found(book, [("a", day(1), {"n": value})], day(1)), value


def test_a_move_on_one_day_begins_the_state_anew(pack):
    book = pack(
        """
C-1
start: [{event: b, while: {state: at_home, lasted: {under: {amount: 1, unit: weeks}}}}]
time: {amount: 1, unit: days}
met_by: [{event: c}]
""",
        states="{at_home: {begins: [{event: a}], ends: [{event: d}]}}",
    )
    events = [("a", day(1), {}), ("a", day(20), {}), ("d", day(20), {}), ("b", day(21), {})]
    assert found(book, events, day(21)) == [("C-1", "due_soon", day(22))]
    assert not found(book, [("a", day(20), {}), ("d", day(20), {}), ("b", day(21), {})], day(21))


def test_conditions_combine(pack):
    book = pack(
        """
C-1
start: [{event: b}]
applies_while:
  all:
    - any: [{state: one}, {state: two}]
    - none: [{happened: {event: e, since: one}}, {fact: {is_exempt: true}}]
    - age: {under: 18}
time: {amount: 100, unit: days}
met_by: [{event: c}]
""",
        states="{one: {begins: [{event: a}], ends: [{event: d}]}, two: {begins: [{event: f}]}}",
    )
    born = date(2010, 1, 1)
    begun = [("a", day(1), {}), ("b", day(2), {})]
    assert found(book, begun, day(3), born_on=born)[0][1] == "running"
    assert found(book, [*begun, ("d", day(3), {})], day(4), born_on=born)[0][1] == "not_applicable"
    assert found(book, [*begun, ("d", day(3), {}), ("f", day(3), {})], day(4), born_on=born)[0][1] == "running"
    assert found(book, [*begun, ("e", day(3), {})], day(4), born_on=born)[0][1] == "not_applicable"
    assert not found(book, begun, day(3), born_on=born, facts={"is_exempt": True})
    assert not found(book, begun, day(3), born_on=date(2000, 1, 1))
