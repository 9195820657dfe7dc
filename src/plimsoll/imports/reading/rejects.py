"""The rows that stayed out, given back as a file to correct: as they were, with the reason beside them.

The corrected file can be read again: its headings are the original ones, and what is added
stands in columns that no field goes by. No cell of it can be taken for a formula.
"""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from openpyxl.cell import Cell
    from openpyxl.worksheet._write_only import WriteOnlyWorksheet

    from plimsoll.imports.reading.values import Refusal
    from plimsoll.imports.reading.words import Words

_STARTS = "=+-@\t\r\n|%＝＋－＠"
# What a spreadsheet drops before it looks at the first sign: zero-width and direction marks, odd blanks.
_INVISIBLE = (
    "\u00a0\u00ad\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\u3000\ufeff"
)
_ADDED = ("plimsoll: sheet", "plimsoll: row", "plimsoll: column", "plimsoll: reason", "plimsoll: remedy")
_LONGEST = 32_767
_TITLE = 31


def formula_safe(text: str) -> str:
    """A text that no spreadsheet evaluates: an apostrophe stands before what could begin a formula.

    >>> formula_safe("=1+1"), formula_safe(" @SUM(A1)"), formula_safe("Mary-Kate")
    ("'=1+1", "' @SUM(A1)", 'Mary-Kate')
    """
    plain = "".join(sign for sign in text if sign in "\t\n" or (ord(sign) >= 32 and ord(sign) != 127))
    bare = plain.lstrip(_INVISIBLE + " ")
    return f"'{plain}" if bare and bare[0] in _STARTS else plain


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
    clean = "".join(sign for sign in text if sign in "\t\n" or (ord(sign) >= 32 and ord(sign) != 127))
    cell = WriteOnlyCell(sheet, value=None)
    cell.value = clean[:_LONGEST]
    cell.data_type = "s"  # a text, whatever its first sign: never a formula
    if clean != formula_safe(clean):
        cell.quotePrefix = True  # and still a text after somebody has edited it
    if is_heading:
        cell.font = Font(bold=True)
        cell.alignment = Alignment(wrap_text=True, vertical="top")
    return cell
