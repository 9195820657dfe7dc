"""What anybody may open: no account, no cookie needed, no script needed; emergency words first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import RequestDataTooBig
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from plimsoll import today as clock
from plimsoll.cases import words as case_words
from plimsoll.cases.standing import day_of
from plimsoll.frontdoor import actions, forms, knocking, queries, references, words
from plimsoll.frontdoor.presenting import due_words

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpRequest, HttpResponse

    from plimsoll.people.models import Service


@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """999 first; then what it is about."""
    found = queries.open_doors()
    if not found:
        raise Http404
    titles = [door.title for _service, door in found]
    choices = [
        {"title": _(door.title), "hint": _(door.hint) if door.hint else "", "kind": door.kind, "service": service.pk,
         "where": service.name if titles.count(door.title) > 1 else ""}
        for service, door in found
    ]  # fmt: skip
    return render(request, "frontdoor/start.html", {"choices": choices})


# Sending takes no authority that a forged request could borrow: nobody is signed in. Without the check a form arrives
# also from a browser that keeps no cookies, or after a night with the page open.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def tell(request: HttpRequest, service_id: UUID, kind: str) -> HttpResponse:
    """The form: one short page. What is wrong is said, and what was typed stays."""
    service, door = queries.door(service_id, kind)
    try:
        given = request.POST if request.method == "POST" else None
    except RequestDataTooBig:
        return render(request, "frontdoor/too_much.html", {}, status=413)
    form = forms.TellForm(given, door=door)
    if given is not None and form.is_valid():
        now = clock.now()
        made = actions.receive(
            _new(form.cleaned_data, service, kind), knocking.digest_of(request, clock.today()), now=now,
            entered_by=request.user.pk if request.user.is_authenticated else None,
        )  # fmt: skip
        return redirect("frontdoor:sent", references.sealed(made.pk))
    context = {"form": form, "heading": _(door.title), "is_concern": kind == "concern"}
    return render(request, "frontdoor/tell.html", context, status=422 if form.errors else 200)


@require_safe
def sent(request: HttpRequest, sealed: str) -> HttpResponse:
    """It has arrived: a reference, its secret word, and by when somebody decides."""
    found = queries.sent(sealed)
    context = {
        "reference": found.reference, "secret": references.secret_of(found.pk),
        "due": due_words(found, clock.now()), "in_danger": found.safe_now == "no",
    }  # fmt: skip
    return render(request, "frontdoor/sent.html", context)


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    """What became of it, in general words, for whoever has the reference and its secret."""
    given = request.POST if request.method == "POST" else None
    form = forms.AskForm(given)
    context: dict[str, object] = {"form": form}
    if given is None or not form.is_valid():
        return render(request, "frontdoor/ask.html", context, status=422 if form.errors else 200)
    now = clock.now()
    if actions.knock(knocking.digest_of(request, clock.today()), "ask", now=now) > knocking.MOST_ASKED:
        form.add_error(None, _("Too many questions from where you are. Wait an hour, then try again."))
        return render(request, "frontdoor/ask.html", context, status=429)
    found = queries.by_reference(form.cleaned_data["reference"], form.cleaned_data["secret"])
    if found is None:
        form.add_error(None, _("No message has this reference and secret word. Look again at what you wrote down."))
        return render(request, "frontdoor/ask.html", context, status=422)
    due = "" if found.decided_at else due_words(found, now)
    context |= {"answer": words.answer(found.told), "due": due, "day": case_words.day(day_of(found.received_at))}
    return render(request, "frontdoor/ask.html", context)


def _new(data: dict[str, Any], service: Service, kind: str) -> actions.NewApproach:
    given = {
        name: data.get(name, "")
        for name in ("what", "about_name", "about_age", "about_where", "family_knows", "from_name", "from_role",
                     "from_contact", "contact_how")
    }  # fmt: skip
    return actions.NewApproach(
        service=service, kind=kind, token=data["token"], safe_now=words.SAFE_FROM_DANGER[data.get("in_danger", "")],
        stays_unnamed=bool(data.get("stays_unnamed")), trap=data.get("website", ""), **given,
    )  # fmt: skip
