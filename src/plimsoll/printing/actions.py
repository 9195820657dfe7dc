"""That something was printed, by whom and for whom: on the audit log before the paper is made."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from plimsoll.consents.actions import record_sharing
from plimsoll.today import LONDON
from plimsoll.trust import audit

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from plimsoll.consents.actions import Sharing


@transaction.atomic
def note_printed(
    case_id: UUID,
    what: str,
    *,
    detail: dict[str, object],
    sharing: Sharing | None = None,
    now: datetime,
    actor_id: UUID,
) -> None:
    """Put it on the audit log; what is for others goes into the case's log of sharing, or is refused for want of a
    ground (`ValidationError` of `record_sharing`).
    """
    if sharing is not None:
        today = now.astimezone(LONDON).date()
        record_sharing(case_id, sharing, on=today, now=now, actor_id=actor_id)
    entry = {**detail, "for_others": sharing is not None}
    audit.append(audit.entry(f"{what}_printed", at=now, actor_id=actor_id, case_id=case_id, detail=entry))
