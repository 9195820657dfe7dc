"""A case as a person carries it, read back from its hint: what the engine's worklist needs, without deriving it.

My day shows forty cases in two queries. The hint keeps every ground of the priority and every open duty, so
the worklist made from hints is the one that deriving afresh would give (tests/work/test_my_day.py holds it).
"""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from plimsoll.cases import rules, words
from plimsoll.cases.standing import day_of
from plimsoll.engine import worklist
from plimsoll.engine.clocks import Duty
from plimsoll.engine.facts import EventRef
from plimsoll.engine.policy.values import SUPPORTING
from plimsoll.engine.priority import Derived, Ground, Priority
from plimsoll.engine.priority.words import NEVER
from plimsoll.engine.reasons import Citation, Reason, Source

if TYPE_CHECKING:
    from collections.abc import Sequence

    from plimsoll.cases.models import Case

_NOWHERE = EventRef("", date.min)


def carried(case: Case, now: datetime, notes: Sequence[worklist.UnwrittenNote] = ()) -> worklist.Carried:
    """The case with its grounds and duties. It is known by its number, so equal cases keep the caseload's order."""
    is_stale = case.hint_changes_at is not None and case.hint_changes_at <= now
    duties = tuple(_duty(value, now, is_stale=is_stale) for value in case.hint_duties)
    today = day_of(now)
    grounds = tuple(_ground(value, duties, today) for value in case.hint_reasons)
    policy = rules.policy_of(case.pack, today)
    tier = policy.tier(policy.rank_of(case.hint_tier) or 0)
    priority = Priority(
        case=key_of(case),
        tier=tier.name,
        title=tier.title,
        tier_rank=tier.rank,
        colour=case.hint_colour,
        key=tuple(int(part) for part in case.hint_key),
        grounds=grounds,
        unknown=(),
        overridden=False,
        override=None,
        derived=Derived(tier.name, tier.rank, tier.colour, None),
        policy=policy.version,
        rules=policy,
    )
    return worklist.Carried(priority, case.place, tuple(notes))


def key_of(case: Case) -> str:
    """What a worklist knows the case by: its number, written so that text sorts as numbers do."""
    return f"{case.number:012d}"


def kept_ground(ground: Ground) -> dict[str, Any]:
    """The stored value that a ground was read from."""
    value: dict[str, Any] = ground.about[0]
    return value


def _ground(value: dict[str, Any], duties: Sequence[Duty], today: date) -> Ground:
    place = value.get("duty")
    return Ground(
        rank=value.get("rank", SUPPORTING),
        band=value.get("band", 0),
        when=value.get("when", NEVER),
        arose=0,
        code=value["code"],
        words=_words,
        about=(value, today),
        duty=None if place is None else duties[place],
        to_do=value.get("to_do", ""),
        group=value.get("group", ""),
    )


def _words(code: str, value: dict[str, Any], today: date) -> Reason:
    source = value.get("source")
    text = words.reason(value, today) if "template" in value else ""
    return Reason(code, text, source=Source(source["kind"], source["id"]) if source else None)


def _duty(value: dict[str, Any], now: datetime, *, is_stale: bool) -> Duty:
    due = when(value["due"]) if value["due"] else None
    # Where the sweep has not come round yet, a date that has passed since is late here and now.
    is_late = value["state"] == "late" or (is_stale and has_passed(due, now))
    return Duty(
        rule=value["rule"],
        duty=value["duty"],
        state="late" if is_late else value["state"],
        due=due,
        opens=None,
        started_by=_NOWHERE,
        met_by=None,
        left=None,
        citation=Citation("", verified=value["verified"]),
        matters=value["matters"],
        who=value["who"],
        group=value["group"],
    )


def has_passed(due: date | datetime | None, now: datetime) -> bool:
    """Whether a date or a moment is behind us."""
    if isinstance(due, datetime):
        return due < now
    return due is not None and due < day_of(now)


def when(text: str) -> date | datetime:
    """A date or moment as a hint keeps it."""
    return datetime.fromisoformat(text) if "T" in text else date.fromisoformat(text)
