"""From an event to the document it speaks of: for lists that show events and have already asked whether they may."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse

if TYPE_CHECKING:
    from uuid import UUID

# From a stored event to the id of its document, as a query of events speaks of it (`DocumentVersion.event`).
DOCUMENT_OF_ENTRY = "papers__document_id"


def address_of(case_id: UUID, document_id: object) -> str:
    """The page of a document."""
    del case_id
    return reverse("documents:document", args=[document_id])


def address_to_write(case_id: UUID, pack: str, event: str) -> str:
    """The page that records this event, where it is one of a document's."""
    del pack
    return reverse("documents:add", args=[case_id]) if event == "document_added" else ""
