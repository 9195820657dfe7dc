"""One worksheet's part: its rows, cell by cell, with merged cells filled and nothing evaluated."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from openpyxl.utils.datetime import from_excel

from plimsoll.imports.reading.grid import BLANK, Cell, Row, clean
from plimsoll.imports.reading.limits import Limits, refused
from plimsoll.imports.reading.xml_stream import elements

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml import etree

    from plimsoll.imports.reading.archive import Unpacked
    from plimsoll.imports.reading.workbook_styles import Styles

_REFERENCE = re.compile(r"^\$?([A-Z]{1,3})\$?([0-9]{1,7})$")
_MERGED = re.compile(rb"""<(?:\w+:)?mergeCell\s[^>]*?\bref\s*=\s*["']([^"']{1,40})["']""")
_END_OF_ROWS = re.compile(rb"</(?:\w{1,20}:)?sheetData\s*>")
_LONGEST_END = 64
_CHUNK = 1024 * 1024
_TAIL = 4 * 1024 * 1024
_ROW_BYTES = 16 * 1024 * 1024
_MOST_AREAS = 20_000
_LAST_ROW = 1_048_576

Area = tuple[int, int, int, int]  # first row, first column, last row, last column; columns from 0


@dataclass(frozen=True, slots=True)
class SheetParts:
    """What a sheet's cells refer to."""

    name: str
    texts: list[str]
    styles: Styles
    epoch: datetime
    comments: dict[str, str]
    areas: list[Area]


