"""The rulebook this installation works under: the programme's packs and the organisation's folder."""

from __future__ import annotations

import os
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from plimsoll import today as clock
from plimsoll.engine import policy
from plimsoll.engine import rulebook as engine_rulebook

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from plimsoll.engine.policy import Policy
    from plimsoll.engine.reasons import Citation
    from plimsoll.engine.rulebook import Rulebook
    from plimsoll.engine.rulebook.model import Clock, EventMatch, EventType, Version


@lru_cache(maxsize=1)
def current() -> Rulebook:
    """Load the rulebook once a process; a changed folder takes effect at the next start."""
    folder = os.environ.get("PLIMSOLL_RULES")
    return engine_rulebook.load(Path(folder)) if folder else engine_rulebook.load()


def event_type(pack: str, name: str) -> EventType | None:
    """What a word of the vocabulary means in a pack; None when the pack does not know it."""
    return current().pack(pack).events.get(name)


def event_types(pack: str) -> dict[str, EventType]:
    """Every word of a pack's vocabulary, its includes among them."""
    return dict(current().pack(pack).events)


def policy_of(pack: str, day: date | None = None) -> Policy:
    """The priority policy of a pack in force on a day; today's without one."""
    return policy.of(current(), pack, day or clock.today())


def tiers(pack: str) -> list[tuple[str, str]]:
    """(name, title) of the tiers, highest first."""
    return [(tier.name, tier.title) for tier in policy_of(pack).tiers]


def tier_title(pack: str, name: str) -> str:
    """A tier in the policy's words; the bare word for one that a former policy had."""
    return dict(tiers(pack)).get(name, name.replace("_", " ").capitalize())


def plans(pack: str) -> list[tuple[str, str]]:
    """(kind, words) of the plans of a pack, in the policy's order."""
    return [(plan.kind, plan.words) for plan in policy_of(pack).plans]


def plan_words(pack: str, kind: str) -> str:
    """A plan in the policy's words; empty for none."""
    return next((plan.words for plan in policy_of(pack).plans if plan.kind == kind), "")


# Recorded by their own pages, because more than an event follows from them.
RECORDED_ELSEWHERE = frozenset(
    {
        "case_closed",
        "case_reopened",
        "allocated",
        "unallocated",
        "case_transferred",
        "cover_began",
        "cover_ended",
        "duty_extended",
        "duty_exempted",
        "priority_overridden",
        "event_withdrawn",
        "approach_received",
        "approach_decided",
        "document_added",
        "document_renewed",
        "document_removed",
        "document_restored",
        "entry_marked",
        "entry_unmarked",
        "lawful_basis_ended",
        "information_shared",
        "sharing_stopped",
    }
)


class Doing(NamedTuple):
    """What is recorded when something is done: a word of the vocabulary, and the details that make it count."""

    event: str
    details: dict[str, object]


def citation(pack: str, rule: str, since: str = "") -> Citation | None:
    """The law or local decision behind a rule; `since` (ISO) names the version, without it today's."""
    version = _version(pack, rule, since)
    return version.citation if version else None


def met_by(pack: str, rule: str, since: str = "") -> tuple[Doing, ...]:
    """The events that meet a duty, the usual one first, with the details that they must carry."""
    version = _version(pack, rule, since)
    return _doings(pack, (meeting.match for meeting in version.met_by)) if version else ()


def ended_by(pack: str, code: str) -> tuple[Doing, ...]:
    """The events that settle what a ground of this code asks for (`safeguarding.concern_undecided`)."""
    if code in _SETTLED:
        doing = Doing(_SETTLED[code], {})
        return (doing,) if doing.event in current().pack(pack).events else ()
    name = code.partition(".")[2]
    found = next((matter for matter in policy_of(pack).matters if matter.id == name), None)
    return _doings(pack, found.ends) if found else ()


# Grounds that no matter of the policy names: what goes quiet, and what waits.
_SETTLED = {
    "balance.quiet": "contact_made",
    "balance.not_seen": "visit_made",
    "safeguarding.not_seen": "visit_made",
    "resources.wait_over": "wait_checked",
    "resources.wait_unchecked": "wait_checked",
}


def _doings(pack: str, matches: Iterable[EventMatch]) -> tuple[Doing, ...]:
    known = current().pack(pack).events
    found: dict[str, Doing] = {}
    for match in matches:
        tests = [test for test in match.where if test.operator == "one_of" and isinstance(test.value, tuple)]
        details = {test.name: test.value[0] for test in tests if isinstance(test.value, tuple)}
        for name in match.names:
            if name in known:
                found.setdefault(name, Doing(name, details))
    return tuple(found.values())


@lru_cache(maxsize=64)
def _clocks(pack: str, _rulebook_version: str) -> dict[str, Clock]:
    return {clock.id: clock for clock in current().pack(pack).clocks}


def _version(pack: str, rule: str, since: str = "") -> Version | None:
    """The version that begins on a day, or else the one in force today."""
    clock_of_rule = _clocks(pack, current().version).get(rule)
    if clock_of_rule is None:
        return None
    today = clock.today()
    in_force = [version for version in clock_of_rule.versions if version.since is not None and version.since <= today]
    named = [version for version in clock_of_rule.versions if since and str(version.since) == since]
    found = named or in_force[::-1]
    return found[0] if found else None


def lawful_reasons(pack: str, rule: str) -> dict[str, tuple[str, ...]]:
    """The lawful reasons for extending and exempting a duty today; empty where the rule allows none."""
    version = _version(pack, rule)
    extension, exemption = (version.extension, version.exemption) if version else (None, None)
    return {
        "extend": (extension.reasons or ("",)) if extension else (),
        "exempt": (exemption.reasons or ("",)) if exemption else (),
    }


def working_days_left(pack: str, today: date, day: date) -> int:
    """Working days from today to a day in the pack's own calendar; negative when it has passed."""
    calendar = current().calendars.working(current().pack(pack).calendar)
    return calendar.between(today.toordinal(), day.toordinal())
