"""A visit note in a real browser: by keyboard, counted; kept when the browser closes or the session ends."""

import re

import pytest
from service import NOW, event, small_service

from plimsoll import today as clock
from plimsoll.notes.models import Draft, Note
from tests.browser.looking import assert_accessible, assert_fits, take_pictures

# A visit note from My day, signed in, to final: what is pressed beside the prose itself. Asserted, so that it stays so.
MOST_KEYS = 13
SAVED = re.compile("^Saved")
PROSE = {
    "present": "Ffion, Mum and Nan",
    "observed": "Ffion was drawing at the kitchen table.",
    "said": "Ffion: I like it here.",
    "wishes": "She wants to stay at Nan’s at weekends.",
    "analysis": "She is settled because the week has had a pattern.",
}


@pytest.fixture
def at_nine():
    with clock.stopped_at(NOW):
        yield


@pytest.fixture
def small(live, at_nine):
    return small_service()


@pytest.fixture
def child(small):
    return small.case(
        events=[
            event("strategy_discussion_held", "2026-01-09", initiates_s47=True),
            event("initial_conference_held", "2026-01-27", outcome="plan"),
            event("cp_plan_started", "2026-01-27", category="NEG"),
            event("visit_made", "2026-02-13", kind="cp", child_seen=True),
        ]
    )


def no_saving(route):
    """The line drops for whatever is sent."""
    if route.request.method == "POST":
        route.abort()
    else:
        route.fallback()


class Keyboard:
    """Presses keys, and counts those that are not prose."""

    def __init__(self, page) -> None:
        self.page, self.count = page, 0

    def press(self, key: str, times: int = 1) -> None:
        for _ in range(times):
            self.page.keyboard.press(key)
        self.count += times

    def access(self, letter: str) -> None:
        """Alt and a letter as a keyboard sends them: Playwright’s own chords leave out the letter."""
        session = self.page.context.new_cdp_session(self.page)
        code = {"key": letter, "code": f"Key{letter.upper()}", "windowsVirtualKeyCode": ord(letter.upper())}
        for kind in ("rawKeyDown", "char", "keyUp"):
            sent = {"type": kind, "modifiers": 1, "text": letter, "unmodifiedText": letter}
            session.send("Input.dispatchKeyEvent", sent | code)
        self.count += 1

    def focused(self) -> str:
        return self.page.evaluate("document.activeElement?.name || document.activeElement?.href || ''")

    def tab_to(self, part: str, most: int = 60) -> None:
        for _ in range(most):
            if part in self.focused():
                return
            self.press("Tab")
        message = f"Tab never came to {part!r}"
        raise AssertionError(message)

    def prose(self, text: str) -> None:
        self.page.keyboard.insert_text(text)


def test_from_my_day_to_a_final_visit_note_by_keyboard(page, sign_in, small, child, capsys):
    sign_in(page, small.worker)
    page.goto("/")
    keys = Keyboard(page)
    keys.access("v")  # the visit that presses most
    page.wait_for_url("**/notes/drafts/**")
    page.locator("[name=seen]:focus >> nth=0").wait_for()
    way_there = keys.count
    keys.tab_to("seen")
    keys.press("Space")
    keys.press("Tab")
    keys.press("Space")
    for name, text in PROSE.items():
        keys.tab_to(name)
        keys.prose(text)
    keys.press("Control+Enter")
    page.wait_for_selector(".pl-answers")
    assert "The note is final" in page.inner_text("main")
    assert Note.objects.get().content["analysis"] == PROSE["analysis"]
    with capsys.disabled():
        print(f"\nkeys that are not prose: {keys.count}, of which {way_there} from My day to the note")  # noqa: T201
    assert keys.count <= MOST_KEYS


def test_words_survive_a_browser_that_closes_before_anything_was_saved(page, sign_in, small, child):
    sign_in(page, small.worker)
    page.goto(f"/cases/{child.pk}/notes/new/visit/")
    page.route("**/notes/drafts/**", no_saving)
    page.fill("[name=observed]", "Written on a train.")
    address = page.url
    page.close()
    assert not Draft.objects.exists()
    again = page.context.new_page()
    again.goto(address)
    assert again.input_value("[name=observed]") == "Written on a train."
    again.locator("[data-saved]", has_text=SAVED).wait_for()
    assert Draft.objects.get().content["observed"] == "Written on a train."
    assert again.evaluate("Object.keys(localStorage).filter(k => k.startsWith('plimsoll.')).length") == 0


