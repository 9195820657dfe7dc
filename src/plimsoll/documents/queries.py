"""Every read of documents, the viewer first."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from django.db.models import F, Max
from django.http import Http404

from plimsoll.cases.queries import cases_for
from plimsoll.documents.models import Document, DocumentVersion

if TYPE_CHECKING:
    from uuid import UUID

    from django.db.models import QuerySet

    from plimsoll.people.access import Viewer


class Held(NamedTuple):
    """A document with its newest version, without the version's text."""

    document: Document
    newest: DocumentVersion
    versions: int


def documents_for(viewer: Viewer) -> QuerySet[Document]:
    """The documents of the cases this person may see."""
    return Document.objects.filter(case_id__in=cases_for(viewer).values("id"))


def document_for(viewer: Viewer, document_id: UUID) -> Document:
    """One document, or the same "not found" whether it does not exist or may not be seen."""
    rows = documents_for(viewer).filter(pk=document_id)
    found = rows.select_related("case", "created_by", "changed_by", "removed_by").first()
    if found is None:
        raise Http404
    return found


def documents_of(case_id: UUID) -> list[Held]:
    """The documents of a case that came through the door, newest first, removed ones among them: one query."""
    newest = DocumentVersion.objects.filter(case_id=case_id).annotate(
        last=Max("document__versions__number")
    ).filter(number=F("last"))  # fmt: skip
    rows = newest.select_related("document__removed_by", "added_by").defer("text").order_by("-added_at", "-id")
    return [Held(row.document, row, row.number) for row in rows]


def versions_of(document: Document) -> list[DocumentVersion]:
    """Every version, newest first, with its text."""
    return list(DocumentVersion.objects.filter(document=document).select_related("added_by").order_by("-number"))


def version_of(document: Document, number: int) -> DocumentVersion:
    """One version with its bytes, while the document is on the record."""
    rows = DocumentVersion.objects.filter(document=document, number=number, document__state=Document.State.KEPT)
    found = rows.exclude(content=None).select_related("content").defer("text").first()
    if found is None:
        raise Http404
    return found


def kept_titles(case_id: UUID) -> list[tuple[UUID, str]]:
    """(id, title) of the documents on the record of a case, newest first: to point to one as evidence."""
    rows = Document.objects.filter(case_id=case_id, state=Document.State.KEPT).order_by("-created_at")
    return list(rows.values_list("id", "title"))
