"""The JSON form of a question (docs/load.md, docs/schemas/rebalance.input.json), read strictly.

`parse` gives a `Problem`, or raises `InputError`: one line that says where in the file, what is wrong, and what would
be right. A generalised assignment problem is a question with `sizes` and `costs` for each case along the workers.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from plimsoll.engine.load.fields import Fields, InputError, read_number, unique
from plimsoll.engine.load.numbers import ZERO
from plimsoll.engine.rebalance.model import STAGES, Absence, Case, KindLimit, Options, Problem, Worker
from plimsoll.engine.rulebook.problems import nearest

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from plimsoll.engine.rebalance.model import Stage

MOST_SECONDS = Decimal(3600)
MOST_MONTHS = 1200
MOST_CHANGES = 1000
EFFORT_OF_A_SECOND = Decimal("0.35")
"""The solver counts its own steps in seconds of its own, and takes nearly three for each: this many of them
are asked for where a person asks for one second.
"""


@dataclass(frozen=True, slots=True)
class _Known:
    """What the cases and options may refer to."""

    workers: tuple[str, ...]
    left: frozenset[str]


def parse(found: object, *, seconds: Decimal | None = None, seed: int | None = None) -> Problem:
    """A whole file as a question. `seconds` and `seed` win over the file's own.

    Raises `InputError`, one line, where something is missing, misspelt, doubled, out of range or refers to nobody.
    """
    fields = Fields(found, "")
    workers = tuple(unique(fields.each("workers"), _worker))
    left = frozenset(fields.texts("left"))
    known = _Known(tuple(worker.id for worker in workers), left)
    for worker in workers:
        if worker.id in left:
            raise fields.wrong("left", f"{worker.id!r} is among the workers too; leave them out of one of the two")
    if "cases" not in fields.found:
        raise fields.wrong("cases", "is missing; write the list of cases, which may be empty: []")
    cases = tuple(unique(fields.each("cases"), lambda each: _case(each, known)))
    options = _options(fields, known, {case.id for case in cases}, seconds, seed)
    fields.done()
    return Problem(workers, cases, options)


# --- people ---------------------------------------------------------------------------------------


def _worker(fields: Fields) -> Worker:
    worker = Worker(
        id=fields.text("id", needed=True),
        capacity=fields.needed_number("capacity", ZERO),
        other_points=fields.number("other_points", ZERO) or ZERO,
        absence=_away(fields),
        takes_new=fields.flag("takes_new", default=True),
        skills=frozenset(fields.texts("skills")),
        languages=frozenset(fields.texts("languages")),
        may_not_hold=frozenset(fields.texts("may_not_hold")),
        limits=tuple(_limit(each) for each in fields.each("limits")),
        conflicts=frozenset(fields.texts("conflicts")),
        place=fields.text("place"),
    )
    fields.text("name")
    fields.done()
    return worker


def _away(fields: Fields) -> Absence | None:
    """`away`: true, or `{"until": last day}`."""
    value = fields.raw("away")
    if value is None or value is False:
        return None
    if value is True:
        return Absence()
    inner = Fields(value, fields.path("away"))
    absence = Absence(inner.day("until"))
    inner.done()
    return absence


def _limit(fields: Fields) -> KindLimit:
    if not fields.has("at_most"):
        raise fields.wrong("at_most", "is missing; write the largest number of cases allowed")
    limit = KindLimit(frozenset(fields.texts("kinds")), fields.whole("at_most", 0, 0, 100_000))
    fields.done()
    return limit


# --- cases ----------------------------------------------------------------------------------------


def _case(fields: Fields, known: _Known) -> Case:
    case = Case(
        id=fields.text("id", needed=True),
        points=fields.number("points", ZERO),
        holder=_holder(fields, known),
        sizes=_by_worker(fields, "sizes", known, ZERO),
        costs=_by_worker(fields, "costs", known, None),
        family=fields.text("family"),
        kinds=frozenset(fields.texts("kinds")),
        needs=frozenset(fields.texts("needs")),
        language=fields.text("language"),
        is_locked=fields.flag("locked"),
        is_protected=fields.flag("protected"),
        conflicts=frozenset(_names(fields, "conflicts", known)),
        months=fields.whole("months", 0, 0, MOST_MONTHS),
        changes=fields.whole("changes", 0, 0, MOST_CHANGES),
        place=fields.text("place"),
    )
    if case.points is None and not case.sizes:
        raise fields.wrong("points", "is missing; write how heavy the case is, or its sizes with each worker")
    if case.points is None and case.holder in known.workers and case.holder not in case.sizes:
        raise fields.wrong("sizes", f"has none with {case.holder!r}, who holds the case; add it, or write points")
    fields.done()
    return case


def _holder(fields: Fields, known: _Known) -> str:
    holder = fields.text("worker")
    if holder and holder not in known.workers and holder not in known.left:
        raise fields.wrong(
            "worker", f"{holder!r} is no worker of this file{nearest(holder, known.workers)}; "
            'correct it, or name them under "left"'
        )  # fmt: skip
    return holder


def _names(fields: Fields, key: str, known: _Known) -> tuple[str, ...]:
    found = fields.texts(key)
    for name in found:
        if name not in known.workers and name not in known.left:
            raise fields.wrong(key, f"{name!r} is no worker of this file{nearest(name, known.workers)}")
    return found


def _by_worker(fields: Fields, key: str, known: _Known, low: Decimal | None) -> Mapping[str, Decimal]:
    """A number for each worker: an object by id, or a list along the workers, null where there is none."""
    value = fields.raw(key)
    if value is None:
        return {}
    path = fields.path(key)
    if isinstance(value, list):
        if len(value) != len(known.workers):
            raise InputError(f"{path}: has {len(value)} numbers for {len(known.workers)} workers; write one for each")
        pairs = [
            (f"{path}[{number}]", worker, each)
            for number, (worker, each) in enumerate(zip(known.workers, value, strict=True))
        ]
    elif isinstance(value, dict):
        pairs = [(f"{path}.{worker}", worker, each) for worker, each in value.items()]
        for where, worker, _ in pairs:
            if worker not in known.workers:
                raise InputError(f"{where}: {worker!r} is no worker of this file{nearest(worker, known.workers)}")
    else:
        raise InputError(f"{path}: must be a list along the workers, or an object of numbers by worker's id")
    return {worker: read_number(each, where, low) for where, worker, each in pairs if each is not None}


# --- options --------------------------------------------------------------------------------------


def _options(
    fields: Fields, known: _Known, cases: Collection[str], seconds: Decimal | None, seed: int | None
) -> Options:
    inner = fields.inner("options") or Fields({}, "options")
    asked = inner.number("seconds", Decimal("0.01"), MOST_SECONDS)
    seconds = asked if seconds is None else seconds
    own_seed = inner.whole("seed", 1, 0, 2**31 - 1)
    options = Options(
        stages=_stages(inner),
        capacity="hard" if inner.word("capacity", ("soft", "hard"), "soft") == "hard" else "soft",
        families="ignore" if inner.word("families", ("together", "ignore"), "together") == "ignore" else "together",
        movable="needed" if inner.word("movable", ("all", "needed"), "all") == "needed" else "all",
        utilisation_step=inner.whole("utilisation_step", 1, 1, 100),
        utilisation_target=inner.whole("utilisation_target", 0, 0, 1000),
        cover="permanent" if inner.word("cover", ("temporary", "permanent"), "temporary") == "permanent"
        else "temporary",
        refused=_pairs(inner, "refused", known, cases),
        accepted=_pairs(inner, "accepted", known, cases, once=True),
        travel=_travel(fields),
        method="greedy" if inner.word("method", ("auto", "greedy"), "auto") == "greedy" else "auto",
        effort=None if seconds is None else seconds * EFFORT_OF_A_SECOND,
        seed=own_seed if seed is None else seed,
    )  # fmt: skip
    inner.done()
    return options


def _stages(fields: Fields) -> tuple[Stage, ...]:
    """`objectives`: which of them count. Their order is fixed, and cover always comes first."""
    names = fields.texts("objectives")
    if not names:
        return STAGES
    for number, name in enumerate(names):
        if name not in STAGES:
            where = fields.path(f"objectives[{number}]")
            raise InputError(f"{where}: {name!r} is no objective{nearest(name, STAGES)}; use {', '.join(STAGES)}")
    return tuple(stage for stage in STAGES if stage in names)


def _pairs(
    fields: Fields, key: str, known: _Known, cases: Collection[str], *, once: bool = False
) -> frozenset[tuple[str, str]]:
    found: dict[tuple[str, str], str] = {}
    taken: set[str] = set()
    for each in fields.each(key):
        case, worker = each.text("case", needed=True), each.text("worker", needed=True)
        if case not in cases:
            raise each.wrong("case", f"{case!r} is no case of this file{nearest(case, cases)}")
        if worker not in known.workers:
            raise each.wrong("worker", f"{worker!r} is no worker of this file{nearest(worker, known.workers)}")
        if once and case in taken:
            raise each.wrong("case", f"{case!r} is accepted twice; keep one of the two")
        taken.add(case)
        found[case, worker] = each.where
        each.done()
    return frozenset(found)


def _travel(fields: Fields) -> Mapping[tuple[str, str], Decimal]:
    found: dict[tuple[str, str], Decimal] = {}
    for each in fields.each("travel"):
        key = (each.text("from", needed=True), each.text("to", needed=True))
        if key in found:
            raise each.wrong("to", f"the way from {key[0]!r} to {key[1]!r} is given twice; keep one of them")
        found[key] = each.needed_number("cost", ZERO)
        each.done()
    return found


__all__ = ["InputError", "parse"]
