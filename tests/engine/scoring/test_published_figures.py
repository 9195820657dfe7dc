"""Scores, bands and reliable change against figures that others published, and rules that hold for any tool.

Sources: SDQ parent bands, BMC Psychiatry 2021; teacher bands, PMC4830858; young person's cut-offs, PMC8248972 table 2;
CORE-10 bands, cut-off, pro-rating and reliable change, Barkham and others 2013 as others report them; DASH bands as
Plymouth, Norfolk and Kingston publish them; the standard error of a difference, http://psyctc.org/stats/rcsc1.htm.
"""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plimsoll.engine import rulebook, scoring
from plimsoll.engine.scoring import ScoringError

BOOK = rulebook.load()
TOOLS = scoring.read(BOOK, "children-england")
SDQ, CORE, DASH, GOAL = TOOLS["SDQ"], TOOLS["CORE-10"], TOOLS["DASH"], TOOLS["goal_0_10"]
PARENT = {
    "total": [(13, "Normal"), (16, "Borderline"), (40, "Abnormal")],
    "emotional": [(3, "Normal"), (4, "Borderline"), (10, "Abnormal")],
    "conduct": [(2, "Normal"), (3, "Borderline"), (10, "Abnormal")],
    "hyperactivity": [(5, "Normal"), (6, "Borderline"), (10, "Abnormal")],
    "peer": [(2, "Normal"), (3, "Borderline"), (10, "Abnormal")],
}
AVERAGE, RAISED, HIGH, VERY = "Close to average", "Slightly raised", "High", "Very high"
TEACHER = {
    "total": [(11, AVERAGE), (15, RAISED), (18, HIGH), (40, VERY)],
    "emotional": [(3, AVERAGE), (4, RAISED), (5, HIGH), (10, VERY)],
    "conduct": [(2, AVERAGE), (3, RAISED), (4, HIGH), (10, VERY)],
    "hyperactivity": [(5, AVERAGE), (7, RAISED), (8, HIGH), (10, VERY)],
    "peer": [(2, AVERAGE), (4, RAISED), (5, HIGH), (10, VERY)],
    "prosocial": [(3, "Very low"), (4, "Low"), (5, "Slightly lowered"), (10, AVERAGE)],
}


def words(rater, part, value):
    return scoring.band_of(rater.bands[part], value).words


@pytest.mark.parametrize(("rater", "published"), [("parent", PARENT), ("teacher", TEACHER)])
def test_every_score_of_the_sdq_falls_in_the_published_band_of_its_rater(rater, published):
    found = SDQ.rater(rater)
    assert set(found.bands) == set(published)
    for part, bands in published.items():
        below = -1
        for upto, expected in bands:
            assert {words(found, part, value) for value in range(below + 1, upto + 1)} == {expected}
            below = upto


@pytest.mark.parametrize(
    ("part", "cut_off"), [("total", 20), ("emotional", 7), ("conduct", 5), ("hyperactivity", 7), ("peer", 6)]
)
def test_the_young_persons_own_sdq_has_its_published_cut_offs(part, cut_off):
    found = SDQ.rater("self")
    assert words(found, part, cut_off - 1).startswith("Below")
    assert words(found, part, cut_off).startswith("At or above")


def test_the_total_of_the_sdq_is_its_four_difficulties_and_not_the_rest():
    parts = {"emotional": 5, "conduct": 3, "hyperactivity": 7, "peer": 2, "prosocial": 9, "impact": 4}
    assert scoring.score(SDQ, parts=parts).total == 17
    del parts["peer"]
    assert scoring.score(SDQ, parts=parts).total is None
    assert scoring.score(SDQ, parts=parts, total=17).total == 17


@pytest.mark.parametrize(
    ("value", "band"),
    [(0, "Low or healthy"), (10, "Low or healthy"), (11, "Mild"), (14, "Mild"), (15, "Moderate"), (19, "Moderate"),
     (20, "Moderately severe"), (24, "Moderately severe"), (25, "Severe"), (40, "Severe")],
)  # fmt: skip
def test_core_10_falls_in_its_published_bands(value, band):
    assert words(CORE.raters[0], "total", value) == band


