"""What a file says of a case and has no place of its own in the record: kept with where it stood, shown as the
file's own words on the case's page (`cases.presenting.imported`), and weighed by nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from plimsoll.imports.differences import origin_of

if TYPE_CHECKING:
    from plimsoll.imports.models import ImportRun
    from plimsoll.imports.plan import CasePlan
    from plimsoll.imports.reading.values import Provenance


def facts_with(before: dict[str, Any], plan: CasePlan, run: ImportRun) -> dict[str, Any]:
    """A case's standing facts with those of the file.

    `before` is what the case has. What another file said of it stays; of this file's, planned dates are those it
    gives now, and a note stays although next month's file has other words.
    """
    facts = {**before, **plan.base["facts"]}
    imported: dict[str, Any] = dict(before.get("imported") or {})
    imported["as_at"] = run.as_at.isoformat()
    row = _place(plan.imported.provenance, run)
    worker = plan.imported.worker
    if worker is not None and worker.as_written:
        imported["worker_as_written"] = worker.as_written
        imported["worker_at"] = row
    if any(plan.base["rag"].values()):
        imported["rag"] = {**plan.base["rag"], **row}
    imported["planned"] = _planned(imported.get("planned") or [], plan, run)
    imported["notes"] = _notes(imported.get("notes") or [], plan, run)
    facts["imported"] = {name: value for name, value in imported.items() if value}
    return facts


def _place(origin: Provenance, run: ImportRun) -> dict[str, Any]:
    """Where something stood, and the day to which its file was true."""
    return {"file": run.file_name, "sheet": origin.sheet, "row": origin.row, "as_at": run.as_at.isoformat()}


def _planned(before: list[dict[str, Any]], plan: CasePlan, run: ImportRun) -> list[dict[str, Any]]:
    origin = origin_of(plan.imported.key)
    others = [one for one in before if one.get("of") != origin]
    return others + [
        {
            "kind": one.kind,
            "on": one.on.isoformat(),
            "remark": one.remark,
            "of": origin,
            **_place(one.provenance, run),
            "column": one.provenance.column,
        }
        for one in plan.imported.planned
    ]


def _notes(before: list[dict[str, Any]], plan: CasePlan, run: ImportRun) -> list[dict[str, Any]]:
    there = {note["text"] for note in before}
    return before + [
        {"text": one.text, **_place(one.provenance, run), "column": one.provenance.column}
        for one in plan.imported.notes
        if one.text not in there
    ]
