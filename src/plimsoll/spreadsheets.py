"""Texts on their way into a spreadsheet: no cell of ours may be read as a formula. Every export asks here."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from openpyxl.cell import Cell
    from openpyxl.worksheet._write_only import WriteOnlyWorksheet

_STARTS = "=+-@\t\r\n|%＝＋－＠"
# What a spreadsheet drops before it looks at the first sign: zero-width and direction marks, odd blanks.
_INVISIBLE = (
    "\u00a0\u00ad\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\u3000\ufeff"
)
_LONGEST = 32_767  # signs in a cell, as the xlsx format has it


def formula_safe(value: object) -> str:
    """A text that no spreadsheet evaluates: an apostrophe stands before what could begin a formula.

    >>> formula_safe("=1+1"), formula_safe(" @SUM(A1)"), formula_safe("Mary-Kate"), formula_safe(None)
    ("'=1+1", "' @SUM(A1)", 'Mary-Kate', '')
    """
    plain = _printable(value)
    bare = plain.lstrip(_INVISIBLE + " ")
    return f"'{plain}" if bare and bare[0] in _STARTS else plain


def text_cell(sheet: WriteOnlyWorksheet, value: object) -> Cell:
    """A cell of a workbook that is a text, whatever its first sign, and still one after somebody has edited it."""
    from openpyxl.cell import WriteOnlyCell

    text = _printable(value)
    cell = WriteOnlyCell(sheet, value=None)
    cell.value = text[:_LONGEST]
    cell.data_type = "s"
    if text != formula_safe(text):
        cell.quotePrefix = True
    return cell


def _printable(value: object) -> str:
    """Without the signs that XML has no way to write."""
    text = "" if value is None else str(value)
    return "".join(sign for sign in text if sign in "\t\n" or (ord(sign) >= 32 and ord(sign) != 127))
