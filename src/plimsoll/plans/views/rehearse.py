"""Plans to revise because a rule changed, and rules tried before they are in force."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from plimsoll import today as clock
from plimsoll.cases import words
from plimsoll.plans import forms, presenting, queries, rehearsal

if TYPE_CHECKING:
    from django.http import HttpResponse

    from plimsoll.people.requests import Request


@login_required
@require_safe
def to_revise(request: Request) -> HttpResponse:
    """Which plans were written under rules that say something else today?"""
    today = clock.today()
    found = [presenting.line(plan, today) for plan in queries.plans_to_revise(request.viewer, today)]
    return render(request, "plans/to_revise.html", {"plans": found, "today": today, "can_rehearse": _may(request)})


@login_required
@require_safe
def rehearse(request: Request) -> HttpResponse:
    """If these rules came, whose dates, plans and places would change? Nothing is changed by asking."""
    if not _may(request):
        raise Http404
    today = clock.today()
    choices = [(rule, f"{_(duty)} ({rule})") for rule, duty in rehearsal.not_appointed()]
    if rehearsal.own_folder():
        choices.insert(0, (rehearsal.OWN_RULES, _("Our own rules to come")))
    asked = "rule" in request.GET
    form = forms.RehearseForm(request.GET if asked else None, choices=choices, today=today)
    context: dict[str, Any] = {"form": form, "count": rehearsal.count(request.viewer), "today": today}
    if asked and form.is_valid():
        _try(request, form, context)
    return render(request, "plans/rehearse.html", context, status=422 if form.errors else 200)


def _try(request: Request, form: forms.RehearseForm, context: dict[str, Any]) -> None:
    data = form.cleaned_data
    as_at = data["as_at"] or clock.today()
    if context["count"] > rehearsal.MOST_CASES:
        form.add_error(None, _("There are too many cases for a page. Ask for `plimsoll rehearse` on the server."))
        return
    try:
        tomorrow = rehearsal.rules_to_come(data["rule"], data["appointed"] or as_at)
    except rehearsal.NoRules as wrong:
        form.add_error("rule", _("These rules cannot be tried: %(why)s") % {"why": wrong})
        return
    found, moved = rehearsal.tried(request.viewer, tomorrow, as_at)
    context |= {
        "found": [
            {
                "case": one.case,
                "moves": one.moves,
                "before": words.tier(one.case.pack, one.before.tier),
                "before_colour": one.before.colour,
                "after": words.tier(one.case.pack, one.after.tier),
                "after_colour": one.after.colour,
                "reasons": rehearsal.reason_now_and_then(one),
                "changes": rehearsal.change_lines(one),
                "plans": [presenting.line(plan) for plan in plans],
            }
            for one, plans in found
        ],
        "moved": moved,
        "as_at": as_at,
        "is_tried": True,
    }


def _may(request: Request) -> bool:
    return request.viewer.oversees or request.viewer.is_auditor
