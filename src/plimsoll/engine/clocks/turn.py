"""One turn of one clock in one case, and how it closed."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from plimsoll.engine.moments import AFTER_ALL, stamp_of

if TYPE_CHECKING:
    from plimsoll.engine.clocks.acts import Act
    from plimsoll.engine.clocks.record import Happening
    from plimsoll.engine.clocks.rules import Dates, StartRule, VersionRule
    from plimsoll.engine.clocks.shaping import ShapedVersion


class Closing(NamedTuple):
    """How a turn closed: the state, the day, the stamp (None where only the day is known), and by what."""

    state: str
    day: int
    stamp: int | None
    by: Happening | None

    def sooner_than(self, other: Closing) -> bool:
        """Strictly sooner: by the hour where both have one, otherwise by the day."""
        if self.day != other.day:
            return self.day < other.day
        return self.stamp is not None and other.stamp is not None and self.stamp < other.stamp


class Turn:
    """One turn of a clock. Days are ordinals; `limit_day` is the last day on which meeting it is in time.

    What is unusual (extensions, pauses, a date that was given) stands on the class as its
    default, so that making the usual turn costs little.
    """

    base_day: int | None = None
    base_stamp: int | None = None
    raw_day: int | None = None
    """The date as counted with its pauses, before any roll or extension."""
    counted_day: int | None = None
    counted_stamp: int | None = None
    """The same before the pauses: a day where there were any, a moment for every clock in hours."""
    due_day: int | None = None
    due_stamp: int | None = None
    """The exact moment, for clocks in hours."""
    first_due: int | None = None
    """The date before any extension."""
    limit_day: int | None = None
    opens_day: int | None = None
    near_from: int | None = None
    """The stamp from which the date is near, where it was worked out with it."""
    dates: Dates | None = None
    """The same dates as a value, where they follow from the day counted from alone and nothing has moved them."""
    closing: Closing | None = None
    acts: tuple[Act, ...] = ()
    exempt: Happening | None = None
    is_extended = False
    is_given = False
    is_planned = False
    born_unknown = False
    later_of = ""
    missing = ""
    moved_from: VersionRule | None = None
    paused_by: Happening | None = None
    counted_from: int | None = None
    """The day on which the record begins, where the turn is counted from there."""
    paused_days = 0
    used: Happening | None = None

    holds_until: int = AFTER_ALL
    """The stamp at which the rule's condition stops holding."""

    def __init__(self, start: Happening, entry: StartRule, shaped: ShapedVersion) -> None:
        self.start = start
        self.entry = entry
        self.shaped = shaped
        self.rule: VersionRule = shaped.rule

    def take(self, dates: Dates) -> None:
        """Take the dates that follow from the day counted from."""
        self.dates = dates
        self.raw_day = dates.raw
        self.due_day = self.first_due = dates.due
        self.limit_day = dates.limit
        self.opens_day = dates.opens
        self.near_from = dates.near_from

    def under(self, shaped: ShapedVersion) -> Turn:
        """The same turn, not yet counted, under another version of its clock (or the same)."""
        made = Turn(self.start, self.entry, shaped)
        made.is_planned, made.born_unknown = self.is_planned, self.born_unknown
        made.moved_from, made.holds_until = self.moved_from, self.holds_until
        return made

    @property
    def may_be_met_earlier(self) -> bool:
        """Whether an event before its start may meet it."""
        return self.rule.time.before or self.rule.version.met_by_any_time

    def passed_by(self, happening: Happening) -> bool:
        """Whether the date had passed when this happened. An event without its hour is given its whole day."""
        if self.limit_day is None:
            return False
        if self.due_stamp is not None and happening.timed:
            return happening.stamp > self.due_stamp
        return happening.day > self.limit_day

    def was_told_before(self, happening: Happening) -> bool:
        """Whether the start was a plan, already written down when this happened."""
        recorded = self.start.event.recorded_at
        if not self.entry.planned or recorded is None:
            return False
        return stamp_of(recorded) <= happening.stamp < self.start.stamp

    def is_past(self, now_day: int, now: int) -> bool:
        """Whether the date has passed at this moment."""
        if self.limit_day is None:
            return False
        return now > self.due_stamp if self.due_stamp is not None else now_day > self.limit_day

    def open_at(self, happening: Happening) -> bool:
        """Whether the turn was still open when this happened."""
        closing = self.closing
        if closing is None:
            return True
        if closing.day != happening.day:
            return closing.day > happening.day
        return happening.timed and closing.stamp is not None and closing.stamp > happening.stamp
