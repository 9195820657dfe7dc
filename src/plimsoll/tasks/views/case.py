"""The tasks of one case, and its checklists."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from plimsoll import today as clock
from plimsoll.cases import presenting as case_presenting
from plimsoll.cases.queries import case as reading
from plimsoll.cases.views.case import open_page
from plimsoll.tasks import actions, checklists, forms, presenting, queries

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpResponse

    from plimsoll.people.requests import Request


@login_required
@require_safe
def tasks(request: Request, case_id: UUID) -> HttpResponse:
    """What is to be done on this case, by whom, and what is held up by what?"""
    view, context = open_page(request, case_id, "tasks:case")
    found = presenting.rows(queries.tasks_of(case_id), viewer_id=request.viewer.user_id, today=clock.today())
    context["sections"] = presenting.by_when([one for one in found if one.is_open], clock.today())
    done = [one for one in found if not one.is_open]
    context["done"] = sorted(done, key=lambda one: one.done, reverse=True)
    context["checklists"] = list(checklists.checklists(view.case.pack).values())
    return render(request, "tasks/case.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: Request, case_id: UUID) -> HttpResponse:
    """Add a task to a case."""
    view = recordable(request, case_id)
    given = request.POST if request.method == "POST" else None
    initial = {"owner": str(request.viewer.user_id), "unit": "weeks", "counted_from": "date"}
    form = forms.TaskForm(
        given, owners=queries.colleagues(request.viewer, view.case), others=waitable(case_id), initial=initial
    )
    if given is not None and form.is_valid():
        change = form.change()
        new = actions.NewTask(
            change.title, case=view.case, owner_id=change.owner_id, due_on=change.due_on, detail=change.detail,
            who=change.who, waits_for_id=change.waits_for_id, repeat=change.repeat,
        )  # fmt: skip
        try:
            actions.add_task(new, now=clock.now(), actor_id=request.viewer.user_id)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("Added: %(task)s") % {"task": change.title})
            return redirect("tasks:case", case_id)
    context = {"case": view.case, "strip": case_presenting.strip(view), "form": form, "nav_current": "cases:caseload"}
    return render(request, "tasks/add.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def begin_checklist(request: Request, case_id: UUID) -> HttpResponse:
    """Make a checklist's items into tasks."""
    view = recordable(request, case_id)
    found = checklists.checklists(view.case.pack).get(request.POST.get("checklist", ""))
    if found is None:
        raise Http404
    made = actions.begin_checklist(
        view.case,
        found,
        on=clock.today(),
        events=[(event.name, event.at_on) for event in view.events],
        now=clock.now(),
        actor_id=request.viewer.user_id,
    )
    done = sum(one.state != "open" for one in made)
    said = ngettext("%(n)d task added", "%(n)d tasks added", len(made)) % {"n": len(made)}
    messages.success(request, f"{_(found.title)}: {said}.")
    if done:
        seen = ngettext(
            "%(n)d is done already: the record shows it.", "%(n)d are done already: the record shows it.", done
        )
        messages.info(request, seen % {"n": done})
    return redirect("tasks:case", case_id)


def recordable(request: Request, case_id: UUID) -> reading.CaseView:
    """The case, for somebody who may write in it while it is open."""
    if not request.viewer.can_record:
        raise Http404
    view = reading.case_view(request.viewer, case_id, clock.now())
    if view.case.status == "closed":
        raise Http404
    return view


def waitable(case_id: UUID, but: UUID | None = None) -> list[tuple[UUID, str]]:
    """The open tasks of a case that another may wait for."""
    return [(one.pk, one.title) for one in queries.open_tasks_of(case_id) if one.pk != but]
