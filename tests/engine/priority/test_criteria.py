"""B1: eleven criteria, each with its evidence; silent where there is none, and plain about what is not known."""

from __future__ import annotations

import pytest

from plimsoll.engine.policy.read import CRITERIA
from tests.engine.priority.given import TODAY, case, codes, derived, duty, event, late, texts

OPENED = event("referral_received", "2025-06-02")
SEEN = event("visit_made", "2025-06-09", child_seen=True)

SPEAKS = {
    "safeguarding": (case(OPENED, SEEN, event("concern_raised", "2025-06-08")), ()),
    "deadlines": (case(OPENED, SEEN), (duty("2025-06-30"),)),
    "urgency": (case(event("referral_received", "2025-06-09", urgency_stated="Urgent")), ()),
    "severity": (case(OPENED, SEEN, level_of_need=4), ()),
    "deterioration": (case(OPENED, SEEN, event("visit_attempted", "2025-06-10")), ()),
    "outcomes": (case(OPENED, SEEN, event("plan_reviewed", "2025-06-09", progress="worse")), ()),
    "legal_duty": (case(OPENED, SEEN), (late("2025-06-03"),)),
    "input": (case(OPENED, SEEN, event("objection_raised", "2025-06-08")), ()),
    "resources": (case(OPENED, SEEN, event("onward_referral_sent", "2025-06-08", service="CAMHS")), ()),
    "balance": (case(event("referral_received", "2025-04-01")), ()),
    "vulnerability": (case(OPENED, SEEN, born="2025-01-01"), ()),
}


def test_there_is_a_case_here_for_each_of_the_eleven_criteria():
    assert set(SPEAKS) == set(CRITERIA)


@pytest.mark.parametrize("criterion", CRITERIA)
def test_each_criterion_speaks_where_it_has_evidence_and_each_reason_can_be_read(criterion):
    one, duties = SPEAKS[criterion]

    grounds = [ground for ground in derived(one, *duties).grounds if ground.criterion == criterion]

    assert grounds
    for ground in grounds:
        assert ground.reason.text
        assert "%(" not in ground.reason.text
        assert ground.reason.source is not None


@pytest.mark.parametrize("criterion", sorted(set(CRITERIA) - {"balance"}))
def test_each_criterion_is_silent_where_it_has_none(criterion):
    plain = derived(case(OPENED, SEEN, born="2010-01-01"))

    assert all(not code.startswith(f"{criterion}.") for code in codes(plain))


def test_every_reason_of_a_full_case_names_the_record_it_rests_on():
    events = [
        OPENED,
        SEEN,
        event("concern_raised", "2025-06-08", immediate_risk=True),
        event("input_received", "2025-06-08", worrying="yes", **{"from": "school"}),
        event("score_recorded", "2025-06-08", tool="SDQ", score=20),
        event("onward_referral_sent", "2025-01-08", service="speech_therapy", expected_wait_weeks=6),
    ]

    found = derived(case(*events), late("2025-06-01"), duty("2025-06-11", state="due_soon"))

    assert all(ground.reason.source is not None for ground in found.grounds)
    sources = {(ground.reason.source.kind, ground.reason.source.id) for ground in found.grounds}  # type: ignore[union-attr]
    assert {("event", "concern_raised 2025-06-08"), ("rule", "TEST-001")} <= sources


def test_a_date_that_rests_on_an_unverified_rule_says_so():
    found = derived(case(OPENED, SEEN), late("2025-06-03", verified="unverified", left=-5, unit="working days"))

    assert texts(found)[0] == (
        "Do TEST-001: late by 5 working days (due 3 June 2025) (the text of this rule has not been verified)"
    )


def test_worrying_information_presses_until_somebody_follows_it_up():
    told = event("input_received", "2025-06-08", worrying="yes", **{"from": "health"})

    found = derived(case(OPENED, told))
    assert (found.tier, texts(found)[0]) == (
        "attention",
        "Worrying information from health on 8 June 2025 has not been followed up",
    )


