"""One disagreement: what was said, what was done, what comes next."""

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
from plimsoll.cases import actions as case_actions
from plimsoll.cases import presenting as case_presenting
from plimsoll.cases.queries import case as reading
from plimsoll.cases.views.case import tabs_of
from plimsoll.objections import actions, forms, presenting, queries
from plimsoll.objections.routes import route_of
from plimsoll.objections.views.case import say

if TYPE_CHECKING:
    from collections.abc import Callable
    from uuid import UUID

    from django.http import HttpResponse

    from plimsoll.cases.actions import Consequences
    from plimsoll.objections.models import Objection
    from plimsoll.people.requests import Request


@login_required
@require_safe
def objection(request: Request, objection_id: UUID) -> HttpResponse:
    """What do they say, what did we do, what is due, what can be done next?"""
    found, context = _open(request, objection_id)
    view, route = context["view"], context["route"]
    case_actions.note_read(view.case, actor_id=request.viewer.user_id, now=view.as_at, page="objection")
    steps = queries.steps_of(found)
    stage = route.stage(found.stage)
    context |= {
        "tabs": tabs_of(found.case_id, "objections:case"),
        "line": presenting.line(found, clock.today()),
        "stages": presenting.stages(route, found, steps),
        "steps": presenting.history(route, steps),
        "duties": presenting.duties(view, stage),
        "acts": presenting.acts(found, route, is_answered=queries.is_answered(found, steps)),
    }
    return render(request, "objections/objection.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: Request, objection_id: UUID) -> HttpResponse:
    """Put the words of it right."""
    found, context = _open(request, objection_id, to_write=True)
    names = ("about", "by", "by_name", "account", "wanted", "version")
    form = forms.SaidForm(_given(request), initial={name: getattr(found, name) for name in names})

    def act() -> None:
        actions.change(objection_id, form.said(), _recorder(request, form))

    return _turn(request, form, act, {**context, "heading": _("Change the words")}, found)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def step(request: Request, objection_id: UUID, word: str) -> HttpResponse:
    """Something of the stage was done, or it was answered."""
    found, context = _open(request, objection_id, to_write=True)
    stage = context["route"].stage(found.stage)
    own = stage.step(word) if stage else None
    recording = own.recording if own else stage.answered if stage and word == "answered" else None
    if recording is None:
        raise Http404
    form = _form(request, forms.StepForm, found, pack=found.case.pack, recording=recording)

    def act() -> Consequences:
        return actions.add_step(objection_id, word, form.done(), _recorder(request, form))

    heading = _(own.title) if own else _("Our answer")
    return _turn(request, form, act, {**context, "heading": heading}, found)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def stage(request: Request, objection_id: UUID, stage_id: str) -> HttpResponse:
    """It goes on at another stage."""
    found, context = _open(request, objection_id, to_write=True)
    to = context["route"].stage(stage_id)
    if to is None:
        raise Http404
    form = _form(request, forms.StageForm, found, pack=found.case.pack, recording=to.begins)

    def act() -> Consequences:
        return actions.move_stage(objection_id, stage_id, form.done(), _recorder(request, form))

    return _turn(request, form, act, {**context, "heading": _(to.title), "citation": to.citation}, found)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def offer(request: Request, objection_id: UUID) -> HttpResponse:
    """What was offered to put it right."""
    found, context = _open(request, objection_id, to_write=True)
    form = _form(request, forms.OfferForm, found)

    def act() -> Consequences:
        return actions.add_word(objection_id, "offered", form.done(), _recorder(request, form))

    return _turn(request, form, act, {**context, "heading": _("What was offered")}, found)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def view(request: Request, objection_id: UUID) -> HttpResponse:
    """An independent view."""
    found, context = _open(request, objection_id, to_write=True)
    form = _form(request, forms.ViewForm, found)

    def act() -> Consequences:
        return actions.add_word(objection_id, "view", form.done(), _recorder(request, form))

    return _turn(request, form, act, {**context, "heading": _("An independent view")}, found)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def resolve(request: Request, objection_id: UUID) -> HttpResponse:
    """It is over: how, and what was learnt."""
    found, context = _open(request, objection_id, to_write=True)
    form = _form(request, forms.ResolveForm, found)

    def act() -> Consequences:
        data = form.cleaned_data
        return actions.resolve(objection_id, data["outcome"], data["learnt"], form.done(), _recorder(request, form))

    return _turn(request, form, act, {**context, "heading": _("It is resolved")}, found)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def reopen(request: Request, objection_id: UUID) -> HttpResponse:
    """It was not over."""
    found, context = _open(request, objection_id, to_write=True, is_open=False)
    form = _form(request, forms.ReopenForm, found)

    def act() -> Consequences:
        return actions.reopen(objection_id, form.done(), _recorder(request, form))

    return _turn(request, form, act, {**context, "heading": _("Open it again")}, found)


def _open(
    request: Request, objection_id: UUID, *, to_write: bool = False, is_open: bool = True
) -> tuple[Objection, dict[str, Any]]:
    """A disagreement through its door; to write it the case must be open to this person."""
    found = queries.objection_for(request.viewer, objection_id)
    seen = reading.case_view(request.viewer, found.case_id, clock.now())
    can_record = request.viewer.can_record and seen.case.status != "closed"
    if to_write and not can_record:
        raise Http404
    # A form of one that somebody has resolved meanwhile says so when it is sent, and is not offered before.
    if to_write and request.method != "POST" and (found.resolved_on is None) != is_open:
        raise Http404
    found.case = seen.case
    return found, {
        "view": seen,
        "case": seen.case,
        "objection": found,
        "route": route_of(seen.case.pack, found.route),
        "strip": case_presenting.strip(seen),
        "can_record": can_record,
        "nav_current": "cases:caseload",
    }


def _given(request: Request) -> Any:
    return request.POST if request.method == "POST" else None


def _form(request: Request, make: Any, found: Objection, **more: Any) -> Any:
    return make(
        _given(request), today=clock.today(), earliest=found.raised_on, initial={"version": found.version}, **more
    )


def _recorder(request: Request, form: Any) -> actions.Recorder:
    return actions.Recorder(clock.now(), request.viewer.user_id, form.cleaned_data["version"] or 0)


def _turn(
    request: Request, form: Any, act: Callable[[], Consequences | None], context: dict[str, Any], found: Objection
) -> HttpResponse:
    if form.is_bound and form.is_valid():
        try:
            result = act()
        except actions.ChangedMeanwhile:
            now_is = queries.objection_for(request.viewer, found.pk)
            form.data = {**request.POST.dict(), "version": str(now_is.version)}
            form.add_error(None, _("Somebody changed this while you were writing. Nothing of yours is lost."))
            context["theirs"] = presenting.theirs(now_is)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            if result is None:
                messages.success(request, _("Saved."))
            else:
                say(request, result)
            return redirect("objections:objection", found.pk)
    context |= {"form": form, "cancel": reverse("objections:objection", args=[found.pk])}
    return render(request, "objections/form.html", context, status=422 if form.errors else 200)
