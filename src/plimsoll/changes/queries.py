"""What changed since somebody last looked, read from events, kept priorities, holdings and hints. Nothing is stored.

A case has changed when somebody else recorded something, when it moved to another tier (other than by what this
person recorded: they were told then), when one of its duties has passed its date, or when one has come within a week of
its date.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from django.db import connection
from django.db.models.expressions import RawSQL

from plimsoll.cases.derive import positions
from plimsoll.cases.queries import held_by, open_cases_for
from plimsoll.today import LONDON

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.db.models import QuerySet

    from plimsoll.cases.derive import Position
    from plimsoll.cases.models import Case
    from plimsoll.people.access import Viewer

NEAR_DAYS = 7
MOST_CASES = 100
# Deriving where each case stood takes a millisecond a case; for more than these the list says only which tier.
MOST_PLACED = 60
SITTING = timedelta(minutes=30)
SATURDAY = 5


@dataclass(frozen=True, slots=True)
class Recorded:
    """Something somebody else wrote down."""

    id: int
    name: str
    at_on: date
    recorded_at: datetime
    by: str
    is_correction: bool
    details: dict[str, Any]
    is_imported: bool


@dataclass(frozen=True, slots=True)
class Stood:
    """Where a case stood before it moved, and when it did."""

    tier: str
    colour: str
    at: datetime


@dataclass(slots=True)
class Changed:
    """One case with all that changed on it since `since`."""

    case: Case
    since: datetime
    has_looked: bool
    recorded: tuple[Recorded, ...] = ()
    stood: Stood | None = None
    came_at: datetime | None = None
    late: list[dict[str, Any]] = field(default_factory=list)
    near: list[dict[str, Any]] = field(default_factory=list)
    place: int | None = None
    place_before: int | None = None

    @property
    def is_empty(self) -> bool:
        """Whether nothing is new."""
        return not (self.recorded or self.stood or self.came_at or self.late or self.near)


@dataclass(frozen=True, slots=True)
class Changes:
    """The changed cases in the order of the caseload; `of` is how many are carried, None where nobody's order is."""

    cases: tuple[Changed, ...]
    of: int | None
    are_more: bool


def first_since(now: datetime) -> datetime:
    """From when things are told to somebody who never looked: the beginning of the last weekday before today."""
    day = now.astimezone(LONDON).date() - timedelta(days=1)
    while day.weekday() >= SATURDAY:
        day -= timedelta(days=1)
    return datetime.combine(day, time.min, LONDON)


def has_changed(viewer: Viewer, now: datetime) -> RawSQL:
    """Whether a case has changed, for a query of cases that reads more besides: My day's."""
    today = now.astimezone(LONDON).date()
    return RawSQL(_HAS_CHANGED, [viewer.user_id, first_since(now), viewer.user_id, today])  # noqa: S611 - constant


def count_changed(viewer: Viewer, now: datetime) -> int:
    """How many of somebody's cases have changed since they looked: one query."""
    return _changed_cases(viewer, now).count()


def changes(viewer: Viewer, now: datetime) -> Changes:
    """Everything that changed on somebody's cases; for one who carries none, on those they oversee."""
    found = list(_changed_cases(viewer, now).order_by("hint_key", "number")[: MOST_CASES + 1])
    changed = [one for one in _details(viewer, found[:MOST_CASES], now) if not one.is_empty]
    of = _place(viewer, changed) if viewer.carries_cases else None
    return Changes(tuple(changed), of, len(found) > MOST_CASES)


def changes_of(viewer: Viewer, case: Case, now: datetime, since: datetime | None = None) -> Changed:
    """What changed on one case that has come through the door, since a moment or since the last look.

    A sitting that still goes on tells from where it began.
    """
    return _details(viewer, [case], now, since, SITTING)[0]


def _scope(viewer: Viewer) -> QuerySet[Case]:
    return held_by(viewer) if viewer.carries_cases else open_cases_for(viewer)


