"""Days as people read them."""

import datetime as dt

import pytest

from plimsoll.govuk import dates

THIRD = dt.date(2025, 6, 3)


@pytest.mark.parametrize(
    ("form", "text"),
    [("", "3 June 2025"), ("short", "3 Jun"), ("week", "Tue 3 June"), ("full", "Tuesday 3 June 2025")],
)
def test_a_day_is_written_without_breaking_and_machines_can_read_it(form, text):
    drawn = dates.day(THIRD, form)
    assert 'datetime="2025-06-03"' in drawn
    assert text.replace(" ", "\u00a0") in drawn


def test_no_day_is_nothing():
    assert dates.day(None) == dates.due(None) == dates.moment(None) == ""


@pytest.mark.parametrize(
    ("moment", "text"),
    [
        (dt.datetime(2025, 6, 3, 15, 15, tzinfo=dt.UTC), "4:15pm"),
        (dt.datetime(2025, 1, 3, 15, 0, tzinfo=dt.UTC), "3pm"),
        (dt.datetime(2025, 6, 3, 11, 0, tzinfo=dt.UTC), "midday"),
        (dt.datetime(2025, 6, 2, 23, 0, tzinfo=dt.UTC), "midnight"),
        (dt.datetime(2025, 1, 3, 0, 5, tzinfo=dt.UTC), "12:05am"),
    ],
)
def test_a_moment_is_told_in_london(moment, text):
    assert dates.moment(moment).endswith(f", {text}</time>")


def test_a_day_late_on_a_summer_evening_is_londons_and_not_utcs():
    assert 'datetime="2025-06-03"' in dates.day(dt.datetime(2025, 6, 2, 23, 30, tzinfo=dt.UTC))


@pytest.mark.parametrize(("days", "words"), [(0, "today"), (1, "tomorrow"), (-1, "yesterday")])
def test_the_nearest_days_name_themselves(days, words):
    assert f">{words}<" in dates.due(THIRD + dt.timedelta(days=days), "", THIRD)


def test_what_the_caller_says_follows_and_is_not_said_twice():
    assert ">today, at 2pm<" in dates.due(THIRD, "at 2pm", THIRD)
    assert dates.due(THIRD, "today at 2pm", THIRD).count("today") == 1
    assert ">in 3 working days<" in dates.due(THIRD + dt.timedelta(days=5), "in 3 working days", THIRD)
