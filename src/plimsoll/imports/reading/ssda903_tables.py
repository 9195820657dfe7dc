"""The files of the SSDA903 return, known by their columns whatever the files are called.

Columns: the Department's SSDA903 guide, as coded in `csc-validator-be-903` 0.1.17. A file may
have more columns than these, in any order, in any case; each table is told by the columns
that only it has.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Table:
    """One file of the return: the columns that tell it, and all that are read from it."""

    name: str
    telling: frozenset[str]
    columns: tuple[str, ...]


def _table(name: str, telling: str, others: str) -> Table:
    return Table(name, frozenset(["CHILD", *telling.split()]), ("CHILD", *telling.split(), *others.split()))


TABLES = (
    _table("header", "ETHNIC UPN", "SEX DOB MOTHER MC_DOB"),
    _table("episodes", "DECOM RNE PLACE", "LS CIN PLACE_PROVIDER DEC REC REASON_PLACE_CHANGE HOME_POST PL_POST URN"),
    _table("reviews", "REVIEW REVIEW_CODE", "DOB"),
    _table("uasc", "DUC", "SEX DOB"),
    _table(
        "oc2",
        "SDQ_SCORE HEALTH_ASSESSMENT",
        "DOB SDQ_REASON CONVICTED HEALTH_CHECK IMMUNISATIONS TEETH_CHECK SUBSTANCE_MISUSE"
        " INTERVENTION_RECEIVED INTERVENTION_OFFERED",
    ),
    _table("oc3", "IN_TOUCH ACTIV ACCOM", "DOB"),
    _table("ad1", "DATE_INT DATE_MATCH", "DOB FOSTER_CARE NB_ADOPTR SEX_ADOPTR LS_ADOPTR"),
    _table("placed_for_adoption", "DATE_PLACED DATE_PLACED_CEASED", "DOB REASON_PLACED_CEASED"),
    _table("previous_permanence", "PREV_PERM", "DOB LA_PERM DATE_PERM"),
    _table("missing", "MISSING MIS_START", "DOB MIS_END"),
    _table("sw_episodes", "SW_ID SW_DECOM", "DOB SW_DEC SW_REASON"),
    _table("dolo", "DOLO_START", "DOB DOLO_END"),
)


def clean_heading(heading: str) -> str:
    """A heading as it is compared: no byte-order mark, no spaces round it, in capitals."""
    return heading.replace("\ufeff", "").strip().strip('"').strip().upper().replace(" ", "_")


def table_of_headings(headings: list[str]) -> Table | None:
    """The table that a first row belongs to, if it is one of the return's."""
    present = {clean_heading(heading) for heading in headings}
    for table in TABLES:
        if table.telling <= present:
            return table
    return None
