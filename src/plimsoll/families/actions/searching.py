"""That somebody searched, and for what."""

from __future__ import annotations

from typing import TYPE_CHECKING

from plimsoll.trust import audit

if TYPE_CHECKING:
    from datetime import datetime

    from plimsoll.people.access import Viewer


def note_search(terms: str, count: int, *, now: datetime, viewer: Viewer) -> None:
    """Put a search on the audit log with its words.

    It is the one entry that may hold a name: who looked for whom is what an audit is asked (requirement K3). The words
    stand in the sealed detail alone, and nowhere in an address or a log file.
    """
    audit.append(
        audit.entry("searched", at=now, actor_id=viewer.user_id, detail={"terms": terms[:200], "found": count})
    )
