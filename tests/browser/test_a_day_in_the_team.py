"""What people come to do, from beginning to end, in a real browser."""

import re

import pytest

from plimsoll import today as clock
from plimsoll.cases.models import Case, CaseEvent
from tests.browser.looking import assert_accessible
from tests.browser.working import NOW, UNDECIDED, ask_for_lower, working_service


@pytest.fixture
def working(live):
    with clock.stopped_at(NOW):
        yield working_service()


def first_thing(page):
    return page.locator(".pl-first__what").inner_text()


def names_in_order(page):
    return page.locator("tbody th a").all_inner_texts()


def test_a_worker_s_morning_begins_with_the_concern_and_goes_on_to_the_next_thing(working, page, sign_in):
    # Given a worker with an undecided concern, a late visit and a contact without a note
    sign_in(page, working.worker)
    page.goto("/")
    # Then the first line is the concern, with its reason and the way to its record
    assert first_thing(page) == "Decide the concern Ffion Llŷr"
    assert UNDECIDED in page.locator(".pl-first").inner_text()
    assert page.locator("#notes").get_by_text("Contact made").is_visible()
    # When she decides it, with the reason and what keeps the child safe
    page.locator(".pl-first").get_by_role("link", name="Record it").or_(
        page.locator(".pl-first").get_by_role("button", name="Record it")
    ).click()
    page.get_by_label("Level 4: child in need (section 17)").check()
    page.get_by_label("Carry on with the work there is").check()
    page.get_by_label("Why", exact=True).fill("Seen at home with her nan: a fall, which the doctor agrees with")
    page.get_by_label("What keeps the child or adult safe now").fill("Nan stays until Friday")
    page.get_by_role("button", name="Record the decision").click()
    # Then she is told what followed, and My day begins with the next thing
    said = page.locator(".pl-said").inner_text()
    assert "This met: Decide what to do about a concern, and say why" in said
    assert "it was number 1" in said
    page.get_by_role("link", name="My day").click()
    assert first_thing(page) == "Visit the child on a child protection plan Kofi O’Brien"
    assert page.locator("#moved").get_by_text("Ffion Llŷr").is_visible()


def test_a_concern_raised_puts_the_case_first_at_once_and_says_so(working, page, sign_in):
    # Given a calm case near the end of the caseload
    sign_in(page, working.worker)
    page.goto("/cases/")
    before = names_in_order(page)
    assert before[0] == "Ffion Llŷr"
    assert before.index("Uma Rees") > 1
    # When a concern with immediate risk is raised on it, from the case
    page.get_by_role("link", name="Uma Rees").click()
    page.get_by_role("button", name="Raise a concern").click()
    page.get_by_label("No: somebody may be hurt today").check()
    page.get_by_label("What has been done already").fill("She stays with the school nurse")
    page.get_by_label("What is the worry?").fill("A bruise on the left arm, seen at PE")
    page.get_by_label("Who raised it").select_option("school")
    page.get_by_role("button", name="Raise the concern").click()
    # Then the page says what moved, and the order has changed
    said = page.locator(".pl-said").inner_text()
    assert "Immediate safety" in said
    assert "It is now number 2 of your 4 cases; it was number" in said
    page.get_by_role("link", name="Caseload").click()
    assert names_in_order(page)[:2] == ["Ffion Llŷr", "Uma Rees"]
    page.get_by_role("link", name="Uma Rees").click()
    page.get_by_role("link", name="Why", exact=True).click()
    assert "Concern raised" in page.locator(".pl-changes li").first.inner_text()


def test_a_supervisor_confirms_that_a_red_case_may_stand_lower(working, page, sign_in):
    # Given a worker's decision to place a red case lower, which waits
    ask_for_lower(working, working.concern)
    assert Case.objects.get(pk=working.concern.pk).hint_colour == "red"
    # When the supervisor finds it on the team page, reads why, and confirms it
    sign_in(page, working.supervisor)
    page.goto("/team/")
    page.locator("#waiting").get_by_role("link", name="Ffion Llŷr").click()
    assert page.get_by_text("Safe with her aunt tonight").is_visible()
    page.get_by_role("button", name="Confirm it").click()
    # Then the case stands where it was placed, and the page says by whose decision and until when
    assert page.get_by_text("Confirmed. The case now stands where it was placed.").is_visible()
    assert page.get_by_text("by a person's decision until 7 March 2026").first.is_visible()
    assert Case.objects.get(pk=working.concern.pk).hint_colour == "amber"


def test_a_supervisor_allocates_a_case_that_nobody_holds_on_a_phone(working, phone, sign_in):
    sign_in(phone, working.supervisor)
    phone.goto("/team/")
    phone.get_by_role("link", name="Allocate Nadia Reid").click()
    phone.get_by_label("Joy Okafor").check()
    phone.get_by_label("Why").fill("Has room, and knows the school")
    phone.get_by_role("button", name="Allocate it").click()
    assert phone.get_by_text("The case is now with Joy Okafor.").is_visible()
    assert Case.objects.get(pk=working.unheld.pk).holder == working.colleague


