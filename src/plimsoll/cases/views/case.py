"""The pages of one case: position, duties, why, chronology."""

from __future__ import annotations

from contextlib import suppress
from datetime import date
from typing import TYPE_CHECKING

from django.contrib.auth.decorators import login_required
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from plimsoll import today as clock
from plimsoll.cases import actions, presenting
from plimsoll.cases.queries import case as reading

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpResponse

    from plimsoll.people.requests import Request

TABS = (
    ("overview", _("Overview")),
    ("duties", _("Duties")),
    ("why", _("Why")),
    ("chronology", _("Chronology")),
    ("tasks:case", _("Tasks")),
    ("plans:case", _("Plans")),
    ("handover:case", _("Transfer and closing")),
)


@login_required
@require_safe
def overview(request: Request, case_id: UUID) -> HttpResponse:
    """What is the position, and what next?"""
    view, context = _open(request, case_id, "overview")
    context["duties"] = presenting.open_duties(view)
    context["recent"] = presenting.chronology(view, newest=8)
    context["subjects"] = presenting.subjects(view)
    context["reasons"] = presenting.reasons(view, view.position.priority.reasons)
    context["unknown"] = presenting.reasons(view, view.position.priority.unknown)
    return render(request, "cases/overview.html", context)


@login_required
@require_safe
def duties(request: Request, case_id: UUID) -> HttpResponse:
    """What must happen by when, by what law?"""
    view, context = _open(request, case_id, "duties")
    context["open_duties"] = presenting.open_duties(view)
    context["closed_duties"] = presenting.closed_duties(view)
    return render(request, "cases/duties.html", context)


@login_required
@require_safe
def why(request: Request, case_id: UUID) -> HttpResponse:
    """Why is this case in this place, and why was it on any day before?"""
    view, context = _open(request, case_id, "why")
    on = _day(request.GET.get("on", ""))
    history = reading.priority_history(request.viewer, case_id)
    context["why"] = presenting.why(view, history)
    context["asked_on"] = on
    context["asked_text"] = request.GET.get("on", "")
    if on is not None:
        context["then"] = presenting.then(view, history, reading.end_of(on))
    return render(request, "cases/why.html", context)


@login_required
@require_safe
def chronology(request: Request, case_id: UUID) -> HttpResponse:
    """What happened, in order, with what was corrected shown beside it."""
    view, context = _open(request, case_id, "chronology")
    context["entries"] = presenting.chronology(view)
    context["holdings"] = reading.holdings_of(request.viewer, case_id)
    return render(request, "cases/chronology.html", context)


def open_page(request: Request, case_id: UUID, tab: str) -> tuple[reading.CaseView, dict[str, object]]:
    """What every page of a case begins with, for apps that add a tab: the case, and the page's first context."""
    return _open(request, case_id, tab)


def tabs_of(case_id: UUID, tab: str) -> list[dict[str, object]]:
    """The pages of a case as tabs; those of other apps are named with their app, and left out while it has none."""
    found: list[dict[str, object]] = []
    for name, text in TABS:
        with suppress(NoReverseMatch):
            url = reverse(name if ":" in name else f"cases:{name}", args=[case_id])
            found.append({"text": text, "url": url, "current": name == tab})
    return found


def _open(request: Request, case_id: UUID, tab: str) -> tuple[reading.CaseView, dict[str, object]]:
    now = clock.now()
    view = reading.case_view(request.viewer, case_id, now)
    actions.note_read(view.case, actor_id=request.viewer.user_id, now=now, page=tab)
    return view, {
        "case": view.case,
        "strip": presenting.strip(view),
        "tabs": tabs_of(case_id, tab),
        "today": clock.today(),
        "nav_current": "cases:caseload",
        "can_record": request.viewer.can_record and view.case.status != "closed",
    }


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
