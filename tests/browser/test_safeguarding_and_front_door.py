"""A concern raised by keyboard within a minute; a neighbour at night on a phone, without a script, at both widths."""

import uuid

import pytest
from django.urls import reverse

from plimsoll import today as clock
from plimsoll.cases.models import CaseEvent
from plimsoll.frontdoor import actions as door
from plimsoll.frontdoor.models import Approach
from plimsoll.safeguarding import actions
from plimsoll.safeguarding.actions import Worry
from tests.browser.conftest import PHONE
from tests.browser.looking import assert_accessible, assert_fits
from tests.browser.working import NOW, working_service


@pytest.fixture
def working(live):
    with clock.stopped_at(NOW):
        yield working_service()


def press(page, *keys):
    for key in keys:
        page.keyboard.press(key)


def tab_to(page, words, most=40):
    """Press Tab until what has the focus says so; returns how many presses it took."""
    said = "document.activeElement.labels?.[0]?.innerText || document.activeElement.innerText || ''"
    for presses in range(1, most + 1):
        page.keyboard.press("Tab")
        if words in page.evaluate(said):
            return presses
    raise AssertionError(f"{words} was not reached in {most} presses")


def test_a_concern_is_raised_from_any_page_by_keyboard_alone(working, page, sign_in):
    # Given a worker on a page that has nothing to do with the case
    sign_in(page, working.worker)
    page.goto("/tasks/")
    # When she goes to the link in the header, types a name, and fills in what must be said
    keys = tab_to(page, "Raise a concern")
    press(page, "Enter")
    page.wait_for_url("**/concerns/raise/")
    page.keyboard.type("uma")
    press(page, "Enter")
    page.get_by_role("heading", name="Raise a concern").wait_for()
    keys += 2 + tab_to(page, "Yes")
    press(page, "Space")
    keys += 1 + tab_to(page, "What is the worry?")
    page.keyboard.type("A bruise on her left arm, seen at PE")
    keys += tab_to(page, "Raise the concern")
    press(page, "Enter")
    # Then it is on the record, and the page says by when it is decided; and few keys were no words
    page.get_by_text("A decision is due by 3 March 2026.").first.wait_for()
    assert CaseEvent.objects.get(case=working.calm, name="concern_raised").note.startswith("A bruise")
    assert keys + 1 <= 45


def test_the_same_path_works_on_a_phone_without_scripts(working, new_page, sign_in):
    page = new_page(PHONE, has_scripts=False)
    sign_in(page, working.worker)
    page.goto("/")
    page.get_by_role("link", name="Raise a concern").first.click()
    page.get_by_role("link", name="Uma Rees").click()
    page.get_by_label("I do not know").check()
    page.get_by_label("What is the worry?").fill("Not in school for a week")
    page.get_by_role("button", name="Raise the concern").click()
    assert "Say what has been done to keep them safe" in page.locator(".govuk-error-summary").inner_text()
    page.get_by_label("What has been done already").fill("Rang home and the police: nobody answers")
    page.get_by_role("button", name="Raise the concern").click()
    assert "Undecided, it goes to the supervisor (Helen Marsh)" in page.inner_text("main")


def test_a_frightened_neighbour_tells_on_a_phone_without_scripts_and_a_supervisor_opens_the_case(
    working, new_page, sign_in
):
    # Given somebody without an account, on a phone
    page = new_page(PHONE, has_scripts=False)
    page.goto("/tell/")
    # When the first thing is the emergency number, and two answers are enough
    assert page.locator("main").inner_text().strip().startswith("If somebody is in danger now, ring 999")
    page.get_by_role("link", name="I am worried about a child or young person").click()
    page.get_by_label("Yes, somebody may be hurt now or today").check()
    page.get_by_role("button", name="Send it").click()
    assert "Tell us in a few words" in page.locator(".govuk-error-summary").inner_text()
    assert page.get_by_label("Yes, somebody may be hurt now or today").is_checked()
    page.get_by_label("What are you worried about?").fill("He is hitting her. I hear it through the wall.")
    page.get_by_label("Who is it about?").fill("Lexi Marlow")
    page.get_by_role("button", name="Send it").click()
    # Then it has arrived, with a reference and a secret word
    secret = page.locator(".pl-secret").inner_text()
    found = Approach.objects.get()
    assert found.reference in page.inner_text("main")
    # And a supervisor opens a case from it
    desk = new_page()
    sign_in(desk, working.supervisor)
    desk.goto("/front-door/")
    desk.get_by_role("link", name="Lexi Marlow").click()
    desk.get_by_role("link", name="Open a case").click()
    desk.get_by_label("Level 4: significant harm suspected (section 47)").check()
    desk.get_by_label("Why", exact=True).fill("Heard through the wall, more than once")
    desk.get_by_role("button", name="Record the decision").click()
    desk.wait_for_url("**/cases/*/")
    assert "Make the safety plan" in desk.inner_text("main")
    # And the neighbour is told what may be told
    page.goto("/tell/answer/")
    page.get_by_label("Your reference").fill(found.reference)
    page.get_by_label("Your secret word").fill(secret)
    page.get_by_role("button", name="Look").click()
    assert "passed to those whose work it is" in page.inner_text("main")
    assert "Lexi" not in page.inner_text("main")


def pages_of(working):
    """Who looks, and at which address; every page of the two rooms."""
    worry = Worry("She came without a coat", NOW, "no", done_now="She is at school")
    case = working.calm
    result = actions.raise_concern(case.pk, worry, now=NOW, actor_id=working.worker.pk)
    concern = actions.newest_concern(result, NOW).id
    new = door.NewApproach(service=working.service, kind="concern", token=uuid.uuid4(), what="Crying at night",
                           safe_now="no", about_name="Uma Rees")  # fmt: skip
    came, rubbish = (door.receive(one, "x", now=NOW) for one in (new, _trapped(new)))
    of_case = f"/cases/{case.pk}/concerns/"
    worker = ["/concerns/", "/concerns/raise/", "/concerns/raise/?q=nobody-of-this-name", of_case, f"{of_case}raise/",
              f"{of_case}{concern}/", f"{of_case}{concern}/decide/",
              *(f"{of_case}{concern}/{step}/" for step in ("discussion", "referral", "plan", "told"))]  # fmt: skip
    one = reverse("frontdoor:one", args=[came.pk])
    two = reverse("frontdoor:one", args=[rubbish.pk])
    decisions = ("case_opened", "joined", "sent_elsewhere", "no_further_action")
    desk = ["/concerns/", "/team/", "/front-door/", "/front-door/duty/", one, two]
    desk += [f"{one}{outcome}/" for outcome in decisions]
    public = ["/tell/", "/tell/answer/", reverse("frontdoor:tell", args=[working.service.pk, "concern"]),
              reverse("frontdoor:tell", args=[working.service.pk, "self_referral"]),
              reverse("frontdoor:sent", args=[door.references.sealed(came.pk)])]  # fmt: skip
    return {working.worker: worker, working.supervisor: desk, None: public}


def _trapped(new):
    from dataclasses import replace

    return replace(new, token=uuid.uuid4(), trap="x")


def test_every_page_of_both_rooms_is_accessible_and_fits_at_two_widths(working, new_page, sign_in):
    for who, addresses in pages_of(working).items():
        page = new_page()
        if who is not None:
            sign_in(page, who)
        for address in addresses:
            for width in (1280, 390):
                page.set_viewport_size({"width": width, "height": 900})
                assert page.goto(address).status == 200, address
                assert_accessible(page)
                assert_fits(page)
