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
from plimsoll.cases import exports, presenting
from plimsoll.cases.forms import FilterForm, filters_from
from plimsoll.cases.queries import caseload
from plimsoll.cases.rows import CaseLine, case_lines

if TYPE_CHECKING:
    from uuid import UUID

    from plimsoll.people.requests import Request

EXPORT_KINDS = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}


@login_required
@require_safe
def mine(request: Request) -> HttpResponse:
    """The cases I carry."""
    return _page(request, "mine")


@login_required
@require_safe
def team(request: Request) -> HttpResponse:
    """The cases of the teams I oversee."""
    if not request.viewer.oversees:
        raise Http404
    return _page(request, "team")


@login_required
@require_safe
def service(request: Request) -> HttpResponse:
    """The cases of the services I manage."""
    if not (request.viewer.manages or request.viewer.is_auditor):
        raise Http404
    return _page(request, "service")


@login_required
@require_safe
def export(request: Request, scope: str, kind: str) -> HttpResponse:
    """The caseload asked for, as a file. Every cell is made safe to open."""
    if scope not in caseload.SCOPES or kind not in EXPORT_KINDS:
        raise Http404
    today = clock.today()
    filters = filters_from(request.GET, scope)
    body = exports.caseload_file(request.viewer, filters, kind, now=clock.now())
    response = HttpResponse(body, content_type=EXPORT_KINDS[kind])
    response["Content-Disposition"] = f'attachment; filename="caseload-{today.isoformat()}.{kind}"'
    return response


def _page(request: Request, scope: str) -> HttpResponse:
    today = clock.today()
    filters = filters_from(request.GET, scope)
    page = caseload.caseload(request.viewer, filters, _number(request.GET.get("page", "1")))
    lines = case_lines(page.object_list, clock.now())
    workers = caseload.workers_in_view(request.viewer, filters)
    form = FilterForm(request.GET, plans=presenting.plan_choices(request.viewer.service_packs))
    return render(
        request,
        "cases/caseload.html",
        {
            "scope": scope,
            "tabs": _tabs(request, scope),
            "page": page,
            "groups": _groups(lines, filters.group),
            "filters": filters,
            "filter_form": form,
            "chosen": _chosen(request, form, workers),
            "workers": workers,
            "today": today,
            "sort": filters.sort,
            "query": request.GET.urlencode(),
            "in_order": _without(request, "sort"),
            "nav_current": "cases:caseload",
        },
    )


def _chosen(request: Request, form: FilterForm, workers: list[tuple[UUID, str]]) -> list[tuple[str, str]]:
    """What narrows the list, each with the address of the list without it."""
    found = form.chosen()
    names = {"nobody": _("Unallocated"), **{str(key): name for key, name in workers}}
    worker = request.GET.get("worker", "")
    if worker in names:
        found.append(("worker", f"{_('Worker')}: {names[worker]}"))
    return [(text, f"?{_without(request, name)}") for name, text in found]


def _without(request: Request, name: str) -> str:
    """The address asked for, without one of its parts, from the first page."""
    query = request.GET.copy()
    for each in (name, "page"):
        query.pop(each, None)
    return query.urlencode()


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


def _tabs(request: Request, scope: str) -> list[dict[str, object]]:
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