def test_core_10_makes_up_for_one_missing_answer_and_for_no_more():
    nine = [2, 1, 1, 0, 3, 0, 2, 2, 2, None]
    found = scoring.score(CORE, items=nine)
    assert found.total == pytest.approx(13 / 9 * 10)
    assert found.prorated
    assert words(CORE.raters[0], "total", found.total) == "Mild"
    two = scoring.score(CORE, items=[*nine[:8], None, None])
    assert (two.total, two.missing) == (None, (9, 10))
    assert scoring.score(CORE, items=[4] * 10).total == 40


def test_the_risk_item_of_core_10_is_marked_whatever_the_total_even_where_there_is_none():
    risk = [0] * 5 + [1] + [0] * 4
    assert scoring.score(CORE, items=risk).marked == {"risk"}
    assert scoring.score(CORE, items=risk).total == 1
    alone = scoring.score(CORE, items=[None] * 5 + [1] + [None] * 4)
    assert (alone.total, alone.marked) == (None, frozenset({"risk"}))
    assert not scoring.score(CORE, items=[4, 4, 4, 4, 4, 0, 4, 4, 4, 4]).marked


def test_a_change_of_six_on_core_10_is_more_than_chance_and_five_may_be():
    assert scoring.change(CORE, 20, 14).is_reliable
    assert scoring.change(CORE, 20, 14).direction == "better"
    assert not scoring.change(CORE, 14, 19).is_reliable
    assert scoring.change(CORE, 14, 20).direction == "worse"


def test_a_goal_that_falls_is_worse_and_three_points_are_more_than_chance():
    found = scoring.change(GOAL, 6, 3)
    assert (found.direction, found.by, found.is_reliable) == ("worse", 3, True)
    assert scoring.change(GOAL, 3, 5).is_reliable is False


@pytest.mark.parametrize(
    ("ticks", "band"), [(0, "Standard"), (9, "Standard"), (10, "Medium"), (13, "Medium"), (14, "High"), (24, "High")]
)
def test_the_count_of_the_dash_checklist_falls_in_its_published_bands(ticks, band):
    assert words(DASH.raters[0], "total", ticks) == band


@pytest.mark.parametrize(("spread", "reliability", "points"), [(7.5, 0.80, 9.297), (10, 0.91, 8.316), (1, 0, 2.772)])
def test_reliable_change_is_that_of_jacobson_and_truax(spread, reliability, points):
    by_hand = 1.96 * math.sqrt(2 * (spread * math.sqrt(1 - reliability)) ** 2)
    assert scoring.reliable_points(spread, reliability) == pytest.approx(by_hand)
    assert scoring.reliable_points(spread, reliability) == pytest.approx(points, abs=0.001)


ANSWERS = st.lists(st.one_of(st.none(), st.integers(0, 4)), min_size=10, max_size=10)


@given(ANSWERS)
def test_a_score_lies_within_its_tool_and_is_missing_only_when_too_much_is(items):
    given_count = sum(answer is not None for answer in items)
    if not given_count:
        with pytest.raises(ScoringError):
            scoring.score(CORE, items=items)
        return
    found = scoring.score(CORE, items=items)
    assert (found.total is None) == (given_count < 9)
    if found.total is not None:
        assert 0 <= found.total <= 40
    assert ("risk" in found.marked) == bool(items[5])


@given(ANSWERS, st.integers(0, 9))
def test_one_worse_answer_never_gives_a_better_score(items, place):
    if items[place] is None or items[place] == 4:
        return
    worse = [answer + 1 if at == place else answer for at, answer in enumerate(items)]
    before, after = scoring.score(CORE, items=items), scoring.score(CORE, items=worse)
    assert (before.total is None) == (after.total is None)
    if before.total is not None:
        assert after.total > before.total
    assert before.marked <= after.marked


@given(st.floats(0, 40), st.floats(0, 40))
def test_a_change_back_is_the_same_change_the_other_way(before, after):
    there, back = scoring.change(CORE, before, after), scoring.change(CORE, after, before)
    assert there.by == -back.by
    assert there.is_reliable == back.is_reliable


@given(st.integers(0, 40))
def test_every_score_of_a_tool_with_bands_has_one(value):
    for tool in (SDQ, CORE):
        for rater in tool.raters:
            assert scoring.band_of(rater.bands["total"], value) is not None
