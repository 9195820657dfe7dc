"""B2: safeguarding is never outweighed. Each tier is entered by the facts that belong to it, and by nothing else."""

from __future__ import annotations

import pytest

from tests.engine.priority.given import case, codes, derived, duty, event, late, texts

OPENED = event("referral_received", "2025-06-02")
SEEN = event("visit_made", "2025-06-09", child_seen=True)


def test_a_concern_with_immediate_risk_stands_in_the_first_tier_until_it_is_decided_and_planned():
    raised = event("concern_raised", "2025-06-08", immediate_risk=True)
    decided = event("concern_decided", "2025-06-09", decision="strategy_discussion")
    planned = event("safety_plan_made", "2025-06-09")

    assert derived(case(OPENED, SEEN, raised)).tier == "immediate_safety"
    still = derived(case(OPENED, SEEN, raised, decided))
    assert (still.tier, texts(still)[0]) == (
        "immediate_safety",
        "A concern with immediate risk, raised on 8 June 2025, has no safety plan",
    )
    only_planned = derived(case(OPENED, SEEN, raised, planned))
    assert (only_planned.tier, codes(only_planned)[0]) == (
        "immediate_safety",
        "safeguarding.concern_immediate_undecided",
    )
    assert derived(case(OPENED, SEEN, raised, decided, planned)).colour == "green"


def test_a_decision_that_there_is_no_risk_asks_for_no_safety_plan():
    raised = event("concern_raised", "2025-06-08", immediate_risk="yes")
    decided = event("concern_decided", "2025-06-09", decision="No further action")

    assert derived(case(OPENED, SEEN, raised, decided)).colour == "green"


def test_a_safety_plan_named_in_the_decision_is_a_safety_plan():
    raised = event("concern_raised", "2025-06-08", immediate_risk=True)

    with_plan = event("concern_decided", "2025-06-09", safety_plan="Stays with grandmother; father told")
    without = event("concern_decided", "2025-06-09", safety_plan="none")
    assert derived(case(OPENED, SEEN, raised, with_plan)).colour == "green"
    assert derived(case(OPENED, SEEN, raised, without)).tier == "immediate_safety"


def test_any_other_concern_stands_in_the_second_tier_until_it_is_decided():
    raised = event("concern_raised", "2025-06-08")

    assert derived(case(OPENED, SEEN, raised)).tier == "safeguarding_unmet"
    assert derived(case(OPENED, SEEN, raised, event("concern_decided", "2025-06-08"))).colour == "green"


def test_one_decision_that_names_its_concern_leaves_the_other_open():
    first = event("concern_raised", "2025-06-05", concern="c1")
    second = event("concern_raised", "2025-06-06", concern="c2")
    decided = event("concern_decided", "2025-06-08", concern="c1")

    found = derived(case(OPENED, SEEN, first, second, decided))

    assert found.tier == "safeguarding_unmet"
    assert texts(found)[0] == "A concern raised on 6 June 2025 has no decision yet"


def test_a_concern_on_a_closed_case_is_not_closed_with_it():
    raised, closed = event("concern_raised", "2025-06-05"), event("case_closed", "2025-06-06")

    assert derived(case(OPENED, raised, closed)).tier == "safeguarding_unmet"


def test_a_child_who_is_missing_stands_in_the_first_tier_until_the_return():
    gone = event("went_missing", "2025-06-09T22:10:00+01:00")
    back = event("returned_from_missing", "2025-06-10T06:30:00+01:00")
    talked = event("return_interview_held", "2025-06-10T12:00:00+01:00")

    assert texts(derived(case(OPENED, SEEN, gone)))[0] == "Missing since 9 June 2025"
    assert derived(case(OPENED, SEEN, gone)).tier == "immediate_safety"
    assert derived(case(OPENED, SEEN, gone, back)).tier == "attention"
    assert derived(case(OPENED, SEEN, gone, back, talked)).colour == "green"


def test_a_second_absence_after_a_return_counts_again():
    events = [event("went_missing", "2025-06-01"), event("returned_from_missing", "2025-06-02")]
    events += [event("return_interview_held", "2025-06-03"), event("went_missing", "2025-06-08")]

    assert derived(case(OPENED, SEEN, *events)).tier == "immediate_safety"


