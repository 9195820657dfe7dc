"""An organisation's own folder: its values, clocks, closures and terms, each with who decided and when."""

from __future__ import annotations

from datetime import date

import pytest

from plimsoll.engine.clocks import derive
from plimsoll.engine.facts import CaseFacts, Event

from .conftest import CLOCKS

LOCAL = """
decided: {by: Head of Service, on: 2025-03-20, why: practice standards review}
values:
  - clock: SM-001
    from: 2025-04-01
    time: {amount: 2, unit: working days}
"""


def asked(day: date) -> CaseFacts:
    return CaseFacts("1", "small", (Event("asked", day),))


def due(book, day: date, as_at: date | None = None) -> date:
    (duty,) = [duty for duty in derive(asked(day), book, as_at or day) if duty.rule == "SM-001"]
    return duty.due


def test_a_local_value_holds_from_its_day_on(small):
    book = small(LOCAL)
    assert due(book, date(2025, 3, 31)) == date(2025, 4, 7)
    assert due(book, date(2025, 4, 1)) == date(2025, 4, 3)


def test_its_reason_names_who_decided_it(small):
    (duty,) = derive(asked(date(2025, 4, 1)), small(LOCAL), date(2025, 4, 1))
    assert "decided by Head of Service on 20 March 2025" in " ".join(reason.text for reason in duty.reasons)


def test_a_default_says_that_it_is_one(small):
    (duty,) = derive(asked(date(2025, 4, 1)), small(), date(2025, 4, 1))
    assert [reason.code for reason in duty.reasons if "this is a default (nobody)" in reason.text] == ["local_default"]


def test_as_at_a_day_before_the_decision_it_was_not_known(small):
    backdated = LOCAL.replace("from: 2025-04-01", "from: 2025-01-01")
    book = small(backdated)
    assert due(book, date(2025, 2, 3), as_at=date(2025, 2, 4)) == date(2025, 2, 10)
    assert due(book, date(2025, 2, 3), as_at=date(2025, 3, 21)) == date(2025, 2, 5)
    assert book.as_known_on(date(2025, 3, 19)).version != book.version == book.as_known_on(date(2025, 3, 20)).version


def test_running_clocks_move_where_the_value_says_so(small):
    moving = LOCAL + "    running_clocks: move\n"
    assert due(small(moving), date(2025, 3, 31), as_at=date(2025, 4, 1)) == date(2025, 4, 2)
    assert due(small(moving), date(2025, 3, 31), as_at=date(2025, 3, 31)) == date(2025, 4, 7)


def test_a_later_decision_takes_the_place_of_an_earlier(small):
    both = LOCAL + "  - {clock: SM-001, from: 2025-06-01, time: {amount: 9, unit: days}}\n"
    book = small(both)
    assert [due(book, date(2025, month, 2)) for month in (3, 5, 6)] == [
        date(2025, 3, 7),
        date(2025, 5, 7),
        date(2025, 6, 11),
    ]


def test_a_clock_of_its_own_runs_in_its_pack(small):
    own = """
    decided: {by: Board, on: 2025-01-10}
    clocks:
      - id: ORG-001
        pack: small
        duty: Write the note
        group: record
        matters: local
        versions:
          - from: 2025-02-01
            start: [{event: asked}]
            time: {amount: 2, unit: working days}
            met_by: [{event: answered}]
            citation: {instrument: Recording policy, verified: primary}
    """
    found = derive(asked(date(2025, 2, 3)), small(own), date(2025, 2, 3))
    assert {duty.rule: duty.due for duty in found}["ORG-001"] == date(2025, 2, 5)
    assert "ORG-001" not in {duty.rule for duty in derive(asked(date(2025, 1, 30)), small(own), date(2025, 2, 3))}


def test_words_of_its_own_can_start_a_clock_of_its_own(small):
    own = """
    decided: {by: Board, on: 2025-01-10}
    events: {panel_asked: {title: Funding panel asked}, panel_decided: {title: Funding panel decided}}
    clocks:
      - id: ORG-002
        pack: small
        duty: Panel decides
        group: decision
        matters: local
        versions:
          - from: 2025-02-01
            start: [{event: panel_asked}]
            time: {amount: 1, unit: weeks}
            met_by: [{event: panel_decided}]
            citation: {instrument: Panel terms of reference, verified: primary}
    """
    case = CaseFacts("1", "small", (Event("panel_asked", date(2025, 2, 3)),))
    (duty,) = derive(case, small(own), date(2025, 2, 3))
    assert (duty.rule, duty.due) == ("ORG-002", date(2025, 2, 10))


def test_a_closure_is_no_working_day_of_its_calendar_alone(small):
    own = """
    decided: {by: Board, on: 2025-01-10}
    closures: [{date: 2025-04-02, calendar: england, why: moving house}]
    """
    book = small(own)
    assert due(book, date(2025, 4, 1)) == date(2025, 4, 9)
    assert book.calendars.working("uk-all").is_working(date(2025, 4, 2).toordinal())


def test_its_terms_take_the_place_of_the_defaults_for_the_school_years_they_cover(small):
    own = """
    decided: {by: Board, on: 2025-01-10}
    terms:
      england: [{name: Autumn 2025, from: 2025-09-08, to: 2025-12-12}]
    """
    school = small(own).calendars.school("england")
    autumn = [term.name for term in school.terms if date.fromordinal(term.first).year == 2025]
    assert autumn == ["Spring 2025", "Summer 2025", "Autumn 2025"]
    assert school.next_end(date(2025, 9, 10).toordinal()) == date(2025, 12, 12).toordinal()


@pytest.mark.parametrize(
    ("local", "said"),
    [
        (LOCAL.split("review}")[1], "nobody has decided this value for SM-001"),
        (LOCAL.replace("by: Head of Service, ", ""), "'by' is missing"),
        (LOCAL.replace("SM-001", "SM-01"), "there is no clock 'SM-01'; did you mean 'SM-001'?"),
        (LOCAL.replace("2025-04-01", "2015-04-01"), "SM-001 is not in force on 2015-04-01"),
        (LOCAL.replace("clock:", "clok:"), "did you mean 'clock'?"),
        ("decided: {by: B, on: 2025-01-01}\nclosures: [{date: 2025-04-02, calendar: england}]\n", "'why' is missing"),
        ("closures: [{date: 2025-04-02, calendar: england, why: w}]\n", "'decided' is missing"),
    ],
)
def test_a_mistake_in_it_is_named(problems, local, said):
    found = problems(local=local)
    assert any(line.startswith("own/local.yaml:") and said in line for line in found), found


def test_what_the_law_fixes_cannot_be_set(problems):
    fixed = CLOCKS.replace("        local: true\n        default_from: nobody\n", "")
    found = problems(local=LOCAL, clocks=fixed)
    assert any("SM-001 is fixed by An invented law; add your own clock (ORG-…) instead" in line for line in found)


def test_its_own_ids_begin_with_org(problems):
    own = "decided: {by: B, on: 2025-01-01}\n" + CLOCKS.replace("SM-001", "SM-002\n    pack: small")
    assert any("SM-002: an organisation's own ids begin with ORG-" in line for line in problems(local=own))
