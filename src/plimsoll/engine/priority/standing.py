"""The events of a case, read once under a policy: what is open, when the client was last seen.

Comes in: the events that count at the as-at moment. Goes out: `Standing`, in days and minutes
(words.py), which the criteria ask. The order of events in the file makes no difference.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, NamedTuple

from plimsoll.engine.moments import end_of, moment_of
from plimsoll.engine.policy.values import plain
from plimsoll.engine.priority.words import DAY, NEVER, begins_at

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from plimsoll.engine.facts import Event
    from plimsoll.engine.policy import Policy
    from plimsoll.engine.policy.values import MatterRule, PlanRule, Reading, Where


class Happening(NamedTuple):
    """An event with its moment in minutes."""

    at: int
    event: Event

    @property
    def has_hour(self) -> bool:
        """Whether the hour is known, or only the day."""
        return isinstance(self.event.at, datetime)

    def is_not_before(self, other: Happening) -> bool:
        """Whether this happened no sooner: by the minute where both know it, else by the day."""
        if self.has_hour and other.has_hour:
            return self.at >= other.at
        return self.at // DAY >= other.at // DAY


class OpenMatter(NamedTuple):
    """A matter that stands open: the first happening that began it, how many did, the newest moment."""

    rule: MatterRule
    since: Happening
    times: int
    newest: int


class Standing:
    """What the events of one case say at a moment. Days are ordinals, 0 when never."""

    __slots__ = (
        "closed_on",
        "closings",
        "contact_on",
        "matters",
        "noted",
        "now",
        "opened_on",
        "overrides",
        "patterns",
        "plan",
        "plan_since",
        "planned_at",
        "reopenings",
        "scores",
        "seen_on",
        "today",
        "waits",
        "worked_on",
    )

    def __init__(self, now: int, plan: PlanRule) -> None:
        self.now = now
        self.today = now // DAY
        self.plan = plan
        self.plan_since = 0
        self.opened_on = 0
        self.closed_on = 0
        self.contact_on = 0
        self.seen_on = 0
        self.worked_on = 0
        self.planned_at = NEVER
        self.matters: Sequence[OpenMatter] = ()
        self.scores: list[Happening] = []
        self.waits: list[Happening] = []
        self.overrides: list[Happening] = []
        self.closings: list[Happening] = []
        self.reopenings: list[Happening] = []
        self.patterns: dict[int, set[int]] = {}
        self.noted: dict[str, int] = {}


class Begun(NamedTuple):
    """What the first reading found begun, by the number of the rule."""

    matters: dict[int, list[Happening]]
    plans: dict[int, tuple[list[int], list[int]]]


def minutes_now(as_at: date | datetime) -> int:
    """The as-at moment in minutes; a day is taken to its end, so that all of it has happened."""
    return begins_at(as_at) if isinstance(as_at, datetime) else begins_at(as_at) + DAY - 1


def read(events: Sequence[Event], policy: Policy, as_at: date | datetime) -> Standing:
    """Read the effective events (no corrections left, none recorded later) of one case."""
    standing = Standing(minutes_now(as_at), policy.no_plan)
    now, readings = standing.now, policy.index.readings
    begun = Begun({}, {})
    opened = NEVER
    for event in events:
        at = begins_at(event.at)
        if at > now:
            if at < standing.planned_at:
                standing.planned_at = at
            continue
        if at < opened:
            opened = at
        reading = readings.get(event.name)
        if reading is not None:
            _take(standing, begun, reading, at, event)
    if opened < NEVER:
        standing.opened_on = opened // DAY
    closing = _closing(standing.closings, standing.reopenings) if standing.closings else None
    if closing is not None:
        standing.closed_on = closing.at // DAY
    if begun.matters:
        ended = _ended(events, policy, now)
        standing.matters = _open_matters(policy, begun.matters, ended, standing.closings)
    if begun.plans:
        _plan(standing, policy, begun.plans, [closing.at] if closing else [])
    return standing


def _take(standing: Standing, begun: Begun, reading: Reading, at: int, event: Event) -> None:
    """What one event says. The commonest come first: lists of cases are derived by the thousand."""
    day, details = at // DAY, event.details
    if reading.is_work and day > standing.worked_on:
        standing.worked_on = day
    if reading.is_contact and day > standing.contact_on and plain(details.get("meaningful")) is not False:
        standing.contact_on = day
    if reading.seen and day > standing.seen_on and _any_holds(reading.seen, details):
        standing.seen_on = day
    for number, where in reading.plan_begins:
        if where is None or where.holds(details):
            begun.plans.setdefault(number, ([], []))[0].append(at)
    for number, where in reading.plan_ends:
        if where is None or where.holds(details):
            begun.plans.setdefault(number, ([], []))[1].append(at)
    for number, where in reading.matters:
        if where is None or where.holds(details):
            begun.matters.setdefault(number, []).append(Happening(at, event))
    for number in reading.patterns:
        standing.patterns.setdefault(number, set()).add(at)
    if reading.is_noted:
        standing.noted[event.name] = max(standing.noted.get(event.name, at), at)
    if reading.kept:
        kept: list[Happening] = getattr(standing, reading.kept)
        kept.append(Happening(at, event))


def _any_holds(conditions: Iterable[Where | None], details: Mapping[str, object]) -> bool:
    return any(where is None or where.holds(details) for where in conditions)


def _ended(events: Iterable[Event], policy: Policy, now: int) -> dict[int, list[Happening]]:
    """What ends matters, read only for a case in which something began."""
    found: dict[int, list[Happening]] = {}
    for event in events:
        for number, where in policy.index.ends.get(event.name, ()):
            at = begins_at(event.at)
            if at <= now and (where is None or where.holds(event.details)):
                found.setdefault(number, []).append(Happening(at, event))
    return found


def _closing(closings: Sequence[Happening], reopenings: Sequence[Happening]) -> Happening | None:
    """The closure in force: the last one, unless the case was opened again on that day or later."""
    last = max(closings, key=lambda happening: happening.at)
    return None if any(again.is_not_before(last) for again in reopenings) else last


def _open_matters(
    policy: Policy,
    begun: dict[int, list[Happening]],
    ended: dict[int, list[Happening]],
    closings: Sequence[Happening],
) -> list[OpenMatter]:
    found = []
    for number, begins in begun.items():
        rule = policy.matters[number]
        ends = ended.get(number, [])
        still = [begin for begin in begins if not any(_ends(end, begin, rule.match) for end in ends)]
        if not rule.survives_closure:
            still = [begin for begin in still if not any(closing.is_not_before(begin) for closing in closings)]
        if still:
            still.sort(key=lambda begin: (begin.at, begin.event.id))
            found.append(OpenMatter(rule, still[0], len(still), still[-1].at))
    return found


def _ends(end: Happening, begin: Happening, match: tuple[str, ...]) -> bool:
    """Whether this end is of that beginning: not sooner, another event, and agreeing where both say."""
    if end.event is begin.event or not end.is_not_before(begin):
        return False
    mine, theirs = begin.event.details, end.event.details
    return all(mine[name] == theirs[name] for name in match if name in mine and name in theirs)


def _plan(
    standing: Standing, policy: Policy, plans: dict[int, tuple[list[int], list[int]]], closing: list[int]
) -> None:
    """The plan in force that comes first in the policy, and since when."""
    for number in sorted(plans):
        begins, ends = plans[number]
        since = in_force_since(begins, ends + closing)
        if since:
            standing.plan, standing.plan_since = policy.plans[number], since // DAY
            return


def in_force_since(begins: Sequence[int], ends: Sequence[int]) -> int:
    """Since which minute something is in force, or 0: by days, as states are (docs/rulebook.md).

    On one day, what is on ends before it begins again; what is off begins before it ends.

    >>> in_force_since([10 * 1440], []) // 1440, in_force_since([10 * 1440], [12 * 1440]) // 1440
    (10, 0)
    >>> in_force_since([10 * 1440, 12 * 1440], [12 * 1440]) // 1440
    12
    """
    if not ends:
        return min(begins, default=0)
    since = 0
    for day in sorted({at // DAY for at in (*begins, *ends)}):
        starts = [at for at in begins if at // DAY == day]
        stops = any(at // DAY == day for at in ends)
        if stops and since:
            since = min(starts, default=0)
        elif stops:
            since = 0
        elif not since:
            since = min(starts)
    return since


def effective(events: Sequence[Event], as_at: date | datetime) -> Sequence[Event]:
    """What counts of these events at `as_at`: known by then, not corrected, not withdrawn."""
    now = moment_of(end_of(as_at)[1])
    known = [event for event in events if event.recorded_at is None or event.recorded_at <= now]
    gone = {event.supersedes for event in known if event.supersedes}
    if not gone:
        return known
    return [event for event in known if event.id not in gone and event.name != "event_withdrawn"]
