"""Consent and sharing of one case."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from plimsoll import today as clock
from plimsoll.cases import consequences
from plimsoll.cases import presenting as case_presenting
from plimsoll.cases.views.case import open_page
from plimsoll.consents import actions, forms, grounds, presenting, queries
from plimsoll.documents import queries as document_queries
from plimsoll.tasks.views.case import recordable

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpRequest, HttpResponse

    from plimsoll.cases.actions import Consequences
    from plimsoll.cases.queries.case import CaseView
    from plimsoll.consents.register import Standing
    from plimsoll.people.requests import Request

METHODS = ["GET", "HEAD", "POST"]


@login_required
@require_safe
def register(request: Request, case_id: UUID) -> HttpResponse:
    """What may be shared with whom, on what ground, and what was?"""
    view, context = open_page(request, case_id, "consents:case")
    documents = {str(pk): title for pk, title in document_queries.kept_titles(case_id)}
    standings = queries.register_in(view, clock.today())
    lines = presenting.lines(case_id, standings, documents, clock.today())
    context["untold"] = [line for line in lines if line.is_untold]
    context["lines"] = lines
    context["log"] = presenting.sharing_log(standings, documents)
    return render(request, "consents/case.html", context)


@login_required
@require_http_methods(METHODS)
def give(request: Request, case_id: UUID) -> HttpResponse:
    """Ask, and record what they said."""
    view = recordable(request, case_id)
    form = forms.ConsentForm(
        _given(request), purposes=grounds.purposes(view.case.pack), today=clock.today(),
        documents=document_queries.kept_titles(case_id),
    )  # fmt: skip
    if form.is_bound and form.is_valid():
        data = form.cleaned_data
        result = actions.record_consent(
            case_id, form.consent(), is_given=data["answer"] == "given", on=data["on"], now=clock.now(),
            actor_id=request.viewer.user_id,
        )  # fmt: skip
        return _done(request, case_id, _("Recorded."), result)
    return _form(request, view, form, _("Ask for consent, and record the answer"), _("Record it"))


@login_required
@require_http_methods(METHODS)
def basis(request: Request, case_id: UUID) -> HttpResponse:
    """Record why it may be shared without consent."""
    view = recordable(request, case_id)
    pack = view.case.pack
    form = forms.BasisForm(
        _given(request), purposes=grounds.purposes(pack), today=clock.today(),
        bases=list(grounds.bases(pack).values()), conditions=list(grounds.conditions(pack).values()),
    )  # fmt: skip
    if form.is_bound and form.is_valid():
        result = actions.record_basis(
            case_id, form.record(), on=form.cleaned_data["on"], now=clock.now(), actor_id=request.viewer.user_id
        )
        return _done(request, case_id, _("Recorded."), result)
    return _form(request, view, form, _("Record a lawful basis other than consent"), _("Record it"))


@login_required
@require_http_methods(METHODS)
def share(request: Request, case_id: UUID) -> HttpResponse:
    """Record what was shared; without consent and without a basis it is refused."""
    view = recordable(request, case_id)
    pack = view.case.pack
    start = _standing(queries.register_in(view, clock.today()), request.GET.get("from", ""))
    initial = {"purpose": start.purpose, "agency": start.agency} if start else {}
    form = forms.ShareForm(
        _given(request), purposes=grounds.purposes(pack), today=clock.today(), initial=initial,
        bases=list(grounds.bases(pack).values()), documents=document_queries.kept_titles(case_id),
    )  # fmt: skip
    if form.is_bound and form.is_valid():
        try:
            result = actions.record_sharing(
                case_id, form.sharing(), on=form.cleaned_data["on"], now=clock.now(), actor_id=request.viewer.user_id
            )
        except ValidationError as error:
            for field, said in error.message_dict.items():
                form.add_error(field, said)
        else:
            return _done(request, case_id, _("Recorded."), result)
    return _form(request, view, form, _("Record what was shared"), _("Record it"))


@login_required
@require_http_methods(METHODS)
def withdraw(request: Request, case_id: UUID, event_id: int) -> HttpResponse:
    """They take their consent back; it takes effect at once."""
    view = recordable(request, case_id)
    standing = _of_consent(view, event_id)
    given_by = str(standing.consent.details.get("given_by", "")) if standing.consent else ""
    form = forms.WithdrawForm(_given(request), today=clock.today(), initial={"given_by": given_by})
    if form.is_bound and form.is_valid():
        data = form.cleaned_data
        result = actions.withdraw_consent(
            case_id, standing.purpose, standing.agency, given_by=data["given_by"], words=data["words"], on=data["on"],
            now=clock.now(), actor_id=request.viewer.user_id,
        )  # fmt: skip
        if any(one.basis == "consent" for one in standing.shares):
            said = _("%(agency)s holds what was shared on this consent: tell them.") % {"agency": standing.agency}
            messages.warning(request, said)
        return _done(request, case_id, _("Withdrawn. Nothing more may be shared on it."), result)
    said = f"{grounds.purpose(view.case.pack, standing.purpose)}: {standing.agency}"
    return _form(request, view, form, _("Withdraw consent"), _("Withdraw it"), said=said)


@login_required
@require_POST
def told(request: Request, case_id: UUID, event_id: int) -> HttpResponse:
    """The agency was told that the consent is gone."""
    view = recordable(request, case_id)
    standing = _of_consent(view, event_id)
    if not standing.is_untold:
        raise Http404
    result = actions.record_told(
        case_id, standing.purpose, standing.agency, now=clock.now(), actor_id=request.viewer.user_id
    )
    return _done(request, case_id, _("Recorded that %(agency)s was told.") % {"agency": standing.agency}, result)


@login_required
@require_POST
def end_basis(request: Request, case_id: UUID, event_id: int) -> HttpResponse:
    """A basis is relied on no longer."""
    view = recordable(request, case_id)
    found = [one for one in queries.register_in(view, clock.today()) if one.basis and one.basis.event_id == event_id]
    if not found:
        raise Http404
    result = actions.end_basis(
        case_id, found[0].purpose, found[0].agency, words="", now=clock.now(), actor_id=request.viewer.user_id
    )
    return _done(request, case_id, _("Ended. Nothing more may be shared on it."), result)


def _of_consent(view: CaseView, event_id: int) -> Standing:
    """The purpose and agency whose last word is this event."""
    standing = _standing(queries.register_in(view, clock.today()), str(event_id))
    if standing is None or standing.consent is None or standing.consent.event_id != event_id:
        raise Http404
    return standing


def _standing(standings: list[Standing], event_id: str) -> Standing | None:
    """The purpose and agency that an event speaks of last."""
    return next(
        (one for one in standings for said in (one.consent, one.basis) if said and str(said.event_id) == event_id), None
    )


def _given(request: HttpRequest) -> Any:
    return request.POST if request.method == "POST" else None


def _done(request: Request, case_id: UUID, headline: str, result: Consequences) -> HttpResponse:
    messages.success(request, headline)
    for line in consequences.lines(result):
        messages.info(request, line)
    return redirect("consents:case", case_id)


def _form(
    request: Request, view: CaseView, form: Any, heading: str, submit: str, **more: object
) -> HttpResponse:
    context = {
        "case": view.case, "strip": case_presenting.strip(view), "form": form, "heading": heading, "submit": submit,
        "cancel": reverse("consents:case", args=[view.case.pk]), "nav_current": "cases:caseload", **more,
    }  # fmt: skip
    return render(request, "consents/form.html", context, status=422 if form.errors else 200)
