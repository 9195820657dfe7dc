"""Recording what happened, and deciding what only a person may decide."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from plimsoll import today as clock
from plimsoll.cases import actions, consequences, presenting, recording
from plimsoll.cases.queries import case as reading

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpRequest


@login_required
@require_safe
def choose(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """What happened? The common first, everything else below."""
    view = _recordable(request, case_id)
    common, rest = recording.choices(view.case.pack)
    return render(request, "cases/record.html", _context(view, common=common, rest=rest))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def event(request: HttpRequest, case_id: UUID, event: str) -> HttpResponse:
    """Record one event, and say what followed from it."""
    view = _recordable(request, case_id)
    kind = presenting.event_kind(view.case.pack, event)
    if kind is None or event in recording.ELSEWHERE:
        raise Http404
    given = request.POST if request.method == "POST" else None
    form = recording.EventForm(given, pack=view.case.pack, event=event, today=clock.today())
    if given is not None and form.is_valid():
        result = actions.record_events(case_id, [form.new_event()], now=clock.now(), actor_id=request.viewer.user_id)
        messages.success(request, consequences.headline(result), extra_tags="recorded")
        for line in consequences.lines(result):
            messages.info(request, line)
        return redirect("cases:overview", case_id)
    context = _context(view, form=form, event_title=_(kind.title))
    return render(request, "cases/record_event.html", context, status=422 if form.errors else 200)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def write_up(request: HttpRequest, case_id: UUID, event_id: int) -> HttpResponse:
    """Write the note of a contact, or correct an entry: an addition that shows what it corrects."""
    view = _recordable(request, case_id)
    entry = view.event(str(event_id))
    kind = presenting.event_kind(view.case.pack, entry.name) if entry else None
    if entry is None or kind is None or entry.name in recording.ELSEWHERE or entry.corrections.exists():
        raise Http404
    given = request.POST if request.method == "POST" else None
    form = recording.EventForm(
        given, pack=view.case.pack, event=entry.name, today=clock.today(), initial=recording.initial_from(entry)
    )
    if given is not None and form.is_valid():
        new = form.new_event(supersedes_id=entry.pk)
        result = actions.record_events(case_id, [new], now=clock.now(), actor_id=request.viewer.user_id)
        messages.success(request, consequences.headline(result))
        for line in consequences.lines(result):
            messages.info(request, line)
        return redirect("cases:chronology", case_id)
    context = _context(view, form=form, event_title=_(kind.title), entry=entry)
    return render(request, "cases/record_event.html", context, status=422 if form.errors else 200)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def priority(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Place the case higher or lower for a time, with a reason."""
    view = _recordable(request, case_id)
    given = request.POST if request.method == "POST" else None
    tiers = presenting.tier_choices(view.case.pack)
    form = recording.OverrideForm(given, tiers=tiers, today=clock.today())
    if given is not None and form.is_valid():
        result = actions.override_priority(
            case_id,
            tier=form.cleaned_data["tier"],
            reason=form.cleaned_data["reason"],
            until=form.cleaned_data["until"],
            now=clock.now(),
            viewer=request.viewer,
        )
        messages.success(request, consequences.override_headline(result))
        return redirect("cases:why", case_id)
    context = _context(view, form=form, waiting=presenting.waiting_override(view))
    return render(request, "cases/override.html", context, status=422 if form.errors else 200)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def duty(request: HttpRequest, case_id: UUID, rule: str) -> HttpResponse:
    """A date that cannot be met: extension or exemption, with its lawful reason and who agreed."""
    view = _recordable(request, case_id)
    shown = next((one for one in presenting.open_duties(view) if one.rule == rule), None)
    if shown is None:
        raise Http404
    given = request.POST if request.method == "POST" else None
    form = recording.DutyForm(given)
    if given is not None and form.is_valid():
        data = form.cleaned_data
        result = actions.change_duty(
            case_id,
            rule=rule,
            due_on=data["due_on"] if data["action"] == "extend" else None,
            lawful_reason=data["lawful_reason"],
            agreed_by=data["agreed_by"],
            now=clock.now(),
            actor_id=request.viewer.user_id,
        )
        for line in consequences.duty_lines(result, rule):
            messages.info(request, line)
        return redirect("cases:duties", case_id)
    allowed = presenting.what_the_law_allows(view.case.pack, rule)
    context = _context(view, form=form, duty=shown, allowed=allowed)
    return render(request, "cases/duty_change.html", context, status=422 if form.errors else 200)


@login_required
@require_http_methods(["POST"])
def confirm(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """A supervisor confirms that a case may stand lower than its record would place it."""
    view = _recordable(request, case_id)
    waiting = presenting.waiting_override(view)
    if waiting is None:
        raise Http404
    actions.confirm_override(case_id, waiting.event_id, now=clock.now(), viewer=request.viewer)
    messages.success(request, _("Confirmed. The case now stands where it was placed."))
    return redirect("cases:why", case_id)


def _recordable(request: HttpRequest, case_id: UUID) -> reading.CaseView:
    if not request.viewer.can_record:
        raise Http404
    return reading.case_view(request.viewer, case_id, clock.now())


def _context(view: reading.CaseView, **more: object) -> dict[str, object]:
    return {
        "case": view.case,
        "strip": presenting.strip(view),
        "today": clock.today(),
        "nav_current": "cases:caseload",
        **more,
    }
