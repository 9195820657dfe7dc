"""B4: a person may place a case elsewhere, up or down, with a reason and an end; each branch of that."""

from __future__ import annotations

from datetime import date

import pytest

from plimsoll.engine.priority import what_would_move
from tests.engine.priority.given import TODAY, case, codes, derived, duty, event, late, texts

OPENED = event("referral_received", "2025-06-02")
SEEN = event("visit_made", "2025-06-09", child_seen=True)
CONCERN = event("concern_raised", "2025-06-05")


def override(tier: str = "due_soon", at: str = "2025-06-09", until: str | None = "2025-06-20", **more):
    details = {"tier": tier, "reason": "Mother rang twice", "until": until} | more
    return event("priority_overridden", at, **{name: value for name, value in details.items() if value is not None})


def test_up_counts_at_once_and_shows_the_derived_priority_beside_it():
    found = derived(case(OPENED, SEEN, override("statutory_late")))

    assert (found.tier, found.colour, found.overridden) == ("statutory_late", "red", True)
    assert texts(found)[0] == (
        "Placed in “Statutory duty late” by a person's decision until 20 June 2025: Mother rang twice"
    )
    assert (found.derived.tier, found.derived.colour) == ("nothing_outstanding", "green")


@pytest.mark.parametrize("spelt", ["statutory_late", "Statutory duty late", " statutory-late "])
def test_a_tier_may_be_named_as_people_read_it(spelt):
    assert derived(case(OPENED, SEEN, override(spelt))).tier == "statutory_late"


def test_up_is_a_floor_that_something_more_urgent_goes_above():
    found = derived(case(OPENED, SEEN, CONCERN, override("attention", at="2025-06-01")))

    assert found.tier == "safeguarding_unmet"


def test_down_from_red_waits_for_a_supervisor_and_the_case_stays_where_it_was():
    found = derived(case(OPENED, SEEN, CONCERN, override("routine")))

    assert (found.tier, found.overridden) == ("safeguarding_unmet", False)
    assert found.override is not None
    assert found.override.status == "waiting"
    waits = "A decision to move this case down to “Routine” waits for a supervisor's confirmation: Mother rang twice"
    assert waits in texts(found)
    assert any("when a supervisor confirms" in reason.text for reason in what_would_move(found))


@pytest.mark.parametrize("nobody", ["", "no", "none", None, False])
def test_nobody_is_not_a_supervisor(nobody):
    found = derived(case(OPENED, SEEN, CONCERN, override("routine", confirmed_by=nobody)))

    assert found.tier == "safeguarding_unmet"


def test_down_from_red_counts_once_a_supervisor_has_confirmed_it():
    found = derived(case(OPENED, SEEN, CONCERN, override("routine", confirmed_by="supervisor-7")))

    assert (found.tier, found.colour, found.overridden) == ("routine", "green", True)
    assert (found.derived.tier, found.derived.colour) == ("safeguarding_unmet", "red")
    assert "A concern raised on 5 June 2025 has no decision yet" in texts(found)


def test_down_from_amber_needs_no_supervisor():
    found = derived(case(OPENED, SEEN, event("objection_raised", "2025-06-05"), override("routine")))

    assert (found.tier, found.derived.tier) == ("routine", "attention")


def test_from_one_red_tier_to_a_lower_red_tier_is_down_too():
    urgent = event("concern_raised", "2025-06-05", immediate_risk=True)

    assert derived(case(OPENED, SEEN, urgent, override("statutory_late"))).tier == "immediate_safety"


@pytest.mark.parametrize(
    "news",
    [
        event("concern_raised", "2025-06-10"),
        event("went_missing", "2025-06-10"),
        event("input_received", "2025-06-10", worrying="yes"),
    ],
)
def test_a_confirmed_override_down_does_not_cover_what_came_after_it(news):
    lowered = case(OPENED, SEEN, CONCERN, override("nothing_outstanding", confirmed_by="supervisor-7"))
    told = case(*lowered.events, news)

    assert derived(lowered).tier == "nothing_outstanding"
    assert derived(told).tier_rank == derived(case(OPENED, SEEN, news)).tier_rank


def test_a_second_concern_of_the_same_kind_is_not_covered_either():
    lowered = override("routine", at="2025-06-06", confirmed_by="supervisor-7")
    second = event("concern_raised", "2025-06-08")

    found = derived(case(OPENED, SEEN, CONCERN, lowered, second))

    assert found.tier == "safeguarding_unmet"
    assert texts(found)[0] == "A concern raised on 5 June 2025 has no decision yet (and 1 more)"