@pytest.mark.parametrize(
    ("matters", "tier"),
    [
        ("safeguarding", "safeguarding_unmet"),
        ("statutory", "statutory_late"),
        ("guidance", "statutory_late"),
        ("local", "attention"),
        ("data_quality", "routine"),
    ],
)
def test_a_late_duty_of_ours_stands_by_what_it_is_about(matters, tier):
    assert derived(case(OPENED, SEEN), late("2025-06-03", matters=matters)).tier == tier


@pytest.mark.parametrize(
    ("matters", "tier"),
    [("safeguarding", "safeguarding_unmet"), ("statutory", "attention"), ("local", "attention")],
)
def test_what_another_body_owes_is_ours_to_chase_but_a_childs_safety_is_unmet_whoever_owes_it(matters, tier):
    assert derived(case(OPENED, SEEN), late("2025-06-03", matters=matters, who="other")).tier == tier


def test_police_protection_that_runs_is_immediate_safety():
    runs = duty("2025-06-12T09:00:00+01:00", rule="ENG-CP-009", matters="safeguarding", group="limit")

    found = derived(case(OPENED, SEEN), runs)

    assert found.tier == "immediate_safety"
    assert texts(found)[0] == "In police protection (until 12 June 2025 at 09:00)"


def test_duties_that_are_due_soon_come_safeguarding_first_then_statutory_then_guidance():
    soon = {
        name: derived(case(OPENED, SEEN, name=name), duty("2025-06-12", state="due_soon", matters=matters))
        for name, matters in (("a", "guidance"), ("b", "statutory"), ("c", "safeguarding"))
    }

    assert {found.tier for found in soon.values()} == {"due_soon"}
    assert soon["c"].key < soon["b"].key < soon["a"].key


def test_an_extended_duty_counts_as_due_soon_when_its_new_date_is_near():
    from dataclasses import replace

    extended = duty("2025-06-12", state="extended")

    assert derived(case(OPENED, SEEN), extended).tier == "routine"
    assert derived(case(OPENED, SEEN), replace(extended, is_soon=True)).tier == "due_soon"


def test_closed_duties_say_nothing():
    for state in ("met", "met_late", "exempt", "cancelled", "lapsed", "not_applicable", "breached"):
        found = derived(case(OPENED, SEEN), duty("2025-06-03", state=state, matters="safeguarding"))
        assert found.tier == "nothing_outstanding", state


def test_a_case_with_nothing_open_says_that_nothing_is_outstanding():
    found = derived(case(OPENED, SEEN))

    assert (found.tier, found.colour) == ("nothing_outstanding", "green")
    assert texts(found) == ["Nothing outstanding is recorded: no duty, no plan and no open question"]


def test_a_plan_without_any_date_is_routine_work():
    found = derived(case(OPENED, SEEN, event("cin_plan_started", "2025-06-05")))

    assert (found.tier, texts(found)[0]) == ("routine", "Child in need plan since 5 June 2025")


def test_a_child_on_a_protection_plan_without_a_worker_is_a_safeguarding_need():
    left = event("unallocated", "2025-06-08")
    plan = event("cp_plan_started", "2025-06-03")

    assert derived(case(OPENED, SEEN, left)).tier == "attention"
    assert derived(case(OPENED, SEEN, plan, left)).tier == "safeguarding_unmet"
    assert derived(case(OPENED, SEEN, plan, left, event("allocated", "2025-06-09"))).tier == "routine"


def test_no_number_of_late_and_worrying_lesser_things_outweighs_one_undecided_concern():
    lesser = [event("objection_raised", f"2025-05-{d:02}", about=str(d)) for d in range(1, 29)]
    lesser += [event("input_received", f"2025-05-{d:02}", worrying="yes", **{"from": "school"}) for d in range(1, 29)]
    burdened = derived(
        case(OPENED, *lesser, name="burdened"),
        *(late(f"2025-01-{d:02}", rule=f"TEST-{d}") for d in range(1, 32)),
    )
    concerned = derived(case(OPENED, SEEN, event("concern_raised", "2025-06-10"), name="concerned"))

    assert concerned.key < burdened.key
    assert burdened.tier == "statutory_late"
