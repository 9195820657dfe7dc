"""The load line is right at nothing, at the line, far above it, and where there is no line at all."""

import re
from decimal import Decimal

import pytest

from plimsoll.govuk.load_line import LEAST_OVER, load_line, percent_text


def test_nothing_carried_fills_nothing():
    line = load_line(0, 40)
    assert (line.state, line.filled_width, line.over_width) == ("empty", "0.00", "0.00")
    assert line.headline == "0% of the line"
    assert line.words == "nothing carried, 40 points free"


def test_below_the_line_the_bar_is_filled_in_proportion_and_nothing_is_hatched():
    line = load_line(34, 40)
    assert line.headline == "85% of the line"
    assert line.words == "34 of 40 points, 6 points free"
    assert float(line.filled_width) / float(line.mark_x) == pytest.approx(0.85, abs=0.001)
    assert not line.is_over


def test_at_the_line_the_bar_ends_at_the_mark():
    line = load_line(40, 40)
    assert (line.state, line.filled_width) == ("at", line.mark_x)
    assert line.words == "40 of 40 points, at the line"
    assert not line.is_over


def test_far_above_the_line_the_whole_load_is_in_the_drawing():
    line = load_line(136, 40)
    assert line.headline == "340% of the line"
    assert line.words == "136 of 40 points, 96 points above it"
    assert float(line.over_width) / float(line.mark_x) == pytest.approx(2.4, abs=0.001)
    assert float(line.mark_x) + float(line.over_width) <= 100


def test_a_hair_above_the_line_is_seen_and_not_rounded_to_it():
    line = load_line(Decimal("40.01"), Decimal(40))
    assert line.is_over
    assert float(line.over_width) >= LEAST_OVER
    assert line.percent == ">100"


@pytest.mark.parametrize(
    ("percent", "text"), [(100, "100"), (99.96, "<100"), (99.6, "99.6"), (100.2, "100.2"), (84.5, "84")]
)
def test_only_what_is_at_the_line_says_a_hundred(percent, text):
    assert percent_text(percent) == text


@pytest.mark.parametrize("capacity", [0, None, -3])
def test_no_capacity_leaves_every_case_uncovered(capacity):
    line = load_line(61, capacity, cases=40)
    assert (line.headline, line.words) == ("No capacity", "40 cases uncovered")
    assert (line.over_x, line.over_width) == ("0", "100")


def test_no_capacity_and_nothing_carried_is_no_alarm():
    line = load_line(0, 0, cases=0)
    assert not line.is_over
    assert line.words == "nothing carried"


def test_one_case_is_one_case():
    assert load_line(3, 0, cases=1).words == "1 case uncovered"
    assert load_line(17, 16, unit="cases").words == "17 of 16 cases, 1 case above it"


def test_several_bars_on_one_scale_have_their_marks_in_one_place():
    marks = {load_line(points, 40, scale=340).mark_x for points in (None, 0, 34, 40, 52, 136)}
    assert len(marks) == 1


def test_a_load_beyond_the_scale_asked_for_is_still_shown_whole():
    line = load_line(200, 40, scale=340)
    assert float(line.mark_x) + float(line.over_width) <= 100


def test_the_drawing_has_no_style_no_id_and_says_everything_in_words(draw):
    drawn = draw("{% load_line points=136 capacity=40 %}")
    assert "style=" not in drawn
    assert not re.search(r"\sid=", drawn)
    assert "340% of the line" in drawn
    assert "pl-load__hatch" in drawn


def test_below_the_line_nothing_is_hatched_on_the_page(draw):
    assert "pl-load__hatch" not in draw("{% load_line points=34 capacity=40 %}")
