from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plimsoll.engine.load.availability import Availability
from plimsoll.engine.load.facts import Reduction, Worker
from plimsoll.engine.load.packs import load_weighting
from tests.engine.load.making import MONDAY, TODAY, case, load, reduction, worker

CHILDREN = load_weighting("default-children", TODAY)
FRIDAY = date(2026, 3, 6)


def hours(who, monday=MONDAY):
    return Availability(who, CHILDREN).week(monday).hours


def test_two_days_of_leave_take_two_days_hours_of_the_week_and_all_of_those_days():
    away = worker(reductions=(reduction("annual_leave", date(2026, 3, 5), FRIDAY),))
    assert hours(away) == Decimal("22.2")
    assert Availability(away, CHILDREN).on(date(2026, 3, 5)).hours == 0
    assert Availability(away, CHILDREN).on(TODAY).hours == 37


def test_leave_on_a_day_outside_the_pattern_takes_nothing():
    pattern = tuple(Decimal(each) for each in ("10", "10", "10", "0", "0", "0", "0"))
    part_time = Worker("W", pattern=pattern, reductions=(reduction("annual_leave", date(2026, 3, 5), FRIDAY),))
    assert hours(part_time) == 30


def test_leave_inside_sickness_is_not_taken_twice():
    who = worker(reductions=(reduction("sickness", MONDAY, FRIDAY), reduction("annual_leave", TODAY, FRIDAY)))
    found = Availability(who, CHILDREN).week(MONDAY)
    assert found.hours == 0
    assert [flag.code for flag in found.flags] == ["load.reductions_overlap"]


def test_a_protected_share_applies_to_the_hours_that_are_left_in_the_week():
    who = worker(
        reductions=(reduction("annual_leave", MONDAY, date(2026, 3, 3)), reduction("trade_union_duties", percent=20))
    )
    # Two days gone, and on the other three a fifth: 22.2 - 4.44. On the days of leave the fifth overlaps.
    assert hours(who) == Decimal("17.76")


def test_somebody_who_starts_on_wednesday_has_three_days():
    assert hours(worker(started_on=TODAY)) == Decimal("22.2")
    assert hours(worker(left_on=date(2026, 3, 3))) == Decimal("14.8")
    assert load("default-children", worker(left_on=date(2026, 3, 3)), [case("1")]).line.state == "no_capacity"


def test_unknown_hours_are_taken_as_full_time_and_listed():
    found = load("default-children", worker(hours=None))
    assert found.available.hours == 37
    assert [(each.fact, each.about) for each in found.assumed] == [("contracted_hours", "W1")]


def test_a_pattern_that_differs_from_the_contract_wins_and_is_said():
    who = Worker("W", contracted_hours=Decimal(37), pattern=(Decimal(6),) * 5 + (Decimal(0),) * 2)
    found = Availability(who, CHILDREN).on(TODAY)
    assert found.hours == 30
    assert [flag.code for flag in found.flags] == ["load.pattern_differs"]


def test_a_reduction_the_weighting_does_not_know_counts_as_recorded_and_is_said():
    found = load("default-children", worker(reductions=(reduction("jury_service", percent=40),)))
    assert found.available.hours == Decimal("22.2")
    assert [flag.code for flag in found.flags] == ["load.reduction_unknown"]


def test_protected_time_longer_than_usual_stands_and_is_said():
    who = worker(reductions=(reduction("protected_development", date(2025, 1, 1), date(2026, 12, 31)),))
    found = load("default-children", who)
    assert found.available.hours == Decimal("33.3")  # 10 % of 37: Suffolk's 3.7 hours
    assert [flag.code for flag in found.flags] == ["load.reduction_long"]


def test_where_only_the_highest_counts_the_others_are_left_out(tmp_path):
    from tests.engine.load.making import SMALL, weighting_from

    text = SMALL + "    reductions: {overlap: highest, kinds: {a: {percent: 30}, b: {percent: 20}}}\n"
    who = worker(reductions=(reduction("a"), reduction("b")))
    assert Availability(who, weighting_from(tmp_path, text)).on(TODAY).hours == Decimal("25.9")


DAYS = st.dates(date(2026, 2, 1), date(2026, 4, 30))
SHARES = st.decimals(0, 100, places=1)
KINDS = st.sampled_from(
    ["annual_leave", "sickness", "maternity", "newly_qualified", "trade_union_duties", "something_else"]
)
REDUCTIONS = st.lists(st.builds(Reduction, KINDS, DAYS, st.none() | DAYS, st.none() | SHARES), max_size=5)
HOURS = st.decimals(0, 48, places=2)
PATTERNS = st.none() | st.tuples(*[st.decimals(0, 12, places=1)] * 7)


@given(HOURS, PATTERNS, REDUCTIONS, DAYS)
def test_hours_are_never_negative_never_above_the_contract_and_their_parts_add_up(contract, pattern, reductions, day):
    who = Worker("W", contracted_hours=contract, pattern=pattern, reductions=tuple(reductions))
    availability = Availability(who, CHILDREN)
    monday = date.fromordinal(day.toordinal() - day.weekday())
    for found in (availability.on(day), availability.week(monday)):
        assert 0 <= found.hours <= availability.contracted
        assert found.points >= 0
        assert sum(part.points for part in found.hours_parts) == found.hours
        assert sum(part.points for part in found.points_parts) == found.points


@given(HOURS, REDUCTIONS, DAYS, KINDS, SHARES)
def test_one_more_reduction_never_gives_hours_back(contract, reductions, day, kind, share):
    before = Availability(Worker("W", contracted_hours=contract, reductions=tuple(reductions)), CHILDREN)
    more = (*reductions, Reduction(kind, day, None, share))
    after = Availability(Worker("W", contracted_hours=contract, reductions=more), CHILDREN)
    assert after.on(day).hours <= before.on(day).hours


@pytest.mark.parametrize("hours_a_week", ["37", "33.33", "29.6", "18.49", "0.01"])
def test_a_week_of_one_reduction_is_the_same_as_a_day_of_it(hours_a_week):
    availability = Availability(worker(hours=hours_a_week, reductions=(reduction("newly_qualified"),)), CHILDREN)
    assert availability.week(MONDAY).hours == availability.on(TODAY).hours
