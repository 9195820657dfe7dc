"""A concern: what was raised, what was decided, and what belongs to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from plimsoll import today as clock
from plimsoll.cases.views.case import open_page
from plimsoll.cases.views.record import page_context, recordable, say_what_followed
from plimsoll.safeguarding import actions, forms, presenting, queries, thresholds, words

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpResponse

    from plimsoll.people.requests import Request

TAB = "safeguarding:case"


@login_required
@require_safe
def to_decide(request: Request) -> HttpResponse:
    """Which concerns have no decision, and which of them are mine by now?"""
    if not request.viewer.can_record:
        raise Http404
    found = presenting.lines(queries.to_decide(request.viewer, clock.now()))
    context = {
        "mine": [one for one in found if one.is_mine],
        "others": [one for one in found if not one.is_mine],
        "today": clock.today(),
    }
    return render(request, "safeguarding/to_decide.html", context)


@login_required
@require_safe
def of_case(request: Request, case_id: UUID) -> HttpResponse:
    """Every concern of a case."""
    view, context = open_page(request, case_id, TAB)
    context["lines"] = [presenting.line(one) for one in queries.concerns_of(view)]
    return render(request, "safeguarding/case.html", context)


@login_required
@require_safe
def one(request: Request, case_id: UUID, concern_id: int) -> HttpResponse:
    """One concern with everything that belongs to it."""
    view, context = open_page(request, case_id, TAB)
    concern = queries.concern_of(view, concern_id)
    decided = concern.decided
    climb = concern.climb
    context |= {
        "concern": concern,
        "line": presenting.line(concern),
        "raised": presenting.part(view.case, concern.raised),
        "safe_words": dict(words.SAFE_NOW).get(str(concern.raised.details.get("safe_now", "")), ""),
        "decided": presenting.part(view.case, decided) if decided else None,
        "rationale": decided.details.get("rationale", "") if decided else "",
        "level": presenting.level_of(view.case, decided),
        "climb_names": queries.answerable(view.case, climb.to) if climb and climb.has_climbed else [],
        "follows": presenting.what_follows(concern, []) if climb else "",
        "plans": presenting.parts(concern, "safety_plan_made", "safety_plan_reviewed", "safety_plan_ended"),
        "discussions": presenting.parts(concern, *DISCUSSIONS),
        "referrals": presenting.parts(concern, "concern_referred"),
        "told": presenting.parts(concern, "concern_told"),
        "has_discussions": bool(words.discussion_event(view.case.pack)),
    }
    return render(request, "safeguarding/concern.html", context)


DISCUSSIONS = ("strategy_discussion_held", "inter_agency_discussion_held")


@login_required
@require_safe
def decide_any(request: Request, case_id: UUID) -> HttpResponse:
    """To the one concern that waits for a decision; to the list where several do, or none does."""
    view = recordable(request, case_id)
    waiting = queries.undecided_of(view)
    if len(waiting) == 1:
        return redirect("safeguarding:decide", case_id, waiting[0].id)
    return redirect("safeguarding:case", case_id)


@login_required
@require_safe
def plan_any(request: Request, case_id: UUID) -> HttpResponse:
    """To the safety plan of the newest concern; to the bare entry where the case has none."""
    view = recordable(request, case_id)
    found = queries.concerns_of(view)
    if not found:
        return redirect("cases:record_event", case_id, "safety_plan_made")
    return redirect("safeguarding:step", case_id, found[0].id, "plan")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def decide(request: Request, case_id: UUID, concern_id: int) -> HttpResponse:
    """Decide a concern against the levels of need; a decision made meanwhile is shown beside what was typed."""
    view = recordable(request, case_id)
    concern = queries.concern_of(view, concern_id)
    pack = view.case.pack
    known = thresholds.thresholds(pack)
    given = request.POST if request.method == "POST" else None
    form = forms.DecideForm(
        given, now=clock.now(), levels=presenting.levels(pack), decisions=words.decisions(pack),
        gravest=frozenset(word for word, one in known.items() if one.threshold == thresholds.GRAVEST),
        asks_plan=concern.is_danger and not concern.of("safety_plan_made"),
    )  # fmt: skip
    theirs = concern.decided
    if given is not None and form.is_valid() and theirs is None:
        data = form.cleaned_data
        decision = actions.Decision(
            form.at(), data["level"], known[data["level"]].threshold, data["decision"], data["rationale"],
            data.get("safety_plan", ""),
        )  # fmt: skip
        try:
            result = actions.decide_concern(case_id, concern_id, decision, now=clock.now(), viewer=request.viewer)
        except actions.DecidedMeanwhile as meanwhile:
            theirs = meanwhile.decision
        else:
            say_what_followed(request, result, "concern_decided")
            return redirect("safeguarding:concern", case_id, concern.id)
    context = page_context(
        view, form=form, concern=concern, line=presenting.line(concern),
        theirs=presenting.part(view.case, theirs) if theirs else None,
        their_rationale=theirs.details.get("rationale", "") if theirs else "",
        cited=[(one.title, one.source) for one in known.values()],
    )  # fmt: skip
    is_refused = given is not None
    return render(request, "safeguarding/decide.html", context, status=422 if is_refused else 200)
