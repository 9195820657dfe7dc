"""From priorities to things to do: what first, what late, what today, what with what.

Comes in: the priority of each case a person carries, with where its people are and which notes
are unwritten. Goes out: `Worklist`, whose items each name the thing, the case and the reason with
what it rests on. An item stands in its bucket by its own ground, not by its case's: a report due
next month on a red case does not come before another child's visit of today.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from plimsoll.engine.clocks.wording import Day
from plimsoll.engine.policy.values import SUPPORTING
from plimsoll.engine.priority.words import day_of, span
from plimsoll.engine.reasons import Amount, Reason, Source

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date, datetime

    from plimsoll.engine.clocks import Duty
    from plimsoll.engine.priority import Ground, Priority

Bucket = Literal["late", "today", "this_week", "later", "waiting", "known"]
BUCKETS: tuple[Bucket, ...] = ("late", "today", "this_week", "later", "waiting", "known")
_DO: frozenset[Bucket] = frozenset({"late", "today", "this_week"})
WEEK_DAYS = 7
# Kinds of work that go faster together, and how many make it worth saying.
_BATCHES = {"report": 2, "contact": 3, "record": 3, "notification": 3, "plan": 3}
# Dates that nobody can act on: a limit that ends by itself, a right of somebody else's.
_NOBODY_ACTS = frozenset({"limit", "right"})

_NOTE = "The note of %(on)s is not written, %(gap)s after the contact"
_PLACE = "%(count)s visits at %(place)s"
_KIND = "%(count)s of the same kind (%(kind)s)"


@dataclass(frozen=True, slots=True)
class UnwrittenNote:
    """A contact that has no note yet: which event, of what kind, and when it was."""

    event: str
    name: str
    at: date | datetime


@dataclass(frozen=True, slots=True)
class Carried:
    """One case as a person carries it. `place` is a school, a postcode or an area, as it is kept."""

    priority: Priority
    place: str = ""
    notes: tuple[UnwrittenNote, ...] = ()


@dataclass(frozen=True, slots=True)
class Item:
    """One thing to do, for one case. `due` is None where no date is set; then it is now."""

    case: str
    what: str
    group: str
    bucket: Bucket
    due: date | datetime | None
    ground: Ground
    place: str = ""
    order: tuple[Any, ...] = ()

    @property
    def reason(self) -> Reason:
        """Why it is on the list, with what it rests on."""
        return self.ground.reason

    @property
    def duty(self) -> Duty | None:
        """The duty it comes from, if it comes from one."""
        return self.ground.duty


@dataclass(frozen=True, slots=True)
class Note:
    """A note still to be written."""

    case: str
    event: str
    name: str
    at: date | datetime
    days: int

    @property
    def reason(self) -> Reason:
        """How long the contact was ago."""
        params = {"on": Day(day_of(self.at)), "gap": span(self.days, "days")}
        return Reason("worklist.unwritten", _NOTE, params, Amount(self.days, "days"), Source("event", self.event))


@dataclass(frozen=True, slots=True)
class Group:
    """Items worth doing together: at one place, or of one kind."""

    by: Literal["place", "kind"]
    name: str
    items: tuple[Item, ...]

    @property
    def reason(self) -> Reason:
        """What they have in common."""
        if self.by == "place":
            return Reason("worklist.place", _PLACE, {"count": len(self.items), "place": self.name})
        return Reason("worklist.kind", _KIND, {"count": len(self.items), "kind": self.name})


@dataclass(frozen=True, slots=True)
class Worklist:
    """A day's work. `first` is the one thing to begin with; None when there is nothing to do."""

    as_at: date | datetime
    first: Item | None
    late: tuple[Item, ...]
    today: tuple[Item, ...]
    this_week: tuple[Item, ...]
    later: tuple[Item, ...]
    waiting: tuple[Item, ...]
    known: tuple[Item, ...]
    notes: tuple[Note, ...]
    groups: tuple[Group, ...]
    to_see: tuple[str, ...]
    colours: tuple[tuple[str, int], ...]


def build(carried: Iterable[Carried], as_at: date | datetime) -> Worklist:
    """The worklist of one person at a moment; the order of `carried` makes no difference.

    >>> from datetime import date
    >>> build([], date(2025, 6, 10)).first is None
    True
    """
    cases = sorted(carried, key=lambda each: each.priority.order_key)
    today = day_of(as_at)
    items = sorted((item for each in cases for item in _items(each, today)), key=lambda item: item.order)
    by_bucket = {bucket: tuple(item for item in items if item.bucket == bucket) for bucket in BUCKETS}
    to_do = [item for item in items if item.bucket in _DO]
    notes = [_note(each, note, today) for each in cases for note in each.notes]
    return Worklist(
        as_at=as_at,
        first=to_do[0] if to_do else None,
        notes=tuple(sorted(notes, key=lambda note: (-note.days, note.case, note.event))),
        groups=tuple(_groups(to_do)),
        to_see=tuple(dict.fromkeys(item.case for item in to_do if item.group == "visit")),
        colours=tuple(
            (colour, sum(each.priority.colour == colour for each in cases)) for colour in ("red", "amber", "green")
        ),
        **by_bucket,
    )


