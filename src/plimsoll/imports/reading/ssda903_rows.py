"""Rows of the SSDA903 return as they stand, and a place for what is refused in them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING, Literal

from plimsoll.imports.reading.values import Item, Provenance, Refusal, Remark, SourceRow
from plimsoll.imports.reading.words import Words

if TYPE_CHECKING:
    from collections.abc import Container

    from plimsoll.imports.reading.ssda903_tables import Table
    from plimsoll.imports.reading.upload import SourceFile

PACK = "children-england"
_DAY = re.compile(r"^(\d{1,2})/(\d{1,2})/(\d{4})(?: 00:00(?::00)?)?$")


class CareRow:
    """One row of one file: its values by column, and where it stands."""

    __slots__ = ("file", "number", "table", "values")

    def __init__(self, file: ReadFile, number: int, values: tuple[str, ...]) -> None:
        self.file = file
        self.number = number
        self.values = values

    def get(self, column: str) -> str:
        """The value of a column, or nothing where the file has no such column."""
        at = self.file.columns.get(column)
        return self.values[at].strip() if at is not None and at < len(self.values) else ""


@dataclass(slots=True)
class ReadFile:
    """One file of the return as it was found: its table, its headings and where they stand."""

    source: SourceFile
    table: Table
    headings: tuple[str, ...]
    columns: dict[str, int]


@dataclass(slots=True)
class CareReturn:
    """What all children share, and the refusals that gather while one is read."""

    as_at: date
    year_end: date
    waiting: list[Item] = field(default_factory=list)

    def refuse(self, scope: Literal["row", "cell"], row: CareRow, column: str, code: str, **params: object) -> None:
        """Refuse a row, or one of its values."""
        value = row.get(column) if column else ""
        params = {"element": column, "value": value, "reference_on": self.as_at.isoformat(), **params}
        source = SourceRow(row.file.source.name, row.number, row.file.headings, row.values)
        words, remedy = Words(code, params), Words(f"{code}.remedy", params)
        self.waiting.append(Refusal(scope, row.file.source.name, row.number, column, value, words, remedy, source))

    def remark(self, row: CareRow, column: str, code: str, **params: object) -> None:
        """Say something about a row that goes in."""
        words = Words(code, {"value": row.get(column) if column else "", **params})
        self.waiting.append(Remark(row.file.source.name, row.number, column, row.get(column) if column else "", words))

    def take(self) -> list[Item]:
        """The refusals and remarks gathered since the last time."""
        waiting, self.waiting = self.waiting, []
        return waiting

    def day(self, row: CareRow, column: str) -> date | None:
        """A date that cannot be later than the day of reading; others are refused."""
        text = row.get(column)
        if not text:
            return None
        on = read_day(text)
        if on is None:
            self.refuse("cell", row, column, "date_unreadable")
        elif on > self.as_at:
            self.refuse("cell", row, column, "after_reference_date")
            return None
        return on

    def code(self, row: CareRow, column: str, known: Container[str], what: str) -> str:
        """A code of a set; an unknown one is refused."""
        text = row.get(column)
        if not text or text in known:
            return text
        self.refuse("cell", row, column, "unknown_code", what=what)
        return ""


def read_day(text: str) -> date | None:
    """A date as the return writes it, DD/MM/YYYY; a spreadsheet's YYYY-MM-DD is certain too."""
    found = _DAY.match(text)
    try:
        if found:
            return date(int(found[3]), int(found[2]), int(found[1]))
        return datetime.fromisoformat(text).date() if text[4:8:3] == "--" else None
    except ValueError:
        return None


def provenance(row: CareRow, column: str) -> Provenance:
    """Where a fact came from: the file, the row, the column."""
    return Provenance(row.file.source.digest, row.file.source.name, row.number, column, row.get(column))
