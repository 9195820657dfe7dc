"""Cases, duties and policies for these tests, in as few words as they can be said."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from plimsoll.engine import policy, priority
from plimsoll.engine.clocks import Duty
from plimsoll.engine.facts import CaseFacts, Event, EventRef
from plimsoll.engine.reasons import Amount, Citation
from plimsoll.engine.rulebook import load

if TYPE_CHECKING:
    from pathlib import Path

TODAY = date(2025, 6, 10)
CHILDREN = "children-england"


def day(text: str) -> date | datetime:
    return date.fromisoformat(text) if len(text) == 10 else datetime.fromisoformat(text)


def event(name: str, at: str, recorded: str = "", supersedes: str = "", ref: str = "", **details) -> Event:
    recorded_at = datetime.fromisoformat(recorded) if recorded else None
    return Event(name, day(at), recorded_at, details, ref or f"{name} {at}", supersedes)


def case(*events: Event, name: str = "A", pack: str = CHILDREN, born: str = "", **facts) -> CaseFacts:
    return CaseFacts(name, pack, events, date.fromisoformat(born) if born else None, facts)


def duty(
    due: str,
    *,
    state: str = "running",
    matters: str = "statutory",
    who: str = "us",
    group: str = "review",
    rule: str = "TEST-001",
    left: float | None = None,
    unit: str = "days",
    verified: str = "primary",
    started: str = "2025-01-01",
) -> Duty:
    if left is None:
        left = (date.fromisoformat(due[:10]) - TODAY).days
    citation = Citation("The Act", "s 1", verified=verified)  # type: ignore[arg-type]
    started_by = EventRef("referral_received", day(started), "r")
    return Duty(
        rule, f"Do {rule}", state, day(due), None, started_by, None, Amount(left, unit), citation, matters, who, group
    )


def late(due: str, **more) -> Duty:
    return duty(due, state="late", **more)


def derived(one: CaseFacts, *duties: Duty, on: date | datetime = TODAY, rules: policy.Policy | None = None):
    if rules is not None:
        return priority.weigh(one, duties, rules, on)
    return priority.derive(one, duties, load(), on)


def texts(found) -> list[str]:
    return [reason.text for reason in found.reasons]


def codes(found) -> list[str]:
    return [ground.code for ground in found.grounds]


def policy_of(pack: str = CHILDREN, on: date = TODAY) -> policy.Policy:
    return policy.of(load(), pack, on)


def write(folder: Path, name: str, text: str) -> None:
    (folder / name).mkdir(parents=True, exist_ok=True)
    (folder / name / "priority.yaml").write_text(text, encoding="utf-8")
