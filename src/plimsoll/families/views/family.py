"""Who is what to whom, drawn; who lives with whom."""

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
from plimsoll.families.forms import family as forms
from plimsoll.families.forms.person import EndForm, uuid_of
from plimsoll.families.ground import opened
from plimsoll.families.queries import family
from plimsoll.families.queries import people as queries
from plimsoll.families.views.saving import saved

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpResponse, QueryDict

    from plimsoll.people.requests import Request

METHODS = ["GET", "HEAD", "POST"]


@login_required
@require_safe
def genogram(request: Request, case_id: UUID) -> HttpResponse:
    """The family drawn, with its table beside it."""
    now, today = clock.now(), clock.today()
    _view, context = opened(request.viewer, case_id, now, today)
    on_case = queries.people_on_case(case_id, today)
    people = [one.person for one in on_case]
    found = family.family_of(request.viewer, [one.pk for one in people], today)
    subjects = {one.person.pk for one in on_case if one.is_subject}
    alerts = {one.person.pk: one.alerts for one in on_case}
    related = {pk for row in found.relationships for pk in (row.person_id, row.other_id)}
    lived = {member.person_id for view in found.households for member in view.now}
    drawn = [one for one in people if one.pk in related | lived | subjects]
    context |= drawing.family(case_id, found, drawn, subjects, alerts, today)
    context["tabs"] = tabs_of(case_id, "families:people")
    notes.note_case_read(case_id, "genogram", now=now, viewer=request.viewer)
    return render(request, "families/genogram.html", context)


@login_required
@require_http_methods(METHODS)
def relate(request: Request, case_id: UUID) -> HttpResponse:
    """Record what one person is to another."""
    context = _ground(request, case_id, _("Add a relationship"))
    form = forms.RelationshipForm(_given(request), on_case=queries.choices_on_case(case_id))

    def save() -> None:
        data = dict(form.cleaned_data)
        kin = actions.Kin(data.pop("kind"), uuid_of(data.pop("person")), uuid_of(data.pop("other")), **data)
        actions.relate(kin, case_id=case_id, now=clock.now(), viewer=request.viewer)

    return saved(request, context, form, save)


@login_required
@require_http_methods(METHODS)
def end_relationship(request: Request, case_id: UUID, row_id: UUID) -> HttpResponse:
    """End a relationship: it stays on record."""
    context = _ground(request, case_id, _("End this relationship"))
    form = EndForm(_given(request), initial={"on": clock.today()})

    def save() -> None:
        on = form.cleaned_data["on"]
        if not actions.end_relationship(row_id, on=on, case_id=case_id, now=clock.now(), viewer=request.viewer):
            raise Http404

    return saved(request, context, form, save)


@login_required
@require_http_methods(METHODS)
def add_household(request: Request, case_id: UUID) -> HttpResponse:
    """Record who lives together."""
    context = _ground(request, case_id, _("Add a household"))
    form = forms.HouseholdForm(_given(request), on_case=queries.choices_on_case(case_id))

    def save() -> None:
        data = form.cleaned_data
        actions.add_household(
            data["label"],
            [uuid_of(one) for one in data["members"]],
            from_on=data["from_on"],
            case_id=case_id,
            now=clock.now(),
            viewer=request.viewer,
        )

    return saved(request, context, form, save)


@login_required
@require_http_methods(METHODS)
def join(request: Request, case_id: UUID, household_id: UUID) -> HttpResponse:
    """Somebody moves into a household of this family."""
    context = _ground(request, case_id, _("Somebody moves in"))
    family.household_on_case(case_id, household_id)
    form = forms.JoinForm(_given(request), on_case=queries.choices_on_case(case_id), initial={"from_on": clock.today()})

    def save() -> None:
        data = form.cleaned_data
        actions.join_household(
            household_id,
            uuid_of(data["person"]),
            from_on=data["from_on"],
            case_id=case_id,
            now=clock.now(),
            viewer=request.viewer,
        )

    return saved(request, context, form, save)


@login_required
@require_http_methods(METHODS)
def leave(request: Request, case_id: UUID, row_id: int) -> HttpResponse:
    """Somebody moves out."""
    context = _ground(request, case_id, _("Somebody moves out"))
    form = EndForm(_given(request), initial={"on": clock.today()})

    def save() -> None:
        on = form.cleaned_data["on"]
        if not actions.leave_household(row_id, on=on, case_id=case_id, now=clock.now(), viewer=request.viewer):
            raise Http404

    return saved(request, context, form, save)


def _ground(request: Request, case_id: UUID, heading: str) -> dict[str, object]:
    _view, context = opened(request.viewer, case_id, clock.now(), clock.today(), writing=True)
    return context | {"back": reverse("families:genogram", args=[case_id]), "heading": heading}


def _given(request: Request) -> QueryDict | None:
    return request.POST if request.method == "POST" else None
