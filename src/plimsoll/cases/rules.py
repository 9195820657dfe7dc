"""The rulebook this installation works under: the programme's packs and the organisation's folder."""

from __future__ import annotations

import os
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from plimsoll.engine import rulebook as engine_rulebook

if TYPE_CHECKING:
    from plimsoll.engine.rulebook import Rulebook


@lru_cache(maxsize=1)
def current() -> Rulebook:
    """Load the rulebook once a process; a changed folder takes effect at the next start."""
    folder = os.environ.get("PLIMSOLL_RULES")
    return engine_rulebook.load(Path(folder)) if folder else engine_rulebook.load()
