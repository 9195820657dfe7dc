"""Workers, children and families as trackers name them."""

# ruff: noqa: E501 -- a file made for a test reads best with a row or an element on a line
from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plimsoll.imports.reading.trackers.dates import DateRules
from plimsoll.imports.reading.trackers.people import household_of, read_children, read_name
from plimsoll.imports.reading.trackers.workers import match_workers, read_worker

BIRTH = DateRules(as_at=date(2026, 11, 21), is_birth=True)


@pytest.mark.parametrize(
    "text",
    [
        "PRITCHARD, Sam",
        "Sam Pritchard",
        " sam  pritchard ",
        "Sam PRITCHARD",
        "Pritchard,Sam",
        "Mr Sam Pritchard",
        "Sam Pritchard (ASYE)",
    ],
)
def test_spellings_of_one_worker_meet_in_one_key(text):
    assert read_worker(text).key == "sam pritchard"


@pytest.mark.parametrize(
    ("text", "kind"),
    [("J. Okafor", "initial"), ("Helen", "first"), ("Duty", "duty"), ("Duty Team", "duty"), ("Unallocated", "nobody"),
     ("", "nobody"), ("n/a", "nobody"), ("SW1234567", "reference"), ("Siân O’Neill", "full")],
)  # fmt: skip
def test_how_much_of_a_name_there_is(text, kind):
    assert read_worker(text).kind == kind


def test_the_spelling_in_the_file_is_kept_beside_the_key():
    worker = read_worker("Joy (part time 0.6)")
    assert (worker.as_written, worker.key, worker.remark) == ("Joy (part time 0.6)", "joy", "part time 0.6")


def test_an_initial_is_only_proposed_as_the_same_worker():
    (match,) = match_workers(["p lowe", "dev shah"], ["pat lowe", "dev shah", "peter lowe"])
    assert match.key == "p lowe"
    assert match.candidates == ("pat lowe", "peter lowe")


@pytest.mark.parametrize(
    ("text", "given_name", "family_name"),
    [("Ceri Jones", "Ceri", "Jones"), ("JONES, Ceri", "Ceri", "Jones"), ("D'ARCY O'BRIEN", "D'Arcy", "O'Brien"),
     ("Mary-Kate Okonkwo-Reid", "Mary-Kate", "Okonkwo-Reid"), ("Ana Maria Silva", "Ana Maria", "Silva"), ("Żuk", "", "Żuk")],
)  # fmt: skip
def test_a_name_in_its_parts(text, given_name, family_name):
    name = read_name(text)
    assert (name.given, name.family) == (given_name, family_name)


def test_an_unborn_baby_has_a_family_name_and_no_other():
    name = read_name("UBB Jones")
    assert (name.given, name.family, name.is_unborn) == ("", "Jones", True)


def test_a_question_mark_in_a_name_is_a_letter_that_was_lost():
    assert read_name("Ewa ?uk").is_damaged


def test_no_letters_no_name():
    assert read_name("12345") is None


def test_the_children_of_a_family_with_their_birth_dates():
    children = read_children(
        "Ffion (01/03/17); Olive (16.05.17), Callum (28/03/14) & Callum (11 Dec 2013)\nUBB (EDD 03/02/27)", BIRTH
    )
    assert [(one.name.given, one.born.on) for one in children] == [
        ("Ffion", date(2017, 3, 1)),
        ("Olive", date(2017, 5, 16)),
        ("Callum", date(2014, 3, 28)),
        ("Callum", date(2013, 12, 11)),
        ("", date(2027, 2, 3)),
    ]
    assert children[-1].name.is_unborn


def test_a_family_is_named_by_its_household():
    assert household_of("The Żuk family") == "Żuk"
    assert household_of("Ceri Jones") == ""


@given(st.text(max_size=80))
def test_any_text_can_stand_where_a_name_should(text):
    read_name(text)
    read_worker(text)
    read_children(text, BIRTH)
