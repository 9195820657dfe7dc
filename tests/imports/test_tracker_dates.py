"""Dates as people type them."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plimsoll.imports.reading.grid import Cell
from plimsoll.imports.reading.trackers.dates import DateRules, order_of_column, read_date

RULES = DateRules(as_at=date(2026, 11, 21))
BIRTH = DateRules(as_at=date(2026, 11, 21), is_birth=True)


def on(text, rules=RULES):
    return read_date(Cell(text, text), rules).on


@pytest.mark.parametrize(
    "text",
    ["02/09/2015", "2.9.15", "2-9-2015", "02.09.2015", "2 Sep 2015", "2nd September 2015", "Sept 2, 2015",
     "Wed 2 Sep 2015", "2015-09-02", "2015-09-02T10:30", "02/09/2015 10:30", "2-Sep-15", "02 / 09 / 2015",
     "2 Medi 2015", "42249"],
)  # fmt: skip
def test_every_style_of_one_day_is_that_day(text):
    assert on(text) == date(2015, 9, 2)


def test_a_real_date_of_the_spreadsheet_is_taken_as_it_is():
    assert read_date(Cell("2015-09-02", datetime(2015, 9, 2)), RULES).on == date(2015, 9, 2)  # noqa: DTZ001


@pytest.mark.parametrize(
    ("text", "remark"),
    [
        ("01/03/2015 - not seen", "not seen"),
        ("17/02/2010 (cancelled)", "cancelled"),
        ("seen 12/11/26 at home", "seen at home"),
    ],
)
def test_a_remark_beside_a_date_is_kept(text, remark):
    reading = read_date(Cell(text, text), RULES)
    assert reading.remark == remark
    assert reading.problem == ""


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("14/10/2026?", "date_in_doubt"),
        ("w/c 12/11/26", "date_in_doubt"),
        ("31/02/2026", "impossible_date"),
        ("13/14/2026", "impossible_date"),
        ("01/01/0202", "impossible_date"),
        ("12/11/26 & 14/11/26", "several_dates"),
        ("12/11", "date_incomplete"),
        ("Nov 26", "date_incomplete"),
        ("court 9 Dec 10am", "date_incomplete"),
        ("Mum not engaging", "not_a_date"),
        ("12", "not_a_date"),
        ("n/a", "nothing"),
        ("tbc", "nothing"),
        ("-", "nothing"),
    ],
)
def test_what_is_no_certain_date_says_why(text, problem):
    assert read_date(Cell(text, text), RULES).problem == problem


def test_day_first_is_the_reading_and_month_first_only_where_the_column_is_so():
    assert on("03/04/26") == date(2026, 4, 3)
    assert on("03/04/26", DateRules(as_at=RULES.as_at, order="mdy")) == date(2026, 3, 4)


def test_a_day_that_cannot_be_read_day_first_is_never_swapped_to_make_it_fit():
    assert read_date(Cell("04/28/2026", "04/28/2026"), RULES).problem == "impossible_date"


def test_where_the_order_is_not_known_only_dates_that_could_be_either_are_open():
    rules = DateRules(as_at=RULES.as_at, is_order_known=False)
    assert read_date(Cell("03/04/26", "03/04/26"), rules).problem == "date_order_open"
    assert read_date(Cell("25/04/26", "25/04/26"), rules).on == date(2026, 4, 25)
    assert read_date(Cell("04/04/26", "04/04/26"), rules).on == date(2026, 4, 4)


def test_a_short_year_of_birth_is_the_latest_that_is_not_in_the_future():
    assert on("28.04.12", BIRTH) == date(2012, 4, 28)
    assert on("28.04.97", BIRTH) == date(1997, 4, 28)


def test_a_short_year_of_birth_in_a_service_for_adults_may_be_of_two_centuries():
    adults = DateRules(as_at=RULES.as_at, is_birth=True, are_adults=True)
    assert read_date(Cell("03.05.20", "03.05.20"), adults).problem == "century_open"
    assert on("03.05.61", adults) == date(1961, 5, 3)


@pytest.mark.parametrize(
    ("figures", "expected"),
    [
        ([(25, 4), (3, 4)], ("dmy", True, False)),
        ([(4, 25), (3, 4)], ("mdy", True, False)),
        ([(3, 4), (5, 6)], ("dmy", False, False)),
        ([(25, 4), (4, 25)], ("dmy", False, True)),
        ([], ("dmy", False, False)),
    ],
)
def test_a_column_proves_its_order_by_a_number_above_twelve(figures, expected):
    assert order_of_column(figures) == expected


@given(st.dates(min_value=date(1930, 1, 1), max_value=date(2026, 11, 21)))
def test_a_whole_date_reads_back_in_every_style(day):
    styles = ("%d/%m/%Y", "%d.%m.%Y", "%d-%m-%Y", "%d %b %Y", "%d %B %Y", "%Y-%m-%d", "%B %d, %Y")
    assert {on(day.strftime(style)) for style in styles} == {day}


@given(st.text(max_size=60))
def test_any_text_gives_a_date_or_says_why_not(text):
    reading = read_date(Cell(text, text or None), RULES)
    assert (reading.on is not None) or reading.problem
