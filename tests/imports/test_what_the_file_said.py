"""What a tracker says that the record has no place for is shown on the case's page, with where it stood."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse
from service import NOW, small_service

from plimsoll import today as clock
from plimsoll.cases.models import Case
from plimsoll.imports.actions import apply_import
from plimsoll.imports.plan import Destination
from tests.imports.making import found, workbook

HEADINGS = ["Child", "ID no", "D.O.B", "Allocated SW", "Status", "Last stat visit", "RAG", "Next RCPC", "Notes"]
CERI = ["Ceri Invented", "1001", "02/09/2015", "Nobody Known", "CP", "20/02/2026", "Amber", "30/03/2026", "gran <b>"]


@pytest.fixture
def small(db):
    with clock.stopped_at(NOW):
        yield small_service()


def bring_in(small, row, as_at, name="team.xlsx"):
    file = found(workbook({"Cases": [HEADINGS, row]}), name)
    apply_import(file, Destination(small.service, small.team), as_at=as_at, now=NOW, actor=small.supervisor)
    return Case.objects.get()


def page(small, client, case):
    client.force_login(small.supervisor)
    text = client.get(reverse("cases:overview", args=[case.pk])).content.decode()
    return text.replace("\xa0", " ").partition("From your tracker")[2].partition("</main>")[0]


def test_the_trackers_dates_colour_worker_and_notes_are_shown_with_their_place(small, client):
    text = page(small, client, bring_in(small, CERI, date(2026, 3, 2)))
    for said in ("Next RCPC", "30 March 2026", "Amber", "Nobody Known", "gran &lt;b&gt;"):
        assert said in text
    assert "team.xlsx, sheet Cases, row 2" in text
    assert "2 March 2026" in text


def test_next_months_file_replaces_the_planned_date_and_adds_its_note(small, client):
    bring_in(small, CERI, date(2026, 2, 1))
    later = [*CERI[:-2], "15/06/2026", "gran has moved"]
    text = page(small, client, bring_in(small, later, date(2026, 3, 2), "march.xlsx"))
    assert "15 June 2026" in text
    assert "30 March 2026" not in text
    assert "gran &lt;b&gt;" in text
    assert "gran has moved" in text
    assert "march.xlsx" in text


def test_a_case_that_came_from_no_file_has_no_such_part(small, client):
    assert page(small, client, small.case()) == ""


def test_another_file_about_the_same_child_takes_nothing_of_it_away(small, client):
    bring_in(small, CERI, date(2026, 2, 1))
    other = workbook({"Leavers": [["Name", "Where to", "D.O.B"], ["Ceri Invented", "Cardiff", "02/09/2015"]]})
    file = found(other, "leavers.xlsx")
    to = Destination(small.service, small.team)
    apply_import(file, to, as_at=date(2026, 3, 2), now=NOW, actor=small.supervisor)
    text = page(small, client, Case.objects.get())
    assert "30 March 2026" in text
    assert "Amber" in text
