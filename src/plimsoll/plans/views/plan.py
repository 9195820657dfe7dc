"""A plan while it is worked on: its sections, its goals, its actions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from plimsoll import today as clock
from plimsoll.cases import presenting as case_presenting
from plimsoll.cases.queries import case as reading
from plimsoll.cases.views.case import open_page, tabs_of
from plimsoll.plans import actions, forms, presenting, queries, snapshots
from plimsoll.plans.kinds import kind_of, kinds
from plimsoll.tasks import queries as task_queries
from plimsoll.tasks.actions import NewTask
from plimsoll.tasks.views.case import recordable

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpResponse

    from plimsoll.people.requests import Request
    from plimsoll.plans.models import Plan


@login_required
@require_safe
def plans(request: Request, case_id: UUID) -> HttpResponse:
    """Which plans does this case have, and what can be begun?"""
    view, context = open_page(request, case_id, "plans:case")
    found = queries.plans_of(case_id)
    for one in found:
        one.case = view.case
    context["plans"] = [presenting.line(one) for one in found]
    begun = {one.kind for one in found if one.state != "ended"}
    context["kinds"] = [kind for kind in kinds(view.case.pack).values() if kind.word not in begun]
    return render(request, "plans/case.html", context)


@login_required
@require_POST
def start(request: Request, case_id: UUID) -> HttpResponse:
    """Begin a draft."""
    view = recordable(request, case_id)
    word = request.POST.get("kind", "")
    if word not in kinds(view.case.pack):
        raise Http404
    made = actions.start_plan(view.case, word, now=clock.now(), actor_id=request.viewer.user_id)
    return redirect("plans:plan", made.pk)


@login_required
@require_safe
def plan(request: Request, plan_id: UUID) -> HttpResponse:
    """The plan: what is to change, in whose words, who does what, and what changed since it was agreed."""
    found, context = open_plan(request, plan_id)
    goals = queries.goals_of(found)
    kept = queries.versions_of(found)
    kind = context["kind"]
    context |= {
        "sections": presenting.sections(found),
        "goals": presenting.goals(goals, viewer_id=request.viewer.user_id, today=clock.today()),
        "agreed_by": presenting.agreed_by(found.agreed_by),
        "versions": presenting.versions(kept),
        "changed": presenting.compared(
            {**kept[0].content, "progress": ""}, snapshots.snapshot(found, kind, goals)
        ) if kept and found.state != "ended" else [],
    }  # fmt: skip
    return render(request, "plans/plan.html", context)


@login_required
@require_safe
def printed(request: Request, plan_id: UUID) -> HttpResponse:
    """The plan on paper, for the family: no menus, and who printed it and when."""
    found, context = open_plan(request, plan_id)
    goals = queries.goals_of(found)
    content = snapshots.snapshot(found, context["kind"], goals)
    context |= {"content": presenting.shown(content), "printed_at": clock.now(), "printed_by": request.viewer.name}
    return render(request, "plans/print.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: Request, plan_id: UUID) -> HttpResponse:
    """Write the sections and what each person says."""
    found, context = open_plan(request, plan_id, to_write=True)
    given = request.POST if request.method == "POST" else None
    form = forms.PlanForm(given, kind=context["kind"], plan=found)
    if given is not None and form.is_valid():
        try:
            actions.write_plan(
                plan_id,
                **form.written(),
                version=form.cleaned_data["version"] or 0,
                now=clock.now(),
                actor_id=request.viewer.user_id,
            )
        except actions.ChangedMeanwhile:
            now_is = queries.plan_for(request.viewer, plan_id)
            form.data = {**request.POST.dict(), "version": str(now_is.version)}
            form.add_error(None, _("Somebody changed this plan while you were writing. Nothing of yours is lost."))
            context["theirs"] = _theirs(now_is)
        else:
            messages.success(request, _("Saved."))
            return redirect("plans:plan", plan_id)
    context |= {"form": form, "heading": context["title"], "cancel": reverse("plans:plan", args=[plan_id])}
    return render(request, "plans/form.html", context, status=422 if form.errors else 200)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def add_goal(request: Request, plan_id: UUID) -> HttpResponse:
    """Add a goal, in somebody's own words."""
    _found, context = open_plan(request, plan_id, to_write=True)
    given = request.POST if request.method == "POST" else None
    form = forms.GoalForm(given, kind=context["kind"], is_new=True)
    if given is not None and form.is_valid():
        made = actions.add_goal(plan_id, _goal_words(form), now=clock.now(), actor_id=request.viewer.user_id)
        return redirect(reverse("plans:plan", args=[plan_id]) + f"#goal-{made.pk}")
    context |= {"form": form, "heading": _("Add a goal"), "cancel": reverse("plans:plan", args=[plan_id])}
    return render(request, "plans/form.html", context, status=422 if form.errors else 200)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def goal(request: Request, goal_id: UUID) -> HttpResponse:
    """Change a goal's words, or say why it is no longer one."""
    row = queries.goal_for(request.viewer, goal_id)
    _found, context = open_plan(request, row.plan_id, to_write=True)
    given = request.POST if request.method == "POST" else None
    names = ("words", "whose", "need", "measure", "dropped_why", "version")
    initial = {name: getattr(row, name) for name in names}
    form = forms.GoalForm(given, kind=context["kind"], is_new=False, initial=initial)
    cancel = reverse("plans:plan", args=[row.plan_id])
    if given is not None and form.is_valid():
        try:
            actions.change_goal(
                goal_id,
                _goal_words(form),
                dropped_why=form.cleaned_data["dropped_why"],
                version=form.cleaned_data["version"] or 0,
                now=clock.now(),
                actor_id=request.viewer.user_id,
            )
        except actions.ChangedMeanwhile:
            now_is = queries.goal_for(request.viewer, goal_id)
            form.data = {**request.POST.dict(), "version": str(now_is.version)}
            form.add_error(None, _("Somebody changed this goal while you were writing. Nothing of yours is lost."))
            context["theirs"] = [(str(form.fields[name].label), getattr(now_is, name)) for name in names[:5]]
        else:
            messages.success(request, _("Saved."))
            return redirect(f"{cancel}#goal-{goal_id}")
    context |= {"form": form, "heading": _("Change the goal"), "cancel": cancel}
    return render(request, "plans/form.html", context, status=422 if form.errors else 200)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def action(request: Request, goal_id: UUID) -> HttpResponse:
    """Who does what by when: it becomes a task."""
    row = queries.goal_for(request.viewer, goal_id)
    found, context = open_plan(request, row.plan_id, to_write=True)
    given = request.POST if request.method == "POST" else None
    owners = task_queries.colleagues(request.viewer, found.case)
    form = forms.ActionForm(given, owners=owners, initial={"owner": str(request.viewer.user_id)})
    if given is not None and form.is_valid():
        data = form.cleaned_data
        new = NewTask(data["title"], owner_id=data["owner"], due_on=data["due_on"], who=data["who"])
        try:
            actions.add_action(goal_id, new, now=clock.now(), actor_id=request.viewer.user_id)
        except ValidationError as error:
            form.add_error("owner", error.messages[0])
        else:
            messages.success(request, _("Added. It is on the list of tasks too."))
            return redirect(reverse("plans:plan", args=[row.plan_id]) + f"#goal-{goal_id}")
    context |= {
        "form": form, "heading": _("Add an action"), "said": row.words,
        "cancel": reverse("plans:plan", args=[row.plan_id]),
    }  # fmt: skip
    return render(request, "plans/form.html", context, status=422 if form.errors else 200)


