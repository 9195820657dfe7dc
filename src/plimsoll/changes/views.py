"""What changed since somebody last looked: on all their cases, and on one."""

from __future__ import annotations

from datetime import UTC, datetime, time
from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponseBadRequest
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from plimsoll import today as clock
from plimsoll.cases.views.case import open_page
from plimsoll.changes import actions, forms, presenting, queries
from plimsoll.today import LONDON

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpResponse

    from plimsoll.people.requests import Request


@login_required
@require_safe
def changed(request: Request) -> HttpResponse:
    """What changed on my cases since I last looked? Reading it changes nothing: saying "I have seen this" does."""
    now = clock.now()
    found = queries.changes(request.viewer, now)
    cases = presenting.listed(found, now)
    context = {
        "cases": cases,
        "moved": [one for one in cases if one.moved],
        "since": presenting.common_since(cases),
        "are_more": found.are_more,
        "most": queries.MOST_CASES,
        "is_own": request.viewer.carries_cases,
        "until": now.isoformat(),
        "today": clock.today(),
        "nav_current": "work:my_day",
    }
    return render(request, "changes/list.html", context)


@login_required
@require_safe
def count(request: Request) -> HttpResponse:
    """How many cases changed, for My day, which asks once the page stands: behind the wall it is a long question."""
    n = queries.count_changed(request.viewer, clock.now()) if request.viewer.carries_cases else 0
    return render(request, "changes/count.html", {"n": n})


@login_required
@require_POST
def seen(request: Request) -> HttpResponse:
    """I have seen this: of one case, or of every case that was on the list."""
    form = forms.SeenForm(request.POST)
    if not form.is_valid():
        return HttpResponseBadRequest(_("Go back to the list and press the button again."))
    until, now = form.cleaned_data["until"], clock.now()
    one = form.cleaned_data["case"]
    wanted = [one] if one else [each.case.pk for each in queries.changes(request.viewer, now).cases]
    count = actions.note_seen(request.viewer, wanted, until=until, now=now)
    if count:
        said = ngettext("Seen: %(n)d case.", "Seen: %(n)d cases.", count) % {"n": count}
        messages.success(request, said + " " + _("It is not told again; all of it stays in the chronology."))
    return redirect("changes:list")


@login_required
@require_safe
def case(request: Request, case_id: UUID) -> HttpResponse:
    """What changed on this case since I last looked, or since a day I name?"""
    view, context = open_page(request, case_id, "changes:case")
    viewer, now = request.viewer, view.as_at
    asked = forms.SinceForm(request.GET) if any(name.startswith("since") for name in request.GET) else None
    since = None
    if asked is not None and asked.is_valid():
        since = datetime.combine(asked.cleaned_data["since"], time.min, LONDON).astimezone(UTC)
    found = queries.changes_of(viewer, view.case, now, since)
    if asked is None and not _is_fetched_ahead(request):
        actions.note_look(viewer, case_id, since=found.since, now=now)
    context |= {
        "changed": presenting.changed_case(found, now),
        "has_looked": found.has_looked,
        "is_asked": asked is not None and asked.is_valid(),
        "asked": asked or forms.SinceForm(),
    }
    is_wrong = asked is not None and not asked.is_valid()
    if is_wrong:
        context["form"] = asked
    return render(request, "changes/case.html", context, status=422 if is_wrong else 200)


def _is_fetched_ahead(request: Request) -> bool:
    """Whether a browser fetches the page before anybody asked for it: nobody has looked then."""
    purpose = request.headers.get("Sec-Purpose", "") + request.headers.get("Purpose", "")
    return "prefetch" in purpose or request.method == "HEAD"
