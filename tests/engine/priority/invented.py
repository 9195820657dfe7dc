"""Invented histories for the properties: words of the children's pack with what they carry, on any day."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import strategies as st

from plimsoll.engine import clocks, priority
from plimsoll.engine.facts import CaseFacts, Event
from plimsoll.engine.rulebook import load
from tests.engine.priority.given import TODAY

FIRST = date(2024, 6, 1)

DETAILS = {
    "referral_received": {"urgency_stated": [None, "urgent", "immediate", "routine"]},
    "referral_decided": {"outcome": ["assessment", "early_help"]},
    "allocated": {},
    "unallocated": {},
    "assessment_started": {},
    "assessment_authorised": {},
    "contact_made": {"meaningful": [None, True, False], "child_seen": [None, True]},
    "visit_made": {"kind": ["cp", "cin", "looked_after", "other"], "child_seen": [None, True, False]},
    "visit_attempted": {"kind": ["cp"]},
    "concern_raised": {"immediate_risk": [None, True, False]},
    "concern_decided": {"decision": [None, "no_further_action"], "safety_plan": [None, "made"]},
    "safety_plan_made": {},
    "score_recorded": {"tool": ["SDQ", "DASH", "safety_scale"], "score": [1, 4, 9, 14, 20, 30]},
    "input_received": {"from": ["school", "family"], "worrying": ["yes", "no"]},
    "objection_raised": {},
    "objection_resolved": {},
    "plan_reviewed": {"progress": [None, "worse", "none", "good"]},
    "supervision_held": {},
    "onward_referral_sent": {"service": ["CAMHS"], "expected_wait_weeks": [None, 6, 18]},
    "onward_service_started": {"service": ["CAMHS"]},
    "wait_checked": {"service": ["CAMHS"], "risk_changed": [None, True]},
    "strategy_discussion_held": {"initiates_s47": [True]},
    "initial_conference_held": {},
    "cp_plan_started": {},
    "cp_plan_ended": {},
    "core_group_held": {},
    "cin_plan_started": {},
    "cin_plan_ended": {},
    "became_looked_after": {},
    "placement_started": {},
    "looked_after_review_held": {},
    "went_missing": {},
    "returned_from_missing": {},
    "return_interview_held": {},
    "case_closed": {},
    "case_reopened": {},
}

URGENT = {
    "concern_raised": {"immediate_risk": [None, True, False]},
    "went_missing": {},
    "input_received": {"worrying": ["yes"]},
    "police_protection_started": {},
    "visit_attempted": {},
    "score_recorded": {"tool": ["DASH"], "score": [40]},
    "referral_received": {"urgency_stated": ["immediate", "urgent"]},
}


@st.composite
def events(draw, words=DETAILS, first=FIRST, last=TODAY):
    name = draw(st.sampled_from(sorted(words)))
    at = first + timedelta(days=draw(st.integers(0, (last - first).days)))
    chosen = {detail: draw(st.sampled_from(values)) for detail, values in words[name].items()}
    details = {detail: value for detail, value in chosen.items() if value is not None}
    return Event(name, at, None, details, f"{name} {at} {draw(st.integers(0, 99))}")


@st.composite
def cases(draw, name="A", most=14):
    found = draw(st.lists(events(), min_size=1, max_size=most))
    born = draw(st.one_of(st.none(), st.dates(date(2008, 1, 1), date(2025, 12, 1))))
    facts = draw(st.sampled_from(({}, {"level_of_need": 3}, {"is_disabled": True}, {"not_alone": True})))
    return CaseFacts(name, "children-england", tuple(found), born, facts)


def stand(case: CaseFacts, on: date = TODAY):
    book = load()
    return priority.derive(case, clocks.derive(case, book, on), book, on)
