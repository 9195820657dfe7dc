"""A second bound on disturbance: worker by worker, how much of what they hold can stay at best.

A worker who is over what the plan allows must let something go, however the rest is arranged: a knapsack over their own
cases says how little. The sum over all workers is a bound (the decomposition of Dantzig and Wolfe at prices of
nought), often the exact one where there is room elsewhere. It needs no solver.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from plimsoll.engine.rebalance.board import NOBODY

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from plimsoll.engine.rebalance.frame import Frame
    from plimsoll.engine.rebalance.model import Stage

MOST_STATES = 20_000
MOVED: Stage = "children_moved"
BROKEN: Stage = "relationships_broken"


@dataclass(frozen=True, slots=True)
class Held:
    """A unit at home: its size there, and what leaving costs, children first."""

    number: int
    size: int
    children: int
    broken: int


@dataclass(frozen=True, slots=True)
class Kept:
    """Bounds, offsets counted. `broken` holds for plans that move no more than `moved` children.

    `whole` are the units of workers who can keep all they hold: in a plan that moves just `moved`, each stays.
    """

    moved: int
    broken: int
    whole: tuple[int, ...]


def staying(units: Sequence[Held], room: int) -> frozenset[int] | None:
    """Which of one worker's units stay within the room at best, children first; None where that takes too long."""
    if sum(unit.size for unit in units) <= room:
        return frozenset(unit.number for unit in units)
    states: dict[int, tuple[int, int]] = {0: (0, 0)}
    chosen: dict[int, tuple[int, ...]] = {0: ()}
    for unit in sorted(units, key=lambda unit: unit.size):
        for size in sorted(states, reverse=True):  # downwards, so that none is counted twice
            children, broken = states[size]
            grown = size + unit.size
            found = (children + unit.children, broken + unit.broken)
            if grown <= room and found > states.get(grown, (-1, -1)):
                states[grown] = found
                chosen[grown] = (*chosen[size], unit.number)
        if len(states) > MOST_STATES:
            return None
    # Of those as good, the fullest: it leaves the least useless room.
    return frozenset(chosen[max(states, key=lambda size: (states[size], size))])


def keep(frame: Frame) -> Kept | None:
    """The bounds; None where a knapsack grows too large to be worth its time."""
    board = frame.board
    held: dict[int, list[Held]] = {}
    moved, broken = board.offset[MOVED], board.offset[BROKEN]
    for number, unit in enumerate(board.units):
        columns = frame.columns[number]
        home = unit.home
        away = [at for at in columns if at != home]
        if home == NOBODY or home not in columns or not away:
            moved += min(unit.costs[MOVED][at] for at in columns)
            broken += min(unit.costs[BROKEN][at] for at in columns)
            continue
        children = min(unit.costs[MOVED][at] for at in away)
        links = min(unit.costs[BROKEN][at] for at in away)
        moved += children
        broken += links
        gain = Held(
            number, unit.sizes[home], children - unit.costs[MOVED][home], max(0, links - unit.costs[BROKEN][home])
        )
        held.setdefault(unit.workers[home], []).append(gain)
    whole: list[int] = []
    for worker, units in held.items():
        best = _best(units, frame.free[worker] + frame.reach[worker])
        if best is None:
            return None
        moved -= best[0]
        broken -= best[1]
        if best[0] == sum(unit.children for unit in units):
            whole += [unit.number for unit in units]
    return Kept(moved, broken, tuple(whole))


def worth_of_staying(units: Sequence[Held], room: int) -> int | None:
    """The most that can stay within the room, in what `children` counts; None where that takes too long."""
    best = _best(units, room)
    return None if best is None else best[0]


def _best(units: Iterable[Held], room: int) -> tuple[int, int] | None:
    """The most that can stay within the room, children first, then relationships."""
    states: dict[int, tuple[int, int]] = {0: (0, 0)}
    units = sorted(units, key=lambda unit: unit.size)
    if sum(unit.size for unit in units) <= room:
        return sum(unit.children for unit in units), sum(unit.broken for unit in units)
    for unit in units:
        for size, (children, broken) in list(states.items()):
            grown = size + unit.size
            if grown > room:
                continue
            found = (children + unit.children, broken + unit.broken)
            if found > states.get(grown, (-1, -1)):
                states[grown] = found
        if len(states) > MOST_STATES:
            return None
        states = _undominated(states)
    return max(states.values())


def _undominated(states: dict[int, tuple[int, int]]) -> dict[int, tuple[int, int]]:
    """Without those that are larger and keep no more than another."""
    found: dict[int, tuple[int, int]] = {}
    best = (-1, -1)
    for size in sorted(states):
        if states[size] > best:
            best = found[size] = states[size]
    return found