def _changed_cases(viewer: Viewer, now: datetime) -> QuerySet[Case]:
    return _scope(viewer).annotate(changed=has_changed(viewer, now)).filter(changed=True)


# In each of these `s` is one row: since when, who asks, and today; `c` is the case.
# An event counts once: what a later one corrected is told by the correction.
_NEW_EVENTS = """
  event.case_id = c.id AND event.recorded_at > s.since AND event.recorded_by_id IS DISTINCT FROM s.me
  AND event.name <> 'allocated'
  AND NOT EXISTS (SELECT 1 FROM cases_caseevent later WHERE later.supersedes_id = event.id)"""
# The first move that this person did not cause, after the last that they did: of their own they were told then.
_NEW_MOVES = """
  moved.case_id = c.id AND moved.at > s.since AND moved.previous_tier <> ''
  AND NOT EXISTS (
    SELECT 1 FROM cases_priorityrecord mine JOIN cases_caseevent cause ON cause.id = mine.cause_event_id
    WHERE mine.case_id = c.id AND cause.recorded_by_id = s.me AND (mine.at, mine.id) >= (moved.at, moved.id))
  ORDER BY moved.at, moved.id LIMIT 1"""
# What was brought in whole has not come to anybody today: it was there before.
_CAME = """
  held.case_id = c.id AND held.worker_id = s.me AND held.until_on IS NULL AND held.recorded_at > s.since
  AND (c.created_at < s.since OR c.opened_on >= (s.since AT TIME ZONE 'Europe/London')::date)"""
# Passed its date since; or came within a week of it since, and is ahead.
_PASSED = """(
  SELECT count(*) FROM jsonb_array_elements(c.hint_duties) duty,
    LATERAL (SELECT left(duty->>'due', 10)::date AS due_on, (s.since AT TIME ZONE 'Europe/London')::date AS since_on) d
  WHERE duty->>'who' <> 'client' AND (
    (d.due_on >= d.since_on AND d.due_on < s.today)
    OR (d.due_on >= s.today AND d.due_on > d.since_on + 7 AND d.due_on <= s.today + 7)))"""
_HAS_CHANGED = f"""(
  SELECT EXISTS (SELECT 1 FROM cases_caseevent event WHERE {_NEW_EVENTS})
      OR EXISTS (SELECT 1 FROM cases_holding held WHERE {_CAME})
      OR COALESCE((SELECT moved.previous_tier FROM cases_priorityrecord moved WHERE {_NEW_MOVES}) <> c.hint_tier, FALSE)
      OR {_PASSED} > 0
  FROM (SELECT COALESCE(
          (SELECT look.looked_at FROM changes_look look WHERE look.case_id = cases_case.id AND look.worker_id = %s),
          %s) AS since, %s::uuid AS me, %s::date AS today) s,
       (SELECT cases_case.id, cases_case.created_at, cases_case.opened_on, cases_case.hint_tier,
               cases_case.hint_duties) c
)"""  # noqa: S608 - put together from constants
_DETAILS = f"""
SELECT c.id, s.since, s.has_looked,
  (SELECT json_agg(json_build_object(
      'id', event.id, 'name', event.name, 'at_on', event.at_on, 'recorded_at', event.recorded_at,
      'by', COALESCE(somebody.name, ''), 'is_correction', event.supersedes_id IS NOT NULL,
      'details', event.details, 'is_imported', event.provenance IS NOT NULL
    ) ORDER BY event.recorded_at DESC, event.id DESC)
   FROM cases_caseevent event LEFT JOIN people_user somebody ON somebody.id = event.recorded_by_id
   WHERE {_NEW_EVENTS}),
  (SELECT json_build_object('tier', moved.previous_tier, 'colour', moved.previous_colour, 'at', moved.at)
   FROM cases_priorityrecord moved WHERE {_NEW_MOVES}),
  (SELECT max(held.recorded_at) FROM cases_holding held WHERE {_CAME})
FROM cases_case c LEFT JOIN changes_look look ON look.case_id = c.id AND look.worker_id = %(me)s,
  LATERAL (SELECT COALESCE(
      %(since)s::timestamptz,
      CASE WHEN look.looked_at > %(sitting)s THEN look.since_at ELSE look.looked_at END,
      %(start)s) AS since, %(me)s::uuid AS me, look.id IS NOT NULL AS has_looked) s
WHERE c.id = ANY(%(ids)s)
"""  # noqa: S608 - put together from constants


