"""The caseload as a file to open elsewhere. No cell can be read as a formula."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext as _

from plimsoll.cases.queries import caseload
from plimsoll.cases.rows import CaseLine, case_lines
from plimsoll.trust import audit

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from plimsoll.people.access import Viewer

MOST_ROWS = 20_000
_FORMULA_STARTS = "=+-@\t\r\n"
# Marks a spreadsheet drops before it looks for a formula: zero-width and direction marks, no-break spaces, BOM.
_INVISIBLE = (
    "\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff\u00a0\u00ad"
)


def safe_cell(value: object) -> str:
    """The text of a cell, with an apostrophe in front where a spreadsheet could take it for a formula."""
    text = "" if value is None else str(value)
    text = "".join(mark for mark in text if mark in "\n\t" or ord(mark) >= ord(" "))
    bare = text.lstrip(_INVISIBLE + " \u3000")
    if bare and (bare[0] in _FORMULA_STARTS or bare[0] in "＝＋－＠"):
        return "'" + text
    return text


@transaction.atomic
def caseload_file(viewer: Viewer, filters: caseload.Filters, kind: str, *, now: datetime) -> bytes:
    """The cases asked for as bytes of an xlsx or csv file; the export is on the audit log before it is served."""
    cases = caseload.ordered(viewer, filters)[:MOST_ROWS]
    lines = case_lines(cases, now)
    audit.append(
        audit.entry(
            "caseload_exported",
            at=now,
            actor_id=viewer.user_id,
            detail={"scope": filters.scope, "kind": kind, "rows": len(lines)},
        )
    )
    rows = [_headings(), *(_row(line) for line in lines)]
    return _xlsx(rows) if kind == "xlsx" else _csv(rows)


def _headings() -> list[str]:
    return [
        _("Number"), _("Name"), _("Age"), _("Plan"), _("Status"), _("Worker"), _("Team"), _("Colour"),
        _("Why it stands here"), _("Next duty"), _("Due"), _("State"), _("Last seen"), _("Last contact"), _("Place"),
    ]  # fmt: skip


def _row(line: CaseLine) -> list[str]:
    duty = line.next_duty
    cells: list[object] = [
        line.reference, line.name, line.age, line.plan, line.status_words, line.worker, line.team, line.colour,
        line.reason, duty.name if duty else "", duty.due.isoformat() if duty else "", duty.due_words if duty else "",
        line.seen_on or "", line.contact_on or "", line.place,
    ]  # fmt: skip
    return [safe_cell(cell) for cell in cells]


def _csv(rows: list[list[str]]) -> bytes:
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    return text.getvalue().encode("utf-8-sig")


def _xlsx(rows: list[list[str]]) -> bytes:
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell

    book = Workbook(write_only=True)
    sheet = book.create_sheet(_("Caseload"))
    sheet.freeze_panes = "C2"

    def cells(row: list[str]) -> Iterator[Any]:
        for text in row:
            cell = WriteOnlyCell(sheet, value=text)
            cell.data_type = "s"
            yield cell

    for row in rows:
        sheet.append(list(cells(row)))
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()
