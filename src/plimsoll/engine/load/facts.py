"""What comes in: workers, the cases they hold, their other work, and when they are not there."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

_NONE: Mapping[str, object] = {}


@dataclass(frozen=True, slots=True)
class Reduction:
    """A time in which somebody works fewer hours than contracted: leave, sickness, protected time.

    `since` and `until` are both days of it; no `until` means until further notice. Of `percent`
    (of contracted hours) and `hours` (a week) at most one; with neither, the weighting's default
    for the kind, else the whole of the contracted hours.
    """

    kind: str
    since: date
    until: date | None = None
    percent: Decimal | None = None
    hours: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Work:
    """Work that is not a case: a report, a duty day, a contact made for a colleague's case.

    It counts on the days from `since` to `until`; without dates it counts always. `facts` are
    what the weighting's table asks for ("code").
    """

    work: str
    count: Decimal = Decimal(1)
    since: date | None = None
    until: date | None = None
    facts: Mapping[str, object] = field(default_factory=lambda: _NONE)


@dataclass(frozen=True, slots=True)
class PastWeek:
    """A week as it stood then: what was carried against what could be. `beginning` is a Monday."""

    beginning: date
    points: Decimal
    available: Decimal
    cases: int | None = None
    forecast: tuple[Decimal, Decimal, Decimal] | None = None
    """What had been forecast for it: low, expected, high points; None where nothing was."""


@dataclass(frozen=True, slots=True)
class Worker:
    """One person. `contracted_hours` are a week's; `pattern` gives them by weekday, Monday first."""

    id: str
    team: str = ""
    grade: str = ""
    stage: str = ""
    contracted_hours: Decimal | None = None
    pattern: tuple[Decimal, ...] | None = None
    started_on: date | None = None
    left_on: date | None = None
    reductions: tuple[Reduction, ...] = ()
    work: tuple[Work, ...] = ()
    history: tuple[PastWeek, ...] = ()
    facts: Mapping[str, object] = field(default_factory=lambda: _NONE)


@dataclass(frozen=True, slots=True)
class Closing:
    """When a case is expected to close; `latest` None means it may well go on."""

    earliest: date
    likely: date
    latest: date | None = None


@dataclass(frozen=True, slots=True)
class Case:
    """One case, or `count` cases alike, held by `worker` ("" means by nobody).

    `facts` hold everything a weighting may ask for, "type", "stage" and "complexity" among them;
    a fact that is missing or None is not known. `starts_on` is the first day the worker holds it
    when that is still to come, `ends_on` the first day they no longer do.
    """

    id: str
    worker: str = ""
    family: str = ""
    count: int = 1
    facts: Mapping[str, object] = field(default_factory=lambda: _NONE)
    starts_on: date | None = None
    ends_on: date | None = None
    closing: Closing | None = None

    def is_held_on(self, day: date) -> bool:
        return (self.starts_on is None or self.starts_on <= day) and (self.ends_on is None or day < self.ends_on)
