"""Proposals in words: the engine's reasons with names in them, the lines before and after. No query."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext as _

from plimsoll.cases import words
from plimsoll.engine.load.numbers import shown

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from plimsoll.engine.rebalance.allocating import Allocation
    from plimsoll.rebalancing.models import Move, Rebalance
    from plimsoll.rebalancing.question import Question

STAGES = {
    "protected_uncovered": _("Cases without a worker that the law says must have one"),
    "uncovered": _("Cases without a worker"),
    "points_above_line": _("Points above the line"),
    "highest_utilisation": _("The highest line, in per cent"),
    "children_moved": _("Children who change worker"),
    "relationships_broken": _("Relationships broken, by their length"),
    "cost": _("Travel"),
    "tie_break": _("Choice among equals"),
}


@dataclass(frozen=True, slots=True)
class MoveLine:
    """One move as the page shows it."""

    id: int
    name: str
    url: str
    plan: str
    colour: str
    from_name: str
    to_name: str
    kind: str
    returns_on: date | None
    reasons: tuple[str, ...]
    state: str
    state_words: str
    is_open: bool
    handover_url: str


@dataclass(frozen=True, slots=True)
class LineChange:
    """One worker's line before and after."""

    name: str
    before: Decimal
    after: Decimal
    capacity: Decimal
    cases: str


@dataclass(frozen=True, slots=True)
class Stage:
    """One objective: what was reached and how far it is proved."""

    name: str
    value: str
    proved: bool
    bound: str


@dataclass(frozen=True, slots=True)
class Page:
    """A proposal."""

    id: str
    title: str
    asked_on: Any
    asked_by: str
    moves: tuple[MoveLine, ...]
    hidden: int
    lines: tuple[LineChange, ...]
    stages: tuple[Stage, ...]
    notes: tuple[str, ...]
    is_proved: bool
    is_ended: bool
    open_count: int
    has_refused: bool


def told(reason: Mapping[str, Any], names: Mapping[str, str]) -> str:
    """A kept reason, translated, with names in place of ids. An id nobody may see is somebody."""
    params = {key: _named(str(value), names) for key, value in reason["params"].items()}
    return gettext(reason["template"]) % params


def _named(text: str, names: Mapping[str, str]) -> str:
    return ", ".join(names.get(part) or (_("somebody") if _is_id(part) else part) for part in text.split(", "))


def _is_id(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True


def page(found: Rebalance, moves: Sequence[Move], names: Mapping[str, str]) -> Page:
    """A kept proposal with the moves that may be seen."""
    lines = tuple(_move(move, names) for move in moves)
    about = found.about.name if found.about else ""
    title = str(found.get_why_display())
    stages = tuple(_stage(one) for one in found.stages)
    return Page(
        id=str(found.pk), title=f"{about}: {title}" if about else title, asked_on=found.asked_at,
        asked_by=found.asked_by.name, moves=lines, hidden=found.moves.count() - len(lines),
        lines=changes(found.lines, names), stages=stages, notes=tuple(told(one, names) for one in found.notes),
        is_proved=all(stage.proved for stage in stages), is_ended=found.ended_at is not None,
        open_count=sum(line.is_open for line in lines),
        has_refused=any(line.state in ("refused", "stays") for line in lines),
    )  # fmt: skip


def _move(move: Move, names: Mapping[str, str]) -> MoveLine:
    case = move.case
    return MoveLine(
        id=move.pk, name=case.title, url=reverse("cases:overview", args=[case.pk]),
        plan=words.plan(case.pack, case.plan), colour=case.hint_colour,
        from_name=move.from_worker.name if move.from_worker else _("nobody"), to_name=move.to_worker.name,
        kind=str(move.get_kind_display()), returns_on=move.returns_on,
        reasons=tuple(told(one, names) for one in move.reasons), state=move.state,
        state_words=str(move.get_state_display()), is_open=move.state == "proposed",
        handover_url=reverse("handover:one", args=[move.handover_id]) if move.handover_id else "",
    )  # fmt: skip


def changes(lines: Iterable[Mapping[str, Any]], names: Mapping[str, str]) -> tuple[LineChange, ...]:
    """The lines that change, the highest before first."""
    found = []
    for one in lines:
        before, after, capacity = Decimal(one["before"]), Decimal(one["after"]), Decimal(one["capacity"])
        if before == after and one["cases_before"] == one["cases_after"]:
            continue
        cases = _("%(before)s cases, then %(after)s") % {"before": one["cases_before"], "after": one["cases_after"]}
        found.append(LineChange(names.get(one["worker"], ""), before, after, capacity, cases))
    return tuple(sorted(found, key=lambda line: (-(line.before - line.capacity), line.name)))


def _stage(one: Mapping[str, Any]) -> Stage:
    value, bound = Decimal(one["value"]), Decimal(one["bound"])
    name = str(STAGES.get(one["stage"], one["stage"]))
    return Stage(name, shown(value), bool(one["proved"]) or one["stage"] == "tie_break", shown(bound))


# --- one case -------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class RankLine:
    """One worker for a case: their line with it, and why they stand before the next."""

    place: int
    id: str
    name: str
    reason: str
    points: Decimal
    capacity: Decimal
    before: str
    after: str


def ranked(found: Allocation, asked: Question) -> tuple[tuple[RankLine, ...], tuple[tuple[str, str], ...]]:
    """Who may take the case, the best first; and who may not, with why."""
    by_id = {worker.id: worker for worker in asked.problem.workers}
    lines = tuple(
        RankLine(
            one.place, one.worker, asked.names[one.worker], _said(one.reason, asked.names), one.points_after,
            by_id[one.worker].capacity, _percent(one.percent_before), _percent(one.percent_after),
        )
        for one in found.ranked
    )  # fmt: skip
    return lines, tuple((asked.names[one.worker], _said(one.reason, asked.names)) for one in found.excluded)


def _said(reason: Any, names: Mapping[str, str]) -> str:
    return told({"template": reason.template, "params": reason.params}, names)


def _percent(value: Decimal | None) -> str:
    return f"{shown(value)}%" if value is not None else "–"
