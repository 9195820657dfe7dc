"""A policy turned around: what each event, by name, means to it, so that a case is read once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from plimsoll.engine.clocks.matching import compile_where

if TYPE_CHECKING:
    from plimsoll.engine.policy.values import Policy
    from plimsoll.engine.rulebook.model import EventMatch

Test = Callable[[Mapping[str, object]], bool] | None
"""A test of an event's details; None always holds."""
Kept = Literal["", "scores", "waits", "overrides", "closings", "reopenings"]


MATTER, PLAN, PLAN_END = range(3)


class Reading(NamedTuple):
    """What one event means to a policy. Numbers point into the policy's own tuples.

    `gathered` says what it begins or ends: which of `MATTER`, `PLAN`, `PLAN_END`, the number, a test.
    `kept` names the list in which the event is kept for the rarer criteria.
    """

    is_work: bool = False
    is_contact: bool = False
    seen: tuple[Test, ...] = ()
    gathered: tuple[tuple[int, int, Test], ...] = ()
    patterns: tuple[int, ...] = ()
    is_noted: bool = False
    kept: Kept = ""


class Placing(NamedTuple):
    """Where an open duty puts a case: the place, the code of its ground, the policy's own words for it if any.

    `presses`: it is late or soon due, so that its legal basis may be told.
    """

    rank: int
    band: int
    code: str
    says: str | None
    presses: bool


class Index(NamedTuple):
    """Event name to what it means; and by the number of a matter, the events that end it.

    `placings` fills as duties are asked about: by rule, state, nearness, who owes it and what it is about.
    """

    readings: Mapping[str, Reading]
    ends: tuple[tuple[tuple[str, Test], ...], ...]
    placings: dict[tuple[str, str, bool, str, str], Placing]


_made: dict[str, Index] = {}


def index_of(policy: Policy) -> Index:
    """The index of a policy, made once for each version (which names it for good)."""
    found = _made.get(policy.version)
    if found is None:
        found = _made[policy.version] = Index(
            _readings(policy), tuple(_named(rule.ends) for rule in policy.matters), {}
        )
    return found


def _readings(policy: Policy) -> dict[str, Reading]:
    found: dict[str, dict[str, Any]] = {}

    def say(names: Iterable[str], key: str, value: object) -> None:
        for name in names:
            found.setdefault(name, {})[key] = value

    def add(key: str, matches: Iterable[EventMatch], *which: int) -> None:
        for name, test in _named(matches):
            reading = found.setdefault(name, {})
            reading[key] = (*reading.get(key, ()), (*which, test) if which else test)

    say(policy.meaningful | policy.ageing.counts, "is_work", value=True)
    say(policy.meaningful, "is_contact", value=True)
    add("seen", policy.seen_events)
    for number, matter in enumerate(policy.matters):
        add("gathered", matter.begins, MATTER, number)
    for number, plan in enumerate(policy.plans):
        add("gathered", plan.begins, PLAN, number)
        add("gathered", plan.ends, PLAN_END, number)
    for number, pattern in enumerate(policy.patterns):
        reading = found.setdefault(pattern.event, {})
        reading["patterns"] = (*reading.get("patterns", ()), number)
    say(_noted(policy), "is_noted", value=True)
    waits = policy.waits
    say(waits.begins | waits.starts | waits.stops | waits.checks, "kept", "waits")
    say(["score_recorded"], "kept", "scores")
    say(["priority_overridden"], "kept", "overrides")
    say(["case_closed"], "kept", "closings")
    say(["case_reopened"], "kept", "reopenings")
    return {name: Reading(**reading) for name, reading in found.items()}


def _named(matches: Iterable[EventMatch]) -> tuple[tuple[str, Test], ...]:
    return tuple((name, compile_where(match.where)) for match in matches for name in match.names)


def _noted(policy: Policy) -> set[str]:
    """Events that answer a score, so that it no longer asks for anything."""
    found: set[str] = set()
    for tool in policy.scores.values():
        found |= tool.until
        for line in tool.lines:
            found |= line.until
    return found
