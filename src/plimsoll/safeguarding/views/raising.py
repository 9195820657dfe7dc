"""Raising a concern: whose case, then one page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from plimsoll import today as clock
from plimsoll.cases.views.record import page_context, recordable, say_what_followed
from plimsoll.safeguarding import actions, forms, presenting, queries

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpResponse

    from plimsoll.people.requests import Request


@login_required
@require_safe
def find(request: Request) -> HttpResponse:
    """Whose case is it? One's own are there at once; a name or number finds any other in sight."""
    if not request.viewer.can_record:
        raise Http404
    form = forms.FindForm(request.GET)
    terms = form.cleaned_data["q"] if form.is_valid() else ""
    cases = queries.cases_to_raise_on(request.viewer, terms)
    if terms and len(cases) == 1:
        return redirect("safeguarding:raise_on", cases[0].pk)
    context = {"find": forms.FindForm(initial={"q": terms}), "cases": cases, "terms": terms, "today": clock.today()}
    return render(request, "safeguarding/find.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def raise_on(request: Request, case_id: UUID) -> HttpResponse:
    """Raise a concern on a case, and say at once by when it is to be decided and to whom it climbs."""
    view = recordable(request, case_id)
    given = request.POST if request.method == "POST" else None
    form = forms.RaiseForm(given, now=clock.now())
    if given is not None and form.is_valid():
        data = form.cleaned_data
        worry = actions.Worry(
            what=data["what"], at=form.at(), safe_now=data["safe_now"], by=data["by"], category=data["category"],
            about=data["about"], done_now=data["done_now"], child_view=data["child_view"],
        )  # fmt: skip
        now = clock.now()
        result = actions.raise_concern(case_id, worry, now=now, actor_id=request.viewer.user_id)
        say_what_followed(request, result, "concern_raised")
        made = actions.newest_concern(result, now)
        if made is None:
            return redirect("safeguarding:case", case_id)
        names = queries.answerable(made.case, made.climb.next_to if made.climb else "")
        follows = presenting.what_follows(made, names)
        if follows:
            messages.info(request, follows)
        return redirect("safeguarding:concern", case_id, made.id)
    context = page_context(view, form=form)
    return render(request, "safeguarding/raise.html", context, status=422 if form.errors else 200)
