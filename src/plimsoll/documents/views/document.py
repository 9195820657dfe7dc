"""The documents of a case, and one of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from plimsoll import today as clock
from plimsoll.cases import actions as case_actions
from plimsoll.cases import presenting as case_presenting
from plimsoll.cases.queries import allocation
from plimsoll.cases.queries import case as reading
from plimsoll.cases.views.case import open_page, tabs_of
from plimsoll.documents import actions, forms, presenting, queries
from plimsoll.documents.kinds import kinds
from plimsoll.tasks.views.case import recordable

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpResponse

    from plimsoll.documents.models import Document
    from plimsoll.people.requests import Request


@login_required
@require_safe
def documents(request: Request, case_id: UUID) -> HttpResponse:
    """Which documents does this case hold?"""
    view, context = open_page(request, case_id, "documents:case")
    sees_removed = allocation.may_allocate(request.viewer, view.case)
    lines = presenting.lines(view.case.pack, queries.documents_of(case_id), sees_removed=sees_removed)
    context["removed"] = [line for line in lines if not line.is_kept]
    kept = [line for line in lines if line.is_kept]
    counted = {line.kind: sum(one.kind == line.kind for one in kept) for line in kept}
    kind = request.GET.get("kind", "")
    context["kind"] = kind if kind in counted else ""
    context["kinds"] = sorted(counted.items())
    context["total"] = len(kept)
    context["documents"] = [line for line in kept if not context["kind"] or line.kind == kind]
    return render(request, "documents/case.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: Request, case_id: UUID) -> HttpResponse:
    """Put a document on the case."""
    view = recordable(request, case_id)
    is_sent = request.method == "POST"
    posted, files = (request.POST, request.FILES) if is_sent else (None, None)
    form = forms.AddForm(posted, files, kinds=kinds(view.case.pack))
    if is_sent and form.is_valid():
        made = actions.add_document(
            case_id, form.about(), form.cleaned_data["file"], now=clock.now(), actor_id=request.viewer.user_id
        )
        messages.success(request, _("Added. Its words can be found by the search."))
        return redirect("documents:document", made.pk)
    context = {
        "case": view.case, "strip": case_presenting.strip(view), "form": form, "heading": _("Add a document"),
        "cancel": reverse("documents:case", args=[case_id]), "submit": _("Add it"), "is_upload": True,
        "nav_current": "cases:caseload",
    }  # fmt: skip
    return render(request, "documents/form.html", context, status=422 if form.errors else 200)


@login_required
@require_safe
def document(request: Request, document_id: UUID) -> HttpResponse:
    """What is it, what does it say, and what was it before?"""
    found, context = open_document(request, document_id)
    rows = queries.versions_of(found)
    shown = presenting.versions(found, rows)
    context |= {
        "about": presenting.about(found.case.pack, found),
        "newest": shown[0],
        "older": shown[1:],
        "removed": presenting.removed_words(found) if found.state != "kept" else "",
    }
    return render(request, "documents/document.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: Request, document_id: UUID) -> HttpResponse:
    """Say something else of it."""
    found, context = open_document(request, document_id, to_write=True)
    names = ("title", "kind", "dated_on", "received_from", "version")
    given = request.POST if request.method == "POST" else None
    form = forms.AboutForm(
        given, kinds=kinds(found.case.pack), initial={name: getattr(found, name) for name in names}
    )
    if given is not None and form.is_valid():
        try:
            actions.change_document(
                document_id, form.about(), version=form.cleaned_data["version"] or 0, now=clock.now(),
                actor_id=request.viewer.user_id,
            )  # fmt: skip
        except actions.ChangedMeanwhile:
            context["theirs"] = meanwhile(request, form, document_id)
        else:
            messages.success(request, _("Saved."))
            return redirect("documents:document", document_id)
    context |= {"form": form, "heading": _("Change what is said of it"), "submit": _("Save")}
    return render(request, "documents/form.html", context, status=422 if form.errors else 200)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def renew(request: Request, document_id: UUID) -> HttpResponse:
    """Put a newer version in front of it; the older stay."""
    found, context = open_document(request, document_id, to_write=True)
    is_sent = request.method == "POST"
    posted, files = (request.POST, request.FILES) if is_sent else (None, None)
    form = forms.RenewForm(posted, files, initial={"version": found.version})
    if is_sent and form.is_valid():
        data = form.cleaned_data
        try:
            actions.add_version(
                document_id, data["file"], note=data["note"], version=data["version"] or 0, now=clock.now(),
                actor_id=request.viewer.user_id,
            )  # fmt: skip
        except actions.ChangedMeanwhile:
            context["theirs"] = meanwhile(request, form, document_id)
        except ValidationError as error:
            form.add_error("file", error)
        else:
            messages.success(request, _("Added as the newest version. The older ones are kept."))
            return redirect("documents:document", document_id)
    context |= {"form": form, "heading": _("Add a new version"), "submit": _("Add it"), "is_upload": True}
    return render(request, "documents/form.html", context, status=422 if form.errors else 200)


def open_document(request: Request, document_id: UUID, *, to_write: bool = False) -> tuple[Document, dict[str, Any]]:
    """A document through its door, with what every page of it shows.

    A removed one is only for those who oversee its case; to write, it must be on the record of an open case.
    """
    found = queries.document_for(request.viewer, document_id)
    view = reading.case_view(request.viewer, found.case_id, clock.now())
    decides = allocation.may_allocate(request.viewer, view.case)
    can_record = request.viewer.can_record and view.case.status != "closed"
    is_kept = found.state == "kept"
    if (to_write and not (can_record and is_kept)) or not (is_kept or decides):
        raise Http404
    if not to_write:
        case_actions.note_read(view.case, actor_id=request.viewer.user_id, now=clock.now(), page="document")
    found.case = view.case
    return found, {
        "case": view.case,
        "document": found,
        "strip": case_presenting.strip(view),
        "tabs": tabs_of(found.case_id, "documents:case"),
        "today": clock.today(),
        "nav_current": "cases:caseload",
        "cancel": reverse("documents:document", args=[document_id]),
        "can_record": can_record,
        "can_decide": decides and found.state == "removed",
    }


def meanwhile(request: Request, form: Any, document_id: UUID) -> list[tuple[str, object]]:
    """Say that the document is another by now, and how it stands; saving again puts what was typed in its place."""
    now_is = queries.document_for(request.viewer, document_id)
    if now_is.state != "kept":
        raise Http404
    form.data = {**form.data.dict(), "version": str(now_is.version)}
    form.add_error(None, _("Somebody changed this document while you were writing. Nothing you typed is lost."))
    about = presenting.about(now_is.case.pack, now_is)
    by = now_is.changed_by.name if now_is.changed_by else ""
    return [(_("What is it"), now_is.title), *((str(row["key"]), row["value"]) for row in about), (_("Changed by"), by)]
