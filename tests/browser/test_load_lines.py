"""The pages of load in a real browser: accessible and in one column at both widths, also without script."""

from datetime import timedelta

import pytest
from service import NOW, TODAY, event, small_service

from plimsoll import today as clock
from plimsoll.cases.models import Case
from plimsoll.load import actions, asking, queries
from plimsoll.load.actions import NewReduction, NewWork
from plimsoll.people.access import viewer_for
from plimsoll.rebalancing import actions as rebalancing
from plimsoll.rebalancing import asking as sharing
from tests.browser.looking import WIDTHS, assert_accessible, assert_fits, take_pictures


@pytest.fixture
def at_nine():
    with clock.stopped_at(NOW):
        yield


@pytest.fixture
def small(live, at_nine):
    """One over the line who has asked, one off ill with cases, a case nobody holds."""
    made = small_service()
    for number in range(22):
        plan = event("cp_plan_started", "2025-12-01", category="NEG")
        made.case(f"Aneurin Cadwaladr-Featherstonehaugh {number}", events=[plan] if number % 2 else [])
    made.case("Held by one who is ill", holder=made.colleague)
    made.case("Held by nobody", unallocated=True)
    new = NewReduction("sickness", TODAY - timedelta(days=3))
    actions.add_reduction(made.colleague.pk, new, now=NOW, actor_id=None)
    actions.add_work(made.worker.pk, NewWork("student", 1, TODAY), now=NOW, actor_id=None)
    for week in range(6, -1, -1):
        actions.keep_weeks([made.team.pk], TODAY - timedelta(weeks=week), now=NOW)
    return made


@pytest.fixture
def asked(small):
    viewer = viewer_for(small.worker, TODAY)
    who = queries.person_for(viewer, small.worker.pk)
    return asking.ask(viewer, who, "Too much, for too long.", ["move_cases"], TODAY, now=NOW)


def test_every_page_of_load_is_accessible_and_fits(small, asked, new_page, sign_in):
    at = f"/load/{small.worker.pk}/"
    ill = small.colleague.reductions.get()
    pages = {
        "load-person": at, "load-board": "/load/board/", "load-teams": "/load/teams/", "load-time": f"{at}time/",
        "load-away": f"{at}time/away/", "load-hours": f"{at}time/hours/", "load-work": f"{at}time/work/",
        "load-end": f"/load/{small.colleague.pk}/time/away/{ill.pk}/", "load-asked": f"/load/help/{asked.pk}/",
        "load-help": "/load/help/all/", "load-ill": f"/load/{small.colleague.pk}/",
    }  # fmt: skip
    for width in WIDTHS:
        page = new_page({"width": width, "height": 900})
        sign_in(page, small.manager)
        for name, address in pages.items():
            assert page.goto(address).status == 200, address
            assert_accessible(page)
            assert_fits(page)
            if width == WIDTHS[0]:
                take_pictures(page, name)


def test_every_page_of_sharing_cases_is_accessible_and_fits(small, new_page, sign_in):
    viewer = viewer_for(small.supervisor, TODAY)
    question = sharing.Asked(small.team, "over", small.worker.pk)
    kept = rebalancing.keep(question, sharing.answer(viewer, question, TODAY).proposal, now=NOW, viewer=viewer)
    unheld = Case.objects.get(holder=None)
    for width in WIDTHS:
        page = new_page({"width": width, "height": 900})
        sign_in(page, small.supervisor)
        addresses = ("", "waiting/", f"{kept.pk}/", f"../cases/{unheld.pk}/allocate/ranked/")
        for address in (f"/rebalancing/{one}" for one in addresses):
            assert page.goto(address).status == 200, address
            assert_accessible(page)
            assert_fits(page)
        page.goto("/rebalancing/")
        page.get_by_label("Somebody is over the line: bring them under it").check()
        page.get_by_label("About whom").select_option(str(small.worker.pk))
        page.get_by_role("button", name="Only try it").click()
        page.get_by_text("Nothing has been kept.").wait_for()
        assert_accessible(page)
        assert_fits(page)


def test_help_is_asked_for_from_my_day_without_a_script(small, plain_page, sign_in):
    page = plain_page
    sign_in(page, small.worker)
    page.goto("/")
    page.get_by_role("link", name="My load line").click()
    page.get_by_role("button", name="Ask for help").click()
    page.get_by_label("What is it like at the moment?").fill("I cannot get to the visits any more.")
    page.get_by_label("Move some cases to others").check()
    page.get_by_role("button", name="Ask", exact=True).click()
    assert page.get_by_text("Waits for the supervisor’s answer").is_visible()


def test_my_day_shows_the_line_once_the_page_stands(small, page, sign_in):
    sign_in(page, small.worker)
    page.goto("/")
    page.locator(".pl-load").wait_for()
    assert page.get_by_role("link", name="Ask for help").is_visible()
    assert_accessible(page)
