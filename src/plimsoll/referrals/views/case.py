"""The referrals of one case, and sending one."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from plimsoll import today as clock
from plimsoll.cases.views.case import open_page
from plimsoll.cases.views.record import page_context, say_what_followed
from plimsoll.referrals import actions, forms, presenting, queries
from plimsoll.referrals.waiting_rules import waiting_rules
from plimsoll.tasks.views.case import recordable

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpResponse

    from plimsoll.people.requests import Request

SENT = "onward_referral_sent"


@login_required
@require_safe
def referrals(request: Request, case_id: UUID) -> HttpResponse:
    """What does this case wait for, how long, and what holds meanwhile?"""
    view, context = open_page(request, case_id, "referrals:case")
    context["lines"] = presenting.lines(
        queries.in_view(view),
        pack=view.case.pack,
        events=view.events,
        today=clock.today(),
        can_record=bool(context["can_record"]),
    )
    return render(request, "referrals/case.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def send(request: Request, case_id: UUID) -> HttpResponse:
    """Refer the case, or somebody of it, to another service. `?instead=ID` says which referral this one follows."""
    view = recordable(request, case_id)
    today = clock.today()
    given = request.POST if request.method == "POST" else None
    form = forms.SendForm(
        given,
        today=today,
        people=[person.display_name for person in view.subjects],
        services=queries.services_known(request.viewer, view.as_at),
        initial={"check_by": today + timedelta(days=waiting_rules(view.case.pack).check_every_days)},
    )
    instead_of = _instead_of(request, view)
    if given is not None and form.is_valid():
        try:
            new = form.new_referral(instead_of)
            result = actions.send_referral(case_id, new, now=clock.now(), actor_id=request.viewer.user_id)
        except ValidationError as error:
            form.add_error("to", error.messages[0])
        else:
            say_what_followed(request, result, SENT)
            return redirect("referrals:case", case_id)
    said = _("Instead of %(service)s") % {"service": instead_of} if instead_of else ""
    context = page_context(view, form=form, heading=_("Refer to another service"), said=said, services=form.services)
    return render(request, "referrals/form.html", context, status=422 if form.errors else 200)


def _instead_of(request: Request, view: queries.CaseView) -> str:
    """The service that said no, or takes too long."""
    asked = request.GET.get("instead", "")
    found = [one for one in queries.in_view(view) if str(one.id) == asked]
    return found[0].service if found else ""
