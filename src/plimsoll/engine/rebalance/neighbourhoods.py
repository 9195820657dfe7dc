"""Better plans near one that is known: the cases of a few workers arranged anew, the rest left as it is, and again.

Which workers comes from a fixed sequence of numbers begun at the question's seed, so that the same question has the
same answer.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from plimsoll.engine.rebalance.board import NOBODY
from plimsoll.engine.rebalance.solving import Ask, solve

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from plimsoll.engine.rebalance.board import Plan
    from plimsoll.engine.rebalance.frame import Frame

UNITS = 70
"""About so many units are arranged anew at a time."""
EACH = 0.15
OVERHEAD = 0.002
MOST_ROUNDS = 400


def better_nearby(frame: Frame, columns: Sequence[Sequence[int]], ask: Ask) -> tuple[Plan, float]:
    """The best plan met from `ask.hint` within `ask.seconds` deterministic seconds, and how many were used."""
    board = frame.board
    assert ask.hint is not None
    plan = ask.hint
    value = board.value(ask.stage, plan)
    took = 0.0
    numbers = _sequence(board.options.seed)
    for _ in range(MOST_ROUNDS):
        if value <= ask.low or took >= ask.seconds:
            break
        near = _around(frame, columns, plan, numbers)
        answer = solve(frame, near, Ask(ask.stage, ask.low, value, plan, min(EACH, ask.seconds - took)))
        took += answer.took + OVERHEAD
        if answer.plan is not None and answer.value <= value:
            plan, value = answer.plan, answer.value
    return plan, took


def _around(frame: Frame, columns: Sequence[Sequence[int]], plan: Plan, numbers: Iterator[int]) -> list[list[int]]:
    """Columns: for units of a few workers (and of nobody) all among those workers, for the rest the present one."""
    board = frame.board
    holding: dict[int, int] = dict.fromkeys(board.on_line, 0)
    for unit, at in zip(board.units, plan, strict=True):
        if unit.workers[at] != NOBODY:
            holding[unit.workers[at]] += 1
    chosen = {NOBODY}
    units = 0
    workers = list(board.on_line)
    while workers and (units < UNITS or len(chosen) < 3):
        worker = workers.pop(next(numbers) % len(workers))
        chosen.add(worker)
        units += holding[worker]
    found = []
    for unit, positions, at in zip(board.units, columns, plan, strict=True):
        if unit.workers[at] in chosen:
            found.append([position for position in positions if unit.workers[position] in chosen or position == at])
        else:
            found.append([at])
    return found


def _sequence(seed: int) -> Iterator[int]:
    """Numbers without end, the same for the same seed (the generator of Park and Miller)."""
    state = seed % 2147483647 or 1
    while True:
        state = state * 48271 % 2147483647
        yield state
