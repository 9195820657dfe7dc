"""One row of a tracker as one case."""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING

from plimsoll.imports.reading.trackers.row_events import Happenings, read_happenings, stage_for
from plimsoll.imports.reading.trackers.row_person import read_who
from plimsoll.imports.reading.trackers.row_values import RowValues, TableContext
from plimsoll.imports.reading.trackers.stages import Stage, vulnerabilities, yes_or_no
from plimsoll.imports.reading.trackers.tables import normalise
from plimsoll.imports.reading.trackers.workers import read_worker
from plimsoll.imports.reading.values import ImportedCase, Item, Json, WorkerName
from plimsoll.imports.reading.words import Words
from plimsoll.imports.reading.workbook_styles import rag_of

if TYPE_CHECKING:
    from datetime import date

    from plimsoll.imports.reading.grid import Row

_KEPT_AS_FACTS = ("needs", "consent", "issue")


def read_row(context: TableContext, row: Row) -> tuple[ImportedCase | None, list[Item]]:
    """The case of a row, and what is to be said about the row; no case where it was refused."""
    values = RowValues(context, row)
    values.refuse_unreadable()
    who = read_who(values)
    if who is None:
        return None, values.said
    if row.filled == 1:
        values.refuse("row", next(at for at, cell in enumerate(row.cells) if cell.text), "nothing_but_a_name")
        return None, values.said
    stage = stage_for(values)
    born_on = who.people[0].born_on if len(who.people) == 1 else None
    seen = read_happenings(values, stage, born_on)
    closed_on = _closing(values, seen, stage)
    is_closed = stage.status == "closed" or closed_on is not None
    worker = _worker(values)
    rag = _rag(values)
    case = ImportedCase(
        key=who.key,
        people=who.people,
        pack=context.mapping.pack,
        status="closed" if is_closed else stage.status,
        provenance=values.provenance(min(context.fields, default=0)),
        events=tuple(seen.events),
        household=who.household,
        worker=worker,
        team=values.text("team"),
        opened_on=_opened_on(seen),
        closed_on=closed_on,
        plan="" if is_closed else stage.plan,
        place=values.text("place")[:80],
        planned=tuple(seen.planned),
        facts=_facts(values, seen, stage, worker),
        notes=values.notes(),
        known_from=context.as_at,
        known_in_full=_known_in_full(seen, stage),
        rag_as_written=rag[0],
        rag_by_text=rag[1],
        rag_by_colour=rag[2],
    )
    return case, values.said


def _known_in_full(seen: Happenings, stage: Stage) -> tuple[str, ...]:
    """The events of which the row tells all that matters: its last visit was the last, and the next is late.

    What the row gives no date for, it does not tell. A review that it still calls the next has not been held, and a
    child who is still being assessed has no finished assessment.
    """
    told = {event.name for event in seen.events if event.is_date_stated}
    if told & {"visit_made", "visit_attempted"}:
        told |= {"visit_made", "visit_attempted"}
    if any(event.series == "next_review" for event in seen.events):
        told.add("plan_reviewed")
    if stage.key == "assessment":
        told.add("assessment_authorised")
    return tuple(sorted(told))


def _opened_on(seen: Happenings) -> date | None:
    first = seen.first
    if first is not None:
        return first.on
    return min((dated.on for dated in seen.days.values()), default=None)


def _worker(values: RowValues) -> WorkerName | None:
    if "worker" in values.places:
        return read_worker(values.text("worker"))
    if values.context.sheet_worker:
        return read_worker(values.context.sheet_worker)
    return None


