"""A child's episodes of care as events: looked after, legal status, placements, and the end.

Each row is a stretch with one legal status and one placement. RNE says what its beginning
changed: S care began; L the legal status; P and T the placement; B and U both. REC says how it
ended: X1, another row follows on the same day; E and a number, care ended.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from plimsoll.imports.reading.codes import (
    ENDINGS,
    LEGAL_STATUSES,
    NEEDS,
    PLACEMENT_CHANGES,
    PLACEMENTS,
    RNE,
)
from plimsoll.imports.reading.ssda903_rows import CareReturn, CareRow, provenance
from plimsoll.imports.reading.values import ImportedEvent, Json
from plimsoll.imports.reading.words import Words

if TYPE_CHECKING:
    from datetime import date

# Endings after which no part of the case remains with this authority's children's team.
_CLOSES = {
    "E11": "adopted",
    "E12": "adopted",
    "E2": "died",
    "E3": "taken over by another authority",
    "E15": "age assessed as 18 or over",
    "E16": "moved abroad",
}


@dataclass(slots=True)
class _Episode:
    row: CareRow
    from_on: date
    until_on: date | None
    began: str
    ended: str


@dataclass(slots=True)
class Care:
    """A child's care as the return tells it."""

    events: list[ImportedEvent] = field(default_factory=list)
    is_open: bool = False
    place: str = ""
    died_on: date | None = None
    closed_on: date | None = None
    ending: str = ""

    def add(
        self, name: str, at: date, row: CareRow, column: str, details: dict[str, Json] | None = None, basis: str = ""
    ) -> None:
        """Add one event; with a `basis`, its date is a stand-in."""
        words = Words(basis) if basis else None
        self.events.append(
            ImportedEvent(name, at, provenance(row, column), details or {}, name, False, not basis, words)
        )


def read_episodes(shared: CareReturn, rows: list[CareRow]) -> Care:
    """The events of all of a child's episodes, in order; what cannot be true is refused."""
    care = Care()
    before: _Episode | None = None
    for episode in _in_order(shared, rows):
        if not _follows(shared, before, episode):
            continue
        _begin(shared, care, before, episode)
        before = episode
        _finish(care, episode)
    if before is not None and before.until_on is None:
        care.is_open = True
        care.place = before.row.get("PL_POST").split(" ")[0][:10]
    _closing(care)
    return care


def _in_order(shared: CareReturn, rows: list[CareRow]) -> list[_Episode]:
    found = []
    for row in rows:
        from_on = shared.day(row, "DECOM")
        began = shared.code(row, "RNE", RNE, "reason for a new episode")
        if from_on is None or not began:
            if not row.get("DECOM"):
                shared.refuse("row", row, "DECOM", "start_missing")
            continue
        until_on = shared.day(row, "DEC")
        if until_on is not None and until_on < from_on:
            shared.refuse("row", row, "DEC", "ends_before_start", started_on=from_on.isoformat(), rule="SSDA903")
            continue
        ended = shared.code(row, "REC", ENDINGS, "reason the episode ceased")
        if ended and not row.get("DEC"):
            shared.refuse("cell", row, "REC", "ended_without_a_day")
            ended = ""
        found.append(_Episode(row, from_on, until_on, began, ended))
    return sorted(found, key=lambda episode: (episode.from_on, episode.row.number))


def _follows(shared: CareReturn, before: _Episode | None, episode: _Episode) -> bool:
    """Whether an episode can stand after the one before: a child is in one at a time."""
    if before is None:
        return True
    if before.until_on is None:
        shared.refuse("row", episode.row, "DECOM", "episode_before_is_open", before=before.row.number)
        return False
    if episode.from_on < before.until_on:
        shared.refuse(
            "row",
            episode.row,
            "DECOM",
            "episodes_overlap",
            before=before.row.number,
            until_on=before.until_on.isoformat(),
        )
        return False
    return True


