"""The page of who has looked at a record."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from plimsoll.cases.views.case import open_page
from plimsoll.sight import queries

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpResponse

    from plimsoll.people.requests import Request

# What the log calls it, in words. What is not here is shown as the log has it, with spaces.
WORDS = {
    "case_read": gettext_lazy("Read the case"),
    "note_read": gettext_lazy("Read a note"),
    "person_read": gettext_lazy("Read about a person"),
    "event_recorded": gettext_lazy("Recorded something"),
    "case_opened": gettext_lazy("Opened the case"),
    "case_closed": gettext_lazy("Closed the case"),
    "case_reopened": gettext_lazy("Opened the case again"),
    "note_finalised": gettext_lazy("Finished a note"),
    "note_added_to": gettext_lazy("Added to a note"),
    "transfer_proposed": gettext_lazy("Proposed a transfer"),
    "transfer_accepted": gettext_lazy("Accepted a transfer"),
    "information_shared": gettext_lazy("Shared information"),
}


@login_required
@require_safe
def looked(request: Request, case_id: UUID) -> HttpResponse:
    """Who has looked at this record, and who has changed it?"""
    view, context = open_page(request, case_id, "sight:looked")
    if not queries.may_ask(request.viewer, view.case):
        raise Http404
    only_reading = "all" not in request.GET
    asked = request.GET.get("page", "1")
    number = int(asked) if asked.isdecimal() and len(asked) < 9 else 1
    page = queries.looks(view.case, number, only_reading=only_reading)
    context |= {
        "page": page,
        "only_reading": only_reading,
        "lines": [
            {"at": one.at, "who": one.who or _("Plimsoll itself"), "what": words_of(one.action), "page": one.page}
            for one in queries.lines(page)
        ],
    }
    return render(request, "sight/looked.html", context)


def words_of(action: str) -> str:
    """What somebody did, in words."""
    return str(WORDS.get(action) or action.replace("_", " ").capitalize())
