"""The probation service's published tool, from a pack alone: its points, hours, reductions and percentage."""

from decimal import Decimal

import pytest

from plimsoll.engine.load.facts import Work
from tests.engine.load.making import TODAY, case, load, reduction, worker


def work(name, count=1, **facts):
    return Work(name, Decimal(count), facts=facts)


@pytest.mark.parametrize(
    ("kind", "tier", "points"),
    [
        ("community", "A3", 206), ("community", "A0", 110), ("community", "D1", 29), ("community", "D0", 29),
        ("custody", "A3", 75), ("custody", "A0", 0), ("custody", "C1", 23), ("custody", "D1", 13),
        ("licence", "A3", 219), ("licence", "B1", 119), ("licence", "C2", 65), ("licence", "D2", 43),
    ],
)  # fmt: skip
def test_a_case_weighs_what_the_table_says(kind, tier, points):
    assert load("probation-wmt", worker(), [case("1", type=kind, tier=tier)]).line.points == points


def test_the_whole_formula():
    who = worker(
        reductions=(reduction("newly_qualified", percent=None, since=TODAY.replace(month=1)),),
        work=(
            work("standard_report", 2),
            work("fast_report", 3),
            work("contact_for_other", 4, contact="referrals", intensity="high"),
            work("contact_by_other", 2, contact="victim_liaison", intensity="low"),
            work("contact_for_other", 9, contact="group_sessions", intensity="low"),
        ),
    )
    cases = [
        case("1", type="community", tier="A3", count=5),
        case("2", type="licence", tier="B2", count=4),
        case("3", type="custody", tier="C3", count=10),
    ]
    found = load("probation-wmt", who, cases)
    points = 5 * 206 + 4 * 132 + 10 * 30 + 2 * 138 + 3 * 65 + 4 * 26 - 2 * 5
    assert found.line.points == points == 2423
    assert found.available.hours == Decimal("29.6")  # 20 % of 37 is 7.4
    assert found.line.available == 1740  # 2176 x 29.6 / 37 = 1740.8, cut off
    assert found.line.percent == Decimal("139.3")  # 2423 / 1740 = 1.3925..., half up at three places


@pytest.mark.parametrize(
    ("hours", "available"), [("37", 2176), ("36", 2117), ("18.5", 1088), ("7.4", 435), ("0.01", 0), ("0", 0)]
)
def test_available_points_are_cut_to_whole_points(hours, available):
    assert load("probation-wmt", worker(hours=hours)).line.available == available


@pytest.mark.parametrize(("points", "percent"), [("1088", "50"), ("1089", "50"), ("1090", "50.1"), ("1", "0")])
def test_the_percentage_is_rounded_half_up_at_one_place(points, percent):
    # 1089 / 2176 is 50.046 %, 1090 is 50.092 %, 1 is 0.046 %.
    found = load(
        "probation-wmt", worker(work=(work("standard_report", 0),)), [case("1", type="community", tier="D0", count=1)]
    )
    assert found.line.points == 29
    from plimsoll.engine.load.line import draw
    from plimsoll.engine.load.packs import load_weighting

    drawn = draw(Decimal(points), Decimal(2176), 1, load_weighting("probation-wmt", TODAY))
    assert drawn.percent == Decimal(percent)


def test_an_untiered_case_counts_nothing_as_published_and_is_listed():
    found = load("probation-wmt", worker(), [case("X9", type="community")])
    assert found.line.points == 0
    assert [(each.fact, each.taken, each.about) for each in found.assumed] == [("tier", 0, "X9")]


def test_a_suspended_case_counts_nothing_and_is_not_an_unknown():
    found = load("probation-wmt", worker(), [case("1", type="community", tier="A3", contact_suspended=True)])
    assert found.line.points == 0
    assert found.assumed == ()


def test_transition_to_adulthood_uses_its_own_table():
    found = load("probation-wmt", worker(), [case("1", type="licence", tier="A3", transition_to_adulthood=True)])
    assert found.line.points == 75


@pytest.mark.parametrize(("inactive", "points"), [("warrants", 0), ("overdue", 0), ("unpaid_work", 60)])
def test_inactive_cases_are_taken_off_by_their_weighting(inactive, points):
    one = case("1", type="licence", tier="A2", transition_to_adulthood=True, inactive=inactive)
    assert load("probation-wmt", worker(), [one]).line.points == points


def test_an_unknown_contact_counts_nothing_and_is_listed():
    found = load("probation-wmt", worker(work=(work("contact_for_other", 3, contact="carrier_pigeon"),)))
    assert found.line.points == 0
    assert [each.fact for each in found.assumed] == ["contact_for_other carrier_pigeon, not known"]


def test_reductions_that_come_to_more_than_the_contract_leave_no_hours_and_never_fewer():
    who = worker(reductions=(reduction("maternity"), reduction("phased_return", percent=50)))
    found = load("probation-wmt", who, [case("1", type="community", tier="A3", count=40)])
    assert found.available.hours == 0
    assert found.line.available == 0
    assert found.line.state == "no_capacity"
    assert found.line.percent is None
    assert found.line.uncovered_cases == 40
    assert "load.reductions_overlap" in {flag.code for flag in found.flags}


def test_a_share_above_the_kinds_most_counts_as_the_most():
    found = load("probation-wmt", worker(reductions=(reduction("trade_union_facility_time", percent=80),)))
    assert found.available.hours == Decimal("18.5")
    assert "load.reduction_above_most" in {flag.code for flag in found.flags}


def test_a_kind_without_a_share_of_its_own_takes_the_whole_contract_and_says_so():
    found = load("probation-wmt", worker(reductions=(reduction("disability"),)))
    assert found.available.hours == 0
    assert [each.fact for each in found.assumed] == ["share of disability"]


def test_only_one_stage_of_training_counts_at_a_time():
    who = worker(
        reductions=(
            reduction("trainee_first_six_months", TODAY.replace(month=1)),
            reduction("trainee_second_six_months", TODAY.replace(month=2)),
        )
    )
    assert load("probation-wmt", who).available.hours == Decimal("7.4")  # 80 % alone


def test_a_reduction_ends_when_its_kind_says():
    who = worker(reductions=(reduction("newly_qualified", TODAY.replace(year=2025, month=5)),))
    assert load("probation-wmt", who).available.hours == 37  # nine months were over on 3 February


def test_hours_of_a_share_are_rounded_half_up_to_two_places():
    who = worker(hours="37.05", reductions=(reduction("other", percent=10),))
    assert load("probation-wmt", who).available.hours == Decimal("37.05") - Decimal("3.71")  # 3.705
