"""The bytes of a document. Whatever they are, no browser runs them as a page of this site.

Files are sent as attachments, under a name that says nothing of whom they are about: a downloads folder is read by
others. Pictures that were walked from end to end may be drawn by a page, as pictures and nothing else.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.views.decorators.http import require_safe

from plimsoll import today as clock
from plimsoll.documents import actions, queries
from plimsoll.documents.reading.found import FORMS

if TYPE_CHECKING:
    from uuid import UUID

    from plimsoll.people.requests import Request

# Nothing may be loaded, run, framed or sent by it, and it has an origin of its own.
SANDBOX = "sandbox; default-src 'none'; frame-ancestors 'none'; form-action 'none'; base-uri 'none'"


@login_required
@require_safe
def download(request: Request, document_id: UUID, number: int) -> HttpResponse:
    """The file, to be saved; who took it is on the audit log before it is sent."""
    document = queries.document_for(request.viewer, document_id)
    version = queries.version_of(document, number)
    actions.note_opened(version, "downloaded", now=clock.now(), actor_id=request.viewer.user_id)
    form = FORMS[version.form]
    name = f"{document.case.reference}-{document.kind}-{version.added_at:%Y-%m-%d}-{number}.{form.ending}"
    return _sent(version.content.data if version.content else b"", form.media_type, f'attachment; filename="{name}"')


@login_required
@require_safe
def picture(request: Request, document_id: UUID, number: int) -> HttpResponse:
    """The picture, for the page that shows it."""
    document = queries.document_for(request.viewer, document_id)
    version = queries.version_of(document, number)
    form = FORMS[version.form]
    if not form.shown:
        raise Http404
    actions.note_opened(version, "shown", now=clock.now(), actor_id=request.viewer.user_id)
    return _sent(version.content.data if version.content else b"", form.media_type, "inline")


def _sent(data: bytes | memoryview, media_type: str, disposition: str) -> HttpResponse:
    response = HttpResponse(bytes(data), content_type=media_type)
    response["Content-Disposition"] = disposition
    response["Content-Security-Policy"] = SANDBOX
    response["X-Content-Type-Options"] = "nosniff"
    response["X-Download-Options"] = "noopen"
    response["Cache-Control"] = "no-store"
    return response
