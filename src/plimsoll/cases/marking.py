"""Marking an entry of the chronology, and taking a mark off: one transaction each, on the record like all else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from plimsoll.cases.actions import Consequences, NewEvent, record_events
from plimsoll.cases.marks import MARKED, NAMES, UNMARKED
from plimsoll.cases.models import Case, CaseEvent
from plimsoll.today import LONDON

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID


@transaction.atomic
def mark_entry(
    case_id: UUID, entry_id: int, *, why: str, is_significant: bool, now: datetime, actor_id: UUID
) -> Consequences:
    """Say that an entry is significant, or is so no longer, and why. A mark cannot be marked."""
    Case.objects.select_for_update().get(pk=case_id)
    entry = CaseEvent.objects.exclude(name__in=NAMES).get(pk=entry_id, case_id=case_id)
    name = MARKED if is_significant else UNMARKED
    event = NewEvent(name, now.astimezone(LONDON).date(), {"entry": entry.pk, "why": why})
    return record_events(case_id, [event], now=now, actor_id=actor_id)
