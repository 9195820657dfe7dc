"""Referrals, waits and scores in a real browser: accessible and in one column at both widths, also without script."""

from datetime import date

import pytest
from service import NOW, TODAY, event, small_service

from plimsoll import today as clock
from plimsoll.cases.actions import NewEvent
from plimsoll.referrals.queries import referrals_of
from tests.browser.looking import WIDTHS, assert_accessible, assert_fits, take_pictures


@pytest.fixture
def at_nine():
    with clock.stopped_at(NOW):
        yield


@pytest.fixture
def small(live, at_nine):
    return small_service()


@pytest.fixture
def case(small):
    """A long name, a wait that drifts and grows dangerous, one that is over, and scores of several tools."""
    sdq = [
        event("score_recorded", f"2025-{month:02}-03", tool="SDQ", score=month + 8, subscales={"peer": month})
        for month in (1, 4, 7, 10)
    ]
    return small.case(
        "Aneurin Cadwaladr-Featherstonehaugh",
        events=[
            event("onward_referral_sent", "2025-06-02", service="Child and adolescent mental health service",
                  expected_wait_weeks=12, asked_for="Help with panic at night", interim_plan="Nan next door"),
            event("onward_referral_accepted", "2025-07-01", service="Child and adolescent mental health service",
                  expected_on="2026-06-01"),
            event("wait_checked", "2026-01-10", service="Child and adolescent mental health service", risk="worse",
                  harms=["school_missed", "family_strained"], check_by="2026-02-07"),
            event("onward_referral_sent", "2025-02-03", service="Speech therapy"),
            event("onward_referral_declined", "2025-03-03", service="Speech therapy", reason="Out of area"),
            NewEvent("onward_referral_chased", date(2026, 2, 20), {
                "service": "Child and adolescent mental health service", "by": "email"}, note="Please tell us when."),
            *sdq,
            event("score_recorded", "2026-02-01", tool="CORE-10", score=9, subscales={"risk": 1}),
            event("score_recorded", "2026-02-02", tool="goal_0_10", score=4, about="Sleep in my own bed all night"),
        ],
    )  # fmt: skip


def test_every_page_of_waits_and_scores_is_accessible_and_fits(small, case, new_page, sign_in):
    wait = next(one for one in referrals_of(case, NOW) if one.is_waiting)
    sdq = case.events.filter(name="score_recorded").order_by("id").first()
    at = f"/cases/{case.pk}/referrals/"
    pages = {
        "referrals-case": at,
        "referrals-send": f"{at}send/?instead={wait.id}",
        "referrals-answer": f"{at}{wait.id}/answer/",
        "referrals-check": f"{at}{wait.id}/check/",
        "referrals-chase": f"{at}{wait.id}/chase/?say=risk&say=harms",
        "referrals-letter": f"{at}{wait.id}/chased/{wait.chasers[0].id}/",
        "referrals-tried": f"{at}{wait.id}/tried/",
        "waits": "/waits/?sort=longest&only=worse",
        "waits-none": "/waits/?q=nobody-of-this-name",
        "waits-evidence": "/waits/evidence/?hide=yes",
        "scores-case": f"/cases/{case.pk}/scores/",
        "scores-sdq": f"/cases/{case.pk}/scores/SDQ/",
        "scores-core": f"/cases/{case.pk}/scores/CORE-10/",
        "scores-correct": f"/cases/{case.pk}/scores/SDQ/{sdq.pk}/",
    }
    for width in WIDTHS:
        page = new_page({"width": width, "height": 900})
        sign_in(page, small.supervisor)
        for name, path in pages.items():
            answer = page.goto(path, timeout=30_000)
            assert answer.status == 200, path
            assert_accessible(page)
            assert_fits(page)
            if width == WIDTHS[0]:
                take_pictures(page, name)
        page.set_viewport_size({"width": 320, "height": 640})
        for path in pages.values():
            page.goto(path)
            assert_fits(page)


def test_a_wait_is_looked_at_and_a_score_written_without_script(small, case, new_page, sign_in):
    page = new_page(has_scripts=False)
    sign_in(page, small.worker)
    page.goto(f"/cases/{case.pk}/referrals/", timeout=30_000)  # the first reads the rulebook
    page.get_by_role("link", name="Look at the wait").click()
    page.get_by_role("group", name="Is it still needed?").get_by_label("Yes").check()
    page.get_by_label("It is less").check()
    page.get_by_label("Missed school or college").check()
    page.get_by_role("button", name="Record it").click()
    page.get_by_text("Less than when it was sent").wait_for()
    (looked,) = case.events.filter(name="wait_checked", at_on=TODAY)
    assert looked.details["harms"] == ["school_missed"]
    page.goto(f"/cases/{case.pk}/scores/SDQ/")
    page.get_by_label("A parent or carer").check()
    for name, score in (("Emotional", 9), ("Conduct", 4), ("Hyperactivity", 8), ("Peers", 6)):
        page.get_by_label(name, exact=True).fill(str(score))
    page.get_by_role("button", name="Record it").click()
    assert case.events.get(name="score_recorded", at_on=TODAY).details["score"] == 27
    assert case.events.filter(name="score_recorded", at_on=date(2025, 1, 3)).exists()