def _details(
    viewer: Viewer,
    cases: Sequence[Case],
    now: datetime,
    since: datetime | None = None,
    sitting: timedelta = timedelta(0),
) -> list[Changed]:
    """The cases with what is new on each, in one query. A look of less than `sitting` ago still goes on."""
    if not cases:
        return []
    params = {
        "me": viewer.user_id,
        "since": since,
        "start": first_since(now),
        "sitting": now - sitting,
        "ids": [case.pk for case in cases],
    }
    with connection.cursor() as cursor:
        cursor.execute(_DETAILS, params)
        rows = {row[0]: row[1:] for row in cursor.fetchall()}
    return [_changed(case, *rows[case.pk], now=now) for case in cases]


def _changed(  # noqa: PLR0913 - the columns of a row
    case: Case,
    since: datetime,
    has_looked: bool,  # noqa: FBT001 - a column
    events: list[dict[str, Any]] | None,
    stood: dict[str, Any] | None,
    came_at: datetime | None,
    *,
    now: datetime,
) -> Changed:
    late, near = _dates(case, since, now)
    before = None
    if stood is not None and stood["tier"] != case.hint_tier:
        before = Stood(stood["tier"], stood["colour"], datetime.fromisoformat(stood["at"]))
    return Changed(
        case=case,
        since=since,
        has_looked=has_looked,
        recorded=tuple(_recorded(event) for event in events or ()),
        stood=before,
        came_at=came_at,
        late=late,
        near=near,
    )


def _recorded(event: dict[str, Any]) -> Recorded:
    return Recorded(
        id=event["id"],
        name=event["name"],
        at_on=date.fromisoformat(event["at_on"]),
        recorded_at=datetime.fromisoformat(event["recorded_at"]),
        by=event["by"],
        is_correction=event["is_correction"],
        details=event["details"],
        is_imported=event["is_imported"],
    )


def _dates(case: Case, since: datetime, now: datetime) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """The duties of the hint that passed their date, and those that came within a week of it, as `_PASSED` counts."""
    since_on, today = (at.astimezone(LONDON).date() for at in (since, now))
    week = timedelta(days=NEAR_DAYS)
    late, near = [], []
    for duty in case.hint_duties:
        if not duty["due"] or duty["who"] == "client":
            continue
        due_on = date.fromisoformat(duty["due"][:10])
        if since_on <= due_on < today:
            late.append(duty)
        elif due_on >= today and since_on + week < due_on <= today + week:
            near.append(duty)
    return late, near


def _was_known(position: Position, since: datetime) -> bool:
    """Whether anything of the case had been written down by then."""
    return any(event.recorded_at is None or event.recorded_at <= since for event in position.facts.events)


def _place(viewer: Viewer, changed: Sequence[Changed]) -> int:
    """Put on each moved case its place among those carried, now and when the oldest of the looks was.

    Where each stood is derived from what was known then, under the rules of then.
    """
    carried = list(held_by(viewer).order_by("hint_key", "number"))
    moved = [one for one in changed if one.stood is not None]
    now_at = {case.pk: place for place, case in enumerate(carried, 1)}
    for one in moved:
        one.place = now_at.get(one.case.pk)
    if not moved or len(carried) > MOST_PLACED:
        return len(carried)
    since = min(one.since for one in moved)
    stood = positions(carried, since)
    there = [case for case in carried if _was_known(stood[case.pk], since)]
    before = sorted(there, key=lambda case: (stood[case.pk].priority.key, case.number))
    then_at = {case.pk: place for place, case in enumerate(before, 1)}
    for one in moved:
        one.place_before = then_at.get(one.case.pk)
    return len(carried)