def test_a_note_saves_itself_and_another_device_finds_it(page, new_page, sign_in, small, child):
    sign_in(page, small.worker)
    page.goto(f"/cases/{child.pk}/notes/new/visit/")
    page.fill("[name=observed]", "Seen from the laptop.")
    page.locator("[data-saved]", has_text=SAVED).wait_for()
    phone = new_page({"width": 390, "height": 844})
    sign_in(phone, small.worker)
    phone.goto(page.url)
    assert phone.input_value("[name=observed]") == "Seen from the laptop."
    assert_fits(phone)
    assert_accessible(phone)


def test_a_session_that_ends_loses_nothing_and_goes_on_after_signing_in(page, sign_in, small, child):
    sign_in(page, small.worker)
    page.goto(f"/cases/{child.pk}/notes/new/visit/")
    page.context.clear_cookies(name="session")
    page.fill("[name=observed]", "Written after the session ended.")
    page.locator("[data-saved]", has_text="signed out").wait_for()
    sign_in(page, small.worker)
    page.fill("[name=analysis]", "And on we go.")
    page.locator("[data-saved]", has_text=SAVED).wait_for()
    content = Draft.objects.get().content
    assert (content["observed"], content["analysis"]) == ("Written after the session ended.", "And on we go.")


def test_signing_out_leaves_nothing_in_the_browser(page, sign_in, small, child):
    sign_in(page, small.worker)
    page.goto(f"/cases/{child.pk}/notes/new/visit/")
    page.route("**/notes/drafts/**", no_saving)
    page.fill("[name=observed]", "Not for the next person.")
    assert page.evaluate("Object.keys(localStorage).filter(k => k.startsWith('plimsoll.')).length") == 1
    page.click("text=Sign out")
    page.wait_for_load_state()
    assert page.evaluate("Object.keys(localStorage).filter(k => k.startsWith('plimsoll.')).length") == 0


def test_marks_come_under_a_box_while_writing(page, sign_in, small, child):
    sign_in(page, small.worker)
    page.goto(f"/cases/{child.pk}/notes/new/visit/")
    page.fill("[name=analysis]", "Mum is manipulative.")
    page.press("[name=analysis]", "Tab")
    page.wait_for_selector(".pl-mark mark")
    assert page.inner_text(".pl-mark mark") == "manipulative"


def test_a_whole_note_without_scripts(plain_page, sign_in, small, child):
    page = plain_page
    sign_in(page, small.worker)
    page.goto(f"/cases/{child.pk}/notes/new/visit/")
    page.check("[name=seen][value=yes]")
    page.check("[name=seen_alone][value=yes]")
    page.fill("[name=observed]", "Mum is lazy.")
    page.click("text=Check wording")
    assert page.inner_text(".pl-mark mark") == "is lazy"
    page.fill("[name=observed]", "Mum was asleep at eleven.")
    page.click("text=Make it final")
    assert "The note is final" in page.inner_text("main")


@pytest.mark.parametrize("which", ["write", "note", "list", "choose", "add"])
def test_the_pages_of_notes_are_accessible_and_fit(page, sign_in, small, child, which):
    sign_in(page, small.worker)
    page.goto(f"/cases/{child.pk}/notes/new/visit/")
    page.check("[name=seen][value=yes]")
    page.check("[name=seen_alone][value=yes]")
    for name, text in PROSE.items():
        page.fill(f"[name={name}]", text)
    page.fill("[name=actions_0_what]", "Ring the school")
    page.fill("[name=analysis]", "Mum is manipulative. I met Kevin Jones.")
    if which == "write":
        page.click("text=Check wording")
    else:
        page.click("text=Make it final")
        page.wait_for_selector(".pl-answers")
        note = Note.objects.get().pk
        paths = {"note": f"{note}/", "list": "", "choose": "new/", "add": f"{note}/add/"}
        page.goto(f"/cases/{child.pk}/notes/{paths[which]}")
    for width in (1280, 390):
        page.set_viewport_size({"width": width, "height": 900})
        assert_fits(page)
        assert_accessible(page)
    take_pictures(page, f"notes-{which}")
