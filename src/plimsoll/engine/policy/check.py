"""What every policy must keep, whoever wrote it: safety first, and time never lowers a case."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from plimsoll.engine.policy.read import KINDS, MATTERS, WHO

if TYPE_CHECKING:
    from collections.abc import Iterator

    from plimsoll.engine.policy.values import Policy

# Events that bring urgent news. None of them may count as work done on a case: a new concern
# must never make a case look attended to.
URGENT = frozenset({"concern_raised", "went_missing", "input_received", "visit_attempted", "referral_received"})


def problems(policy: Policy) -> Iterator[str]:
    """Each promise of docs/priority.md that this policy would break, in words."""
    yield from _tier_order(policy)
    yield from _safeguarding_places(policy)
    yield from _time_never_lowers(policy)
    yield from _limits(policy)


def _tier_order(policy: Policy) -> Iterator[str]:
    order = [KINDS.index(tier.kind) for tier in policy.tiers]
    if order != sorted(order):
        yield f"tiers must come in the order {', '.join(KINDS)}: nothing may stand before a safeguarding tier"
    for kind in ("safeguarding", "statutory", "discretionary"):
        if all(tier.kind != kind for tier in policy.tiers):
            yield f"no tier is of kind {kind}; there must be at least one"
    colours = [("red", "amber", "green").index(tier.colour) for tier in policy.tiers]
    if colours != sorted(colours):
        yield "colours must go from red through amber to green down the tiers"
    if any(tier.kind == "safeguarding" and tier.colour != "red" for tier in policy.tiers):
        yield "a safeguarding tier must be red"


def _safeguarding_places(policy: Policy) -> Iterator[str]:
    for who in ("us", "other"):
        rung = policy.duties[who, "late", "safeguarding"]
        if policy.tier(rung.rank).kind != "safeguarding":
            yield f"duties.{who}.late.safeguarding must be a safeguarding tier"
    for (who, state, matter), rung in policy.duties.items():
        if matter != "safeguarding" and policy.tier(rung.rank).kind == "safeguarding":
            yield f"duties.{who}.{state}.{matter} may not be a safeguarding tier: only safeguarding duties stand there"
    for rule in policy.matters:
        rungs = [rule.rung, *rule.for_plan.values()]
        if any("concern_raised" in match.names for match in rule.begins) and any(
            policy.tier(rung.rank).kind != "safeguarding" for rung in rungs
        ):
            yield f"matters.{rule.id} begins with a concern and must stand in a safeguarding tier"
    if not any("concern_raised" in match.names for rule in policy.matters for match in rule.begins):
        yield "no matter begins with concern_raised: a concern without a decision would not be seen"


def _time_never_lowers(policy: Policy) -> Iterator[str]:
    for who in WHO:
        for matter in MATTERS:
            rungs = [policy.duties[who, state, matter] for state in ("running", "due_soon", "late")]
            for sooner, later in pairwise(rungs):
                if later > sooner:
                    yield f"duties.{who}: a {matter} duty would fall in the order as its date comes and passes"


def _limits(policy: Policy) -> Iterator[str]:
    if "default" not in policy.contact:
        yield "quiet.contact.default is missing: a case of any other kind could go quiet unseen"
    for section in (policy.contact, policy.seen):
        for kind, limit in section.items():
            if limit.days < 1:
                yield f"quiet: the limit for {kind} must be at least 1 day"
            if kind != "default" and kind not in {plan.kind for plan in policy.plans}:
                yield f"quiet: {kind} is not a kind of plan; the kinds are listed under `plans`"
    if policy.ageing.days < 1:
        yield "ageing.after must be at least 1 day"
    for name in sorted((policy.ageing.counts | policy.meaningful) & URGENT):
        yield f"{name} brings urgent news and may not count as work on the case or as meaningful contact"
