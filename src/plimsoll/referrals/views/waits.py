"""All waits on one page, as a file, and as evidence for the other service."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from plimsoll import today as clock
from plimsoll.referrals import actions, evidencing, presenting, queries
from plimsoll.referrals import waits as waiting

if TYPE_CHECKING:
    from plimsoll.people.requests import Request
    from plimsoll.referrals.queries import Wait

PAGE_SIZE = 50


@login_required
@require_safe
def waits(request: Request) -> HttpResponse:
    """Who waits longest, and for whom is waiting most dangerous?"""
    scope, found, filters = _asked(request)
    today = clock.today()
    narrowed = waiting.narrowed(found, filters, today)
    page = Paginator(narrowed, PAGE_SIZE).get_page(request.GET.get("page", "1")[:6])
    running = [wait for wait in found if wait.referral.is_waiting]
    return render(
        request,
        "referrals/waits.html",
        {
            "scope": scope,
            "tabs": _tabs(request, scope),
            "page": page,
            "lines": presenting.wait_lines(page.object_list, today),
            "filters": filters,
            "tally": presenting.tally([wait.referral for wait in running], today),
            "services": waiting.services(found),
            "workers": waiting.workers(running) if scope != "mine" else [],
            "teams": queries.teams_named(request.viewer) if scope != "mine" else [],
            "only": waiting.ONLY,
            "sort": filters.sort,
            "query": _without(request, "page"),
            "has_any": bool(running),
            "is_narrowed": bool(filters.text or filters.service or filters.team or filters.worker or filters.only),
            "today": today,
            "nav_current": "referrals:waits",
        },
    )


@login_required
@require_safe
def export(request: Request) -> HttpResponse:
    """The waits asked for as a file; the export is on the audit log first."""
    _scope, found, filters = _asked(request)
    today = clock.today()
    lines = presenting.wait_lines(waiting.narrowed(found, filters, today), today)
    actions.note_waits_exported(request.viewer, rows=len(lines), now=clock.now(), what="waits_exported")
    response = HttpResponse(waiting.as_csv(lines), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="waits-{today.isoformat()}.csv"'
    return response


@login_required
@require_safe
def evidence(request: Request) -> HttpResponse:
    """What a manager shows the other service: how many, how long, what it cost. For those who oversee."""
    if not request.viewer.oversees:
        raise Http404
    today = clock.today()
    found = queries.referrals_in(request.viewer, clock.now(), "team")
    filters = waiting.filters_from(request.GET)
    chosen = [
        wait.referral
        for wait in found
        if (not filters.team or str(wait.case.team_id) == filters.team)
        and (not filters.service or waiting.is_of(wait, filters.service))
    ]
    hide = request.GET.get("hide") == "yes"
    actions.note_waits_exported(request.viewer, rows=len(chosen), now=clock.now(), what="waits_evidence_shown")
    sheets = evidencing.sheets(chosen, today, packs=sorted({wait.case.pack for wait in found}), hide_small=hide)
    return render(
        request,
        "referrals/evidence.html",
        {
            "sheets": sheets,
            "filters": filters,
            "hide": hide,
            "has_small": not hide and any(sheet.has_small for sheet in sheets),
            "services": waiting.services(found, waiting_only=False),
            "teams": queries.teams_named(request.viewer),
            "today": today,
            "printed_by": request.viewer.name,
            "printed_at": clock.now(),
            "nav_current": "referrals:waits",
        },
    )


def _asked(request: Request) -> tuple[str, list[Wait], waiting.Filters]:
    """The scope and the filters in the address, and every referral in that scope."""
    viewer = request.viewer
    if not (viewer.can_record or viewer.is_auditor):
        raise Http404
    scope = "mine" if request.GET.get("whose") == "mine" else "team"
    if not (viewer.oversees or viewer.is_auditor):
        scope = "mine"
    return scope, queries.referrals_in(viewer, clock.now(), scope), waiting.filters_from(request.GET)


def _tabs(request: Request, scope: str) -> list[dict[str, object]]:
    viewer = request.viewer
    if not (viewer.carries_cases and viewer.oversees):
        return []
    return [
        {"text": _("My cases"), "url": "?whose=mine", "current": scope == "mine"},
        {"text": _("My team"), "url": "?whose=team", "current": scope == "team"},
    ]


def _without(request: Request, name: str) -> str:
    query = request.GET.copy()
    query.pop(name, None)
    return query.urlencode()
