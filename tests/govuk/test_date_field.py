"""A date in three boxes says exactly what is wrong and keeps what was typed."""

import datetime as dt

import pytest

from plimsoll.govuk.date_field import DateField, month_number
from plimsoll.govuk.errors import messages_of, summary_of


def visit(**options):
    return DateField(label="When was the visit?", name_in_errors="Date of visit", **options)


def typed(bound, day="", month="", year="", field=None):
    return bound(field or visit(), x_day=day, x_month=month, x_year=year)


@pytest.mark.parametrize("month", ["6", "06", "June", "jun", "JUN.", "Mehefin", "meh"])
def test_months_are_taken_by_number_or_by_name_in_english_and_welsh(bound, month):
    form = typed(bound, "3", month, "2025")
    assert form.is_valid(), form.errors
    assert form.cleaned_data["x"] == dt.date(2025, 6, 3)


@pytest.mark.parametrize("text", ["0", "13", "ju", "m", "Juno", "", "²"])
def test_what_is_no_month_is_not_guessed(text):
    assert month_number(text) is None


def test_every_month_is_known_by_its_name_and_its_first_three_letters():
    for number in range(1, 13):
        name = dt.date(2025, number, 1).strftime("%B")
        assert month_number(name) == month_number(name[:3]) == number


@pytest.mark.parametrize(
    ("day", "month", "year", "message", "box"),
    [
        ("", "", "", "Enter date of visit", "id_x_day"),
        ("3", "6", "", "Date of visit must include a year", "id_x_year"),
        ("", "6", "2025", "Date of visit must include a day", "id_x_day"),
        ("3", "", "", "Date of visit must include a month and a year", "id_x_month"),
        ("31", "6", "2025", "Date of visit must be a real date", "id_x_day"),
        ("29", "2", "2025", "Date of visit must be a real date", "id_x_day"),
        ("3", "13", "2025", "Date of visit: the month must be a number from 1 to 12 or a month’s name", "id_x_month"),
        ("3", "6", "25", "Date of visit: the year must have 4 numbers, like 2025", "id_x_year"),
        ("third", "6", "2025", "Date of visit: the day must be a number", "id_x_day"),
        ("3", "6", "1025", "Date of visit: check the year", "id_x_year"),
    ],
)
def test_the_error_names_what_is_missing_and_leads_to_its_box(bound, day, month, year, message, box):
    form = typed(bound, day, month, year)
    assert not form.is_valid()
    assert [(error.text, error.target) for error in summary_of(form)] == [(message, box)]


def test_the_29th_of_february_is_real_in_a_leap_year(bound):
    assert typed(bound, "29", "2", "2024").is_valid()


def test_what_was_typed_stays_in_the_boxes_and_only_the_wrong_one_is_marked(bound):
    form = typed(bound, "3", "Mehefin", "twenty")
    drawn = str(form["x"].as_field_group())
    for value in ("3", "Mehefin", "twenty"):
        assert f'value="{value}"' in drawn
    assert drawn.count("govuk-input--error") == 1
    assert 'id="id_x_year" name="x_year"' in drawn.split("govuk-input--error")[1]


def test_what_was_typed_is_escaped(bound):
    drawn = str(typed(bound, '"><script>', "6", "2025")["x"].as_field_group())
    assert "<script>" not in drawn


@pytest.mark.parametrize("whole", ["2025-06-03", "3/6/2025", "3 June 2025", "03.06.2025"])
def test_a_date_in_one_piece_is_taken_day_first(bound, whole):
    form = bound(visit(), x=whole)
    assert form.is_valid(), form.errors
    assert form.cleaned_data["x"] == dt.date(2025, 6, 3)


def test_limits_are_days_or_are_asked_for_when_the_form_is_checked(bound):
    field = visit(earliest=dt.date(2025, 6, 1), latest=lambda: dt.date(2025, 6, 3))
    assert typed(bound, "3", "6", "2025", field).is_valid()
    late = typed(bound, "4", "6", "2025", field)
    assert messages_of(late["x"]) == ["Date of visit must be 3 June 2025 or earlier"]
    early = typed(bound, "31", "5", "2025", field)
    assert messages_of(early["x"]) == ["Date of visit must be 1 June 2025 or later"]


def test_nothing_typed_is_no_date_where_none_is_required(bound):
    form = typed(bound, field=visit(required=False))
    assert form.is_valid()
    assert form.cleaned_data["x"] is None


def test_an_initial_date_fills_the_boxes():
    from django import forms

    form_class = type("OneField", (forms.Form,), {"x": visit()})
    drawn = str(form_class(initial={"x": dt.date(2025, 6, 3)})["x"])
    assert all(f'value="{value}"' in drawn for value in ("3", "6", "2025"))


def test_a_date_that_did_not_change_has_not_changed():
    field = visit()
    assert not field.has_changed(dt.date(2025, 6, 3), field.widget.format_value("3 June 2025"))
    assert field.has_changed(dt.date(2025, 6, 3), field.widget.format_value("4 June 2025"))
    assert field.has_changed(dt.date(2025, 6, 3), field.widget.format_value("31 June 2025"))
