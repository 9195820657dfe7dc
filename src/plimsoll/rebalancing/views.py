"""Asking for a proposal, deciding on its moves, and the workers ranked for one case."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from plimsoll import today as clock
from plimsoll.rebalancing import actions, asking, forms, presenting, queries

if TYPE_CHECKING:
    from django.http import HttpResponse

    from plimsoll.people.requests import Request

_BOTH = ["GET", "HEAD", "POST"]


@login_required
@require_http_methods(_BOTH)
def ask(request: Request) -> HttpResponse:
    """What is the question; tried without keeping anything, or kept to be decided."""
    viewer = request.viewer
    team = asking.team_asked(viewer, request.GET.get("team", ""))
    if team is None:
        raise Http404
    form = forms.AskForm(request.POST or None, people=asking.people_of(viewer, team))
    context: dict[str, Any] = {"form": form, "team": team, "back": f"{reverse('load:board')}?team={team.pk}"}
    if request.method == "POST" and form.is_valid():
        about = UUID(form.cleaned_data["about"]) if form.cleaned_data["about"] else None
        asked = asking.Asked(team, form.cleaned_data["why"], about)
        found = asking.answer(viewer, asked, clock.today())
        if "try" not in request.POST:
            kept = actions.keep(asked, found.proposal, now=clock.now(), viewer=viewer)
            return redirect("rebalancing:proposal", kept.pk)
        context["tried"] = asking.tried(found)
    return render(request, "rebalancing/ask.html", context, status=422 if form.errors else 200)


@login_required
@require_safe
def waiting(request: Request) -> HttpResponse:
    """The proposals of a team that wait for decisions, for its board, and for who has no script."""
    team = asking.team_asked(request.viewer, request.GET.get("team", ""))
    if team is None:
        raise Http404
    found = queries.waiting_of(request.viewer, team)
    name = "rebalancing/waiting_list.html" if request.headers.get("HX-Request") else "rebalancing/waiting.html"
    back = f"{reverse('load:board')}?team={team.pk}"
    return render(request, name, {"found": found, "team": team, "back": back})


@login_required
@require_safe
def proposal(request: Request, rebalance_id: UUID) -> HttpResponse:
    """One proposal: every move with its reason, to be decided one by one."""
    found, moves = queries.rebalance_for(request.viewer, rebalance_id)
    names = asking.names_of(request.viewer, found.team, moves)
    context = {
        "page": presenting.page(found, moves, names), "team": found.team, "scale": 200,
        "back": f"{reverse('load:board')}?team={found.team_id}",
    }  # fmt: skip
    return render(request, "rebalancing/proposal.html", context)


@login_required
@require_POST
def decide(request: Request, move_id: int) -> HttpResponse:
    """Accept, refuse, or say that the case stays."""
    viewer = request.viewer
    move = queries.move_for(viewer, move_id)
    said = request.POST.get("answer", "")
    try:
        if said == "accept":
            actions.accept(move.pk, now=clock.now(), viewer=viewer)
            messages.success(request, _("Accepted. What follows from it is under the move."))
        else:
            actions.refuse(move.pk, said, now=clock.now(), viewer=viewer)
            messages.success(request, _("Kept. The rest can be asked again without this move."))
    except actions.DecidedMeanwhile:
        messages.warning(request, _("Somebody has decided on it, or the case has moved already. Nothing was done."))
    except ValidationError as error:
        messages.warning(request, " ".join(error.messages))
    return redirect("rebalancing:proposal", move.rebalance_id)


@login_required
@require_POST
def accept_all(request: Request, rebalance_id: UUID) -> HttpResponse:
    """Accept every move that is still open; each becomes what it would have become by itself."""
    _found, moves = queries.rebalance_for(request.viewer, rebalance_id)
    done, left = 0, 0
    for move in moves:
        if move.state == "proposed":
            try:
                actions.accept(move.pk, now=clock.now(), viewer=request.viewer)
                done += 1
            except (actions.DecidedMeanwhile, ValidationError):
                left += 1
    messages.success(request, ngettext("%(n)d move accepted.", "%(n)d moves accepted.", done) % {"n": done})
    if left:
        messages.warning(request, ngettext("%(n)d could not be.", "%(n)d could not be.", left) % {"n": left})
    return redirect("rebalancing:proposal", rebalance_id)


@login_required
@require_POST
def again(request: Request, rebalance_id: UUID) -> HttpResponse:
    """Ask the rest again, without what was refused and with what must stay where it is."""
    found, _moves = queries.rebalance_for(request.viewer, rebalance_id)
    refused, stays = queries.decided(found)
    asked = asking.Asked(found.team, found.why, found.about_id, refused, stays)
    answer = asking.answer(request.viewer, asked, clock.today())
    kept = actions.keep(asked, answer.proposal, now=clock.now(), viewer=request.viewer)
    return redirect("rebalancing:proposal", kept.pk)


@login_required
@require_POST
def put_aside(request: Request, rebalance_id: UUID) -> HttpResponse:
    """Nothing more is to be decided on it."""
    found, _moves = queries.rebalance_for(request.viewer, rebalance_id)
    actions.put_aside(found.pk, now=clock.now(), viewer=request.viewer)
    messages.success(request, _("Put aside."))
    return redirect(f"{reverse('load:board')}?team={found.team_id}")


@login_required
@require_safe
def rank(request: Request, case_id: UUID) -> HttpResponse:
    """Who could take one case: ranked, with reasons and each line after it."""
    try:
        case, lines, excluded = asking.ranked(request.viewer, case_id, clock.today())
    except asking.HeldElsewhere:
        return redirect("cases:allocate", case_id)
    context = {"case": case, "lines": lines, "excluded": excluded, "back": reverse("cases:overview", args=[case.pk])}
    return render(request, "rebalancing/rank.html", context)
