from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from plimsoll.engine.load.facts import Closing, PastWeek, Work
from plimsoll.engine.load.forecast import check
from tests.engine.load.making import MONDAY, SMALL, TODAY, case, load, reduction, weighting_from, worker

NEXT = MONDAY + timedelta(weeks=1)


def ahead(tmp_path, who=None, cases=(), **more):
    return load(weighting_from(tmp_path, SMALL), who or worker(), cases, **more).forecast


def points(forecast):
    return [int(week.expected.points) for week in forecast.weeks]


def test_a_steady_caseload_stays_as_it_is(tmp_path):
    found = ahead(tmp_path, cases=[case("1", type="heavy", count=8)])
    assert points(found) == [80] * 12
    assert [week.beginning for week in found.weeks][:2] == [NEXT, NEXT + timedelta(weeks=1)]
    assert all(week.low == week.high == 80 for week in found.weeks)
    assert found.spread == "dates only"


def test_known_starts_and_ends_show_in_their_weeks(tmp_path):
    cases = [
        case("1", type="heavy"),
        case("2", type="light", starts_on=NEXT + timedelta(days=9)),
        case("3", type="heavy", ends_on=NEXT + timedelta(weeks=3)),
    ]
    assert points(ahead(tmp_path, cases=cases, weeks=5)) == [20, 24, 24, 14, 14]


def test_a_case_counts_in_a_week_it_is_held_on_any_working_day_of(tmp_path):
    friday, saturday = NEXT + timedelta(days=4), NEXT + timedelta(days=5)
    assert points(ahead(tmp_path, cases=[case("1", type="heavy", starts_on=friday)], weeks=2)) == [10, 10]
    assert points(ahead(tmp_path, cases=[case("1", type="heavy", starts_on=saturday)], weeks=2)) == [0, 10]
    assert points(ahead(tmp_path, cases=[case("1", type="heavy", ends_on=NEXT)], weeks=2)) == [0, 0]
    assert points(ahead(tmp_path, cases=[case("1", type="heavy", ends_on=NEXT + timedelta(days=1))], weeks=2)) == [
        10,
        0,
    ]


def test_expected_closures_spread_between_their_earliest_and_latest(tmp_path):
    closing = Closing(NEXT + timedelta(weeks=1), NEXT + timedelta(weeks=2), NEXT + timedelta(weeks=4))
    found = ahead(tmp_path, cases=[case("1", type="heavy", closing=closing)], weeks=5)
    assert [int(week.low) for week in found.weeks] == [10, 0, 0, 0, 0]
    assert points(found) == [10, 10, 0, 0, 0]
    assert [int(week.high) for week in found.weeks] == [10, 10, 10, 10, 0]


def test_a_closure_without_a_latest_day_may_never_come(tmp_path):
    found = ahead(tmp_path, cases=[case("1", type="heavy", closing=Closing(NEXT, NEXT, None))])
    assert [int(week.high) for week in found.weeks] == [10] * 12


def test_leave_and_the_end_of_protected_time_show_in_what_can_be_carried(tmp_path):
    text = SMALL + "    reductions: {kinds: {leave: {percent: 100}, new: {percent: 20}}}\n"
    who = worker(
        reductions=(
            reduction("leave", NEXT, NEXT + timedelta(days=6)),
            reduction("new", until=NEXT + timedelta(weeks=2, days=-1)),
        )
    )
    found = load(weighting_from(tmp_path, text), who, [case("1", type="heavy")], weeks=3).forecast
    assert [week.expected.available for week in found.weeks] == [0, 80, 100]
    assert [week.expected.state for week in found.weeks] == ["no_capacity", "within", "within"]
    assert found.weeks[0].expected.uncovered_cases == 1


def test_duties_with_dates_count_in_the_weeks_they_touch(tmp_path):
    text = SMALL + "    work: [{id: report, points: 6}]\n"
    who = worker(work=(Work("report", Decimal(1), NEXT + timedelta(days=6), NEXT + timedelta(days=8)),))
    assert points(load(weighting_from(tmp_path, text), who, weeks=3).forecast) == [6, 6, 0]


