from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from plimsoll.engine.load.working_time import break_is_due, has_daily_rest, weekly_mean


def test_overtime_inside_the_average_is_lawful():
    found = weekly_mean(Decimal(17 * 40 + 10 * 12))
    assert (found.hours, found.is_breach) == (Decimal("47.06"), False)


def test_days_of_leave_are_made_up_by_as_many_days_after_the_period():
    # 17 weeks of 40 hours, six hours' overtime in ten, less four days of leave: 708; and four days after: 32.
    assert weekly_mean(Decimal(708), Decimal(32)).hours == Decimal("43.53")


@pytest.mark.parametrize(("opted_out", "is_breach"), [(False, True), (True, False)])
def test_49_hours_on_average_are_a_breach_unless_the_person_opted_out(opted_out, is_breach):
    found = weekly_mean(Decimal(17 * 49), has_opted_out=opted_out)
    assert (found.hours, found.is_above, found.is_breach) == (Decimal(49), True, is_breach)


def test_exactly_48_hours_are_no_breach():
    assert not weekly_mean(Decimal(17 * 48)).is_above


def test_ten_and_a_half_hours_between_two_days_are_too_few():
    assert not has_daily_rest(datetime(2026, 3, 4, 21, 30, tzinfo=UTC), datetime(2026, 3, 5, 8, 0, tzinfo=UTC))
    assert has_daily_rest(datetime(2026, 3, 4, 21, 0, tzinfo=UTC), datetime(2026, 3, 5, 8, 0, tzinfo=UTC))


def test_a_break_is_due_only_above_six_hours():
    assert not break_is_due(timedelta(hours=6))
    assert break_is_due(timedelta(hours=6, minutes=1))
