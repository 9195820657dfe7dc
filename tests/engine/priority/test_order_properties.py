"""What holds of every case: a total order, nothing outweighs safety, urgent facts raise, time does not lower."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from itertools import permutations
from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st

from plimsoll.engine import clocks, priority
from plimsoll.engine.facts import Event
from plimsoll.engine.rulebook import load
from tests.engine.priority.given import TODAY, late, policy_of
from tests.engine.priority.invented import URGENT, cases, events, stand

if TYPE_CHECKING:
    import random

few = settings(max_examples=60, deadline=None)


@few
@given(st.lists(cases(), min_size=2, max_size=6), st.randoms(use_true_random=False))
def test_the_order_is_total_and_does_not_depend_on_the_order_of_asking(found, chance: random.Random):
    stands = [stand(replace(one, id=f"case {number}")) for number, one in enumerate(found)]

    ordered = [one.case for one in priority.order(stands)]
    shuffled = list(stands)
    chance.shuffle(shuffled)

    assert [one.case for one in priority.order(shuffled)] == ordered
    for first, second in permutations(stands, 2):
        assert (first.order_key < second.order_key) is not (second.order_key < first.order_key)
    for a, b, c in permutations(stands, 3):
        if a.order_key < b.order_key < c.order_key:
            assert a.order_key < c.order_key


@few
@given(cases(), st.randoms(use_true_random=False))
def test_the_order_of_events_in_the_file_and_their_repetition_make_no_difference(one, chance: random.Random):
    shuffled = [*one.events, one.events[0]]
    chance.shuffle(shuffled)

    assert _told(stand(one)) == _told(stand(replace(one, events=tuple(shuffled))))


@few
@given(cases())
def test_the_same_question_has_the_same_answer(one):
    assert _told(stand(one)) == _told(stand(one))


@settings(max_examples=150, deadline=None)
@given(cases(), events(URGENT))
def test_an_urgent_fact_never_lowers_a_case(one, urgent: Event):
    before, after = stand(one), stand(replace(one, events=(*one.events, urgent)))

    assert after.key[:3] <= before.key[:3]
    assert after.tier_rank <= before.tier_rank


@few
@given(cases(), st.integers(0, 400))
def test_a_later_day_never_lowers_a_case_with_a_late_safeguarding_duty(one, days: int):
    now, then = stand(one), stand(one, TODAY + timedelta(days=days))
    book = load()
    owed = {
        (duty.rule, duty.started_by.id)
        for on in (TODAY, TODAY + timedelta(days=days))
        for duty in clocks.derive(one, book, on)
        if duty.state == "late" and duty.matters == "safeguarding" and duty.who in ("us", "other")
    }
    still = {
        (duty.rule, duty.started_by.id)
        for duty in clocks.derive(one, book, TODAY + timedelta(days=days))
        if duty.state == "late" and duty.matters == "safeguarding"
    }
    if owed and owed <= still and now.tier == "safeguarding_unmet":
        assert then.tier_rank <= now.tier_rank


@few
@given(cases(), st.lists(st.sampled_from(["statutory", "guidance", "local", "data_quality"]), max_size=40))
def test_no_number_of_lesser_reasons_lifts_a_case_above_an_unmet_safeguarding_need(one, lesser):
    from dataclasses import replace as changed

    rules = policy_of()
    safe = [event for event in one.events if event.name not in _SAFETY]
    burden = tuple(
        late("2020-01-01", matters=matters, rule=f"TEST-{number}") for number, matters in enumerate(lesser)
    )
    plain = changed(one, id="burdened", events=tuple(safe))
    burdened = priority.weigh(plain, burden, rules, TODAY)
    concern = Event("concern_raised", TODAY, None, {}, "c")
    concerned = priority.weigh(changed(one, id="concerned", events=(concern,)), (), rules, TODAY)

    if burdened.tier_rank > 1:
        assert concerned.order_key < burdened.order_key
    above = [ground for ground in burdened.grounds if ground.rank <= 1]
    assert all(ground.criterion == "safeguarding" or ground.code in _SAFE_WORDS for ground in above)


_SAFETY = {"concern_raised", "went_missing", "score_recorded"}
_SAFE_WORDS = {"urgency.referral_immediate", "resources.unallocated"}


@few
@given(cases(), st.integers(1, 200))
def test_nothing_changes_by_itself_before_the_moment_that_was_told(one, days: int):
    now = stand(one)
    then = TODAY + timedelta(days=days)
    if now.changes_at is not None and now.changes_at.date() <= then:
        then = now.changes_at.date() - timedelta(days=1)
    if then <= TODAY:
        return

    later = stand(one, then)

    assert (later.tier, later.colour, later.key) == (now.tier, now.colour, now.key)
    assert [ground.code for ground in later.grounds] == [ground.code for ground in now.grounds]


@few
@given(cases(), st.sampled_from(["attention", "routine", "nothing_outstanding", "due_soon"]))
def test_a_decision_down_that_nobody_confirmed_never_lowers_a_red_case(one, tier: str):
    details = {"tier": tier, "reason": "a reason", "until": TODAY + timedelta(days=30)}
    lowered = replace(one, events=(*one.events, Event("priority_overridden", TODAY, None, details, "o")))

    before, after = stand(one), stand(lowered)

    if before.colour == "red":
        assert after.key[:3] == before.key[:3]
    assert after.derived.tier == before.tier


@few
@given(cases())
def test_every_reason_can_be_read_and_the_first_is_the_one_that_places_the_case(one):
    found = stand(one)

    assert all(reason.text and "%(" not in reason.text for reason in (*found.reasons, *found.unknown))
    assert found.reasons
    first = found.grounds[0]
    assert (first.rank if first.places else found.rules.lowest) == found.tier_rank
    assert all(reason.text for reason in priority.what_would_move(found))


def _told(found):
    return found.key, found.tier, [reason.text for reason in found.reasons], [reason.text for reason in found.unknown]
