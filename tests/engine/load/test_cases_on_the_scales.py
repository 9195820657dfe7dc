"""What a case weighs under the illustrative weighting for children's services, part by part."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plimsoll.engine.load.packs import load_weighting, weighting_files
from tests.engine.load.making import TODAY, book, case, load, worker

PLAIN = {
    "type": "child_in_need",
    "complexity": "medium",
    "travel_minutes": 0,
    "agencies": 2,
    "emotional_demand": "ordinary",
    "opened_on": date(2025, 1, 1),
}


def points(**facts):
    return load("default-children", worker(), [case("1", **{**PLAIN, **facts})]).carried[0].points


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({}, 5),
        ({"in_court": True}, 8),
        ({"interpreter": True}, 6),  # 20 % of 5
        ({"travel_minutes": 30}, 5),
        ({"travel_minutes": 31}, "5.5"),
        ({"travel_minutes": 61}, 6),
        ({"agencies": 5}, "5.5"),
        ({"agencies": 40}, "6.5"),  # at most 1.5
        ({"emotional_demand": "high"}, "6.5"),
        ({"opened_on": TODAY - timedelta(days=41)}, 6),
        ({"opened_on": TODAY - timedelta(days=42)}, 5),
        ({"was_transferred": True, "held_since": TODAY}, 6),
        ({"is_closing": True}, "2.5"),
        ({"interpreter": True, "is_closing": True}, "3.5"),  # shares are of the base, never of each other
        ({"type": "referral", "complexity": "low", "is_closing": True}, "0.5"),
    ],
)
def test_each_modifier_adds_what_the_weighting_says(facts, expected):
    assert points(**facts) == Decimal(expected)


def test_a_case_never_counts_for_less_than_the_floor_and_says_why():
    found = load(
        "default-children",
        worker(),
        [
            case("1", **{**PLAIN, "type": "referral", "complexity": "low", "is_closing": True}),
            case("2", family="F", **PLAIN),
        ],
    )
    assert found.carried[0].points == Decimal("0.5")
    light = {**PLAIN, "type": "referral", "complexity": "low", "is_closing": True}
    both = load("default-children", worker(), [case("1", family="F", **light), case("2", family="F", **light)])
    assert [each.points for each in both.carried] == [Decimal("0.5"), Decimal("0.5")]
    assert both.carried[1].parts[-1].reason.code == "load.floor"


def test_the_heaviest_of_a_family_counts_in_full_and_each_other_half():
    family = [
        case("a", family="F", **PLAIN),
        case("b", family="F", **{**PLAIN, "complexity": "high"}),
        case("c", family="F", **PLAIN),
    ]
    found = load("default-children", worker(), family)
    assert [each.points for each in found.carried] == [Decimal("2.5"), 6, Decimal("2.5")]


def test_a_family_is_a_family_only_with_the_same_worker():
    family = [case("a", "W1", family="F", **PLAIN), case("b", "W2", family="F", **PLAIN)]
    loads = book("default-children", [worker("W1"), worker("W2")], family).loads()
    assert [each.carried[0].points for each in loads] == [5, 5]


def test_children_of_a_family_on_one_line_count_as_one_and_siblings():
    assert load("default-children", worker(), [case("1", family="F", count=3, **PLAIN)]).carried[0].points == 10


def test_what_is_recorded_only_when_true_is_no_unknown():
    assert load("default-children", worker(), [case("1", **PLAIN)]).assumed == ()


def test_every_unknown_is_listed_with_what_was_taken():
    found = load("default-children", worker(), [case("1")])
    assert found.carried[0].points == 5
    assert {each.fact: each.taken for each in found.assumed} == {
        "type": 5,
        "travel_minutes": 0,
        "agencies": 3,
        "emotional_demand": "ordinary",
        "opened_on": None,
    }
    assert all(each.because and each.about == "1" for each in found.assumed)


def test_an_unknown_complexity_is_the_fact_that_is_listed():
    found = load("default-children", worker(), [case("1", **{**PLAIN, "complexity": None})])
    assert [each.fact for each in found.assumed] == ["complexity"]


FACTS = st.fixed_dictionaries(
    {},
    optional={
        "type": st.sampled_from(
            ["child_in_need", "child_protection", "referral", "made_up", "new_plan", "casework", "intensive"]
        ),
        "complexity": st.sampled_from(["low", "medium", "high", None]),
        "in_court": st.booleans(),
        "interpreter": st.booleans(),
        "is_closing": st.booleans(),
        "was_transferred": st.booleans(),
        "travel_minutes": st.decimals(0, 300, places=1),
        "agencies": st.integers(0, 20).map(Decimal),
        "emotional_demand": st.sampled_from(["ordinary", "raised", "high"]),
        "opened_on": st.dates(date(2025, 10, 1), date(2026, 6, 1)),
        "held_since": st.dates(date(2025, 10, 1), date(2026, 6, 1)),
    },
)
CASES = st.lists(st.tuples(FACTS, st.sampled_from(["", "F", "G"]), st.integers(1, 4)), max_size=6)


@given(st.sampled_from(sorted(weighting_files())), CASES)
def test_every_point_is_explained_and_the_reasons_add_up_exactly(weighting, made):
    cases = [
        case(str(number), family=family, count=count, **facts) for number, (facts, family, count) in enumerate(made)
    ]
    found = load(weighting, worker(), cases)
    for each in found.carried:
        assert sum(part.points for part in each.parts) == each.points
        assert all(part.reason.text and part.reason.source for part in each.parts)
    explained = sum(part.points for each in found.carried for part in each.parts) + sum(
        part.points for part in found.work
    )
    assert explained == found.line.points


@given(CASES)
def test_the_order_of_the_cases_changes_nothing(made):
    cases = [
        case(str(number), family=family, count=count, **facts) for number, (facts, family, count) in enumerate(made)
    ]
    forwards, backwards = load("default-children", worker(), cases), load("default-children", worker(), cases[::-1])
    assert forwards.line == backwards.line
    assert {each.case.id: each.points for each in forwards.carried} == {
        each.case.id: each.points for each in backwards.carried
    }


def test_without_a_fact_nothing_is_nought_in_silence():
    for name in weighting_files():
        weighting = load_weighting(name, TODAY)
        found = load(weighting, worker(), [case("1")])
        weightless = weighting.bases[-1].fixed is not None
        assert found.assumed or weightless, name
