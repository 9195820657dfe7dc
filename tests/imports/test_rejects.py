"""The rows that stayed out come back as a file that can be corrected, opened and read again."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from plimsoll.imports.reading.rejects import as_csv, as_workbook
from plimsoll.spreadsheets import formula_safe
from tests.imports.making import said, tracker

HEADINGS = ("Child", "D.O.B", "Status", "Ref date", "Last stat visit", "Notes")
BAD = ("Ceri Invented", "02/09/2015?", "CIN", "31/02/2026", "28/10/2026", "=HYPERLINK(1)")


def table(refusals) -> list[list[str]]:
    return list(csv.reader(io.StringIO(as_csv(refusals).decode("utf-8-sig"))))


def test_a_refused_row_stands_once_with_its_own_cells_and_all_reasons():
    got = tracker(HEADINGS, BAD)
    heading, line = table(got.refusals)
    assert tuple(heading[:6]) == HEADINGS
    assert line[:5] == list(BAD[:5])
    assert line[7] == "2"
    assert "day that does not exist" in line[9]
    assert "in doubt" in line[9]
    assert "formula" in line[9]


def test_a_corrected_file_reads_again_without_what_was_added():
    got = tracker(HEADINGS, BAD)
    heading, line = table(got.refusals)
    line[1], line[3], line[5] = "02/09/2015", "25/04/2026", "put right"
    out = io.StringIO()
    csv.writer(out).writerows([heading, line])
    again = said(out.getvalue().encode())
    assert not again.refusals
    assert again.cases[0].people[0].name == "Ceri Invented"
    assert [note.text for note in again.cases[0].notes] == ["put right"]


def test_the_workbook_holds_texts_that_stay_texts():
    got = tracker(HEADINGS, BAD)
    book = load_workbook(io.BytesIO(as_workbook(got.refusals)))
    cell = book["Cases"]["F2"]
    assert (cell.value, cell.data_type, cell.quotePrefix) == ("=HYPERLINK(1)", "s", True)
    assert book["Cases"]["A2"].quotePrefix in {False, None}


def test_no_refusals_give_a_workbook_that_opens():
    assert load_workbook(io.BytesIO(as_workbook([]))).sheetnames == ["refused"]


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "+44 20",
        "-2",
        "@SUM(A1)",
        "\t=1",
        " =1",
        "\u200b=1",
        "\ufeff=1",
        "\u00a0@x",
        "＝1",
        "\r=1",
        "\x00=1",
        "\u202e+1",
        "|calc",
        "%0A",
    ],
)
def test_a_cell_that_could_begin_a_formula_is_made_a_text(text):
    assert formula_safe(text).startswith("'")


@pytest.mark.parametrize("text", ["Ceri", "12/11/2026", "", "a=b", "O'Brien", "Siân - home"])
def test_other_cells_stay_as_they_are(text):
    assert formula_safe(text) == text


@given(st.text(max_size=30))
def test_no_text_comes_out_as_a_formula(text):
    safe = formula_safe(text)
    bare = safe.lstrip("\u200b\u200e\u200f\ufeff\u00a0 ")
    assert not bare.startswith(("=", "+", "-", "@", "\t", "\r"))
    assert "\x00" not in safe


def test_the_examples_of_the_one_guard_against_formulas_are_true():
    import doctest

    from plimsoll import spreadsheets

    assert doctest.testmod(spreadsheets) == (0, 1)
