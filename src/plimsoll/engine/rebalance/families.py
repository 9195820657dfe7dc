"""Families kept with one worker: the cases of one become a unit, unless the hard rules cannot allow it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from plimsoll.engine.reasons import Reason, Source
from plimsoll.engine.rebalance.model import Unresolved
from plimsoll.engine.rebalance.placing import Movable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from plimsoll.engine.rebalance.model import Case, Options
    from plimsoll.engine.rebalance.placing import Placed


@dataclass(slots=True)
class Groups:
    units: list[Movable] = field(default_factory=list)
    unresolved: list[Unresolved] = field(default_factory=list)


def join(placed: Placed, cases: Sequence[Case], options: Options) -> Groups:
    """The movable cases as units, in the order of their first case."""
    groups = Groups()
    families: dict[str, list[int]] = defaultdict(list)
    pins: dict[str, set[int]] = defaultdict(set)
    for number in placed.movable:
        family = cases[number].family if options.families == "together" else ""
        families[family or f" {number}"].append(number)
    for number, worker in placed.pinned.items():
        if cases[number].family:
            pins[cases[number].family].add(worker)
    for family, members in families.items():
        _join_one(members, pins.get(family, set()), placed, cases, groups)
    groups.units.sort(key=lambda unit: unit.cases)
    return groups


def _join_one(members: list[int], pins: set[int], placed: Placed, cases: Sequence[Case], groups: Groups) -> None:
    common = set(placed.movable[members[0]]).intersection(*(placed.movable[number] for number in members[1:]))
    if len(pins) == 1:
        common &= pins
    if common and len(pins) < 2:
        groups.units.append(Movable(tuple(members), tuple(sorted(common))))
        return
    ids = tuple(cases[number].id for number in members)
    if len(pins) > 1:
        template = "The family of %(cases)s is locked with more than one worker and cannot be brought together"
    else:
        template = "No one worker may hold the whole family of %(cases)s, so that its cases are placed one by one"
    reason = Reason(
        "rebalance.unresolved.families_together",
        template,
        {"cases": ", ".join(ids)},
        source=Source("policy", "families_together"),
    )
    groups.unresolved.append(Unresolved("families_together", ids, reason))
    groups.units += [Movable((number,), placed.movable[number]) for number in members]
