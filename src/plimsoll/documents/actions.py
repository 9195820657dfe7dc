"""Every write to documents: one transaction each, with what happened on the record and an entry in the audit log."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from plimsoll.cases.actions import NewEvent, record_events
from plimsoll.cases.models import Case
from plimsoll.documents.models import Document, DocumentContent, DocumentVersion
from plimsoll.people.access import require_oversight
from plimsoll.today import LONDON
from plimsoll.trust import audit

if TYPE_CHECKING:
    from datetime import date, datetime
    from uuid import UUID

    from plimsoll.documents.reading import Found
    from plimsoll.people.access import Viewer

State = Document.State


class ChangedMeanwhile(Exception):
    """Somebody else changed the document while this form was open."""


@dataclass(frozen=True, slots=True)
class About:
    """What is said of a document."""

    title: str
    kind: str
    dated_on: date | None = None
    received_from: str = ""


@dataclass(frozen=True, slots=True)
class File:
    """A file that was looked at: its bytes, and what they are."""

    data: bytes
    found: Found


@transaction.atomic
def add_document(case_id: UUID, about: About, file: File, *, now: datetime, actor_id: UUID) -> Document:
    """Put a document on a case."""
    Case.objects.select_for_update().get(pk=case_id)
    document = Document.objects.create(
        case_id=case_id, title=about.title, kind=about.kind, dated_on=about.dated_on,
        received_from=about.received_from, created_at=now, created_by_id=actor_id, changed_at=now,
        changed_by_id=actor_id,
    )  # fmt: skip
    _add_version(document, file, "", now, actor_id)
    return document


@transaction.atomic
def add_version(
    document_id: UUID, file: File, *, note: str, version: int, now: datetime, actor_id: UUID
) -> DocumentVersion:
    """Put a newer version in front; the older stay. The same file again is refused."""
    document = _locked(document_id, version)
    last = DocumentVersion.objects.filter(document=document).order_by("-number").first()
    if last is not None and last.sha256 == _digest(file.data):
        raise ValidationError(_("This is the very file that is there already. Choose the new one."))
    made = _add_version(document, file, note, now, actor_id)
    _save(document, "document_version_added", now, actor_id, number=made.number)
    return made


@transaction.atomic
def change_document(document_id: UUID, about: About, *, version: int, now: datetime, actor_id: UUID) -> Document:
    """Say something else of a document."""
    document = _locked(document_id, version)
    document.title, document.kind = about.title, about.kind
    document.dated_on, document.received_from = about.dated_on, about.received_from
    return _save(document, "document_changed", now, actor_id)


@transaction.atomic
def remove_document(
    document_id: UUID, *, ground: str, why: str, version: int, now: datetime, actor_id: UUID
) -> Document:
    """Take a document off the record: nobody can open it from now on, and the record says that it was there and why."""
    document = _locked(document_id, version)
    document.state = State.REMOVED
    document.removed_ground, document.removed_why = ground, why
    document.removed_at, document.removed_by_id = now, actor_id
    _tell("document_removed", document, now, actor_id)
    DocumentVersion.objects.filter(document=document).update(event=None)
    return _save(document, "document_removed", now, actor_id, ground=ground)


@transaction.atomic
def restore_document(document_id: UUID, *, now: datetime, viewer: Viewer) -> Document:
    """Put a removed document back, for one who oversees the case."""
    document = _to_decide(document_id, viewer)
    document.state, document.removed_ground, document.removed_why = State.KEPT, "", ""
    document.removed_at = document.removed_by = None
    event = _tell("document_restored", document, now, viewer.user_id)
    newest = DocumentVersion.objects.filter(document=document).order_by("-number").values("pk")[:1]
    DocumentVersion.objects.filter(pk__in=newest).update(event_id=event)
    return _save(document, "document_restored", now, viewer.user_id)


@transaction.atomic
def erase_document(document_id: UUID, *, now: datetime, viewer: Viewer) -> Document:
    """Erase a removed document for good, for one who oversees the case.

    The bytes, the words, the title and whom it came from go; the mark of what kind it was, its digest, and who
    removed it when and why, stay.
    """
    document = _to_decide(document_id, viewer)
    digests = list(DocumentVersion.objects.filter(document=document).values_list("sha256", flat=True))
    DocumentVersion.objects.filter(document=document).update(content=None, text="", note="")
    kept = DocumentVersion.objects.filter(case_id=document.case_id, content__isnull=False).values("content_id")
    contents = DocumentContent.objects.filter(case_id=document.case_id, sha256__in=digests)
    contents.exclude(pk__in=kept).delete()
    document.state, document.title, document.received_from = State.ERASED, "", ""
    return _save(document, "document_erased", now, viewer.user_id)


def note_opened(version: DocumentVersion, how: str, *, now: datetime, actor_id: UUID) -> None:
    """Put on the audit log that somebody took the file, or looked at its picture, before it is sent."""
    detail = {"document": str(version.document_id), "number": version.number}
    audit.append(audit.entry(f"document_{how}", at=now, actor_id=actor_id, case_id=version.case_id, detail=detail))


def _add_version(document: Document, file: File, note: str, now: datetime, actor_id: UUID) -> DocumentVersion:
    digest, found = _digest(file.data), file.found
    content, _made = DocumentContent.objects.get_or_create(
        case_id=document.case_id, sha256=digest, defaults={"data": file.data}
    )
    last = DocumentVersion.objects.filter(document=document).aggregate(last=Max("number"))["last"] or 0
    event = _tell("document_added" if not last else "document_renewed", document, now, actor_id)
    made = DocumentVersion.objects.create(
        document=document, case_id=document.case_id, number=last + 1, content=content, form=found.form,
        size=len(file.data), sha256=digest, pages=found.pages, flags=list(found.flags), text=found.text,
        text_state=found.text_state, note=note, added_at=now, added_by_id=actor_id, event_id=event,
    )  # fmt: skip
    if not last:
        audit.append(_entry("document_added", document, now, actor_id, number=1))
    return made


def _tell(name: str, document: Document, now: datetime, actor_id: UUID) -> int:
    """Put it on the record: the kind and where it came from, never the title, which an erasure could not take back."""
    details: dict[str, object] = {"kind": document.kind}
    if name == "document_removed":
        details["ground"] = document.removed_ground
    elif document.dated_on is not None:
        details["dated_on"] = document.dated_on.isoformat()
    today = now.astimezone(LONDON).date()
    return record_events(document.case_id, [NewEvent(name, today, details)], now=now, actor_id=actor_id).event_ids[0]


def _locked(document_id: UUID, version: int) -> Document:
    document = Document.objects.select_for_update().get(pk=document_id)
    if document.version != version or document.state != State.KEPT:
        raise ChangedMeanwhile
    return document


def _to_decide(document_id: UUID, viewer: Viewer) -> Document:
    document = Document.objects.select_for_update(of=("self",)).select_related("case__team").get(pk=document_id)
    require_oversight(viewer, document.case.team)
    if document.state != State.REMOVED:
        raise PermissionDenied
    return document


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _save(document: Document, action: str, now: datetime, actor_id: UUID, **more: object) -> Document:
    document.version += 1
    document.changed_at, document.changed_by_id = now, actor_id
    document.save()
    audit.append(_entry(action, document, now, actor_id, **more))
    return document


def _entry(action: str, document: Document, now: datetime, actor_id: UUID, **more: object) -> audit.Entry:
    detail = {"document": str(document.pk), **more}
    return audit.entry(action, at=now, actor_id=actor_id, case_id=document.case_id, detail=detail)
