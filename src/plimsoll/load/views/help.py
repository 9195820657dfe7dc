"""Asking for help, answering, and looking whether it helped."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from plimsoll import today as clock
from plimsoll.load import asking, forms, helping, presenting, queries
from plimsoll.load.actions import ChangedMeanwhile
from plimsoll.load.pack import load_rules, weighting_of

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpResponse

    from plimsoll.people.requests import Request

_BOTH = ["GET", "HEAD", "POST"]


@login_required
@require_http_methods(_BOTH)
def ask(request: Request) -> HttpResponse:
    """One step: in one's own words, with the line as it stands."""
    viewer, today = request.viewer, clock.today()
    who, load = queries.line_of(viewer, viewer.user_id, today)
    waiting = queries.open_asking(who.id)
    if waiting is not None and request.method != "POST":
        return redirect("load:asked", waiting.pk)
    rules = load_rules(who.pack).help
    form = forms.AskForm(request.POST or None, kinds=rules.adjustments, latest=today)
    if request.method == "POST" and form.is_valid():
        found = form.cleaned_data
        try:
            made = asking.ask(viewer, who, found["said"], found["would_help"], found["since"], now=clock.now())
        except ValidationError as error:
            for field, said in error.message_dict.items():
                form.add_error(field, said)
        else:
            messages.success(request, _("Asked. Your supervisor sees it on the team’s page now."))
            return redirect("load:asked", made.pk)
    weighting = weighting_of(who.pack, today)
    context = {
        "form": form, "bar": presenting.bar(load.line, weighting.unit),
        "within": helping.within_words(rules.answer_within), "is_verified": rules.is_verified,
    }  # fmt: skip
    return render(request, "load/ask.html", context, status=422 if form.errors else 200)


@login_required
@require_safe
def asked(request: Request, asked_id: UUID) -> HttpResponse:
    """What was asked, where it stands, what was answered and agreed."""
    return _page(request, asked_id)


@login_required
@require_http_methods(_BOTH)
def answer(request: Request, asked_id: UUID) -> HttpResponse:
    """Agree something, or say why not."""
    found = queries.asked_for(request.viewer, asked_id)
    if not helping.may_answer(request.viewer, found):
        raise Http404
    pack = found.team.service.pack
    form = forms.AnswerForm(request.POST or None, kinds=load_rules(pack).help.adjustments, today=clock.today())
    if request.method != "POST" or not form.is_valid():
        return _page(request, asked_id, form)
    try:
        asking.answer(
            found, form.cleaned_data["said"], form.adjustments(),
            pack=pack, now=clock.now(), actor_id=request.viewer.user_id,
        )  # fmt: skip
    except ChangedMeanwhile:
        form.add_error(None, _("Somebody answered while you were writing. Their answer stands below; yours is kept."))
        return _page(request, asked_id, form)
    messages.success(request, _("Answered. What was agreed has a day on which it is looked at."))
    return redirect("load:asked", asked_id)


@login_required
@require_POST
def withdraw(request: Request, asked_id: UUID) -> HttpResponse:
    """Take it back while nobody has answered."""
    found = queries.asked_for(request.viewer, asked_id)
    if found.worker_id != request.viewer.user_id:
        raise Http404
    asking.withdraw(asked_id, now=clock.now(), actor_id=request.viewer.user_id)
    messages.success(request, _("Taken back."))
    return redirect("load:mine")


@login_required
@require_safe
def history(request: Request) -> HttpResponse:
    """Every asking one may read: what was asked, answered and what came of it, for supervision."""
    found = helping.lines(queries.help_for(request.viewer)[:200], clock.today())
    return render(request, "load/help.html", {"found": found, "today": clock.today()})


@login_required
@require_http_methods(_BOTH)
def check(request: Request, adjustment_id: int) -> HttpResponse:
    """Did the load come down?"""
    row = queries.adjustment_for(request.viewer, adjustment_id)
    form = forms.CheckForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            asking.check(row.pk, given["did_help"], given["said"], viewer=request.viewer, now=clock.now())
        except ChangedMeanwhile:
            messages.info(request, _("Somebody has looked at it already."))
        else:
            messages.success(request, _("Put on record."))
        return redirect("load:asked", row.answer.asked_id)
    context = {"form": form, "line": helping.adjustment(row), "asked_id": row.answer.asked_id}
    return render(request, "load/check.html", context, status=422 if form.errors else 200)


def _page(request: Request, asked_id: UUID, form: forms.AnswerForm | None = None) -> HttpResponse:
    viewer, today = request.viewer, clock.today()
    found = queries.asked_for(viewer, asked_id)
    pack = found.team.service.pack
    may = helping.may_answer(viewer, found) and not found.answers.all() and found.withdrawn_at is None
    if may and form is None:
        form = forms.AnswerForm(kinds=load_rules(pack).help.adjustments, today=today)
    context = {
        "page": helping.asked_page(found, queries.names_of(viewer, found.at_risk), today), "form": form,
        "is_mine": found.worker_id == viewer.user_id, "today": today, "may_check": helping.may_answer(viewer, found),
    }  # fmt: skip
    return render(request, "load/asked.html", context, status=422 if form is not None and form.errors else 200)
