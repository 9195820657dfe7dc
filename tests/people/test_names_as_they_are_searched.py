"""Names as they are searched: plain letters and how they sound."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plimsoll.families import checks
from plimsoll.people import sounds


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("Siân", "Shan"),
        ("Siôn", "Shaun"),
        ("O'Brien", "Obrien"),
        ("O Brien", "O’Brien"),
        ("Mohammed", "Muhammad"),
        ("Mohamed", "Mohammad"),
        ("Katherine", "Catherine"),
        ("Steven", "Stephen"),
        ("Niamh", "Neve"),
        ("Lloyd", "Llwyd"),
        ("Smith", "Smyth"),
        ("Yusuf", "Youssef"),
        ("Aisha", "Ayesha"),
        ("Rhys", "Reece"),
        ("Hussain", "Hussein"),
        ("Thomas", "Tomos"),
        ("Żaneta", "Zaneta"),
        ("Ffion", "Fion"),
    ],
)
def test_names_that_sound_alike_have_one_key(one, two):
    assert sounds.keys(one) == sounds.keys(two)


@pytest.mark.parametrize(
    ("one", "two"), [("Jones", "James"), ("Maddy", "Mohammed"), ("Ann", "Amy"), ("Aisha", "Zara"), ("Evans", "Owens")]
)
def test_names_that_sound_apart_have_two(one, two):
    assert sounds.keys(one) != sounds.keys(two)


@given(st.text(max_size=80))
def test_any_text_has_a_key_that_can_be_stored_and_stays_as_it_is(text):
    plain, keys = sounds.index_of([text])
    assert sounds.plain(plain) == plain or " " in plain
    assert all(0 < len(key) <= sounds.MOST_LETTERS for key in keys)
    assert bool(keys) == bool(plain)


@given(st.text(alphabet="abcdefghilmnoprstuwyâêîôûŵŷéłżńöü’'- ", max_size=40))
def test_accents_case_and_apostrophes_change_nothing(text):
    assert sounds.keys(text) == sounds.keys(text.upper())
    assert sounds.keys(text) == sounds.keys(text.replace("’", "'"))


@pytest.mark.parametrize(
    ("check", "typed", "kept"),
    [
        (checks.nhs_number, "943 476 5919", "9434765919"),
        (checks.pupil_number, "b801200005001", "B801200005001"),
        (checks.telephone, "01632 960 001", "+441632960001"),
        (checks.telephone, "+48 22 123 45 67", "+48221234567"),
        (checks.postcode, "cf103np", "CF10 3NP"),
        (checks.postcode, "ec1a 1bb", "EC1A 1BB"),
    ],
)
def test_a_right_number_is_kept_in_one_form(check, typed, kept):
    assert check(typed) == kept


@pytest.mark.parametrize(
    ("check", "typed"),
    [
        (checks.nhs_number, "943 476 5918"),
        (checks.nhs_number, "12"),
        (checks.pupil_number, "A801200005001"),
        (checks.pupil_number, "B80"),
        (checks.telephone, "999999999999999999"),
        (checks.telephone, "ring mum"),
        (checks.postcode, "CF10"),
        (checks.postcode, "QQ1 1QQ"),
    ],
)
def test_a_wrong_number_is_refused_with_a_sentence(check, typed):
    with pytest.raises(ValueError, match=r"^[A-Z].{15,}$"):
        check(typed)
