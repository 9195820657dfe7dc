"""My tasks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.decorators import login_required
from django.shortcuts import render
from django.views.decorators.http import require_safe

from plimsoll import today as clock
from plimsoll.tasks import presenting, queries

if TYPE_CHECKING:
    from django.http import HttpResponse

    from plimsoll.people.requests import Request
    from plimsoll.tasks.models import Task


@login_required
@require_safe
def mine(request: Request) -> HttpResponse:
    """What have I taken on, by when, and what am I asked?"""
    viewer, today = request.viewer, clock.today()
    given = queries.given_away(viewer)
    open_tasks, done = queries.my_open_tasks(viewer), queries.my_done_tasks(viewer)
    seen = queries.cases_to_choose(viewer, {one.case_id for one in (*open_tasks, *done, *given) if one.case_id})

    def rows(tasks: list[Task]) -> tuple[presenting.TaskRow, ...]:
        return presenting.rows(tasks, viewer_id=viewer.user_id, today=today, seen_cases=seen)

    context = {
        "sections": presenting.by_when(rows(open_tasks), today),
        "given": rows(given),
        "done": rows(done),
        "today": today,
    }
    return render(request, "tasks/mine.html", context)
