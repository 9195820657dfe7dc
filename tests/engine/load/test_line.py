from datetime import timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plimsoll.engine.load.facts import PastWeek, Work
from plimsoll.engine.load.line import draw, words
from plimsoll.engine.load.packs import load_weighting
from tests.engine.load.making import MONDAY, SMALL, TODAY, book, case, load, reduction, weighting_from, worker

CHILDREN = load_weighting("default-children", TODAY)
NUMBERS = st.decimals(0, 5000, places=2)


def line(points, available, cases=1):
    return draw(Decimal(points), Decimal(available), cases, CHILDREN)


@pytest.mark.parametrize(
    ("points", "available", "percent", "state"),
    [
        ("0", "100", "0", "within"),
        ("100", "100", "100", "within"),
        ("100.01", "100", "100.0", "over"),
        ("110", "100", "110", "over"),
        ("110.01", "100", "110.0", "far_over"),  # strictly above, on the exact share
        ("340", "100", "340", "far_over"),
    ],
)
def test_the_state_is_judged_strictly_above_the_mark(points, available, percent, state):
    found = line(points, available)
    assert (found.percent, found.state) == (Decimal(percent), state)


def test_nobody_without_capacity_is_ever_at_nought_percent():
    found = load(
        "default-children", worker(reductions=(reduction("sickness"),)), [case("1", type="referral", count=40)]
    )
    assert found.line.percent is None
    assert found.line.state == "no_capacity"
    assert found.line.uncovered_cases == 40
    assert words(found.line, CHILDREN.unit).text == "No capacity at present: 40 cases uncovered"


@given(NUMBERS, NUMBERS, st.integers(0, 60))
def test_there_is_a_percentage_exactly_where_there_is_capacity(points, available, cases):
    found = draw(points, available, cases, CHILDREN)
    assert (found.percent is None) == (available == 0)
    assert found.uncovered_cases == (cases if available == 0 else 0)
    assert words(found, CHILDREN.unit).text


@given(NUMBERS, NUMBERS, st.decimals(1, 5000, places=2))
def test_more_points_never_lower_the_percentage(points, more, available):
    assert draw(points + more, available, 1, CHILDREN).percent >= draw(points, available, 1, CHILDREN).percent


def week(back, points, available=100):
    return PastWeek(MONDAY - timedelta(weeks=back), Decimal(points), Decimal(available))


def sustained(tmp_path, *history):
    weighting = weighting_from(tmp_path, SMALL)
    heavy = [case("1", type="heavy", count=12)]  # 120 points
    return load(weighting, worker(history=history), heavy).sustained


def test_four_weeks_in_a_row_above_110_percent_are_sustained(tmp_path):
    found = sustained(tmp_path, week(1, 115), week(2, 111), week(3, 120), week(4, 109))
    assert found.is_sustained
    assert (found.weeks, found.since) == (4, MONDAY - timedelta(weeks=3))


def test_a_lighter_week_in_between_begins_the_count_anew(tmp_path):
    found = sustained(tmp_path, week(1, 115), week(2, 110), week(3, 120), week(4, 130))
    assert (found.weeks, found.is_sustained) == (2, False)


def test_a_week_without_a_record_ends_the_row(tmp_path):
    assert sustained(tmp_path, week(1, 115), week(3, 120), week(4, 130)).weeks == 2


def test_a_week_away_neither_counts_nor_ends_the_row(tmp_path):
    found = sustained(tmp_path, week(1, 115), week(2, 120, 0), week(3, 120), week(4, 130))
    assert (found.weeks, found.is_sustained) == (4, True)


def test_within_the_line_today_nothing_is_sustained(tmp_path):
    weighting = weighting_from(tmp_path, SMALL)
    history = tuple(week(back, 150) for back in range(1, 9))
    assert load(weighting, worker(history=history), [case("1", type="heavy")]).sustained.weeks == 0


def test_a_team_is_the_sum_of_its_people_and_not_the_mean_of_their_percentages(tmp_path):
    from plimsoll.engine.load.teams import team_loads

    weighting = weighting_from(tmp_path, SMALL)
    people = [
        worker("A", team="T"),
        worker("B", "18.5", team="T"),
        worker("C", team="T", reductions=(reduction("sickness", percent=100),)),
    ]
    cases = [
        case("1", "A", type="heavy", count=12),
        case("2", "B", type="heavy", count=1),
        case("3", "C", type="light", count=5),
    ]
    team = team_loads(book(weighting, people, cases).loads(), weighting)[0]
    assert (team.line.points, team.line.available) == (150, 150)
    assert team.line.percent == 100
    assert team.median_percent == 70  # of 120 and 20
    assert team.above_line_percent == 50
    assert team.no_capacity == ("C",)
    assert team.line.uncovered_cases == 5


def test_work_counts_on_its_days_alone():
    duty = Work("duty_day", Decimal(1), TODAY - timedelta(days=9), TODAY - timedelta(days=1))
    assert load("default-children", worker(work=(duty,))).line.points == 15
    assert load("default-children", worker(work=(duty,)), as_at=TODAY - timedelta(days=1)).line.points == 17


def test_work_the_weighting_does_not_know_is_counted_and_listed():
    found = load("default-children", worker(work=(Work("choir_practice"),)))
    assert found.line.points == 17
    assert [each.fact for each in found.assumed] == ["work choir_practice"]
