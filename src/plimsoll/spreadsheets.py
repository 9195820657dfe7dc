"""Texts on their way into a spreadsheet: no cell of ours may be read as a formula. Every export asks here."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from openpyxl.cell import Cell
    from openpyxl.worksheet._write_only import WriteOnlyWorksheet

_STARTS = "=+-@\t\r\n|%＝＋－＠"
# What a spreadsheet may drop before it looks at the first sign: controls, marks of direction and width, blanks, accents
# without a letter, signs without a meaning; and three that are drawn as nothing but count as letters.
_DROPPED = frozenset({"Cc", "Cf", "Zs", "Zl", "Zp", "Mn", "Me", "Co", "Cn", "Cs"})
_BLANK_LETTERS = "\u115f\u1160\u3164\uffa0\u2800"
_LONGEST = 32_767  # signs in a cell, as the xlsx format has it


def formula_safe(value: object) -> str:
    """A text that no spreadsheet evaluates: an apostrophe stands before what could begin a formula.

    >>> formula_safe("=1+1"), formula_safe(" @SUM(A1)"), formula_safe("Mary-Kate"), formula_safe(None)
    ("'=1+1", "' @SUM(A1)", 'Mary-Kate', '')
    """
    plain = _printable(value)
    return f"'{plain}" if _begins_a_formula(plain) else plain


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


def _begins_a_formula(plain: str) -> bool:
    if plain.lstrip(" ")[:1] in {"\t", "\n"}:
        return True
    for sign in plain:
        if sign in _BLANK_LETTERS or unicodedata.category(sign) in _DROPPED:
            continue
        # Wide, small and raised forms of a sign are the sign: so does a spreadsheet that tidies what is pasted.
        return unicodedata.normalize("NFKC", sign)[:1] in set(_STARTS)
    return False


def _printable(value: object) -> str:
    """Without the signs that XML has no way to write."""
    text = "" if value is None else str(value)
    return "".join(
        sign
        for sign in text
        if sign in "\t\n" or (ord(sign) >= 32 and ord(sign) != 127 and sign not in "\ufffe\uffff")
    )
