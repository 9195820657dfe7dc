"""A duty fills in what no list goes by when it is read; nobody who reads one can tell."""

from __future__ import annotations

import copy
from datetime import date
from typing import Any

import pytest

from plimsoll.engine.clocks import Duty

FIELDS = [name for name in Duty.__dataclass_fields__ if name != "turn"]
DAY = date(2025, 6, 2)


@pytest.fixture
def some(duties, event):
    """The same duties derived twice, so that reading one fills in nothing of the other."""

    def made() -> list[Duty]:
        found = duties([event("asked", DAY, own_id="e1"), event("answered", date(2025, 6, 4), own_id="e2")], DAY)
        found += duties([event("asked", DAY), event("answered", date(2025, 6, 4))], date(2025, 7, 1))
        assert {"met", "met_late"} & {duty.state for duty in found}
        return found

    return made


def said(duty: Any) -> list[object]:
    return [getattr(duty, name) for name in FIELDS]


def test_a_duty_equals_one_that_was_given_every_field(some):
    for read, unread in zip(some(), some(), strict=True):
        given = Duty(*said(read))
        assert given == unread
        assert hash(given) == hash(unread)
        assert repr(given) == repr(unread)


def test_a_copy_of_a_duty_nobody_has_read_says_the_same(some):
    for duty, other in zip(some(), some(), strict=True):
        assert said(copy.copy(duty)) == said(other)


def test_what_no_duty_has_is_an_error_as_ever(some):
    with pytest.raises(AttributeError, match="colour"):
        _ = some()[0].colour
