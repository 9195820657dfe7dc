"""Disagreements, outcomes and the client's own page in a real browser: axe, two widths, the way without script."""

import pytest
from service import NOW, TODAY, event, small_service

from plimsoll import today as clock
from plimsoll.objections import actions as objections
from plimsoll.objections.actions import Done, Recorder, Said
from plimsoll.outcomes import actions as outcomes
from plimsoll.outcomes.actions import Told
from plimsoll.outcomes.models import Feedback
from tests.browser.looking import WIDTHS, assert_accessible, assert_fits

ABOUT = "The school transport was stopped without asking Aneurin Cadwaladr-Featherstonehaugh"


@pytest.fixture
def small(live):
    with clock.stopped_at(NOW):
        yield small_service()


@pytest.fixture
def told(small):
    """A case with a complaint, one that is over, an outcome, and a link that waits."""
    by = Recorder(NOW, small.worker.pk)
    case = small.case("Aneurin Cadwaladr-Featherstonehaugh", events=[event("cin_plan_started", "2026-02-23")])

    def raised(route, stage, about):
        said = Said(about, "parent", "Carys", "Nobody asked us.\n\nNobody at all.", "The taxi back")
        return objections.raise_objection(case.pk, route, stage, said, Done(TODAY), by)[0]

    made, over = raised("complaint", "stage_1", ABOUT), raised("objection", "informal", "A wrong date")
    objections.add_word(made.pk, "offered", Done(TODAY, words="A taxi until Easter", who="Helen"), by)
    objections.resolve(over.pk, "agreed", "Read it out first.", Done(TODAY, words="Put right"), by)
    outcome = outcomes.record_outcome(
        case.pk, Told("safer", TODAY, "told", about="The lock", words="She sleeps."), now=NOW, actor_id=small.worker.pk
    )[0]
    _link, token = outcomes.make_link(case, now=NOW, actor_id=small.worker.pk)
    return case, made, over, outcome, token


def test_every_page_is_accessible_and_fits_at_two_widths(small, told, new_page, sign_in):
    case, made, over, outcome, token = told
    page = new_page()
    sign_in(page, small.supervisor)
    paths = [
        "/objections/", f"/cases/{case.pk}/objections/", f"/cases/{case.pk}/objections/add/complaint/",
        f"/objections/{made.pk}/", f"/objections/{made.pk}/change/", f"/objections/{made.pk}/step/answered/",
        f"/objections/{made.pk}/stage/stage_2/", f"/objections/{made.pk}/offer/", f"/objections/{made.pk}/view/",
        f"/objections/{made.pk}/resolve/", f"/objections/{over.pk}/", f"/objections/{over.pk}/reopen/",
        f"/cases/{case.pk}/outcomes/", f"/cases/{case.pk}/outcomes/add/", f"/outcomes/{outcome.pk}/",
        f"/outcomes/{outcome.pk}/withdraw/", "/outcomes/", "/changes/", f"/cases/{case.pk}/changes/?since=2026-01-01",
        f"/feedback/?k={token}", "/feedback/thanks/",
    ]  # fmt: skip
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        for path in paths:
            answer = page.goto(path, timeout=30_000)  # the first reads the rulebook
            assert answer.status == 200, path
            assert_accessible(page)
            assert_fits(page)
        assert page.goto("/feedback/?k=nonsense").status == 404
        assert_accessible(page)


def test_a_client_answers_on_a_phone_without_script_or_account(small, told, new_page):
    page = new_page({"width": 390, "height": 844}, has_scripts=False)
    page.goto(f"/feedback/?k={told[-1]}")
    page.get_by_role("button", name="Send").click()
    page.get_by_role("link", name="Choose one of the five answers").wait_for()
    page.get_by_label("Very good").check()
    page.get_by_label("What was good").fill("Diolch yn fawr")
    page.get_by_role("button", name="Send").click()
    page.get_by_role("heading", name="Thank you").wait_for()
    assert Feedback.objects.get().words == "Diolch yn fawr"


def test_a_disagreement_goes_from_the_case_to_its_end_without_script(small, new_page, sign_in):
    case = small.case("Uma Rees")
    page = new_page(has_scripts=False)
    sign_in(page, small.worker)
    page.goto(f"/cases/{case.pk}/objections/")
    page.get_by_role("link", name="Disagreement or objection").click()
    page.get_by_label("What is it about, in a few words").fill("The date of the visit")
    page.get_by_label("A parent").check()
    page.get_by_role("button", name="Write it down").click()
    page.get_by_role("link", name="It is resolved").click()
    page.get_by_label("We came to agree").check()
    page.get_by_label("What was agreed or decided").fill("Thursdays")
    page.get_by_role("button", name="Save").click()
    page.get_by_text("We came to agree").first.wait_for()


def test_the_link_is_made_with_one_press_and_shown_once(small, told, page, sign_in):
    case = told[0]
    sign_in(page, small.worker)
    page.goto(f"/cases/{case.pk}/outcomes/")
    page.get_by_role("button", name="Make a link for them").click()
    assert "/feedback/?k=" in page.get_by_label("The link").input_value()
    assert_accessible(page)
