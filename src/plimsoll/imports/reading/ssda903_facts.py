"""What the SSDA903 return collects once a year, and what has no event of its own."""

from __future__ import annotations

from plimsoll.imports.reading.codes import BOOLEANS
from plimsoll.imports.reading.ssda903_rows import CareReturn, CareRow, provenance, read_day
from plimsoll.imports.reading.values import Details, ImportedEvent, Json
from plimsoll.imports.reading.words import Words

_HIGHEST_SDQ = 40
_YEARLY = {
    "CONVICTED": "convicted_in_year",
    "HEALTH_CHECK": "development_check_in_year",
    "IMMUNISATIONS": "immunisations_up_to_date",
    "TEETH_CHECK": "teeth_checked_in_year",
    "HEALTH_ASSESSMENT": "health_assessed_in_year",
    "SUBSTANCE_MISUSE": "substance_misuse",
    "INTERVENTION_RECEIVED": "substance_intervention_received",
    "INTERVENTION_OFFERED": "substance_intervention_offered",
}
_LISTS = {
    "ad1": ("adoption", ("DATE_INT", "DATE_MATCH", "FOSTER_CARE", "NB_ADOPTR", "SEX_ADOPTR", "LS_ADOPTR")),
    "placed_for_adoption": ("adoption_decision", ("DATE_PLACED", "DATE_PLACED_CEASED", "REASON_PLACED_CEASED")),
    "previous_permanence": ("previous_permanence", ("PREV_PERM", "LA_PERM", "DATE_PERM")),
    "oc3": ("care_leaver", ("IN_TOUCH", "ACTIV", "ACCOM")),
    "dolo": ("deprivation_of_liberty", ("DOLO_START", "DOLO_END")),
    "uasc": ("unaccompanied", ("DUC",)),
}


def read_health(shared: CareReturn, rows: list[CareRow]) -> list[ImportedEvent]:
    """The strengths and difficulties score and the health assessment of the year.

    The return gives no day for either; the last day of its year stands in. The next health
    assessment may therefore be due sooner than its clock says, and the event says so.
    """
    events: list[ImportedEvent] = []
    for row in rows[:1]:
        text = row.get("SDQ_SCORE")
        if text:
            score = int(text) if text.isascii() and text.isdigit() else -1
            if 0 <= score <= _HIGHEST_SDQ:
                details: dict[str, Json] = {"tool": "sdq", "score": score}
                events.append(_of_the_year(shared, "score_recorded", row, "SDQ_SCORE", details))
            else:
                shared.refuse("cell", row, "SDQ_SCORE", "score_out_of_range", highest=_HIGHEST_SDQ)
        if BOOLEANS.get(row.get("HEALTH_ASSESSMENT").lower()):
            events.append(_of_the_year(shared, "health_assessment_held", row, "HEALTH_ASSESSMENT", {"kind": "review"}))
    return events


def _of_the_year(shared: CareReturn, name: str, row: CareRow, column: str, details: Details) -> ImportedEvent:
    basis = Words("basis_end_of_year", {"on": shared.year_end.isoformat()})
    return ImportedEvent(name, shared.year_end, provenance(row, column), details, name, False, False, basis)


def read_facts(shared: CareReturn, rows: dict[str, list[CareRow]]) -> Details:
    """Standing facts about the child, by the words of the programme; codes stay codes, dates become ISO."""
    facts: dict[str, Json] = {}
    for row in rows.get("oc2", [])[:1]:
        yearly = _yearly(shared, row)
        if yearly:
            facts["health_year"] = {"to": shared.year_end.isoformat(), **yearly}
    for table, (name, columns) in _LISTS.items():
        found: list[Json] = [values for row in rows.get(table, []) if (values := _columns(shared, row, columns))]
        if found:
            facts[name] = found if table == "dolo" else found[0]
    if "uasc" in rows:
        facts["is_unaccompanied"] = True
    if "oc3" in rows:
        facts["is_care_leaver"] = True
    for row in rows.get("header", [])[:1]:
        if BOOLEANS.get(row.get("MOTHER").lower()):
            born_on = shared.day(row, "MC_DOB")
            facts["is_mother"] = {"child_born_on": born_on.isoformat()} if born_on else True
    return facts


def _yearly(shared: CareReturn, row: CareRow) -> dict[str, Json]:
    yearly: dict[str, Json] = {}
    for column, name in _YEARLY.items():
        value = BOOLEANS.get(row.get(column).lower())
        if value is not None:
            yearly[name] = value
        elif row.get(column):
            shared.refuse("cell", row, column, "not_true_or_false")
    if row.get("SDQ_REASON"):
        yearly["sdq_reason"] = row.get("SDQ_REASON")
    return yearly


def _columns(shared: CareReturn, row: CareRow, columns: tuple[str, ...]) -> dict[str, Json]:
    values: dict[str, Json] = {}
    for column in columns:
        text = row.get(column)
        if not text or (column == "PREV_PERM" and text == "Z1"):
            continue
        if column.startswith(("DATE_", "DOLO_")) or column == "DUC":
            on = read_day(text)
            if on is None:
                shared.refuse("cell", row, column, "date_unreadable")
                continue
            text = on.isoformat()
        values[column.lower()] = text
    return values