def test_a_visit_on_the_day_or_after_answers_worrying_information():
    told = event("input_received", "2025-06-08", worrying=True)

    assert derived(case(OPENED, told, event("visit_made", "2025-06-08"))).tier == "nothing_outstanding"
    assert derived(case(OPENED, event("visit_made", "2025-06-07"), told)).tier == "attention"


def test_information_that_worries_nobody_asks_for_nothing():
    told = event("input_received", "2025-06-10", worrying="no")

    assert derived(case(OPENED, SEEN, told)).tier == "nothing_outstanding"


def test_an_urgent_referral_counts_until_it_is_decided():
    urgent = event("referral_received", "2025-06-09", urgency_stated="immediate")

    assert derived(case(urgent)).tier == "safeguarding_unmet"
    assert derived(case(urgent, event("referral_decided", "2025-06-09"))).tier == "nothing_outstanding"


# --- scores -------------------------------------------------------------------------------


def sdq(at: str, score: object, **more):
    return event("score_recorded", at, tool="sdq", score=score, **more)


def test_a_score_that_got_worse_by_enough_is_deterioration():
    found = derived(case(OPENED, SEEN, sdq("2025-02-01", 10), sdq("2025-06-01", 14)))

    assert (found.tier, codes(found)[0]) == ("attention", "deterioration.fall")
    assert texts(found)[0] == (
        "Strengths and Difficulties Questionnaire (total, parent's) got worse by 4, from 10 to 14 on 1 June 2025"
    )


def test_a_slow_slide_counts_as_one_fall():
    slide = [sdq("2025-02-01", 8), sdq("2025-03-01", 10), sdq("2025-04-01", 11), sdq("2025-06-01", 12)]

    assert codes(derived(case(OPENED, SEEN, *slide)))[0] == "deterioration.fall"
    assert codes(derived(case(OPENED, SEEN, *slide[1:])))[0] != "deterioration.fall"


def test_a_score_that_got_better_is_not_deterioration():
    better = [sdq("2025-02-01", 10), sdq("2025-04-01", 15), sdq("2025-06-01", 12)]

    assert "deterioration.fall" not in codes(derived(case(OPENED, SEEN, *better)))


def test_a_scale_on_which_less_is_worse_is_read_that_way_round():
    def safety(at: str, score: int):
        return event("score_recorded", at, tool="safety_scale", score=score)

    fell = derived(case(OPENED, SEEN, safety("2025-05-01", 7), safety("2025-06-01", 5)))
    rose = derived(case(OPENED, SEEN, safety("2025-05-01", 5), safety("2025-06-01", 7)))
    low = derived(case(OPENED, SEEN, safety("2025-06-01", 3)))

    assert fell.tier == "attention"
    assert rose.tier == "nothing_outstanding"
    assert (low.tier, codes(low)[0]) == ("safeguarding_unmet", "safeguarding.score_line")


@pytest.mark.parametrize(
    ("ticks", "tier"), [(9, "nothing_outstanding"), (13, "nothing_outstanding"), (14, "safeguarding_unmet")]
)
def test_fourteen_ticks_of_the_dash_checklist_are_a_safeguarding_need(ticks, tier):
    scored = event("score_recorded", "2025-06-08", tool="DASH", score=ticks)

    assert derived(case(OPENED, SEEN, scored)).tier == tier


def test_an_answer_that_speaks_of_safety_counts_whatever_the_total():
    def core(at: str, score: int, **items: object):
        return event("score_recorded", at, tool="CORE-10", score=score, subscales=items)

    advice = {"pack": "advice-guidance"}
    asked = event("interview_held", "2025-06-08")
    risk = core("2025-06-09", 3, risk=1)

    assert derived(case(asked, core("2025-06-09", 3, risk=0), **advice)).colour == "green"
    assert derived(case(asked, risk, **advice)).tier == "safeguarding_unmet"
    decided = event("concern_decided", "2025-06-10")
    assert derived(case(asked, risk, decided, **advice)).colour == "green"
    listed = event("score_recorded", "2025-06-09", tool="CORE-10", score=3, subscales=["risk"])
    assert derived(case(asked, listed, **advice)).tier == "safeguarding_unmet"