def _closing(values: RowValues, seen: Happenings, stage: Stage) -> date | None:
    """The day on which the case closed: as stated, or a stand-in where only the fact is stated."""
    dated = seen.days.get("closed_on")
    reason: dict[str, Json] = {}
    if values.text("closure_reason"):
        reason["reason"] = values.text("closure_reason")
    if dated is not None:
        if dated.remark:
            reason["remark"] = dated.remark
        seen.add("case_closed", dated.on, dated.provenance, reason)
        return dated.on
    latest_on = seen.latest_on
    if (
        stage.status != "closed"
        or latest_on is None
        or values.context.mapping.answer("closed_without_date") == "leave_out"
    ):
        return None
    at = values.places.get("is_open", values.places.get("status", min(values.context.fields)))
    seen.add("case_closed", latest_on, values.provenance(at), reason, basis=Words("basis_latest_day_of_row"))
    return latest_on


def _rag(values: RowValues) -> tuple[str, str, str]:
    """The colour as written, as a word, and as the cell's fill; they are compared, never mixed."""
    at = values.places.get("rag")
    if at is None:
        coloured = (rag_of(cell.colour) for cell in values.row.cells if cell.colour)
        return "", "", next((colour for colour in coloured if colour), "")
    cell = values.row.cell(at)
    by_text = values.context.mapping.rag.get(normalise(cell.text), "") if cell.text else ""
    by_colour = rag_of(cell.colour)
    if by_text and by_colour and by_text != by_colour:
        values.remark(at, "rag_text_and_colour_differ", text=by_text, colour=by_colour)
    return cell.text, by_text, by_colour


def _facts(values: RowValues, seen: Happenings, stage: Stage, worker: WorkerName | None) -> dict[str, Json]:
    facts: dict[str, Json] = {"stage": stage.key}
    for key in ("status", *_KEPT_AS_FACTS):
        text = values.text(key)
        if text:
            facts["status_as_written" if key == "status" else key] = text[:300]
    _level(values, facts)
    hours = values.cell("hours_a_week").value
    if isinstance(hours, float) and 0 <= hours <= 100:
        facts["hours_a_week"] = hours
    _flags(values, facts)
    letter = seen.days.get("letter_dated_on")
    if letter is not None:
        facts["letter_dated_on"] = letter.on.isoformat()
    if worker is not None and worker.kind == "duty":
        facts["held_by_duty"] = True
    if values.text("is_open") and yes_or_no(values.text("is_open")) is None:
        values.refuse("cell", values.places["is_open"], "neither_yes_nor_no")
    return facts


def _level(values: RowValues, facts: dict[str, Json]) -> None:
    """A level of need, by the name the rulebook knows it. "4?" is a doubt about the threshold for social care."""
    text = values.text("level")
    if not text:
        return
    if "?" in text:
        values.refuse("cell", values.places["level"], "level_in_doubt")
        facts["level_in_doubt"] = text[:20]
        return
    found = re.match(r"(?:level|lvl|l|tier)?\s*([1-5])\b", text.casefold())
    if found:
        facts["level_of_need"] = int(found.group(1))
    if not found or text != found.group(1):
        facts["level_as_written"] = text[:60]


# What a cell of flags says, by the names under which the rulebook weighs standing facts.
_FLAGS = {
    "care_leaver": "is_care_leaver",
    "pregnant": "is_pregnant",
    "disability": "is_disabled",
    "learning_disability": "is_disabled",
}


def _flags(values: RowValues, facts: dict[str, Json]) -> None:
    text = values.text("vulnerability")
    if text:
        facts["vulnerability_as_written"] = text[:300]
        named = vulnerabilities(text)
        if named:
            facts["vulnerabilities"] = list(named)
        facts.update({_FLAGS[name]: True for name in named if name in _FLAGS})
    if yes_or_no(values.text("interpreter")):
        facts["needs_interpreter"] = True
    if yes_or_no(values.text("disability")):
        facts["is_disabled"] = True


def fingerprint_of_row(row: Row) -> str:
    """What a row says in all its cells, to find the row that was pasted twice."""
    return hashlib.sha256("\x1f".join(cell.text for cell in row.cells).rstrip("\x1f").encode()).hexdigest()