def open_plan(request: Request, plan_id: UUID, *, to_write: bool = False) -> tuple[Plan, dict[str, Any]]:
    """A plan through its door, with what every page of it shows; to write it, it must be open to this person."""
    found = queries.plan_for(request.viewer, plan_id)
    now = clock.now()
    view = reading.case_view(request.viewer, found.case_id, now)
    can_record = request.viewer.can_record and view.case.status != "closed" and found.state != "ended"
    if to_write and not can_record:
        raise Http404
    if not to_write:
        reading_noted(request, view)
    found.case = view.case
    kind = kind_of(view.case.pack, found.kind)
    return found, {
        "case": view.case,
        "plan": found,
        "kind": kind,
        "title": _(kind.title),
        "views_title": _(kind.views_title) if kind.views_title else _("What each says"),
        "strip": case_presenting.strip(view),
        "tabs": tabs_of(found.case_id, "plans:case"),
        "today": clock.today(),
        "nav_current": "cases:caseload",
        "can_record": can_record,
    }


def reading_noted(request: Request, view: reading.CaseView) -> None:
    """Put on the audit log that somebody looked at a plan."""
    from plimsoll.cases import actions as case_actions

    case_actions.note_read(view.case, actor_id=request.viewer.user_id, now=clock.now(), page="plan")


def _goal_words(form: forms.GoalForm) -> actions.GoalWords:
    data = form.cleaned_data
    return actions.GoalWords(data["words"], data["whose"], data["need"], data["measure"])


def _theirs(plan: Plan) -> list[tuple[str, str]]:
    by = plan.changed_by.name if plan.changed_by else ""
    views = [(one["who"], one["view"]) for one in plan.views]
    return [(_("Changed by"), by), *presenting.sections(plan), *views]
