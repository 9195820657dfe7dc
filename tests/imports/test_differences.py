"""What a file says against what is stored, without a database."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from plimsoll.imports.differences import StoredEvent, compare, day_of
from plimsoll.imports.reading.values import ImportedEvent, Provenance
from plimsoll.imports.reading.words import Words

ORIGIN = Provenance("0" * 64, "S", 2)
DAY = date(2026, 3, 1)


def event(name="referral_received", on=DAY, *, rolling=False, details=None, series="", stated=True):
    basis = None if stated else Words("basis_day_of_referral")
    return ImportedEvent(name, on, ORIGIN, details or {}, series or name, rolling, stated, basis)


def store(stored, difference):
    """The record after the writings of a difference."""
    rows = list(stored)
    for writing in difference.writings:
        corrected = writing.supersedes.id if writing.supersedes else None
        number = len(rows) + 1
        rows.append(
            StoredEvent(
                number, writing.event.name, day_of(writing.event), writing.details, writing.import_key, corrected
            )
        )
    return rows


def after(*files, key="tracker:person:1"):
    stored = []
    for events in files:
        stored = store(stored, compare(key, events, stored))
    return stored


def standing(stored):
    gone = {row.supersedes_id for row in stored}
    return [(row.name, row.on) for row in stored if row.id not in gone]


def test_one_more_is_added_and_one_fewer_is_said_and_kept():
    first = [event("review_conference_held", DAY), event("review_conference_held", DAY + timedelta(90))]
    stored = after(first)
    assert (
        len(
            compare(
                "tracker:person:1", [*first, event("review_conference_held", DAY + timedelta(200))], stored
            ).writings
        )
        == 1
    )
    fewer = compare("tracker:person:1", first[:1], stored)
    assert fewer.writings == []
    assert [row.on for row in fewer.gone] == [DAY + timedelta(90)]


def test_a_series_that_is_no_longer_named_at_all_is_said_and_kept():
    stored = after([event(), event("cin_plan_started")])
    difference = compare("tracker:person:1", [event()], stored)
    assert [row.name for row in difference.gone] == ["cin_plan_started"]


def test_a_rolling_series_only_adds_and_is_never_missed():
    stored = after([event("visit_made", DAY, rolling=True, series="last_visit")])
    newer = [event("visit_made", DAY + timedelta(20), rolling=True, series="last_visit")]
    difference = compare("tracker:person:1", newer, stored)
    assert len(difference.writings) == 1
    assert difference.writings[0].supersedes is None
    assert difference.gone == []
    assert compare("tracker:person:1", [], store(stored, difference)).gone == []


def test_details_that_changed_correct_the_event_of_the_day():
    stored = after([event(details={"source": "2B"})])
    (writing,) = compare("tracker:person:1", [event(details={"source": "6"})], stored).writings
    assert writing.supersedes == stored[0]


def test_a_stand_in_date_that_becomes_known_corrects_it():
    stored = after([event("cp_plan_started", DAY, stated=False)])
    assert stored[0].details["date_known"] is False
    (writing,) = compare("tracker:person:1", [event("cp_plan_started", DAY + timedelta(5))], stored).writings
    assert writing.supersedes == stored[0]
    assert "date_known" not in writing.details


def test_another_file_about_the_same_case_corrects_nothing_of_this_one():
    stored = after([event("cp_plan_started", DAY)], key="cin:1:2026-03-01")
    difference = compare("tracker:person:1", [event("cp_plan_started", DAY + timedelta(5))], stored)
    assert difference.writings[0].supersedes is None
    same_day = compare("tracker:person:1", [event("cp_plan_started", DAY)], stored)
    assert (same_day.writings, same_day.unchanged) == ([], 1)


events = st.builds(
    event,
    st.sampled_from(["referral_received", "cin_plan_started", "review_conference_held"]),
    st.integers(0, 6).map(lambda days: DAY + timedelta(days=days)),
    rolling=st.just(value=False),
    details=st.sampled_from([{}, {"kind": "cin"}]),
)
rolling = st.builds(
    event,
    st.sampled_from(["visit_made", "visit_attempted"]),
    st.integers(0, 6).map(lambda days: DAY + timedelta(days=days)),
    rolling=st.just(value=True),
    series=st.just("last_visit"),
)
files = st.lists(st.one_of(events, rolling), max_size=6)


@given(st.lists(files, max_size=5), files)
def test_the_same_file_again_changes_nothing_whatever_came_before(earlier, latest):
    stored = after(*earlier, latest)
    again = compare("tracker:person:1", latest, stored)
    assert again.writings == []


@given(st.lists(files, max_size=5))
def test_keys_are_never_given_twice_and_fit_their_column(steps):
    stored = after(*steps)
    keys = [row.import_key for row in stored]
    assert len(keys) == len(set(keys))
    assert all(len(key) <= 200 for key in keys)


@given(st.lists(files, max_size=4), files)
def test_afterwards_the_record_says_what_the_file_says(earlier, latest):
    stands = standing(after(*earlier, latest))
    assert {(one.name, day_of(one)) for one in latest} <= set(stands)
