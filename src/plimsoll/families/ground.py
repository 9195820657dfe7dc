"""What every page of people on a case begins with: the case behind its door, its strip and its tabs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404

from plimsoll.cases import presenting
from plimsoll.cases.queries import case as reading

if TYPE_CHECKING:
    from datetime import date, datetime
    from uuid import UUID

    from plimsoll.people.access import Viewer


def may_write(viewer: Viewer, view: reading.CaseView) -> bool:
    """Whether this viewer records on this case."""
    return viewer.can_record and view.case.status != "closed"


def opened(
    viewer: Viewer, case_id: UUID, now: datetime, today: date, *, writing: bool = False
) -> tuple[reading.CaseView, dict[str, object]]:
    """The case with the context of its pages; "not found" for whom it is not, or who may not write in it."""
    view = reading.case_view(viewer, case_id, now)
    if writing and not may_write(viewer, view):
        raise Http404
    return view, {
        "case": view.case,
        "strip": presenting.strip(view),
        "today": today,
        "nav_current": "cases:caseload",
        "can_record": may_write(viewer, view),
    }
