"""What a case weighs on a day, every point of it with its reason.

The parts of a case add up to its points exactly, and the points of the cases to the load. A fact
that is not known gets the weighting's declared default, and the default taken is part of the answer.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from plimsoll.engine.load.numbers import ZERO

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date
    from decimal import Decimal

    from plimsoll.engine.load.facts import Case
    from plimsoll.engine.reasons import Reason


@dataclass(frozen=True, slots=True)
class Part:
    """Some points and why."""

    points: Decimal
    reason: Reason


@dataclass(frozen=True, slots=True)
class Assumption:
    """A fact that was not known, what was taken instead, and why that."""

    fact: str
    taken: object
    because: str
    about: str
    """The id of the case, or of the worker."""


@dataclass(frozen=True, slots=True)
class Timed:
    """A part that counts from `since` and before `ends`."""

    since: date
    ends: date
    part: Part


@dataclass(frozen=True, slots=True)
class Weight:
    """A case on the scales: what counts always, what only for a time, what only for a sibling."""

    case: Case
    base: Decimal
    always: Decimal
    parts: tuple[Part, ...]
    timed: tuple[Timed, ...]
    as_head: tuple[Part, ...]
    """What its being one of several in a family takes off, when it is the one that counts in full."""
    as_sibling: tuple[Part, ...]
    floor: Decimal | None
    floor_part: Part | None
    assumed: tuple[Assumption, ...]

    def points_on(self, day: date, *, is_sibling: bool) -> Decimal:
        points = self.always
        for timed in self.timed:
            if timed.since <= day < timed.ends:
                points += timed.part.points
        for part in self.as_sibling if is_sibling else self.as_head:
            points += part.points
        return points if self.floor is None or points >= self.floor else self.floor

    def change_days(self) -> list[date]:
        """The days on which time alone changes what it weighs."""
        return [day for timed in self.timed for day in (timed.since, timed.ends)]


@dataclass(frozen=True, slots=True)
class Carried:
    """A case with its points on one day."""

    case: Case
    points: Decimal
    parts: tuple[Part, ...]
    assumed: tuple[Assumption, ...] = ()


def heads(weights: Iterable[Weight]) -> Mapping[str, str]:
    """The case of each family that counts in full: the heaviest, then the first by id."""
    found: dict[str, tuple[Decimal, str]] = {}
    for weight in weights:
        family = weight.case.family
        if not family:
            continue
        key = (-weight.base, weight.case.id)
        if family not in found or key < found[family]:
            found[family] = key
    return {family: ident for family, (_, ident) in found.items()}


def carried_on(weights: Sequence[Weight], day: date) -> list[Carried]:
    """What one worker carries on a day, siblings recognised, in the order given."""
    head = heads(weights)
    return [_carried(weight, day, is_sibling=_is_sibling(weight, head)) for weight in weights]


def points_on(weights: Sequence[Weight], day: date) -> Decimal:
    """The same as the sum of `carried_on`, without the reasons."""
    if len(weights) == 1:
        return weights[0].points_on(day, is_sibling=False)
    head = heads(weights)
    return sum((weight.points_on(day, is_sibling=_is_sibling(weight, head)) for weight in weights), ZERO)


def _is_sibling(weight: Weight, head: Mapping[str, str]) -> bool:
    return bool(weight.case.family) and head[weight.case.family] != weight.case.id


def _carried(weight: Weight, day: date, *, is_sibling: bool) -> Carried:
    parts = [*weight.parts]
    parts += [timed.part for timed in weight.timed if timed.since <= day < timed.ends]
    parts += weight.as_sibling if is_sibling else weight.as_head
    points = weight.points_on(day, is_sibling=is_sibling)
    if weight.floor_part is not None:
        lift = points - sum((part.points for part in parts), ZERO)
        if lift:
            parts.append(Part(lift, weight.floor_part.reason))
    return Carried(weight.case, points, tuple(parts), weight.assumed)
