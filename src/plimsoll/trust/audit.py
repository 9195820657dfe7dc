"""The one way to write to the audit log, in the transaction of what it records."""

from __future__ import annotations

from typing import TYPE_CHECKING

from plimsoll.trust.models import AuditEntry

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime
    from uuid import UUID


def entry(
    action: str,
    *,
    at: datetime,
    actor_id: UUID | None,
    case_id: UUID | None = None,
    person_id: UUID | None = None,
    detail: Mapping[str, object] | None = None,
) -> AuditEntry:
    """Make one entry, not yet written. `detail` carries ids and programme words only."""
    return AuditEntry(
        at=at, actor_id=actor_id, action=action, case_id=case_id, person_id=person_id, detail=dict(detail or {})
    )


def append(*entries: AuditEntry) -> None:
    """Write entries; the caller's transaction carries them, so nothing is done unlogged."""
    append_all(entries)


def append_all(entries: Iterable[AuditEntry]) -> None:
    """Write many entries in one statement."""
    AuditEntry.objects.bulk_create(list(entries))