def _items(carried: Carried, today: date) -> Iterator[Item]:
    priority = carried.priority
    kept: list[Item] = []
    for ground in priority.grounds:
        item = _of_duty(carried, ground, ground.duty, today) if ground.duty is not None else _of_matter(carried, ground)
        if item is not None:
            kept.append(item)
    visits = any(item.group == "visit" and item.ground.duty is not None and item.bucket in _DO for item in kept)
    sees = visits or any(item.ground.code in _NOT_SEEN for item in kept)
    for item in kept:
        # A visit that is due is how a child who was not seen is seen, and seeing is contact: one thing, not three.
        if (visits and item.ground.code in _NOT_SEEN) or (sees and item.ground.code == "balance.quiet"):
            continue
        yield item


_NOT_SEEN = frozenset({"balance.not_seen", "safeguarding.not_seen"})


def _of_duty(carried: Carried, ground: Ground, duty: Duty, today: date) -> Item | None:
    if ground.code == "legal_duty.basis":
        return None
    bucket: Bucket
    if duty.who == "client" or duty.group in _NOBODY_ACTS:
        bucket = "known"
    elif duty.who == "other":
        bucket = "waiting"
    else:
        bucket = _when(duty, today)
    return _item(carried, ground, duty.duty, duty.group, bucket, duty.due)


def _when(duty: Duty, today: date) -> Bucket:
    if duty.state == "late":
        return "late"
    if duty.due is None:
        return "later"
    ahead = (day_of(duty.due) - today).days
    return "today" if ahead <= 0 else "this_week" if ahead <= WEEK_DAYS else "later"


def _of_matter(carried: Carried, ground: Ground) -> Item | None:
    if ground.code in ("resources.wait", "override.waiting"):
        return _item(carried, ground, ground.reason.text, "contact", "waiting", None)
    if not ground.to_do:
        return None
    rules = carried.priority.rules
    kind = rules.tier(ground.rank).kind if rules is not None else "discretionary"
    presses = ground.places and (kind == "safeguarding" or ground.band == 0)
    return _item(carried, ground, ground.to_do, ground.group, "today" if presses else "this_week", None)


def _item(
    carried: Carried, ground: Ground, what: str, group: str, bucket: Bucket, due: date | datetime | None
) -> Item:
    priority = carried.priority
    rank = min(ground.rank, SUPPORTING)
    rule = ground.duty.rule if ground.duty is not None else ""
    order = (rank, ground.band, ground.when, priority.order_key, ground.code, rule)
    return Item(priority.case, what, group, bucket, due, ground, carried.place, order)


def _note(carried: Carried, note: UnwrittenNote, today: date) -> Note:
    return Note(carried.priority.case, note.event, note.name, note.at, (today - day_of(note.at)).days)


def _groups(items: Sequence[Item]) -> Iterator[Group]:
    """Visits at one place, then other work of one kind; each item in one group at most."""
    by_place: dict[str, list[Item]] = {}
    for item in items:
        if item.group == "visit" and item.place.strip():
            by_place.setdefault(area_of(item.place).casefold(), []).append(item)
    for found in by_place.values():
        if len({item.case for item in found}) > 1:
            yield Group("place", area_of(found[0].place), tuple(found))
    for kind, least in _BATCHES.items():
        found = [item for item in items if item.group == kind]
        if len({item.case for item in found}) >= least:
            yield Group("kind", kind, tuple(found))


def area_of(place: str) -> str:
    """What two places share when one journey does for both: the name, or the first half of a postcode.

    >>> area_of("SE15 4QL"), area_of("se154ql"), area_of("Hollin Bank School")
    ('SE15', 'SE15', 'Hollin Bank School')
    """
    tidy = " ".join(place.split())
    found = re.fullmatch(r"([A-Za-z]{1,2}[0-9][A-Za-z0-9]?) ?[0-9][A-Za-z]{2}", tidy)
    return found[1].upper() if found else tidy


def worklist_json(worklist: Worklist) -> dict[str, Any]:
    """The worklist as `plimsoll today --json` and the API show it."""
    return {
        "as_at": worklist.as_at.isoformat(),
        "first": item_json(worklist.first) if worklist.first is not None else None,
        **{bucket: [item_json(item) for item in getattr(worklist, bucket)] for bucket in BUCKETS},
        "notes": [
            {"case": note.case, "event": note.event, "name": note.name, "at": note.at.isoformat(), "days": note.days}
            for note in worklist.notes
        ],
        "groups": [
            {"by": group.by, "name": group.name, "text": group.reason.text, "cases": [one.case for one in group.items]}
            for group in worklist.groups
        ],
        "to_see": list(worklist.to_see),
        "colours": dict(worklist.colours),
    }


def item_json(item: Item) -> dict[str, Any]:
    """One thing to do."""
    reason = item.reason
    return {
        "case": item.case,
        "what": item.what,
        "group": item.group,
        "due": item.due.isoformat() if item.due is not None else None,
        "rule": item.duty.rule if item.duty is not None else None,
        "reason": reason.text,
        "source": {"kind": reason.source.kind, "id": reason.source.id} if reason.source is not None else None,
        "place": item.place,
    }
