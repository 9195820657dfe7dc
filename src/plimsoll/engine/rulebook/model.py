"""What a rulebook is made of, as values. docs/rulebook.md says what each means."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

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

Operator = Literal["one_of", "not", "at_least", "under", "present"]


@dataclass(frozen=True, slots=True)
class Decided:
    """Who made a local choice, on what day, and why."""

    by: str
    on: date
    why: str = ""


@dataclass(frozen=True, slots=True)
class DetailTest:
    """One condition on one detail of an event, or on one standing fact.

    `value` is a tuple of values for `one_of` and `not`, a number or a truth value otherwise.
    """

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


@dataclass(frozen=True, slots=True)
class Holds:
    """A condition that the pack gives a name (`conditions:` in states.yaml)."""

    name: str


@dataclass(frozen=True, slots=True)
class OfNation:
    """The nation of the case's own pack is one of these."""

    nations: tuple[str, ...]


Condition = Every | AnyOf | NoneOf | InState | Aged | FactIs | Happened | Holds | OfNation


# --- starts and time ----------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Occurrence:
    which: Literal["first", "later"]
    since: str = ""


@dataclass(frozen=True, slots=True)
class CountFrom:
    """Where the time is counted from; one of the first four is set.

    `clocks`: the latest due date, before any extension or roll, of the turns of these rules
    begun before; `or_later_at`: the start's own day, when that is later.
    """

    detail: str = ""
    clocks: tuple[str, ...] = ()
    fact: str = ""
    last: EventMatch | None = None
    else_at: bool = False
    or_later_at: bool = False


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
class OwnAmount:
    """An amount that the starting event carries, `otherwise` when it does not, `at_most` so much."""

    detail: str
    otherwise: int
    at_most: int | None = None


@dataclass(frozen=True, slots=True)
class Given:
    """A date of the event's own that stands in place of the reckoned one (only if sooner: `no_later`)."""

    detail: str
    no_later: bool = False


@dataclass(frozen=True, slots=True)
class Time:
    amount: Amount | None = None
    own_amount: OwnAmount | None = None
    opens: Amount | None = None
    first_day_counts: bool = False
    before: bool = False
    no_sooner_than_start: bool = False
    calendar: str = ""
    date_detail: str = ""
    given: Given | None = None
    fixed: YearlyDate | None = None
    term_end: bool = False
    or_later: str = ""

    @property
    def unit(self) -> str:
        """The unit the time is counted in; days for dates."""
        return self.amount.unit if self.amount else "days"


@dataclass(frozen=True, slots=True)
class Meeting:
    """What meets a turn; `dated_by` names the detail that holds the day it was done.

    `later`: only an event after the day on which the turn started.
    """

    match: EventMatch
    dated_by: str = ""
    later: bool = False


@dataclass(frozen=True, slots=True)
class Ending:
    """What ends a turn; `in_time`: only on or before the due date; `later` as with `Meeting`."""

    match: EventMatch
    in_time: bool = False
    later: bool = False


@dataclass(frozen=True, slots=True)
class Extension:
    """`times` None: any number. `up_to` counts beyond the date extended, `to` from the start."""

    times: int | None = 1
    up_to: Amount | None = None
    to: Amount | None = None
    to_first_day_counts: bool = False
    reasons: tuple[str, ...] = ()
    before_due: bool = False
    by: tuple[EventMatch, ...] = ()


@dataclass(frozen=True, slots=True)
class Exemption:
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Pause:
    """`both_ends`: the days on which it begins and ends stand still too."""

    begins: tuple[EventMatch, ...]
    ends: tuple[EventMatch, ...]
    both_ends: bool = False


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
    met_by: tuple[Meeting, ...]
    ends: tuple[Ending, ...]
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
    met_by_within: Amount | None = None
    lapses_when_passed: bool = False
    says: tuple[str, ...] = ()
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
    """`keeps`: while it is on, a further beginning is ignored (otherwise it starts a new stretch)."""

    name: str
    begins: tuple[EventMatch, ...]
    ends: tuple[EventMatch, ...]
    keeps: bool = False
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
    conditions: Mapping[str, Condition] = field(default_factory=dict)
    clocks: tuple[Clock, ...] = ()
    file: str = ""
