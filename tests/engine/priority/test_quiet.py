"""A3: nothing goes quiet; and nothing waits for ever (ageing), under a cap that safety never feels."""

from __future__ import annotations

from datetime import date

import pytest

from tests.engine.priority.given import case, codes, derived, duty, event, texts

OPENED = event("referral_received", "2025-05-01")


def test_a_case_becomes_quiet_the_day_after_its_limit_and_not_before():
    seen = event("visit_made", "2025-05-05", child_seen=True)
    contact_limit_ends = date(2025, 6, 2)  # 28 days after 5 May

    assert "balance.quiet" not in codes(derived(case(OPENED, seen), on=contact_limit_ends))
    quiet = derived(case(OPENED, seen), on=date(2025, 6, 3))
    assert (quiet.tier, quiet.colour) == ("attention", "amber")
    assert texts(quiet)[0] == "No meaningful contact for 29 days, since 5 May 2025; 4 weeks is the limit here"


def test_the_moment_a_case_becomes_quiet_is_known_beforehand():
    seen = event("visit_made", "2025-05-05", child_seen=True)

    found = derived(case(OPENED, seen), on=date(2025, 5, 20))

    assert found.changes_at is not None
    assert found.changes_at.isoformat() == "2025-06-03T00:00:00+01:00"


def test_a_child_on_a_protection_plan_not_seen_beyond_the_limit_is_a_safeguarding_need():
    plan = event("cp_plan_started", "2025-05-01")
    seen = event("visit_made", "2025-05-10", kind="cp", child_seen=True)
    called = event("contact_made", "2025-06-06", meaningful=True)

    inside = derived(case(OPENED, plan, seen, called), on=date(2025, 6, 7))
    beyond = derived(case(OPENED, plan, seen, called), on=date(2025, 6, 8))

    assert inside.tier == "routine"
    assert (beyond.tier, beyond.colour) == ("safeguarding_unmet", "red")
    assert texts(beyond)[0] == "Not seen for 29 days, since 10 May 2025; 4 weeks is the limit here"


def test_a_visit_at_which_the_child_was_not_seen_is_contact_but_not_seeing():
    visit = event("visit_made", "2025-06-09", child_seen=False)

    found = derived(case(OPENED, visit), on=date(2025, 6, 20))

    assert found.last_contact_on == date(2025, 6, 9)
    assert found.last_seen_on is None
    assert codes(found)[0] == "balance.not_seen"


def test_a_call_that_was_not_answered_is_no_contact():
    call = event("contact_made", "2025-06-09", meaningful="no")

    found = derived(case(OPENED, call))

    assert found.last_contact_on is None
    assert texts(found)[0] == (
        "No meaningful contact is recorded since the case began on 1 May 2025, 40 days ago; 4 weeks is the limit here"
    )


def test_what_the_record_says_comes_before_what_it_does_not_say():
    plan = event("cp_plan_started", "2025-03-01")
    seen_long_ago = derived(case(OPENED, plan, event("visit_made", "2025-05-01", child_seen=True)))
    never = derived(case(OPENED, plan, event("contact_made", "2025-06-09")))

    assert (seen_long_ago.tier, never.tier) == ("safeguarding_unmet", "safeguarding_unmet")
    assert seen_long_ago.key < never.key
    assert texts(never)[0] == "No record of being seen since 1 March 2025, 101 days ago; 4 weeks is the limit here"


def test_each_kind_of_plan_has_its_own_limit():
    seen = event("visit_made", "2025-05-20", child_seen=True)
    looked_after = event("became_looked_after", "2025-05-02")

    assert derived(case(OPENED, seen), on=date(2025, 6, 20)).tier == "attention"
    assert derived(case(OPENED, seen, looked_after), on=date(2025, 6, 20)).tier == "routine"


def test_a_closed_case_does_not_go_quiet():
    closed = event("case_closed", "2025-05-20")

    found = derived(case(OPENED, closed), on=date(2026, 5, 20))

    assert (found.tier, texts(found)[-1]) == ("nothing_outstanding", "Closed on 20 May 2025")
    assert found.changes_at is None


def test_a_case_that_was_opened_again_goes_quiet_again():
    events = [OPENED, event("case_closed", "2025-05-20"), event("case_reopened", "2025-05-25")]

    assert derived(case(*events), on=date(2025, 9, 1)).tier == "attention"


def test_urgent_news_is_not_contact_and_does_not_reset_the_limit():
    quiet = derived(case(OPENED), on=date(2025, 6, 10))
    told = derived(case(OPENED, event("input_received", "2025-06-09", worrying="no")), on=date(2025, 6, 10))

    assert quiet.key == told.key


