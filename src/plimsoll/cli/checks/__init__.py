"""What `plimsoll check` looks at: one module each, with `run()` yielding findings.

A new check is a new module here, named in ORDER. A check that has nothing to look at yet yields nothing.
"""

from __future__ import annotations

from dataclasses import dataclass

ORDER = ("rulebook", "settings", "database", "migrations", "hints")


@dataclass(frozen=True)
class Finding:
    """One thing that holds, or does not; `text` is one line, and says the remedy where there is something to mend."""

    check: str
    holds: bool
    text: str
