"""What only a person may decide: the place of a case for a time, a date that cannot be met, whose case it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from plimsoll import today as clock
from plimsoll.cases import actions, consequences, deciding, presenting
from plimsoll.cases.queries import allocation
from plimsoll.cases.views.record import page_context, recordable

if TYPE_CHECKING:
    from uuid import UUID

    from plimsoll.people.requests import Request


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def priority(request: Request, case_id: UUID) -> HttpResponse:
    """Place the case higher or lower for a time, with a reason."""
    view = recordable(request, case_id)
    given = request.POST if request.method == "POST" else None
    tiers = presenting.tier_choices(view.case.pack)
    form = deciding.OverrideForm(given, tiers=tiers, today=clock.today())
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
    context = page_context(view, form=form, waiting=presenting.waiting_override(view))
    return render(request, "cases/override.html", context, status=422 if form.errors else 200)


@login_required
@require_http_methods(["POST"])
def confirm(request: Request, case_id: UUID) -> HttpResponse:
    """A supervisor confirms that a case may stand lower than its record would place it."""
    view = recordable(request, case_id)
    waiting = presenting.waiting_override(view)
    if waiting is None:
        raise Http404
    actions.confirm_override(case_id, waiting.event_id, now=clock.now(), viewer=request.viewer)
    messages.success(request, _("Confirmed. The case now stands where it was placed."))
    return redirect("cases:why", case_id)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def duty(request: Request, case_id: UUID, rule: str) -> HttpResponse:
    """A date that cannot be met: extension or exemption, with its lawful reason and who agreed."""
    view = recordable(request, case_id)
    shown = next((one for one in presenting.open_duties(view) if one.rule == rule), None)
    if shown is None:
        raise Http404
    given = request.POST if request.method == "POST" else None
    form = deciding.DutyForm(given)
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
        messages.success(request, _("Put on the record."))
        for line in consequences.duty_lines(result, rule):
            messages.info(request, line)
        return redirect("cases:duties", case_id)
    allowed = presenting.what_the_law_allows(view.case.pack, rule)
    context = page_context(view, form=form, duty=shown, allowed=allowed)
    return render(request, "cases/duty_change.html", context, status=422 if form.errors else 200)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def allocate(request: Request, case_id: UUID) -> HttpResponse:
    """Give the case to a worker of its team; for those who oversee the team."""
    view = recordable(request, case_id, also_closed=True)
    if not allocation.may_allocate(request.viewer, view.case):
        raise Http404
    workers = allocation.workers(view.case)
    given = request.POST if request.method == "POST" else None
    holder = view.case.holder
    initial = {"worker": request.GET.get("worker", ""), "held_by": str(holder.pk) if holder else ""}
    form = deciding.AllocationForm(given, workers=presenting.worker_choices(view.case, workers), initial=initial)
    if given is not None and form.is_valid():
        chosen = next((one.user for one in workers if str(one.user.pk) == form.cleaned_data["worker"]), None)
        data = form.cleaned_data
        try:
            actions.allocate_case(
                case_id, chosen, on=clock.today(), reason=data["reason"], now=clock.now(),
                actor_id=request.viewer.user_id, held_by=data["held_by"] if "held_by" in request.POST else None,
            )  # fmt: skip
        except actions.HeldByAnother:
            said = _("Meanwhile it has gone to %(name)s. Save again to decide otherwise.")
            form.add_error(None, said % {"name": holder.name if holder else _("nobody")})
            form.data = {**request.POST.dict(), "held_by": str(holder.pk) if holder else ""}
        else:
            said = _("The case is now with %(name)s.") % {"name": chosen.name} if chosen else _("Nobody holds it now.")
            messages.success(request, said)
            return redirect("cases:overview", case_id)
    context = page_context(view, form=form)
    return render(request, "cases/allocate.html", context, status=422 if form.errors else 200)
