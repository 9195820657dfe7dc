"""What a final note agreed to do becomes tasks of its case, in the note's own transaction."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from plimsoll.cases.queries import cases_for
from plimsoll.tasks.actions import NewTask, add_tasks

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from plimsoll.notes.actions import NoteAction
    from plimsoll.people.access import Viewer

LONGEST_TITLE = 400
LONGEST_WHO = 200


def add(found: Sequence[NoteAction], now: datetime, viewer: Viewer) -> None:
    """One task an action; who is to do it stays in the note's own words beside whoever holds the case."""
    if not found:
        return
    cases = {case.pk: case for case in cases_for(viewer).filter(pk__in={one.case_id for one in found})}
    add_tasks(
        [
            NewTask(
                title=one.what[:LONGEST_TITLE],
                detail=one.what if len(one.what) > LONGEST_TITLE else "",
                case=cases[one.case_id],
                due_on=date.fromisoformat(one.by) if one.by else None,
                who="" if one.who == viewer.name else one.who[:LONGEST_WHO],
                owner_id=viewer.user_id if one.who == viewer.name else None,
                source="note",
                source_id=str(one.note_id),
            )
            for one in found
            if one.what.strip() and one.case_id in cases
        ],
        now=now,
        actor_id=viewer.user_id,
    )
