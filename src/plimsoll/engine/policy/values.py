"""The priority policy as values: what a pack's `priority.yaml` says, ready to be asked.

Nothing here decides anything; it only holds, typed, what an organisation has decided.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from plimsoll.engine.rulebook.model import EventMatch

Kind = Literal["safeguarding", "statutory", "soon", "discretionary"]
Colour = Literal["red", "amber", "green"]

# The rank of a reason that does not place a case but bears on it: after every tier.
SUPPORTING = 99


class Rung(NamedTuple):
    """A place in the order: the rank of a tier (0 is first) and a band inside it."""

    rank: int
    band: int


@dataclass(frozen=True, slots=True)
class Tier:
    """One step of the strict order."""

    name: str
    title: str
    colour: Colour
    kind: Kind
    rank: int

    @property
    def is_discretionary(self) -> bool:
        """Whether cases may be moved up into this tier by waiting alone."""
        return self.kind == "discretionary"


@dataclass(frozen=True, slots=True)
class MatterRule:
    """Something that an event begins and that stays open until another ends it."""

    id: str
    criterion: str
    begins: tuple[EventMatch, ...]
    ends: tuple[EventMatch, ...]
    rung: Rung
    words: str
    for_plan: Mapping[str, Rung] = field(default_factory=dict)
    match: tuple[str, ...] = ()
    survives_closure: bool = False
    when_missing: Mapping[str, str] = field(default_factory=dict)
    to_do: str = ""
    group: str = "decision"


@dataclass(frozen=True, slots=True)
class PlanRule:
    """A kind of plan: what puts it in force, and how serious that is (`level`, higher first)."""

    kind: str
    words: str
    level: int
    begins: tuple[EventMatch, ...]
    ends: tuple[EventMatch, ...]
    order: int


@dataclass(frozen=True, slots=True)
class Limit:
    """So many days without, and where the case goes when they have passed."""

    days: int
    rung: Rung


@dataclass(frozen=True, slots=True)
class WaitRule:
    """How a wait for another service is read."""

    begins: frozenset[str]
    starts: frozenset[str]
    stops: frozenset[str]
    checks: frozenset[str]
    expected_weeks: str
    over_expected: Rung
    check_every: Limit


@dataclass(frozen=True, slots=True)
class Ageing:
    """Waiting moves a discretionary case up one tier after so many days without work on it."""

    days: int
    band: int
    counts: frozenset[str]


@dataclass(frozen=True, slots=True)
class Line:
    """A score that matters on one tool, and where reaching it puts the case."""

    at: float
    rung: Rung
    until: frozenset[str]


@dataclass(frozen=True, slots=True)
class ToolRule:
    """How the scores of one assessment tool are read."""

    tool: str
    title: str
    higher_is_worse: bool
    fall: float | None
    lines: tuple[Line, ...]
    safety_items: tuple[str, ...]
    safety_rung: Rung
    rung: Rung
    until: frozenset[str]


@dataclass(frozen=True, slots=True)
class PatternRule:
    """So many times in so many days makes the pattern itself a reason."""

    id: str
    criterion: str
    event: str
    times: int
    days: int
    rung: Rung
    words: str


@dataclass(frozen=True, slots=True)
class Policy:
    """The priority policy of one pack as it was in force on a day.

    `version` names it on every priority. `duties` maps who owes a duty, its state
    ("late", "due_soon", "running") and what it is about to a rung. `changes_on` is the
    day the next version comes into force.
    """

    pack: str
    version: str
    decided_by: str
    decided_on: date
    is_adopted: bool
    tiers: tuple[Tier, ...]
    duties: Mapping[tuple[str, str, str], Rung]
    running_rules: Mapping[str, tuple[Rung, str]]
    matters: tuple[MatterRule, ...]
    plans: tuple[PlanRule, ...]
    no_plan: PlanRule
    plan_in_force: Rung
    contact: Mapping[str, Limit]
    seen: Mapping[str, Limit]
    meaningful: frozenset[str]
    seen_events: tuple[EventMatch, ...]
    ageing: Ageing
    waits: WaitRule
    scores: Mapping[str, ToolRule]
    patterns: tuple[PatternRule, ...]
    unborn_is_vulnerable: bool
    vulnerable_under_years: int | None
    vulnerable_facts: Mapping[str, str]
    complexity: Mapping[str, str]
    should_know: Mapping[str, str]
    from_on: date
    changes_on: date | None = None

    def tier(self, rank: int) -> Tier:
        """The tier of a rank; a supporting reason belongs to the last."""
        return self.tiers[rank if rank < len(self.tiers) else -1]

    def rank_of(self, name: str) -> int | None:
        """The rank of the tier of that name or title, however it is spelt; None when there is none.

        A decision may have been written by a person, or by a program that shows titles.
        """
        wanted = _spelt(name)
        return next((tier.rank for tier in self.tiers if wanted in (_spelt(tier.name), _spelt(tier.title))), None)

    @property
    def lowest(self) -> int:
        """The rank of the last tier."""
        return len(self.tiers) - 1


def _spelt(name: str) -> str:
    return "_".join(name.casefold().replace("-", " ").replace("_", " ").split())
