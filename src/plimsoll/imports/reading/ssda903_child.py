"""One child of the SSDA903 return: their rows from every file as one case."""

from __future__ import annotations

import re
from datetime import date

from plimsoll.imports.reading.codes import ETHNICITIES, REVIEW_PARTICIPATION, SEX, WORKER_CHANGES
from plimsoll.imports.reading.identifiers import is_upn
from plimsoll.imports.reading.ssda903_episodes import Care, read_episodes
from plimsoll.imports.reading.ssda903_facts import read_facts, read_health
from plimsoll.imports.reading.ssda903_rows import PACK, CareReturn, CareRow, provenance, read_day
from plimsoll.imports.reading.values import CaseStatus, ImportedCase, ImportedEvent, ImportedPerson, Json, WorkerName

# By the file of the return: what it tells every one of, in its year; of visits and plans it tells none.
KNOWN_IN_FULL = {"reviews": ("looked_after_review_held",)}


def read_child(shared: CareReturn, child: str, tables: dict[str, list[CareRow]]) -> ImportedCase:
    """The case of one child."""
    person = _identity(shared, child, tables)
    rows = {name: _own_rows(shared, name, part, person.born_on) for name, part in tables.items()}
    events: list[ImportedEvent] = []
    care = read_episodes(shared, rows.get("episodes", []))
    events.extend(care.events)
    events.extend(_reviews(shared, rows.get("reviews", [])))
    events.extend(_missing(shared, rows.get("missing", [])))
    worker, changes = _workers(shared, rows.get("sw_episodes", []))
    events.extend(changes)
    events.extend(read_health(shared, rows.get("oc2", [])))
    first = next(iter(tables.values()))[0]
    return ImportedCase(
        key=f"ssda903:{child}",
        people=(person._replace(died_on=care.died_on),),
        pack=PACK,
        status=_status(care),
        provenance=provenance(first, "CHILD"),
        events=tuple(sorted(events, key=lambda event: str(event.at))),
        worker=worker,
        opened_on=min((event.at for event in events if isinstance(event.at, date)), default=None),
        closed_on=care.closed_on,
        plan="care" if care.is_open else "",
        place=care.place,
        facts=read_facts(shared, rows),
        known_from=shared.year_end,
        known_in_full=tuple(name for table in tables for name in KNOWN_IN_FULL.get(table, ())),
        joins_open_case=True,
    )


def _status(care: Care) -> CaseStatus:
    return "closed" if care.closed_on is not None else "open"


def _own_rows(shared: CareReturn, table: str, rows: list[CareRow], born_on: date | None) -> list[CareRow]:
    """The rows that are certainly this child's: one with another birth date is refused."""
    if table == "header":
        return rows[:1]
    own = []
    for row in rows:
        text = row.get("DOB")
        stated = read_day(text) if text else None
        if stated is not None and born_on is not None and stated != born_on:
            shared.refuse("row", row, "DOB", "born_apart_from_header", born_on=born_on.isoformat())
            continue
        own.append(row)
    return own


def _reviews(shared: CareReturn, rows: list[CareRow]) -> list[ImportedEvent]:
    events: list[ImportedEvent] = []
    met: dict[date, CareRow] = {}
    for row in rows:
        on = shared.day(row, "REVIEW")
        if on is None:
            if not row.get("REVIEW"):
                shared.refuse("row", row, "REVIEW", "start_missing")
            continue
        if on in met:
            shared.refuse("row", row, "REVIEW", "review_twice_on_a_day", before=met[on].number)
            continue
        met[on] = row
        code = shared.code(row, "REVIEW_CODE", REVIEW_PARTICIPATION, "participation")
        details: dict[str, Json] = {"participation": code} if code else {}
        name = "looked_after_review_held"
        events.append(ImportedEvent(name, on, provenance(row, "REVIEW"), details, name))
    return events


