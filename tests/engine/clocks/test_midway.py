"""A record that begins in the middle, where a scenario cannot say it."""

from __future__ import annotations

from datetime import date

import pytest

from plimsoll.engine import rulebook
from plimsoll.engine.clocks import derive, next_change_at
from plimsoll.engine.facts import CaseFacts, Event

RECORD = date(2025, 3, 31)


def duties(events, as_at, facts, rule):
    case = CaseFacts("1", "children-england", tuple(events), date(2014, 2, 11), facts)
    return [duty for duty in derive(case, rulebook.load(), as_at) if duty.rule == rule]


def test_a_stand_in_day_makes_nothing_late_although_the_source_shows_reviews():
    facts = {"known_from": RECORD.isoformat(), "known_in_full": ["review_conference_held"]}
    begun = [
        Event("cp_plan_started", date(2024, 6, 3), None, {"date_known": False}),
        Event("initial_conference_held", date(2024, 6, 3), None, {"outcome": "plan", "date_known": False}),
    ]
    (review,) = duties(begun, date(2025, 4, 1), facts, "ENG-CP-005")
    assert (review.state, review.due) == ("running", date(2025, 6, 30))


@pytest.mark.parametrize("said", ["", "soon", None, 20250331])
def test_a_day_that_cannot_be_read_is_no_day(said):
    begun = [Event("cp_plan_started", date(2024, 9, 2))]
    (visit,) = duties(begun, RECORD, {"known_from": said}, "ENG-CP-007")
    assert visit.state == "late"


def test_the_reason_names_the_day_and_the_fact_it_rests_on():
    begun = [Event("cp_plan_started", date(2024, 9, 2))]
    (visit,) = duties(begun, RECORD, {"known_from": RECORD}, "ENG-CP-007")
    (why,) = [reason for reason in visit.reasons if reason.code == "record_begins"]
    assert why.text == "The record begins on 31 March 2025; counted from there, because nothing before it is known"
    assert why.source.id == "known_from"


def test_time_alone_makes_it_late_at_the_moment_that_is_told():
    begun = [Event("cp_plan_started", date(2024, 9, 2))]
    case = CaseFacts("1", "children-england", tuple(begun), date(2014, 2, 11), {"known_from": RECORD.isoformat()})
    found = derive(case, rulebook.load(), date(2025, 4, 13))
    assert next_change_at(found, date(2025, 4, 13)).date() == date(2025, 4, 15)
