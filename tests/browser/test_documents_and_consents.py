"""Documents, consent, the chronology and its paper in a real browser: accessible, and usable without script."""

from datetime import timedelta

import pytest
from service import NOW, TODAY

from plimsoll import today as clock
from plimsoll.cases import marking
from plimsoll.cases.models import CaseEvent
from plimsoll.consents import actions as consents
from plimsoll.consents.actions import Basis, Consent, Sharing
from plimsoll.documents import actions as documents
from plimsoll.documents.actions import About, File
from plimsoll.documents.reading import Found
from tests.browser.looking import WIDTHS, assert_accessible, assert_fits, take_pictures
from tests.browser.working import working_service
from tests.documents import good


@pytest.fixture
def working(live):
    with clock.stopped_at(NOW):
        yield working_service()


@pytest.fixture
def filled(working):
    """A case with two documents, a consent withdrawn after something was shared, a basis, and a mark."""
    case, who = working.protected, working.worker.pk
    made = {}
    for name, data, form, flags, text in (
        ("letter", good.pdf(), "pdf", ("attachments",), "Report for the review.\n\nAttendance is 84 per cent."),
        ("photo", good.png(200, 120), "png", (), ""),
    ):
        about = About(f"The {name}", name, TODAY, "Harbour Academy")
        found = Found(form, 1 if form == "pdf" else None, flags, text, "read" if text else "none")
        made[name] = documents.add_document(case.pk, about, File(data, found), now=NOW, actor_id=who).pk
    later, evidence = TODAY + timedelta(days=60), str(made["letter"])
    consent = Consent("school", "Harbour Academy", "Siân Llŷr", "parental_responsibility", "signed", review_on=later,
                      words="Attendance only", document=evidence)  # fmt: skip
    consents.record_consent(case.pk, consent, is_given=True, on=TODAY, now=NOW, actor_id=who)
    sharing = Sharing("school", "Harbour Academy", "How last night was", "The class teacher", "telephone")
    consents.record_sharing(case.pk, sharing, on=TODAY, now=NOW, actor_id=who)
    consents.withdraw_consent(case.pk, "school", "Harbour Academy", given_by="Siân Llŷr", words="", on=TODAY, now=NOW,
                              actor_id=who)  # fmt: skip
    basis = Basis("safeguarding", "Police", "public_task", "Section 47 enquiries", "safeguarding")
    consents.record_basis(case.pk, basis, on=TODAY, now=NOW, actor_id=who)
    entry = CaseEvent.objects.filter(case=case, name="core_group_held").get()
    marking.mark_entry(case.pk, entry.pk, why="It changed the plan", is_significant=True, now=NOW, actor_id=who)
    last = CaseEvent.objects.get(case=case, name="consent_withdrawn")
    return {"case": case.pk, **made, "entry": entry.pk, "withdrawn": last.pk}


ADDRESSES = (
    "/cases/{case}/documents/",
    "/cases/{case}/documents/add/",
    "/documents/{letter}/",
    "/documents/{photo}/",
    "/documents/{letter}/change/",
    "/documents/{letter}/version/",
    "/documents/{letter}/remove/",
    "/cases/{case}/consent/",
    "/cases/{case}/consent/ask/",
    "/cases/{case}/consent/basis/",
    "/cases/{case}/consent/share/",
    "/cases/{case}/chronology/?significant=on",
    "/cases/{case}/events/{entry}/mark/",
    "/cases/{case}/chronology/print/",
)


def test_every_page_is_accessible_and_fits_at_both_widths(working, filled, page, sign_in):
    sign_in(page, working.worker)
    for address in ADDRESSES:
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            assert page.goto(address.format(**filled)).status == 200, address
            assert_accessible(page)
            assert_fits(page)
    page.goto("/cases/{case}/consent/".format(**filled))
    take_pictures(page, "consent-and-sharing")


def test_a_letter_is_added_without_script_and_is_on_the_record(working, plain_page, sign_in):
    sign_in(plain_page, working.worker)
    plain_page.goto(f"/cases/{working.calm.pk}/documents/")
    plain_page.get_by_role("button", name="Add a document").click()
    plain_page.get_by_label("The file").set_input_files(
        {"name": "letter.txt", "mimeType": "text/plain", "buffer": b"Dear Sam, Uma starts on Monday."}
    )
    plain_page.get_by_label("What is it").fill("Letter from the nursery")
    plain_page.get_by_label("Which kind").select_option("letter")
    plain_page.get_by_role("button", name="Add it").click()
    assert plain_page.get_by_role("heading", name="Letter from the nursery").is_visible()
    assert plain_page.get_by_text("Uma starts on Monday").is_visible()


def test_a_picture_is_drawn_and_a_refusal_names_the_remedy(working, filled, page, sign_in):
    sign_in(page, working.worker)
    page.goto("/documents/{photo}/".format(**filled))
    assert page.evaluate("document.querySelector('main img').naturalWidth") == 200
    page.goto("/documents/{letter}/version/".format(**filled))
    page.get_by_label("The new file").set_input_files(
        {"name": "report.pdf", "mimeType": "application/pdf", "buffer": b"MZ\x90\x00" + b"\x00" * 99}
    )
    page.get_by_role("button", name="Add it").click()
    assert page.get_by_role("link", name="This is a programme or a script").is_visible()
    assert_accessible(page)


def test_consent_that_is_gone_stops_a_sharing_and_a_reason_lets_it_go_on(working, filled, plain_page, sign_in):
    page = plain_page
    sign_in(page, working.worker)
    page.goto("/cases/{case}/consent/share/".format(**filled))
    page.get_by_label("What is it for").select_option("school")
    page.get_by_label("With which agency or person").fill("Harbour Academy")
    page.get_by_label("What was shared", exact=True).fill("That she was seen today")
    page.get_by_label("How", exact=True).select_option("telephone")
    page.get_by_role("button", name="Record it").click()
    assert page.get_by_role("link", name="Consent was withdrawn").is_visible()
    page.get_by_label("If there is no consent: the lawful basis").select_option("public_task")
    page.get_by_label("If there is no consent: why it was needed").fill("She may be at risk today")
    page.get_by_role("button", name="Record it").click()
    assert page.get_by_text("She may be at risk today").is_visible()
    page.get_by_role("button", name="They have been told").click()
    assert page.get_by_role("button", name="They have been told").count() == 0


def test_the_chronology_is_downloaded_as_a_pdf(working, filled, plain_page, sign_in):
    sign_in(plain_page, working.worker)
    plain_page.goto("/cases/{case}/chronology/?significant=on".format(**filled))
    plain_page.get_by_role("button", name="Print it").click()
    assert plain_page.get_by_label("Only what is significant").is_checked()
    with plain_page.expect_download() as download:
        plain_page.get_by_role("button", name="Make the PDF").click()
    assert download.value.suggested_filename.endswith("-chronology-2026-03-02.pdf")
