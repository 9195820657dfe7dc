"""What stands in each column of a table: the first pass over a file, from which a mapping is proposed."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING

from plimsoll.imports.reading.trackers.dates import DateRules, read_date
from plimsoll.imports.reading.trackers.people import read_children
from plimsoll.imports.reading.trackers.stages import rag_of_word, yes_or_no
from plimsoll.imports.reading.trackers.workers import read_worker
from plimsoll.imports.reading.workbook_styles import rag_of

if TYPE_CHECKING:
    from plimsoll.imports.reading.grid import Cell, Row
    from plimsoll.imports.reading.trackers.tables import TableFound

_MOST_VALUES = 200
_MOST_FIGURES = 20_000
_ENOUGH_TO_JUDGE = 2_000  # cells after which a column's shape is known; the order of its dates never is


@dataclass(slots=True)
class ColumnProfile:
    """Counts over one column. `values` holds its distinct short texts, up to a bound."""

    heading: str
    filled: int = 0
    dates: int = 0
    numbers: int = 0
    yes_no: int = 0
    rag_words: int = 0
    rag_colours: int = 0
    children: int = 0
    full_workers: int = 0
    figures: list[tuple[int, int]] = field(default_factory=list)
    real_days: int = 0
    real_days_to_12: int = 0
    values: Counter[str] = field(default_factory=Counter)
    examples: list[str] = field(default_factory=list)

    def see(self, cell: Cell, rules: DateRules) -> None:
        """Count one cell."""
        if cell.colour and rag_of(cell.colour):
            self.rag_colours += 1
        if not cell.text:
            return
        self.filled += 1
        if len(self.examples) < 3 and cell.text not in self.examples:
            self.examples.append(cell.text[:60])
        if len(cell.text) <= 60 and (cell.text in self.values or len(self.values) < _MOST_VALUES):
            self.values[cell.text] += 1
        if isinstance(cell.value, datetime):
            self.dates += 1
            self.real_days += 1
            self.real_days_to_12 += cell.value.day <= 12
            return
        if self.filled <= _ENOUGH_TO_JUDGE or self.dates:
            self._see_text(cell, rules)

    def _see_text(self, cell: Cell, rules: DateRules) -> None:
        if isinstance(cell.value, float):
            self.numbers += 1
        reading = read_date(cell, rules)
        # A date that exists only with the month first counts too: it may be what proves the column's order.
        self.dates += reading.on is not None or reading.other is not None
        if reading.figures and len(self.figures) < _MOST_FIGURES:
            self.figures.append(reading.figures)
        if self.filled > _ENOUGH_TO_JUDGE:
            return
        self.yes_no += yes_or_no(cell.text) is not None
        self.rag_words += bool(rag_of_word(cell.text))
        if "(" in cell.text:
            found = read_children(cell.text[:500], rules)
            self.children += any(child.born is not None and child.born.on is not None for child in found)
        self.full_workers += read_worker(cell.text).kind in {"full", "initial", "duty", "nobody"}

    def share(self, count: str) -> float:
        """One of the counts, by its name, as a share of the filled cells that were looked at for it."""
        looked_at = self.filled if count == "dates" else min(self.filled, _ENOUGH_TO_JUDGE)
        return float(getattr(self, count) / looked_at) if looked_at else 0.0

    @property
    def is_maybe_swapped(self) -> bool:
        """Whether a program that thinks month first may have read this column before.

        It turns 03/04/2026 into a real date, the wrong one, and leaves 25/04/2026 as text: then
        no real date falls after the twelfth, and texts do.
        """
        texts_over = sum(1 for first, _ in self.figures if first > 12)
        return self.real_days >= 6 and self.real_days == self.real_days_to_12 and texts_over >= 3


@dataclass(slots=True)
class TableProfile:
    """One table with its columns, how many rows it has, and how many of them are hidden."""

    found: TableFound
    columns: list[ColumnProfile]
    rows: int = 0
    hidden_rows: int = 0

    @classmethod
    def of(cls, found: TableFound) -> TableProfile:
        """An empty profile for a table."""
        return cls(found, [ColumnProfile(heading) for heading in found.headings])

    def see(self, row: Row, as_at: date) -> None:
        """Count one row."""
        self.rows += 1
        self.hidden_rows += row.is_hidden
        rules = DateRules(as_at=as_at)
        for at, column in enumerate(self.columns):
            column.see(row.cell(at), rules)
