"""The scores of a case, and recording or correcting one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from plimsoll import today as clock
from plimsoll.assessments import actions, forms, lines, presenting, tools
from plimsoll.cases.views.case import open_page
from plimsoll.cases.views.record import page_context, say_what_followed
from plimsoll.tasks.views.case import recordable

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpResponse

    from plimsoll.assessments.tools import Tool
    from plimsoll.cases.queries.case import CaseView
    from plimsoll.people.requests import Request

METHODS = ["GET", "HEAD", "POST"]


@login_required
@require_safe
def scores(request: Request, case_id: UUID) -> HttpResponse:
    """Is it getting better or worse, by whose account, and is the change more than chance?"""
    view, context = open_page(request, case_id, "assessments:case")
    can_record = bool(context["can_record"])
    context["lines"] = presenting.line_views(lines.lines_of(view), case_id, view.case.pack, can_record=can_record)
    context["choices"] = presenting.choices(view.case.pack, case_id)
    return render(request, "assessments/case.html", context)


@login_required
@require_http_methods(METHODS)
def record(request: Request, case_id: UUID, tool_id: str) -> HttpResponse:
    """Write down the numbers of a tool. `?like=ID` fills in who answered and about what, as the last time."""
    view = recordable(request, case_id)
    tool = _tool(view, tool_id)
    initial = {}
    like = request.GET.get("like", "")
    if like.isdigit() and len(like) < 15:
        told = forms.initial_from(tool, lines.event_in(view, int(like)), _people(view))
        initial = {name: told[name] for name in ("person", "about", "rater", "by")}
    return _page(request, view, tool, initial)


@login_required
@require_http_methods(METHODS)
def correct(request: Request, case_id: UUID, tool_id: str, event_id: int) -> HttpResponse:
    """Put a score right. The entry as it was stays on the record, marked as corrected."""
    view = recordable(request, case_id)
    tool = _tool(view, tool_id)
    entry = lines.event_in(view, event_id)
    if tool.rater(str(entry.get("tool") or "")) is None:
        raise Http404
    row = view.event(str(event_id))
    initial = {**forms.initial_from(tool, entry, _people(view)), "note": row.note if row else ""}
    return _page(request, view, tool, initial, corrects=event_id)


def _page(
    request: Request, view: CaseView, tool: Tool, initial: dict[str, object], corrects: int | None = None
) -> HttpResponse:
    given = request.POST if request.method == "POST" else None
    form = forms.ScoreForm(
        given, tool=tool, people=_people(view), abouts=lines.abouts(view, tool), today=clock.today(), initial=initial
    )
    if given is not None and form.is_valid():
        try:
            result = actions.record_score(
                view.case.pk, tool, form.new_score(), now=clock.now(), actor_id=request.viewer.user_id,
                corrects=corrects,
            )  # fmt: skip
        except ValidationError as error:
            form.add_error(None, error)
        else:
            say_what_followed(request, result, lines.RECORDED)
            if said := presenting.said_of(result, clock.now()):
                messages.info(request, said)
            return redirect("assessments:case", view.case.pk)
    heading = _("Correct a score") if corrects else _(tool.title)
    about = {name: _(text) for name, text in (("note", tool.note), ("licence", tool.licence)) if text}
    context = page_context(
        view, form=form, tool=tool, heading=heading, title=_(tool.title), corrects=corrects, about=about
    )
    return render(request, "assessments/form.html", context, status=422 if form.errors else 200)


def _tool(view: CaseView, tool_id: str) -> Tool:
    found = tools.tools(view.case.pack).get(tool_id)
    if found is None:
        raise Http404
    return found


def _people(view: CaseView) -> list[str]:
    """Whose score it may be, where the case is about more than one."""
    return [person.display_name for person in view.subjects] if len(view.subjects) > 1 else []
