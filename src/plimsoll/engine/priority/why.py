"""Why one case comes before another, and what would move a case, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from plimsoll.engine.clocks.wording import Day
from plimsoll.engine.policy.values import SUPPORTING
from plimsoll.engine.priority.words import NEVER, day_from, ends_at
from plimsoll.engine.reasons import Reason

if TYPE_CHECKING:
    from collections.abc import Iterable

    from plimsoll.engine.policy.values import Policy
    from plimsoll.engine.priority.answer import Priority
    from plimsoll.engine.priority.ground import Ground

_SAME = "%(first)s and %(second)s are the same case"
_TIER = (
    "%(first)s comes before %(second)s: “%(reason)s” puts it in “%(tier)s”, "
    "and nothing puts %(second)s higher than “%(other_tier)s”"
)
_TIER_BARE = "%(first)s comes before %(second)s: it stands in “%(tier)s”, %(second)s in “%(other_tier)s”"
_BAND = (
    "Both stand in “%(tier)s”; %(first)s comes before %(second)s because “%(reason)s” "
    "presses more there than “%(other_reason)s”"
)
_DATE = (
    "Both stand in “%(tier)s”; %(first)s comes before %(second)s because its date is earlier "
    "(%(date)s, not %(other_date)s): “%(reason)s”"
)
_HAS_DATE = "Both stand in “%(tier)s”; %(first)s comes before %(second)s because it has a date (%(date)s): “%(reason)s”"
_HOUR = "Both stand in “%(tier)s”; %(first)s comes before %(second)s because it is earlier on %(date)s: “%(reason)s”"
_LEVEL = "Both stand in “%(tier)s” with the same date; %(first)s comes first because its need is more severe"
_WORSE = "Both stand in “%(tier)s” with the same date; %(first)s comes first because things are getting worse there"
_CONTACT = (
    "Both stand in “%(tier)s” with the same date; %(first)s comes first because its next contact is due sooner "
    "(%(date)s, not %(other_date)s)"
)
_VULNERABLE = "Both stand in “%(tier)s” with the same date; %(first)s comes first because the client is more vulnerable"
_TIE = "Nothing sets %(first)s and %(second)s apart; they stand in the order of their numbers, which stays the same"

_UP = "It moves up to “%(tier)s” on %(on)s if this is not done before: %(what)s"
_UP_BY_TIME = "It moves up to “%(tier)s” on %(on)s: %(what)s"
_UP_CONCERN = "A concern raised moves it to “%(tier)s” at once; one with immediate risk to “%(first_tier)s”"
_DOWN = "It moves down to “%(tier)s” when this is put right: %(what)s"
_OVERRIDE_ENDS = "The override ends after %(until)s; the case then stands where the record puts it, “%(tier)s” today"
_WAITING = "It moves down to “%(tier)s” when a supervisor confirms the decision"


def why(one: Priority, other: Priority, name_one: str = "", name_other: str = "") -> Reason:
    """The first difference between two cases, in one sentence, whichever way round they are given.

    Names are what the sentence calls them; without, their ids.

    >>> from datetime import date
    >>> from plimsoll.engine import priority
    >>> from plimsoll.engine.facts import CaseFacts, Event
    >>> from plimsoll.engine.rulebook import load
    >>> raised = Event("concern_raised", date(2025, 6, 9))
    >>> cases = CaseFacts("A", "children-england"), CaseFacts("B", "children-england", (raised,))
    >>> why(*(priority.derive(case, (), load(), date(2025, 6, 10)) for case in cases)).params["first"]
    'B'
    """
    names = {one.case: name_one or one.case, other.case: name_other or other.case}
    first, second = sorted((one, other), key=lambda priority: priority.order_key)
    params: dict[str, object] = {"first": names[first.case], "second": names[second.case]}
    if first.case == second.case:
        return Reason("why.same", _SAME, params)
    params["tier"] = first.title
    for index, (mine, theirs) in enumerate(zip(first.key, second.key, strict=True)):
        if mine != theirs:
            return _DIFFERENCES[index](first, second, params)
    return Reason("why.tie", _TIE, {"first": params["first"], "second": params["second"]})


def _tier(first: Priority, second: Priority, params: dict[str, object]) -> Reason:
    params["other_tier"] = second.title
    if first.headline is None:
        return Reason("why.tier", _TIER_BARE, params)
    return Reason("why.tier", _TIER, params | {"reason": first.headline.text}, None, first.headline.source)


def _band(first: Priority, second: Priority, params: dict[str, object]) -> Reason:
    assert first.headline is not None
    other = second.headline.text if second.headline else second.title
    found = params | {"reason": first.headline.text, "other_reason": other}
    return Reason("why.band", _BAND, found, None, first.headline.source)


def _date(first: Priority, second: Priority, params: dict[str, object]) -> Reason:
    # A duty's last minute is the midnight that ends its day: a minute earlier names the right day.
    mine, theirs = _day(first), _day(second)
    headline = first.headline
    params |= {"date": mine or "", "reason": headline.text if headline else ""}
    source = headline.source if headline else None
    if theirs is None:
        return Reason("why.date", _HAS_DATE, params, None, source)
    if mine == theirs:
        return Reason("why.hour", _HOUR, params, None, source)
    return Reason("why.date", _DATE, params | {"other_date": theirs}, None, source)


def _day(priority: Priority) -> Day | None:
    when = priority.key[2]
    if when >= NEVER:
        return None
    is_due = bool(priority.grounds) and priority.grounds[0].duty is not None
    return day_from(when - 1 if is_due else when)


def _level(_first: Priority, _second: Priority, params: dict[str, object]) -> Reason:
    return Reason("why.level", _LEVEL, params)


def _worse(_first: Priority, _second: Priority, params: dict[str, object]) -> Reason:
    return Reason("why.deterioration", _WORSE, params)


def _contact(first: Priority, second: Priority, params: dict[str, object]) -> Reason:
    theirs = second.key[5]
    other: object = "none is due" if theirs >= NEVER else day_from(theirs - 1)
    return Reason("why.contact", _CONTACT, params | {"date": day_from(first.key[5] - 1), "other_date": other})


def _vulnerable(_first: Priority, _second: Priority, params: dict[str, object]) -> Reason:
    return Reason("why.vulnerability", _VULNERABLE, params)


_DIFFERENCES = (_tier, _band, _date, _level, _worse, _contact, _vulnerable)


def what_would_move(priority: Priority) -> tuple[Reason, ...]:
    """What would move this case up or down: what is coming by itself, and what can be put right."""
    rules = priority.rules
    if rules is None:
        return ()
    return (*_ups(priority, rules), *_downs(priority, rules))


def _ups(priority: Priority, rules: Policy) -> list[Reason]:
    found: list[tuple[int, Reason]] = []
    for ground in priority.grounds:
        duty = ground.duty
        if duty is None or duty.due is None or duty.state == "late":
            continue
        rung = rules.duties[duty.who, "late", duty.matters]
        if rung.rank < priority.tier_rank:
            at = ends_at(duty.due)
            params = {"tier": rules.tier(rung.rank).title, "on": day_from(at), "what": duty.duty}
            found.append((at, Reason("move.up", _UP, params, duty.left, ground.reason.source)))
    for coming in priority.coming:
        if coming.rung is not None and coming.code in _WILL and coming.rung.rank < priority.tier_rank:
            params = {"tier": rules.tier(coming.rung.rank).title, "on": day_from(coming.at), "what": _WILL[coming.code]}
            found.append((coming.at, Reason("move.up_by_time", _UP_BY_TIME, params)))
    ups = [reason for _, reason in sorted(found, key=lambda pair: (pair[0], pair[1].text))]
    concern = _concern(rules)
    if concern and concern[1] < priority.tier_rank:
        params = {"tier": rules.tier(concern[1]).title, "first_tier": rules.tier(concern[0]).title}
        ups.append(Reason("move.concern", _UP_CONCERN, params))
    return ups


_WILL = {
    "balance.quiet": "no meaningful contact by then",
    "balance.not_seen": "not seen by then",
    "safeguarding.not_seen": "not seen by then",
    "balance.waited": "nobody has worked on it by then",
    "resources.wait_over": "the wait is longer than was expected by then",
    "resources.wait_unchecked": "the wait has not been looked at by then",
}


def _concern(rules: Policy) -> tuple[int, int] | None:
    """The ranks a concern takes a case to: the highest and the lowest of its matters."""
    ranks = [
        matter.rung.rank
        for matter in rules.matters
        if any("concern_raised" in match.names for match in matter.begins)
    ]
    return (min(ranks), max(ranks)) if ranks else None


def _downs(priority: Priority, rules: Policy) -> list[Reason]:
    override = priority.override
    if override is not None and override.status == "waiting":
        return [Reason("move.confirm", _WAITING, {"tier": rules.tier(override.rank).title}), *_righted(priority, rules)]
    if override is not None and override.status == "in_force" and override.until is not None:
        until = Day(override.until)
        params = {"until": until, "tier": rules.tier(priority.derived.tier_rank).title}
        return [Reason("move.override_ends", _OVERRIDE_ENDS, params), *_righted(priority, rules)]
    return _righted(priority, rules)


def _righted(priority: Priority, rules: Policy) -> list[Reason]:
    """What has to be put right for the case to leave its tier, and where it would then stand."""
    here = [ground for ground in priority.grounds if ground.rank == priority.tier_rank]
    here = [ground for ground in here if ground.code not in ("override.in_force", "severity.plan", "deadlines.running")]
    if not here:
        return []
    rest = _first_rank(ground for ground in priority.grounds if ground.rank > priority.tier_rank)
    rank = rules.lowest if rest is None else rest
    what = "; ".join(ground.reason.text for ground in here)
    return [Reason("move.down", _DOWN, {"tier": rules.tier(rank).title, "what": what}, None, here[0].reason.source)]


def _first_rank(grounds: Iterable[Ground]) -> int | None:
    return min((ground.rank for ground in grounds if ground.rank < SUPPORTING), default=None)
