"""The people of a case, and one of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from plimsoll import today as clock
from plimsoll.cases.views.case import tabs_of
from plimsoll.families import presenting
from plimsoll.families.actions import people as actions
from plimsoll.families.actions.relationships import Kin
from plimsoll.families.forms import person as forms
from plimsoll.families.ground import opened
from plimsoll.families.queries import duplicates, family
from plimsoll.families.queries import people as queries
from plimsoll.families.refusal import Refused
from plimsoll.families.views.saving import saved

if TYPE_CHECKING:
    from uuid import UUID

    from django import forms as django_forms
    from django.http import HttpResponse

    from plimsoll.people.requests import Request

METHODS = ["GET", "HEAD", "POST"]


@login_required
@require_safe
def people(request: Request, case_id: UUID) -> HttpResponse:
    """Who is on this case, and what is each to it?"""
    now, today = clock.now(), clock.today()
    _view, context = opened(request.viewer, case_id, now, today)
    on_case = queries.people_on_case(case_id, today)
    found = family.family_of(request.viewer, [one.person.pk for one in on_case], today)
    context |= presenting.people(case_id, on_case, found, today)
    context["tabs"] = tabs_of(case_id, "families:people")
    actions.note_case_read(case_id, "people", now=now, viewer=request.viewer)
    return render(request, "families/people.html", context)


@login_required
@require_safe
def page(request: Request, case_id: UUID, person_id: UUID) -> HttpResponse:
    """All that is recorded of one person."""
    now, today = clock.now(), clock.today()
    _view, context = opened(request.viewer, case_id, now, today)
    became = queries.became(case_id, person_id)
    if became:
        return redirect("families:person", case_id, became)
    whole = queries.whole(request.viewer, case_id, person_id, today)
    found = family.family_of(request.viewer, [person_id], today)
    context |= presenting.person(case_id, whole, found, today)
    context["tabs"] = tabs_of(case_id, "families:people")
    actions.note_read(case_id, person_id, now=now, viewer=request.viewer)
    return render(request, "families/person.html", context)


@login_required
@require_http_methods(METHODS)
def add(request: Request, case_id: UUID) -> HttpResponse:
    """Put somebody on the case: who they are, or which of those on record."""
    now, today = clock.now(), clock.today()
    view, context = opened(request.viewer, case_id, now, today, writing=True)
    given = request.POST if request.method == "POST" else None
    form = forms.NewPersonForm(given, on_case=queries.choices_on_case(case_id), today=today, initial={"sex": "U"})
    back = reverse("families:people", args=[case_id])
    context |= {"form": form, "back": back, "case": view.case}
    if given is None or not form.is_valid():
        return render(request, "families/add.html", context, status=422 if form.errors else 200)
    fields, numbers = form.person_fields(), form.identifiers()
    alike = duplicates.suggestions(request.viewer, fields, numbers, case_id, today)
    part = form.cleaned_data["part"]
    chosen = next((one for one in alike if str(one.person.pk) == given.get("use")), None)
    if chosen is not None:
        actions.put_on_case(case_id, chosen.person.pk, part, now=now, viewer=request.viewer)
        messages.success(request, _("Put on the case. No second record was made."))
        return redirect("families:person", case_id, chosen.person.pk)
    if alike and "sure" not in given:
        context["alike"] = presenting.suggestions(alike, today)
        return render(request, "families/add.html", context)
    try:
        new = actions.NewPerson(fields, part, numbers, _kin(form))
        made = actions.add_person(case_id, new, now=now, viewer=request.viewer)
    except Refused as problem:
        form.add_error("relationship", str(problem))
        return render(request, "families/add.html", context, status=422)
    messages.success(request, _("Added to the case."))
    return redirect("families:person", case_id, made.pk)


def _kin(form: forms.NewPersonForm) -> Kin | None:
    data = form.cleaned_data
    if not data["relationship"]:
        return None
    ends = (None, forms.uuid_of(data["related_to"]))
    person, other = reversed(ends) if data["turned"] else ends
    return Kin(data["relationship"], person, other, parental_responsibility=data["parental_responsibility"])


@login_required
@require_http_methods(METHODS)
def change(request: Request, case_id: UUID, person_id: UUID) -> HttpResponse:
    """Change who somebody is."""
    person, context = _known(request, case_id, person_id)
    initial = presenting.person_initial(person)
    given = request.POST if request.method == "POST" else None
    form = forms.ChangePersonForm(given, today=clock.today(), initial=initial)
    context |= {"form": form, "heading": _("Change details")}

    def save() -> None:
        actions.change_person(
            case_id, person_id, form.cleaned_data["version"], form.person_fields(), form.identifiers(),
            now=clock.now(), viewer=request.viewer,
        )  # fmt: skip

    return saved(request, context, form, save, version=person.version, stands=presenting.stands(person))


@login_required
@require_http_methods(METHODS)
def contact(request: Request, case_id: UUID, person_id: UUID) -> HttpResponse:
    """When and how it is safe to be in touch."""
    person, context = _known(request, case_id, person_id)
    initial = {"version": person.version, "contact_ways": person.contact_ways, "contact_when": person.contact_when}
    given = request.POST if request.method == "POST" else None
    form = forms.ContactForm(given, initial=initial)
    context |= {"form": form, "heading": _("Safe contact")}

    def save() -> None:
        data = dict(form.cleaned_data)
        version = data.pop("version")
        actions.change_person(case_id, person_id, version, data, now=clock.now(), viewer=request.viewer)

    return saved(request, context, form, save, version=person.version, stands=presenting.contact_stands(person))


@login_required
@require_http_methods(METHODS)
def equality(request: Request, case_id: UUID, person_id: UUID) -> HttpResponse:
    """Equality facts, each with its own "not asked" and "prefers not to say"."""
    person, context = _known(request, case_id, person_id)
    given = request.POST if request.method == "POST" else None
    form = forms.EqualityForm(given, initial=presenting.equality_initial(person))
    context |= {"form": form, "heading": _("Disability and equality facts")}

    def save() -> None:
        data = form.cleaned_data
        kept = {"disabilities": data["disabilities"]}
        now = clock.now()
        actions.record_equality(case_id, person_id, data["version"], kept, form.told(), now=now, viewer=request.viewer)

    return saved(request, context, form, save, version=person.version, stands=presenting.equality_stands(person))


@login_required
@require_http_methods(METHODS)
def add_to(request: Request, case_id: UUID, person_id: UUID, what: str) -> HttpResponse:
    """Add a name, a telephone number, an address or an alert."""
    if what not in ADDED:
        raise Http404
    heading, _class = ADDED[what]
    person, context = _known(request, case_id, person_id)
    form = _form_for(request, what, case_id, person_id)
    context |= {"form": form, "heading": heading}

    def save() -> None:
        data = dict(form.cleaned_data)
        now, viewer = clock.now(), request.viewer
        if what == "address":
            hidden_from = [forms.uuid_of(pk) for pk in data.pop("secret_from")]
            actions.add_address(case_id, person.pk, data, hidden_from, now=now, viewer=viewer)
        else:
            action = {"name": actions.add_name, "telephone": actions.add_telephone, "alert": actions.add_alert}[what]
            action(case_id, person.pk, data, now=now, viewer=viewer)

    return saved(request, context, form, save)


ADDED = {
    "name": (gettext_lazy("Another name"), forms.NameForm),
    "telephone": (gettext_lazy("A telephone number"), forms.TelephoneForm),
    "address": (gettext_lazy("An address"), forms.AddressForm),
    "alert": (gettext_lazy("An alert"), forms.AlertForm),
}


def _form_for(request: Request, what: str, case_id: UUID, person_id: UUID) -> django_forms.Form:
    given = request.POST if request.method == "POST" else None
    if what == "address":
        others = [one for one in queries.choices_on_case(case_id) if one[0] != str(person_id)]
        return forms.AddressForm(given, on_case=others, initial={"from_on": clock.today()})
    kind = ADDED[what][1]
    return kind(given, initial={"from_on": clock.today()})


@login_required
@require_http_methods(METHODS)
def end(request: Request, case_id: UUID, person_id: UUID, what: str, row_id: int) -> HttpResponse:
    """End an address, a number or an alert: it stays on record with its last day."""
    if what not in actions.ENDED:
        raise Http404
    _person, context = _known(request, case_id, person_id)
    given = request.POST if request.method == "POST" else None
    form = forms.EndForm(given, initial={"on": clock.today()})
    context |= {"form": form, "heading": _("End this"), "ending": True}

    def save() -> None:
        on = form.cleaned_data["on"]
        if not actions.end(what, case_id, person_id, row_id, on=on, now=clock.now(), viewer=request.viewer):
            raise Http404

    return saved(request, context, form, save)


def _known(request: Request, case_id: UUID, person_id: UUID) -> tuple[queries.Person, dict[str, object]]:
    _view, context = opened(request.viewer, case_id, clock.now(), clock.today(), writing=True)
    person = queries.person_on_case(case_id, person_id)
    context |= {"person": person, "back": reverse("families:person", args=[case_id, person_id])}
    return person, context
