"""The pages of one case: position, duties, why, chronology."""

from __future__ import annotations

from contextlib import suppress
from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from plimsoll import today as clock
from plimsoll.cases import actions, entry_links, presenting
from plimsoll.cases.queries import allocation, caseload
from plimsoll.cases.queries import case as reading

if TYPE_CHECKING:
    from django.http import HttpResponse

    from plimsoll.people.requests import Request

TABS = (
    ("overview", _("Overview")),
    ("duties", _("Duties")),
    ("why", _("Why")),
    ("chronology", _("Chronology")),
    ("notes:list", _("Notes")),
    ("plans:case", _("Plans")),
    ("tasks:case", _("Tasks")),
    ("families:people", _("People")),
)
# Opened less often: folded under one word, so that the eight above stay in one line.
MORE_TABS = (
    ("changes:case", _("What changed")),
    ("safeguarding:case", _("Concerns")),
    ("referrals:case", _("Waiting")),
    ("assessments:case", _("Scores")),
    ("documents:case", _("Documents")),
    ("consents:case", _("Consent")),
    ("objections:case", _("Disagreements")),
    ("outcomes:case", _("Outcomes")),
    ("handover:case", _("Transfer and closing")),
)
NEWEST = 5


@login_required
@require_safe
def overview(request: Request, case_id: UUID) -> HttpResponse:
    """What is the position, and what next?"""
    view, context = _open(request, case_id, "overview")
    context["step"] = presenting.next_step(view)
    context["duties"] = presenting.open_duties(view)
    context["recent"] = presenting.chronology(view, newest=NEWEST, notes=entry_links.addresses(case_id, view.events))
    context["tier_words"] = presenting.tier_title(view)
    context["waiting"] = presenting.waiting_override(view)
    context["can_allocate"] = allocation.may_allocate(request.viewer, view.case)
    context["subjects"] = presenting.subjects(view)
    context["from_file"] = presenting.from_file(view.case)
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
    """Why is this case in this place, before or after another, and why was it on any day before?"""
    view, context = _open(request, case_id, "why")
    history = reading.changes_of(view.case)
    context["why"] = presenting.why(view, history)
    context["others"] = [each for each in caseload.to_choose_from(request.viewer) if each[0] != case_id]
    context["other_id"], context["compared"] = _compared(request, view)
    asked = request.GET.get("on", "")
    on = _day(asked)
    context["asked_text"] = asked
    if on is not None:
        context["then"] = presenting.then(view, history, reading.end_of(on))
    return render(request, "cases/why.html", context)


def _compared(request: Request, view: reading.CaseView) -> tuple[UUID | None, str]:
    """The case asked for in the address and why this one stands before or after it; nothing where none is asked for."""
    try:
        other_id = UUID(request.GET.get("with", ""))
    except ValueError:
        return None, ""
    other, position = reading.position_for(request.viewer, other_id, view.as_at)
    actions.note_read(other, actor_id=request.viewer.user_id, now=view.as_at, page="compare")
    return other_id, presenting.compared(view, other, position)


def open_page(request: Request, case_id: UUID, tab: str) -> tuple[reading.CaseView, dict[str, object]]:
    """What every page of a case begins with, for apps that add a tab: the case, and the page's first context."""
    return _open(request, case_id, tab)


def tabs_of(case_id: UUID, tab: str) -> list[dict[str, object]]:
    """The pages of a case as tabs; those of other apps are named with their app, and left out while it has none."""
    found: list[dict[str, object]] = []
    for name, text in (*TABS, *MORE_TABS):
        with suppress(NoReverseMatch):
            url = reverse(name if ":" in name else f"cases:{name}", args=[case_id])
            found.append({"text": text, "url": url, "current": name == tab, "more": (name, text) in MORE_TABS})
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
