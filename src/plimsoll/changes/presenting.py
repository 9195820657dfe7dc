"""What changed, in words: each thing once, the worst first. Values in, words out, no query."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from plimsoll.cases import rules, words
from plimsoll.cases.rows import CaseLine, case_line, duty_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date, datetime

    from plimsoll.changes.queries import Changed, Changes, Recorded

SAFETY, LATE, ROSE, CAME, NEAR, RECORDED, FELL = range(7)
# What speaks of somebody's safety comes before everything else that was recorded.
URGENT = frozenset({"concern_raised", "went_missing", "police_protection_started", "emergency_protection_order_made"})
RED = "red"


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that changed. `label` says its kind in a word, `state` the mark that goes with it."""

    rank: int
    label: str
    text: str
    url: str
    state: str = ""
    on: date | datetime | None = None
    due_words: str = ""
    by: str = ""
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Moved:
    """Where a case stood and stands: colours, tiers, and its places among those carried."""

    colour: str
    tier: str
    colour_before: str
    tier_before: str
    is_up: bool
    at: datetime
    reason: str
    place_words: str


@dataclass(frozen=True, slots=True)
class ChangedCase:
    """A case with what changed on it."""

    line: CaseLine
    since: datetime
    has_looked: bool
    items: tuple[Item, ...]
    moved: Moved | None
    rank: int

    @property
    def url(self) -> str:
        """Where all of it is told, and counts as looked at."""
        return reverse("changes:case", args=[self.line.id])


def listed(found: Changes, now: datetime) -> list[ChangedCase]:
    """The changed cases, those with the worst news first, then in the order of the caseload."""
    cases = [changed_case(one, now, found.of) for one in found.cases]
    return sorted(cases, key=lambda one: one.rank)


def common_since(cases: Sequence[ChangedCase]) -> datetime | None:
    """The moment since which most of the cases are told: said once above them, and beside the others."""
    counted = Counter(one.since for one in cases)
    return counted.most_common(1)[0][0] if counted else None


def changed_case(changed: Changed, now: datetime, of: int | None = None) -> ChangedCase:
    """One case."""
    line = case_line(changed.case, now)
    moved = _moved(changed, line, of)
    items = sorted(_items(changed, now), key=lambda item: item.rank)
    ranks = [item.rank for item in items]
    if moved is not None:
        ranks.append((SAFETY if moved.colour == RED else ROSE) if moved.is_up else FELL)
    return ChangedCase(line, changed.since, changed.has_looked, tuple(items), moved, min(ranks, default=FELL))


def _items(changed: Changed, now: datetime) -> Iterable[Item]:
    case = changed.case
    duties_url = reverse("cases:duties", args=[case.pk])
    for duty in changed.late:
        yield _due(changed, duty, now, Item(LATE, _("Became late"), "", f"{duties_url}#{duty['rule']}", "late"))
    for duty in changed.near:
        yield _due(changed, duty, now, Item(NEAR, _("Within a week"), "", f"{duties_url}#{duty['rule']}", "due_soon"))
    if changed.came_at is not None:
        text = _("The case came to you.")
        yield Item(CAME, _("New to you"), text, reverse("cases:overview", args=[case.pk]), on=changed.came_at)
    imported = [one for one in changed.recorded if one.is_imported]
    for one in changed.recorded:
        if not one.is_imported:
            yield _told(changed, one)
    if imported:
        count = len(imported)
        text = ngettext("%(n)d entry brought in from a file", "%(n)d entries brought in from a file", count)
        url = reverse("cases:chronology", args=[case.pk])
        yield Item(RECORDED, _("Imported"), text % {"n": count}, url, on=imported[0].recorded_at)


def _due(changed: Changed, duty: dict[str, Any], now: datetime, item: Item) -> Item:
    line = duty_line(changed.case, duty, now)
    return Item(item.rank, item.label, line.name, item.url, item.state, line.due, line.due_words)


def _told(changed: Changed, one: Recorded) -> Item:
    """What somebody recorded; what it carries is told in a few words, what they wrote stays on the case."""
    case = changed.case
    carried = words.details(case.pack, one.name, one.details)
    rank = SAFETY if one.name in URGENT else RECORDED
    return Item(
        rank,
        _("Safety") if rank == SAFETY else _("Corrected") if one.is_correction else _("Recorded"),
        words.event_title(case.pack, one.name),
        reverse("cases:chronology", args=[case.pk]) + f"#event-{one.id}",
        "late" if rank == SAFETY else "",
        on=one.recorded_at,
        by=one.by,
        detail="; ".join(f"{name}: {text}" for name, text in carried[:2]),
    )


def _moved(changed: Changed, line: CaseLine, of: int | None) -> Moved | None:
    stood, case = changed.stood, changed.case
    if stood is None:
        return None
    order = [name for name, _title in rules.tiers(case.pack)]
    rank = {name: place for place, name in enumerate(order)}
    return Moved(
        colour=case.hint_colour,
        tier=words.tier(case.pack, case.hint_tier),
        colour_before=stood.colour,
        tier_before=words.tier(case.pack, stood.tier),
        is_up=rank.get(case.hint_tier, 0) < rank.get(stood.tier, 0),
        at=stood.at,
        reason=line.reason,
        place_words=_place_words(changed, of),
    )


def _place_words(changed: Changed, of: int | None) -> str:
    if changed.place is None or of is None:
        return ""
    params = {"now": changed.place, "before": changed.place_before, "of": of}
    if changed.place_before is None or changed.place_before == changed.place:
        return _("It is number %(now)d of your %(of)d cases.") % params
    return _("It is number %(now)d of your %(of)d cases; it was number %(before)d.") % params
