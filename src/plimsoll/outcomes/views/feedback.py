"""The client's own page: no account, no name, no number of a case. Opening it spends nothing; sending does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import redirect, render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from plimsoll import today as clock
from plimsoll.outcomes import actions, forms, queries

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

LONGEST_TOKEN = 100


# The token is the only authority here and no cookie is asked, so a forged request from elsewhere gains nothing; and the
# check would turn away those whose browser keeps no cookies.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def give(request: HttpRequest) -> HttpResponse:
    """How was the help you had from us?"""
    token = (request.POST if request.method == "POST" else request.GET).get("k", "")
    now = clock.now()
    link = queries.usable_link(actions.digest_of(token), now) if 0 < len(token) <= LONGEST_TOKEN else None
    if link is None:
        return _no_link(request)
    form = forms.FeedbackForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        data = form.cleaned_data
        try:
            actions.give_feedback(token, rating=data["rating"], words=data["words"], now=now)
        except actions.LinkSpent:
            return _no_link(request)
        return redirect("outcomes:thanks")
    return render(request, "outcomes/give.html", {"form": form, "token": token}, status=422 if form.errors else 200)


@require_safe
def thanks(request: HttpRequest) -> HttpResponse:
    """It has come in."""
    return render(request, "outcomes/thanks.html")


def _no_link(request: HttpRequest) -> HttpResponse:
    """One answer, whether the link is unknown, used, withdrawn or too old."""
    too_many = actions.note_wrong_link(request.META.get("REMOTE_ADDR", ""), now=clock.now())
    return render(request, "outcomes/no_link.html", {"too_many": too_many}, status=429 if too_many else 404)
