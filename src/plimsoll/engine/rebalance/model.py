"""What comes in and what goes out: workers, cases and options; a proposal with its moves.

Points and costs are exact decimals. `capacity` is what a worker can carry in points; `other_points`
is what they carry that is no case of this question. Nothing here knows how a proposal is found.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from plimsoll.engine.reasons import Reason

Stage = Literal[
    "protected_uncovered",
    "uncovered",
    "points_above_line",
    "highest_utilisation",
    "children_moved",
    "relationships_broken",
    "cost",
    "tie_break",
]
STAGES: tuple[Stage, ...] = (
    "protected_uncovered",
    "uncovered",
    "points_above_line",
    "highest_utilisation",
    "children_moved",
    "relationships_broken",
    "cost",
    "tie_break",
)
PROTECTED_KINDS = frozenset({"child_protection", "looked_after", "private_fostering"})
"""Never without a named worker (procedures of Cumberland and Walsall, design notes in docs/load.md)."""

_EMPTY: Mapping[str, Decimal] = {}


@dataclass(frozen=True, slots=True)
class KindLimit:
    """At most so many cases of these kinds (any case, where no kind is named)."""

    kinds: frozenset[str]
    at_most: int


@dataclass(frozen=True, slots=True)
class Absence:
    """Away; `until` is the last day of it where that is known, so that cover can end by itself."""

    until: date | None = None


@dataclass(frozen=True, slots=True)
class Worker:
    id: str
    capacity: Decimal
    other_points: Decimal = Decimal(0)
    absence: Absence | None = None
    takes_new: bool = True
    skills: frozenset[str] = frozenset()
    languages: frozenset[str] = frozenset()
    may_not_hold: frozenset[str] = frozenset()
    limits: tuple[KindLimit, ...] = ()
    conflicts: frozenset[str] = frozenset()
    """Ids of cases, and names of families, with which there is a conflict of interest."""
    place: str = ""


@dataclass(frozen=True, slots=True)
class Case:
    """One case. `sizes` and `costs` by worker id, where they differ, win over `points` and travel."""

    id: str
    points: Decimal | None = None
    holder: str = ""
    sizes: Mapping[str, Decimal] = field(default_factory=lambda: _EMPTY)
    costs: Mapping[str, Decimal] = field(default_factory=lambda: _EMPTY)
    family: str = ""
    kinds: frozenset[str] = frozenset()
    needs: frozenset[str] = frozenset()
    language: str = ""
    is_locked: bool = False
    is_protected: bool = False
    conflicts: frozenset[str] = frozenset()
    months: int = 0
    """Whole months with the present worker."""
    changes: int = 0
    """Changes of worker already suffered."""
    place: str = ""


@dataclass(frozen=True, slots=True)
class Options:
    """How the question is to be asked.

    `capacity`: "soft" passes the line by the least that covers everybody; "hard" never passes it and
    leaves uncovered what does not fit. `utilisation_target`: no difference is made below it.
    `movable`: "needed" lets only cases move whose worker is away or over the line. `refused` pairs of
    (case, worker) are never proposed, `accepted` ones are kept. `effort` bounds the search in the solver's own
    deterministic seconds, so that the same question has the same answer on any machine.
    """

    stages: tuple[Stage, ...] = STAGES
    capacity: Literal["soft", "hard"] = "soft"
    families: Literal["together", "ignore"] = "together"
    movable: Literal["all", "needed"] = "all"
    utilisation_step: int = 1
    utilisation_target: int = 0
    cover: Literal["temporary", "permanent"] = "temporary"
    refused: frozenset[tuple[str, str]] = frozenset()
    accepted: frozenset[tuple[str, str]] = frozenset()
    travel: Mapping[tuple[str, str], Decimal] = field(default_factory=dict)
    method: Literal["auto", "greedy"] = "auto"
    effort: Decimal | None = None
    seed: int = 1


@dataclass(frozen=True, slots=True)
class Problem:
    workers: tuple[Worker, ...]
    cases: tuple[Case, ...]
    options: Options = field(default_factory=Options)


# --- what goes out ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class StageResult:
    """One objective: what was reached, what cannot be beaten, and whether that is proved the same."""

    stage: Stage
    value: Decimal
    bound: Decimal
    proved: bool
    how: str
    """By what the bound was shown."""

    @property
    def gap(self) -> Decimal:
        """The share of the value that better plans might still save; 0 where proved."""
        if self.proved or not self.value:
            return Decimal(0) if self.proved else Decimal(1)
        return ((self.value - self.bound) / abs(self.value)).quantize(Decimal("0.000001"))


@dataclass(frozen=True, slots=True)
class Move:
    """One case to another worker. `kind` "temporary_cover" ends on `returns_on` and goes back to `from_worker`."""

    case: str
    from_worker: str
    to_worker: str
    kind: Literal["permanent", "temporary_cover", "allocation"]
    returns_on: date | None
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class WorkerChange:
    """One worker's line before and after. Percentages are exact to one place, None without capacity."""

    worker: str
    capacity: Decimal
    points_before: Decimal
    points_after: Decimal
    percent_before: Decimal | None
    percent_after: Decimal | None
    cases_before: int
    cases_after: int


@dataclass(frozen=True, slots=True)
class Unresolved:
    """A hard rule that cannot be kept: which rule, which cases, what was done, what would help.

    `is_unlawful` where a case stays without a named worker that may not.
    """

    rule: str
    cases: tuple[str, ...]
    reason: Reason
    is_unlawful: bool = False


@dataclass(frozen=True, slots=True)
class Proposal:
    """The plan. `assignment` gives the worker of every case, "" where it is uncovered."""

    assignment: Mapping[str, str]
    moves: tuple[Move, ...]
    stages: tuple[StageResult, ...]
    workers: tuple[WorkerChange, ...]
    uncovered: tuple[str, ...]
    unresolved: tuple[Unresolved, ...]
    notes: tuple[Reason, ...]
    method: str

    @property
    def is_proved(self) -> bool:
        """Whether no plan at all is better in any objective. The tie-break, a choice of equals, may be open."""
        return all(stage.proved for stage in self.stages if stage.stage != "tie_break")