def test_a_tool_the_policy_does_not_know_is_named_as_not_read():
    found = derived(case(OPENED, SEEN, event("score_recorded", "2025-06-01", tool="Star", score=2)))

    assert [reason.text for reason in found.unknown if reason.code == "unknown.tool"] == [
        "Scores of Star are recorded, but the policy does not say how to read them"
    ]


# --- waits, patterns, what is not known ----------------------------------------------------


def test_a_wait_presses_when_it_is_longer_than_expected_or_not_looked_at():
    sent = event("onward_referral_sent", "2025-05-20", service="CAMHS", expected_wait_weeks=3)
    checked = event("wait_checked", "2025-06-05", service="camhs")

    found = derived(case(OPENED, SEEN, sent))
    assert (found.tier, codes(found)[0]) == ("nothing_outstanding", "balance.nothing")

    from datetime import date

    over = derived(case(OPENED, SEEN, sent), on=date(2025, 6, 11))
    assert texts(over)[0] == "Waiting for CAMHS since 20 May 2025, 1 day longer than was expected"
    unchecked = derived(case(OPENED, SEEN, sent), on=date(2025, 6, 18))
    assert "resources.wait_unchecked" in codes(unchecked)
    assert "resources.wait_unchecked" not in codes(derived(case(OPENED, SEEN, sent, checked), on=date(2025, 6, 18)))


def test_a_wait_ends_when_the_service_starts_and_only_that_service():
    camhs = event("onward_referral_sent", "2025-01-20", service="CAMHS", expected_wait_weeks=3)
    speech = event("onward_referral_sent", "2025-01-20", service="Speech therapy", expected_wait_weeks=3)
    started = event("onward_service_started", "2025-06-01", service="CAMHS")

    waits = [text for text in texts(derived(case(OPENED, SEEN, camhs, speech, started))) if text.startswith("Waiting")]

    assert waits == ["Waiting for Speech therapy since 20 January 2025, 120 days longer than was expected"]


def test_three_absences_in_ninety_days_are_a_pattern_until_the_oldest_is_too_long_ago():
    from datetime import date

    def absence(on: str):
        return [event(name, on) for name in ("went_missing", "returned_from_missing", "return_interview_held")]

    events = [*absence("2025-04-01"), *absence("2025-05-01"), *absence("2025-06-08")]

    found = derived(case(OPENED, SEEN, *events))
    assert texts(found)[0] == "Missing 3 times since 1 April 2025"
    assert found.changes_at is not None
    assert found.changes_at.date() == date(2025, 6, 30)
    assert "deterioration.missing_often" not in codes(derived(case(OPENED, SEEN, *events), on=date(2025, 6, 30)))


def test_what_a_case_ought_to_tell_and_does_not_is_listed():
    bare = derived(case(OPENED))
    full = derived(case(OPENED, SEEN, born="2014-02-11"))

    assert [reason.text for reason in bare.unknown] == [
        "No meaningful contact is recorded",
        "The child's date of birth is not known",
        "No record of the child being seen",
    ]
    assert full.unknown == ()


def test_a_baby_is_vulnerable_until_the_first_birthday():
    from datetime import date

    baby = case(OPENED, SEEN, born="2024-06-11")

    assert "Under 1 year" in texts(derived(baby, on=TODAY))
    assert derived(baby, on=TODAY).changes_at == derived(case(OPENED, SEEN, born="2024-06-11"), on=TODAY).changes_at
    assert "Under 1 year" not in texts(derived(baby, on=date(2025, 6, 11)))


def test_a_child_not_born_yet_is_vulnerable_and_says_so():
    assert "Not born yet" in texts(derived(case(OPENED, SEEN, born="2025-08-01")))
