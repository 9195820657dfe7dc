"""Words in documents, in what they are called, and in whom they are from. Removed ones are found by nobody."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from plimsoll.documents.models import Document
from plimsoll.families.queries.sight import CLOSING, OPENING, PORTIONS, Sight, rows

if TYPE_CHECKING:
    from datetime import datetime

    from plimsoll.cases.models import Case

MOST = 20


@dataclass(frozen=True, slots=True)
class PaperHit:
    """A document found on a case in sight; no snippet where only its title fits."""

    document: Document
    case: Case
    at: datetime
    snippet: tuple[str, ...]


def papers(sight: Sight, terms: str) -> tuple[PaperHit, ...]:
    """The newest documents in sight that hold the words, in any of their versions or in their titles."""
    within = [pk for pk, _case in _matching(_WITHIN, sight, terms)]
    called = [pk for pk, _case in _matching(_CALLED, sight, terms)]
    if not (within or called):
        return ()
    newest = Document.objects.filter(pk__in={*within, *called}, state=Document.State.KEPT)
    found = list(newest.select_related("case").order_by("-changed_at", "pk")[: PORTIONS[1]])
    seen = sight.of(one.case_id for one in found)
    kept = [one for one in found if one.case_id in seen][:MOST]
    told = dict(rows(_TOLD, [terms, [one.pk for one in kept]])) if kept else {}
    return tuple(
        PaperHit(one, one.case, one.changed_at, tuple(re.split(f"[{OPENING}{CLOSING}]", told.get(one.pk, ""))))
        for one in kept
    )


def _matching(sql: str, sight: Sight, terms: str) -> list[tuple[Any, ...]]:
    """Ids of documents, the newest, within the cases in sight where those are few."""
    if sight.few is not None:
        return rows(sql.format(scope="d.case_id = ANY(%s)"), [sight.few, terms, PORTIONS[1]])
    return rows(sql.format(scope="TRUE"), [terms, PORTIONS[1]])


# As in the indexes of migration 0005, to the letter.
_TEXT = "to_tsvector('english', plimsoll_plain(text))"
_TITLE = "to_tsvector('english', plimsoll_plain(title || ' ' || received_from))"
_QUERY = "websearch_to_tsquery('english', plimsoll_plain(%s))"
_WITHIN = f"""
SELECT document_id, case_id FROM documents_documentversion d
WHERE {{scope}} AND text <> '' AND {_TEXT} @@ {_QUERY} ORDER BY id DESC LIMIT %s
"""  # noqa: S608 - made of constants; what was typed is a parameter
_CALLED = f"""
SELECT id, case_id FROM documents_document d
WHERE {{scope}} AND {_TITLE} @@ {_QUERY} ORDER BY changed_at DESC LIMIT %s
"""  # noqa: S608 - as above
# Of a long text only what stands round the words is looked at: the headline of 400,000 letters takes a second.
_TOLD = f"""
WITH asked AS (SELECT {_QUERY} AS query)
SELECT DISTINCT ON (v.document_id) v.document_id,
  ts_headline('english', left(v.text, 40000), asked.query,
              'StartSel={OPENING}, StopSel={CLOSING}, MaxWords=32, MinWords=14')
FROM documents_documentversion v, asked
WHERE v.document_id = ANY(%s) AND v.text <> '' AND to_tsvector('english', plimsoll_plain(v.text)) @@ asked.query
ORDER BY v.document_id, v.number DESC
"""  # noqa: S608 - as above