def _missing(shared: CareReturn, rows: list[CareRow]) -> list[ImportedEvent]:
    events: list[ImportedEvent] = []
    for row in rows:
        from_on, until_on = shared.day(row, "MIS_START"), shared.day(row, "MIS_END")
        if from_on is None:
            if not row.get("MIS_START"):
                shared.refuse("row", row, "MIS_START", "start_missing")
            continue
        if until_on is not None and until_on < from_on:
            shared.refuse("row", row, "MIS_END", "ends_before_start", started_on=from_on.isoformat(), rule="SSDA903")
            continue
        kinds: dict[str, Json] = {"M": "missing", "A": "away_without_authorisation"}
        code = shared.code(row, "MISSING", kinds, "missing or away")
        details: dict[str, Json] = {"kind": kinds[code]} if code else {}
        events.append(ImportedEvent("went_missing", from_on, provenance(row, "MIS_START"), details, "went_missing"))
        if until_on is not None:
            events.append(
                ImportedEvent(
                    "returned_from_missing", until_on, provenance(row, "MIS_END"), {}, "returned_from_missing"
                )
            )
    return events


def _workers(shared: CareReturn, rows: list[CareRow]) -> tuple[WorkerName | None, list[ImportedEvent]]:
    """Who held the case and when; the worker of an open row holds it now."""
    events: list[ImportedEvent] = []
    holder: WorkerName | None = None
    dated = []
    for row in rows:
        from_on, until_on = shared.day(row, "SW_DECOM"), shared.day(row, "SW_DEC")
        if from_on is None:
            continue
        if until_on is not None and until_on < from_on:
            shared.refuse("row", row, "SW_DEC", "ends_before_start", started_on=from_on.isoformat(), rule="SSDA903")
            continue
        dated.append((from_on, until_on, row))
    dated.sort(key=lambda item: item[0])
    starts = {from_on for from_on, _, _ in dated}
    for from_on, until_on, row in dated:
        reason = shared.code(row, "SW_REASON", WORKER_CHANGES, "reason for the change of worker")
        details: dict[str, Json] = {"worker": row.get("SW_ID")}
        if reason:
            details.update(reason=reason, reason_label=WORKER_CHANGES[reason])
        events.append(ImportedEvent("allocated", from_on, provenance(row, "SW_DECOM"), details, "allocated"))
        if until_on is None:
            holder = WorkerName(row.get("SW_ID"), row.get("SW_ID").upper(), "reference")
        elif until_on not in starts:
            events.append(ImportedEvent("unallocated", until_on, provenance(row, "SW_DEC"), {}, "unallocated"))
    return holder, events


def _identity(shared: CareReturn, child: str, tables: dict[str, list[CareRow]]) -> ImportedPerson:
    """The child, from the header; from whichever file speaks of them where the header does not."""
    headers = tables.get("header", [])
    rows = headers or [row for part in tables.values() for row in part]
    first = rows[0]
    if len(headers) > 1:
        for row in headers[1:]:
            shared.refuse("row", row, "CHILD", "child_twice_in_header", before=first.number)
    born_row = first if "DOB" in first.file.columns else next((r for r in rows if r.get("DOB")), first)
    born_on = shared.day(born_row, "DOB") if born_row.get("DOB") else None
    if not headers:
        shared.remark(first, "CHILD", "not_in_header")
    sex_text = first.get("SEX")
    sex = SEX.get(sex_text.upper())
    if sex_text and sex is None:
        shared.refuse("cell", first, "SEX", "unknown_code", what="sex")
    numbers = [("la_child_id", child)]
    facts: dict[str, Json] = {}
    upn = first.get("UPN")
    if upn and is_upn(upn):
        numbers.append(("upn", upn))
    elif re.fullmatch(r"UN[0-9]", upn):
        facts["upn_unknown"] = upn
    elif upn:
        facts["upn_as_written"] = upn[:40]
        shared.refuse("cell", first, "UPN", "upn_check_letter", rule="1510")
    return ImportedPerson(
        identifiers=tuple(numbers),
        born_on=born_on,
        sex=sex,
        ethnicity=shared.code(first, "ETHNIC", ETHNICITIES, "ethnicity"),
        facts=facts,
    )
