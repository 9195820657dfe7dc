"""Taking a document off the record, and deciding whether it comes back or is erased."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from plimsoll import today as clock
from plimsoll.documents import actions, forms
from plimsoll.documents.views.document import meanwhile, open_document

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpResponse

    from plimsoll.people.requests import Request


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def remove(request: Request, document_id: UUID) -> HttpResponse:
    """Take it off the record, with a reason."""
    found, context = open_document(request, document_id, to_write=True)
    given = request.POST if request.method == "POST" else None
    form = forms.RemoveForm(given, initial={"version": found.version})
    if given is not None and form.is_valid():
        data = form.cleaned_data
        try:
            actions.remove_document(
                document_id, ground=data["ground"], why=data["why"], version=data["version"] or 0, now=clock.now(),
                actor_id=request.viewer.user_id,
            )  # fmt: skip
        except actions.ChangedMeanwhile:
            context["theirs"] = meanwhile(request, form, document_id)
        else:
            messages.success(
                request, _("Removed. Nobody can open it now; a supervisor may put it back, or erase it for good.")
            )
            return redirect("documents:case", found.case_id)
    context |= {"form": form, "heading": _("Remove the document"), "submit": _("Remove it"), "said": found.title}
    return render(request, "documents/form.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def restore(request: Request, document_id: UUID) -> HttpResponse:
    """Put it back."""
    found, _context = open_document(request, document_id)
    try:
        actions.restore_document(document_id, now=clock.now(), viewer=request.viewer)
    except PermissionDenied:
        raise Http404 from None
    messages.success(request, _("It is on the record again."))
    return redirect("documents:document", found.pk)


@login_required
@require_POST
def erase(request: Request, document_id: UUID) -> HttpResponse:
    """Erase it for good."""
    found, _context = open_document(request, document_id)
    try:
        actions.erase_document(document_id, now=clock.now(), viewer=request.viewer)
    except PermissionDenied:
        raise Http404 from None
    messages.success(request, _("Erased. The mark of what was there, and why it went, stays."))
    return redirect("documents:case", found.case_id)
