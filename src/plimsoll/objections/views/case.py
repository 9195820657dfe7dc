"""The disagreements of a case, a new one, and those of everybody one may see."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from plimsoll import today as clock
from plimsoll.cases import consequences
from plimsoll.cases import presenting as case_presenting
from plimsoll.cases.views.case import open_page
from plimsoll.objections import actions, forms, presenting, queries
from plimsoll.objections.routes import routes
from plimsoll.tasks.views.case import recordable

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpResponse

    from plimsoll.cases.actions import Consequences
    from plimsoll.cases.models import CaseEvent
    from plimsoll.cases.queries.case import CaseView
    from plimsoll.people.requests import Request

LEARNT_FOR = timedelta(days=365)


@login_required
@require_safe
def case(request: Request, case_id: UUID) -> HttpResponse:
    """Who disagrees with what on this case, and where does it stand?"""
    view, context = open_page(request, case_id, "objections:case")
    today = clock.today()
    found = queries.objections_of(case_id)
    for one in found:
        one.case = view.case
    context["open"] = [presenting.line(one, today) for one in found if one.resolved_on is None]
    context["resolved"] = [presenting.line(one, today) for one in found if one.resolved_on is not None]
    context["told"] = presenting.told_elsewhere(view.case.pack, queries.told_elsewhere(found, view.events))
    context["routes"] = list(routes(view.case.pack).values())
    return render(request, "objections/case.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: Request, case_id: UUID, word: str) -> HttpResponse:
    """Write a disagreement down."""
    view = recordable(request, case_id)
    route = routes(view.case.pack).get(word)
    if route is None:
        raise Http404
    given = request.POST if request.method == "POST" else None
    event = _told(request, view)
    initial = {"about": str(event.details.get(route.key, ""))[:180], "on": event.at_on} if event else {}
    form = forms.RaiseForm(given, route=route, pack=view.case.pack, today=clock.today(), initial=initial)
    if given is not None and form.is_valid():
        by = actions.Recorder(clock.now(), request.viewer.user_id)
        try:
            made, result = actions.raise_objection(
                case_id, word, form.cleaned_data["stage"], form.said(), form.done(), by,
                event_id=event.pk if event else None,
            )  # fmt: skip
        except ValidationError as error:
            form.add_error(None, error)
        else:
            say(request, result)
            return redirect("objections:objection", made.pk)
    context = {
        "case": view.case,
        "strip": case_presenting.strip(view),
        "form": form,
        "route": route,
        "told": event,
        "nav_current": "cases:caseload",
    }
    return render(request, "objections/add.html", context, status=422 if form.errors else 200)


@login_required
@require_safe
def listing(request: Request) -> HttpResponse:
    """Which disagreements are open on the cases I see, and what was learnt?"""
    today = clock.today()
    context = {
        "open": [presenting.line(one, today, with_case=True) for one in queries.open_objections(request.viewer)],
        "learnt": [presenting.line(one, today) for one in queries.learnt(request.viewer, today - LEARNT_FOR)],
        "is_cut": queries.MOST_LISTED,
        "nav_current": "cases:caseload",
    }
    return render(request, "objections/list.html", context)


def say(request: Request, result: Consequences | None) -> None:
    """What followed."""
    if result is None:
        messages.success(request, _("Recorded."))
        return
    messages.success(request, consequences.headline(result))
    for line in consequences.lines(result):
        messages.info(request, line)


def _told(request: Request, view: CaseView) -> CaseEvent | None:
    """The entry of the chronology that a new disagreement is about, where the page was opened from it."""
    wanted = request.GET.get("entry", "")
    found = queries.told_elsewhere(queries.objections_of(view.case.pk), view.events) if wanted else []
    return next((one for one in found if str(one.pk) == wanted), None)
