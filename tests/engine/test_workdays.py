"""Working days, months and hours, against a slow and plain way of counting and against published lists."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from govuk_bank_holidays.bank_holidays import BankHolidays
from hypothesis import given
from hypothesis import strategies as st

from plimsoll.engine import rulebook, workdays
from plimsoll.engine.moments import LONDON, day_of, end_of, midnights, moment_of, stamp_of
from plimsoll.engine.workdays import NATIONS, Calendar, SchoolYear, Term, add_hours, add_months, birthday

KNOWN_DIFFERENCES = {("scotland", date(2026, 6, 15))}
"""In `holidays`, not in GOV.UK's list as bundled: the day of the World Cup final. Councils may not have observed it."""

GOVUK = {
    "england": BankHolidays.ENGLAND_AND_WALES,
    "wales": BankHolidays.ENGLAND_AND_WALES,
    "scotland": BankHolidays.SCOTLAND,
    "northern-ireland": BankHolidays.NORTHERN_IRELAND,
}

days = st.dates(date(1969, 1, 1), date(2071, 12, 31)).map(date.toordinal)
counts = st.integers(-300, 300)
calendars = st.sampled_from([*NATIONS, *workdays.UNIONS])


def calendar(name: str) -> Calendar:
    return rulebook.load().calendars.working(name)


def on(text: str) -> int:
    return date.fromisoformat(text).toordinal()


def shown(ordinal: int | None) -> str:
    return "none" if ordinal is None else date.fromordinal(ordinal).isoformat()


# --- bank holidays --------------------------------------------------------------------------------


@pytest.mark.parametrize("nation", NATIONS)
def test_the_rulebooks_bank_holidays_are_those_of_the_library(nation):
    years = range(workdays.FIRST_YEAR, workdays.LAST_YEAR + 1)
    held = rulebook.load().calendars.working(nation).holidays
    assert {date.fromordinal(day) for day in held} == set(workdays.library_holidays(nation, years))


@pytest.mark.parametrize("nation", NATIONS)
def test_they_are_those_of_the_government_but_for_one_known_day(nation):
    published = {entry["date"] for entry in BankHolidays(use_cached_holidays=True).get_holidays(division=GOVUK[nation])}
    first, last = min(published), max(published)
    held = {date.fromordinal(day) for day in calendar(nation).holidays}
    covered = {day for day in held if first <= day <= last and day.weekday() < 5}
    known = {day for where, day in KNOWN_DIFFERENCES if where == nation}
    assert covered ^ {day for day in published if day.weekday() < 5} == known


def test_a_day_is_a_holiday_of_the_whole_kingdom_when_it_is_one_anywhere():
    everywhere = calendar("uk-all")
    for day in ("2025-03-17", "2025-12-01", "2025-08-25", "2025-07-14"):
        assert not everywhere.is_working(on(day))
    assert calendar("england").is_working(on("2025-03-17"))


# --- working days ---------------------------------------------------------------------------------


def test_the_published_vector():
    assert shown(calendar("england").add(on("2025-05-12"), 15)) == "2025-06-03"


def step_by_step(one: Calendar, ordinal: int, count: int) -> int:
    day = date.fromordinal(ordinal)
    while count:
        day += timedelta(days=1 if count > 0 else -1)
        if day.weekday() < 5 and day.toordinal() not in one.holidays:
            count -= 1 if count > 0 else -1
    return day.toordinal()


@given(calendars, days, counts)
def test_adding_working_days_is_what_stepping_through_the_calendar_gives(name, day, count):
    one = calendar(name)
    assert one.add(day, count) == step_by_step(one, day, count)


@given(calendars, days, counts.filter(bool))
def test_adding_working_days_never_lands_on_a_holiday_or_a_weekend(name, day, count):
    found = calendar(name).add(day, count)
    assert calendar(name).is_working(found)
    assert date.fromordinal(found).weekday() < 5


@given(calendars, days, st.integers(0, 60), counts)
def test_adding_working_days_keeps_the_order_of_days(name, day, later, count):
    one = calendar(name)
    assert one.add(day, count) <= one.add(day + later, count)


@given(calendars, days, counts)
def test_what_was_added_is_what_lies_between(name, day, count):
    one = calendar(name)
    assert one.between(one.on_or_after(day), one.add(one.on_or_after(day), count)) == count


@given(calendars, days, st.integers(-400, 400))
def test_the_working_days_between_two_days_turn_their_sign_with_the_days(name, day, apart):
    one = calendar(name)
    assert one.between(day, day + apart) == -one.between(day + apart, day)


@given(calendars, days)
def test_rolling_moves_only_a_day_that_is_none(name, day):
    one = calendar(name)
    assert (one.on_or_after(day) == day) is one.is_working(day) is (one.on_or_before(day) == day)
    assert one.on_or_before(day) <= day <= one.on_or_after(day)


