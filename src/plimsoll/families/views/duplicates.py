"""Records that may be one person: found, compared side by side, merged, and taken apart again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from plimsoll import today as clock
from plimsoll.families import comparing
from plimsoll.families.actions import merging
from plimsoll.families.queries import duplicates as queries
from plimsoll.families.refusal import Refused

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpResponse

    from plimsoll.people.requests import Request

METHODS = ["GET", "HEAD", "POST"]


@login_required
@require_safe
def listed(request: Request) -> HttpResponse:
    """Which records may be one person? The surest first, and few."""
    _recording(request)
    today = clock.today()
    context = {
        "pairs": comparing.pairs(queries.pairs(request.viewer), today),
        "merges": comparing.merges(queries.merges_for(request.viewer)),
        "most": queries.MOST_ON_PAGE,
    }
    return render(request, "families/duplicates.html", context)


@login_required
@require_http_methods(METHODS)
def compare(request: Request, one_id: UUID, two_id: UUID) -> HttpResponse:
    """Both side by side; merge with a choice field by field."""
    _recording(request)
    pair = queries.pair(request.viewer, one_id, two_id)
    context: dict[str, object] = {"compared": comparing.side_by_side(pair, clock.today())}
    if request.method != "POST":
        return render(request, "families/compare.html", context)
    kept, other = (two_id, one_id) if request.POST.get("keep") == "two" else (one_id, two_id)
    wished = "one" if kept == two_id else "two"
    from_other = frozenset(name for name in merging.CHOSEN if request.POST.get(f"field_{name}") == wished)
    try:
        done = merging.merge(kept, other, from_other, now=clock.now(), viewer=request.viewer)
    except Refused as problem:
        context["problem"] = str(problem)
        return render(request, "families/compare.html", context, status=422)
    messages.success(request, _("The two records are one now. It can be taken back."))
    return redirect("families:undo", done.pk)


@login_required
@require_POST
def apart(request: Request, one_id: UUID, two_id: UUID) -> HttpResponse:
    """They are two people: not suggested again."""
    _recording(request)
    queries.pair(request.viewer, one_id, two_id)
    merging.keep_apart(one_id, two_id, now=clock.now(), viewer=request.viewer)
    messages.success(request, _("Kept as two people. They will not be suggested again."))
    return redirect("families:duplicates")


@login_required
@require_http_methods(METHODS)
def undo(request: Request, merge_id: UUID) -> HttpResponse:
    """What a merge did, and how to take it back."""
    _recording(request)
    merge = queries.merge_for(request.viewer, merge_id)
    context: dict[str, object] = {"merge": comparing.merged(merge)}
    if request.method != "POST":
        return render(request, "families/undo.html", context)
    try:
        merging.undo(merge_id, now=clock.now(), viewer=request.viewer)
    except Refused as problem:
        context["problem"] = str(problem)
        return render(request, "families/undo.html", context, status=422)
    messages.success(request, _("Taken back: there are two records again, as they were."))
    return redirect("families:duplicates")


def _recording(request: Request) -> None:
    if not request.viewer.can_record:
        raise Http404
