"""My day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from plimsoll import today as clock
from plimsoll.safeguarding.presenting import lines
from plimsoll.safeguarding.queries import climbed_to
from plimsoll.tasks.presenting import for_my_day
from plimsoll.tasks.queries import due_tasks
from plimsoll.work import actions
from plimsoll.work.queries import my_day as read_my_day

if TYPE_CHECKING:
    from django.http import HttpResponse

    from plimsoll.people.requests import Request


@login_required
@require_safe
def my_day(request: Request) -> HttpResponse:
    """What do I do first, and why?"""
    viewer = request.viewer
    if not viewer.carries_cases:
        if viewer.oversees:
            return redirect("team:cases")
        if viewer.is_auditor:
            return redirect("cases:service")
    now = clock.now()
    day = read_my_day(viewer, now, request.user.last_looked_at)
    actions.note_look(request.user, now=now)
    today = clock.today()
    tasks = for_my_day(due_tasks(viewer, today, day.case_ids), viewer_id=viewer.user_id, today=today)
    climbed = lines(climbed_to(viewer, now))  # asks nothing for somebody who oversees no team
    context = {"day": day, "today": today, "tasks": tasks, "climbed": climbed}
    return render(request, "work/my_day.html", context)
