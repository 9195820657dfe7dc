"""The one module that reads the clock. Everywhere else `today` is an argument."""

from __future__ import annotations

import os
from contextlib import contextmanager
from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from collections.abc import Iterator

LONDON = ZoneInfo("Europe/London")

_stopped_at: list[datetime] = []


def now() -> datetime:
    """The present moment, in UTC.

    A demonstration may be moved to another day with `PLIMSOLL_TODAY=2026-03-03`: the time of day stays the real one.
    """
    if _stopped_at:
        return _stopped_at[-1]
    real = datetime.now(UTC)
    moved_to = os.environ.get("PLIMSOLL_TODAY")
    if not moved_to or os.environ.get("PLIMSOLL_ADDRESS"):
        return real
    moved = datetime.combine(date.fromisoformat(moved_to), real.astimezone(LONDON).time(), LONDON)
    return moved.astimezone(UTC)


def today() -> date:
    """The present day in London: between midnight and one on a summer night it is not UTC's."""
    return now().astimezone(LONDON).date()


@contextmanager
def stopped_at(moment: datetime | date) -> Iterator[None]:
    """For tests: inside, it is `moment`; a bare date means noon in London."""
    if not isinstance(moment, datetime):
        moment = datetime.combine(moment, time(12), LONDON)
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=LONDON)
    _stopped_at.append(moment.astimezone(UTC))
    try:
        yield
    finally:
        _stopped_at.pop()
