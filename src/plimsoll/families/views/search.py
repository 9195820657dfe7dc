"""Search. What is looked for is a name as often as not, so it is sent in the body of the form and never in an
address: addresses are kept by browsers, proxies and logs. The price is that a page of results cannot be bookmarked.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.decorators import login_required
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from plimsoll import today as clock
from plimsoll.families import finding
from plimsoll.families.actions import searching
from plimsoll.families.forms.search import SearchForm
from plimsoll.families.queries import search as queries

if TYPE_CHECKING:
    from django.http import HttpResponse

    from plimsoll.people.requests import Request


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def search(request: Request) -> HttpResponse:
    """Look for a person, a case or words in the notes."""
    given = request.POST if request.method == "POST" else None
    form = SearchForm(given)
    context: dict[str, object] = {"form": form, "nav_current": "families:search"}
    if given is not None and form.is_valid():
        terms = form.cleaned_data["terms"]
        found = queries.search(request.viewer, terms, clock.today())
        searching.note_search(terms, found.count, now=clock.now(), viewer=request.viewer)
        context |= finding.results(found, clock.today())
        context["searched"] = True
    return render(request, "families/search.html", context, status=422 if form.errors else 200)
