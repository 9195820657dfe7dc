"""The network round a family: professionals with agency and role, friends, places; drawn as an ecomap."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from plimsoll import today as clock
from plimsoll.cases.views.case import tabs_of
from plimsoll.families import drawing
from plimsoll.families.actions import people as notes
from plimsoll.families.actions import relationships as actions
from plimsoll.families.forms.family import NetworkForm
from plimsoll.families.forms.person import EndForm, uuid_of
from plimsoll.families.ground import opened
from plimsoll.families.queries import family
from plimsoll.families.queries import people as queries
from plimsoll.families.views.saving import saved

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpResponse

    from plimsoll.people.requests import Request

METHODS = ["GET", "HEAD", "POST"]


@login_required
@require_safe
def ecomap(request: Request, case_id: UUID) -> HttpResponse:
    """The network drawn, with its table beside it."""
    now, today = clock.now(), clock.today()
    view, context = opened(request.viewer, case_id, now, today)
    context |= drawing.network(case_id, family.network_of(case_id), view.case.title, today)
    context["tabs"] = tabs_of(case_id, "families:people")
    notes.note_case_read(case_id, "network", now=now, viewer=request.viewer)
    return render(request, "families/network.html", context)


@login_required
@require_http_methods(METHODS)
def add(request: Request, case_id: UUID) -> HttpResponse:
    """Somebody outside the family who matters to the case."""
    _view, context = opened(request.viewer, case_id, clock.now(), clock.today(), writing=True)
    context |= {"back": reverse("families:network", args=[case_id]), "heading": _("Add to the network")}
    given = request.POST if request.method == "POST" else None
    form = NetworkForm(given, on_case=queries.choices_on_case(case_id), initial={"tie": "ordinary"})

    def save() -> None:
        data = dict(form.cleaned_data)
        about = data.pop("about")
        data["about_id"] = uuid_of(about) if about else None
        actions.add_to_network(case_id, data, now=clock.now(), viewer=request.viewer)

    return saved(request, context, form, save)


@login_required
@require_http_methods(METHODS)
def end(request: Request, case_id: UUID, row_id: UUID) -> HttpResponse:
    """They no longer have a part: it stays on record."""
    _view, context = opened(request.viewer, case_id, clock.now(), clock.today(), writing=True)
    context |= {"back": reverse("families:network", args=[case_id]), "heading": _("They no longer have a part")}
    form = EndForm(request.POST if request.method == "POST" else None, initial={"on": clock.today()})

    def save() -> None:
        on = form.cleaned_data["on"]
        if not actions.end_network(row_id, on=on, case_id=case_id, now=clock.now(), viewer=request.viewer):
            raise Http404

    return saved(request, context, form, save)
