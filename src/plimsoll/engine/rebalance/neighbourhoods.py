"""Better plans near one that is known: the cases of a few workers arranged anew, the rest left as it is, and again.

Which workers comes from a fixed sequence of numbers begun at the question's seed, so that the same question has the
same answer.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from plimsoll.engine.rebalance.board import NOBODY
from plimsoll.engine.rebalance.cpsat import FAR
from plimsoll.engine.rebalance.solving import solve

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from plimsoll.engine.rebalance.board import Plan
    from plimsoll.engine.rebalance.frame import Frame
    from plimsoll.engine.rebalance.solving import Ask

UNITS = 70
"""About so many units are arranged anew at a time."""
EACH = 0.15
OVERHEAD = 0.002
OVERHEAD_OF_A_UNIT = 0.00001
"""What a round costs beside the solver's own time: reading every unit."""
MOST_ROUNDS = 400
PATIENCE = 60
"""So many rounds without gain, and it is left."""


def better_nearby(frame: Frame, columns: Sequence[Sequence[int]], ask: Ask) -> tuple[Plan, float]:
    """The best plan met from `ask.hint` within `ask.seconds` deterministic seconds, and how many were used.

    Where the question is softened, a plan that passes less of the room is better than one that passes more.
    """
    assert ask.hint is not None
    plan = ask.hint
    worth = _worth(frame, ask, plan)
    took, since = 0.0, 0
    numbers = _sequence(frame.board.options.seed)
    for turn in range(MOST_ROUNDS):
        if worth <= (0, FAR if ask.soften else ask.low) or took >= ask.seconds or since > PATIENCE:
            break
        since += 1
        near = (_around_workers, _around_moves)[turn % 2](frame, columns, plan, numbers)
        seconds = min(EACH, ask.seconds - took)
        answer = solve(frame, near, replace(ask, high=FAR if ask.soften else worth[1], hint=plan, seconds=seconds))
        took += answer.took + OVERHEAD + OVERHEAD_OF_A_UNIT * len(plan)
        if answer.plan is not None:
            found = _worth(frame, ask, answer.plan)
            if found < worth:
                since = 0
            if found <= worth:
                plan, worth = answer.plan, found
    return plan, took


def _worth(frame: Frame, ask: Ask, plan: Plan) -> tuple[int, int]:
    return (frame.excess(plan) if ask.soften else 0), frame.board.value(ask.stage, plan)


def _around_workers(
    frame: Frame, columns: Sequence[Sequence[int]], plan: Plan, numbers: Iterator[int]
) -> list[list[int]]:
    """Columns: for units of a few workers (and of nobody) all among those workers, for the rest the present one."""
    board = frame.board
    holding: dict[int, int] = dict.fromkeys(board.on_line, 0)
    for unit, at in zip(board.units, plan, strict=True):
        if unit.workers[at] != NOBODY:
            holding[unit.workers[at]] += 1
    chosen = {NOBODY}
    units = 0
    workers = list(board.on_line)
    crowded = [worker for worker in workers if _is_crowded(frame, worker, board.loads(plan))]
    if crowded:
        worker = crowded[next(numbers) % len(crowded)]
        workers.remove(worker)
        chosen.add(worker)
        units = holding[worker]
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


def _is_crowded(frame: Frame, worker: int, loads: Sequence[int]) -> bool:
    return loads[worker] - frame.board.base[worker] > frame.free[worker] + frame.reach[worker]


def _around_moves(
    frame: Frame, columns: Sequence[Sequence[int]], plan: Plan, numbers: Iterator[int]
) -> list[list[int]]:
    """Columns: all of them for units that are not at home, as far as there are not too many, and for some that are."""
    units = frame.board.units
    away = [number for number, (unit, at) in enumerate(zip(units, plan, strict=True)) if unit.home != at]
    at_home = [number for number, (unit, at) in enumerate(zip(units, plan, strict=True)) if unit.home == at]
    chosen: set[int] = set()
    for group, most in ((away, UNITS // 2), (at_home, UNITS)):
        while group and len(chosen) < most:
            chosen.add(group.pop(next(numbers) % len(group)))
    return [list(positions) if number in chosen else [plan[number]] for number, positions in enumerate(columns)]


def _sequence(seed: int) -> Iterator[int]:
    """Numbers without end, the same for the same seed (the generator of Park and Miller)."""
    state = seed % 2147483647 or 1
    while True:
        state = state * 48271 % 2147483647
        yield state
