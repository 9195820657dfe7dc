"""Whatever is sent, each door answers with one clear line or a lawful reading, soon, and in little memory.

A sample each time; all with `PLIMSOLL_HOSTILE=all pytest tests/hostile/test_generated_files.py`.
"""

from __future__ import annotations

import os
import random
import resource
import time

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from plimsoll.cases.models import Case
from plimsoll.documents import forms, refusals
from plimsoll.documents.models import Document, DocumentContent
from plimsoll.documents.reading import FileRefused, Found
from plimsoll.documents.reading.found import FORMS, MOST_BYTES
from plimsoll.documents.reading.recognise import recognise
from plimsoll.imports.models import ImportRun
from plimsoll.imports.reading.limits import ImportRefused
from tests.hostile.generated import files
from tests.imports.making import said

IS_WHOLE = os.environ.get("PLIMSOLL_HOSTILE") == "all"
SAMPLE, BY_BROWSER = 160, 30
SECONDS, MEGABYTES = 10, 256


def most_memory() -> float:
    """The most that this process ever held, in megabytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


BEFORE = most_memory()


def chosen(how_many: int, seed: str) -> list[str]:
    return random.Random(seed).sample(sorted(files()), how_many)


def imported(content: bytes) -> str:
    """What the importers say: an error's code, or nothing where the file is read to its end."""
    try:
        got = said(content, "given.file")
    except ImportRefused as error:
        line = str(error)
        assert line.startswith(("given.file", "episodes.csv")), line  # or the file inside it
        assert "\n" not in line
        assert len(line) < 500, line
        assert "%(" not in line
        return error.code
    assert all(one.reason.text and one.remedy.text for one in got.refusals)
    assert all(one.words.text for one in (*got.questions, *got.remarks))
    for case in got.cases:
        assert "\\x00" not in repr(case)
        assert "\\ud800" not in repr(case)
    return ""


def uploaded(content: bytes) -> str:
    if not content or len(content) > MOST_BYTES:
        return "size"  # said before anything is looked at
    try:
        assert recognise(content).form in FORMS
    except FileRefused as error:
        words = refusals.words(error)
        assert words.endswith(".")
        assert "\n" not in words
        return error.code
    return ""


def test_there_are_more_than_five_hundred_files():
    assert len(files()) >= 500


@pytest.mark.parametrize("name", sorted(files()) if IS_WHOLE else chosen(SAMPLE, "in the suite"))
@pytest.mark.parametrize("door", [imported, uploaded])
def test_a_hostile_file_meets_one_clear_error_or_is_read_lawfully(name, door):
    content = files()[name]()
    began = time.monotonic()
    door(content)
    assert time.monotonic() - began < SECONDS
    assert most_memory() - BEFORE < MEGABYTES


def test_most_of_what_the_files_bring_is_refused_and_not_everything():
    """So that neither an importer that takes all nor one that refuses all could pass."""
    answers = [imported(files()[name]()) for name in chosen(60, "counted")]
    assert 10 < sum(bool(answer) for answer in answers) < 60
    assert len(set(answers)) > 5


@pytest.mark.django_db
def test_hostile_files_through_the_importers_page_write_nothing_and_break_nothing(small, client):
    client.force_login(small.supervisor)
    client.raise_request_exception = False
    wrong = []
    for name in chosen(BY_BROWSER, "importers page"):
        file = SimpleUploadedFile("x.csv", files()[name]())
        response = client.post("/import/", {"upload": [file], "team": str(small.team.pk), "as_at": "2026-03-02"})
        page = response.content.decode()
        looked = 0
        if response.status_code == 302:  # kept for a while, to be looked at; read there, with its one error or its rows
            shown = client.get(response["Location"])
            looked, page = shown.status_code, shown.content.decode()
        if (response.status_code, looked) not in {(422, 0), (302, 200), (302, 422)}:
            wrong.append((name, response.status_code, looked))
        if response.status_code == 422 and "error-summary" not in page:
            wrong.append((name, "no clear error"))
        if looked == 422 and (not shown.context["reason"] or "\n" in str(shown.context["reason"])):
            wrong.append((name, "no clear error"))
    assert not wrong
    assert (Case.objects.count(), ImportRun.objects.filter(state="done").count()) == (0, 0)


@pytest.mark.django_db
def test_hostile_files_sent_as_documents_leave_no_row_where_they_are_refused(small, client, monkeypatch):
    def look(data):
        if not data:
            raise FileRefused("empty")
        known = recognise(data)  # in this process: the process apart has tests of its own
        return Found(known.form, known.pages, known.flags, "", "none")

    monkeypatch.setattr(forms, "look", look)
    case = small.case()
    client.force_login(small.worker)
    client.raise_request_exception = False
    wrong = []
    for name in chosen(BY_BROWSER, "documents page"):
        before = (Document.objects.count(), DocumentContent.objects.count())
        form = {"title": "Report", "kind": "report", "file": SimpleUploadedFile("../../x.pdf", files()[name]())}
        response = client.post(reverse("documents:add", args=[case.pk]), form)
        after = (Document.objects.count(), DocumentContent.objects.count())
        if response.status_code not in {302, 422} or (response.status_code == 422 and after != before):
            wrong.append((name, response.status_code))
    assert not wrong
