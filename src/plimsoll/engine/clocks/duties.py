"""A duty: one turn of one clock, with what it rests on.

Comes in: what the turns module found out about a turn. Goes out: `Duty`, the value that
lists are made of, that decisions store and that the API returns.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING, Literal, Self, TypeVar, dataclass_transform

from plimsoll.engine.moments import AFTER_ALL, to_date

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from plimsoll.engine.clocks.record import Record
    from plimsoll.engine.clocks.turn import Turn
    from plimsoll.engine.facts import EventRef
    from plimsoll.engine.reasons import Amount, Citation, Reason

State = Literal[
    "running",
    "due_soon",
    "late",
    "met",
    "met_late",
    "extended",
    "exempt",
    "cancelled",
    "lapsed",
    "not_applicable",
    "breached",
]
T = TypeVar("T")
OPEN_STATES: frozenset[str] = frozenset({"running", "due_soon", "late", "extended"})


@dataclass_transform(frozen_default=True, eq_default=True)
def _value(made: type[T]) -> type[T]:
    """A frozen dataclass to the type checker; at run time one that is made five times as quickly."""
    return dataclass(slots=True, unsafe_hash=True)(made)


@_value
class Duty:
    """One turn of one clock. Nobody changes one: the type checker sees to it.

    `due` is the last lawful day (a date) or, for clocks in hours, the last lawful moment
    (aware, London); None when the record does not hold the date it would be counted from.
    `opens` is the first day of a window. `left` is in the clock's own unit (days for weeks,
    months, years and fixed dates): positive before the date, negative after, None once the
    duty is closed. `version` names the rulebook. `reasons` are put into words only when read.
    """

    rule: str
    duty: str
    state: State
    due: date | datetime | None
    opens: date | datetime | None
    started_by: EventRef
    met_by: EventRef | None
    left: Amount | None
    citation: Citation
    matters: str
    who: str
    group: str
    version: str = ""
    is_soon: bool = False
    turn: Turn | None = field(default=None, compare=False, repr=False)

    if not TYPE_CHECKING:

        def __getattr__(self, name: str) -> object:
            """What `derive` leaves open, taken from the turn when it is first read; then it is kept."""
            fill = _FILLED.get(name)
            if fill is None:
                raise AttributeError(f"a duty has no {name!r}")
            value = fill(object.__getattribute__(self, "turn"))
            setattr(self, name, value)
            return value

    @property
    def is_open(self) -> bool:
        """Whether somebody still has something to do: running, due soon, late or extended."""
        return self.state in OPEN_STATES

    @property
    def due_on(self) -> date | None:
        """The day of `due`, whether it is a date or a moment: duties sort by it."""
        due = self.due
        return due.date() if isinstance(due, datetime) else due

    @property
    def reasons(self) -> tuple[Reason, ...]:
        """What started it, how it was counted, and everything that bears on its state."""
        if self.turn is None:
            return ()
        from plimsoll.engine.clocks.wording import reasons_of

        return reasons_of(self, self.turn)


def _opens(turn: Turn) -> date | None:
    return to_date(turn.opens_day) if turn.opens_day is not None else None


def _met_by(turn: Turn) -> EventRef | None:
    closing = turn.closing
    if closing is None or closing.by is None or closing.state not in ("met", "met_late"):
        return None
    return closing.by.ref()


# A list of ten thousand cases reads none of these: the order rests on the state, the date and whose duty it is.
_FILLED: dict[str, Callable[[Turn], object]] = {
    "duty": lambda turn: turn.rule.clock.duty,
    "group": lambda turn: turn.rule.clock.group,
    "citation": lambda turn: turn.rule.citation,
    "version": lambda turn: turn.rule.words.version,
    "opens": _opens,
    "started_by": lambda turn: turn.start.ref(),
    "met_by": _met_by,
}


class Duties(tuple[Duty, ...]):  # noqa: SLOT001 - a tuple cannot have slots of its own
    """The duties of a case. `future` is the next stamp at which time alone may begin or end one of them.

    `record` is the record they were derived from, for whoever asks about the same case and moment next.
    """

    future: int
    record: Record | None

    def __new__(cls, duties: Iterable[Duty], future: int = AFTER_ALL, record: Record | None = None) -> Self:
        made = super().__new__(cls, duties)
        made.future = future
        made.record = record
        return made
