"""The notes of a case, and one note."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.decorators import login_required
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from plimsoll import today as clock
from plimsoll.cases import actions as case_actions
from plimsoll.notes import actions, formats, presenting
from plimsoll.notes.days import day_from
from plimsoll.notes.forms import NotesFilter
from plimsoll.notes.queries import drafting
from plimsoll.notes.queries import reading as notes
from plimsoll.notes.views.around import around

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpResponse

    from plimsoll.people.requests import Request


@login_required
@require_safe
def listing(request: Request, case_id: UUID) -> HttpResponse:
    """What has been written on this case, and what is being written."""
    view, context = around(request, case_id)
    now = clock.now()
    case_actions.note_read(view.case, actor_id=request.viewer.user_id, now=now, page="notes")
    authors = notes.writers_of(view.case)
    asked = _asked(request, {pk for pk, _name in authors})
    page = notes.notes_of(view.case, asked, _number(request.GET.get("page", "1")))
    kinds = [(one.name, _(one.title)) for one in formats.formats_of(view.case.pack).values()]
    drafts = drafting.open_drafts(request.viewer, view.case)
    context |= {
        "page": page,
        "lines": [presenting.line(part) for part in page.object_list],
        "drafts": [presenting.draft_line(row, view.case.pack) for row in drafts],
        "filter_form": NotesFilter(request.GET, formats=kinds, authors=authors),
        "is_filtered": bool(asked.format or asked.author or asked.since or asked.until),
        "kinds": kinds,
        "whole": request.GET.get("show") == "whole",
    }
    if context["whole"]:
        context["notes"] = [presenting.listed(part) for part in page.object_list]
    return render(request, "notes/list.html", context)


@login_required
@require_safe
def note(request: Request, case_id: UUID, note_id: UUID) -> HttpResponse:
    """One note as it was written, with what was added to it since."""
    view, context = around(request, case_id)
    found = notes.note_of(view.case, note_id)
    actions.note_read(request.viewer, case_id, note_id, now=clock.now())
    context["note"] = presenting.note(found)
    context["entries"] = [view.event(str(pk)) for pk in found.event_ids]
    return render(request, "notes/note.html", context)


def _asked(request: Request, authors: set[str]) -> notes.Asked:
    """What the address asks for; what is no answer asks for nothing."""
    get, today = request.GET, clock.today()
    author = get.get("author", "")
    return notes.Asked(
        format=get.get("format", "")[:40],
        author=author if author in authors else "",
        since=day_from(get.get("since", ""), today, ahead=False),
        until=day_from(get.get("until", ""), today, ahead=False),
    )


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 7 else 1