def test_a_visit_is_recorded_by_keyboard_alone(working, page, sign_in):
    # Given a case page, and hands that do not leave the keyboard
    sign_in(page, working.worker)
    page.goto(f"/cases/{working.protected.pk}/record/core_group_held/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to main content"
    page.keyboard.press("Enter")
    # When the form is filled in from field to field, and sent with Enter on its button
    typed = {"id_carries_attended_by": "Mum, school nurse", "id_note": "Plan reviewed line by line."}
    for _press in range(12):
        page.keyboard.press("Tab")
        focused = page.evaluate("document.activeElement.id || document.activeElement.textContent.trim()")
        if focused in typed:
            page.keyboard.type(typed.pop(focused))
        if focused == "Record it":
            page.keyboard.press("Enter")
            break
    page.wait_for_url(re.compile(f"/cases/{working.protected.pk}/(#.*)?$"))
    # Then it is on record, and the focus is on what followed
    assert typed == {}
    kept = CaseEvent.objects.filter(case=working.protected, name="core_group_held").latest("id")
    assert kept.details == {"attended_by": ["Mum", "school nurse"]}
    page.locator(".pl-said:focus").wait_for()


def test_without_scripts_everything_can_be_found_filtered_compared_and_recorded(working, plain_page, sign_in):
    page = plain_page
    sign_in(page, working.worker)
    page.goto("/cases/")
    page.get_by_text("More ways to narrow and group").click()
    page.get_by_label("Colour").select_option("red")
    page.get_by_role("button", name="Apply").click()
    assert "Uma Rees" not in names_in_order(page)
    page.get_by_role("link", name="Remove Colour: Red").click()
    page.get_by_role("link", name="Uma Rees").click()
    page.get_by_role("button", name="Record", exact=True).click()
    page.get_by_text("Decisions about dates and order").click()
    page.get_by_role("link", name="What the case asks of its worker, said").click()
    page.get_by_label("Complexity").select_option("high")
    page.get_by_role("button", name="Record it").click()
    assert page.get_by_text("It is still number").is_visible()
    page.get_by_role("link", name="Why", exact=True).click()
    page.get_by_label("Compare with").select_option(label="Ffion Llŷr")
    page.get_by_role("button", name="Compare").click()
    assert page.get_by_text("Ffion Llŷr comes before Uma Rees").is_visible()


def test_a_form_with_a_mistake_says_so_keeps_what_was_typed_and_is_accessible(working, page, sign_in):
    sign_in(page, working.worker)
    page.goto(f"/cases/{working.concern.pk}/record/concern_decided/")
    page.get_by_label("Note").fill("Mum says “it was a fall” – Siân agrees")
    page.locator("#id_on_day, [name=on_day]").first.fill("31")
    page.locator("[name=on_month]").fill("2")
    page.get_by_role("button", name="Record it").click()
    assert page.title().startswith("Error: ")
    assert page.evaluate("document.activeElement.className").startswith("govuk-error-summary")
    page.get_by_role("link", name="Choose what is to be done").click()
    assert page.evaluate("document.activeElement.id") == "id_carries_decision"
    assert page.get_by_label("Note").input_value() == "Mum says “it was a fall” – Siân agrees"
    assert_accessible(page)
    assert not CaseEvent.objects.filter(case=working.concern, name="concern_decided").exists()


def test_the_headings_of_the_caseload_stay_in_sight_and_its_panel_is_folded(working, page, sign_in):
    sign_in(page, working.worker)
    page.set_viewport_size({"width": 1280, "height": 420})
    page.goto("/cases/")
    assert not page.get_by_label("Colour").is_visible()
    page.locator("tbody tr").last.scroll_into_view_if_needed()
    assert page.locator("thead th").first.bounding_box()["y"] >= 0


def test_twenty_cases_on_a_phone_are_not_two_thousand_pixels(working, phone, sign_in):
    for number in range(16):
        working.case(f"Child {number}", events=[])
    sign_in(phone, working.worker)
    phone.goto("/cases/")
    assert phone.locator("tbody tr").count() == 20
    assert phone.locator("tbody").bounding_box()["height"] < 2000


def test_on_a_laptop_the_overview_answers_without_scrolling(working, page, sign_in):
    sign_in(page, working.worker)
    page.goto(f"/cases/{working.protected.pk}/")
    for what in (".pl-strip__name", "#next-step", "#due li", "#why .pl-reason"):
        box = page.locator(what).first.bounding_box()
        assert box["y"] + box["height"] <= 900, what


def test_a_chronology_on_paper_has_its_words_and_nothing_to_press(working, page, sign_in):
    sign_in(page, working.worker)
    page.goto(f"/cases/{working.protected.pk}/chronology/")
    page.emulate_media(media="print")
    assert page.get_by_text("Child protection visit").first.is_visible()
    for pressed in (".pl-entry__do", ".pl-kinds-of", ".pl-casebar__do"):
        assert page.locator(pressed).first.is_hidden()
