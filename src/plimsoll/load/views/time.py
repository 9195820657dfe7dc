"""Hours, time away and other work of one person."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from plimsoll import today as clock
from plimsoll.load import actions, forms, queries
from plimsoll.load.pack import weighting_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from uuid import UUID

    from django.forms import Form
    from django.http import HttpResponse

    from plimsoll.load.queries import Person
    from plimsoll.people.requests import Request

_BOTH = ["GET", "HEAD", "POST"]


@login_required
@require_safe
def time(request: Request, worker_id: UUID) -> HttpResponse:
    """What is on record of somebody's hours."""
    who = _changeable(request, worker_id)
    titles = dict(_works(who))
    works = [(row, titles.get(row.work, row.work)) for row in queries.works_of(who)]
    context = {
        "person": who, "contract": queries.contract_of(who), "reductions": queries.reductions_of(who),
        "works": works, "is_mine": who.id == request.viewer.user_id, "today": clock.today(),
        "overseen": queries.oversees(request.viewer, who),
        "full_time": weighting_of(who.pack, clock.today()).capacity.full_time.hours,
    }  # fmt: skip
    return render(request, "load/time.html", context)


@login_required
@require_http_methods(_BOTH)
def add_reduction(request: Request, worker_id: UUID) -> HttpResponse:
    """Put a time away on record."""
    who = _changeable(request, worker_id)
    form = forms.ReductionForm(request.POST or None)
    return _handled(
        request, who, form, _("Put time away on record"),
        lambda: actions.add_reduction(who.id, form.new(), now=clock.now(), actor_id=request.viewer.user_id),
    )  # fmt: skip


@login_required
@require_http_methods(_BOTH)
def set_hours(request: Request, worker_id: UUID) -> HttpResponse:
    """New hours from a day on."""
    who = _overseen(request, worker_id)
    form = forms.HoursForm(request.POST or None)

    def save() -> object:
        found = form.cleaned_data
        return actions.set_contract(
            who.id, found["hours"], found["stage"], found["from_on"], now=clock.now(), actor_id=request.viewer.user_id
        )

    return _handled(request, who, form, _("Set the hours of the contract"), save)


@login_required
@require_http_methods(_BOTH)
def add_work(request: Request, worker_id: UUID) -> HttpResponse:
    """Put work that is not a case on record."""
    who = _changeable(request, worker_id)
    form = forms.WorkForm(request.POST or None, kinds=_works(who))

    def save() -> object:
        found = form.cleaned_data
        new = actions.NewWork(found["work"], found["count"], found["since"], found.get("until"))
        return actions.add_work(who.id, new, now=clock.now(), actor_id=request.viewer.user_id)

    return _handled(request, who, form, _("Put other work on record"), save)


@login_required
@require_http_methods(_BOTH)
def end_reduction(request: Request, worker_id: UUID, row_id: int) -> HttpResponse:
    """Give a time away its last day, or take it back."""
    who = _changeable(request, worker_id)
    row = next((one for one in queries.reductions_of(who) if one.pk == row_id), None)
    if row is None:
        raise Http404
    form = forms.EndForm(request.POST or None, initial={"version": row.version, "last": row.until})

    def save() -> object:
        found = form.cleaned_data
        last = None if found["not_so"] else found["last"]
        return actions.end_reduction(row.pk, last, found["version"], now=clock.now(), actor_id=request.viewer.user_id)

    return _handled(request, who, form, row.get_kind_display(), save, row=row)


@login_required
@require_http_methods(_BOTH)
def end_work(request: Request, worker_id: UUID, row_id: int) -> HttpResponse:
    """Give other work its last day, or take it back."""
    who = _changeable(request, worker_id)
    row = next((one for one in queries.works_of(who) if one.pk == row_id), None)
    if row is None:
        raise Http404
    form = forms.EndForm(request.POST or None, initial={"version": row.version, "last": row.until})

    def save() -> object:
        found = form.cleaned_data
        last = None if found["not_so"] else found["last"]
        return actions.end_work(row.pk, last, found["version"], now=clock.now(), actor_id=request.viewer.user_id)

    return _handled(request, who, form, dict(_works(who)).get(row.work, row.work), save, row=row)


def _handled(
    request: Request, who: Person, form: Form, title: str, save: Callable[[], object], row: Any = None
) -> HttpResponse:
    """Show the form, or save and go back; what went wrong stands where it belongs, and nothing typed is lost."""
    if request.method == "POST" and form.is_valid():
        try:
            save()
        except actions.ChangedMeanwhile as changed:
            form.data = {**request.POST.dict(), "version": str(changed.row.version)}
            row = changed.row
            form.add_error(None, _("Somebody changed this while you were at it. It stands below as it is now."))
        except ValidationError as error:
            for field, said in error.message_dict.items():
                form.add_error(field if field in form.fields else None, said)
        else:
            messages.success(request, _("Saved."))
            return redirect("load:time", who.id)
    context = {
        "form": form, "person": who, "title": title, "row": row, "cancel": reverse("load:time", args=[who.id]),
        "is_mine": who.id == request.viewer.user_id,
    }  # fmt: skip
    return render(request, "load/time_form.html", context, status=422 if form.errors else 200)


def _changeable(request: Request, worker_id: UUID) -> Person:
    who = queries.person_for(request.viewer, worker_id)
    if not queries.may_change(request.viewer, who):
        raise Http404
    return who


def _overseen(request: Request, worker_id: UUID) -> Person:
    who = queries.person_for(request.viewer, worker_id)
    if not queries.oversees(request.viewer, who):
        raise Http404
    return who


def _works(who: Person) -> list[tuple[str, str]]:
    rules = weighting_of(who.pack, clock.today()).works
    return [(rule.id, _(rule.title)) for rule in rules.values() if not rule.everyone]
