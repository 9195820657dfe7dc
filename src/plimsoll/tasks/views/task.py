"""One task: tick it off, change it, ask somebody, answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from plimsoll import today as clock
from plimsoll.cases import words
from plimsoll.tasks import actions, forms, presenting, queries
from plimsoll.tasks.views.case import waitable

if TYPE_CHECKING:
    from django.forms import Form
    from django.http import HttpResponse

    from plimsoll.people.requests import Request
    from plimsoll.tasks.models import Task


@login_required
@require_safe
def task(request: Request, task_id: UUID) -> HttpResponse:
    """One task with what was asked of whom, what waits for it, and how to end it."""
    found = queries.task_for(request.viewer, task_id)
    return _page(request, found)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: Request, task_id: UUID) -> HttpResponse:
    """Change a task; what somebody else changed meanwhile is shown beside what was typed."""
    found = _writable(request, task_id)
    given = request.POST if request.method == "POST" else None
    case_id = found.case_id
    form = forms.TaskForm(
        given,
        owners=queries.colleagues(request.viewer, found.case) if found.case else [],
        others=waitable(case_id, found.pk) if case_id else [],
        initial=forms.initial_from(found),
    )
    theirs = None
    if given is not None and form.is_valid():
        version = form.cleaned_data["version"] or 0
        try:
            actions.change_task(
                task_id, form.change(), version=version, now=clock.now(), actor_id=request.viewer.user_id
            )
        except actions.ChangedMeanwhile as changed:
            theirs = queries.task_for(request.viewer, changed.row.pk)
            form.data = {**request.POST.dict(), "version": str(theirs.version)}
            form.add_error(None, _("Somebody changed this task while you were writing. Nothing of yours is lost."))
        except ValidationError as error:
            _blame(form, error)
        else:
            messages.success(request, _("Saved."))
            return redirect("tasks:task", task_id)
    context = {"form": form, "task": found, "theirs": _theirs(theirs), "cancel": reverse("tasks:task", args=[task_id])}
    return render(request, "tasks/change.html", context, status=422 if form.errors else 200)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def add_personal(request: Request) -> HttpResponse:
    """A task of one's own that belongs to no case."""
    given = request.POST if request.method == "POST" else None
    form = forms.TaskForm(given, owners=[], others=[], initial={"unit": "weeks", "counted_from": "date"})
    if given is not None and form.is_valid():
        typed = form.change()
        new = actions.NewTask(typed.title, due_on=typed.due_on, detail=typed.detail, repeat=typed.repeat)
        actions.add_task(new, now=clock.now(), actor_id=request.viewer.user_id)
        messages.success(request, _("Added: %(task)s") % {"task": typed.title})
        return redirect("tasks:mine")
    return render(request, "tasks/add_personal.html", {"form": form}, status=422 if form.errors else 200)


@login_required
@require_POST
def done(request: Request, task_id: UUID) -> HttpResponse:
    """Done: one press. What came of it may be said, and need not be."""
    found = _writable(request, task_id)
    form = forms.OutcomeForm(request.POST)
    if not form.is_valid():
        return _page(request, found, outcome=form)
    result = actions.finish_task(
        task_id,
        on=clock.today(),
        now=clock.now(),
        actor_id=request.viewer.user_id,
        outcome=form.cleaned_data["outcome"],
    )
    messages.success(request, _("Done: %(task)s") % {"task": result.task.title})
    if result.following is not None and result.following.due_on:
        messages.info(request, _("It comes round again on %(day)s.") % {"day": words.day(result.following.due_on)})
    for freed in result.freed:
        owner = freed.owner.name if freed.owner else _("nobody yet")
        messages.info(request, _("No longer held up: %(task)s (%(who)s)") % {"task": freed.title, "who": owner})
    return _back(request, found)


@login_required
@require_POST
def reopen(request: Request, task_id: UUID) -> HttpResponse:
    """It is not done after all."""
    found = _writable(request, task_id)
    try:
        actions.reopen_task(task_id, now=clock.now(), actor_id=request.viewer.user_id)
    except ValidationError as error:
        messages.error(request, error.messages[0])
    else:
        messages.success(request, _("To do again: %(task)s") % {"task": found.title})
    return redirect("tasks:task", task_id)


@login_required
@require_POST
def drop(request: Request, task_id: UUID) -> HttpResponse:
    """It is not needed, with the reason."""
    found = _writable(request, task_id)
    form = forms.DropForm(request.POST)
    if not form.is_valid():
        return _page(request, found, drop=form)
    actions.drop_task(task_id, why=form.cleaned_data["why"], now=clock.now(), actor_id=request.viewer.user_id)
    messages.success(request, _("Kept on the list of what was not needed."))
    return _back(request, found)


