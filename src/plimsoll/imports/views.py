"""Bringing a caseload in, in the browser: a dry run first, always."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from plimsoll import today as clock
from plimsoll.imports import actions, presenting, queries, uploads
from plimsoll.imports.forms import StartForm
from plimsoll.imports.session import Waiting, forget, keep, waiting

if TYPE_CHECKING:
    from datetime import date
    from uuid import UUID

    from plimsoll.people.requests import Request

REFUSED_KINDS = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def start(request: Request) -> HttpResponse:
    """Which file?"""
    if not request.viewer.can_import:
        raise Http404
    given = request.method == "POST"
    form = StartForm(
        request.POST if given else None,
        request.FILES if given else None,
        teams=queries.team_choices(request.viewer),
        today=clock.today(),
    )
    if given and form.is_valid():
        try:
            token = uploads.keep(form.cleaned_data["upload"], request.viewer.user_id, now=clock.now())
            uploads.kept(token, request.viewer.user_id)
        except presenting.ImportRefused as error:
            form.add_error("upload", presenting.whole_refusal(error))
        else:
            keep(request.session, token, Waiting(form.cleaned_data["team"], form.cleaned_data["as_at"]))
            return redirect("imports:review", token)
    context = {"form": form, "runs": queries.runs_for(request.viewer)[:10]}
    return render(request, "imports/start.html", context, status=422 if form.errors else 200)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def review(request: Request, token: str) -> HttpResponse:
    """What would it do? Correct what its columns mean, answer what it leaves open, then bring it in."""
    known = waiting(request.session, token)
    if known is None or not request.viewer.can_import:
        raise Http404
    try:
        to = queries.destination(request.viewer, known.team)
        look = presenting.look(token, request.viewer.user_id, to, known)
        if request.method == "POST":
            known = look.corrected_by(request.POST)
            keep(request.session, token, known)
            if "bring_in" in request.POST:
                return _bring_in(request, token, look, known)
            return redirect("imports:review", token)
        page = look.dry_run(known)
    except presenting.ImportRefused as error:
        return render(request, "imports/stopped.html", {"reason": presenting.whole_refusal(error)}, status=422)
    return render(request, "imports/review.html", {"page": page, "token": token, "to": to, "as_at": known.as_at})


def _bring_in(request: Request, token: str, look: presenting.Look, known: Waiting) -> HttpResponse:
    applied = actions.apply_import(
        look.found,
        look.to,
        as_at=known.as_at,
        now=clock.now(),
        actor=request.user,
        mapping=look.mapping_of(known),
        people=known.people,
        clock=clock.now,
    )
    look.keep_mapping(known, now=clock.now(), actor=request.user)
    uploads.forget(token, request.viewer.user_id)
    forget(request.session, token)
    messages.success(request, _("The file is in."))
    return redirect("imports:run", applied.run.pk)


@login_required
@require_safe
def run(request: Request, run_id: UUID) -> HttpResponse:
    """What became of a file."""
    found = queries.run_or_404(request.viewer, run_id)
    return render(request, "imports/run.html", {"run": found, "page": presenting.run_page(found)})


@login_required
@require_safe
def refused(request: Request, run_id: UUID, kind: str) -> HttpResponse:
    """The rows that stayed out, as a file to correct."""
    found = queries.run_or_404(request.viewer, run_id)
    return _file(presenting.refused_file(queries.refusals_of(found), kind), kind, found.started_at.date())


@login_required
@require_safe
def refused_now(request: Request, token: str, kind: str) -> HttpResponse:
    """The rows that would stay out, before anything is brought in."""
    known = waiting(request.session, token)
    if known is None or not request.viewer.can_import:
        raise Http404
    to = queries.destination(request.viewer, known.team)
    look = presenting.look(token, request.viewer.user_id, to, known)
    return _file(presenting.refused_file(look.plan(known).refusals, kind), kind, known.as_at)


def _file(body: bytes | None, kind: str, on: date) -> HttpResponse:
    if body is None or kind not in REFUSED_KINDS:
        raise Http404
    response = HttpResponse(body, content_type=REFUSED_KINDS[kind])
    response["Content-Disposition"] = f'attachment; filename="to-correct-{on.isoformat()}.{kind}"'
    return response
