"""A case's events as they were known at one moment: deduplicated, corrected, in one order.

Comes in: `CaseFacts` and an as-at moment. Goes out: a `Record` of happenings (by then) and
plans (still to come). The order never depends on the order in which events were given.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from itertools import pairwise
from operator import attrgetter
from typing import TYPE_CHECKING

from plimsoll.engine.clocks.matching import as_date
from plimsoll.engine.facts import Event, EventRef
from plimsoll.engine.moments import AFTER_ALL, midnights, moment_of, stamp_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from plimsoll.engine.facts import CaseFacts
    from plimsoll.engine.moments import Now

WITHDRAWN = "event_withdrawn"
CLOSED, REOPENED = "case_closed", "case_reopened"
EXTENDED, EXEMPTED = "duty_extended", "duty_exempted"
KNOWN_FROM, KNOWN_IN_FULL = "known_from", "known_in_full"
"""Standing facts: the day on which a record begins, where it begins in the middle, and the events that its
source shows completely all the same (midway.py)."""
_EARLIEST = datetime.min.replace(tzinfo=UTC)


class Happening:
    """One event placed in time. `timed` says whether its hour is known; `order` is its place in the record.

    `last` is the latest stamp at which it may have been: its own, or the end of its day.
    """

    _ref: EventRef
    __slots__ = ("_ref", "day", "details", "event", "last", "name", "order", "stamp", "timed")

    def __init__(self, event: Event, day: int, stamp: int, timed: bool) -> None:  # noqa: FBT001 - made by the thousand
        self.event = event
        self.name = event.name
        self.details: Mapping[str, object] = event.details
        self.day = day
        self.stamp = stamp
        self.timed = timed
        self.last = stamp if timed else midnights[day + 1] - 1
        self.order = -1

    def ref(self) -> EventRef:
        """What an answer points to; made once, for one event may start many turns."""
        try:
            return self._ref
        except AttributeError:
            self._ref = EventRef(self.name, self.event.at, self.event.id)
            return self._ref

    def after_day_of(self, other: Happening) -> bool:
        """On a later day than the other, or at a later hour of the same day where both have one."""
        return self.day > other.day or (self.timed and other.timed and self.stamp > other.stamp)

    def not_before(self, other: Happening) -> bool:
        """On or after the other: by the hour where both have one, otherwise by the day."""
        if self.timed and other.timed:
            return self.stamp >= other.stamp
        return self.day >= other.day


class Record:
    """What is known: `by_name` of what has happened, `planned` of what is still to come.

    `next_entry` is the stamp at which the next of the events given becomes known, `begins_on` the
    day on which a record begins that begins in the middle of the case, `known_in_full` the events
    that its source shows completely nevertheless (midway.py).
    """

    __slots__ = (
        *("begins_on", "by_name", "first", "has_acts"),
        *("known_in_full", "next_entry", "now", "now_day", "planned", "was_closed"),
    )

    def __init__(self, now: Now) -> None:
        self.now_day = now.day
        self.now = now.stamp
        self.by_name: dict[str, list[Happening]] = {}
        self.planned: dict[str, list[Happening]] = {}
        self.first: Happening | None = None
        self.has_acts = False
        self.was_closed = False
        self.begins_on: int | None = None
        self.known_in_full: frozenset[str] = frozenset()
        self.next_entry = AFTER_ALL

    def known_from(self, stamp: int) -> None:
        self.next_entry = min(self.next_entry, stamp)


def dated(event: Event) -> Happening:
    """The event placed in time: a date stands at its first minute in London."""
    at = event.at
    if isinstance(at, datetime):
        stamp = stamp_of(at)
        local = moment_of(stamp)
        return Happening(event, local.toordinal(), stamp, timed=True)
    day = at.toordinal()
    return Happening(event, day, midnights[day], timed=False)


def on_day(name: str, day: date) -> Happening:
    """A happening that no event records: a birthday, the first day of a term."""
    return dated(Event(name, day))


def read_record(case: CaseFacts, now: Now) -> Record:
    """The case's record as it was known then."""
    record = Record(now)
    known, stands_for, is_corrected = _known(case.events, now, record)
    if is_corrected:
        known = _corrected(known, stands_for)
    if len(known) > 1:
        known.sort(key=_stamp)
        _settle_ties(known)
    by_name, until = record.by_name, now.stamp
    for order, happening in enumerate(known):
        happening.order = order
        if happening.stamp > until:
            record.planned.setdefault(happening.name, []).append(happening)
            continue
        found = by_name.get(happening.name)
        if found is None:
            by_name[happening.name] = [happening]
        else:
            found.append(happening)
    if KNOWN_FROM in case.facts:
        _begin_midway(record, case.facts)
    record.was_closed = CLOSED in by_name
    record.has_acts = EXTENDED in by_name or EXEMPTED in by_name
    if known and known[0].stamp <= until:
        record.first = known[0]
    return record


