"""Events + rulebook + today -> duties, each with its due date, its state and its citation."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from plimsoll.engine.clocks.duties import OPEN_STATES, Duty, State
from plimsoll.engine.facts import CaseFacts
from plimsoll.engine.rulebook import Rulebook

__all__ = ["OPEN_STATES", "Duty", "State", "derive", "duty_json", "next_change_at"]


def derive(case: CaseFacts, rulebook: Rulebook, as_at: date | datetime) -> tuple[Duty, ...]:
    """Every duty of the case as it stood at `as_at`: open ones first, by due date."""
    raise NotImplementedError


def duty_json(duty: Duty) -> dict[str, Any]:
    """The duty as `plimsoll clocks --json` and the API show it."""
    raise NotImplementedError


def next_change_at(duties: Iterable[Duty], as_at: date | datetime) -> datetime | None:
    """The moment at which time alone would change the state of any of these duties."""
    raise NotImplementedError
