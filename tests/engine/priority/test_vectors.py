"""Published vectors of ordering: what a weighted sum would do, and what strict tiers do instead."""

from __future__ import annotations

from plimsoll.engine.priority import order
from tests.engine.priority.given import case, derived, event, late

OPENED = event("referral_received", "2025-06-02")
SEEN = event("visit_made", "2025-06-09", child_seen=True)


def test_a_weighted_sum_puts_three_lesser_things_above_one_of_safety_and_the_tiers_do_not():
    """A = (safety 1, others 0), B = (0, 3, 3, 3); weights 5, 2, 2, 2: the sum says A 5 < B 18."""
    weights = (5, 2, 2, 2)
    a, b = (1, 0, 0, 0), (0, 3, 3, 3)
    assert [sum(w * x for w, x in zip(weights, each, strict=True)) for each in (a, b)] == [5, 18]
    assert a > b  # compared place by place, the first difference decides

    safety = derived(case(OPENED, SEEN, event("concern_raised", "2025-06-10"), name="A"))
    lesser = derived(
        case(OPENED, *(event("objection_raised", f"2025-06-0{day}", about=str(day)) for day in (3, 4, 5)), name="B"),
        *(late(f"2025-05-0{day}", rule=f"STAT-{day}") for day in (1, 2, 3)),
        *(late(f"2025-05-0{day}", rule=f"LOCAL-{day}", matters="local") for day in (1, 2, 3)),
    )

    assert [one.case for one in order([lesser, safety])] == ["A", "B"]


def test_an_alternative_that_is_added_never_turns_two_others_round():
    """Some weighing methods reverse ranks when a case is added; here each case's place is its own."""
    a, b = derived(case(OPENED, SEEN, name="A"), late("2025-06-03")), derived(case(OPENED, SEEN, name="B"))
    c = derived(case(OPENED, SEEN, event("concern_raised", "2025-06-10"), name="C"))

    assert [one.case for one in order([a, b])] == ["A", "B"]
    assert [one.case for one in order([a, b, c]) if one is not c] == ["A", "B"]
