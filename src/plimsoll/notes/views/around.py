"""What stands around every page of notes: the case's strip and its tabs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from plimsoll import today as clock
from plimsoll.cases import presenting
from plimsoll.cases.queries import case as reading
from plimsoll.cases.views.case import tabs_of

if TYPE_CHECKING:
    from uuid import UUID

    from plimsoll.people.requests import Request


def around(request: Request, case_id: UUID) -> tuple[reading.CaseView, dict[str, object]]:
    """The case as the viewer may see it, and the context its pages share."""
    view = reading.case_view(request.viewer, case_id, clock.now())
    return view, {
        "case": view.case,
        "strip": presenting.strip(view),
        "tabs": tabs_of(case_id, "notes:list"),
        "today": clock.today(),
        "nav_current": "cases:caseload",
        "can_record": request.viewer.can_record and view.case.status != "closed",
    }
