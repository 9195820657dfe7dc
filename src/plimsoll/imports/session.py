"""What a person has said of a file that waits: kept with their session, beside the file's token."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import MutableMapping

_KEY = "imports"
_MOST = 5


@dataclass(frozen=True, slots=True)
class Waiting:
    """A file between its dry run and its import. `mapping` is the plain JSON of the readers; None as proposed.

    `people` are the answers to who somebody is.
    """

    team: str
    as_at: date
    mapping: dict[str, Any] | None = None
    people: dict[str, str] = field(default_factory=dict)


def keep(session: MutableMapping[str, Any], token: str, value: Waiting) -> None:
    """Keep it; the oldest of many is let go."""
    held = dict(session.get(_KEY, {}))
    held.pop(token, None)
    held[token] = {**asdict(value), "as_at": value.as_at.isoformat()}
    session[_KEY] = dict(list(held.items())[-_MOST:])


def waiting(session: MutableMapping[str, Any], token: str) -> Waiting | None:
    """What was kept, if anything was."""
    found = session.get(_KEY, {}).get(token)
    if found is None:
        return None
    return Waiting(found["team"], date.fromisoformat(found["as_at"]), found["mapping"], found.get("people", {}))


def forget(session: MutableMapping[str, Any], token: str) -> None:
    """Let it go."""
    held = dict(session.get(_KEY, {}))
    held.pop(token, None)
    session[_KEY] = held
