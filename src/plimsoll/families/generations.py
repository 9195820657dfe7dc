"""Which row of a genogram each person stands in, in what order, and how far across. Pure."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from plimsoll.families.genogram import Family

SWEEPS = 6


def levels(family: Family) -> dict[str, int]:
    """The generation of each person, 0 the oldest: below every parent, and beside a partner where that can be.

    What cannot be (a partner who is also an ancestor) leaves the parents' rule standing and the partners' not.
    """
    edges = [(parent, child) for child, named in family.parents.items() for parent in named]
    side = {member.id: member.id for member in family.members}
    pairs = [(named[0], named[1]) for named in family.parents.values() if len(named) > 1]
    for one, two in [*pairs, *((each.one, each.two) for each in family.couples)]:
        joined = {person: side[one] if group == side[two] else group for person, group in side.items()}
        if _depths(joined, edges) is not None:
            side = joined
    depth = _depths(side, edges) or {}
    below: dict[str, list[int]] = defaultdict(list)
    for parent, child in edges:
        below[side[parent]].append(depth[side[child]])
    has_parents = {side[child] for _, child in edges}
    for group, children in below.items():
        if group not in has_parents:  # somebody without parents stands just above the children, not at the top
            depth[group] = min(children) - 1
    used = sorted({depth[group] for group in side.values()})
    return {person: used.index(depth[group]) for person, group in side.items()}


def _depths(side: dict[str, str], edges: Sequence[tuple[str, str]]) -> dict[str, int] | None:
    """How many steps below the top each group is; None when one would have to be below itself."""
    depth = dict.fromkeys(side.values(), 0)
    for _turn in range(len(depth) + 1):
        changed = False
        for parent, child in edges:
            if depth[side[child]] <= depth[side[parent]]:
                depth[side[child]] = depth[side[parent]] + 1
                changed = True
        if not changed:
            return depth
    return None


def rows(family: Family) -> list[list[str]]:
    """The people of each generation from left to right: partners together, children by age under their parents."""
    level = levels(family)
    found: list[list[str]] = []
    for number in range(max(level.values()) + 1):
        here = [member.id for member in family.members if level[member.id] == number]
        above = {person: place for place, person in enumerate(found[-1])} if found else {}
        found.append(_ordered(here, family, above))
    return found


def places(family: Family, ordered: Sequence[Sequence[str]], step: int) -> dict[str, int]:
    """How far across each stands: near the middle of parents and children, never closer than a step."""
    across = {person: place * step for row in ordered for place, person in enumerate(row)}
    children: dict[str, list[str]] = defaultdict(list)
    for child, named in family.parents.items():
        for parent in named:
            children[parent].append(child)
    for sweep in range(SWEEPS):
        downwards = sweep % 2 == 1
        for row in ordered if downwards else list(reversed(ordered)):
            wished = []
            for person in row:
                near = family.parents.get(person, ()) if downwards else children[person]
                wished.append(sum(across[one] for one in near) // len(near) if near else across[person])
            _spread(row, wished, across, step)
    return across


def _ordered(here: Sequence[str], family: Family, above: dict[str, int]) -> list[str]:
    """Groups of siblings in the order of their parents; a partner next to the one they belong to."""
    partners: dict[str, list[str]] = defaultdict(list)
    inside = set(here)
    for one in family.couples:
        partners[one.one].append(one.two)
        partners[one.two].append(one.one)
    for named in family.parents.values():
        if len(named) > 1:
            partners[named[0]].append(named[1])
            partners[named[1]].append(named[0])

    def wish(person: str) -> tuple[float, int]:
        near = [above[parent] for parent in family.parents.get(person, ()) if parent in above]
        return (sum(near) / len(near) if near else float("inf"), here.index(person))

    found: list[str] = []
    for person in sorted(here, key=wish):
        if person in found:
            continue
        fresh = [one for one in dict.fromkeys(partners[person]) if one in inside and one not in found]
        own_first = [one for one in fresh if one not in family.parents]
        # The first partner stands before, the others after: each line then reaches its own neighbour.
        found += [*own_first[:1], person, *own_first[1:]] if len(own_first) > 1 else [person, *own_first]
    return found


def _spread(row: Sequence[str], wished: Sequence[int], across: dict[str, int], step: int) -> None:
    """Least moves that keep the order and the distance: neighbours who press on each other share the push."""
    blocks: list[list[int]] = []  # sum of (wish - offset), count
    for place, wish in enumerate(wished):
        blocks.append([wish - place * step, 1])
        while len(blocks) > 1 and blocks[-2][0] * blocks[-1][1] >= blocks[-1][0] * blocks[-2][1]:
            total, count = blocks.pop()
            blocks[-1][0] += total
            blocks[-1][1] += count
    place = 0
    for total, count in blocks:
        for _turn in range(count):
            across[row[place]] = total // count + place * step
            place += 1
