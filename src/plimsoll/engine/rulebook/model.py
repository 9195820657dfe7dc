"""What a rulebook is made of, as values. docs/rulebook.md says what each means."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from plimsoll.engine.reasons import Amount, Citation

UNITS = ("hours", "days", "working days", "school days", "weeks", "months", "years", "terms")
GROUPS = (
    *("visit", "review", "conference", "assessment", "decision", "plan", "report", "contact", "meeting"),
    *("notification", "court", "right", "limit", "record"),
)
MATTERS = ("safeguarding", "statutory", "guidance", "local", "data_quality")
WHO = ("us", "other", "client")
BOUNDS = ("at_most", "at_least", "window", "fixed_length", "before", "on_or_before")
ROLLS = ("none", "next_working_day", "previous_working_day", "send_tribunal", "noon_after_holiday")
TYPES = ("text", "boolean", "date", "moment", "integer", "number", "list")

Operator = Literal["is", "one_of", "not", "at_least", "under", "present"]


@dataclass(frozen=True, slots=True)
class Decided:
    """Who made a local choice, on what day, and why."""

    by: str
    on: date
    why: str = ""


@dataclass(frozen=True, slots=True)
class DetailTest:
    """One condition on one detail of an event, or on one standing fact."""

    name: str
    operator: Operator
    value: object


Where = tuple[DetailTest, ...]


@dataclass(frozen=True, slots=True)
class EventMatch:
    """Events of these names whose details pass."""

    names: tuple[str, ...]
    where: Where = ()


# --- conditions ---------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Every:
    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class NoneOf:
    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class InState:
    """A state is in force, its beginning passes, and it has lasted long enough (not too long)."""

    state: str
    where: Where = ()
    at_least: Amount | None = None
    under: Amount | None = None


@dataclass(frozen=True, slots=True)
class Aged:
    at_least: int | None = None
    under: int | None = None


@dataclass(frozen=True, slots=True)
class FactIs:
    where: Where


@dataclass(frozen=True, slots=True)
class Happened:
    """Such an event has happened; with `since`, in the state's present stretch."""

    match: EventMatch
    since: str = ""


Condition = Every | AnyOf | NoneOf | InState | Aged | FactIs | Happened


# --- starts and time ----------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Occurrence:
    which: Literal["first", "later"]
    since: str = ""


@dataclass(frozen=True, slots=True)
class CountFrom:
    """Where the time is counted from; one of the four is set."""

    detail: str = ""
    clock: str = ""
    fact: str = ""
    last: EventMatch | None = None
    else_at: bool = False


@dataclass(frozen=True, slots=True)
class Start:
    """One thing that starts a turn. `match` is None for birthdays, states, years and terms."""

    line: int
    match: EventMatch | None = None
    birthdays: tuple[int, ...] = ()
    state: InState | None = None
    each_year: tuple[int, int] | None = None
    each_term: bool = False
    held: Condition | None = None
    occurrence: Occurrence | None = None
    count_from: CountFrom | None = None
    planned: bool = False


@dataclass(frozen=True, slots=True)
class YearlyDate:
    """A fixed day of the year that a detail names, or of the year in which the turn starts."""

    month: int
    day: int
    year_detail: str = ""
    year: int | None = None


@dataclass(frozen=True, slots=True)
class Time:
    amount: Amount | None = None
    opens: Amount | None = None
    first_day_counts: bool = False
    before: bool = False
    calendar: str = ""
    date_detail: str = ""
    fixed: YearlyDate | None = None
    term_end: bool = False


@dataclass(frozen=True, slots=True)
class Extension:
    """`times` None: any number. `up_to` counts beyond the date extended, `to` from the start."""

    times: int | None = 1
    up_to: Amount | None = None
    to: Amount | None = None
    reasons: tuple[str, ...] = ()
    before_due: bool = False
    by: tuple[EventMatch, ...] = ()


@dataclass(frozen=True, slots=True)
class Exemption:
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Pause:
    begins: tuple[EventMatch, ...]
    ends: tuple[EventMatch, ...]


# --- clocks and packs ---------------------------------------------------------------------


@dataclass(frozen=True, slots=True, eq=False)
class Version:
    """What a clock says from one day to another. `since` None: no day appointed yet.

    `before_local` is the time the package gives, where an organisation has set its own.
    """

    line: int
    since: date | None
    until: date | None
    moves_running: bool
    start: tuple[Start, ...]
    time: Time
    met_by: tuple[EventMatch, ...]
    ends: tuple[EventMatch, ...]
    not_before: tuple[EventMatch, ...]
    applies_if: Condition | None
    applies_while: Condition | None
    bound: str
    lapses: bool
    rolls: str
    on_repeat: Literal["each", "restart", "keep"]
    match: tuple[str, ...]
    due_soon: Amount | None
    extension: Extension | None
    exemption: Exemption | None
    pauses: tuple[Pause, ...]
    citation: Citation
    met_by_any_time: bool = False
    survives_closure: bool = False
    is_local: bool = False
    default_from: str = ""
    decided: Decided | None = None
    before_local: Time | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Clock:
    id: str
    duty: str
    group: str
    matters: str
    who: str
    pack: str
    file: str
    line: int
    versions: tuple[Version, ...]
    decided: Decided | None = None


@dataclass(frozen=True, slots=True)
class Carried:
    """What one detail of an event may hold."""

    type: str = "text"
    values: tuple[object, ...] = ()


@dataclass(frozen=True, slots=True)
class EventType:
    name: str
    title: str
    carries: Mapping[str, Carried]
    meaningful: bool = False
    source: str = ""
    file: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True)
class StateType:
    name: str
    begins: tuple[EventMatch, ...]
    ends: tuple[EventMatch, ...]
    file: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True, eq=False)
class Pack:
    """One pack; after `Rulebook.pack` with everything its includes add."""

    name: str
    title: str
    nation: str
    calendar: str
    includes: tuple[str, ...]
    due_soon: Amount
    events: Mapping[str, EventType] = field(default_factory=dict)
    states: Mapping[str, StateType] = field(default_factory=dict)
    clocks: tuple[Clock, ...] = ()
    file: str = ""
