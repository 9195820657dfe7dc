"""Outcomes over a service, in numbers."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from plimsoll import today as clock
from plimsoll.outcomes import exporting, forms, presenting, queries
from plimsoll.today import LONDON

if TYPE_CHECKING:
    from plimsoll.people.requests import Request

A_YEAR = timedelta(days=365)


@login_required
@require_safe
def numbers(request: Request) -> HttpResponse:
    """What did the work lead to, and what do clients say?"""
    form, since, until = _period(request)
    found = queries.numbers(request.viewer, since, until)
    count, once, each_year = queries.total_of(found)
    today = clock.today()
    first = datetime.combine(date(today.year - 1, (today.month - 1) // 3 * 3 + 1, 1), time.min, LONDON)
    context = {
        "form": form,
        "since": since,
        "until": until,
        "since_text": since.isoformat(),
        "until_text": until.isoformat(),
        "services": presenting.by_service(found),
        "count": count,
        "once": presenting.pounds_words(once),
        "each_year": presenting.pounds_words(each_year),
        "quarters": [
            {"words": presenting.quarter_words(one.began_on), **one._asdict()}
            for one in queries.ratings(request.viewer, first)
        ],
        "nav_current": "team:cases",
    }
    return render(request, "outcomes/numbers.html", context, status=422 if form.errors else 200)


@login_required
@require_safe
def export(request: Request) -> HttpResponse:
    """The numbers as a file."""
    form, since, until = _period(request)
    if form.errors:
        raise Http404
    content = exporting.numbers_file(request.viewer, since, until, now=clock.now())
    response = HttpResponse(content, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="outcomes-{since}-{until}.csv"'
    return response


def _period(request: Request) -> tuple[forms.PeriodForm, date, date]:
    """The period asked for, or the last year; a mistake in it is said beside the box."""
    if not queries.may_see_numbers(request.viewer):
        raise Http404
    today = clock.today()
    since, until = today - A_YEAR, today
    is_asked = any(name.startswith(("since", "until")) for name in request.GET)
    form = forms.PeriodForm(request.GET if is_asked else None, initial={"since": since, "until": until})
    if is_asked and form.is_valid():
        since, until = form.cleaned_data["since"], form.cleaned_data["until"]
    return form, since, until
