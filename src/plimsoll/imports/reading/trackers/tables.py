"""Finding tables in a sheet: title rows above, blank rows between, total rows below, headings again."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from plimsoll.imports.reading.grid import Row, Sheet, clean
from plimsoll.imports.reading.trackers.dates import DateRules, read_date
from plimsoll.imports.reading.trackers.fields import FIELDS

if TYPE_CHECKING:
    from collections.abc import Iterator

_LONGEST_HEADING = 120
_LOOK_AT = 60  # rows in which the headings must stand
_TOTAL = re.compile(r"^\W*(grand |sub[- ]?)?(totals?|count|sum|average|mean)\b.{0,30}$", re.IGNORECASE)


def normalise(heading: str) -> str:
    """A heading as it is compared: lower case, without signs at its ends, blanks made one."""
    return clean(heading.replace("\n", " ")).casefold().strip(" .:*_-")


def fingerprint_of(headings: tuple[str, ...]) -> str:
    """A table's shape: the same for next month's file with the same headings."""
    joined = "\x1f".join(normalise(heading) for heading in headings)
    return hashlib.sha256(joined.encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class TableFound:
    """A table of a sheet: where its headings stand, and what they are, by column from 0."""

    sheet: str
    is_hidden: bool
    heading_row: int
    headings: tuple[str, ...]

    @property
    def fingerprint(self) -> str:
        """The table's shape."""
        return fingerprint_of(self.headings)


def known_headings(row: Row) -> int:
    """How many of a row's cells are headings that some field goes by."""
    return sum(1 for cell in row.cells if cell.text and is_known(cell.text))


def is_known(heading: str) -> bool:
    """Whether some field goes by this heading."""
    word = normalise(heading)
    return bool(word) and any(field.pattern.fullmatch(word) for field in FIELDS.values())


def _may_be_headings(row: Row) -> bool:
    texts = [cell.text for cell in row.cells if cell.text]
    if len(texts) < 2 or any(len(text) > _LONGEST_HEADING for text in texts):
        return False
    return all(isinstance(cell.value, str) for cell in row.cells if cell.text)


def _is_repeat(row: Row, headings: tuple[str, ...]) -> bool:
    words = [normalise(cell.text) for cell in row.cells if cell.text]
    return len(words) > 1 and words == [normalise(heading) for heading in headings if heading]


def _headings_of(row: Row) -> tuple[str, ...]:
    """The headings by column; a second one of the same name is told apart by its number."""
    seen: dict[str, int] = {}
    headings = []
    for cell in row.cells:
        heading = clean(cell.text.replace("\n", " "))
        key = normalise(heading)
        if key:
            seen[key] = seen.get(key, 0) + 1
            if seen[key] > 1:
                heading = f"{heading} ({seen[key]})"
        headings.append(heading)
    while headings and not headings[-1]:
        headings.pop()
    return tuple(headings)


def _first_heading_row(sheet: Sheet) -> int:
    """The row with the headings: the first with two known ones; failing that, the first of several texts."""
    fallback = 0
    for looked, row in enumerate(sheet.rows()):
        if looked >= _LOOK_AT:
            break
        if not _may_be_headings(row):
            continue
        known = known_headings(row)
        if known >= 2 or (known == 1 and row.filled <= 3):
            return row.number
        if not fallback and row.filled >= 3 and not _has_date(row):
            fallback = row.number
    return fallback


def _has_date(row: Row) -> bool:
    rules = _ANY_DAY
    return any(cell.text and read_date(cell, rules).on is not None for cell in row.cells)


def table_rows(sheet: Sheet) -> Iterator[tuple[TableFound, Row | None]]:
    """Each table's rows in order, beginning with the table and None for its headings.

    Headings that stand again are left out; other headings begin another table.
    """
    start = _first_heading_row(sheet)
    table: TableFound | None = None
    if not start:
        return
    for row in sheet.rows():
        if row.number < start:
            continue
        if table is not None and _is_repeat(row, table.headings):
            continue
        if table is None or (_may_be_headings(row) and known_headings(row) >= max(3, 0.7 * row.filled)):
            table = TableFound(sheet.name, sheet.is_hidden, row.number, _headings_of(row))
            yield table, None
            continue
        yield table, row


def is_total(row: Row) -> bool:
    """A row of totals: it says so, and holds little else."""
    said = [cell.text for cell in row.cells if cell.text]
    return len(said) <= 6 and any(_TOTAL.match(text) for text in said if not text.replace(".", "").isdigit())


def _any_day() -> DateRules:
    from datetime import date

    return DateRules(as_at=date(2100, 1, 1))


_ANY_DAY = _any_day()
