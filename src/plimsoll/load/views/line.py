"""The load line: one's own, a colleague's for who oversees them, a team's, and teams together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from plimsoll import today as clock
from plimsoll.load import helping, presenting, queries
from plimsoll.load.pack import load_rules, weighting_of

if TYPE_CHECKING:
    from datetime import date
    from uuid import UUID

    from plimsoll.people.requests import Request


@login_required
@require_safe
def mine(request: Request) -> HttpResponse:
    """One's own line; who carries no cases is shown the board."""
    if not request.viewer.carries_cases:
        return redirect("load:board")
    return redirect("load:person", request.viewer.user_id)


@login_required
@require_safe
def person(request: Request, worker_id: UUID) -> HttpResponse:
    """What one person carries against what they can, every point with its reason."""
    viewer, today = request.viewer, clock.today()
    who, load = queries.line_of(viewer, worker_id, today)
    seen = queries.names_of(viewer, [each.case.id for each in load.carried])
    weighting = weighting_of(who.pack, today)
    context = {
        "page": presenting.load_page(who, load, seen, weighting.unit), "person": who, "weighting": weighting,
        "is_mine": who.id == viewer.user_id, "is_illustrative": weighting.status != "adopted",
        "may_change": queries.may_change(viewer, who), "overseen": queries.oversees(viewer, who),
        "team_text": str(who.team_id), "help_open": _open_help(who, today),
        "pressures": presenting.pressure_lines(queries.pressures_of(viewer, who, load, today)),
    }  # fmt: skip
    return render(request, "load/person.html", context)


@login_required
@require_safe
def fragment(request: Request) -> HttpResponse:
    """One's own line for My day, which asks for it once the page stands."""
    viewer, today = request.viewer, clock.today()
    if not viewer.carries_cases:
        return HttpResponse()
    who, load = queries.line_of(viewer, viewer.user_id, today)
    bar = presenting.bar(load.line, weighting_of(who.pack, today).unit)
    return render(request, "load/fragment.html", {"bar": bar, "help_open": _open_help(who, today)})


@login_required
@require_safe
def board(request: Request) -> HttpResponse:
    """One team: who is over the line, who is away, and what nobody holds."""
    viewer, today = request.viewer, clock.today()
    if not viewer.oversees:
        raise Http404
    overseen = queries.teams_overseen(viewer)
    if not overseen:
        raise Http404
    team = next((one for one in overseen if str(one.pk) == request.GET.get("team")), overseen[0])
    weighting = weighting_of(team.service.pack, today)
    sheet = queries.sheet_of(viewer, today, team_ids=[team.pk])
    rows = presenting.rows(sheet, weighting.unit)
    seen = queries.names_of(viewer, [str(ident) for ident in sheet.nobody])
    context = {
        "team": team, "teams": overseen, "rows": rows, "scale": presenting.scale_of(row.bar for row in rows),
        "above": presenting.share_above(rows), "weighting": weighting,
        "nobody": presenting.nobody_lines(sheet, seen, load_rules(team.service.pack), today),
        "is_illustrative": weighting.status != "adopted", "today": today,
        "asked": [helping.line(one, team.service.pack, today) for one in queries.unanswered([team.pk])],
        "spread": presenting.spread_of(sheet, weighting),
    }  # fmt: skip
    return render(request, "load/board.html", context)


@login_required
@require_safe
def teams(request: Request) -> HttpResponse:
    """Teams together, for who oversees several."""
    if not request.viewer.oversees:
        raise Http404
    rows = presenting.team_rows(queries.teams_of(request.viewer, clock.today()))
    context = {"rows": rows, "scale": presenting.scale_of(row.bar for row in rows)}
    return render(request, "load/teams.html", context)


def _open_help(who: queries.Person, today: date) -> list[helping.Line]:
    asked = queries.open_asking(who.id)
    return [helping.line(asked, who.pack, today)] if asked is not None else []
