"""A file brought in in the browser: looked at first, corrected, brought in; nobody else's file is there."""

import io

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from service import NOW, small_service

from plimsoll import today as clock
from plimsoll.cases.models import Case
from plimsoll.imports.models import ImportRun, SavedMapping


@pytest.fixture
def small(db):
    with clock.stopped_at(NOW):
        yield small_service()


TRACKER = """Child;D.O.B;Allocated SW;Status;Ref date;Last stat visit;Notes
Wren Holt;02/09/2015;PRITCHARD, Sam;CP;21/01/2026;18/02/2026;
Kofi Bevan;not known;helen marsh ;CIN;03/11/2025;25/02/2026;=HYPERLINK("x")
Olive Tudor;13/05/2019;Unallocated;Assess.;16/02/2026;;
Uma Reid;14/01/2012;Sam Pritchard;CIN;30/02/2026;20/02/2026;
"""


def upload(client, small, content=TRACKER, name="team 3.csv"):
    file = SimpleUploadedFile(name, content.encode() if isinstance(content, str) else content)
    return client.post("/import/", {"upload": [file], "team": str(small.team.pk), "as_at": "2026-03-02"})


def test_only_those_who_oversee_a_team_may_bring_files_in(small, client):
    client.force_login(small.worker)
    assert client.get("/import/").status_code == 404
    client.force_login(small.supervisor)
    assert client.get("/import/").status_code == 200


def test_a_tracker_is_looked_at_before_anything_is_written(small, client):
    client.force_login(small.supervisor)
    sent = upload(client, small)
    assert sent.status_code == 302
    page = client.get(sent["Location"]).content.decode()
    assert "Wren Holt" in page
    assert "What the columns mean" in page
    assert Case.objects.count() == 0


def test_the_good_rows_come_in_and_the_mapping_is_kept_for_next_time(small, client):
    client.force_login(small.supervisor)
    address = upload(client, small)["Location"]
    done = client.post(address, {"bring_in": "1"}, follow=True)
    text = done.content.decode()
    assert "Wren Holt" not in done.redirect_chain[-1][0]
    assert Case.objects.filter(title="Wren Holt", holder=small.worker).exists()
    run = ImportRun.objects.get()
    assert (run.state, run.actor) == ("done", small.supervisor)
    assert SavedMapping.objects.count() == 1
    assert "to correct" in text
    assert client.get(address).status_code == 404  # the file is not kept once it is in


def test_the_same_file_twice_changes_nothing(small, client):
    client.force_login(small.supervisor)
    client.post(upload(client, small)["Location"], {"bring_in": "1"})
    before = Case.objects.count()
    page = client.get(upload(client, small)["Location"]).content.decode()
    assert "from last time is used" in page
    client.post(upload(client, small)["Location"], {"bring_in": "1"})
    run = ImportRun.objects.order_by("-started_at", "-pk").first()
    assert Case.objects.count() == before
    assert sorted({int(one.counts.get("created", 0)) for one in ImportRun.objects.all()}) == [0, before]
    assert run.counts.get("changed", 0) == 0


def test_a_corrected_column_is_read_as_it_was_corrected(small, client):
    client.force_login(small.supervisor)
    address = upload(client, small)["Location"]
    client.post(address, {"t0.shown": "1", "t0.use": "on", "t0.c0": "", "t0.c5": "", "name": "Our tracker"})
    page = client.get(address).content.decode()
    assert "Our tracker" in page
    assert "Wren Holt" not in page.partition("Row by row")[2]


def test_refused_rows_come_back_as_a_file_to_correct_that_opens_without_formulas(small, client):
    client.force_login(small.supervisor)
    address = upload(client, small)["Location"]
    book = openpyxl.load_workbook(io.BytesIO(client.get(f"{address}refused.xlsx").content))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert any("30/02/2026" in str(cell.value) for cell in cells)
    assert all(cell.data_type != "f" for cell in cells)
    assert client.get(f"{address}refused.exe").status_code == 404


def test_somebody_elses_file_and_run_are_not_there(small, client):
    client.force_login(small.supervisor)
    address = upload(client, small)["Location"]
    client.post(address, {"bring_in": "1"})
    run = ImportRun.objects.get()
    for other in (small.worker, small.outsider):
        client.force_login(other)
        assert client.get(address).status_code == 404
        assert client.get(f"/import/{run.pk}/").status_code == 404
        assert client.get(f"/import/{run.pk}/refused.csv").status_code == 404


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"", "empty.csv"),
        (b"\x00\x01\x02" * 99, "x.csv"),
        (b"%PDF-1.7 ...", "a.pdf"),
        (b"<!DOCTYPE a [<!ENTITY b 'c'>]><Message/>", "a.xml"),
    ],
)
def test_rubbish_gets_one_plain_sentence_and_nothing_is_done(small, client, content, name):
    client.force_login(small.supervisor)
    sent = upload(client, small, content, name)
    page = sent if sent.status_code == 422 else client.get(sent["Location"])
    assert page.status_code == 422
    assert Case.objects.count() == 0


def test_a_file_cannot_be_true_on_a_day_that_has_not_come(small, client):
    client.force_login(small.supervisor)
    file = SimpleUploadedFile("a.csv", TRACKER.encode())
    sent = client.post("/import/", {"upload": [file], "team": str(small.team.pk), "as_at": "2027-01-01"})
    assert sent.status_code == 422
    assert "today or in the past" in sent.content.decode()


def test_many_refusals_are_told_by_their_cause_with_what_they_have_in_common(small, client):
    rows = [f"Child{n} Reid;0{1 + n % 9}/09/2012?;Sam Pritchard;CIN;16/02/2026;20/02/2026;\n" for n in range(12)]
    client.force_login(small.supervisor)
    page = client.get(upload(client, small, TRACKER.splitlines()[0] + "\n" + "".join(rows))["Location"])
    (cause,) = page.context["page"].refused
    assert (cause.count, cause.left) == (12, 0)
    assert cause.title.startswith("D.O.B: “…” ")
    assert "12 × D.O.B" in page.content.decode()
    assert "a table of text" in page.content.decode()
