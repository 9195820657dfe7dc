"""Files made for the tests of the readers. Everybody in them is invented."""

from __future__ import annotations

import io
import zipfile
from datetime import date
from pathlib import Path

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill

from plimsoll.imports.reading.limits import Limits
from plimsoll.imports.reading.readers import read
from plimsoll.imports.reading.sniff import recognise
from plimsoll.imports.reading.upload import SourceFile
from plimsoll.imports.reading.values import ImportedCase, Question, Refusal, Remark

FILES = Path(__file__).parent / "files"
AS_AT = date(2026, 11, 21)


def workbook(sheets, *, hidden=(), fills=None, comments=None, merged=None, hidden_rows=None) -> bytes:
    """An .xlsx of `{title: [row, ...]}`; fills and comments by (title, "B2"), merged by title."""
    book = Workbook()
    book.remove(book.active)
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
        if title in hidden:
            sheet.sheet_state = "hidden"
        for area in (merged or {}).get(title, ()):
            sheet.merge_cells(area)
        for number in (hidden_rows or {}).get(title, ()):
            sheet.row_dimensions[number].hidden = True
    for (title, place), colour in (fills or {}).items():
        book[title][place].fill = PatternFill("solid", fgColor=colour)
    for (title, place), text in (comments or {}).items():
        book[title][place].comment = Comment(text, "somebody")
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def archive(members, *, compression=zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", compression) as made:
        for name, content in members.items():
            made.writestr(name, content)
    return out.getvalue()


def found(content: bytes, name: str = "file", limits: Limits | None = None):
    return recognise(SourceFile.from_bytes(name, content), limits or Limits())


class Said:
    """Everything that a file said, by kind."""

    def __init__(self, items) -> None:
        self.items = list(items)
        self.cases = [item for item in self.items if isinstance(item, ImportedCase)]
        self.refusals = [item for item in self.items if isinstance(item, Refusal)]
        self.questions = [item for item in self.items if isinstance(item, Question)]
        self.remarks = [item for item in self.items if isinstance(item, Remark)]

    def events(self, case: int = 0):
        return {event.name: event for event in self.cases[case].events}

    def codes(self) -> list[str]:
        return [item.code for item in self.items if not isinstance(item, ImportedCase)]


def said(content: bytes, name: str = "file", *, as_at: date = AS_AT, mapping=None, limits=None) -> Said:
    return Said(read(found(content, name, limits), as_at=as_at, mapping=mapping, limits=limits))


def tracker(headings, *rows, **options) -> Said:
    """One sheet with these headings and rows, read under the proposed mapping."""
    return said(workbook({"Cases": [list(headings), *[list(row) for row in rows]]}, **options))


def census(children: str, *, year: int = 2026, reference: str = "2026-03-31", collection: str = "CIN") -> bytes:
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<Message><Header><CollectionDetails>'
        f"<Collection>{collection}</Collection><Year>{year}</Year><ReferenceDate>{reference}</ReferenceDate>"
        f"</CollectionDetails></Header>\n<Children>\n{children}\n</Children></Message>"
    ).encode()


def child(episodes: str, *, number: str = "INV0001", identifiers: str = "", characteristics: str = "") -> str:
    identifiers = identifiers or "<PersonBirthDate>2014-02-11</PersonBirthDate><Sex>F</Sex>"
    return (
        f"<Child><ChildIdentifiers><LAchildID>{number}</LAchildID>{identifiers}</ChildIdentifiers>"
        f"<ChildCharacteristics>{characteristics}</ChildCharacteristics>\n{episodes}\n</Child>"
    )


def episode(inside: str = "", *, referred: str = "2025-05-06") -> str:
    return f"<CINdetails><CINreferralDate>{referred}</CINreferralDate>\n{inside}\n</CINdetails>"
