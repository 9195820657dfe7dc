from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plimsoll.engine.load.continuity import continuity
from plimsoll.engine.load.fairness import compare, share_above, spread


def loads(*values):
    return [Decimal(value) for value in values]


@pytest.mark.parametrize(
    ("values", "measures"),
    [
        ((120, 80, 100, 100), (120, 40, "10", "14.1421", "28.2843", "0.075", "0.9804")),
        ((150, 50, 110, 90), (150, 100, "30", "36.0555", "72.1110", "0.2", "0.8850")),
        ((10, 0, 0, 0), (10, 10, "3.75", "4.3301", "8.6603", "0.75", "0.25")),
        ((7, 7, 7), (7, 0, "0", "0", "0", "0", "1")),
    ],
)
def test_the_measures_come_to_their_published_values(values, measures):
    found = spread(loads(*values))
    assert (
        found.highest,
        found.range,
        found.mean_deviation,
        found.standard_deviation,
        found.unfairness,
        found.gini,
        found.jain,
    ) == tuple(Decimal(measure) for measure in measures)


def test_nobody_and_no_load_have_an_answer_too():
    assert spread([]) is None
    assert spread(loads(0, 0)).jain == 1
    assert spread(loads(0, 0)).gini == 0


def test_plans_are_compared_from_the_highest_load_down():
    assert compare(loads(100, 80), loads(110, 10)) == -1
    assert compare(loads(100, 90), loads(90, 100)) == 0
    assert compare(loads(100, 90, 80), loads(100, 90, 70)) == 1


@given(
    st.lists(st.decimals(0, 500, places=1), min_size=1, max_size=8), st.integers(0, 7), st.decimals(0, 100, places=1)
)
def test_more_work_for_anybody_never_looks_fairer(values, which, more):
    """What range, deviation and Gini get wrong."""
    longer = [*values]
    longer[which % len(values)] += more
    assert compare(values, longer) <= 0


def test_a_mean_of_a_hundred_can_hide_that_half_are_over():
    assert share_above(loads(150, 150, 50, 50), Decimal(100)) == 50
    assert share_above([], Decimal(100)) == 0


@pytest.mark.parametrize(
    ("contacts", "coc", "upc"),
    [
        ([4], "1", "1"),
        ([3, 1], "0.5", "0.75"),
        ([2, 2], "0.3333", "0.5"),
        ([5, 3, 2], "0.3111", "0.5"),
        ([1, 1, 1, 1], "0", "0.25"),
    ],
)
def test_continuity_comes_to_its_published_values(contacts, coc, upc):
    found = continuity(contacts)
    assert (found.coc, found.upc) == (Decimal(coc), Decimal(upc))


def test_one_contact_says_nothing_about_continuity():
    assert continuity([1]) is None
    assert continuity([]) is None
    assert continuity([9, 1]).is_good
    assert not continuity([3, 1]).is_good
