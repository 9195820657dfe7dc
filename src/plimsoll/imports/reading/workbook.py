"""An .xlsx workbook, read as it is on disk: values, fills, comments, merged and hidden cells.

Written here rather than with a library because a tracker needs all of these in one pass, in
bounded memory, without evaluating anything: a formula gives the value that was stored with it,
and without a stored value it is said to be a formula, in words.
"""

from __future__ import annotations

import posixpath
from dataclasses import dataclass
from typing import TYPE_CHECKING

from openpyxl.utils.datetime import CALENDAR_MAC_1904, CALENDAR_WINDOWS_1900

from plimsoll.imports.reading.archive import ZIP_ERRORS, Unpacked
from plimsoll.imports.reading.grid import Row, clean
from plimsoll.imports.reading.limits import ImportRefused, Limits, refused
from plimsoll.imports.reading.workbook_styles import read_styles
from plimsoll.imports.reading.worksheet import SheetParts, merged_areas, rows_of_part
from plimsoll.imports.reading.xml_stream import elements

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from lxml import etree

    from plimsoll.imports.reading.upload import SourceFile

_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_STRICT_RELATION = "{http://purl.oclc.org/ooxml/officeDocument/relationships}id"
_PART_BYTES = 64 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class WorkbookSheet:
    """One worksheet of an open workbook."""

    name: str
    is_hidden: bool
    part: str
    book: Workbook

    def rows(self) -> Iterator[Row]:
        """Every row that holds something, from the top."""
        return self.book.rows(self)


class Workbook:
    """The sheets of one file. Opening it reads its lists of sheets, styles and shared texts."""

    def __init__(self, source: SourceFile, limits: Limits) -> None:
        self._source = source
        self._limits = limits
        self._cells_left = limits.cells
        self.sheets: list[WorkbookSheet] = []
        with _Opened(source, limits) as unpacked:
            main = _main_part(unpacked, source.name, limits)
            targets = _relations(unpacked, main, source.name, limits)
            self._read_sheets(unpacked, main, targets)
            self._texts = _shared_texts(unpacked, _target(targets, "sharedStrings"), source.name, limits)
            self._styles = read_styles(
                unpacked, _target(targets, "styles"), _target(targets, "theme"), source.name, limits
            )

    def _read_sheets(self, unpacked: Unpacked, main: str, targets: dict[str, tuple[str, str]]) -> None:
        self.epoch: datetime = CALENDAR_WINDOWS_1900
        with unpacked.open(main) as stream:
            for element in elements(stream, ("workbookPr", "sheet"), self._limits, self._source.name):
                if element.tag == "workbookPr":
                    if element.get("date1904") in {"1", "true"}:
                        self.epoch = CALENDAR_MAC_1904
                    continue
                kind, part = targets.get(_relation_of(element), ("", ""))
                if kind != "worksheet" or part not in unpacked.names:
                    continue  # a chart or dialogue sheet holds no cases
                name = clean(element.get("name") or "")[:100]
                hidden = element.get("state", "visible") != "visible"
                self.sheets.append(WorkbookSheet(name, hidden, part, self))
                if len(self.sheets) > self._limits.sheets:
                    raise refused("too_many_sheets", file=self._source.name, sheets=self._limits.sheets)

    def rows(self, sheet: WorkbookSheet) -> Iterator[Row]:
        """The rows of one sheet; opens the file anew, so that sheets may be read again."""
        with _Opened(self._source, self._limits) as unpacked:
            comments = _comments(unpacked, sheet.part, self._source.name, self._limits)
            areas = merged_areas(unpacked, sheet.part)
            parts = SheetParts(sheet.name, self._texts, self._styles, self.epoch, comments, areas)
            yield from rows_of_part(unpacked, sheet.part, parts, self._source.name, self._limits)


class _Opened:
    """An archive that closes, and whose damage is one clear error."""

    def __init__(self, source: SourceFile, limits: Limits) -> None:
        self._source = source
        self._limits = limits

    def __enter__(self) -> Unpacked:
        try:
            self._unpacked = Unpacked(self._source, self._limits)
        except ZIP_ERRORS:
            raise refused("archive_broken", file=self._source.name) from None
        return self._unpacked

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: object) -> None:
        self._unpacked.close()
        if isinstance(error, ZIP_ERRORS) and not isinstance(error, ImportRefused):
            raise refused("archive_broken", file=self._source.name) from None


def _relation_of(element: etree._Element) -> str:
    return element.get(_RELATION) or element.get(_STRICT_RELATION) or ""


def _main_part(unpacked: Unpacked, file: str, limits: Limits) -> str:
    """The part that lists the sheets; most programs call it xl/workbook.xml."""
    for kind, part in _relations(unpacked, "", file, limits).values():
        if kind == "officeDocument" and part in unpacked.names:
            return part
    if "xl/workbook.xml" in unpacked.names:
        return "xl/workbook.xml"
    raise refused("archive_broken", file=file)


def _relations(unpacked: Unpacked, part: str, file: str, limits: Limits) -> dict[str, tuple[str, str]]:
    """What a part refers to: id to (kind, part). References out of the archive are left aside."""
    folder, name = posixpath.split(part)
    listing = posixpath.join(folder, "_rels", f"{name}.rels")
    found: dict[str, tuple[str, str]] = {}
    if listing not in unpacked.names:
        return found
    with unpacked.open(listing) as stream:
        for element in elements(stream, ("Relationship",), limits, file):
            if element.get("TargetMode") == "External" or len(found) > limits.archive_members:
                continue
            target = element.get("Target") or ""
            path = target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
            kind = (element.get("Type") or "").rpartition("/")[2]
            found[element.get("Id") or ""] = (kind, path)
    return found


def _target(targets: dict[str, tuple[str, str]], kind: str) -> str:
    return next((part for found, part in targets.values() if found == kind), "")


def _shared_texts(unpacked: Unpacked, part: str, file: str, limits: Limits) -> list[str]:
    """The texts that cells refer to by number, within a bound on their sum."""
    texts: list[str] = []
    if part not in unpacked.names:
        return texts
    left = limits.shared_text_characters
    with unpacked.open(part) as stream:
        for element in elements(stream, ("si",), limits, file, record_bytes=_PART_BYTES):
            text = text_in(element)
            left -= len(text) + 8
            if left < 0:
                raise refused("too_much_text", file=file)
            texts.append(text)
    return texts


def text_in(element: etree._Element) -> str:
    """The text of a rich string, without the reading aids of East Asian scripts."""
    parts = []
    for item in element.iter("t"):
        above = item.getparent()
        if above is not None and above.tag != "rPh":
            parts.append(item.text or "")
    return "".join(parts)


def _comments(unpacked: Unpacked, part: str, file: str, limits: Limits) -> dict[str, str]:
    """Comments by the cell they hang on ("I5")."""
    found: dict[str, str] = {}
    for kind, target in _relations(unpacked, part, file, limits).values():
        if kind != "comments" or target not in unpacked.names:
            continue
        with unpacked.open(target) as stream:
            for element in elements(stream, ("comment",), limits, file):
                text = clean(text_in(element).replace("\n", " "))[: limits.cell_characters]
                if text and len(found) < limits.rows:
                    found[element.get("ref") or ""] = text
    return found