def test_the_first_weeks_of_a_case_pass():
    facts = {
        "type": "child_in_need",
        "complexity": "medium",
        "travel_minutes": 0,
        "agencies": 0,
        "emotional_demand": "ordinary",
    }
    found = load("default-children", worker(), [case("1", opened_on=TODAY, **facts)], weeks=8).forecast
    # Opened on 4 March: six weeks end on 15 April, and the Monday after is the sixth of the forecast.
    assert [int(week.expected.points) for week in found.weeks] == [21, 21, 21, 21, 21, 21, 20, 20]


def test_the_family_that_loses_its_heaviest_is_weighed_anew(tmp_path):
    text = SMALL.replace(
        "    unknown_work", "      modifiers: [{id: sibling, siblings: {percent: -50}}]\n    unknown_work"
    )
    family = [
        case("a", family="F", type="heavy", ends_on=NEXT + timedelta(weeks=1)),
        case("b", family="F", type="light"),
    ]
    found = load(weighting_from(tmp_path, text), worker(), family, weeks=2).forecast
    assert [week.expected.points for week in found.weeks] == [12, 4]


def history(*amounts):
    return tuple(
        PastWeek(MONDAY - timedelta(weeks=back), Decimal(amount), Decimal(100))
        for back, amount in enumerate(amounts, 1)
    )


def test_past_drift_widens_the_forecast_with_the_root_of_the_weeks(tmp_path):
    found = ahead(tmp_path, worker(history=history(100, 102, 100, 102, 100)), [case("1", type="heavy", count=5)])
    assert found.spread == "dates and history"
    assert found.drift_points == 2
    assert [(week.low, week.high) for week in found.weeks[:4]] == [
        (48, 52),
        (Decimal("47.2"), Decimal("52.8")),
        (Decimal("46.5"), Decimal("53.5")),
        (46, 54),
    ]


def test_too_little_history_is_said_and_not_stretched(tmp_path):
    assert ahead(tmp_path, worker(history=history(100, 120, 90, 110))).spread == "dates only"


def test_past_forecasts_are_checked_against_what_came_true():
    weeks = [
        PastWeek(MONDAY, Decimal(100), Decimal(100), forecast=(Decimal(90), Decimal(95), Decimal(105))),
        PastWeek(NEXT, Decimal(120), Decimal(100), forecast=(Decimal(90), Decimal(96), Decimal(105))),
        PastWeek(NEXT, Decimal(120), Decimal(100)),
    ]
    found = check(weeks)
    assert (found.weeks, found.inside, found.mean_miss, found.mean_error) == (2, 1, Decimal("14.5"), Decimal("14.5"))
    assert check(weeks[2:]) is None


DATES = st.none() | st.dates(date(2026, 2, 1), date(2026, 6, 30))


@st.composite
def closings(draw):
    first, second, third = sorted(draw(st.tuples(*[st.dates(date(2026, 3, 1), date(2026, 6, 30))] * 3)))
    return Closing(first, second, draw(st.sampled_from([third, None])))


@given(st.lists(st.tuples(DATES, DATES, st.none() | closings(), st.sampled_from(["", "F"])), max_size=6))
def test_low_is_never_above_expected_nor_expected_above_high(made):
    cases = [
        case(
            str(number),
            family=family,
            type="child_protection",
            complexity="low",
            starts_on=starts,
            ends_on=ends,
            closing=closing,
            opened_on=starts or TODAY,
        )
        for number, (starts, ends, closing, family) in enumerate(made)
    ]
    for week in load("default-children", worker(history=history(100, 103, 99, 104, 100)), cases).forecast.weeks:
        assert week.low <= week.expected.points <= week.high


@given(st.lists(st.tuples(DATES, DATES, st.sampled_from(["", "F"])), max_size=6))
def test_a_week_ahead_is_what_the_book_says_on_its_monday(made):
    """The quick way of the forecast and the whole way of the book agree, for cases that change on Mondays."""
    cases = []
    for number, (starts, ends, family) in enumerate(made):
        first, after = _monday(starts), _monday(ends)
        cases.append(
            case(
                str(number),
                family=family,
                type="looked_after",
                complexity="high",
                opened_on=first,
                starts_on=first,
                ends_on=after,
            )
        )
    forecast = load("default-children", worker(), cases, weeks=6).forecast
    for week in forecast.weeks:
        assert week.expected.points == load("default-children", worker(), cases, as_at=week.beginning).line.points


def _monday(day):
    return None if day is None else day - timedelta(days=day.weekday())
