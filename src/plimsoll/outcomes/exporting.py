"""The numbers as a file to open elsewhere. No cell can be read as a formula, and nobody is named."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from plimsoll.outcomes import actions, queries
from plimsoll.spreadsheets import formula_safe

if TYPE_CHECKING:
    from datetime import date, datetime

    from plimsoll.people.access import Viewer


@transaction.atomic
def numbers_file(viewer: Viewer, since: date, until: date, *, now: datetime) -> bytes:
    """The outcomes of a period as bytes of a csv file; the export is on the audit log before it is served."""
    found = queries.numbers(viewer, since, until)
    actions.note_export(rows=len(found), now=now, actor_id=viewer.user_id)
    text = io.StringIO()
    writer = csv.writer(text)
    head = [_("Service"), _("Outcome"), _("How many"), _("Cases"), _("Pounds once"), _("Pounds a year")]
    writer.writerow([*head, _("From"), _("To")])
    for one in found:
        cells = (one.service, _(one.title), one.count, one.cases, one.once, one.each_year, since, until)
        writer.writerow([formula_safe(cell) for cell in cells])
    return text.getvalue().encode("utf-8-sig")
