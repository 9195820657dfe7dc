"""A file brought in in a real browser, by keyboard and without script: each page accessible and in one column."""

import pytest
from service import NOW, TODAY, small_service

from plimsoll import today as clock
from plimsoll.cases import actions as cases
from plimsoll.cases.actions import NewCase
from plimsoll.cases.models import Case
from plimsoll.people import actions as people
from tests.browser.looking import WIDTHS, assert_accessible, assert_fits, take_pictures

HEADINGS = "Child;D.O.B;Allocated SW;Status;Ref date;Last stat visit;RAG;Next RCPC;Notes"
ROWS = (
    "Wren Holt-Featherstonehaugh;02/09/2015;PRITCHARD, Sam;CP;21/01/2026;18/02/2026;Amber/Green;30/03/2026;Has key",
    "Kofi Bevan;03/11/2014;helen marsh ;CIN;03/11/2025;25/02/2026;;;=HYPERLINK(1)",
    "Sian Kowalsky;13/05/2013;Nobody Known;CIN;16/02/2026;20/02/2026;R;;",
    *(f"Child{n} Reid;14/01/2012;Sam Pritchard;CIN;30/02/2026;20/02/2026;;;" for n in range(12)),
)
FILE = {"name": "team 3.csv", "mimeType": "text/csv", "buffer": "\n".join((HEADINGS, *ROWS)).encode()}


@pytest.fixture
def small(live):
    with clock.stopped_at(NOW):
        made = small_service()
        fields = {"given_name": "Siân", "family_name": "Kowalski", "born_on": TODAY.replace(2013, 5, 13)}
        person = people.create_person(fields, now=NOW)
        cases.open_case(
            NewCase(made.service, made.team, "Siân Kowalski", TODAY, subjects=[person]), now=NOW, actor_id=None
        )
        yield made


def look(page, name):
    take_pictures(page, name)
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        assert_accessible(page)
        assert_fits(page)


def upload(page, live, file):
    page.goto(f"{live.url}/import/")
    page.get_by_label("The file").set_input_files(file)
    page.get_by_role("button", name="Look at what it would do").press("Enter")
    page.wait_for_load_state()


def test_every_page_of_an_import_is_accessible_and_fits(small, live, new_page, sign_in):
    page = new_page()
    sign_in(page, small.manager)
    page.goto(f"{live.url}/import/", timeout=60_000)  # the first page of all waits for the program to be read
    look(page, "import-start")
    page.get_by_label("Team 3", exact=True).check()
    page.get_by_label("The file").set_input_files(FILE)
    page.get_by_role("button", name="Look at what it would do").click()
    page.wait_for_url("**/import/file/**")
    look(page, "import-dry-run")
    page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true; })")
    assert_accessible(page)
    page.get_by_label("Somebody else").check()
    page.get_by_role("button", name="Look again").click()
    page.get_by_role("button", name="Bring in the good rows").click()
    page.get_by_text("The file is in").wait_for()
    look(page, "import-result")
    wren = Case.objects.get(title="Wren Holt-Featherstonehaugh")
    page.goto(f"{live.url}/cases/{wren.pk}/")
    look(page, "case-from-tracker")


def test_a_file_that_stays_out_says_why_and_what_to_do(small, live, new_page, sign_in):
    page = new_page()
    sign_in(page, small.supervisor)
    page.goto(f"{live.url}/import/")
    page.get_by_label("The file").set_input_files({"name": "a.csv", "mimeType": "text/csv", "buffer": b"\x00\x01" * 99})
    page.get_by_role("button", name="Look at what it would do").click()
    page.get_by_text("stays out").or_(page.get_by_text("There is a problem")).first.wait_for()
    look(page, "import-stays-out")


def test_a_file_is_brought_in_without_script(small, live, new_page, sign_in):
    page = new_page(has_scripts=False)
    sign_in(page, small.supervisor)
    upload(page, live, FILE)
    page.get_by_role("button", name="Bring in the good rows").press("Enter")
    page.get_by_text("The file is in").wait_for()
    assert Case.objects.filter(title="Kofi Bevan").exists()
