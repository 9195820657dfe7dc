"""The chronology: built from the record, narrowed to what is asked for, with what is significant marked."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from plimsoll import today as clock
from plimsoll.cases import entry_links, marking, presenting
from plimsoll.cases.chronology_forms import FilterForm, MarkForm
from plimsoll.cases.queries import case as reading
from plimsoll.cases.views.case import open_page

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpResponse

    from plimsoll.people.requests import Request


@login_required
@require_safe
def chronology(request: Request, case_id: UUID) -> HttpResponse:
    """What happened, in order, with what was corrected shown beside it."""
    view, context = open_page(request, case_id, "chronology")
    kinds = presenting.kinds(view)
    form = FilterForm(request.GET, kinds=[key for key, _words, _count in kinds])
    asked = form.wanted()
    kind = asked.pop("kind", "")
    wanted = presenting.Wanted(kinds=(kind,) if kind else (), **asked)
    kept = {name: value for name, value in request.GET.items() if name in form.fields and name != "kind" and value}
    context |= {
        "filters": form,
        "kinds": kinds,
        "kind": kind,
        "print_url": f"{reverse('printing:chronology', args=[case_id])}?{request.GET.urlencode()}",
        "total": len(presenting.listed(view)),
        "rest": urlencode(kept),
        "is_narrowed": bool(kept),
        "entries": presenting.chronology(view, wanted=wanted, notes=entry_links.addresses(case_id, view.events)),
        "holdings": reading.holdings_of(view.case),
    }
    return render(request, "cases/chronology.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def mark(request: Request, case_id: UUID, event_id: int) -> HttpResponse:
    """Say that an entry is significant and why, or take the mark off."""
    if not request.viewer.can_record:
        raise Http404
    view = reading.case_view(request.viewer, case_id, clock.now())
    entry = next((one for one in presenting.chronology(view) if one.id == event_id), None)
    if entry is None or view.case.status == "closed":
        raise Http404
    form = MarkForm(request.POST if request.method == "POST" else None, is_marked=entry.mark is not None)
    back = reverse("cases:chronology", args=[case_id]) + f"#event-{event_id}"
    if form.is_bound and form.is_valid():
        marking.mark_entry(
            case_id, event_id, why=form.cleaned_data["why"], is_significant=entry.mark is None, now=clock.now(),
            actor_id=request.viewer.user_id,
        )  # fmt: skip
        messages.success(request, _("Marked as significant.") if entry.mark is None else _("The mark is taken off."))
        return redirect(back)
    context = {
        "case": view.case, "strip": presenting.strip(view), "form": form, "entry": entry, "back": back,
        "nav_current": "cases:caseload",
    }  # fmt: skip
    return render(request, "cases/mark.html", context, status=422 if form.errors else 200)
