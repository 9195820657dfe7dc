"""What each event means to a policy, looked up by name, so that a case is read once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from plimsoll.engine.policy.values import Index, Reading

if TYPE_CHECKING:
    from collections.abc import Iterable

    from plimsoll.engine.policy.values import Policy, Trigger, Where


def index_of(policy: Policy) -> Index:
    """The policy turned around."""
    found: dict[str, dict[str, Any]] = {}

    def say(names: Iterable[str], key: str, value: object) -> None:
        for name in names:
            found.setdefault(name, {})[key] = value

    def add(key: str, triggers: Iterable[Trigger], number: int | None = None) -> None:
        for trigger in triggers:
            entry = trigger.where if number is None else (number, trigger.where)
            reading = found.setdefault(trigger.event, {})
            reading[key] = (*reading.get(key, ()), entry)

    say(policy.meaningful | policy.ageing.counts, "is_work", value=True)
    say(policy.meaningful, "is_contact", value=True)
    add("seen", policy.seen_events)
    for number, matter in enumerate(policy.matters):
        add("matters", matter.begins, number)
    for number, plan in enumerate(policy.plans):
        add("plan_begins", plan.begins, number)
        add("plan_ends", plan.ends, number)
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
    return Index({name: Reading(**reading) for name, reading in found.items()}, _ends(policy))


def _ends(policy: Policy) -> dict[str, tuple[tuple[int, Where | None], ...]]:
    found: dict[str, tuple[tuple[int, Where | None], ...]] = {}
    for number, matter in enumerate(policy.matters):
        for trigger in matter.ends:
            found[trigger.event] = (*found.get(trigger.event, ()), (number, trigger.where))
    return found


def _noted(policy: Policy) -> set[str]:
    """Events that answer a score, so that it no longer asks for anything."""
    found: set[str] = set()
    for tool in policy.scores.values():
        found |= tool.until
        for line in tool.lines:
            found |= line.until
    return found
