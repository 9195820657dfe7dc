"""A worker's worklist derived afresh at any moment, past or present: what `plimsoll today` answers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from plimsoll.cases.derive import positions
from plimsoll.cases.queries import held_by, open_cases_for
from plimsoll.engine import worklist

if TYPE_CHECKING:
    from datetime import date, datetime
    from uuid import UUID

    from plimsoll.cases.models import Case
    from plimsoll.engine.worklist import Worklist
    from plimsoll.people.access import Viewer


@dataclass(frozen=True, slots=True)
class Work:
    """A worklist with the rows its case ids mean."""

    list: Worklist
    cases: dict[str, Case]


def worklist_of(viewer: Viewer, as_at: date | datetime, team_id: UUID | None = None) -> Work:
    """The worklist of what this person carries, or of a team they oversee, in two queries.

    Today's holdings decide whose cases; the record and the rules are those of `as_at`.
    """
    cases = held_by(viewer) if team_id is None else open_cases_for(viewer).filter(team_id=team_id)
    rows = list(cases.select_related("holder"))
    found = positions(rows, as_at)
    carried = [worklist.Carried(found[case.pk].priority, case.place) for case in rows]
    return Work(worklist.build(carried, as_at), {str(case.pk): case for case in rows})