def column_of(letters: str) -> int:
    """A column's number from 0: "A" is 0, "AA" 26."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


def _place(reference: str) -> tuple[int, int] | None:
    found = _REFERENCE.match(reference)
    return (int(found.group(2)), column_of(found.group(1))) if found else None


def merged_areas(unpacked: Unpacked, part: str) -> list[Area]:
    """The merged areas of a sheet. They stand after its rows, which are passed over as bytes."""
    areas: list[Area] = []
    for reference in _MERGED.findall(_after_rows(unpacked, part))[:_MOST_AREAS]:
        first, _, last = reference.decode("ascii", "replace").partition(":")
        start, end = _place(first), _place(last)
        if start and end:
            areas.append((start[0], start[1], end[0], end[1]))
    return areas


def _after_rows(unpacked: Unpacked, part: str) -> bytes:
    """What follows the rows of a sheet, up to a bound."""
    tail = b""
    with unpacked.open(part) as stream:
        while chunk := stream.read(_CHUNK):
            tail = tail[-_LONGEST_END:] + chunk
            if end := _END_OF_ROWS.search(tail):
                return tail[end.end() :] + stream.read(_TAIL)
    return b""


def rows_of_part(unpacked: Unpacked, part: str, parts: SheetParts, file: str, limits: Limits) -> Iterator[Row]:
    """Each row that holds a text or a colour, with the values of merged areas in all their cells."""
    merged = _Merged(parts.areas)
    number = rows = cells_read = rows_read = 0
    with unpacked.open(part) as stream:
        for element in elements(stream, ("row",), limits, file, sheet=parts.name, record_bytes=_ROW_BYTES):
            number = _row_number(element, number)
            rows_read += 1
            cells_read += len(element)
            if rows_read > _LAST_ROW or cells_read > limits.cells:
                raise refused("too_many_cells", file=file, sheet=parts.name, cells=limits.cells)
            cells = merged.fill(number, _cells(element, number, parts, file, limits))
            if not any(cell.text for cell in cells.values()):
                continue
            rows += 1
            if rows > limits.rows:
                raise refused("too_many_rows", file=file, sheet=parts.name, rows=limits.rows)
            width = max(cells) + 1
            yield Row(
                number,
                tuple(cells.get(at, BLANK) for at in range(width)),
                element.get("hidden") in {"1", "true"},
            )


def _row_number(element: etree._Element, before: int) -> int:
    text = element.get("r") or ""
    number = int(text) if text.isascii() and text.isdigit() and len(text) < 8 else before + 1
    return number if before < number <= _LAST_ROW else before + 1


def _cells(row: etree._Element, number: int, parts: SheetParts, file: str, limits: Limits) -> dict[int, Cell]:
    """The cells that say something or have a colour, by column."""
    cells: dict[int, Cell] = {}
    at = -1
    for element in row:
        if element.tag != "c":
            continue
        reference = element.get("r") or ""
        place = _place(reference)
        at = place[1] if place else at + 1
        cell = _cell(element, parts, limits)
        comment = parts.comments.get(reference, "")
        if comment:
            cell = cell._replace(comment=comment)
        if not cell.text and not cell.colour:
            continue
        if at >= limits.columns:
            if not cell.text:
                continue
            raise refused("too_many_columns", file=file, sheet=parts.name, row=number, columns=limits.columns)
        cells[at] = cell
    return cells


def _cell(element: etree._Element, parts: SheetParts, limits: Limits) -> Cell:
    style_text = element.get("s") or "0"
    style = int(style_text) if style_text.isascii() and style_text.isdigit() and len(style_text) < 7 else 0
    colour = parts.styles.fill_at(style)
    formula = raw = None
    inline = ""
    for part in element:
        if part.tag == "v":
            raw = part.text
        elif part.tag == "f":
            formula = part.text or ""
        elif part.tag == "is":
            inline = "".join(item.text or "" for item in part.iter("t"))
    kind = element.get("t") or "n"
    if kind == "inlineStr":
        return _text(inline, colour, limits)
    if raw is None or raw == "":
        if formula is None:
            return Cell(colour=colour)
        written = clean(f"={formula}")[: limits.cell_characters]
        return Cell(written, None, colour, problem="formula_without_value")
    return _valued(kind, raw, style, colour, parts, limits)


def _text(text: str, colour: str, limits: Limits) -> Cell:
    short = clean(text[: limits.cell_characters])
    return Cell(short, short or None, colour)


def _valued(kind: str, raw: str, style: int, colour: str, parts: SheetParts, limits: Limits) -> Cell:
    """A cell with a stored value, by the kind that the format gives it."""
    if kind == "s":
        index = int(raw) if raw.isascii() and raw.strip().isdigit() and len(raw) < 10 else -1
        is_known = 0 <= index < len(parts.texts)
        return _text(parts.texts[index], colour, limits) if is_known else _damaged(raw, colour)
    if kind == "str":
        return _text(raw, colour, limits)
    if kind == "b":
        return Cell("TRUE" if raw.strip() == "1" else "FALSE", raw.strip() == "1", colour)
    if kind == "e":
        return Cell(raw[:40], None, colour, problem="error_value")
    return _iso(raw, colour) if kind == "d" else _number(raw, style, colour, parts)


def _number(raw: str, style: int, colour: str, parts: SheetParts) -> Cell:
    try:
        number = float(raw)
    except ValueError:
        return _damaged(raw, colour)
    if not math.isfinite(number):
        return _damaged(raw, colour)
    if parts.styles.date_at(style):
        return _dated(number, colour, parts.epoch)
    return Cell(str(int(number)) if number.is_integer() and abs(number) < 1e15 else repr(number), number, colour)


def _damaged(raw: str, colour: str) -> Cell:
    return Cell(raw[:40], None, colour, problem="cell_damaged")


def _dated(number: float, colour: str, epoch: datetime) -> Cell:
    """A number shown as a day. Below 1 it is a time of day, which says no day."""
    try:
        moment = from_excel(number, epoch) if number >= 1 else None
    except (OverflowError, ValueError):
        moment = None
    if not isinstance(moment, datetime):
        return Cell(repr(number), number, colour)
    text = moment.date().isoformat() if moment.time() == datetime.min.time() else moment.isoformat(" ", "minutes")
    return Cell(text, moment, colour)


def _iso(raw: str, colour: str) -> Cell:
    try:
        moment = datetime.fromisoformat(raw.strip()).replace(tzinfo=None)
    except ValueError:
        return _damaged(raw, colour)
    return Cell(moment.date().isoformat(), moment, colour)


class _Merged:
    """Carries the value of a merged area's first cell to the others, downwards and across."""

    def __init__(self, areas: list[Area]) -> None:
        self._coming = sorted(areas, reverse=True)
        self._open: list[tuple[Area, Cell]] = []

    def fill(self, number: int, cells: dict[int, Cell]) -> dict[int, Cell]:
        """The row's cells with what reaches into it; a title merged across stands in its first cell alone."""
        self._open = [(area, cell) for area, cell in self._open if area[2] >= number]
        while self._coming and self._coming[-1][0] <= number:
            area = self._coming.pop()
            first = cells.get(area[1], BLANK)
            if area[0] == number and area[2] > number and first.text:
                self._open.append((area, first))
        for area, cell in self._open:
            if area[0] < number and not cells.get(area[1], BLANK).text:
                cells[area[1]] = cell
        return cells
