"""Opening, waiting, closing and opening again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from plimsoll import today as clock
from plimsoll.cases import consequences, presenting
from plimsoll.cases.queries import case as reading
from plimsoll.cases.views.case import open_page
from plimsoll.handover import actions, forms, queries, summary
from plimsoll.handover.views.transfer import blame
from plimsoll.tasks import checklists
from plimsoll.tasks import queries as task_queries
from plimsoll.tasks.views.case import recordable

if TYPE_CHECKING:
    from django.http import HttpResponse

    from plimsoll.people.requests import Request

MOMENTS = ("opening", "transfer", "closing")


@login_required
@require_safe
def hub(request: Request, case_id: UUID) -> HttpResponse:
    """What is in progress, and which turn can the case take?"""
    view, context = open_page(request, case_id, "handover:case")
    lists = checklists.checklists(view.case.pack).values()
    context |= {
        "summary": summary.summary(view),
        "handover": queries.open_handover(case_id),
        "handovers": queries.handovers_of(case_id),
        "wait": queries.wait_of(case_id),
        "closing": queries.last_closing(case_id),
        "checklists": [one for moment in MOMENTS for one in lists if one.when == moment],
        "can_reopen": request.viewer.can_record and view.case.status == "closed",
    }
    return render(request, "handover/case.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def wait(request: Request, case_id: UUID) -> HttpResponse:
    """The case waits, until a day."""
    view = recordable(request, case_id)
    form = forms.WaitForm(_given(request), today=clock.today())
    if form.is_bound and form.is_valid():
        try:
            actions.set_waiting(case_id, **form.cleaned_data, now=clock.now(), viewer=request.viewer)
        except ValidationError as error:
            blame(form, error)
        else:
            messages.success(request, _("The case waits. Looking again is on the list of tasks."))
            return redirect("handover:case", case_id)
    return _form(request, view, form, _("Set the case to wait"), _("Set it to wait"))


@login_required
@require_POST
def end_wait(request: Request, case_id: UUID) -> HttpResponse:
    """It waits no longer."""
    recordable(request, case_id)
    actions.end_waiting(case_id, now=clock.now(), viewer=request.viewer)
    messages.success(request, _("The case is open."))
    return redirect("handover:case", case_id)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def close(request: Request, case_id: UUID) -> HttpResponse:
    """Close the case, seeing what is unfinished and deciding about it."""
    view = recordable(request, case_id)
    left = {"parts": summary.unfinished(summary.summary(view))}
    today = clock.today()
    form = forms.CloseForm(
        _given(request), today=today, is_unfinished=bool(left["parts"]),
        initial={"on": today, "version": view.case.version},
    )  # fmt: skip
    if form.is_bound and form.is_valid():
        data = form.cleaned_data
        words = actions.ClosingWords(
            on=data["on"],
            reason=data["reason"],
            summary=data["summary"],
            decision=data.get("decision", ""),
            agreed_by=data["agreed_by"],
            version=data["version"] or 0,
        )
        try:
            result = actions.close_case(case_id, words, now=clock.now(), viewer=request.viewer)
        except actions.ChangedMeanwhile:
            form.data = {**request.POST.dict(), "version": str(view.case.version)}
            form.add_error(
                None, _("Something was recorded on this case while you were writing. Look again at what is unfinished.")
            )
        except ValidationError as error:
            blame(form, error)
        else:
            messages.success(request, _("The case is closed."))
            for line in consequences.lines(result):
                messages.info(request, line)
            # Whoever only held the case does not see it once it is closed.
            return redirect("handover:case", case_id) if request.viewer.oversees else redirect("cases:caseload")
    return _form(request, view, form, _("Close the case"), _("Close it"), summary=left, is_closing=True)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def reopen(request: Request, case_id: UUID) -> HttpResponse:
    """Open a closed case again, with what its closing ended."""
    if not request.viewer.can_record:
        raise Http404
    view = reading.case_view(request.viewer, case_id, clock.now())
    if view.case.status != "closed":
        raise Http404
    closing = queries.last_closing(case_id)
    people = task_queries.colleagues(request.viewer, view.case)
    initial = {"holder": str(closing.holder_id or "")} if closing else {}
    form = forms.ReopenForm(_given(request), people=people, initial=initial)
    if form.is_bound and form.is_valid():
        holder = form.cleaned_data["holder"]
        try:
            result = actions.reopen_case(
                case_id,
                reason=form.cleaned_data["reason"],
                holder_id=UUID(holder) if holder else None,
                now=clock.now(),
                viewer=request.viewer,
            )
        except ValidationError as error:
            blame(form, error)
        else:
            messages.success(request, _("The case is open again, with the tasks and plans that were ended."))
            for line in consequences.lines(result):
                messages.info(request, line)
            may_see = holder == str(request.viewer.user_id) or request.viewer.oversees
            return redirect("cases:overview", case_id) if may_see else redirect("cases:caseload")
    return _form(request, view, form, _("Open the case again"), _("Open it again"), closing=closing)


def _form(
    request: Request, view: reading.CaseView, form: Any, heading: str, submit: str, **more: object
) -> HttpResponse:
    context = {
        "case": view.case, "strip": presenting.strip(view), "form": form, "heading": heading, "submit": submit,
        "cancel": reverse("handover:case", args=[view.case.pk]), "nav_current": "cases:caseload", **more,
    }  # fmt: skip
    return render(request, "handover/form.html", context, status=422 if form.errors else 200)


def _given(request: Request) -> Any:
    return request.POST if request.method == "POST" else None
