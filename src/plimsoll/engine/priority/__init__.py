"""What comes first, and why: duties + facts + policy -> a tier, a colour, reasons.

A case stands where its strongest ground puts it: the tiers are compared in strict order, so no
number of lesser reasons lifts a case above somebody's unmet safety. Inside a tier the earliest
date comes first. Nothing is added up, nothing is predicted: every ground is a recorded fact, a
dated duty or a stated limit (`priority.yaml`), and a person may override it, with a reason and an
end. docs/priority.md tells it to a practitioner and to a court.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from plimsoll.engine import clocks, policy
from plimsoll.engine.clocks.record import read_record
from plimsoll.engine.moments import end_of, to_date
from plimsoll.engine.policy.values import SUPPORTING
from plimsoll.engine.priority import client, deadlines, matters, overrides, quiet, scores, standing, waits
from plimsoll.engine.priority.answer import Derived, Priority, priority_json
from plimsoll.engine.priority.ground import Evidence, Ground
from plimsoll.engine.priority.overrides import Override
from plimsoll.engine.priority.why import what_would_move, why
from plimsoll.engine.priority.words import NEVER, begins_at, day_of, moment

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date, datetime

    from plimsoll.engine.clocks import Duty
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
    >>> case = CaseFacts("EX1", "children-england", (Event("concern_raised", date(2025, 6, 9)),))
    >>> found = derive(case, clocks.derive(case, load(), date(2025, 6, 10)), load(), date(2025, 6, 10))
    >>> found.colour, found.title, found.reasons[0].text
    ('red', 'Safeguarding need not met', 'A concern raised on 9 June 2025 has no decision yet')
    """
    return weigh(case, duties, policy.of(rulebook, case.pack, day_of(as_at)), as_at)


def weigh(case: CaseFacts, duties: tuple[Duty, ...], rules: Policy, as_at: date | datetime) -> Priority:
    """The same under a policy that is already at hand."""
    evidence = Evidence(case, duties, rules, standing.read(read_record(case, end_of(as_at)), rules))
    for criterion in (matters, deadlines, quiet, client):
        criterion.weigh(evidence)
    if evidence.standing.scores:
        scores.weigh(evidence)
    if evidence.standing.waits:
        waits.weigh(evidence)
    first = min((ground.rank for ground in evidence.grounds), default=SUPPORTING)
    quiet.age(evidence, min(first, rules.lowest))
    if first >= rules.lowest:
        evidence.support("balance.nothing", client.nothing)
    derived = _derived(evidence)
    override = overrides.read(evidence, derived.tier_rank) if evidence.standing.overrides else None
    if override is not None and override.status == "in_force":
        overrides.apply(evidence, override)
    return _answer(evidence, derived, override, as_at)


def order(priorities: Iterable[Priority]) -> list[Priority]:
    """Cases in the order in which they need somebody: the same whatever order they came in."""
    return sorted(priorities, key=lambda priority: priority.order_key)


def _sorting(ground: Ground) -> tuple[int, int, int, str]:
    return ground.rank, ground.band, ground.when, ground.code


def _derived(evidence: Evidence) -> Derived:
    rules = evidence.policy
    first = min(evidence.grounds, key=_sorting, default=None)
    if first is not None and not first.places:
        first = None
    tier = rules.tier(first.rank if first is not None else rules.lowest)
    return Derived(tier.name, tier.rank, tier.colour, first)


def _answer(evidence: Evidence, derived: Derived, override: Override | None, as_at: date | datetime) -> Priority:
    rules, at = evidence.policy, evidence.standing
    grounds = sorted(evidence.grounds, key=_sorting)
    first = grounds[0] if grounds and grounds[0].places else None
    tier = rules.tier(first.rank if first else rules.lowest)
    key = (
        tier.rank,
        first.band if first else 0,
        first.when if first else NEVER,
        -evidence.level,
        -int(any(ground.criterion == "deterioration" for ground in grounds)),
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
        grounds=tuple(grounds),
        unknown=tuple(evidence.unknown),
        overridden=override is not None and override.status == "in_force",
        override=override,
        derived=derived,
        changes_at=_changes_at(evidence, as_at),
        policy=rules.version,
        plan=at.plan.kind,
        last_contact_on=to_date(at.contact_on) if at.contact_on else None,
        last_seen_on=to_date(at.seen_on) if at.seen_on else None,
        coming=tuple(evidence.coming),
        rules=rules,
    )


def _changes_at(evidence: Evidence, as_at: date | datetime) -> datetime | None:
    """The first moment after `as_at` at which time alone changes anything."""
    soonest = min((coming.at for coming in evidence.coming), default=NEVER)
    soonest = min(soonest, evidence.standing.planned_at)
    if evidence.policy.changes_on is not None:
        soonest = min(soonest, begins_at(evidence.policy.changes_on))
    by_clock = clocks.next_change_at(evidence.duties, as_at) if evidence.duties else None
    mine = None if soonest >= NEVER else moment(soonest)
    if mine is None or by_clock is None:
        return mine or by_clock
    return min(mine, by_clock)
