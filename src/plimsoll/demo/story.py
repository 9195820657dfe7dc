"""How an invented history is told: what happened so many days ago, written down so much later, by whom."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from plimsoll.cases.actions import NewEvent
from plimsoll.today import LONDON

if TYPE_CHECKING:
    from random import Random
    from uuid import UUID

SATURDAY = 5


@dataclass
class Story:
    """One case being told, oldest first."""

    now: datetime
    chance: Random
    worker: UUID | None
    events: list[NewEvent] = field(default_factory=list)
    facts: dict[str, object] = field(default_factory=dict)
    born_on: date | None = None

    @property
    def today(self) -> date:
        """The London day on which the story is told."""
        return self.now.astimezone(LONDON).date()

    def born(self, youngest: float, oldest: float) -> date:
        """A birth date of the one the story is about, where what is told depends on it."""
        years = youngest + self.chance.random() * (oldest - youngest)
        self.born_on = self.today - timedelta(days=round(years * 365.25))
        return self.born_on

    def since_birthday(self, age: int) -> int:
        """How many days ago they turned so old; below zero while they have not."""
        assert self.born_on is not None
        return round((self.today - self.born_on).days - age * 365.25)

    def day(self, ago: int) -> date:
        """A weekday about so many days ago: offices write on weekdays."""
        found = self.today - timedelta(days=ago)
        while found.weekday() >= SATURDAY:
            found -= timedelta(days=1)
        return found

    def tell(self, name: str, ago: int, note: str = "", *, lag: int | None = None, **details: Any) -> Story:
        """Something that happened `ago` days ago, written down `lag` days later (mostly the same day)."""
        on = self.day(ago)
        late = self.chance.choice((0, 0, 0, 0, 1, 1, 2)) if lag is None else lag
        written = min(on + timedelta(days=late), self.today)
        hour = time(self.chance.randint(9, 17), self.chance.randint(0, 59))
        recorded = min(datetime.combine(written, hour, LONDON), self.now)
        self.events.append(NewEvent(name, on, details, note=note, recorded_at=recorded, recorded_by=self.worker))
        return self

    def planned(self, name: str, ahead: int, *, told_ago: int = 10, **details: Any) -> Story:
        """Something that is to happen in so many days, known for `told_ago` days."""
        on = self.today + timedelta(days=ahead)
        recorded = datetime.combine(self.day(told_ago), time(11, 0), LONDON)
        self.events.append(NewEvent(name, on, details, recorded_at=recorded, recorded_by=self.worker))
        return self

    def every(self, name: str, first: int, last: int, step: int, spread: int = 2, **details: Any) -> Story:
        """The same thing again and again, from `first` days ago to `last` days ago, about `step` days apart."""
        ago = first
        while ago >= last:
            self.tell(name, ago, "", lag=None, **details)
            ago -= max(step + self.chance.randint(-spread, spread), 1)
        return self

    def note(self, *choices: str) -> str:
        """One of some notes."""
        return self.chance.choice(choices)
