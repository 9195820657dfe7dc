"""A weighting as a value: what each kind of case and work weighs, and how much a person can carry.

It is read from dated, cited YAML (docs/load.md is its form) by `weighting_shapes`; nothing here
knows any service's figures.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from datetime import date

    from plimsoll.engine.load.numbers import Rounding
    from plimsoll.engine.reasons import Citation

Facts = Mapping[str, object]
Operator = Literal["one_of", "not", "at_least", "at_most", "above", "under", "present"]
Status = Literal["adopted", "illustrative", "example"]
Overlap = Literal["add", "highest"]

_COMPARISONS: Mapping[str, Callable[[int | Decimal, Decimal], bool]] = {
    "at_least": operator.ge,
    "at_most": operator.le,
    "above": operator.gt,
    "under": operator.lt,
}


@dataclass(frozen=True, slots=True)
class FactTest:
    """One condition on a fact. `value` is a tuple for `one_of` and `not`, a Decimal for comparisons."""

    fact: str
    operator: Operator
    value: object

    def holds(self, facts: Facts) -> bool:
        found = facts.get(self.fact)
        if self.operator == "present":
            return (found is not None) is bool(self.value)
        if isinstance(self.value, tuple):
            return (found in self.value) is (self.operator == "one_of")
        if not isinstance(found, int | Decimal) or not isinstance(self.value, Decimal):
            return False
        return _COMPARISONS[self.operator](found, self.value)


@dataclass(frozen=True, slots=True)
class Table:
    """Points looked up by the values of some facts. A key is those values as text, in order."""

    by: tuple[str, ...]
    points: Mapping[tuple[str, ...], Decimal]


@dataclass(frozen=True, slots=True)
class Otherwise:
    """What is taken where something is not known, and why that."""

    points: Decimal
    because: str


@dataclass(frozen=True, slots=True)
class Base:
    """What a case weighs before anything is added: the first base whose `when` holds is the one.

    Either `table`, or `fact` (the points are recorded on the case itself), or `fixed`.
    """

    id: str
    title: str
    when: tuple[FactTest, ...]
    table: Table | None
    fact: str
    fixed: Decimal | None
    otherwise: Otherwise


@dataclass(frozen=True, slots=True)
class Within:
    """Only in the first `weeks` since the day in `fact`."""

    fact: str
    weeks: int


@dataclass(frozen=True, slots=True)
class Each:
    """So much for each one above a number, up to a most."""

    fact: str
    add: Decimal
    above: Decimal
    at_most: Decimal | None


@dataclass(frozen=True, slots=True)
class Bands:
    """The amount of the highest band whose `above` is passed."""

    fact: str
    bands: tuple[tuple[Decimal, Decimal], ...]


@dataclass(frozen=True, slots=True)
class ByFact:
    """An amount for each value of a fact: points, or percent of the base."""

    fact: str
    amounts: Mapping[str, Decimal]
    is_percent: bool


@dataclass(frozen=True, slots=True)
class Fixed:
    """Points, or percent of the base."""

    amount: Decimal
    is_percent: bool


@dataclass(frozen=True, slots=True)
class Siblings:
    """Percent of the base, for each case of a family after its heaviest with the same worker."""

    percent: Decimal


Effect = Fixed | ByFact | Each | Bands | Siblings


@dataclass(frozen=True, slots=True)
class Modifier:
    """Something that makes a case weigh more or less. Percentages are of the base, never of each other.

    `assume` gives, for each fact it reads, what is taken where the fact is not known.
    """

    id: str
    title: str
    when: tuple[FactTest, ...]
    within: Within | None
    effect: Effect
    assume: Mapping[str, object]
    because: str


@dataclass(frozen=True, slots=True)
class WorkRule:
    """What a piece of work that is not a case weighs. `everyone`: each worker carries it without its being listed."""

    id: str
    title: str
    points: Decimal | None
    table: Table | None
    otherwise: Otherwise | None
    subtracts: bool
    everyone: bool


@dataclass(frozen=True, slots=True)
class Mark:
    """What a full-time worker can carry, and the hours a week that go with it."""

    points: Decimal
    hours: Decimal


@dataclass(frozen=True, slots=True)
class Capacity:
    """How hours become points that can be carried: mark x stage x hours / full-time hours, rounded once."""

    full_time: Mark
    grades: Mapping[str, Mark]
    stages: Mapping[str, Decimal]
    rounding: Rounding


@dataclass(frozen=True, slots=True)
class ReductionRule:
    """A kind of absence or protected time. `percent` None: as stated on the entry."""

    kind: str
    title: str
    percent: Decimal | None
    at_most: Decimal | None
    months: int | None
    group: str


@dataclass(frozen=True, slots=True)
class Reductions:
    rules: Mapping[str, ReductionRule]
    overlap: Overlap
    rounding: Rounding


@dataclass(frozen=True, slots=True)
class CountLimit:
    """At most so many cases of a kind for workers of a kind.

    `per` and `per_of`: the most is one for every `per` cases that `per_of` describes, rounded down.
    """

    id: str
    title: str
    worker: tuple[FactTest, ...]
    cases: tuple[FactTest, ...]
    at_most: int | None
    per: int | None
    per_of: tuple[FactTest, ...]


@dataclass(frozen=True, slots=True)
class Limits:
    """Above which percentage is over, far over, and for how many weeks in a row is sustained."""

    over: Decimal
    far_over: Decimal
    sustained_weeks: int
    counts: tuple[CountLimit, ...]


@dataclass(frozen=True, slots=True)
class Weighting:
    """One version of a weighting, in force from `since` to `until`."""

    name: str
    title: str
    status: Status
    unit: tuple[str, str]
    since: date
    until: date | None
    citations: tuple[Citation, ...]
    capacity: Capacity
    bases: tuple[Base, ...]
    modifiers: tuple[Modifier, ...]
    floor: Decimal | None
    only_when_true: frozenset[str]
    works: Mapping[str, WorkRule]
    unknown_work: Otherwise
    reductions: Reductions
    limits: Limits
    percentage: Rounding

    def mark(self, grade: str) -> Mark:
        return self.capacity.grades.get(grade, self.capacity.full_time)