def _begin(shared: CareReturn, care: Care, before: _Episode | None, episode: _Episode) -> None:
    row = episode.row
    is_in_care = before is not None and before.ended == "X1" and before.until_on == episode.from_on
    status: dict[str, Json] = {}
    legal = shared.code(row, "LS", LEGAL_STATUSES, "legal status")
    if legal:
        status = {"legal_status": legal, "legal_status_label": LEGAL_STATUSES[legal]}
    placement = _placement(shared, row, legal)
    if episode.began != "L" and before is not None and before.ended in {"X1", ""}:
        _end_placement(shared, care, before, episode.from_on)
    if episode.began == "S":
        care.add("became_looked_after", episode.from_on, row, "DECOM", {**status, **_need(shared, row)})
        care.add("placement_started", episode.from_on, row, "DECOM", placement)
        return
    if not is_in_care:
        # In care already when the file begins (or after a gap): since when, the return does not say.
        basis = "basis_in_care_before_file"
        before_the_file: dict[str, Json] = {**status, **_need(shared, row), "already_in_care": True}
        care.add("became_looked_after", episode.from_on, row, "DECOM", before_the_file, basis)
        if episode.began == "L":
            care.add("placement_started", episode.from_on, row, "DECOM", {**placement, "same_carer": True}, basis)
    if episode.began in {"L", "B", "U"} and status:
        care.add("legal_status_changed", episode.from_on, row, "DECOM", status)
    if episode.began in {"P", "T", "B", "U"}:
        same: dict[str, Json] = {"same_carer": True} if episode.began in {"T", "U"} else {}
        care.add("placement_started", episode.from_on, row, "DECOM", {**placement, **same})


def _end_placement(shared: CareReturn, care: Care, before: _Episode, on: date) -> None:
    """The placement of the row before ended because another began."""
    code = shared.code(before.row, "REASON_PLACE_CHANGE", PLACEMENT_CHANGES, "reason for the change of placement")
    details: dict[str, Json] = {"reason": code, "reason_label": PLACEMENT_CHANGES[code]} if code else {}
    care.add("placement_ended", before.until_on or on, before.row, "DEC", details)


def _need(shared: CareReturn, row: CareRow) -> dict[str, Json]:
    code = shared.code(row, "CIN", NEEDS, "category of need")
    return {"category_of_need": code, "category_of_need_label": NEEDS[code]} if code else {}


def _placement(shared: CareReturn, row: CareRow, legal: str) -> dict[str, Json]:
    """What the visiting and review clocks ask of a placement, from its code and the legal status."""
    code = shared.code(row, "PLACE", PLACEMENTS, "placement")
    details: dict[str, Json] = {}
    if code:
        details = {"placement_type": code, "placement_label": PLACEMENTS[code]}
        # With a parent, for adoption, secure and the rest the pack reads from the code itself; said outright, being
        # with a parent would start the clocks of a placement made before its assessment, which the code does not say.
        if code in {"U1", "U2", "U3"}:
            details["connected_person"] = True
        if code in {"U1", "U4"}:
            details["long_term"] = True
        if code.startswith("T"):
            details["temporary"] = True
    if legal in {"V3", "V4"}:
        details["short_break"] = True
    provider = row.get("PLACE_PROVIDER")
    if provider:
        details["provider"] = provider
    return details


def _finish(care: Care, episode: _Episode) -> None:
    """What the end of an episode tells, when it ends care and not merely begins another episode."""
    row, until_on = episode.row, episode.until_on
    if until_on is None or not episode.ended or episode.ended == "X1":
        return
    reason: dict[str, Json] = {"reason": episode.ended, "reason_label": ENDINGS[episode.ended]}
    care.add("placement_ended", until_on, row, "DEC", reason)
    care.add("ceased_looked_after", until_on, row, "DEC", reason)
    care.closed_on = None
    if episode.ended in {"E11", "E12"}:
        care.add("adoption_order_made", until_on, row, "DEC")
    if episode.ended == "E2":
        care.add("child_died", until_on, row, "DEC")
        care.died_on = until_on
    if episode.ended in _CLOSES:
        care.closed_on = until_on
        care.ending = episode.ended


def _closing(care: Care) -> None:
    """Close the case where care ended for good and nothing came after."""
    last = care.events[-1] if care.events else None
    if last is None or care.closed_on is None or care.is_open or last.at != care.closed_on:
        care.closed_on = None
        return
    basis = Words("basis_care_ended_for_good")
    reason: dict[str, Json] = {"reason": _CLOSES[care.ending]}
    care.events.append(
        ImportedEvent("case_closed", care.closed_on, last.provenance, reason, "case_closed", False, False, basis)
    )