def _begin_midway(record: Record, facts: Mapping[str, object]) -> None:
    begins, in_full = as_date(facts[KNOWN_FROM]), facts.get(KNOWN_IN_FULL)
    if begins is not None:
        record.begins_on = dated(Event(KNOWN_FROM, begins)).day
    if isinstance(in_full, list | tuple):
        record.known_in_full = frozenset(map(str, in_full))


_stamp = attrgetter("stamp")
_name = attrgetter("timed", "name", "event.id")


def _known(
    events: Iterable[Event], now: Now, record: Record
) -> tuple[list[Happening], dict[str, Happening], bool]:
    """Events recorded by then, each once; what stands for the ids of repetitions; whether any is a correction."""
    known: list[Happening] = []
    repeated: list[Happening] = []
    seen: dict[tuple[str, int, bool], Happening] = {}
    is_corrected = False
    utc = now.utc
    for event in events:
        recorded = event.recorded_at
        if recorded is not None and (recorded if recorded.tzinfo is not None else _aware(recorded)) > utc:
            record.known_from(stamp_of(recorded))
            continue
        at = event.at
        if type(at) is date:  # most events carry no hour
            day = at.toordinal()
            happening = Happening(event, day, midnights[day], False)
        else:
            happening = dated(event)
        if event.supersedes:
            is_corrected = True
        if event.name == WITHDRAWN and recorded is None and happening.stamp > now.stamp:
            record.known_from(happening.stamp)  # a withdrawal is no plan
            continue
        key = (event.name, happening.stamp, happening.timed)
        if seen.setdefault(key, happening) is happening:
            known.append(happening)
        else:
            repeated.append(happening)
    stands_for: dict[str, Happening] = {}
    for happening in repeated:
        _settle_repetition(happening, known, stands_for)
    return known, stands_for, is_corrected


def _aware(recorded: datetime) -> datetime:
    return recorded if recorded.tzinfo is not None else moment_of(stamp_of(recorded))


def _settle_repetition(happening: Happening, known: list[Happening], stands_for: dict[str, Happening]) -> None:
    """Drop one of two entries of the same thing: the one written down first stands."""
    event = happening.event
    for index, other in enumerate(known):
        same = other.name == event.name and other.stamp == happening.stamp and other.timed == happening.timed
        if same and other.details == event.details and other.event.supersedes == event.supersedes:
            first, second = sorted((happening, other), key=_precedence)
            known[index] = first
            for name, standing in stands_for.items():
                if standing is second:
                    stands_for[name] = first
            stands_for[second.event.id] = first
            return
    known.append(happening)


def _recorded(event: Event) -> datetime:
    return _aware(event.recorded_at) if event.recorded_at is not None else _EARLIEST


def _precedence(happening: Happening) -> tuple[datetime, str]:
    return _recorded(happening.event), happening.event.id


def _settle_ties(known: list[Happening]) -> None:
    """Put events of the same minute in an order of their own, whatever order they came in."""
    index, count = 0, len(known)
    while index < count - 1:
        stamp = known[index].stamp
        if known[index + 1].stamp != stamp:
            index += 1
            continue
        end = index + 2
        while end < count and known[end].stamp == stamp:
            end += 1
        group = sorted(known[index:end], key=_name)
        if any(_name(one) == _name(other) for one, other in pairwise(group)):
            group.sort(key=_tie_key)
        known[index:end] = group
        index = end


def _tie_key(happening: Happening) -> tuple[bool, str, str, datetime, str]:
    event = happening.event
    shown = repr(sorted(event.details.items())) if event.details else ""
    return happening.timed, event.name, event.id, _recorded(event), shown


def _corrected(known: list[Happening], stands_for: dict[str, Happening]) -> list[Happening]:
    """Without what was corrected or withdrawn. Naming a repetition names the entry that stands for it."""
    by_id = {happening.event.id: happening for happening in sorted(known, key=_tie_key)} | stands_for
    by_id.pop("", None)
    sources: dict[Happening, list[Happening]] = {}
    for happening in known:
        target = by_id.get(happening.event.supersedes)
        if target is not None and target is not happening:
            sources.setdefault(target, []).append(happening)
    gone: set[Happening] = set()
    for target, found in sources.items():
        standing = [source for source in found if not _is_undone(source, sources, set())]
        if not standing:
            continue
        gone.add(target)
        last = max(standing, key=lambda source: (_recorded(source.event), _tie_key(source)))
        gone.update(source for source in standing if source is not last)
    return [happening for happening in known if happening not in gone and happening.name != WITHDRAWN]


def _is_undone(source: Happening, sources: dict[Happening, list[Happening]], seen: set[Happening]) -> bool:
    """A withdrawal that was itself withdrawn takes nothing away."""
    if source.name != WITHDRAWN or source in seen:
        return False
    seen.add(source)
    return any(
        other.name == WITHDRAWN and not _is_undone(other, sources, seen) for other in sources.get(source, ())
    )
