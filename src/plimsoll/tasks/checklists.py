"""Checklists as a pack gives them: what to do, in which order, by when, and what the record already shows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from plimsoll.cases import rules
from plimsoll.tasks.dates import after
from plimsoll.tasks.pack_files import PackFileError, entries

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date


@dataclass(frozen=True, slots=True)
class Item:
    """One thing on a checklist. `recorded` names events, any of which shows that it was done already."""

    title: str
    detail: str = ""
    amount: int | None = None
    unit: str = "working days"
    recorded: tuple[str, ...] = ()

    def due_on(self, started: date, pack: str) -> date | None:
        """By when, counted from the day the checklist was begun."""
        return None if self.amount is None else after(started, self.amount, self.unit, pack)


@dataclass(frozen=True, slots=True)
class Checklist:
    """A list with its moment: opening, closing, transfer, or `any` for one that a person chooses."""

    word: str
    title: str
    when: str
    items: tuple[Item, ...]


def checklists(pack: str) -> dict[str, Checklist]:
    """Every checklist of a pack, by its word."""
    return {word: _checklist(pack, word, entry) for word, entry in entries(pack, "checklists").items()}


def for_moment(pack: str, when: str) -> list[Checklist]:
    """The checklists of one moment of a case's life."""
    return [one for one in checklists(pack).values() if one.when == when]


def recorded_on(item: Item, events: Iterable[tuple[str, date]]) -> date | None:
    """The last day on which the record shows this done; None when it does not."""
    return max((day for name, day in events if name in item.recorded), default=None)


def _checklist(pack: str, word: str, entry: dict[str, Any]) -> Checklist:
    try:
        items = tuple(_item(pack, word, item) for item in entry["items"])
        return Checklist(word, entry["title"], entry.get("when", "any"), items)
    except (KeyError, TypeError) as error:
        raise PackFileError(f"checklists.yaml of {pack}: {word} needs a title and items, each with a title") from error


def _item(pack: str, word: str, item: dict[str, Any]) -> Item:
    due = item.get("due") or {}
    recorded = tuple([item["recorded"]] if isinstance(item.get("recorded"), str) else item.get("recorded", ()))
    unknown = [name for name in recorded if rules.event_type(pack, name) is None]
    if unknown:
        raise PackFileError(f"checklists.yaml of {pack}: {word} names no event of the pack: {', '.join(unknown)}")
    return Item(item["title"], item.get("detail", ""), due.get("amount"), due.get("unit", "working days"), recorded)
