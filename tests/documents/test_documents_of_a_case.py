"""A document from its upload to its erasure, as a worker and a supervisor go through it."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from service import NOW, TODAY

from plimsoll.cases import actions as cases
from plimsoll.cases.actions import NewEvent
from plimsoll.cases.models import CaseEvent
from plimsoll.documents import actions, forms, refusals
from plimsoll.documents.actions import About, File
from plimsoll.documents.models import Document, DocumentContent, DocumentVersion
from plimsoll.documents.reading import Found, look
from plimsoll.documents.reading.recognise import recognise
from plimsoll.trust.models import AuditEntry
from tests.documents import good
from tests.documents.hostile import FILES

LONG = "Llythyr oddi wrth yr ysgol am O’Brien 😀 " * 7


@pytest.fixture
def case(small):
    return small.case()


@pytest.fixture
def as_worker(client, small):
    client.force_login(small.worker, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def signed_in(client, user):
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def kept(small, case, data=None, title="School report"):
    """A document put there by the action, its file read in a process of its own only where it matters."""
    data = data or good.pdf()
    found = Found("pdf", 1, (), "Attendance has improved", "read")
    about = About(title, "report", TODAY, "Harbour Academy")
    return actions.add_document(case.pk, about, File(data, found), now=NOW, actor_id=small.worker.pk)


def sent(client, case, data, name="report.pdf", **fields):
    upload = SimpleUploadedFile(name, data, content_type="application/pdf")
    form = {"title": "School report", "kind": "report", "file": upload, **fields}
    return client.post(reverse("documents:add", args=[case.pk]), form)


def test_a_report_is_added_read_and_on_the_record(as_worker, case):
    response = sent(as_worker, case, good.pdf("Report for the review"), received_from="Harbour Academy")
    document = Document.objects.get()
    assert response.url == reverse("documents:document", args=[document.pk])
    page = as_worker.get(response.url).content.decode()
    assert "Report for the review" in page
    assert "PDF" in page
    event = CaseEvent.objects.get(case=case, name="document_added")
    assert event.details == {"kind": "report"}, "no title in an event: an erasure could not take it back"
    chronology = as_worker.get(reverse("cases:chronology", args=[case.pk])).content.decode()
    assert response.url in chronology


def test_what_was_typed_stays_where_the_file_is_refused(as_worker, case):
    response = sent(as_worker, case, b"MZ\x90\x00" + b"\x00" * 50, title=LONG[:300], received_from="Mrs ŵ O’Brien")
    page = response.content.decode()
    assert response.status_code == 422
    assert str(refusals.WORDS["programme"]) in page
    assert "Mrs ŵ O’Brien" in page
    assert not Document.objects.exists()
    assert not DocumentContent.objects.exists()


def test_a_missing_title_says_that_the_file_must_be_chosen_again(as_worker, case):
    page = sent(as_worker, case, b"Dear Sam", name="letter.txt", title="").content.decode()
    assert "Choose the file again" in page


def test_every_hostile_upload_meets_one_clear_error_or_a_warning_and_leaves_nothing(monkeypatch, as_worker, case):
    """The reading runs in this process here, for time's sake; test_reading_files starts the real one."""
    monkeypatch.setattr(forms, "look", looked)
    for name, (data, code) in FILES.items():
        before = DocumentVersion.objects.count()
        response = sent(as_worker, case, data, name="../../<b>report</b>.pdf\u202egnp")
        if code is None:
            assert response.status_code == 302, name
            assert as_worker.get(response.url).status_code == 200, name
            taken = as_worker.get(f"{response.url}versions/1/file/")
            assert taken["Content-Disposition"].startswith('attachment; filename="C00'), name
            assert "html" not in taken["Content-Type"], name
        else:
            page = response.content.decode().replace("&#x27;", "'")
            assert response.status_code == 422, name
            assert str(refusals.WORDS[code]).partition("%")[0] in page, name
            assert DocumentVersion.objects.count() == before, name
    taken = sum(code is None for _data, code in FILES.values())
    assert CaseEvent.objects.filter(name="document_added").count() == taken


def looked(data):
    if not data:
        return look(data)
    known = recognise(data)
    return Found(known.form, known.pages, tuple(known.flags), "", "none")


def test_a_download_is_an_attachment_that_no_browser_runs_and_is_on_the_audit_log(small, as_worker, case):
    document = kept(small, case)
    response = as_worker.get(reverse("documents:file", args=[document.pk, 1]))
    assert response.content == good.pdf()
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"] == f'attachment; filename="{case.reference}-report-2026-03-02-1.pdf"'
    assert "sandbox" in response["Content-Security-Policy"]
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Cache-Control"] == "no-store"
    entry = AuditEntry.objects.get(action="document_downloaded")
    assert (entry.actor_id, entry.case_id) == (small.worker.pk, case.pk)
    assert entry.detail == {"document": str(document.pk), "number": 1}


