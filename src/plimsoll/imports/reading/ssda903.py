"""The SSDA903 return: its CSV files merged child by child, one case a child.

Files are known by their columns, whatever they are called. A child's periods of care, placements,
reviews, times missing, health and social workers become the events of one case; what has no
event (adoption decisions, care leavers' accommodation, deprivation of liberty) is kept as facts.

The return says nothing of what came before its first episode, and gives no day for what it
collects once a year: such events carry a stand-in date and say so.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from plimsoll.imports.reading.limits import Limits, refused
from plimsoll.imports.reading.ssda903_child import read_child
from plimsoll.imports.reading.ssda903_rows import CareReturn, CareRow, ReadFile, read_day
from plimsoll.imports.reading.ssda903_tables import clean_heading, table_of_headings
from plimsoll.imports.reading.text import find_form, rows_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from plimsoll.imports.reading.upload import SourceFile
    from plimsoll.imports.reading.values import Item

MOST_ROWS = 600_000
_LONGEST_ID = 60


def read_return(files: list[SourceFile], *, as_at: date, limits: Limits, name: str = "") -> Iterator[Item]:
    """Every child's case, with refusals and remarks, in the order in which children first appear."""
    children: dict[str, dict[str, list[CareRow]]] = {}
    latest_on: date | None = None
    total = 0
    shared = CareReturn(as_at, as_at)
    seen: set[str] = set()
    for source in files:
        read = _open(source, limits)
        if read.table.name in seen:
            raise refused("table_twice", file=source.name, table=read.table.name)
        seen.add(read.table.name)
        met: set[tuple[str, ...]] = set()
        for row in _rows(read, limits):
            total += 1
            if total > MOST_ROWS:
                raise refused("too_many_rows", file=name or source.name, rows=MOST_ROWS)
            child = row.get("CHILD")
            if not child or len(child) > _LONGEST_ID:
                shared.refuse("row", row, "CHILD", "child_missing")
                continue
            if row.values in met:
                shared.remark(row, "CHILD", "row_twice_in_return")
                continue
            met.add(row.values)
            children.setdefault(child, {}).setdefault(read.table.name, []).append(row)
            latest_on = _latest(latest_on, row, as_at)
    if not children:
        raise refused("no_children", file=name or files[0].name)
    shared.year_end = _year_end(latest_on or as_at, as_at)
    yield from shared.take()
    for child, tables in children.items():
        case = read_child(shared, child, tables)
        yield from shared.take()
        yield case


def _open(source: SourceFile, limits: Limits) -> ReadFile:
    """Find the headings of one file; they stand in its first row that is not blank."""
    form = find_form(source, limits)
    for _, row in rows_of(source, form, limits):
        if any(cell.strip() for cell in row):
            table = table_of_headings(row)
            if table is None:
                raise refused("set_not_ssda903", file=source.name)
            columns = {clean_heading(heading): at for at, heading in enumerate(row)}
            return ReadFile(source, table, tuple(clean_heading(cell) for cell in row), columns)
    raise refused("is_empty", file=source.name)


def _rows(read: ReadFile, limits: Limits) -> Iterator[CareRow]:
    form = find_form(read.source, limits)
    has_begun = False
    for number, values in rows_of(read.source, form, limits):
        if not any(value.strip() for value in values):
            continue
        if not has_begun:
            has_begun = True
            continue
        yield CareRow(read, number, tuple(values))


def _latest(before: date | None, row: CareRow, as_at: date) -> date | None:
    """The last day that an episode speaks of: it tells which year the return is of."""
    for column in ("DECOM", "DEC"):
        text = row.get(column)
        on = read_day(text) if text else None
        if on is not None and on <= as_at and (before is None or on > before):
            before = on
    return before


def _year_end(latest_on: date, as_at: date) -> date:
    """The 31 March on which the return's year ended (an episode may end on 1 April)."""
    end = date(latest_on.year, 3, 31)
    if (latest_on - end).days > 1:
        end = date(latest_on.year + 1, 3, 31)
    return min(end, as_at)
