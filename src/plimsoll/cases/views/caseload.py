"""The caseload: mine, my team's, my service's; on the page and as a file."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from plimsoll import today as clock
from plimsoll.cases import exports
from plimsoll.cases.forms import FilterForm, filters_from
from plimsoll.cases.queries import caseload
from plimsoll.cases.rows import CaseLine, case_lines

if TYPE_CHECKING:
    from django.http import HttpRequest

EXPORT_KINDS = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}


@login_required
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """The cases I carry."""
    return _page(request, "mine")


@login_required
@require_safe
def team(request: HttpRequest) -> HttpResponse:
    """The cases of the teams I oversee."""
    if not request.viewer.oversees:
        raise Http404
    return _page(request, "team")


@login_required
@require_safe
def service(request: HttpRequest) -> HttpResponse:
    """The cases of the services I manage."""
    if not (request.viewer.manages or request.viewer.is_auditor):
        raise Http404
    return _page(request, "service")


@login_required
@require_safe
def export(request: HttpRequest, scope: str, kind: str) -> HttpResponse:
    """The caseload asked for, as a file. Every cell is made safe to open."""
    if scope not in caseload.SCOPES or kind not in EXPORT_KINDS:
        raise Http404
    today = clock.today()
    filters = filters_from(request.GET, scope)
    body = exports.caseload_file(request.viewer, filters, kind, today=today, now=clock.now())
    response = HttpResponse(body, content_type=EXPORT_KINDS[kind])
    response["Content-Disposition"] = f'attachment; filename="caseload-{today.isoformat()}.{kind}"'
    return response


def _page(request: HttpRequest, scope: str) -> HttpResponse:
    today = clock.today()
    filters = filters_from(request.GET, scope)
    page = caseload.caseload(request.viewer, filters, _number(request.GET.get("page", "1")))
    lines = case_lines(page.object_list, today)
    return render(
        request,
        "cases/caseload.html",
        {
            "scope": scope,
            "tabs": _tabs(request, scope),
            "page": page,
            "groups": _groups(lines, filters.group),
            "filters": filters,
            "filter_form": FilterForm(request.GET),
            "workers": caseload.workers_in_view(request.viewer, filters),
            "today": today,
            "sort": filters.sort,
            "query": request.GET.urlencode(),
            "nav_current": "cases:caseload",
        },
    )


def _groups(lines: list[CaseLine], group: str) -> list[tuple[str, list[CaseLine]]]:
    """Lines under their group's heading; one nameless group when nothing is grouped."""
    if not group:
        return [("", lines)]
    heading = {
        "worker": lambda line: line.worker or _("Unallocated"),
        "plan": lambda line: line.plan or _("No plan"),
        "place": lambda line: line.place or _("No place recorded"),
    }[group]
    return [(name, list(found)) for name, found in groupby(lines, heading)]


def _tabs(request: HttpRequest, scope: str) -> list[dict[str, object]]:
    viewer = request.viewer
    tabs = []
    if viewer.carries_cases:
        tabs.append(("mine", _("My cases"), "/cases/"))
    if viewer.oversees:
        tabs.append(("team", _("My team"), "/cases/team/"))
    if viewer.manages or viewer.is_auditor:
        tabs.append(("service", _("Service"), "/cases/service/"))
    return [{"text": text, "url": url, "current": name == scope} for name, text, url in tabs]


def _number(text: str) -> int:
    return int(text) if text.isdigit() and len(text) < 7 else 1
