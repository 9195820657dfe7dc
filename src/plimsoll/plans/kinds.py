"""Templates of plans as a pack gives them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from plimsoll.cases import rules
from plimsoll.tasks.dates import after
from plimsoll.tasks.pack_files import PackFileError, entries

if TYPE_CHECKING:
    from datetime import date

WHEN = ("agreed", "reviewed", "ended")


@dataclass(frozen=True, slots=True)
class Section:
    """A heading under which something is written for the whole plan."""

    id: str
    title: str
    help: str = ""


@dataclass(frozen=True, slots=True)
class PlanKind:
    """A kind of plan: its sections, the words for goals, when it is looked at again, and what it puts on the record."""

    word: str
    title: str
    sections: tuple[Section, ...]
    views_title: str
    goal_words: str
    goal_measure: str
    review: tuple[int, str]
    events: dict[str, str]

    def review_after(self, day: date, pack: str) -> date:
        """The review date that a form proposes."""
        return after(day, self.review[0], self.review[1], pack)


def kinds(pack: str) -> dict[str, PlanKind]:
    """The plans that a pack knows, by their word."""
    return {word: _kind(pack, word, entry) for word, entry in entries(pack, "plans").items()}


def kind_of(pack: str, word: str) -> PlanKind:
    """One kind; for a word that the pack has lost since, one with that name and no sections."""
    found = kinds(pack).get(word)
    return found or PlanKind(word, word.replace("_", " ").capitalize(), (), "", "", "", (6, "months"), {})


def _kind(pack: str, word: str, entry: dict[str, Any]) -> PlanKind:
    try:
        goal, review, events = entry["goal"], entry["review"], dict(entry.get("events", {}))
        kind = PlanKind(
            word=word,
            title=entry["title"],
            sections=tuple(Section(one["id"], one["title"], one.get("help", "")) for one in entry["sections"]),
            views_title=entry.get("views", "What each says"),
            goal_words=goal["words"],
            goal_measure=goal["measure"],
            review=(review["amount"], review["unit"]),
            events=events,
        )
    except (KeyError, TypeError) as error:
        raise PackFileError(f"plans.yaml of {pack}: {word} needs title, sections, goal and review") from error
    unknown = [name for when, name in events.items() if when not in WHEN or rules.event_type(pack, name) is None]
    if unknown:
        raise PackFileError(f"plans.yaml of {pack}: {word} names no event of the pack: {', '.join(unknown)}")
    return kind
