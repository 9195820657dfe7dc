"""Papers as they come out: read back, page by page, with who printed them and for whom."""

import io
from datetime import date, datetime
from time import perf_counter

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st
from pypdf import PdfReader
from service import NOW, TODAY, event

from plimsoll.cases import marking
from plimsoll.cases.actions import NewEvent, record_events
from plimsoll.cases.models import CaseEvent
from plimsoll.consents import actions as consents
from plimsoll.consents.actions import Consent
from plimsoll.pdf import Paper, render
from plimsoll.plans import actions as plans
from plimsoll.trust.models import AuditEntry


@pytest.fixture
def case(small):
    return small.case(
        events=[
            event("referral_received", "2026-01-05", source="school"),
            event("cin_plan_started", "2026-01-12"),
            NewEvent("visit_made", date(2026, 2, 20), {"kind": "cin", "child_seen": True},
                     note="Siân drew me her house. 😀 “I like my room.”"),
        ]
    )  # fmt: skip


@pytest.fixture
def as_worker(client, small):
    return signed_in(client, small.worker)


def signed_in(client, user):
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def mark(small, case, name="visit_made", why="The first time she spoke of it", *, is_significant=True):
    entry = CaseEvent.objects.get(case=case, name=name)
    marking.mark_entry(
        case.pk, entry.pk, why=why, is_significant=is_significant, now=NOW, actor_id=small.worker.pk
    )
    return entry


def printed(client, case, **fields):
    return client.post(reverse("printing:chronology", args=[case.pk]), {"order": "oldest", **fields})


def read(response):
    assert response.status_code == 200, response.content.decode()[-3000:]
    return PdfReader(io.BytesIO(response.content))


def text_of(pdf):
    return " ".join(" ".join(page.extract_text() for page in pdf.pages).split())


def test_a_chronology_is_an_accessible_pdf_with_its_title_language_and_pages(as_worker, case):
    response = printed(as_worker, case)
    pdf = read(response)
    root = pdf.trailer["/Root"]
    assert root["/Lang"] == "en-GB"
    assert root["/MarkInfo"]["/Marked"].value is True
    assert "/StructTreeRoot" in root
    assert root["/ViewerPreferences"]["/DisplayDocTitle"].value is True
    assert b"pdfuaid:part" in root["/Metadata"].get_data()
    assert pdf.metadata.title == f"Chronology, {case.reference}"
    words = text_of(pdf)
    assert "Page 1 of 1" in words
    assert "Printed by Sam Pritchard, 2 March 2026 at 9am" in words
    assert words.index("Referral received") < words.index("Visit made")
    assert "Siân drew me her house. [grinning face] “I like my room.”" in words
    assert response["Content-Disposition"] == f'attachment; filename="{case.reference}-chronology-2026-03-02.pdf"'


def test_only_what_is_significant_is_printed_with_who_says_so_and_why(small, as_worker, case):
    mark(small, case)
    words = text_of(read(printed(as_worker, case, significant="on")))
    assert "Significant: The first time she spoke of it (Sam Pritchard, 2 March 2026)" in words
    assert "Referral received" not in words
    assert "Only: what is marked as significant" in words


def test_days_kinds_and_order_narrow_the_paper_and_are_told_on_it(as_worker, case):
    form = {"order": "newest", "from_on_day": 6, "from_on_month": 1, "from_on_year": 2026,
            "kinds_wanted": ["contact", "plans"]}  # fmt: skip
    words = text_of(read(as_worker.post(reverse("printing:chronology", args=[case.pk]), form)))
    assert "From: 6 January 2026" in words
    assert "Referral received" not in words
    assert words.index("Visit made") < words.index("12 January 2026")


def test_printing_is_on_the_audit_log(small, as_worker, case):
    printed(as_worker, case)
    entry = AuditEntry.objects.get(action="chronology_printed")
    assert (entry.actor_id, entry.case_id) == (small.worker.pk, case.pk)
    assert entry.detail == {"entries": 3, "notes": False, "significant": False, "for_others": False}


FOR_SCHOOL = {"leaves": "on", "purpose": "school", "agency": "Harbour Academy"}


def test_what_goes_to_others_asks_for_consent_or_a_lawful_basis_first(small, as_worker, case):
    refused = printed(as_worker, case, **FOR_SCHOOL)
    assert refused.status_code == 422
    assert "No consent is recorded for this" in refused.content.decode()
    assert not AuditEntry.objects.filter(action="chronology_printed").exists()
    consent = Consent("school", "Harbour Academy", "Siân Llŷr", "parental_responsibility", "signed")
    consents.record_consent(case.pk, consent, is_given=True, on=TODAY, now=NOW, actor_id=small.worker.pk)
    assert "For: Harbour Academy" in text_of(read(printed(as_worker, case, **FOR_SCHOOL)))
    shared = CaseEvent.objects.get(case=case, name="information_shared")
    assert shared.details["basis"] == "consent"
    assert shared.details["what"].startswith("Chronology, 4 entries")


