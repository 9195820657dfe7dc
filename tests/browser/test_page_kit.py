"""The page kit in a real browser: every component, at every width, by keyboard, and without scripts."""

import pytest

from tests.browser.looking import assert_accessible, assert_fits, take_pictures

ADDRESS = "/design/"
ZOOMED = {"width": 320, "height": 256}  # 1280 by 1024 at 400 %
MAX_TABS = 400

# What is focused: where it is, and whether it can be seen there.
FOCUSED = """() => {
  const element = document.activeElement;
  if (!element || element === document.body) return null;
  const box = element.getBoundingClientRect();
  const middle = [box.left + Math.min(box.width, innerWidth) / 2, box.top + box.height / 2];
  const top = document.elementFromPoint(...middle);
  const label = element.matches("input") && element.labels && element.labels[0];
  return {
    name: element.outerHTML.slice(0, 120),
    seen: box.width > 0 && box.height > 0 && !!top && (element.contains(top) || top.contains(element) || label === top),
    marked: getComputedStyle(element).outlineStyle !== "none" || getComputedStyle(element).boxShadow !== "none"
      || element.matches("input[type=radio], input[type=checkbox]"),
  };
}"""
REACHABLE = """() => [...document.querySelectorAll("a[href], button, input, select, textarea, summary")].filter(
  element => element.type !== "hidden" && !element.disabled && element.checkVisibility({visibilityProperty: true})
).length"""


@pytest.fixture(autouse=True)
def _kit_page(settings):
    settings.DEMONSTRATION = True
    settings.ROOT_URLCONF = "tests.govuk.addresses"


@pytest.mark.parametrize("width", [1280, 390, 320])
def test_axe_finds_nothing_and_nothing_scrolls_sideways(new_page, width):
    page = new_page({"width": width, "height": 800})
    page.goto(f"{ADDRESS}?sort=-name")
    assert_accessible(page)
    assert_fits(page)
    page.goto(f"{ADDRESS}?many=yes")
    assert_fits(page)


def test_the_pages_before_signing_in_are_accessible_and_fit(phone):
    for address in ("login/", "password/reset/", "password/reset/done/", "signup/", "nowhere/"):
        phone.goto(f"/account/{address}")
        assert_accessible(phone)
        assert_fits(phone)


def test_on_a_phone_the_filters_fold_and_say_so(phone):
    phone.goto(ADDRESS)
    phone.get_by_role("button", name="Show filters").click()
    assert phone.get_by_label("Name").first.is_visible()
    assert phone.get_by_role("button", name="Hide filters").get_attribute("aria-expanded") == "true"


def test_the_keyboard_reaches_everything_and_what_it_reaches_is_in_sight(page):
    page.goto(ADDRESS)
    wanted = page.evaluate(REACHABLE)
    page.locator(".govuk-skip-link").focus()  # the samples of errors and banners had taken the focus
    reached, hidden, unmarked = 1, [], []
    for _ in range(MAX_TABS):
        page.keyboard.press("Tab")
        focused = page.evaluate(FOCUSED)
        if focused is None:
            break
        reached += 1
        if not focused["seen"]:
            hidden.append(focused["name"])
        if not focused["marked"]:
            unmarked.append(focused["name"])
    assert hidden == []
    assert unmarked == []
    # One stop for each group of radios, where each of its radios was counted.
    in_groups = page.evaluate(
        "() => { const all = [...document.querySelectorAll('input[type=radio]')];"
        " return all.length - new Set(all.map(radio => [radio.form, radio.name].join())).size; }"
    )
    radio_groups_drawn_twice = 2
    assert wanted - in_groups - radio_groups_drawn_twice <= reached <= wanted