def test_a_text_with_markup_in_it_is_shown_as_text_and_sent_as_text(as_worker, case):
    sent(as_worker, case, b"a < b & <b>bold</b>", name="x.html")
    document = Document.objects.get()
    page = as_worker.get(reverse("documents:document", args=[document.pk])).content.decode()
    assert "&lt;b&gt;bold&lt;/b&gt;" in page
    taken = as_worker.get(reverse("documents:file", args=[document.pk, 1]))
    assert taken["Content-Type"] == "text/plain; charset=utf-8"


def test_only_a_picture_is_drawn_by_a_page(small, as_worker, case):
    sent(as_worker, case, good.png(), name="drawing.png")
    picture = Document.objects.get()
    shown = as_worker.get(reverse("documents:picture", args=[picture.pk, 1]))
    assert (shown.status_code, shown["Content-Type"]) == (200, "image/png")
    assert "sandbox" in shown["Content-Security-Policy"]
    other = kept(small, case)
    assert as_worker.get(reverse("documents:picture", args=[other.pk, 1])).status_code == 404


def test_a_new_version_keeps_the_older(small, as_worker, case):
    document = kept(small, case)
    url = reverse("documents:renew", args=[document.pk])
    upload = SimpleUploadedFile("new.txt", b"Attendance is 97%")
    form = {"file": upload, "note": "Spring term", "version": document.version}
    assert as_worker.post(url, form).status_code == 302
    assert list(DocumentVersion.objects.order_by("number").values_list("number", "form")) == [(1, "pdf"), (2, "txt")]
    page = as_worker.get(reverse("documents:document", args=[document.pk])).content.decode()
    assert "Attendance is 97%" in page
    assert reverse("documents:file", args=[document.pk, 1]) in page
    assert as_worker.get(reverse("documents:file", args=[document.pk, 1])).content == good.pdf()


def test_the_same_file_again_is_no_new_version(small, as_worker, case):
    document = kept(small, case, data=b"hello")
    form = {"file": SimpleUploadedFile("a.txt", b"hello"), "version": document.version}
    response = as_worker.post(reverse("documents:renew", args=[document.pk]), form)
    assert response.status_code == 422
    assert DocumentVersion.objects.count() == 1


def test_two_who_change_a_document_at_once_see_each_other(small, as_worker, case):
    document = kept(small, case)
    actions.change_document(
        document.pk, About("Autumn report", "report"), version=document.version, now=NOW, actor_id=small.supervisor.pk
    )
    form = {"title": "My title", "kind": "report", "version": document.version}
    response = as_worker.post(reverse("documents:change", args=[document.pk]), form)
    page = response.content.decode()
    assert response.status_code == 422
    assert "Autumn report" in page
    assert "My title" in page
    version = Document.objects.get().version
    assert f'value="{version}"' in page
    assert as_worker.post(reverse("documents:change", args=[document.pk]), {**form, "version": version}).url
    assert Document.objects.get().title == "My title"


def removed(small, document, ground="wrong_case"):
    return actions.remove_document(
        document.pk, ground=ground, why="About another child", version=document.version, now=NOW,
        actor_id=small.worker.pk,
    )  # fmt: skip


def test_removing_needs_a_reason_and_leaves_a_mark_without_the_title(small, as_worker, case):
    document = kept(small, case, title="Letter about Jayden Smith")
    url = reverse("documents:remove", args=[document.pk])
    assert as_worker.post(url, {"version": document.version}).status_code == 422
    form = {"ground": "wrong_case", "why": "About another child", "version": document.version}
    assert as_worker.post(url, form).status_code == 302
    page = as_worker.get(reverse("documents:case", args=[case.pk])).content.decode()
    assert "About another child" in page
    assert "Jayden" not in page
    for name in ("document", "change", "renew", "remove"):
        assert as_worker.get(reverse(f"documents:{name}", args=[document.pk])).status_code == 404
    assert as_worker.get(reverse("documents:file", args=[document.pk, 1])).status_code == 404
    assert CaseEvent.objects.filter(case=case, name="document_removed", details__ground="wrong_case").exists()


def test_a_supervisor_puts_a_removed_document_back(small, client, case):
    document = removed(small, kept(small, case))
    signed_in(client, small.worker)
    assert client.post(reverse("documents:restore", args=[document.pk])).status_code == 404
    signed_in(client, small.supervisor)
    assert "Put it back" in client.get(reverse("documents:document", args=[document.pk])).content.decode()
    client.post(reverse("documents:restore", args=[document.pk]))
    signed_in(client, small.worker)
    assert client.get(reverse("documents:file", args=[document.pk, 1])).content == good.pdf()