@login_required
@require_POST
def ask(request: Request, task_id: UUID) -> HttpResponse:
    """Ask a colleague to take it on."""
    found = _writable(request, task_id)
    form = _ask_form(request, found, request.POST)
    if form.is_valid():
        try:
            asked = actions.ask_colleague(
                task_id,
                UUID(form.cleaned_data["of"]),
                words=form.cleaned_data["words"],
                now=clock.now(),
                actor_id=request.viewer.user_id,
            )
        except ValidationError as error:
            form.add_error("of", error.messages[0])
        else:
            name = asked.asked_of.name if asked.asked_of else ""
            messages.success(request, _("Asked: %(who)s. Until they accept it stays with you.") % {"who": name})
            return redirect("tasks:task", task_id)
    return _page(request, found, ask=form)


@login_required
@require_POST
def answer(request: Request, task_id: UUID) -> HttpResponse:
    """Accept or decline."""
    found = queries.task_for(request.viewer, task_id)
    form = forms.AnswerForm(request.POST)
    if not form.is_valid():
        return _page(request, found, answer=form)
    accepts = request.POST.get("answer") == "accept"
    try:
        actions.answer_asking(
            task_id, accepts=accepts, words=form.cleaned_data["words"], now=clock.now(), actor_id=request.viewer.user_id
        )
    except PermissionDenied:
        raise Http404 from None
    messages.success(request, _("It is yours now.") if accepts else _("Declined. It stays where it was."))
    return redirect("tasks:mine")


@login_required
@require_POST
def take_back(request: Request, task_id: UUID) -> HttpResponse:
    """Take back what was asked."""
    _writable(request, task_id)
    actions.take_back_asking(task_id, now=clock.now(), actor_id=request.viewer.user_id)
    return redirect("tasks:task", task_id)


def _page(request: Request, found: Task, **given: Form) -> HttpResponse:
    viewer = request.viewer
    seen = queries.cases_to_choose(viewer, {found.case_id} if found.case_id else set())
    may_write = viewer.can_record and (found.case is None or found.case.status != "closed")
    context = {
        "task": found,
        "row": presenting.row(found, viewer_id=viewer.user_id, today=clock.today(), seen_cases=seen),
        "askings": presenting.asking_lines(queries.askings_of(found)),
        "held_up": presenting.rows(
            queries.held_up_by(found), viewer_id=viewer.user_id, today=clock.today(), seen_cases=seen
        ),
        "can_change": may_write and (found.owner_id == viewer.user_id or found.case_id in seen),
        "outcome_form": given.get("outcome") or forms.OutcomeForm(),
        "drop_form": given.get("drop") or forms.DropForm(),
        "ask_form": given.get("ask") or _ask_form(request, found, None),
        "answer_form": given.get("answer") or forms.AnswerForm(),
        "form": next(iter(given.values()), None),
        "today": clock.today(),
    }
    return render(request, "tasks/task.html", context, status=422 if given else 200)


def _ask_form(request: Request, found: Task, given: Any) -> forms.AskForm:
    people = [one for one in queries.colleagues(request.viewer, found.case) if one[0] != found.owner_id]
    return forms.AskForm(given, people=people)


def _writable(request: Request, task_id: UUID) -> Task:
    """A task that this person may change: their own, or of a case they see and may write in."""
    viewer = request.viewer
    found = queries.task_for(viewer, task_id)
    is_theirs = found.owner_id == viewer.user_id
    if found.case is None:
        if not is_theirs:
            raise Http404
        return found
    if found.case.status == "closed" or not viewer.can_record or presenting.is_ended_elsewhere(found):
        raise Http404
    if not is_theirs and not queries.cases_to_choose(viewer, {found.case.pk}):
        raise Http404
    return found


def _back(request: Request, found: Task) -> HttpResponse:
    """To the list the button stood on, when it is one of ours."""
    wanted = request.POST.get("next", "")
    if wanted and url_has_allowed_host_and_scheme(wanted, allowed_hosts={request.get_host()}):
        return redirect(wanted)
    return redirect("tasks:case", found.case_id) if found.case_id else redirect("tasks:mine")


def _theirs(found: Task | None) -> list[tuple[str, str]]:
    """What the task is now, field by field, beside what was typed."""
    if found is None:
        return []
    by = found.changed_by.name if found.changed_by else ""
    return [
        (_("Changed by"), by),
        (_("What is to be done"), found.title),
        (_("By when"), words.day(found.due_on) if found.due_on else _("No date")),
        (_("Whose task is it"), found.owner.name if found.owner else ""),
        (_("Who does it"), found.who),
        (_("More about it"), found.detail),
        (_("Comes round"), presenting.repeat_words(found)),
    ]


def _blame(form: forms.TaskForm, error: ValidationError) -> None:
    for field, said in getattr(error, "message_dict", {}).items():
        form.add_error(field if field in form.fields else None, said)
    if not hasattr(error, "error_dict"):
        form.add_error(None, error)
