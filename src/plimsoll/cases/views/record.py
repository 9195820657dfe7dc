"""Recording what happened, and saying at once what followed from it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from plimsoll import today as clock
from plimsoll.cases import actions, choosing, consequences, presenting, recording
from plimsoll.cases.queries import case as reading
from plimsoll.cases.queries import caseload

if TYPE_CHECKING:
    from uuid import UUID

    from plimsoll.people.requests import Request


@login_required
@require_safe
def choose(request: Request, case_id: UUID) -> HttpResponse:
    """What happened? The likely first, everything else by area."""
    view = recordable(request, case_id)
    return render(
        request,
        "cases/record.html",
        page_context(view, suggestions=choosing.suggestions(view), areas=choosing.by_area(view)),
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def event(request: Request, case_id: UUID, event: str) -> HttpResponse:
    """Record one event, and say what followed from it. `?for=RULE` fills in what makes it meet that duty."""
    view = recordable(request, case_id)
    kind = presenting.event_kind(view.case.pack, event)
    if kind is None or event in recording.ELSEWHERE:
        raise Http404
    given = request.POST if request.method == "POST" else None
    wanted = [request.GET.get("for", ""), *presenting.open_rules(view)]
    form = recording.EventForm(
        given,
        pack=view.case.pack,
        event=event,
        today=clock.today(),
        initial=recording.initial_for(view.case.pack, event, wanted),
    )
    if given is not None and form.is_valid():
        result = actions.record_events(case_id, [form.new_event()], now=clock.now(), actor_id=request.viewer.user_id)
        say_what_followed(request, result, event)
        return redirect("cases:overview", case_id)
    context = page_context(view, form=form, event_title=_(kind.title), event_name=event)
    return render(request, "cases/record_event.html", context, status=422 if form.errors else 200)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def write_up(request: Request, case_id: UUID, event_id: int) -> HttpResponse:
    """Write the note of a contact, or correct an entry: an addition that shows what it corrects."""
    view = recordable(request, case_id)
    entry = view.event(str(event_id))
    if entry is None or not presenting.can_be_corrected(view, entry):
        raise Http404
    given = request.POST if request.method == "POST" else None
    form = recording.EventForm(
        given, pack=view.case.pack, event=entry.name, today=clock.today(), initial=recording.initial_from(entry)
    )
    if given is not None and form.is_valid():
        new = form.new_event(supersedes_id=entry.pk)
        result = actions.record_events(case_id, [new], now=clock.now(), actor_id=request.viewer.user_id)
        say_what_followed(request, result, entry.name)
        return redirect("cases:chronology", case_id)
    title = presenting.event_title(view, entry.name)
    context = page_context(view, form=form, event_title=title, event_name=entry.name, entry=entry)
    return render(request, "cases/record_event.html", context, status=422 if form.errors else 200)


def say_what_followed(request: Request, result: actions.Consequences, event: str) -> None:
    """Put what followed on the next page: what was met, what is due now, what moved and where to."""
    place = caseload.place_of(
        request.viewer, result.case, result.before.priority.key, result.after.priority.key
    )
    said = consequences.say(result, event, place, today=clock.today())
    messages.success(request, said.headline, extra_tags="recorded")
    for line in said.lines:
        messages.info(request, line)


def recordable(request: Request, case_id: UUID, *, also_closed: bool = False) -> reading.CaseView:
    """The case for somebody who may write on it; not found for anybody else, and once it is closed.

    `also_closed`: for what is decided about a closed case, as opening it again.
    """
    if not request.viewer.can_record:
        raise Http404
    view = reading.case_view(request.viewer, case_id, clock.now())
    if view.case.status == "closed" and not also_closed:
        raise Http404
    return view


def page_context(view: reading.CaseView, **more: object) -> dict[str, object]:
    """What a page of its own in a case needs."""
    return {
        "case": view.case,
        "strip": presenting.strip(view),
        "today": clock.today(),
        "nav_current": "cases:caseload",
        **more,
    }
