"""What My day writes: when its owner last looked."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from plimsoll.people.models import User

if TYPE_CHECKING:
    from datetime import datetime

LOOKS_AT_MOST_EVERY = timedelta(hours=1)


def note_look(user: User, *, now: datetime) -> None:
    """Remember that this person looks at My day now, at most once an hour. It is no part of any record."""
    if user.last_looked_at is None or user.last_looked_at <= now - LOOKS_AT_MOST_EVERY:
        User.objects.filter(pk=user.pk).update(last_looked_at=now)
