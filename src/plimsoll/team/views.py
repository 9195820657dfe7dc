"""A supervisor's view of the team's cases."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_safe

from plimsoll import today as clock
from plimsoll.safeguarding.presenting import lines
from plimsoll.safeguarding.queries import climbed_to
from plimsoll.team import queries

if TYPE_CHECKING:
    from django.http import HttpResponse

    from plimsoll.people.requests import Request


@login_required
@require_safe
def cases(request: Request) -> HttpResponse:
    """What nobody holds, what waits for a word, what comes first, and what each worker carries."""
    if not request.viewer.oversees:
        raise Http404
    team_id = _uuid(request.GET.get("team", ""))
    board = queries.board(request.viewer, clock.now(), team_id)
    climbed = lines(climbed_to(request.viewer, clock.now()))
    context = {"board": board, "team_id": team_id, "today": clock.today(), "climbed": climbed}
    return render(request, "team/cases.html", context)


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
