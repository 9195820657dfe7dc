"""Published schemes, each from a pack with no code of its own, against the figures they publish."""

from decimal import Decimal

import pytest

from plimsoll.engine.load.facts import Work
from plimsoll.engine.load.line import allowed
from plimsoll.engine.load.numbers import Rounding, quotient
from plimsoll.engine.load.packs import load_weighting
from tests.engine.load.making import TODAY, case, load, reduction, worker


class TestWirral:
    @pytest.mark.parametrize(("hours", "stage", "points"), [("37", "", 100), ("37", "asye", 90), ("22.2", "", 60)])
    def test_the_most_is_100_points_90_in_the_supported_year_and_60_for_three_days(self, hours, stage, points):
        assert load("wirral-100", worker(hours=hours, stage=stage)).line.available == points

    @pytest.mark.parametrize(("stage", "left"), [("", 85), ("asye", 75)])
    def test_fifteen_are_stable_so_that_85_or_75_are_left_for_cases(self, stage, left):
        assert load("wirral-100", worker(stage=stage)).line.remaining == left

    def test_the_points_of_a_case_are_its_own(self):
        assert load("wirral-100", worker(), [case("1", points=6), case("2", points=2.5)]).line.points == Decimal("23.5")

    def test_a_case_without_points_gets_the_declared_share_and_is_listed(self):
        found = load("wirral-100", worker(), [case("1")])
        assert found.line.points == 20
        assert [(each.fact, each.taken) for each in found.assumed] == [("points", 5)]

    def test_more_than_twelve_children_in_the_supported_year_are_said(self):
        cases = [case(str(number), points=1) for number in range(13)]
        assert [flag.code for flag in load("wirral-100", worker(stage="asye"), cases).flags] == ["load.count_limit"]
        assert load("wirral-100", worker(stage="asye"), cases[:12]).flags == ()
        assert load("wirral-100", worker(), cases).flags == ()


class TestShares:
    @pytest.mark.parametrize(
        ("investigations", "ongoing", "share"),
        [(12, 0, "1.0000"), (0, 17, "1.0000"), (4, 10, "0.9216"), (6, 10, "1.0882")],
    )
    def test_shares_of_a_full_load_add_up_exactly(self, investigations, ongoing, share):
        cases = [case("i", type="investigation", count=investigations)] if investigations else []
        cases += [case("o", type="ongoing", count=ongoing)] if ongoing else []
        line = load("cwla-shares", worker(), cases).line
        assert quotient(line.points, line.available, Rounding(4)) == Decimal(share)

    def test_fifteen_in_foster_care_are_a_full_load(self):
        assert load("cwla-shares", worker(), [case("f", type="foster_care", count=15)]).line.percent == 100

    def test_one_new_case_for_every_six_open(self):
        limit = load_weighting("cwla-shares", TODAY).limits.counts[0]
        assert allowed(limit, [case("o", type="ongoing", count=17)]) == 2
        new = [case("n", type="ongoing", is_new=True, count=3), case("o", type="ongoing", count=14)]
        assert [flag.code for flag in load("cwla-shares", worker(), new).flags] == ["load.count_limit"]


class TestHours:
    @pytest.mark.parametrize(
        ("standard", "figures"),
        [
            ("minimal", {"screening": "116.1", "emergency_response": "13.0", "family_maintenance": "14.2",
                         "family_reunification": "15.6", "permanent_placement": "23.7"}),
            ("optimal", {"screening": "68.7", "emergency_response": "9.9", "family_maintenance": "10.2",
                         "family_reunification": "11.9", "permanent_placement": "16.4"}),
            ("1984", {"screening": "322.5", "emergency_response": "15.8", "family_maintenance": "35.0",
                      "family_reunification": "27.0", "permanent_placement": "54.0"}),
        ],
    )  # fmt: skip
    def test_the_cases_of_each_standard_are_a_full_load(self, standard, figures):
        for kind, cases in figures.items():
            one = load("sb2030-hours", worker(), [case("1", type=kind, standard=standard)]).line
            assert quotient(one.points * Decimal(cases), one.available, Rounding(4)) == 1


class TestChoiceAndPartnership:
    def test_hours_for_core_work_become_core_partnerships_a_quarter(self):
        # 37 hours less 26 given to other things leave 11: 3.14 sessions of 3.5 hours, three families each.
        plan = worker(reductions=(reduction("choice", hours=8), reduction("administration", hours=18)))
        found = load("capa", plan)
        assert found.available.hours == 11
        assert Rounding(1).of(found.line.available) == Decimal("9.4")
        assert Rounding(2).of(Decimal(11) / Decimal("3.5")) == Decimal("3.14")

    def test_the_form_by_hours(self):
        assert load("capa", worker(hours="11", grade="by_hours")).line.available == Decimal("9.46")

    def test_eleven_referrals_a_week_need_a_hundred_core_partnerships_a_quarter(self):
        team = worker(work=(Work("referrals_a_week", Decimal(11)),))
        demand = load("capa", team).line.points
        assert demand == Decimal("100.1")
        assert 8 * 11 <= 88 <= demand

    def test_a_family_taken_on_is_one(self):
        assert load("capa", worker(), [case("1"), case("2")]).line.points == 2


def test_forty_new_plans_are_29_percent_of_a_casework_officers_year():
    found = load(
        "default-send",
        worker(),
        [case("p", type="new_plan", complexity="medium", agencies=4, disagreement="none", count=40)],
    )
    assert sum(each.points for each in found.carried) == 452
    assert found.line.available == 37 * 42
    assert quotient(Decimal(45200), found.line.available, Rounding(1)) == Decimal("29.1")


def test_an_interview_for_each_of_180_pupils_is_225_hours():
    facts = {"complexity": "medium", "matters": 1, "emotional_demand": "ordinary"}
    found = load("default-advice", worker(), [case("y11", type="careers_guidance", count=180, **facts)])
    assert sum(each.points for each in found.carried) == 225


def test_the_mean_caseload_of_england_in_2025():
    assert quotient(Decimal(321661), Decimal("21105.4"), Rounding(1)) == Decimal("15.2")
