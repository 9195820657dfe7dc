"""`Priority`: where a case stands, why, and when time alone would change it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from plimsoll.engine import clocks
from plimsoll.engine.priority.words import NEVER, moment

if TYPE_CHECKING:
    from datetime import date, datetime

    from plimsoll.engine.clocks import Duty
    from plimsoll.engine.policy.values import Policy
    from plimsoll.engine.priority.ground import Coming, Ground
    from plimsoll.engine.priority.overrides import Override
    from plimsoll.engine.reasons import Reason


class Derived(NamedTuple):
    """Where the record alone puts a case, before anybody's override."""

    tier: str
    tier_rank: int
    colour: str
    ground: Ground | None

    @property
    def said(self) -> Reason | None:
        """The reason that puts it there."""
        return self.ground.reason if self.ground is not None else None


@dataclass(slots=True, unsafe_hash=True)
class Priority:
    """Where one case stands in the order, and what it rests on.

    Nobody changes one; it is not frozen only because that takes five times as long to make.

    `tier_rank` 0 comes first. `key` is numbers only and compares like with like for every case
    of one policy: tier, band, the date that decides (minutes), level (negative), deterioration,
    the day the next contact limit is reached, vulnerability. Equal keys are settled by the
    case's id (`order_key`), so the order is total. `key` does not change with time before
    `changes_at`, so that it may be stored. `policy` names the policy in force.
    """

    case: str
    tier: str
    title: str
    tier_rank: int
    colour: str
    key: tuple[int, ...]
    grounds: tuple[Ground, ...]
    unknown: tuple[Reason, ...]
    overridden: bool
    override: Override | None
    derived: Derived
    policy: str
    plan: str = ""
    last_contact_on: date | None = None
    last_seen_on: date | None = None
    coming: tuple[Coming, ...] = field(default=(), repr=False)
    duties: tuple[Duty, ...] = field(default=(), repr=False)
    as_at: date | datetime | None = None
    soonest: int = NEVER
    rules: Policy | None = field(default=None, compare=False, repr=False)

    @property
    def reasons(self) -> tuple[Reason, ...]:
        """The reasons in order, the headline first. Words are made when they are read."""
        return tuple(ground.reason for ground in self.grounds)

    @property
    def changes_at(self) -> datetime | None:
        """The moment after `as_at` at which time alone may change tier, colour or place; None for never."""
        mine = None if self.soonest >= NEVER else moment(self.soonest)
        if not self.duties or self.as_at is None:
            return mine
        by_clock = clocks.next_change_at(self.duties, self.as_at)
        return min(mine, by_clock) if mine is not None and by_clock is not None else mine or by_clock

    @property
    def headline(self) -> Reason | None:
        """The reason that puts the case where it stands."""
        return self.grounds[0].reason if self.grounds else None

    @property
    def order_key(self) -> tuple[tuple[int, ...], str]:
        """What the order of cases goes by."""
        return self.key, self.case


def priority_json(priority: Priority) -> dict[str, Any]:
    """One priority as `plimsoll rank --json` and the API show it."""
    override = priority.override
    return {
        "id": priority.case,
        "tier": priority.tier,
        "tier_title": priority.title,
        "colour": priority.colour,
        "reasons": [reason.text for reason in priority.reasons],
        "unknown": [reason.text for reason in priority.unknown],
        "grounds": [ground_json(ground) for ground in priority.grounds],
        "plan": priority.plan,
        "last_contact_on": _iso(priority.last_contact_on),
        "last_seen_on": _iso(priority.last_seen_on),
        "overridden": priority.overridden,
        "override": None
        if override is None
        else {
            "status": override.status,
            "tier": override.tier,
            "until": _iso(override.until),
            "event": override.event,
            "text": override.said.text if override.said else "",
        },
        "derived": {
            "tier": priority.derived.tier,
            "colour": priority.derived.colour,
            "reason": priority.derived.said.text if priority.derived.said else "",
        },
        "changes_at": _iso(priority.changes_at),
        "key": list(priority.key),
        "policy": priority.policy,
    }


def ground_json(ground: Ground) -> dict[str, Any]:
    """One ground: its reason, the criterion it speaks for and the record it rests on."""
    reason = ground.reason
    return {
        "code": reason.code,
        "criterion": ground.criterion,
        "text": reason.text,
        "places": ground.places,
        "amount": {"amount": reason.amount.amount, "unit": reason.amount.unit} if reason.amount else None,
        "source": {"kind": reason.source.kind, "id": reason.source.id} if reason.source else None,
    }


def _iso(value: date | datetime | None) -> str | None:
    return value.isoformat() if value is not None else None
