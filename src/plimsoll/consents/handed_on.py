"""What other pages of a case are told: what a handover must not lose, and where consents are written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse

from plimsoll.cases import words
from plimsoll.consents import grounds, queries
from plimsoll.handover.summary import line

if TYPE_CHECKING:
    from datetime import date
    from uuid import UUID

    from plimsoll.handover.summary import Line

PAGES = {
    "consent_given": "give", "consent_refused": "give", "consent_withdrawn": "case",
    "lawful_basis_recorded": "basis", "lawful_basis_ended": "case", "information_shared": "share",
    "sharing_stopped": "case",
}  # fmt: skip


def untold(case_id: UUID, today: date) -> list[Line]:
    """The agencies that hold something on a consent that is gone and were not told: for a handover, and a closing."""
    return [
        line(one.agency, words.day(one.shares[0].on), grounds.purpose(one.pack, one.purpose))
        for one in queries.register_of(case_id, today)
        if one.is_untold
    ]


def address_to_write(case_id: UUID, pack: str, event: str) -> str:
    """The page that records a consent or a sharing; empty for every other word."""
    del pack
    return reverse(f"consents:{PAGES[event]}", args=[case_id]) if event in PAGES else ""
