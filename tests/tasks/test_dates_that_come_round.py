"""Recurring dates: for any series, nothing is owed twice and nothing drifts."""

from datetime import date, timedelta
from itertools import count

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plimsoll.tasks.dates import after, next_turn

DAYS = st.dates(min_value=date(2020, 1, 1), max_value=date(2030, 12, 31))
UNITS = st.sampled_from(["days", "working days", "weeks", "months", "years"])


@settings(deadline=None, max_examples=60)
@given(anchor=DAYS, every=st.integers(1, 40), unit=UNITS, late=st.integers(-60, 400))
def test_the_next_date_of_a_series_is_after_what_was_due_and_after_the_day_it_was_done(anchor, every, unit, late):
    done_on = anchor + timedelta(days=late)
    found = next_turn(every=every, unit=unit, counted_from="date", anchor=anchor, due_on=anchor, done_on=done_on)
    assert found > max(anchor, done_on)
    turns = (after(anchor, every * n, unit) for n in count(1))
    assert found == next(day for day in turns if day > max(anchor, done_on))


@settings(deadline=None, max_examples=60)
@given(anchor=DAYS, unit=st.sampled_from(["months", "years"]), times=st.integers(1, 30))
def test_a_series_by_month_never_drifts_from_its_day(anchor, unit, times):
    due = anchor
    for _ in range(times):
        due = next_turn(every=1, unit=unit, counted_from="date", anchor=anchor, due_on=due, done_on=due)
        assert due == after(anchor, _turns(anchor, due, unit), unit)
        assert due.day == anchor.day or (due + timedelta(days=1)).day == 1


def _turns(anchor, due, unit):
    months = (due.year - anchor.year) * 12 + due.month - anchor.month
    return months if unit == "months" else months // 12


@settings(deadline=None, max_examples=60)
@given(done_on=DAYS, every=st.integers(1, 40), unit=UNITS)
def test_a_series_counted_from_when_it_is_done_begins_anew_each_time(done_on, every, unit):
    found = next_turn(every=every, unit=unit, counted_from="done", anchor=None, due_on=None, done_on=done_on)
    assert found == after(done_on, every, unit)
    assert found > done_on


@pytest.mark.parametrize(
    ("anchor", "due", "done", "expected"),
    [
        ("2026-01-31", "2026-01-31", "2026-01-31", "2026-02-28"),
        ("2026-01-31", "2026-02-28", "2026-02-27", "2026-03-31"),
        ("2026-01-31", "2026-02-28", "2026-04-15", "2026-04-30"),  # March was missed: it is not owed as well
        ("2024-02-29", "2024-02-29", "2024-03-01", "2024-03-29"),
    ],
)
def test_the_last_of_the_month_stays_the_last_of_the_month(anchor, due, done, expected):
    days = {name: date.fromisoformat(text) for name, text in (("anchor", anchor), ("due_on", due), ("done_on", done))}
    assert next_turn(every=1, unit="months", counted_from="date", **days) == date.fromisoformat(expected)


def test_working_days_leave_out_the_holidays_of_the_packs_own_nation():
    new_year = date(2026, 12, 31)
    assert after(new_year, 1, "working days", "children-england") == date(2027, 1, 4)
    assert after(new_year, 1, "working days", "children-scotland") == date(2027, 1, 5)
