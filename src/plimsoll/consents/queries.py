"""Reads of consent and sharing. Each is for a case that has come through the door."""

from __future__ import annotations

from typing import TYPE_CHECKING

from plimsoll.cases.models import CaseEvent
from plimsoll.consents import register as registers
from plimsoll.consents.register import NAMES, Said, Standing

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date
    from uuid import UUID

    from plimsoll.cases.queries.case import CaseView


def register_in(view: CaseView, today: date) -> list[Standing]:
    """The register of a case whose events are read already."""
    return registers.register(_standing(view.events), view.case.pack, today)


def register_of(case_id: UUID, today: date) -> list[Standing]:
    """The register of a case, in one query."""
    names = {*NAMES, "event_withdrawn"}
    rows = CaseEvent.objects.filter(case_id=case_id, name__in=names).select_related("recorded_by", "case")
    found = list(rows)
    return registers.register(_standing(found), found[0].case.pack, today) if found else []


def ground_for(case_id: UUID, purpose: str, agency: str, today: date) -> str:
    """On what this may be shared with this agency today: `consent`, a lawful basis, or nothing.

    What other apps ask before they send something out (a referral, an export, a print for others).
    """
    found = registers.find(register_of(case_id, today), purpose, agency)
    return found.ground if found else ""


def _standing(events: Iterable[CaseEvent]) -> list[Said]:
    """The events of consent and sharing that were not corrected or withdrawn."""
    rows = list(events)
    gone = {event.supersedes_id for event in rows if event.supersedes_id}
    return [
        Said(event.pk, event.name, event.at_on, event.details, event.recorded_by.name if event.recorded_by else "")
        for event in rows
        if event.name in NAMES and event.pk not in gone
    ]
