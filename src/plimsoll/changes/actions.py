"""The one place where a look is remembered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import connection

from plimsoll.cases.queries import cases_for
from plimsoll.changes.models import Look

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime
    from uuid import UUID

    from plimsoll.people.access import Viewer


def note_look(viewer: Viewer, case_id: UUID, *, since: datetime, now: datetime) -> None:
    """Somebody reads what changed on a case since `since`. A look is never moved back."""
    with connection.cursor() as cursor:
        cursor.execute(_LOOK, [case_id, viewer.user_id, now, since])


_LOOK = """
INSERT INTO changes_look (case_id, worker_id, looked_at, since_at) VALUES (%s, %s, %s, %s)
ON CONFLICT (case_id, worker_id) DO UPDATE
SET looked_at = GREATEST(changes_look.looked_at, EXCLUDED.looked_at), since_at = EXCLUDED.since_at
"""


def note_seen(viewer: Viewer, case_ids: Iterable[UUID], *, until: datetime, now: datetime) -> int:
    """Somebody says they have seen what the list showed, which was true at `until`; what came later stays new.

    Cases that they may not see are passed over. Returns how many were marked.
    """
    until = min(until, now)
    seen = list(cases_for(viewer).filter(pk__in=list(case_ids)).values_list("pk", flat=True))
    looks = [Look(case_id=pk, worker_id=viewer.user_id, looked_at=until, since_at=until) for pk in seen]
    Look.objects.bulk_create(looks, ignore_conflicts=True)
    Look.objects.filter(worker_id=viewer.user_id, case_id__in=seen, looked_at__lt=until).update(
        looked_at=until, since_at=until
    )
    return len(seen)
