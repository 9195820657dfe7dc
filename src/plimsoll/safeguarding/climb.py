"""Whose decision a concern is while nobody decides it. Pure: derived from the concern and the moment, never stored.

Nothing runs at night for this: whoever looks at a concern sees to whom it has climbed by then.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

from plimsoll.cases import rules
from plimsoll.engine.rulebook.problems import Problems
from plimsoll.engine.rulebook.shapes import Shape, read_amount
from plimsoll.safeguarding import pack_data
from plimsoll.today import LONDON

if TYPE_CHECKING:
    from plimsoll.engine.rulebook import Rulebook
    from plimsoll.engine.workdays import Calendar

LEVELS = ("practitioner", "supervisor", "service_manager")
USUAL, NOT_SAFE = "usual", "not_safe"
UNITS = ("hours", "working days")


@dataclass(frozen=True, slots=True)
class Step:
    """From when on a concern is somebody's. `counts_from_due`: from the clock's date, else from the raising."""

    to: str
    amount: int = 0
    unit: str = "hours"
    counts_from_due: bool = False


@dataclass(frozen=True, slots=True)
class Ladder:
    """The steps of one kind of concern, lowest first, with who decided them."""

    steps: tuple[Step, ...]
    decided_by: str
    is_adopted: bool


@dataclass(frozen=True, slots=True)
class Climb:
    """Where a concern stands at a moment: whose it is since when, and whose it will be from when on."""

    to: str
    since: datetime
    next_to: str
    next_at: datetime | None

    @property
    def has_climbed(self) -> bool:
        """Whether it is no longer the practitioner's alone."""
        return self.to != LEVELS[0]


def climb_of(
    ladder: Ladder,
    raised: date | datetime,
    due: date | datetime | None,
    calendar: Calendar,
    now: datetime,
    *,
    is_held: bool = True,
) -> Climb:
    """Where a concern that nobody has decided stands at `now`.

    `raised` and `due` are London dates or aware moments. A concern on a case that nobody holds (`is_held` false) is
    the supervisor's from the beginning: there is no practitioner to leave it with. A step is never reached before the
    one below it, whatever its own time says.
    """
    reached: list[tuple[str, datetime]] = []
    floor = _begins(raised)
    for step in ladder.steps:
        starts = floor
        if step.to != LEVELS[0] and not (step.to == LEVELS[1] and not is_held):
            starts = max(floor, _moment(step, raised, due, calendar))
        reached.append((step.to, starts))
        floor = starts
    past = [one for one in reached if one[1] <= now] or reached[:1]
    to, since = past[-1]
    ahead = next((one for one in reached if one[1] > now and one != past[-1]), None)
    return Climb(to, since, ahead[0] if ahead else "", ahead[1] if ahead else None)


def _moment(step: Step, raised: date | datetime, due: date | datetime | None, calendar: Calendar) -> datetime:
    if step.unit == "hours":
        begins = _ends(due if due is not None else raised) if step.counts_from_due else _begins(raised)
        return begins + timedelta(hours=step.amount)
    start = due if step.counts_from_due and due is not None else raised
    if step.amount == 0:
        return _ends(start)
    day = start.astimezone(LONDON).date() if isinstance(start, datetime) else start
    return _ends(date.fromordinal(calendar.add(day.toordinal(), step.amount)))


def _begins(at: date | datetime) -> datetime:
    """The moment, or the first of a day: what carries only a date counts from its first minute, as clocks count it."""
    return at if isinstance(at, datetime) else datetime.combine(at, time.min, LONDON)


def _ends(at: date | datetime) -> datetime:
    """The first moment at which a date has passed."""
    return at if isinstance(at, datetime) else datetime.combine(at + timedelta(days=1), time.min, LONDON)


def ladder(pack: str, kind: str) -> Ladder:
    """The ladder of a pack for concerns of a kind (`usual`, `not_safe`)."""
    return _ladders(pack, rules.current())[kind]


@lru_cache(maxsize=64)
def _ladders(pack: str, book: Rulebook) -> dict[str, Ladder]:
    problems = Problems()
    found = read(pack, book, problems)
    problems.raise_any()
    return found


def read(pack: str, book: Rulebook, problems: Problems) -> dict[str, Ladder]:
    """Both ladders of a pack; what is wrong is added to `problems`."""
    found = {kind: _ladder(shape) for kind, shape in pack_data.shapes(pack, "climb", problems, book).items()}
    for kind in (USUAL, NOT_SAFE):
        if kind not in found:
            problems.add(f"{pack}/climb.yaml", 1, f"has no ladder {kind!r}; without it a concern would stay undecided")
    return found


def _ladder(shape: Shape) -> Ladder:
    steps = tuple(_step(one) for one in shape.shapes("steps"))
    named = [step.to for step in steps]
    if named != [level for level in LEVELS if level in named] or len(named) < 2 or named[0] != LEVELS[0]:
        shape.problem("steps", f"'steps' must go up: begin with practitioner, then of {', '.join(LEVELS[1:])}")
    decided = shape.mapping("decided")
    by, is_adopted = "", True
    if decided is None:
        shape.problem("decided", "'decided' is missing; write `{by: …, on: 2026-04-01}`")
    else:
        by, is_adopted = decided.text("by", needed=True), decided.flag("adopted", default=True)
        decided.day("on")
        decided.done("decided")
    shape.done("a ladder")
    return Ladder(steps, by, is_adopted)


def _step(shape: Shape) -> Step:
    to = shape.word("to", LEVELS)
    given = [key for key in ("after", "after_due") if shape.has(key)]
    amounts = {key: read_amount(shape.mapping(key)) for key in given}
    if len(given) != (0 if to == LEVELS[0] else 1):
        shape.problem("to", f"the step to {to} needs one of `after` or `after_due` (the first step needs neither)")
    shape.done("a step")
    amount = next((one for one in amounts.values() if one is not None), None)
    if amount is None:
        return Step(to)
    if amount.unit not in UNITS:
        shape.problem(given[0], f"counts in {amount.unit}; use {' or '.join(UNITS)}")
    return Step(to, int(amount.amount), str(amount.unit), counts_from_due="after_due" in given)
