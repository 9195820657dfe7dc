"""The caseload as a file to open elsewhere. No cell can be read as a formula."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from plimsoll.cases.queries import caseload
from plimsoll.cases.rows import CaseLine, case_lines
from plimsoll.spreadsheets import formula_safe, text_cell
from plimsoll.trust import audit

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from plimsoll.people.access import Viewer

MOST_ROWS = 20_000


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
    rows: list[Sequence[object]] = [_headings(), *(_row(line) for line in lines)]
    return _xlsx(rows) if kind == "xlsx" else _csv(rows)


def _headings() -> list[str]:
    return [
        _("Number"), _("Name"), _("Age"), _("Plan"), _("Status"), _("Worker"), _("Team"), _("Colour"),
        _("Why it stands here"), _("Next duty"), _("Due"), _("State"), _("Last seen"), _("Last contact"), _("Place"),
    ]  # fmt: skip


def _row(line: CaseLine) -> list[object]:
    duty = line.next_duty
    return [
        line.reference, line.name, line.age, line.plan, line.status_words, line.worker, line.team, line.colour,
        line.reason, duty.name if duty else "", duty.due.isoformat() if duty else "", duty.due_words if duty else "",
        line.seen_on or "", line.contact_on or "", line.place,
    ]  # fmt: skip


def _csv(rows: Sequence[Sequence[object]]) -> bytes:
    text = io.StringIO()
    csv.writer(text).writerows([formula_safe(cell) for cell in row] for row in rows)
    return text.getvalue().encode("utf-8-sig")


def _xlsx(rows: Sequence[Sequence[object]]) -> bytes:
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    sheet = book.create_sheet(_("Caseload"))
    sheet.freeze_panes = "C2"
    for row in rows:
        sheet.append([text_cell(sheet, text) for text in row])
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()
