"""The turns of a plan's life: agreed, reviewed, ended; and what it was before."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from plimsoll import today as clock
from plimsoll.cases import consequences
from plimsoll.plans import actions, forms, presenting, queries, snapshots
from plimsoll.plans.views.plan import open_plan

if TYPE_CHECKING:
    from collections.abc import Callable
    from uuid import UUID

    from django.http import HttpResponse

    from plimsoll.cases.actions import Consequences
    from plimsoll.people.requests import Request
    from plimsoll.plans.models import Plan


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def agree(request: Request, plan_id: UUID) -> HttpResponse:
    """The plan is agreed: by whom, and until when."""
    found, context = open_plan(request, plan_id, to_write=True)
    if found.state != "draft":
        raise Http404
    today = clock.today()
    initial = {"on": today, "review_on": context["kind"].review_after(today, found.case.pack)}
    form = forms.AgreeForm(_given(request), today=today, kept=_asked(found), initial=initial)

    def act() -> Consequences:
        return actions.agree_plan(
            plan_id,
            on=form.cleaned_data["on"],
            agreed_by=form.rows("agree", forms.AGREE_NAMES),
            review_on=form.cleaned_data["review_on"],
            now=clock.now(),
            actor_id=request.viewer.user_id,
        )

    return _turn(request, form, act, {**context, "heading": _("Agree the plan")}, plan_id)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def review(request: Request, plan_id: UUID) -> HttpResponse:
    """How far each goal has come."""
    found, context = open_plan(request, plan_id, to_write=True)
    if found.state != "agreed":
        raise Http404
    today = clock.today()
    goals = [goal for goal in queries.goals_of(found) if not goal.dropped_why]
    form = forms.ReviewForm(
        _given(request), goals=goals, today=today, agreed_by=found.agreed_by, views=found.views,
        next_on=context["kind"].review_after(today, found.case.pack), initial={"on": today},
    )  # fmt: skip

    def act() -> Consequences:
        data = form.cleaned_data
        held = actions.Review(
            on=data["on"], progress=data["progress"], scores=form.scores(), next_on=data["next_on"],
            agreed_by=form.rows("agree", forms.AGREE_NAMES), views=form.rows("view", forms.VIEW_NAMES),
        )  # fmt: skip
        return actions.review_plan(plan_id, held, now=clock.now(), actor_id=request.viewer.user_id)

    return _turn(request, form, act, {**context, "heading": _("Review the plan")}, plan_id)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def end(request: Request, plan_id: UUID) -> HttpResponse:
    """The plan ends, and why. Its open actions stay tasks until somebody says they are not needed."""
    _found, context = open_plan(request, plan_id, to_write=True)
    today = clock.today()
    form = forms.EndForm(_given(request), today=today, initial={"on": today})

    def act() -> Consequences | None:
        data = form.cleaned_data
        return actions.end_plan(
            plan_id, on=data["on"], reason=data["reason"], now=clock.now(), actor_id=request.viewer.user_id
        )

    return _turn(request, form, act, {**context, "heading": _("End the plan")}, plan_id)


@login_required
@require_safe
def version(request: Request, plan_id: UUID, number: int) -> HttpResponse:
    """A version as it was."""
    found, context = open_plan(request, plan_id)
    kept = queries.version_of(found, number)
    context |= {"content": presenting.shown(kept.content), "line": presenting.versions([kept])[0], "kept": kept}
    return render(request, "plans/version.html", context)


@login_required
@require_safe
def compare(request: Request, plan_id: UUID) -> HttpResponse:
    """What changed between two versions, side by side; without a second one, between a version and now."""
    found, context = open_plan(request, plan_id)
    first = queries.version_of(found, _number(request.GET.get("from")))
    to = request.GET.get("to", "")
    if to:
        second = queries.version_of(found, _number(to))
        after, words = second.content, presenting.versions([second])[0].words
    else:
        after = snapshots.snapshot(found, context["kind"], queries.goals_of(found), progress=first.content["progress"])
        words = _("Now")
    context |= {
        "before_words": presenting.versions([first])[0].words,
        "after_words": words,
        "differences": presenting.compared(first.content, after),
        "versions": presenting.versions(queries.versions_of(found)),
        "chosen_from": first.number,
        "chosen_to": to,
    }
    return render(request, "plans/compare.html", context)


def _turn(
    request: Request, form: Any, act: Callable[[], Consequences | None], context: dict[str, Any], plan_id: UUID
) -> HttpResponse:
    cancel = reverse("plans:plan", args=[plan_id])
    if form.is_bound and form.is_valid():
        try:
            result = act()
        except ValidationError as error:
            form.add_error(None, error)
        else:
            if result is None:
                messages.success(request, _("Ended."))
            else:
                messages.success(request, consequences.headline(result))
                for line in consequences.lines(result):
                    messages.info(request, line)
            return redirect(cancel)
    context |= {"form": form, "cancel": cancel}
    return render(request, "plans/form.html", context, status=422 if form.errors else 200)


def _asked(plan: Plan) -> list[dict[str, str]]:
    """Who is to be asked: those asked before, or else those whose views are written down."""
    return plan.agreed_by or [{"who": one["who"]} for one in plan.views]


def _given(request: Request) -> Any:
    return request.POST if request.method == "POST" else None


def _number(text: str | None) -> int:
    if text is None or not text.isascii() or not text.isdigit() or len(text) > 6:
        raise Http404
    return int(text)
