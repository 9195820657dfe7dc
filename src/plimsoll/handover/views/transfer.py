"""A transfer: proposed, read by the worker who is to receive it, and answered."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from plimsoll import today as clock
from plimsoll.cases import actions as case_actions
from plimsoll.cases import presenting
from plimsoll.handover import actions, forms, queries, summary
from plimsoll.tasks.views.case import recordable

if TYPE_CHECKING:
    from django.http import HttpResponse

    from plimsoll.handover.models import Handover
    from plimsoll.people.requests import Request


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def propose(request: Request, case_id: UUID) -> HttpResponse:
    """Hand the case to somebody, with what is in progress shown as they will see it."""
    view = recordable(request, case_id)
    given = request.POST if request.method == "POST" else None
    initial = {"wants_visit": queries.asks_for_visit(view.case.pack)}
    form = forms.TransferForm(given, receivers=queries.receivers(view.case), initial=initial)
    if given is not None and form.is_valid():
        data = form.cleaned_data
        team, _colon, worker = data["to"].partition(":")
        proposal = actions.Proposal(
            UUID(worker), UUID(team), data["reason"], data["giving_note"], data["family_view"], data["wants_visit"]
        )
        try:
            made = actions.propose_handover(case_id, proposal, now=clock.now(), viewer=request.viewer)
        except ValidationError as error:
            blame(form, error)
        else:
            messages.success(request, _("Proposed. The case stays where it is until it is accepted."))
            return redirect("handover:one", made.pk)
    context = {
        "case": view.case, "strip": presenting.strip(view), "form": form, "heading": _("Transfer the case"),
        "summary": summary.summary(view), "cancel": reverse("handover:case", args=[case_id]),
        "submit": _("Propose it"), "nav_current": "cases:caseload",
    }  # fmt: skip
    return render(request, "handover/form.html", context, status=422 if form.errors else 200)


@login_required
@require_safe
def waiting(request: Request) -> HttpResponse:
    """What am I to answer, and what do I wait for?"""
    found = queries.waiting_handovers(request.viewer)
    mine = [one for one in found if one.to_worker_id == request.viewer.user_id]
    context = {"to_answer": mine, "others": [one for one in found if one not in mine], "today": clock.today()}
    return render(request, "handover/waiting.html", context)


@login_required
@require_safe
def one(request: Request, handover_id: UUID) -> HttpResponse:
    """The handover with its summary; for the receiving worker, with the answer to give."""
    found = queries.handover_for(request.viewer, handover_id)
    return _page(request, found, None)


@login_required
@require_POST
def answer(request: Request, handover_id: UUID) -> HttpResponse:
    """Accept or decline."""
    found = queries.handover_for(request.viewer, handover_id)
    form = forms.AnswerForm(request.POST, asks_visit=found.wants_visit)
    if not form.is_valid():
        return _page(request, found, form)
    words, without = form.cleaned_data["words"], form.cleaned_data.get("without_visit", "")
    accepts = request.POST.get("answer") == "accept"
    if not accepts and not words:
        form.add_error("words", _("Enter why you cannot take the case"))
        return _page(request, found, form)
    now, viewer = clock.now(), request.viewer
    try:
        if accepts:
            actions.accept_handover(handover_id, words=words, without_visit=without, now=now, viewer=viewer)
        else:
            actions.decline_handover(handover_id, words=words, now=now, viewer=viewer)
    except PermissionDenied:
        raise Http404 from None
    except ValidationError as error:
        blame(form, error)
        return _page(request, found, form)
    if accepts:
        messages.success(request, _("The case is yours now, with everything in progress."))
        return redirect("cases:overview", found.case_id)
    messages.success(request, _("Declined. The case stays where it was, with your reason."))
    return redirect("handover:waiting")


@login_required
@require_POST
def take_back(request: Request, handover_id: UUID) -> HttpResponse:
    """Take a proposed transfer back."""
    found = queries.handover_for(request.viewer, handover_id)
    recordable(request, found.case_id)
    try:
        actions.take_back_handover(handover_id, now=clock.now(), viewer=request.viewer)
    except ValidationError as error:
        messages.error(request, error.messages[0])
    else:
        messages.success(request, _("Taken back. The case stays where it is."))
    return redirect("handover:case", found.case_id)


def _page(request: Request, found: Handover, form: forms.AnswerForm | None) -> HttpResponse:
    viewer, now = request.viewer, clock.now()
    waits = found.state == "proposed"
    case_actions.note_read(found.case, actor_id=viewer.user_id, now=now, page="handover")
    is_mine = waits and found.to_worker_id == viewer.user_id
    context = {
        "handover": found,
        "case": found.case,
        "summary": actions.handover_summary(found, now) if waits else found.summary,
        "is_mine": is_mine,
        "can_take_back": waits and viewer.can_record and not is_mine,
        "visit_on": actions.joint_visit_on(found) if found.wants_visit else None,
        "answer_form": form or forms.AnswerForm(asks_visit=found.wants_visit),
        "form": form,
        "today": clock.today(),
    }
    return render(request, "handover/one.html", context, status=422 if form is not None else 200)


def blame(form: Any, error: ValidationError) -> None:
    """Put an action's refusal beside the field it is about."""
    if not hasattr(error, "error_dict"):
        form.add_error(None, error)
        return
    for field, said in error.message_dict.items():
        form.add_error(field if field in form.fields else None, said)
