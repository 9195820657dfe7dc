"""Documents in words: values in, words out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from plimsoll.documents import kinds
from plimsoll.documents.reading.found import FORMS

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from plimsoll.documents.models import Document, DocumentVersion
    from plimsoll.documents.queries import Held

FLAGS = {
    "macros": gettext_lazy("It contains macros. Open it only if you trust who sent it, and do not enable them."),
    "embedded": gettext_lazy("Other files are embedded in it. Do not open those."),
    "active": gettext_lazy("It can act when it is opened (a script or a button). Your reader may ask: say no."),
    "attachments": gettext_lazy("It brings other files with it. Add those you need by themselves."),
}
TEXTS = {
    "none": gettext_lazy("No words could be read in it: it is a picture, or a scan. It is found by its title only."),
    "failed": gettext_lazy("Its words could not be read in the time and space allowed. It is found by its title only."),
    "cut": gettext_lazy("Only its beginning is shown and found; the file is whole."),
}


@dataclass(frozen=True, slots=True)
class Line:
    """A document on the list."""

    title: str
    url: str
    kind: str
    dated_on: date | None
    received_from: str
    form: str
    size: str
    count: int
    is_kept: bool
    removed: str
    removed_why: str
    added_at: datetime
    added_by: str
    is_warned: bool


@dataclass(frozen=True, slots=True)
class Version:
    """A version on the page of a document."""

    number: int
    form: str
    size: str
    pages: str
    note: str
    added_at: datetime
    added_by: str
    warnings: list[str]
    file_url: str
    picture_url: str
    text: str
    text_words: str
    digest: str


def lines(pack: str, held: Sequence[Held], *, sees_removed: bool) -> list[Line]:
    """The list of a case. What a removed document is called is only for those who decide about it."""
    return [_line(pack, one, sees_removed=sees_removed) for one in held]


def _line(pack: str, held: Held, *, sees_removed: bool) -> Line:
    document, newest = held.document, held.newest
    is_kept = document.state == "kept"
    kind = kinds.title(pack, document.kind)
    return Line(
        title=document.title if is_kept or (sees_removed and document.title) else kind,
        url=reverse("documents:document", args=[document.pk]) if is_kept or sees_removed else "",
        kind=kind,
        dated_on=document.dated_on,
        received_from=document.received_from if is_kept else "",
        form=FORMS[newest.form].title,
        size=filesizeformat(newest.size),
        count=held.versions,
        is_kept=is_kept,
        removed="" if is_kept else removed_words(document),
        removed_why=document.removed_why,
        added_at=newest.added_at,
        added_by=newest.added_by.name if newest.added_by else "",
        is_warned=bool(set(newest.flags) & set(FLAGS)),
    )


def removed_words(document: Document) -> str:
    """Removed or erased, by whom, on which ground."""
    said = _("Erased") if document.state == "erased" else _("Removed")
    by = document.removed_by.name if document.removed_by else ""
    ground = document.get_removed_ground_display()
    return f"{said}: {ground} ({by})" if by else f"{said}: {ground}"


def versions(document: Document, rows: Sequence[DocumentVersion]) -> list[Version]:
    """Every version in words, newest first."""
    return [_version(document, row) for row in rows]


def _version(document: Document, row: DocumentVersion) -> Version:
    form, args = FORMS[row.form], [document.pk, row.number]
    is_there = document.state == "kept" and row.content_id is not None
    return Version(
        number=row.number,
        form=form.title,
        size=filesizeformat(row.size),
        pages=ngettext("%(n)d page", "%(n)d pages", row.pages) % {"n": row.pages} if row.pages else "",
        note=row.note,
        added_at=row.added_at,
        added_by=row.added_by.name if row.added_by else "",
        warnings=[str(FLAGS[flag]) for flag in row.flags if flag in FLAGS],
        file_url=reverse("documents:file", args=args) if is_there else "",
        picture_url=reverse("documents:picture", args=args) if is_there and form.shown else "",
        text=row.text,
        text_words=str(TEXTS.get(row.text_state, "")),
        digest=row.sha256,
    )


def about(pack: str, document: Document) -> list[dict[str, object]]:
    """What is said of it, for the summary list."""
    rows = [
        (_("Kind"), kinds.title(pack, document.kind)),
        (_("The date it bears"), document.dated_on),
        (_("Who it is from"), document.received_from),
    ]
    from plimsoll.cases.words import day

    return [
        {"key": key, "value": day(value) if hasattr(value, "year") else value}  # type: ignore[arg-type]
        for key, value in rows
        if value
    ]
