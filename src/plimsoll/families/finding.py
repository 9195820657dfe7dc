"""What a search found, in words: values in, words out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _

from plimsoll.cases import words as case_words
from plimsoll.families import words

if TYPE_CHECKING:
    from datetime import date

    from plimsoll.cases.models import Case
    from plimsoll.families.queries.search import Found


def results(found: Found, today: date) -> dict[str, object]:
    """The three lists of the page."""
    return {
        "count": found.count,
        "people": [
            {
                "name": hit.person.display_name,
                "url": reverse("families:person", args=[hit.case.pk, hit.person.pk]),
                "life": words.life(hit.person, today),
                "case": hit.case.reference,
                "worker": _holder(hit.case),
                "status": hit.case.get_status_display(),
                "alerts": list(hit.alerts),
                "is_exact": hit.is_exact,
            }
            for hit in found.people
        ],
        "cases": [
            {
                "name": case.title,
                "reference": case.reference,
                "url": reverse("cases:overview", args=[case.pk]),
                "status": case.get_status_display(),
                "worker": _holder(case),
            }
            for case in found.cases
        ],
        "written": [
            {
                "title": hit.title,
                "on": hit.on,
                "case": hit.case.title,
                "url": reverse("notes:note", args=[hit.case.pk, hit.note_id]),
                "pieces": [(piece, index % 2 == 1) for index, piece in enumerate(hit.snippet)],
            }
            for hit in found.written
        ],
        "papers": [
            {
                "title": hit.document.title,
                "on": hit.at,
                "case": hit.case.title,
                "url": reverse("documents:document", args=[hit.document.pk]),
                "pieces": [(piece, index % 2 == 1) for index, piece in enumerate(hit.snippet)],
            }
            for hit in found.papers
        ],
        "notes": [
            {
                "title": case_words.event_title(hit.event.case.pack, hit.event.name),
                "on": hit.event.at_on,
                "case": hit.event.case.title,
                "url": reverse("cases:chronology", args=[hit.event.case_id]) + f"#event-{hit.event.pk}",
                "pieces": [(piece, index % 2 == 1) for index, piece in enumerate(hit.snippet)],
            }
            for hit in found.notes
        ],
    }


def _holder(case: Case) -> str:
    return case.holder.name if case.holder else _("Unallocated")
