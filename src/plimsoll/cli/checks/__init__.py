"""What `plimsoll check` looks at: one module each, with `run(args)` yielding findings.

A new check is a new module here, named in ORDER.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import argparse

ORDER = ("rulebook", "settings", "database", "migrations", "walls", "hints")


@dataclass(frozen=True)
class Finding:
    """One thing that holds, or does not; `text` is one line, and says the remedy where there is something to mend."""

    check: str
    holds: bool
    text: str


def rules_folders(args: argparse.Namespace) -> list[Path]:
    """The organisation's own rules: the folders that were named, else that of `PLIMSOLL_RULES`."""
    named: list[str] = args.rules or [os.environ.get("PLIMSOLL_RULES", "")]
    return [Path(folder) for folder in named if folder]
