"""One row under its mapping: its cells by field, its dates, and its refusals."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from plimsoll.imports.reading.grid import BLANK, Cell, Row
from plimsoll.imports.reading.trackers.dates import DateReading, DateRules, Order, read_date
from plimsoll.imports.reading.trackers.fields import ADVICE, FIELDS, Field
from plimsoll.imports.reading.values import FreeText, Item, Provenance, Refusal, Remark, SourceRow
from plimsoll.imports.reading.words import Words

if TYPE_CHECKING:
    from datetime import date

    from plimsoll.imports.reading.trackers.mapping import TableMapping
    from plimsoll.imports.reading.trackers.tables import TableFound

NOT_SEEN = re.compile(
    r"\b(not? seen|no (answer|reply|access)|attempt(ed|s)?|dna|did not attend|not (in|home|at home)"
    r"|refused (entry|access))\b",
    re.IGNORECASE,
)
NOT_HELD = re.compile(
    r"\b(cancel(l?ed)?|canx|postponed|re-?scheduled|re-?arranged|rebooked|did not happen|didn't happen|not held|tbc)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Dated:
    """A date that was read, with what stood beside it."""

    on: date
    at: int
    remark: str
    provenance: Provenance


@dataclass(slots=True)
class TableContext:
    """What all rows of a table share. `fields` is the field of each mapped column, by its place."""

    digest: str
    as_at: date
    mapping: TableMapping
    table: TableFound
    fields: dict[int, Field]
    orders: dict[int, tuple[Order, bool]]
    sheet_worker: str = ""
    people_in_a_cell: int = 40


@dataclass(slots=True)
class RowValues:
    """One row. Refusals and remarks gather in `said` while it is read."""

    context: TableContext
    row: Row
    said: list[Item] = field(default_factory=list)
    places: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for at, one in self.context.fields.items():
            if one.key not in self.places:
                self.places[one.key] = at

    def cell(self, key: str) -> Cell:
        """The cell of a field; blank where no column holds it or its formula has no value."""
        at = self.places.get(key)
        return BLANK if at is None else self.usable(at)

    def usable(self, at: int) -> Cell:
        """A cell that can be read; one that cannot is blank, and was refused by `refuse_unreadable`."""
        cell = self.row.cell(at)
        return BLANK if cell.problem else cell

    def text(self, key: str) -> str:
        """The text of a field."""
        return self.cell(key).text

    def refuse_unreadable(self) -> None:
        """Refuse formulas without a value and cells with an error, in every column that is used."""
        for at in self.context.fields:
            problem = self.row.cell(at).problem
            if problem:
                self.refuse("cell", at, problem)

    def provenance(self, at: int) -> Provenance:
        """Where the value in a column came from."""
        context = self.context
        text = self.row.cell(at).text
        return Provenance(context.digest, context.table.sheet, self.row.number, self.heading(at), text)

    def heading(self, at: int) -> str:
        """A column's heading as written."""
        headings = self.context.table.headings
        return headings[at] if at < len(headings) else ""

    def source(self) -> SourceRow:
        """The row as it stood, to give back."""
        headings = self.context.table.headings
        cells = tuple(self.row.cell(at).text for at in range(len(headings)))
        return SourceRow(self.context.table.sheet, self.row.number, headings, cells)

    def refuse(self, scope: Literal["row", "cell"], at: int, code: str, **params: object) -> None:
        """Refuse the row, or this value alone."""
        value = self.row.cell(at).text[:200] if at >= 0 else ""
        column = self.heading(at) if at >= 0 else ""
        params = {"value": value, "column": column, "as_at": self.context.as_at.isoformat(), **params}
        self.said.append(
            Refusal(
                scope,
                self.context.table.sheet,
                self.row.number,
                column,
                value,
                Words(code, params),
                Words(f"{code}.remedy", params),
                self.source(),
            )
        )

    def remark(self, at: int, code: str, **params: object) -> None:
        """Say something about a value that goes in."""
        value = self.row.cell(at).text[:200] if at >= 0 else ""
        column = self.heading(at) if at >= 0 else ""
        words = Words(code, {"value": value, "column": column, **params})
        self.said.append(Remark(self.context.table.sheet, self.row.number, column, value, words))

    def rules(self, at: int, *, is_birth: bool = False) -> DateRules:
        """How dates in a column are read."""
        order, is_known = self.context.orders.get(at, ("dmy", True))
        return DateRules(self.context.as_at, order, is_known, is_birth, self.context.mapping.pack == ADVICE)

    def day(self, key: str) -> Dated | None:
        """The date of a field; nothing where none stands, or where it is refused."""
        at = self.places.get(key)
        if at is None:
            return None
        cell = self.usable(at)
        if cell.is_blank:
            return None
        shape = FIELDS[key].shape
        reading = read_date(cell, self.rules(at, is_birth=shape == "birth"))
        if reading.problem == "nothing":
            if reading.remark.strip("?-–. ").casefold() not in {"", "n/a", "na", "none", "nil", "no", "x"}:
                self.remark(at, "date_not_given")
            return None
        if reading.problem or reading.on is None:
            self.refuse("cell", at, _code(reading, cell), **_alternatives(reading))
            return None
        if reading.is_serial:
            self.remark(at, "read_as_day_number", on=reading.on.isoformat())
        return Dated(reading.on, at, reading.remark, self.provenance(at))

    def past_day(self, key: str) -> Dated | None:
        """The date of something that happened: not after the day of reading, and not called off."""
        dated = self.day(key)
        if dated is None:
            return None
        if dated.on > self.context.as_at:
            self.refuse("cell", dated.at, "in_the_future", on=dated.on.isoformat())
            return None
        if NOT_HELD.search(dated.remark):
            self.refuse("cell", dated.at, "said_not_to_have_happened", remark=dated.remark)
            return None
        return dated

    def notes(self) -> tuple[FreeText, ...]:
        """Free text as written: the columns of notes, and every comment hung on a cell."""
        found = []
        for at, one in self.context.fields.items():
            cell = self.usable(at)
            if one.shape == "note" and cell.text:
                found.append(FreeText(cell.text, self.provenance(at)))
        for at, cell in enumerate(self.row.cells):
            if cell.comment:
                found.append(FreeText(cell.comment, self.provenance(at)))
        return tuple(found)


def _code(reading: DateReading, cell: Cell) -> str:
    if reading.problem == "not_a_date" and any(letter.isalpha() for letter in cell.text):
        return "words_in_place_of_a_date"
    return reading.problem


def _alternatives(reading: DateReading) -> dict[str, str]:
    return {
        "on": reading.on.isoformat() if reading.on else "",
        "other": reading.other.isoformat() if reading.other else "",
    }
