"""My day: what to do first and why, what is late and due, whom to see, what is unwritten, what moved. Hints only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from plimsoll.cases.models import CaseEvent, PriorityRecord
from plimsoll.cases.queries import held_by
from plimsoll.cases.rows import CaseLine, DutyLine, case_lines
from plimsoll.today import LONDON

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from uuid import UUID

    from plimsoll.people.access import Viewer

UNWRITTEN_FOR_DAYS = 30
WRITTEN_UP = ("visit_made", "contact_made", "interview_held", "supervision_held", "return_interview_held")
WEEK_DAYS = 7
MOST_MOVED = 6


@dataclass(frozen=True, slots=True)
class Item:
    """One thing to do, for one case."""

    case: CaseLine
    duty: DutyLine


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
    """A case that changed its place since this person last looked."""

    case: CaseLine
    colour: str
    previous_colour: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Group:
    """Things of one kind at one place, worth doing in one journey."""

    place: str
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class MyDay:
    """Everything the page shows, in its order."""

    first: CaseLine | None
    late: tuple[Item, ...]
    today: tuple[Item, ...]
    week: tuple[Item, ...]
    others: tuple[Item, ...]
    to_see: tuple[CaseLine, ...]
    groups: tuple[Group, ...]
    unwritten: tuple[Unwritten, ...]
    moved: tuple[Moved, ...]
    attention: tuple[CaseLine, ...]
    count: int
    colours: tuple[tuple[str, int], ...]


def my_day(viewer: Viewer, now: datetime, since: datetime | None) -> MyDay:
    """The day of one worker in three queries: cases with their hints, unwritten contacts, what moved."""
    today = now.astimezone(LONDON).date()
    cases = list(held_by(viewer).select_related("holder", "team").order_by("hint_key", "number"))
    lines = case_lines(cases, today)
    by_id = {case.pk: line for case, line in zip(cases, lines, strict=True)}
    items = [Item(line, duty) for line in lines for duty in line.duties]
    ours = [item for item in items if item.duty.who == "us"]
    late = [item for item in ours if item.duty.state == "late"]
    due_today = [item for item in ours if item.duty.state != "late" and _day(item.duty.due) <= today]
    ahead = [item for item in ours if today < _day(item.duty.due) <= today + timedelta(days=WEEK_DAYS)]
    others = [
        item for item in items if item.duty.who != "us" and _day(item.duty.due) <= today + timedelta(days=WEEK_DAYS)
    ]
    soon = [*late, *due_today, *ahead]
    return MyDay(
        first=lines[0] if lines else None,
        late=tuple(sorted(late, key=_due)),
        today=tuple(due_today),
        week=tuple(sorted(ahead, key=_due)),
        others=tuple(sorted(others, key=_due)),
        to_see=_to_see(soon),
        groups=_groups(soon),
        unwritten=_unwritten(by_id, viewer, today),
        moved=_moved(by_id, since),
        attention=tuple(line for line in lines if line.tier == "attention"),
        count=len(lines),
        colours=tuple((colour, sum(line.colour == colour for line in lines)) for colour in ("red", "amber", "green")),
    )


def _day(due: date | datetime) -> date:
    return due.astimezone(LONDON).date() if isinstance(due, datetime) else due


def _due(item: Item) -> date:
    return _day(item.duty.due)


def _to_see(items: Iterable[Item]) -> tuple[CaseLine, ...]:
    found = {item.case.id: item.case for item in items if item.duty.group == "visit"}
    return tuple(found.values())


def _groups(items: Sequence[Item]) -> tuple[Group, ...]:
    places: dict[str, list[Item]] = {}
    for item in items:
        if item.duty.group == "visit" and item.case.place:
            places.setdefault(item.case.place, []).append(item)
    return tuple(Group(place, tuple(found)) for place, found in sorted(places.items()) if len(found) > 1)


def _unwritten(cases: dict[UUID, CaseLine], viewer: Viewer, today: date) -> tuple[Unwritten, ...]:
    rows = CaseEvent.objects.filter(
        case_id__in=list(cases),
        name__in=WRITTEN_UP,
        note="",
        provenance__isnull=True,
        recorded_by_id=viewer.user_id,
        at_on__gte=today - timedelta(days=UNWRITTEN_FOR_DAYS),
        at_on__lte=today,
        corrections=None,
    )
    return tuple(
        Unwritten(cases[row.case_id], row.pk, row.name, row.at_on, (today - row.at_on).days)
        for row in rows.order_by("at_on", "id")
    )


def _moved(cases: dict[UUID, CaseLine], since: datetime | None) -> tuple[Moved, ...]:
    if since is None:
        return ()
    rows = PriorityRecord.objects.filter(case_id__in=list(cases), at__gt=since).exclude(previous_tier="")
    found: dict[UUID, Moved] = {}
    for row in rows.order_by("-at", "-id"):
        found.setdefault(row.case_id, Moved(cases[row.case_id], row.colour, row.previous_colour, row.at))
    order = {line.id: place for place, line in enumerate(cases.values())}
    return tuple(sorted(found.values(), key=lambda moved: order[moved.case.id])[:MOST_MOVED])