def test_a_print_for_others_without_their_name_is_refused(as_worker, case):
    page = printed(as_worker, case, leaves="on").content.decode()
    assert "Choose what it is for" in page
    assert "Enter to which agency or person it goes" in page


def test_a_plan_is_printed_for_the_family(small, as_worker, case):
    made = plans.start_plan(case, "child_in_need", now=NOW, actor_id=small.worker.pk)
    plans.write_plan(
        made.pk, sections={"needs": "Cwsg ac ysgol"}, views=[{"who": "Mum", "view": "A bigger home"}], version=1,
        now=NOW, actor_id=small.worker.pk,
    )  # fmt: skip
    pdf = read(as_worker.get(reverse("printing:plan", args=[made.pk])))
    words = text_of(pdf)
    assert "Cwsg ac ysgol" in words
    assert "A bigger home" in words
    assert "This is a draft" in words
    assert AuditEntry.objects.filter(action="plan_printed", case_id=case.pk).exists()


def test_another_team_prints_nothing(small, client, case):
    signed_in(client, small.outsider)
    assert printed(client, case).status_code == 404
    made = plans.start_plan(case, "child_in_need", now=NOW, actor_id=small.worker.pk)
    assert client.get(reverse("printing:plan", args=[made.pk])).status_code == 404
    assert not AuditEntry.objects.filter(action__endswith="_printed").exists()


def test_an_auditor_prints_for_themselves_and_shares_with_nobody(small, client, case):
    signed_in(client, small.auditor)
    read(printed(client, case, **FOR_SCHOOL))
    assert not CaseEvent.objects.filter(name="information_shared").exists()


# --- the chronology's page -----------------------------------------------------------------------------------------


def chronology(client, case, asked=""):
    return client.get(reverse("cases:chronology", args=[case.pk]) + asked).content.decode()


def test_an_entry_is_marked_with_a_reason_and_the_mark_is_taken_off_again(small, as_worker, case):
    entry = CaseEvent.objects.get(case=case, name="visit_made")
    url = reverse("cases:mark", args=[case.pk, entry.pk])
    assert as_worker.post(url, {"why": " "}).status_code == 422
    assert as_worker.post(url, {"why": "First disclosure"}).status_code == 302
    page = chronology(as_worker, case)
    assert "First disclosure" in page
    assert "Sam Pritchard, <time" in page
    assert "Entry marked" not in page, "a mark stands with what it marks"
    as_worker.post(url, {"why": "It was known before"})
    assert "First disclosure" not in chronology(as_worker, case)
    assert CaseEvent.objects.filter(case=case, name__in=("entry_marked", "entry_unmarked")).count() == 2


def test_the_page_is_narrowed_to_days_and_to_what_is_significant(small, as_worker, case):
    mark(small, case)
    assert "Referral received" not in chronology(as_worker, case, "?significant=on").partition("pl-entries")[2]
    asked = "?until_on_day=10&until_on_month=1&until_on_year=2026"
    page = chronology(as_worker, case, asked).partition("pl-entries")[2]
    assert "Referral received" in page
    assert "Visit made" not in page
    assert "must be a real date" in chronology(as_worker, case, "?from_on_day=31&from_on_month=2&from_on_year=2026")


def test_an_entry_of_another_case_is_not_marked(small, as_worker, case):
    other = small.case("Uma Rees", events=[event("referral_received", "2026-01-05")])
    entry = CaseEvent.objects.get(case=other)
    assert as_worker.post(reverse("cases:mark", args=[case.pk, entry.pk]), {"why": "x"}).status_code == 404


def test_a_mark_moves_no_duty(small, case):
    before = record_events(case.pk, [], now=NOW, actor_id=small.worker.pk).after.duties
    mark(small, case)
    assert record_events(case.pk, [], now=NOW, actor_id=small.worker.pk).after.duties == before


# --- any words at all ----------------------------------------------------------------------------------------------


@given(st.text(max_size=80))
@examples(max_examples=60)
def test_any_words_can_be_printed(words):
    paper = Paper("Title", foot="Foot", unprintable_words="Named in brackets")
    paper.heading(words)
    paper.text(words)
    paper.pairs([(words, words)])
    paper.quote(words)
    pdf = PdfReader(io.BytesIO(render(paper, datetime(2026, 3, 2, 9, 0))))  # noqa: DTZ001 - a paper's date is London's
    assert pdf.trailer["/Root"]["/MarkInfo"]["/Marked"].value is True


def test_a_record_of_a_thousand_entries_is_printed_in_seconds():
    paper = Paper("Title", foot="Foot", page_words="Page {page} of {pages}")
    for number in range(1000):
        paper.heading(f"Entry {number}")
        paper.text("She was at her aunt’s, and said that she was well. " * 6)
    began = perf_counter()
    pdf = PdfReader(io.BytesIO(render(paper, datetime(2026, 3, 2, 9, 0))))  # noqa: DTZ001 - as above
    assert len(pdf.pages) > 50
    assert perf_counter() - began < 20