def test_a_duty_that_was_running_is_covered_when_its_date_passes_and_one_that_began_later_is_not():
    lowered = case(OPENED, SEEN, override("routine", at="2025-06-05", confirmed_by="supervisor-7"))

    assert derived(lowered, late("2025-06-04", started="2025-05-01")).tier == "routine"
    assert derived(lowered, late("2025-06-06", started="2025-05-01")).tier == "routine"
    assert derived(lowered, late("2025-06-09", started="2025-06-06")).tier == "statutory_late"
    assert derived(lowered, duty("2025-06-12", state="due_soon", started="2025-06-07")).tier == "due_soon"


def test_an_amber_case_that_was_lowered_and_then_turns_red_waits_for_a_supervisor_after_all():
    lowered = case(OPENED, SEEN, override("routine", at="2025-06-05"))

    assert derived(lowered, duty("2025-06-12", state="due_soon")).tier == "routine"
    now_late = derived(lowered, late("2025-06-09"))
    assert (now_late.tier, now_late.colour) == ("statutory_late", "red")
    assert now_late.override is not None
    assert now_late.override.status == "waiting"


def test_that_nobody_has_seen_the_child_since_was_not_known_when_it_was_decided():
    plan, seen = event("cp_plan_started", "2025-04-01"), event("visit_made", "2025-05-12", child_seen=True)
    lowered = override("routine", at="2025-06-05", confirmed_by="supervisor-7")

    assert derived(case(plan, seen, lowered), on=date(2025, 6, 9)).tier == "routine"
    assert derived(case(plan, seen, lowered), on=date(2025, 6, 10)).tier == "safeguarding_unmet"


def test_it_counts_to_the_end_of_its_last_day_and_then_no_more():
    raised = case(OPENED, SEEN, override("statutory_late", until="2025-06-12"))

    assert derived(raised, on=date(2025, 6, 12)).overridden
    after = derived(raised, on=date(2025, 6, 13))
    assert (after.overridden, after.tier) == (False, "nothing_outstanding")
    assert after.override is not None
    assert after.override.status == "ended"


def test_its_end_is_a_moment_at_which_time_alone_changes_the_priority():
    found = derived(case(OPENED, SEEN, override("statutory_late", until="2025-06-12")))

    assert found.changes_at is not None
    assert found.changes_at.isoformat() == "2025-06-13T00:00:00+01:00"


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"reason": None}, "it gives no reason"),
        ({"reason": "   "}, "it gives no reason"),
        ({"until": None}, "it has no end date"),
        ({"until": "soon"}, "it has no end date"),
        ({"tier": "red"}, "“red” is not a tier of this policy"),
    ],
)
def test_without_a_reason_an_end_or_a_tier_it_is_not_counted_and_says_so(wrong, said):
    found = derived(case(OPENED, SEEN, override(**({"tier": "statutory_late"} | wrong))))

    assert (found.tier, found.overridden) == ("nothing_outstanding", False)
    assert f"A decision of 9 June 2025 to change the priority is not counted: {said}" in texts(found)


def test_the_latest_replaces_the_ones_before_and_they_do_not_revive():
    first = override("statutory_late", at="2025-06-01", until="2025-12-31")
    second = override("attention", at="2025-06-05", until="2025-06-08")

    assert derived(case(OPENED, SEEN, first, second), on=date(2025, 6, 8)).tier == "attention"
    assert derived(case(OPENED, SEEN, first, second), on=TODAY).tier == "nothing_outstanding"


def test_one_that_waits_for_confirmation_leaves_the_one_before_in_place():
    urgent = event("concern_raised", "2025-06-03", immediate_risk=True)
    confirmed = override("statutory_late", at="2025-06-05", confirmed_by="supervisor-7")
    waiting = override("routine", at="2025-06-08")

    found = derived(case(OPENED, SEEN, urgent, confirmed, waiting))

    assert (found.tier, found.overridden) == ("statutory_late", True)
    assert "override.waiting" in codes(found)


def test_an_override_that_was_withdrawn_is_gone():
    made = override("statutory_late")
    withdrawn = event("event_withdrawn", "2025-06-10", supersedes=made.id)

    assert not derived(case(OPENED, SEEN, made, withdrawn)).overridden


def test_it_says_when_it_ends_and_where_the_case_then_stands():
    found = derived(case(OPENED, SEEN, override("statutory_late")))

    said = next(reason.text for reason in what_would_move(found) if reason.code == "move.override_ends")
    assert said == (
        "The override ends after 20 June 2025; the case then stands where the record puts it, "
        "“Nothing outstanding” today"
    )
