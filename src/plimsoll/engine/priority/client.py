"""Criteria: severity and complexity, and the client's vulnerability; and what is not known."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING

from plimsoll.engine.clocks.matching import fold, number
from plimsoll.engine.clocks.record import KNOWN_FROM
from plimsoll.engine.priority.ground import Coming, Ground
from plimsoll.engine.priority.standing import YES
from plimsoll.engine.priority.words import begins, on, span
from plimsoll.engine.reasons import Amount, Reason, Source

if TYPE_CHECKING:
    from plimsoll.engine.policy.values import PlanRule
    from plimsoll.engine.priority.ground import Evidence

_PLAN = "%(plan)s since %(since)s"
_LEVEL = "Level of need %(level)s"
_UNBORN = "Not born yet"
_YOUNG = "Under %(years)s"
_CLOSED = "Closed on %(on)s"
_NOTHING = "Nothing outstanding is recorded: no duty, no plan and no open question"
_PAST = "The record begins on %(on)s: what was done before is known only where it was brought in"
_FROM = Source("fact", KNOWN_FROM)
# The fact that carries a level of need, in the words of thresholds documents.
LEVEL_FACT = "level_of_need"


def weigh(evidence: Evidence) -> None:
    """Add what bears on the case, and say what a case of this pack ought to tell and does not."""
    _severity(evidence)
    _age(evidence)
    facts = evidence.case.facts
    if facts:
        policy = evidence.policy
        for name, words in policy.vulnerable_facts.items():
            if name in facts and fold(facts[name]) in YES:
                evidence.is_vulnerable = True
                evidence.support(f"vulnerability.{name}", _fact, words, name)
        for name, words in policy.complexity.items():
            if name in facts and fold(facts[name]) in YES:
                evidence.support(f"severity.{name}", _fact, words, name)
    _unknown(evidence)


def _severity(evidence: Evidence) -> None:
    standing = evidence.standing
    level = standing.plan.level
    if standing.closed_on:
        evidence.support("severity.closed", _closed, standing.closed_on)
    elif standing.plan_since:
        rung, since = evidence.policy.plan_in_force, standing.plan_since
        about = (standing.plan, since)
        evidence.place(Ground(rung.rank, rung.band, begins(since), 0, "severity.plan", _plan, about))
    told = number(evidence.case.facts.get(LEVEL_FACT))
    if told is not None:
        level = max(level, int(told))
        evidence.support("severity.level", _level, told)
    evidence.level = level


def _age(evidence: Evidence) -> None:
    """Not born yet, or so young that waiting weighs more."""
    born, policy = evidence.case.born_on, evidence.policy
    if born is None:
        return
    today, birth = evidence.standing.today, born.toordinal()
    if birth > today:
        evidence.coming.append(Coming(begins(birth)))
        if policy.unborn_is_vulnerable:
            evidence.is_vulnerable = True
            evidence.support("vulnerability.unborn", _fact, _UNBORN, "born_on")
        return
    years = policy.vulnerable_under_years
    if years is None or today - birth > (years + 1) * 366:
        return
    grown = birthday(born, years).toordinal()
    if today < grown:
        evidence.is_vulnerable = True
        evidence.support("vulnerability.young", _young, years)
        evidence.coming.append(Coming(begins(grown)))


def birthday(born: date, years: int) -> date:
    """The day of an age; born on 29 February, on 1 March of a common year.

    >>> birthday(date(2024, 2, 29), 1)
    datetime.date(2025, 3, 1)
    """
    try:
        return born.replace(year=born.year + years)
    except ValueError:
        return date(born.year + years, 3, 1)


def nothing(code: str) -> Reason:
    """What is said where no ground places the case."""
    return Reason(code, _NOTHING)


def _closed(code: str, day: int) -> Reason:
    return Reason(code, _CLOSED, {"on": on(day)})


def _plan(code: str, plan: PlanRule, since: int) -> Reason:
    params = {"plan": plan.words, "since": on(since)}
    return Reason(code, _PLAN, params, None, Source("policy", f"plans.{plan.kind}"))


def _level(code: str, level: float) -> Reason:
    return Reason(code, _LEVEL, {"level": f"{level:g}"}, None, Source("fact", LEVEL_FACT))


def _young(code: str, years: int) -> Reason:
    return Reason(code, _YOUNG, {"years": span(years, "years")}, Amount(years, "years"), Source("fact", "born_on"))


def _fact(code: str, words: str, name: str) -> Reason:
    return Reason(code, words, {}, None, Source("fact", name))


def _unknown(evidence: Evidence) -> None:
    """What this pack says a case should tell, where it does not."""
    standing = evidence.standing
    if standing.begins_on > standing.opened_on:
        evidence.unknown.append(Reason("unknown.past", _PAST, {"on": on(standing.begins_on)}, None, _FROM))
    for name, words in evidence.policy.should_know.items():
        if name == "contact":
            known = standing.contact_on > 0 or standing.closed_on > 0
        elif name == "seen":
            known = standing.seen_on > 0 or standing.closed_on > 0
        elif name == "plan":
            known = standing.plan_since > 0 or standing.closed_on > 0
        elif name == "born_on":
            known = evidence.case.born_on is not None
        else:
            known = evidence.case.facts.get(name) not in (None, "")
        if not known:
            evidence.unknown.append(_not_known(name, words))


@lru_cache(maxsize=256)
def _not_known(name: str, words: str) -> Reason:
    return Reason(f"unknown.{name}", words, {}, None, Source("fact", name))
