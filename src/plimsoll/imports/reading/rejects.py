"""The rows that stayed out, given back as a file to correct: as they were, with the reason beside them.

The corrected file can be read again: its headings are the original ones, and what is added
stands in columns that no field goes by. No cell of it can be taken for a formula.
"""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font

from plimsoll.spreadsheets import formula_safe, text_cell

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from openpyxl.cell import Cell
    from openpyxl.worksheet._write_only import WriteOnlyWorksheet

    from plimsoll.imports.reading.values import Refusal
    from plimsoll.imports.reading.words import Words

_ADDED = ("plimsoll: sheet", "plimsoll: row", "plimsoll: column", "plimsoll: reason", "plimsoll: remedy")
_TITLE = 31


def _in_english(words: Words) -> str:
    return words.text


def _tables(
    refusals: Iterable[Refusal], say: Callable[[Words], str]
) -> dict[tuple[str, tuple[str, ...]], list[list[str]]]:
    """The rows to give back, by sheet and headings; a row refused for several reasons stands once."""
    tables: dict[tuple[str, tuple[str, ...]], list[list[str]]] = {}
    places: dict[tuple[str, tuple[str, ...], int], list[str]] = {}
    for refusal in refusals:
        source = refusal.source
        headings = source.headings if source else ("column", "value")
        cells = source.cells if source else (refusal.column, refusal.value)
        key = (refusal.sheet, headings, refusal.row)
        reason, remedy = say(refusal.reason), say(refusal.remedy)
        if key in places:
            row = places[key]
            row[-3:] = [f"{row[-3]}; {refusal.column}", f"{row[-2]} {reason}", f"{row[-1]} {remedy}"]
            continue
        row = [
            *cells,
            *[""] * (len(headings) - len(cells)),
            refusal.sheet,
            str(refusal.row),
            refusal.column,
            reason,
            remedy,
        ]
        places[key] = row
        tables.setdefault((refusal.sheet, headings), []).append(row)
    return tables


def as_csv(refusals: Iterable[Refusal], say: Callable[[Words], str] = _in_english) -> bytes:
    """One CSV file (UTF-8 with a mark, so that Excel reads the accents); tables of other headings follow each other."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    for at, ((_, headings), rows) in enumerate(_tables(refusals, say).items()):
        if at:
            writer.writerow([])
        writer.writerow([formula_safe(cell) for cell in (*headings, *_ADDED)])
        writer.writerows([formula_safe(cell) for cell in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def as_workbook(refusals: Iterable[Refusal], say: Callable[[Words], str] = _in_english) -> bytes:
    """A workbook with a sheet for each table. Cells are texts, and stay texts when they are edited."""
    book = Workbook(write_only=True)
    titles: set[str] = set()
    for (name, headings), rows in _tables(refusals, say).items():
        sheet = book.create_sheet(_title(name, titles))
        sheet.freeze_panes = "A2"
        sheet.append([_cell(sheet, heading, is_heading=True) for heading in (*headings, *_ADDED)])
        for row in rows:
            sheet.append([_cell(sheet, text) for text in row])
    if not titles:
        book.create_sheet("refused")
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _title(name: str, taken: set[str]) -> str:
    """A sheet's title as the format allows it, told apart from those there already."""
    bare = "".join(sign for sign in name if sign not in "[]:*?/\\'").strip()[:_TITLE] or "refused"
    title, number = bare, 2
    while title.casefold() in taken:
        title, number = f"{bare[: _TITLE - 4]} ({number})", number + 1
    taken.add(title.casefold())
    return title


def _cell(sheet: WriteOnlyWorksheet, text: str, *, is_heading: bool = False) -> Cell:
    cell = text_cell(sheet, text)
    if is_heading:
        cell.font = Font(bold=True)
        cell.alignment = Alignment(wrap_text=True, vertical="top")
    return cell
