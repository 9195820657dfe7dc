"""The outcomes of a case, and what its client says."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from plimsoll import today as clock
from plimsoll.cases import consequences
from plimsoll.cases import presenting as case_presenting
from plimsoll.cases.queries import case as reading
from plimsoll.cases.views.case import open_page
from plimsoll.outcomes import actions, forms, presenting, queries
from plimsoll.outcomes.kinds import kinds, link_days

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpResponse

    from plimsoll.people.requests import Request


@login_required
@require_safe
def case(request: Request, case_id: UUID) -> HttpResponse:
    """What came of the work on this case, and what does the client say?"""
    view, context = open_page(request, case_id, "outcomes:case")
    found = [presenting.line(view.case.pack, one) for one in queries.outcomes_of(case_id)]
    context["standing"] = [one for one in found if not one.withdrawn_why]
    context["withdrawn"] = [one for one in found if one.withdrawn_why]
    context["links"] = [presenting.link_line(link, view.as_at) for link in queries.links_of(case_id)]
    context["days"] = link_days(view.case.pack)
    # What came of the work is often known only after the case is closed.
    context["can_tell"] = request.viewer.can_record
    context["may_see_numbers"] = queries.may_see_numbers(request.viewer)
    return render(request, "outcomes/case.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: Request, case_id: UUID) -> HttpResponse:
    """Something came of the work."""
    view = _view(request, case_id)
    form = _form(request, view, {})
    if form.is_bound and form.is_valid():
        _made, result = actions.record_outcome(
            case_id, form.told(), now=clock.now(), actor_id=request.viewer.user_id
        )
        messages.success(request, consequences.headline(result))
        for line in consequences.lines(result):
            messages.info(request, line)
        return redirect("outcomes:case", case_id)
    return _page(request, view, form, _("What was achieved"))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: Request, outcome_id: UUID) -> HttpResponse:
    """Put an outcome right."""
    found = queries.outcome_for(request.viewer, outcome_id)
    view = _view(request, found.case_id)
    names = ("kind", "about", "achieved_on", "pounds", "per", "known", "words", "version")
    initial = {name: getattr(found, name) for name in names} | {"led_by": found.led_by_id or ""}
    form = _form(request, view, initial)
    context: dict[str, Any] = {}
    if form.is_bound and form.is_valid():
        try:
            actions.change_outcome(
                outcome_id, form.told(), version=form.cleaned_data["version"] or 0,
                now=clock.now(), actor_id=request.viewer.user_id,
            )  # fmt: skip
        except actions.ChangedMeanwhile:
            context["theirs"] = _changed(request, form, outcome_id)
        else:
            messages.success(request, _("Saved."))
            return redirect("outcomes:case", found.case_id)
    return _page(request, view, form, _("Change the outcome"), **context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: Request, outcome_id: UUID) -> HttpResponse:
    """Take an outcome back."""
    found = queries.outcome_for(request.viewer, outcome_id)
    view = _view(request, found.case_id)
    given = request.POST if request.method == "POST" else None
    form = forms.WithdrawForm(given, initial={"version": found.version})
    context: dict[str, Any] = {}
    if given is not None and form.is_valid():
        data = form.cleaned_data
        try:
            actions.withdraw_outcome(
                outcome_id, data["why"], version=data["version"] or 0, now=clock.now(), actor_id=request.viewer.user_id
            )
        except actions.ChangedMeanwhile:
            context["theirs"] = _changed(request, form, outcome_id)
        else:
            messages.success(request, _("Taken back. It stays to be read, and counts nowhere."))
            return redirect("outcomes:case", found.case_id)
    return _page(request, view, form, _("Take the outcome back"), **context)


@login_required
@require_POST
def ask(request: Request, case_id: UUID) -> HttpResponse:
    """Make a link for the client. It is shown on this page and never again."""
    view = _view(request, case_id)
    link, token = actions.make_link(view.case, now=clock.now(), actor_id=request.viewer.user_id)
    address = request.build_absolute_uri(reverse("outcomes:feedback")) + f"?k={token}"
    context = {
        "case": view.case,
        "strip": case_presenting.strip(view),
        "address": address,
        "expires_at": link.expires_at,
        "nav_current": "cases:caseload",
    }
    return render(request, "outcomes/link.html", context)


@login_required
@require_POST
def withdraw_link(request: Request, link_id: UUID) -> HttpResponse:
    """A link that went to the wrong place."""
    link = queries.link_for(request.viewer, link_id)
    if not request.viewer.can_record:
        raise Http404
    actions.withdraw_link(link_id, now=clock.now(), actor_id=request.viewer.user_id)
    messages.success(request, _("The link can be used no more."))
    return redirect("outcomes:case", link.case_id)


def _view(request: Request, case_id: UUID) -> reading.CaseView:
    """The case, for somebody who may write in it, also when it is closed."""
    if not request.viewer.can_record:
        raise Http404
    return reading.case_view(request.viewer, case_id, clock.now())


def _form(request: Request, view: reading.CaseView, initial: dict[str, Any]) -> forms.OutcomeForm:
    pack, today = view.case.pack, clock.today()
    return forms.OutcomeForm(
        request.POST if request.method == "POST" else None,
        kinds=kinds(pack),
        leads=presenting.leads(pack, queries.to_lead(view.events, today)),
        today=today,
        initial=initial,
    )


def _changed(request: Request, form: Any, outcome_id: UUID) -> list[tuple[str, str]]:
    now_is = queries.outcome_for(request.viewer, outcome_id)
    form.data = {**request.POST.dict(), "version": str(now_is.version)}
    form.add_error(None, _("Somebody changed this while you were writing. Nothing of yours is lost."))
    return presenting.theirs(now_is.case.pack, now_is)


def _page(request: Request, view: reading.CaseView, form: Any, heading: str, **more: Any) -> HttpResponse:
    context = {
        "case": view.case,
        "strip": case_presenting.strip(view),
        "form": form,
        "heading": heading,
        "cancel": reverse("outcomes:case", args=[view.case.pk]),
        "nav_current": "cases:caseload",
        **more,
    }
    return render(request, "outcomes/form.html", context, status=422 if form.errors else 200)
