"""What happens to a referral after it was sent: an answer, a look at the wait, a chaser, something else tried."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from plimsoll import today as clock
from plimsoll.cases.views.case import open_page
from plimsoll.cases.views.record import page_context, say_what_followed
from plimsoll.referrals import actions, chasing, forms, presenting, queries
from plimsoll.referrals.waiting_rules import waiting_rules
from plimsoll.tasks.views.case import recordable

if TYPE_CHECKING:
    from collections.abc import Callable
    from uuid import UUID

    from django.forms import Form
    from django.http import HttpResponse

    from plimsoll.cases.queries.case import CaseView
    from plimsoll.people.requests import Request
    from plimsoll.referrals.standing import Referral

METHODS = ["GET", "HEAD", "POST"]


@login_required
@require_http_methods(METHODS)
def answer(request: Request, case_id: UUID, referral_id: int) -> HttpResponse:
    """What did the other service say or do?"""
    view, found = _open(request, case_id, referral_id)
    kinds = actions.FOLLOWING.get(found.state, ())
    if not kinds:
        raise Http404
    form = forms.AnswerForm(
        _given(request), today=clock.today(), since=found.sent_on, kinds=kinds, initial={"seen": len(found.steps)}
    )

    def write(seen: int) -> actions.Consequences:
        return actions.record_answer(
            case_id, referral_id, form.answer(), seen=seen, now=clock.now(), actor_id=request.viewer.user_id
        )

    return _page(request, view, found, form, write, heading=_("What happened"), event="onward_referral_accepted")


@login_required
@require_http_methods(METHODS)
def check(request: Request, case_id: UUID, referral_id: int) -> HttpResponse:
    """Still needed? Has the risk changed? What holds meanwhile?"""
    view, found = _open(request, case_id, referral_id)
    if not found.is_waiting:
        raise Http404
    rules, today = waiting_rules(view.case.pack), clock.today()
    form = forms.CheckForm(
        _given(request),
        today=today,
        since=found.sent_on,
        harms=rules.harms,
        initial={
            "seen": len(found.steps),
            "interim_plan": found.interim_plan,
            "check_by": today + timedelta(days=rules.check_every_days),
        },
    )

    def write(seen: int) -> actions.Consequences:
        return actions.check_wait(
            case_id, referral_id, form.check(), seen=seen, now=clock.now(), actor_id=request.viewer.user_id
        )

    return _page(request, view, found, form, write, heading=_("Look at the wait"), event="wait_checked")


@login_required
@require_http_methods(METHODS)
def chase(request: Request, case_id: UUID, referral_id: int) -> HttpResponse:
    """A chaser that writes itself from the dates on the record; `?say=` chooses what else it says."""
    view, found = _open(request, case_id, referral_id)
    if not found.is_waiting:
        raise Http404
    say = [word for word in request.GET.getlist("say") if word in dict(chasing.MAY_SAY)]
    text = chasing.chaser(
        found,
        name=view.case.title,
        reference=view.case.reference,
        writer=request.viewer.name,
        harms={word: _(words) for word, words in waiting_rules(view.case.pack).harms},
        say=say,
        today=clock.today(),
    )
    initial = {"seen": len(found.steps), "text": text, "how": "email"}
    form = forms.ChaserForm(_given(request), today=clock.today(), since=found.sent_on, initial=initial)

    def write(seen: int) -> actions.Consequences:
        data = form.cleaned_data
        return actions.record_chaser(
            case_id, referral_id, on=data["on"], how=data["how"], text=data["text"], seen=seen, now=clock.now(),
            actor_id=request.viewer.user_id,
        )  # fmt: skip

    more: dict[str, object] = {
        "may_say": [(word, words, word in say) for word, words in chasing.MAY_SAY if _can_say(found, word)]
    }
    return _page(
        request, view, found, form, write, heading=_("Chase the other service"), event="onward_referral_chased",
        template="referrals/chase.html", more=more,
    )  # fmt: skip


@login_required
@require_safe
def letter(request: Request, case_id: UUID, referral_id: int, event_id: int) -> HttpResponse:
    """A chaser as it was sent, on paper."""
    view, context = open_page(request, case_id, "referrals:case")
    found = queries.in_view_one(view, referral_id)
    row = view.event(str(event_id))
    if row is None or str(event_id) not in {step.id for step in found.chasers}:
        raise Http404
    context |= {"text": row.note, "sent_on": row.at_on}
    return render(request, "referrals/letter.html", context)


@login_required
@require_http_methods(METHODS)
def tried(request: Request, case_id: UUID, referral_id: int) -> HttpResponse:
    """What else was tried, and whether it helped."""
    view, found = _open(request, case_id, referral_id)
    form = forms.TriedForm(
        _given(request), today=clock.today(), since=found.sent_on, initial={"seen": len(found.steps)}
    )

    def write(seen: int) -> actions.Consequences:
        data = form.cleaned_data
        return actions.record_alternative(
            case_id, referral_id, on=data["on"], tried=data["tried"], helped=data["helped"], words=data["words"],
            seen=seen, now=clock.now(), actor_id=request.viewer.user_id,
        )  # fmt: skip

    return _page(request, view, found, form, write, heading=_("Something else tried"), event="onward_alternative_tried")


def _open(request: Request, case_id: UUID, referral_id: int) -> tuple[CaseView, Referral]:
    view = recordable(request, case_id)
    return view, queries.in_view_one(view, referral_id)


def _given(request: Request) -> Any:
    return request.POST if request.method == "POST" else None


def _page(  # noqa: PLR0913 - what every step's page has
    request: Request,
    view: CaseView,
    found: Referral,
    form: Form,
    write: Callable[[int], actions.Consequences],
    *,
    heading: str,
    event: str,
    template: str = "referrals/form.html",
    more: dict[str, object] | None = None,
) -> HttpResponse:
    """Record what was typed, or show it again with what is wrong and with what somebody else recorded meanwhile."""
    context = page_context(view, form=form, heading=heading, said=found.service, **(more or {}))
    if form.is_bound and form.is_valid():
        try:
            result = write(form.cleaned_data["seen"] or 0)
        except ValidationError as error:
            form.add_error(None, error)
        except actions.ChangedMeanwhile as error:
            form.data = {**_typed(form), "seen": str(len(error.referral.steps))}
            form.add_error(None, _("Somebody recorded more about this referral meanwhile. Nothing of yours is lost."))
            seen = form.cleaned_data.get("seen") or 0
            context["theirs"] = presenting.newest_steps(error.referral, view.case.pack, seen)
        else:
            say_what_followed(request, result, event)
            return redirect("referrals:case", view.case.pk)
    return render(request, template, context, status=422 if form.errors else 200)


def _typed(form: Form) -> dict[str, Any]:
    """What was typed, lists kept as lists."""
    data: Any = form.data
    return {name: data.getlist(name) if name == "harms" else data.get(name) for name in data}


def _can_say(found: Referral, word: str) -> bool:
    """Nothing is offered that the record does not hold."""
    return {
        "name": True,
        "asked_for": bool(found.steps[0].details.get("asked_for")),
        "risk": found.risk == "worse",
        "harms": bool(found.harms),
        "interim_plan": bool(found.interim_plan),
    }[word]
