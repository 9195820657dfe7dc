"""What every policy must keep, whoever wrote it: safety first, and time never lowers a case."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from plimsoll.engine.policy.read import KINDS, MATTERS, WHO
from plimsoll.engine.rulebook.problems import nearest

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from plimsoll.engine.policy.values import MatterRule, Policy

# Events that bring urgent news. None of them may count as work done on a case: a new concern
# must never make a case look attended to.
URGENT = frozenset({"concern_raised", "went_missing", "input_received", "visit_attempted", "referral_received"})


def problems(policy: Policy) -> Iterator[str]:
    """Each promise of docs/priority.md that this policy would break, in words."""
    yield from _tier_order(policy)
    yield from _safeguarding_places(policy)
    yield from _time_never_lowers(policy)
    yield from _limits(policy)


def unknown_words(policy: Policy, events: Collection[str], rules: Collection[str]) -> Iterator[str]:
    """Events, rules and placeholders that nothing in the rulebook gives: a slip of the pen that would be silent."""
    for place, name in _events_named(policy):
        if name not in events:
            yield f"{place} names the event {name!r}, which no pack knows{nearest(name, events)}"
    for rule in policy.running_rules:
        if rule not in rules:
            yield f"running_rules names {rule!r}, which is no clock{nearest(rule, rules)}"
    kinds = {plan.kind for plan in policy.plans}
    for matter in policy.matters:
        for kind in matter.for_plan.keys() - kinds:
            yield f"matters.{matter.id}.for_plan: {kind!r} is not a kind of plan{nearest(kind, kinds)}"
        given = {"since", *matter.when_missing, *_always_carried(matter)}
        for name in sorted(set(_PLACEHOLDER.findall(matter.words)) - given):
            yield f"matters.{matter.id}.words uses %({name})s, which an event may lack; say it under when_missing"
    for pattern in policy.patterns:
        for name in sorted(set(_PLACEHOLDER.findall(pattern.words)) - {"times", "days", "since"}):
            yield f"patterns.{pattern.id}.words uses %({name})s; it may use times, days and since"


_PLACEHOLDER = re.compile(r"%\((\w+)\)s")


def _events_named(policy: Policy) -> Iterator[tuple[str, str]]:
    for matter in policy.matters:
        for match in (*matter.begins, *matter.ends):
            yield from ((f"matters.{matter.id}", name) for name in match.names)
    for plan in policy.plans:
        for match in (*plan.begins, *plan.ends):
            yield from ((f"plans.{plan.kind}", name) for name in match.names)
    for match in policy.seen_events:
        yield from (("quiet.seen_by", name) for name in match.names)
    for pattern in policy.patterns:
        yield f"patterns.{pattern.id}", pattern.event
    waits = policy.waits
    yield from (("waits", name) for name in waits.begins | waits.starts | waits.stops | waits.checks)
    yield from (("ageing.counts", name) for name in policy.ageing.counts)
    for tool in policy.scores.values():
        lines = frozenset[str]().union(*(line.until for line in tool.lines))
        yield from ((f"scores.{tool.tool}", name) for name in tool.until | lines)


def _always_carried(matter: MatterRule) -> set[str]:
    """Details that every beginning must carry to count as one."""
    found = [{test.name for test in match.where if test.operator != "not"} for match in matter.begins]
    return set.intersection(*found) if found else set()


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
