"""The rulebook this installation works under: the programme's packs and the organisation's folder."""

from __future__ import annotations

import os
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from plimsoll.engine import priority as engine_priority
from plimsoll.engine import rulebook as engine_rulebook

if TYPE_CHECKING:
    from datetime import date

    from plimsoll.engine.priority import Priority
    from plimsoll.engine.reasons import Reason
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
