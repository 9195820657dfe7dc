"""What belongs to a concern: the discussion, the referral, the safety plan, who was told. One form each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from plimsoll import today as clock
from plimsoll.cases.views.record import page_context, recordable, say_what_followed
from plimsoll.safeguarding import actions, forms, presenting, queries, words

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from uuid import UUID

    from django.http import HttpResponse
    from django.utils.functional import _StrPromise

    from plimsoll.people.requests import Request


@dataclass(frozen=True, slots=True)
class _Kind:
    """One kind of step: its form, its event, and which of the form's fields the event carries."""

    heading: _StrPromise
    form: Callable[..., Any]
    event: str
    carries: tuple[str, ...]


KINDS: Mapping[str, _Kind] = {
    "discussion": _Kind(
        _("Record the discussion between agencies"), forms.DiscussionForm, words.DISCUSSION, ("initiates_s47",)
    ),
    "referral": _Kind(_("Refer the concern"), forms.ReferralForm, "concern_referred", ("to", "reference", "answer")),
    "plan": _Kind(_("Make the safety plan"), forms.PlanForm, "safety_plan_made", ("child_view", "review_on")),
    "told": _Kind(_("Say who was told"), forms.ToldForm, "concern_told", ("who", "how")),
}


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: Request, case_id: UUID, concern_id: int, step: str) -> HttpResponse:
    """Record a step of a concern, and say what followed."""
    view = recordable(request, case_id)
    concern = queries.concern_of(view, concern_id)
    kind = KINDS.get(step)
    event = words.discussion_event(view.case.pack) if step == "discussion" else kind.event if kind else ""
    if kind is None or not event:
        raise Http404
    given = request.POST if request.method == "POST" else None
    form = kind.form(given, now=clock.now())
    if given is not None and form.is_valid():
        made = actions.Step(event, form.at(), _details(kind, form), note=form.cleaned_data.get("note", ""))
        result = actions.add_step(case_id, concern_id, made, now=clock.now(), viewer=request.viewer)
        say_what_followed(request, result, event)
        return redirect("safeguarding:concern", case_id, concern.id)
    context = page_context(
        view, form=form, concern=concern, line=presenting.line(concern), heading=kind.heading, step=step
    )
    return render(request, "safeguarding/step.html", context, status=422 if form.errors else 200)


def _details(kind: _Kind, form: Any) -> dict[str, object]:
    data = form.cleaned_data
    details: dict[str, object] = {name: data[name] for name in kind.carries if data.get(name) is not None}
    if "review_on" in details:
        details["review_on"] = data["review_on"].isoformat()
    if "attended_by" in data:
        details["attended_by"] = [one.strip() for one in data["attended_by"].splitlines() if one.strip()]
    if hasattr(form, "steps"):
        details["steps"] = form.steps()
    return details
