"""Adding a correction to a final note."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from plimsoll import today as clock
from plimsoll.notes import actions, presenting
from plimsoll.notes.forms import AdditionForm
from plimsoll.notes.queries import reading as notes
from plimsoll.notes.views.around import around

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpResponse

    from plimsoll.people.requests import Request


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: Request, case_id: UUID, note_id: UUID) -> HttpResponse:
    """What it corrects, what it should say, and why. The note stays as it was."""
    view, context = around(request, case_id)
    if not request.viewer.can_record:
        raise Http404
    found = notes.note_of(view.case, note_id)
    shown = presenting.note(found)
    given = request.POST if request.method == "POST" else None
    form = AdditionForm(given, parts=shown.parts, initial={"request": uuid.uuid4(), "field": request.GET.get("part")})
    if given is not None and form.is_valid():
        data = form.cleaned_data
        actions.add_to_note(
            request.viewer,
            case_id,
            note_id,
            field=data["field"],
            text=data["text"],
            why=data["why"],
            request=data["request"],
            now=clock.now(),
        )
        messages.success(request, _("Added. The note itself is as it was."))
        return redirect("notes:note", case_id, note_id)
    context |= {"note": shown, "form": form}
    return render(request, "notes/add.html", context, status=422 if form.errors else 200)
