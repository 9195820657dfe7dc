"""What a worker of the front door does: looks, decides, says why."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from plimsoll import today as clock
from plimsoll.frontdoor import actions, forms, presenting, queries, words
from plimsoll.handover.views.transfer import blame
from plimsoll.safeguarding.presenting import levels

if TYPE_CHECKING:
    from django.http import HttpResponse

    from plimsoll.frontdoor.models import Approach
    from plimsoll.people.requests import Request


@login_required
@require_safe
def piles(request: Request) -> HttpResponse:
    """What came in, what is to be decided by when, and the two piles to look through."""
    now, today = clock.now(), clock.today()
    found = queries.piles(request.viewer, now, today)
    context = {
        "to_decide": presenting.lines(found.to_decide, now),
        "flood": presenting.lines(found.flood, now),
        "rubbish": presenting.lines(found.rubbish, now),
        "decided": [(one, words.DECISIONS[one.outcome]) for one in found.decided],
        "oversees": request.viewer.oversees,
        "today": today,
    }
    return render(request, "frontdoor/piles.html", context)


@login_required
@require_safe
def one(request: Request, approach_id: UUID) -> HttpResponse:
    """What came in, whom it may be about, and what can be decided."""
    found = _seen(request, approach_id)
    return render(request, "frontdoor/one.html", _context(request, found))


@login_required
@require_POST
def move(request: Request, approach_id: UUID) -> HttpResponse:
    """It is real, or it is likely rubbish; it stays to be decided either way."""
    _seen(request, approach_id)
    pile = request.POST.get("pile", "")
    if pile not in {"new", "rubbish"}:
        raise Http404
    try:
        actions.put_on_pile(approach_id, pile, now=clock.now(), viewer=request.viewer)
    except actions.DecidedMeanwhile:
        messages.info(request, _("Somebody decided it meanwhile."))
        return redirect("frontdoor:one", approach_id)
    said = _("It lies with what is likely rubbish.") if pile == "rubbish" else _("It lies with what is to be decided.")
    messages.success(request, said)
    return redirect("frontdoor:piles")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def decide(request: Request, approach_id: UUID, outcome: str) -> HttpResponse:
    """Decide what becomes of it; what somebody else decided meanwhile is shown beside what was typed."""
    found = _seen(request, approach_id)
    if outcome not in words.DECISIONS:
        raise Http404
    given = request.POST if request.method == "POST" else None
    form = _form(request, found, outcome, given)
    context = _context(request, found) | {"form": form, "outcome": outcome, "heading": words.DECISIONS[outcome]}
    if given is not None and form.is_valid() and found.decided_at is None:
        try:
            made = _do(request, found, outcome, form.cleaned_data)
        except actions.DecidedMeanwhile as meanwhile:
            context |= {"decided": presenting.decided_rows(meanwhile.approach)}
        except ValidationError as error:
            blame(form, error)
        else:
            messages.success(request, str(words.DONE[outcome]))
            if made.case_id and _sees(request, made):
                return redirect("cases:overview", made.case_id)
            return redirect("frontdoor:piles")
    return render(request, "frontdoor/decide.html", context, status=422 if given is not None else 200)


def _do(request: Request, found: Approach, outcome: str, data: dict[str, Any]) -> Approach:
    decided = actions.Outcome(
        outcome, data["rationale"], data["told"], level=data["level"], sent_to=data.get("sent_to", "")
    )
    now, viewer = clock.now(), request.viewer
    if outcome == "case_opened":
        is_new = data["person"] == "new"
        opening = actions.Opening(
            team_id=UUID(data["team"]), given_name=data["given_name"], family_name=data["family_name"],
            born_on=data["born_on"], person_id=None if is_new else UUID(data["person"]),
            holder_id=UUID(data["holder"]) if data["holder"] else None,
        )  # fmt: skip
        return actions.open_from(found.pk, decided, opening, now=now, viewer=viewer)
    if outcome == "joined":
        return actions.join(found.pk, decided, data["case"], now=now, viewer=viewer)
    return actions.decide(found.pk, decided, now=now, viewer=viewer)


def _form(request: Request, found: Approach, outcome: str, given: Any) -> forms.DecideForm:
    viewer, today = request.viewer, clock.today()
    base: dict[str, Any] = {
        "levels": levels(found.service.pack),
        "told": queries.told_choices(),
        "initial": {"told": words.USUALLY_TOLD[outcome]},
    }
    if outcome == "case_opened":
        known = presenting.known_choices(queries.known_people(viewer, found, today))
        given_name, _space, family_name = found.about_name.strip().rpartition(" ")
        base["initial"] |= {"given_name": given_name or family_name, "family_name": family_name if given_name else ""}
        base["initial"]["team"] = str(next(iter(viewer.supervises), ""))
        return forms.OpenForm(
            given, known=known, teams=queries.teams_of(found.service), workers=queries.workers_of(found.service), **base
        )
    if outcome == "joined":
        base["initial"]["case"] = request.GET.get("case", "")
        return forms.JoinForm(given, find=lambda text: queries.case_to_join(viewer, text), **base)
    return (forms.ElsewhereForm if outcome == "sent_elsewhere" else forms.DecideForm)(given, **base)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def duty(request: Request) -> HttpResponse:
    """Who looks after the door, and a form for those who oversee it."""
    today = clock.today()
    services = queries.services_of(request.viewer, today)
    if not services.exists():
        raise Http404
    by_id = {str(service.pk): service for service in services}
    workers = [
        (f"{pk}:{worker}", f"{name} ({service.name})")
        for pk, service in by_id.items()
        for worker, name in queries.workers_of(service)
    ]
    given = request.POST if request.method == "POST" else None
    form = forms.DutyForm(given, workers=workers, today=today, initial={"from_on": today, "until_on": today})
    if given is not None and form.is_valid():
        service_id, _colon, worker_id = form.cleaned_data["worker"].partition(":")
        try:
            actions.put_on_duty(
                by_id[service_id], UUID(worker_id), from_on=form.cleaned_data["from_on"],
                until_on=form.cleaned_data["until_on"], now=clock.now(), viewer=request.viewer,
            )  # fmt: skip
        except PermissionDenied:
            raise Http404 from None
        messages.success(request, _("It is among their tasks now."))
        return redirect("frontdoor:duty")
    context = {"form": form, "on_duty": queries.on_duty(services, today), "oversees": request.viewer.oversees,
               "nav_current": "frontdoor:piles"}  # fmt: skip
    return render(request, "frontdoor/duty.html", context, status=422 if form.errors else 200)


def _seen(request: Request, approach_id: UUID) -> Approach:
    return queries.approach_for(request.viewer, approach_id, clock.today())


def _sees(request: Request, made: Approach) -> bool:
    return queries.sees_case(request.viewer, made)


def _context(request: Request, found: Approach) -> dict[str, Any]:
    now, today = clock.now(), clock.today()
    actions.note_read(found, now=now, viewer=request.viewer)
    waiting = queries.waiting(found, now)
    return {
        "approach": found,
        "line": presenting.lines([waiting], now)[0],
        "rows": presenting.told_rows(found),
        "decided": presenting.decided_rows(found) if found.decided_at else [],
        "known": queries.known_people(request.viewer, found, today),
        "outcomes": list(words.DECISIONS.items()),
        "sees_case": bool(found.case_id) and _sees(request, found),
        "nav_current": "frontdoor:piles",
        "today": today,
    }
