"""Colour never speaks alone: each state has a shape and a word."""

import re
from typing import get_args

import pytest
from django.utils.translation import override

from plimsoll.engine.clocks.duties import State
from plimsoll.govuk import marks
from plimsoll.govuk.icons import SHAPES, icon


def shape_in(markup: str) -> str:
    return re.search(r"pl-icon--(\w+)", markup)[1]


def words_in(markup: str) -> str:
    return re.sub(r"<[^>]+>", "", markup).strip()


@pytest.mark.parametrize("name", SHAPES)
def test_every_drawing_is_hidden_from_screen_readers_and_carries_no_style(name):
    drawn = icon(name)
    assert 'aria-hidden="true"' in drawn
    assert "style=" not in drawn
    for element in re.findall(r"<\w+[^>]*>", drawn):
        attributes = re.findall(r"\s([\w-]+)=", element)
        assert len(attributes) == len(set(attributes)), f"an attribute twice in {element}"


def test_the_three_colours_differ_in_shape_and_word():
    drawn = [marks.rag(colour) for colour in ("red", "amber", "green", None)]
    assert len({shape_in(mark) for mark in drawn}) == 4
    assert [words_in(mark) for mark in drawn] == ["Red", "Amber", "Green", "Not known"]


def test_every_state_of_a_duty_differs_in_shape_and_word():
    drawn = [marks.duty_state(state) for state in marks.DUTY_STATES]
    assert len({shape_in(mark) for mark in drawn}) == len(marks.DUTY_STATES)
    assert len({words_in(mark) for mark in drawn}) == len(marks.DUTY_STATES)


def test_the_engines_states_are_all_drawn():
    assert set(get_args(State)) == marks.DUTY_STATES.keys()


def test_a_state_that_is_not_known_is_an_error_and_not_a_blank():
    with pytest.raises(KeyError):
        marks.duty_state("overdue")


def test_words_given_take_the_place_of_the_state_and_are_escaped():
    drawn = marks.duty_state("late", "Late by 3 <days>")
    assert "Late by 3 &lt;days&gt;" in drawn
    assert "pl-tag--red" in drawn


def test_an_unknown_level_of_checking_counts_as_unverified():
    assert marks.verified("hearsay") == marks.verified("unverified")
    assert words_in(marks.verified("primary")) != words_in(marks.verified("secondary"))


def test_enums_are_taken_by_their_value():
    from enum import Enum

    class Colour(Enum):
        RED = "red"

    assert marks.rag(Colour.RED) == marks.rag("red")


def test_a_mark_is_kept_for_each_language_apart():
    english = marks.rag("red")
    with override("cy"):
        marks.rag("red")
    assert marks.rag("red") == english


def test_alerts_name_themselves_or_take_words():
    items = marks.alert_items(["not_alone", ("interpreter", "Polish interpreter"), "gas leak"])
    assert [str(words) for _mark, words in items] == ["Do not visit alone", "Polish interpreter", "gas leak"]
    assert items[2][0].look == "other"
