"""The moment at which time alone would change something."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from plimsoll.engine.clocks import derive, next_change_at
from plimsoll.engine.facts import CaseFacts
from plimsoll.engine.moments import LONDON

ASKED = date(2025, 6, 2)


@pytest.fixture
def change(book):
    """The next change of the whole case, with what only time will begin."""

    def found(events, as_at, **case):
        derived = derive(CaseFacts("1", "example", tuple(events), **case), book, as_at)
        moment = next_change_at(derived, as_at)
        return moment.isoformat() if moment is not None else None

    return found


def test_a_duty_becomes_due_soon_then_late(duties, event):
    def change(as_at):
        return next_change_at(duties([event("asked", ASKED, secret=True)], as_at, "EX-ANSWER"), as_at)

    assert change(date(2025, 6, 5)).isoformat() == "2025-06-09T00:00:00+01:00"
    assert change(date(2025, 6, 9)).isoformat() == "2025-06-13T00:00:00+01:00"
    assert change(date(2025, 6, 13)) is None


def test_a_clock_in_hours_changes_at_its_moment(duties, event):
    (hours,) = duties([event("asked", datetime(2025, 6, 2, 9, 30, tzinfo=LONDON))], date(2025, 6, 3), "EX-HOURS")
    assert next_change_at([hours], date(2025, 6, 3)).isoformat() == "2025-06-05T09:30:00.000001+01:00"


def test_a_plan_changes_things_when_its_day_comes(change, event):
    planned = [event("noticed", ASKED), event("rushed", date(2025, 6, 10))]
    assert change(planned, date(2025, 6, 3)) <= "2025-06-10T00:00:00+01:00"


def test_a_year_in_one_place_is_foreseen(change, event):
    at_home = [event("moved_in", date(2024, 7, 1)), event("seen", date(2025, 6, 25))]
    assert change(at_home, date(2025, 6, 29), born_on=date(2000, 1, 1)) == "2025-07-01T00:00:00+01:00"


def test_a_birthday_is_foreseen(change, event):
    at_home = [event("moved_in", date(2025, 6, 2)), event("met_up", date(2025, 6, 2))]
    assert change(at_home, date(2025, 6, 2), born_on=date(2020, 6, 5)) == "2025-06-05T00:00:00+01:00"


def test_the_next_term_is_foreseen(change, event):
    at_home = [event("moved_in", date(2020, 6, 2)), event("met_up", date(2025, 7, 1)), event("seen", date(2025, 7, 22))]
    assert change(at_home, date(2025, 8, 20), born_on=date(2000, 1, 1)) == "2025-09-01T00:00:00+01:00"
    assert change(at_home, date(2025, 9, 1), born_on=date(2000, 1, 1)) == "2025-09-03T00:00:00+01:00"


def test_nothing_open_nothing_to_come(change):
    assert change([], date(2025, 6, 2)) is None