def test_a_concern_and_its_decision_are_not_contact_either():
    raised, decided = event("concern_raised", "2025-06-08"), event("concern_decided", "2025-06-09")

    found = derived(case(OPENED, raised, decided))

    assert found.last_contact_on is None
    assert codes(found)[0] == "balance.quiet"


def test_a_visit_that_is_planned_has_not_happened_and_its_day_is_a_moment_of_change():
    planned = event("visit_made", "2025-06-20", child_seen=True)

    found = derived(case(OPENED, planned))

    assert found.last_contact_on is None
    assert found.changes_at is not None
    assert found.changes_at.isoformat() == "2025-06-13T00:00:00+01:00"  # the limit for being seen comes first
    later = derived(case(OPENED, planned), on=date(2025, 6, 15))
    assert later.changes_at is not None
    assert later.changes_at.isoformat() == "2025-06-20T00:00:00+01:00"


# --- ageing -------------------------------------------------------------------------------


SEND = "send-england"


def test_a_case_that_nobody_has_worked_on_moves_up_one_tier_and_says_so():
    asked = event("contact_made", "2025-01-01")
    inside, beyond = date(2025, 2, 26), date(2025, 2, 27)  # 56 days after 1 January, and a day more

    assert derived(case(asked, pack=SEND), on=inside).tier == "nothing_outstanding"
    found = derived(case(asked, pack=SEND), on=beyond)
    assert (found.tier, texts(found)[0]) == (
        "routine",
        "Nobody has worked on this case for 57 days, since 1 January 2025: waiting moves it up one tier",
    )


def test_ageing_lifts_by_one_tier_only():
    plan = event("ehc_plan_finalised", "2025-01-01")
    found = derived(case(plan, pack=SEND), on=date(2025, 5, 1))
    assert (found.tier, codes(found)[0]) == ("attention", "balance.waited")

    for years in (1, 5, 20):
        much_later = derived(case(plan, pack=SEND), on=date(2025 + years, 5, 1))
        assert much_later.tier == "attention"


def test_ageing_never_lifts_into_a_tier_of_law_or_safety():
    waiting = case(OPENED, event("objection_raised", "2025-05-01"))

    for on in (date(2025, 6, 10), date(2035, 6, 10), date(2095, 6, 10)):
        found = derived(waiting, on=on)
        assert found.tier == "attention"
        assert found.changes_at is None or found.changes_at.date() > on


@pytest.mark.parametrize("work", ["supervision_held", "plan_reviewed", "contact_made", "allocated"])
def test_work_on_the_case_begins_the_waiting_anew(work):
    plan = event("ehc_plan_finalised", "2025-01-01")

    assert derived(case(plan, event(work, "2025-04-30"), pack=SEND), on=date(2025, 5, 1)).tier == "routine"


def test_accumulating_priority_would_serve_the_lowest_class_first_and_this_order_does_not():
    """Classes (4, 2, 1) with waits of 3, 5 and 14 days accumulate 12, 10 and 14: the lowest would come first.

    With static tiers above and a promotion of one step below, the high stays first, the low (which has waited
    beyond its grace) joins the middle and, waiting longer, comes before it: high, low, middle.
    """
    accumulated = {"high": 4 * 3, "middle": 2 * 5, "low": 1 * 14}
    assert max(accumulated, key=lambda name: accumulated[name]) == "low"

    on = date(2025, 6, 10)
    rules = _quick_ageing(on)
    high = derived(case(OPENED, event("concern_raised", "2025-06-07"), name="high"), on=on, rules=rules)
    middle = derived(
        case(
            OPENED,
            event("contact_made", "2025-06-09"),
            event("complaint_received", "2025-06-05"),
            event("visit_made", "2025-06-09", child_seen=True),
            name="middle",
        ),
        on=on,
        rules=rules,
    )
    low = derived(
        case(event("visit_made", "2025-05-27", child_seen=True), name="low"),
        duty("2025-12-01"),
        on=on,
        rules=rules,
    )

    assert (middle.tier, low.derived.tier) == ("attention", "attention")
    assert [one.case for one in sorted((middle, low, high), key=lambda one: one.order_key)] == ["high", "low", "middle"]


def _quick_ageing(on: date):
    """The children's policy with promotion after 7 days."""
    from dataclasses import replace

    from tests.engine.priority.given import policy_of

    rules = policy_of(on=on)
    return replace(rules, ageing=replace(rules.ageing, days=7))