def test_erasing_takes_bytes_words_and_title_and_leaves_the_mark(small, client, case):
    document = removed(small, kept(small, case, title="Letter about Jayden Smith"))
    signed_in(client, small.worker)
    assert client.post(reverse("documents:erase", args=[document.pk])).status_code == 404
    signed_in(client, small.supervisor)
    assert client.get(reverse("documents:file", args=[document.pk, 1])).status_code == 404
    assert client.post(reverse("documents:erase", args=[document.pk])).status_code == 302
    assert not DocumentContent.objects.exists()
    version = DocumentVersion.objects.get()
    assert (version.text, version.content_id) == ("", None)
    assert len(version.sha256) == 64
    assert "Jayden" not in json.dumps(list(Document.objects.values()), default=str)
    assert "Jayden" not in json.dumps(list(CaseEvent.objects.values("details", "note")), default=str)
    page = client.get(reverse("documents:case", args=[case.pk])).content.decode()
    assert "Erased: It is about somebody else (Sam Pritchard)" in page


def test_erasing_one_of_two_with_the_same_file_leaves_the_other_whole(small, client, case):
    first, second = kept(small, case), kept(small, case, title="The same again")
    removed(small, first, ground="twice")
    signed_in(client, small.supervisor)
    client.post(reverse("documents:erase", args=[first.pk]))
    assert client.get(reverse("documents:file", args=[second.pk, 1])).content == good.pdf()


@pytest.mark.parametrize("name", ["document", "change", "renew", "remove", "file", "picture"])
def test_another_team_finds_nothing(small, client, case, name):
    document = kept(small, case)
    signed_in(client, small.outsider)
    args = [document.pk, 1] if name in {"file", "picture"} else [document.pk]
    missing = [small.outsider.pk, 1] if name in {"file", "picture"} else [small.outsider.pk]
    answer = client.get(reverse(f"documents:{name}", args=args))
    assert answer.status_code == 404
    absent = client.get(reverse(f"documents:{name}", args=missing))
    assert absent.status_code == 404
    assert answer.content.partition(b"<main")[2] == absent.content.partition(b"<main")[2] != b""
    assert client.get(reverse("documents:case", args=[case.pk])).status_code == 404
    assert sent(client, case, b"hello").status_code == 404
    assert not AuditEntry.objects.filter(action="document_downloaded").exists()


def test_an_auditor_reads_and_does_not_write(small, client, case):
    document = kept(small, case)
    signed_in(client, small.auditor)
    assert client.get(reverse("documents:document", args=[document.pk])).status_code == 200
    assert client.get(reverse("documents:add", args=[case.pk])).status_code == 404
    assert client.get(reverse("documents:remove", args=[document.pk])).status_code == 404


def test_nothing_is_added_to_a_closed_case_and_everything_can_be_read(small, as_worker, case):
    document = kept(small, case)
    signed_in(as_worker, small.supervisor)
    cases.record_events(case.pk, [NewEvent("case_closed", TODAY)], now=NOW, actor_id=small.supervisor.pk)
    case.refresh_from_db()
    type(case).objects.filter(pk=case.pk).update(status="closed")
    assert as_worker.get(reverse("documents:add", args=[case.pk])).status_code == 404
    assert as_worker.get(reverse("documents:file", args=[document.pk, 1])).status_code == 200


def test_a_document_is_found_by_the_words_in_it_and_not_by_another_team(small, client, case):
    document = kept(small, case, title="Adroddiad yr ysgol")
    for who, terms, finds in (
        (small.worker, "attendance improved", True), (small.worker, "adroddiad", True),
        (small.outsider, "attendance improved", False),
    ):  # fmt: skip
        signed_in(client, who)
        page = client.post(reverse("families:search"), {"terms": terms}).content.decode()
        assert (reverse("documents:document", args=[document.pk]) in page) is finds
    removed(small, document)
    signed_in(client, small.worker)
    page = client.post(reverse("families:search"), {"terms": "attendance improved"}).content.decode()
    assert reverse("documents:document", args=[document.pk]) not in page


def test_pages_ask_the_database_a_fixed_number_of_times(small, as_worker, case, django_assert_max_num_queries):
    for number in range(12):
        kept(small, case, data=f"text {number}".encode(), title=f"Report {number}")
    document = Document.objects.first()
    as_worker.get(reverse("documents:case", args=[case.pk]))
    # Session, user and memberships; the case's own; the documents; the audit entry and its transaction.
    with django_assert_max_num_queries(15):
        as_worker.get(reverse("documents:case", args=[case.pk]))
    with django_assert_max_num_queries(17):
        as_worker.get(reverse("documents:document", args=[document.pk]))
