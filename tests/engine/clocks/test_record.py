"""What was known when: recorded times, repetitions, corrections, withdrawals, plans."""

from __future__ import annotations

from datetime import UTC, date, datetime
from itertools import permutations

import pytest

from plimsoll.engine.moments import LONDON

ASKED, DONE = date(2025, 6, 2), date(2025, 6, 5)
RULE = "EX-ANSWER"


def moment(day: int, hour: int = 9) -> datetime:
    return datetime(2025, 6, day, hour, tzinfo=UTC)


@pytest.fixture
def answer(duties):
    """The state of the one turn of EX-ANSWER."""

    def found(events, as_at=date(2025, 6, 20)):
        (duty,) = duties(events, as_at, RULE)
        return duty.state

    return found


@pytest.fixture
def asked(event):
    return event("asked", ASKED, secret=True, own_id="a")


def test_an_event_recorded_later_is_not_known(answer, asked, event):
    late_entry = event("answered", DONE, recorded=moment(16))
    assert answer([asked, late_entry], date(2025, 6, 15)) == "late"
    assert answer([asked, late_entry], date(2025, 6, 16)) == "met"


def test_as_at_a_moment_counts_to_the_moment(answer, asked, event):
    entry = event("answered", DONE, recorded=moment(16, 14))
    assert answer([asked, entry], moment(16, 13)) == "late"
    assert answer([asked, entry], moment(16, 14)) == "met"


def test_a_moment_without_an_offset_is_london_time(answer, asked, event):
    entry = event("answered", DONE, recorded=datetime(2025, 6, 16, 14, tzinfo=LONDON))
    assert answer([asked, entry], datetime.fromisoformat("2025-06-16T13:59")) == "late"
    assert answer([asked, entry], datetime.fromisoformat("2025-06-16T14:00")) == "met"


def test_without_a_recorded_time_an_event_is_known_when_it_happened(answer, asked, event):
    entry = event("answered", DONE)
    assert answer([asked, entry], date(2025, 6, 4)) == "running"
    assert answer([asked, entry], DONE) == "met"


def test_what_is_dated_in_the_future_is_a_plan_and_meets_nothing(answer, asked, event):
    planned = event("answered", date(2025, 6, 11), recorded=moment(3))
    assert answer([asked, planned], date(2025, 6, 10)) == "due_soon"
    assert answer([asked, planned], date(2025, 6, 11)) == "met"


def test_a_plan_starts_only_what_counts_back_from_it(duties, event):
    planned = [event("met_up", date(2025, 6, 30), recorded=moment(2)), event("asked", date(2025, 6, 30))]
    assert [duty.rule for duty in duties(planned, date(2025, 6, 10))] == ["EX-BEFORE"]


def test_an_entry_made_twice_counts_once(duties, event):
    twice = [event("asked", ASKED, secret=True, recorded=moment(day), own_id=str(day)) for day in (3, 2)]
    (duty,) = duties(twice, date(2025, 6, 20), RULE)
    assert duty.started_by.id == "2"  # the one written down first stands


def test_two_entries_that_differ_are_two_events(duties, event):
    both = [event("asked", ASKED, secret=True, topic=topic) for topic in ("one", "two")]
    assert len(duties(both, date(2025, 6, 20), RULE)) == 2


def test_a_correction_takes_the_place_of_what_it_corrects(duties, asked, event):
    corrected = event("asked", date(2025, 6, 9), recorded=moment(10), own_id="b", supersedes="a", secret=True)
    (before,) = duties([asked, corrected], date(2025, 6, 9), RULE)
    (after,) = duties([asked, corrected], date(2025, 6, 10), RULE)
    assert (before.due, after.due) == (date(2025, 6, 12), date(2025, 6, 19))


def test_of_two_corrections_the_one_recorded_last_stands(duties, asked, event):
    first = event("asked", date(2025, 6, 9), recorded=moment(10), own_id="b", supersedes="a", secret=True)
    second = event("asked", date(2025, 6, 10), recorded=moment(11), own_id="c", supersedes="a", secret=True)
    for events in permutations([asked, first, second]):
        (duty,) = duties(events, date(2025, 6, 20), RULE)
        assert duty.due == date(2025, 6, 20)


def test_a_correction_of_a_correction_stands_alone(duties, asked, event):
    first = event("asked", date(2025, 6, 9), recorded=moment(10), own_id="b", supersedes="a", secret=True)
    second = event("asked", date(2025, 6, 10), recorded=moment(11), own_id="c", supersedes="b", secret=True)
    (duty,) = duties([second, asked, first], date(2025, 6, 20), RULE)
    assert duty.due == date(2025, 6, 20)


def test_correcting_a_repetition_corrects_the_entry_it_repeats(duties, event):
    twice = [event("asked", ASKED, secret=True, own_id=own_id) for own_id in ("a", "b")]
    corrected = event("asked", date(2025, 6, 9), own_id="c", supersedes="b", secret=True)
    (duty,) = duties([*twice, corrected], date(2025, 6, 20), RULE)
    assert duty.due == date(2025, 6, 19)


def test_a_withdrawn_event_never_happened(answer, asked, event):
    answered = event("answered", DONE, own_id="x")
    withdrawn = event("event_withdrawn", date(2025, 6, 14), own_id="w", supersedes="x")
    assert answer([asked, answered, withdrawn], date(2025, 6, 13)) == "met"
    assert answer([asked, answered, withdrawn], date(2025, 6, 14)) == "late"


def test_withdrawing_a_correction_takes_the_first_entry_with_it(answer, asked, event):
    answered = event("answered", DONE, own_id="x")
    corrected = event("answered", date(2025, 6, 6), own_id="y", supersedes="x")
    withdrawn = event("event_withdrawn", date(2025, 6, 14), supersedes="y")
    assert answer([asked, answered, corrected, withdrawn]) == "late"


def test_a_withdrawal_that_was_itself_withdrawn_takes_nothing(answer, asked, event):
    answered = event("answered", DONE, own_id="x")
    withdrawn = event("event_withdrawn", date(2025, 6, 7), own_id="w", supersedes="x")
    undone = event("event_withdrawn", date(2025, 6, 8), own_id="u", supersedes="w")
    assert answer([asked, answered, withdrawn, undone]) == "met"


def test_a_correction_of_something_unknown_stands_as_an_event_of_its_own(answer, asked, event):
    assert answer([asked, event("answered", DONE, supersedes="elsewhere")]) == "met"


def test_events_of_one_minute_have_an_order_of_their_own(duties, event):
    events = [
        event("asked", ASKED, secret=True, topic="one"),
        event("answered", ASKED, topic="one", own_id="2"),
        event("answered", ASKED, topic="one", own_id="1"),
        event("dropped", ASKED, topic="one"),
    ]
    answers = {tuple(duties(order, date(2025, 6, 20), RULE)) for order in permutations(events)}
    assert len(answers) == 1
    ((duty,),) = answers
    assert (duty.state, duty.met_by.id) == ("met", "1")
