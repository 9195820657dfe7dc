"""What comes first, and why: duties + facts + policy -> a tier, a colour, reasons.

A case stands where its strongest ground puts it: the tiers are compared in strict order, so no
number of lesser reasons lifts a case above somebody's unmet safety. Inside a tier the earliest
date comes first. Nothing is added up, nothing is predicted: every ground is a recorded fact, a
dated duty or a stated limit (`priority.yaml`), and a person may override it, with a reason and an
end. docs/priority.md tells it to a practitioner and to a court.
"""

from __future__ import annotations

from operator import itemgetter
from typing import TYPE_CHECKING

from plimsoll.engine import policy
from plimsoll.engine.clocks import Duties
from plimsoll.engine.clocks.record import read_record
from plimsoll.engine.moments import end_of, to_date
from plimsoll.engine.policy.values import SUPPORTING
from plimsoll.engine.priority import client, deadlines, matters, overrides, quiet, scores, standing, waits
from plimsoll.engine.priority.answer import Derived, Priority, priority_json
from plimsoll.engine.priority.ground import Evidence, Ground
from plimsoll.engine.priority.overrides import Override
from plimsoll.engine.priority.why import what_would_move, why
from plimsoll.engine.priority.words import NEVER, begins_at, day_of

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date, datetime

    from plimsoll.engine.clocks import Duty
    from plimsoll.engine.clocks.record import Record
    from plimsoll.engine.facts import CaseFacts
    from plimsoll.engine.policy import Policy
    from plimsoll.engine.rulebook import Rulebook

__all__ = ["Derived", "Ground", "Override", "Priority", "derive", "order", "priority_json", "what_would_move", "why"]


def derive(
    case: CaseFacts, duties: tuple[Duty, ...], rulebook: Rulebook, as_at: date | datetime
) -> Priority:
    """Where the case stands at `as_at`, under the policy of its pack in force that day.

    `duties` are those of `clocks.derive` for the same case, rulebook and moment. Raises
    `PolicyError` where the pack's policy is not sound, `KeyError` where there is no such pack.

    >>> from datetime import date
    >>> from plimsoll.engine.facts import CaseFacts, Event
    >>> from plimsoll.engine.rulebook import load
    >>> from plimsoll.engine import clocks
    >>> case = CaseFacts("EX1", "children-england", (Event("concern_raised", date(2025, 6, 9)),))
    >>> found = derive(case, clocks.derive(case, load(), date(2025, 6, 10)), load(), date(2025, 6, 10))
    >>> found.colour, found.title, found.reasons[0].text
    ('red', 'Safeguarding need not met', 'A concern raised on 9 June 2025 has no decision yet')
    """
    return weigh(case, duties, policy.of(rulebook, case.pack, day_of(as_at)), as_at)


def weigh(case: CaseFacts, duties: tuple[Duty, ...], rules: Policy, as_at: date | datetime) -> Priority:
    """The same under a policy that is already at hand."""
    evidence = Evidence(case, duties, rules, standing.read(_record(case, duties, as_at), rules))
    for criterion in (matters, deadlines, quiet, client):
        criterion.weigh(evidence)
    if evidence.standing.scores:
        scores.weigh(evidence)
    if evidence.standing.waits:
        waits.weigh(evidence)
    first = min([ground[0] for ground in evidence.grounds], default=SUPPORTING)
    quiet.age(evidence, min(first, rules.lowest))
    if first >= rules.lowest:
        evidence.support("balance.nothing", client.nothing)
    evidence.grounds.sort(key=_sorting)
    derived = _derived(evidence)
    override = None
    if evidence.standing.overrides:
        override = overrides.read(evidence, derived.tier_rank)
        if override is not None and override.status == "in_force":
            overrides.apply(evidence, override)
        evidence.grounds.sort(key=_sorting)
    return _answer(evidence, derived, override, as_at)


def _record(case: CaseFacts, duties: tuple[Duty, ...], as_at: date | datetime) -> Record:
    """The record the duties were derived from, where it is at hand."""
    now = end_of(as_at)
    if isinstance(duties, Duties) and duties.record is not None and duties.record.now == now.stamp:
        return duties.record
    return read_record(case, now)


def order(priorities: Iterable[Priority]) -> list[Priority]:
    """Cases in the order in which they need somebody: the same whatever order they came in."""
    return sorted(priorities, key=lambda priority: priority.order_key)


_sorting = itemgetter(0, 1, 2, 4)
"""Grounds go by rank, band, when, and then by code, so that their order never depends on chance."""


def _derived(evidence: Evidence) -> Derived:
    rules = evidence.policy
    first = _first(evidence)
    tier = rules.tier(first.rank if first is not None else rules.lowest)
    return Derived(tier.name, tier.rank, tier.colour, first)


def _first(evidence: Evidence) -> Ground | None:
    """The ground that places the case, of those sorted."""
    grounds = evidence.grounds
    return grounds[0] if grounds and grounds[0].rank < SUPPORTING else None


def _answer(evidence: Evidence, derived: Derived, override: Override | None, as_at: date | datetime) -> Priority:
    rules, at = evidence.policy, evidence.standing
    first = _first(evidence)
    tier = rules.tier(first.rank if first else rules.lowest)
    key = (
        tier.rank,
        first.band if first else 0,
        first.when if first else NEVER,
        -evidence.level,
        -int(evidence.is_worse),
        evidence.quiet_at,
        -int(evidence.is_vulnerable),
    )
    return Priority(
        case=evidence.case.id,
        tier=tier.name,
        title=tier.title,
        tier_rank=tier.rank,
        colour=tier.colour,
        key=key,
        grounds=tuple(evidence.grounds),
        unknown=tuple(evidence.unknown),
        overridden=override is not None and override.status == "in_force",
        override=override,
        derived=derived,
        soonest=_soonest(evidence),
        duties=evidence.duties,
        as_at=as_at,
        policy=rules.version,
        plan=at.plan.kind,
        last_contact_on=to_date(at.contact_on) if at.contact_on else None,
        last_seen_on=to_date(at.seen_on) if at.seen_on else None,
        coming=tuple(evidence.coming),
        rules=rules,
    )


def _soonest(evidence: Evidence) -> int:
    """The first minute after the as-at moment at which time alone changes anything here."""
    soonest = evidence.standing.planned_at
    for coming in evidence.coming:
        soonest = min(soonest, coming.at)
    changes_on = evidence.policy.changes_on
    return soonest if changes_on is None else min(soonest, begins_at(changes_on))
