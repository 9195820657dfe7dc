"""The rulebook this installation works under: the programme's packs and the organisation's folder."""

from __future__ import annotations

import os
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from plimsoll import today as clock
from plimsoll.engine import policy
from plimsoll.engine import rulebook as engine_rulebook

if TYPE_CHECKING:
    from datetime import date

    from plimsoll.engine.policy import Policy
    from plimsoll.engine.rulebook import Rulebook
    from plimsoll.engine.rulebook.model import EventType


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


def plan_words(pack: str, kind: str) -> str:
    """A plan in the policy's words; empty for none."""
    return next((plan.words for plan in policy_of(pack).plans if plan.kind == kind), "")


def lawful_reasons(pack: str, rule: str) -> dict[str, tuple[str, ...]]:
    """The lawful reasons for extending and exempting a duty today; empty where the rule allows none."""
    today = clock.today()
    for one in current().pack(pack).clocks:
        if one.id == rule:
            version = next((v for v in reversed(one.versions) if v.since is not None and v.since <= today), None)
            if version is None:
                break
            extension, exemption = version.extension, version.exemption
            return {
                "extend": (extension.reasons or ("",)) if extension else (),
                "exempt": (exemption.reasons or ("",)) if exemption else (),
            }
    return {"extend": (), "exempt": ()}


def working_days_left(pack: str, today: date, day: date) -> int:
    """Working days from today to a day in the pack's own calendar; negative when it has passed."""
    calendar = current().calendars.working(current().pack(pack).calendar)
    return calendar.between(today.toordinal(), day.toordinal())
