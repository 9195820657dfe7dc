"""My day: what to do first and why, what is late and due, whom to see, what is unwritten, what moved.

One read: the cases with their hints, where each stood when its worker last looked, and its contacts
without a note. The engine's worklist does the rest from the hints (`cases/carried.py`); nothing is derived here.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from django.db.models.expressions import RawSQL

from plimsoll.cases import words
from plimsoll.cases.carried import carried, key_of
from plimsoll.cases.queries import held_by
from plimsoll.cases.recording import WRITTEN_UP
from plimsoll.cases.rows import CaseLine, case_lines
from plimsoll.cases.standing import day_of
from plimsoll.engine import worklist
from plimsoll.today import LONDON
from plimsoll.work.items import First, Kind, Row, Sheet, Together, kinds_of, together_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from plimsoll.people.access import Viewer

UNWRITTEN_FOR_DAYS = 30
SATURDAY = 5
SHOWN = ("late", "today", "this_week", "waiting", "known")


@dataclass(frozen=True, slots=True)
class Unwritten:
    """A contact that has no note yet."""

    case: CaseLine
    event_id: int
    name: str
    at_on: date
    days: int


@dataclass(frozen=True, slots=True)
class Moved:
    """A case that stands elsewhere than it did, or that has come to this person, since they last looked."""

    case: CaseLine
    previous_colour: str
    at: datetime | None
    is_new: bool
    is_unseen: bool


@dataclass(frozen=True, slots=True)
class MyDay:
    """Everything the page shows, in its order."""

    first: First | None
    late: tuple[Kind, ...]
    today: tuple[Kind, ...]
    this_week: tuple[Kind, ...]
    waiting: tuple[Kind, ...]
    waiting_later: tuple[Kind, ...]
    known: tuple[Kind, ...]
    counts: dict[str, int]
    to_see: tuple[CaseLine, ...]
    together: tuple[Together, ...]
    unwritten: tuple[Unwritten, ...]
    moved: tuple[Moved, ...]
    since: date
    case_ids: set[UUID]
    colours: tuple[tuple[str, int], ...]

    @property
    def count(self) -> int:
        """How many cases are carried."""
        return len(self.case_ids)


def my_day(viewer: Viewer, now: datetime, last_looked: datetime | None) -> MyDay:
    """The day of one worker, in one query."""
    since = _since(last_looked, now)
    today = now.astimezone(LONDON).date()
    cases = _cases(viewer, since, now)
    lines = dict(zip((key_of(case) for case in cases), case_lines(cases, now), strict=True))
    made = worklist.build((carried(case, now) for case in cases), now)
    sheet = Sheet({key_of(case): case for case in cases}, lines, now)
    rows = {bucket: sheet.rows(getattr(made, bucket)) for bucket in SHOWN}
    rows["waiting"], waiting_later = _parted(rows["waiting"], today + timedelta(days=worklist.WEEK_DAYS))
    kinds = {bucket: kinds_of(found) for bucket, found in rows.items()}
    return MyDay(
        first=sheet.first(made.first) if made.first else None,
        **kinds,
        waiting_later=kinds_of(waiting_later),
        counts={bucket: len(found) for bucket, found in rows.items()} | {
            "later": len(made.later),
            "waiting_later": len(waiting_later),
        },
        to_see=tuple(lines[key] for key in made.to_see),
        together=together_of(made.groups, lines),
        unwritten=_unwritten(cases, lines, today),
        moved=tuple(_moved(cases, lines, last_looked)),
        since=since.astimezone(LONDON).date(),
        case_ids={case.pk for case in cases},
        colours=made.colours,
    )


def _parted(rows: Sequence[Row], last: date) -> tuple[list[Row], list[Row]]:
    """What others owe by a day or without one, and what they owe later."""

    def is_later(row: Row) -> bool:
        return row.due is not None and day_of(row.due) > last

    return [row for row in rows if not is_later(row)], [row for row in rows if is_later(row)]


def _since(last_looked: datetime | None, now: datetime) -> datetime:
    """From when what moved is told: the last look, and never less than since the last weekday began.

    A page that told only of the minutes since it was last opened would have nothing to say at the second look.
    """
    day = now.astimezone(LONDON).date() - timedelta(days=1)
    while day.weekday() >= SATURDAY:
        day -= timedelta(days=1)
    began = datetime.combine(day, time.min, LONDON)
    return min(last_looked, began) if last_looked else began


def _cases(viewer: Viewer, since: datetime, now: datetime) -> list[Any]:
    """The cases carried, in order.

    Each with where it `stood` at `since`, whether it `came` since, and its `unwritten` contacts: in SQL, because the
    ORM takes longer to say these than the database to answer.
    """
    me, today = viewer.user_id, now.astimezone(LONDON).date()
    unwritten = [list(WRITTEN_UP), me, today - timedelta(days=UNWRITTEN_FOR_DAYS), today]
    return list(
        held_by(viewer)
        .defer("facts")
        .annotate(
            stood=RawSQL(_STOOD, [since]),  # noqa: S611 - constant text; values are parameters
            came=RawSQL(_CAME, [me, since, since, since.astimezone(LONDON).date()]),  # noqa: S611
            unwritten=RawSQL(_UNWRITTEN, unwritten),  # noqa: S611
        )
        .order_by("hint_key", "number")
    )


# The change of priority that was first after a moment says where the case stood before it.
_STOOD = """(
    SELECT json_build_object('tier', first.previous_tier, 'colour', first.previous_colour, 'at', first.at)
    FROM cases_priorityrecord first
    WHERE first.case_id = cases_case.id AND first.at > %s
    ORDER BY first.at, first.id LIMIT 1
)"""
# What was brought in whole has not come to anybody today: it was there before.
_CAME = """EXISTS (
    SELECT 1 FROM cases_holding held
    WHERE held.case_id = cases_case.id AND held.worker_id = %s AND held.until_on IS NULL AND held.recorded_at > %s
      AND (cases_case.created_at < %s OR cases_case.opened_on >= %s)
)"""
# A contact whose note was written later has it beside the entry, which is never changed.
_UNWRITTEN = """(
    SELECT json_agg(json_build_object('id', contact.id, 'name', contact.name, 'at_on', contact.at_on))
    FROM cases_caseevent contact
    WHERE contact.case_id = cases_case.id AND contact.name = ANY(%s) AND contact.note = ''
      AND contact.provenance IS NULL AND contact.recorded_by_id = %s AND contact.at_on BETWEEN %s AND %s
      AND NOT EXISTS (SELECT 1 FROM cases_caseevent later WHERE later.supersedes_id = contact.id)
      AND NOT EXISTS (SELECT 1 FROM notes_noteevent noted WHERE noted.event_id = contact.id)
)"""


def _unwritten(cases: Sequence[Any], lines: dict[str, CaseLine], today: date) -> tuple[Unwritten, ...]:
    """The contacts without a note, the oldest first."""
    found = []
    for case in cases:
        for event in case.unwritten or ():
            at_on = date.fromisoformat(event["at_on"])
            title = words.event_title(case.pack, event["name"])
            found.append(Unwritten(lines[key_of(case)], event["id"], title, at_on, (today - at_on).days))
    return tuple(sorted(found, key=lambda note: (note.at_on, note.event_id)))


def _moved(cases: Sequence[Any], lines: dict[str, CaseLine], last_looked: datetime | None) -> list[Moved]:
    found = []
    for case in cases:
        stood = case.stood
        has_moved = stood and stood["tier"] and stood["tier"] != case.hint_tier
        if not has_moved and not case.came:
            continue
        at = datetime.fromisoformat(stood["at"]) if has_moved else None
        found.append(
            Moved(
                case=lines[key_of(case)],
                previous_colour=stood["colour"] if has_moved else "",
                at=at,
                is_new=case.came,
                is_unseen=last_looked is not None and at is not None and at > last_looked,
            )
        )
    return found
