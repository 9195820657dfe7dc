"""Stretches of time made by events: looked after, in a placement, on a plan, the case open."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from plimsoll.engine.clocks.record import CLOSED, REOPENED
from plimsoll.engine.moments import AFTER_ALL

if TYPE_CHECKING:
    from plimsoll.engine.clocks.record import Happening, Record


class Stretch(NamedTuple):
    """One stretch of a state: its stamps (the end not included) and the event that began it."""

    low: int
    high: int
    begin: Happening


def stretches(begins: list[Happening], ends: list[Happening], *, keeps: bool) -> list[Stretch]:
    """The stretches that these events make, in order.

    `keeps`: a beginning while the state is on is ignored; otherwise it ends the old stretch
    and begins a new one. On a day without hours a state that is on ends before it begins
    again (a move), one that is off begins before it ends.
    """
    if len(begins) == 1 and not ends:
        return [Stretch(begins[0].stamp, AFTER_ALL, begins[0])]
    found: list[Stretch] = []
    begun: Happening | None = None
    both = set(begins)
    marks = [(each, True) for each in begins] + [(each, False) for each in ends if each not in both]
    marks.sort(key=_mark_order)
    for group in _days(marks):
        ordered = group
        if len(group) > 1 and not all(each.timed for each, _ in group):
            is_on = begun is not None
            ordered = sorted(group, key=lambda mark: mark[1] is is_on)
        for each, begins_here in ordered:
            if begins_here and begun is None:
                begun = each
            elif begun is not None and (not begins_here or not keeps):
                if begun.stamp < each.stamp:
                    found.append(Stretch(begun.stamp, each.stamp, begun))
                begun = each if begins_here else None
    if begun is not None:
        found.append(Stretch(begun.stamp, AFTER_ALL, begun))
    return found


def _mark_order(mark: tuple[Happening, bool]) -> int:
    return mark[0].order


def _days(marks: list[tuple[Happening, bool]]) -> list[list[tuple[Happening, bool]]]:
    groups: list[list[tuple[Happening, bool]]] = []
    for mark in marks:
        if groups and groups[-1][0][0].day == mark[0].day:
            groups[-1].append(mark)
        else:
            groups.append([mark])
    return groups


def case_open(record: Record) -> list[Stretch]:
    """From the first event until `case_closed`, again from `case_reopened`."""
    first = record.first
    if first is None:
        return []
    closed = record.by_name.get(CLOSED, [])
    if not closed:
        return [Stretch(first.stamp, AFTER_ALL, first)]
    reopened = record.by_name.get(REOPENED, [])
    begins = reopened if first.name in (CLOSED, REOPENED) else [first, *reopened]
    return stretches(begins, closed, keeps=True)