def test_the_skip_link_leads_past_the_header(page):
    page.goto("/account/password/reset/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to main content"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main-content"


def test_at_four_hundred_per_cent_the_page_reads_in_one_column(new_page):
    page = new_page(ZOOMED)
    page.goto(ADDRESS)
    assert_fits(page)
    strip = page.locator(".pl-strip").first
    page.mouse.wheel(0, 2000)
    page.wait_for_timeout(100)
    assert strip.bounding_box()["y"] < 0, "the strip would cover a small window"


def test_the_strip_of_the_case_stays_in_sight_on_a_laptop_and_not_on_a_phone(new_page):
    for viewport, stays in (({"width": 1280, "height": 900}, True), ({"width": 390, "height": 844}, False)):
        page = new_page(viewport)
        page.goto(ADDRESS)
        page.evaluate("window.scrollTo(0, 1500)")
        assert (page.locator(".pl-strip").first.bounding_box()["y"] >= 0) is stays


def test_without_scripts_filters_menu_and_expanders_are_all_there(new_page):
    page = new_page({"width": 390, "height": 844}, has_scripts=False)
    page.goto(ADDRESS)
    assert page.get_by_label("Name").first.is_visible()
    assert page.get_by_role("button", name="Apply").is_visible()
    page.get_by_text("Why this date").click()
    assert page.get_by_text("Fifteen working days from").is_visible()
    page.get_by_role("link", name="Next duty").first.click()
    assert "sort=due" in page.url


def test_on_a_phone_a_row_is_a_card_that_names_each_value(phone):
    phone.goto(ADDRESS)
    cell = phone.locator("td[data-label='Last seen']").first
    assert cell.evaluate("element => getComputedStyle(element, '::before').content") == '"Last seen"'
    first, second = (phone.locator(".pl-table--cards tbody tr").nth(number).bounding_box() for number in (0, 1))
    assert second["y"] >= first["y"] + first["height"]
    assert cell.bounding_box()["width"] > 300


def test_what_is_pressed_on_a_phone_is_big_enough_to_press(phone):
    phone.goto(ADDRESS)
    small = phone.evaluate(
        """() => [...document.querySelectorAll(".govuk-button, .pl-button-quiet, .pl-subnav a, .pl-sort a")]
        .filter(element => element.checkVisibility() && element.getBoundingClientRect().height < 39)
        .map(element => element.outerHTML.slice(0, 100))"""
    )
    assert small == []


def test_in_forced_colours_the_load_line_and_the_marks_are_still_drawn(page):
    page.emulate_media(forced_colors="active")
    page.goto(ADDRESS)
    hatch = page.locator(".pl-load__hatch").first
    assert hatch.evaluate("element => getComputedStyle(element).stroke") not in {"none", "rgb(255, 255, 255)"}
    assert page.locator(".pl-rag--red .pl-icon").first.is_visible()


def test_on_paper_there_is_nothing_to_press_and_the_marks_stay(page):
    page.emulate_media(media="print")
    page.goto(ADDRESS)
    for pressed in (".pl-header", ".pl-filters", ".govuk-button", ".pl-subnav", ".govuk-pagination"):
        assert page.locator(pressed).first.is_hidden()
    assert page.locator(".pl-load__drawing").first.is_visible()
    assert page.locator(".pl-tag").first.is_visible()


def test_a_message_too_long_says_so_while_it_is_typed(page):
    page.goto(ADDRESS)
    page.locator("#id_said").fill("x" * 205)
    assert page.get_by_text("You have 5 characters too many").first.is_visible()


def test_a_password_can_be_shown(page):
    page.goto("/account/login/")
    page.locator("#id_password").fill("correct horse")
    page.get_by_role("button", name="Show password").click()
    assert page.locator("#id_password").get_attribute("type") == "text"


def test_errors_are_in_the_title_and_the_cursor_goes_to_the_summary(page):
    page.goto("/account/login/")
    page.get_by_role("button", name="Sign in").click()
    assert page.title() == "Error: Sign in – Plimsoll"
    assert page.evaluate("document.activeElement.className").startswith("govuk-error-summary")
    page.get_by_role("link", name="Enter email").click()
    assert page.evaluate("document.activeElement.id") == "id_login"


def test_pictures_of_every_component_are_taken(page):
    page.goto(ADDRESS)
    assert [path.stat().st_size > 50_000 for path in take_pictures(page, "page-kit")] == [True, True]
