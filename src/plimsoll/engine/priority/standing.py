"""The record of a case, read once under a policy: what is open, when the client was last seen.

Comes in: the record as it was known at the as-at moment (corrections and repetitions settled).
Goes out: `Standing`, which the criteria ask. Days are ordinals, 0 when never.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from plimsoll.engine.clocks.matching import agree, fold
from plimsoll.engine.clocks.states import stretches
from plimsoll.engine.moments import AFTER_ALL
from plimsoll.engine.policy.index import index_of
from plimsoll.engine.priority.words import MINUTE, NEVER

if TYPE_CHECKING:
    from collections.abc import Sequence

    from plimsoll.engine.clocks.record import Happening, Record
    from plimsoll.engine.policy import Policy
    from plimsoll.engine.policy.index import Reading, Test
    from plimsoll.engine.policy.values import MatterRule, PlanRule

YES = frozenset({"true", "yes", "y", "1"})
NO = frozenset({"false", "no", "n", "0"})


class OpenMatter(NamedTuple):
    """A matter that stands open: the happenings that began it and have no end, oldest first."""

    rule: MatterRule
    begun: tuple[Happening, ...]


class Standing:
    """What the record of one case says at a moment."""

    __slots__ = (
        "begins_on",
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

    def __init__(self, record: Record, plan: PlanRule) -> None:
        self.now = record.now // MINUTE
        self.today = record.now_day
        self.plan = plan
        self.plan_since = 0
        self.opened_on = record.first.day if record.first is not None else 0
        self.begins_on = record.begins_on or 0
        self.closed_on = 0
        self.contact_on = 0
        self.seen_on = 0
        self.worked_on = 0
        self.planned_at = NEVER
        self.matters: Sequence[OpenMatter] = ()
        self.scores: Sequence[Happening] = ()
        self.waits: Sequence[Happening] = ()
        self.overrides: Sequence[Happening] = ()
        self.closings: Sequence[Happening] = ()
        self.reopenings: Sequence[Happening] = ()
        self.patterns: dict[int, Sequence[Happening]] = {}
        self.noted: dict[str, int] = {}


class Begun(NamedTuple):
    """What began, by the number of the rule; plans with what ended them."""

    matters: dict[int, list[Happening]]
    plan_begins: dict[int, list[Happening]]
    plan_ends: dict[int, list[Happening]]


def read(record: Record, policy: Policy) -> Standing:
    """Read one record. Names are looked up, not events: sixty events have a dozen names."""
    standing = Standing(record, policy.no_plan)
    index = index_of(policy)
    readings = index.readings
    begun = Begun({}, {}, {})
    for name, found in record.by_name.items():
        reading = readings.get(name)
        if reading is not None:
            _take(standing, begun, reading, found)
    if record.planned:
        standing.planned_at = min(found[0].stamp for found in record.planned.values()) // MINUTE
    closing = _closing(standing) if standing.closings else None
    if closing is not None:
        standing.closed_on = closing.day
    if begun.matters:
        standing.matters = _open_matters(policy, index.ends, begun.matters, record, standing.closings)
    if begun.plan_begins:
        _plan(standing, policy, begun, closing)
    return standing


def _take(standing: Standing, begun: Begun, reading: Reading, found: list[Happening]) -> None:
    """What the happenings of one name say; they come in the order in which they happened."""
    last = found[-1].day
    if reading.is_work and last > standing.worked_on:
        standing.worked_on = last
    if reading.is_contact and last > standing.contact_on:
        standing.contact_on = max(standing.contact_on, _last_meaningful(found))
    for test in reading.seen:
        if last > standing.seen_on:
            standing.seen_on = max(standing.seen_on, _last_passing(found, test))
    for which, number, test in reading.gathered:
        passing = found if test is None else [happening for happening in found if test(happening.details)]
        if passing:
            begun[which].setdefault(number, []).extend(passing)
    for number in reading.patterns:
        standing.patterns[number] = found
    if reading.is_noted:
        standing.noted[found[-1].name] = last
    if reading.kept:
        setattr(standing, reading.kept, [*getattr(standing, reading.kept), *found])


def _last_meaningful(found: Sequence[Happening]) -> int:
    for happening in reversed(found):
        told = happening.details.get("meaningful")
        if told is None or fold(told) not in NO:
            return happening.day
    return 0


def _last_passing(found: Sequence[Happening], test: Test) -> int:
    for happening in reversed(found):
        if test is None or test(happening.details):
            return happening.day
    return 0


def _closing(standing: Standing) -> Happening | None:
    """The closure in force: the last one, unless the case was opened again on that day or later."""
    last = standing.closings[-1]
    return None if any(again.not_before(last) for again in standing.reopenings) else last


def _open_matters(
    policy: Policy,
    all_ends: Sequence[Sequence[tuple[str, Test]]],
    begun: dict[int, list[Happening]],
    record: Record,
    closings: Sequence[Happening],
) -> list[OpenMatter]:
    found = []
    for number, begins in begun.items():
        rule = policy.matters[number]
        ends = [
            happening
            for name, test in all_ends[number]
            for happening in record.by_name.get(name, ())
            if test is None or test(happening.details)
        ]
        still = [begin for begin in begins if not any(_ends(end, begin, rule.match) for end in ends)]
        if not rule.survives_closure:
            still = [begin for begin in still if not any(closing.not_before(begin) for closing in closings)]
        if still:
            still.sort(key=_order)
            found.append(OpenMatter(rule, tuple(still)))
    return found


def _ends(end: Happening, begin: Happening, match: tuple[str, ...]) -> bool:
    """Whether this end is of that beginning: another event, not sooner, and about the same thing."""
    return end is not begin and end.not_before(begin) and agree(match, begin.details, end.details)


def _plan(standing: Standing, policy: Policy, begun: Begun, closing: Happening | None) -> None:
    """The plan in force that comes first in the policy, and since which day."""
    for number in sorted(begun.plan_begins):
        begins, ends = begun.plan_begins[number], begun.plan_ends.get(number, [])
        since = begins[0]
        if ends or closing is not None:
            ends = ends if closing is None else [*ends, closing]
            found = stretches(sorted(begins, key=_order), sorted(ends, key=_order), keeps=True)
            if not found or found[-1].high != AFTER_ALL:
                continue
            since = found[-1].begin
        standing.plan, standing.plan_since = policy.plans[number], since.day
        return


def _order(happening: Happening) -> int:
    return happening.order
