"""Criterion: the balance of urgent and ongoing work. Nothing goes quiet, and nothing waits for ever.

A case is quiet from the day after its limit: with a limit of 14 days and a contact on 1 June,
15 June is still inside and 16 June is quiet.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from plimsoll.engine.policy.values import Limit, Rung
from plimsoll.engine.priority.ground import Coming, Ground
from plimsoll.engine.priority.words import begins, on, span
from plimsoll.engine.reasons import Amount, Reason, Source

if TYPE_CHECKING:
    from plimsoll.engine.clocks.wording import Span
    from plimsoll.engine.priority.ground import Evidence
    from plimsoll.engine.priority.standing import Standing

_CONTACT = "No meaningful contact for %(gap)s, since %(last)s; %(limit)s is the limit here"
_NO_CONTACT = (
    "No meaningful contact is recorded since the case began on %(last)s, %(gap)s ago; %(limit)s is the limit here"
)
_SEEN = "Not seen for %(gap)s, since %(last)s; %(limit)s is the limit here"
_NOT_SEEN = "No record of being seen since %(last)s, %(gap)s ago; %(limit)s is the limit here"
_MIDWAY = (
    "No meaningful contact is recorded since the record began on %(last)s, %(gap)s ago (nothing before it is known); "
    "%(limit)s is the limit here"
)
_MIDWAY_SEEN = (
    "No record of being seen since the record began on %(last)s, %(gap)s ago (nothing before it is known); "
    "%(limit)s is the limit here"
)
_NEVER_YET = frozenset({_NO_CONTACT, _NOT_SEEN, _MIDWAY, _MIDWAY_SEEN})
_WAITED = "Nobody has worked on this case for %(gap)s, since %(last)s: waiting moves it up one tier"

_LIMITS = {"balance.quiet": "quiet.contact", "balance.not_seen": "quiet.seen", "safeguarding.not_seen": "quiet.seen"}


def weigh(evidence: Evidence) -> None:
    """Add what has gone quiet, and say when the rest would."""
    standing, policy = evidence.standing, evidence.policy
    if standing.closed_on or not standing.opened_on:
        return
    plan = standing.plan
    contact = policy.contact.get(plan.kind) or policy.contact["default"]
    last, template = standing.contact_on, _CONTACT
    if not last:
        last, template = _since(standing, standing.opened_on, _NO_CONTACT, _MIDWAY)
    _gap(evidence, contact, last, "balance.quiet", template)
    seen = policy.seen.get(plan.kind) or policy.seen.get("default")
    if seen is not None:
        is_safety = policy.tier(seen.rung.rank).kind == "safeguarding"
        code = "safeguarding.not_seen" if is_safety else "balance.not_seen"
        last, template = standing.seen_on, _SEEN
        if not last:
            # Never seen: counted from the beginning of the plan, which is when seeing became due.
            last, template = _since(standing, standing.plan_since or standing.opened_on, _NOT_SEEN, _MIDWAY_SEEN)
        _gap(evidence, seen, last, code, template)


def _since(standing: Standing, began: int, words: str, midway: str) -> tuple[int, str]:
    """From when a silence is counted: the beginning, or that of the record where nothing before it is known."""
    return (standing.begins_on, midway) if standing.begins_on > began else (began, words)


def _gap(evidence: Evidence, limit: Limit, last: int, code: str, template: str) -> None:
    today = evidence.standing.today
    quiet_on = last + limit.days + 1
    at = begins(quiet_on)
    evidence.quiet_at = min(evidence.quiet_at, at)
    # What the record says comes before what it does not say.
    rung = limit.rung if template not in _NEVER_YET else Rung(limit.rung.rank, limit.rung.band + 1)
    if today < quiet_on:
        evidence.coming.append(Coming(at, rung, code))
        return
    about = (template, today - last, last, limit.days)
    to_do, group = ("Make contact", "contact") if code == "balance.quiet" else ("See the child", "visit")
    evidence.place(Ground(rung.rank, rung.band, at, at, code, _gap_words, about, None, to_do, group))


def _gap_words(code: str, template: str, gap: int, last: int, limit: int) -> Reason:
    params = {"gap": span(gap, "days"), "last": on(last), "limit": _limit_words(limit)}
    return Reason(code, template, params, Amount(gap, "days"), Source("policy", _LIMITS[code]))


def _limit_words(limit: int) -> Span:
    return span(limit // 7, "weeks") if limit % 7 == 0 and limit > 14 else span(limit, "days")


def age(evidence: Evidence, rank: int) -> None:
    """Move a discretionary case up by one tier once nobody has worked on it for long enough.

    `rank` is where its grounds put it. Only from one discretionary tier to the next: waiting
    never lifts a case above somebody's safety or a duty in law. (Accumulating priorities across
    all classes make everybody wait under overload, the most urgent too: Oz, Shneer and Ziedins
    2020; hence static tiers above, one capped step below.)
    """
    standing, policy = evidence.standing, evidence.policy
    if standing.closed_on or not standing.opened_on or rank == 0:
        return
    if not (policy.tier(rank).is_discretionary and policy.tier(rank - 1).is_discretionary):
        return
    last = standing.worked_on or max(standing.opened_on, standing.begins_on)
    gap = standing.today - last
    steps_on = last + policy.ageing.days + 1
    at, rung = begins(steps_on), Rung(rank - 1, policy.ageing.band)
    if gap <= policy.ageing.days:
        evidence.coming.append(Coming(at, rung, "balance.waited"))
        return
    about = (gap, last)
    to_do = "Look at this case"
    evidence.place(Ground(rung.rank, rung.band, at, at, "balance.waited", _waited, about, None, to_do, "review"))


def _waited(code: str, gap: int, last: int) -> Reason:
    params = {"gap": span(gap, "days"), "last": on(last)}
    return Reason(code, _WAITED, params, Amount(gap, "days"), Source("policy", "ageing"))