# --- months and birthdays -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [
        ("2025-01-31", 1, "2025-02-28"),
        ("2024-01-31", 1, "2024-02-29"),
        ("2024-02-29", 12, "2025-02-28"),
        ("2024-02-29", 48, "2028-02-29"),
        ("2025-08-31", 1, "2025-09-30"),
        ("2025-03-31", -1, "2025-02-28"),
        ("2025-11-15", 3, "2026-02-15"),
        ("2025-01-15", -3, "2024-10-15"),
    ],
)
def test_months_go_to_the_corresponding_day_or_the_months_last(start, months, end):
    assert shown(add_months(on(start), months)) == end


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [("2025-06-05", 1, "2025-07-04"), ("2025-01-31", 1, "2025-02-28"), ("2025-03-01", 1, "2025-03-31")],
)
def test_a_month_that_begins_with_the_day_ends_the_day_before_the_corresponding_one(start, months, end):
    assert shown(add_months(on(start), months, first_day_counts=True)) == end


@given(days, st.integers(0, 40), st.integers(-200, 200))
def test_adding_months_keeps_the_order_of_days(day, later, months):
    assert add_months(day, months) <= add_months(day + later, months)


def test_an_age_is_reached_on_the_birthday_and_on_1_march_where_there_is_none():
    assert shown(birthday(on("2008-07-15"), 17)) == "2025-07-15"
    assert shown(birthday(on("2008-02-29"), 17)) == "2025-03-01"
    assert shown(birthday(on("2008-02-29"), 20)) == "2028-02-29"


# --- hours and moments ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("start", "hours", "end"),
    [
        ("2025-03-29T18:00", 24, "2025-03-30T19:00:00+01:00"),
        ("2025-10-25T18:00", 24, "2025-10-26T17:00:00+00:00"),
        ("2025-10-26T00:30", 1, "2025-10-26T01:30:00+01:00"),
        ("2025-10-26T00:30", 2, "2025-10-26T01:30:00+00:00"),
        ("2025-06-02T09:00", 72, "2025-06-05T09:00:00+01:00"),
    ],
)
def test_hours_are_elapsed_hours_on_both_nights_of_the_clock_change(start, hours, end):
    assert moment_of(add_hours(stamp_of(datetime.fromisoformat(start)), hours)).isoformat() == end


@given(days.filter(lambda day: day > 719_163))
def test_a_day_begins_at_its_first_minute_in_london(day):
    begins = moment_of(midnights[day])
    assert (begins.date().toordinal(), begins.hour, begins.minute) == (day, 0, 0)
    assert day_of(midnights[day]) == day
    assert day_of(midnights[day] - 1) == day - 1


@given(st.dates(date(1972, 1, 1), date(2067, 12, 31)), st.times(), st.sampled_from([0, 1]))
def test_a_moment_keeps_its_day_and_its_stamp(day, time, fold):
    moment = datetime.combine(day, time, LONDON).replace(fold=fold)
    stamp = stamp_of(moment)
    assert stamp_of(moment_of(stamp)) == stamp
    assert day_of(stamp) == moment_of(stamp).date().toordinal()


def test_as_at_a_day_is_the_end_of_that_day_in_london():
    assert end_of(date(2025, 7, 1)).stamp == stamp_of(datetime(2025, 7, 2, tzinfo=LONDON)) - 1


# --- school terms ---------------------------------------------------------------------------------


@pytest.fixture
def school() -> SchoolYear:
    terms = [
        Term("Autumn", on("2025-09-03"), on("2025-12-19"), ((on("2025-10-27"), on("2025-10-31")),)),
        Term("Spring", on("2026-01-05"), on("2026-04-02")),
    ]
    return SchoolYear(terms, calendar("england"))


def test_school_days_leave_out_half_terms_holidays_and_weekends(school):
    assert shown(school.add(on("2025-10-24"), 1)) == "2025-11-03"
    assert shown(school.add(on("2025-12-19"), 1)) == "2026-01-05"
    assert shown(school.add(on("2025-11-03"), -1)) == "2025-10-24"
    assert school.between(on("2025-10-24"), on("2025-11-04")) == 2


def test_terms_end_on_or_after_a_day_or_begin_after_it(school):
    assert shown(school.next_end(on("2025-12-19"))) == "2025-12-19"
    assert shown(school.nth_end_after(on("2025-09-03"), 1)) == "2026-04-02"


def test_where_no_terms_are_entered_no_date_is_made_up(school):
    assert school.next_end(on("2026-04-03")) is None
    assert school.next_end(on("2020-01-01")) is None
    assert school.add(on("2026-04-02"), 1) is None
    assert SchoolYear([], calendar("england")).add(on("2025-09-03"), 1) is None
