"""What a team's own file said of a case and the record has no place for: its words, and where they stood."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from plimsoll.cases import words

if TYPE_CHECKING:
    from collections.abc import Mapping

    from plimsoll.cases.models import Case

FOLDED_FROM = 4
_LONG = 240
_COLOURS = {"red": gettext_lazy("red"), "amber": gettext_lazy("amber"), "green": gettext_lazy("green")}


@dataclass(frozen=True, slots=True)
class Said:
    """One thing the file said: what it was called there, the words or the day, and the place."""

    label: str
    text: str
    on: date | None
    place: str
    as_at: date | None


@dataclass(frozen=True, slots=True)
class FromFile:
    """All that a file said. `place` is where, if it all stood in one; `is_long` is whether the page folds it."""

    said: tuple[Said, ...]
    place: str
    as_at: date | None
    is_long: bool


def from_file(case: Case) -> FromFile | None:
    """What came with the case, the dates first; None for a case that came from no file, or with nothing more."""
    kept = case.facts.get("imported")
    if not isinstance(kept, dict):
        return None
    said = [
        _said(one, str(one.get("column") or _("A date to come")), str(one.get("remark", "")), _day(one.get("on")))
        for one in kept.get("planned", ())
    ]
    if rag := kept.get("rag"):
        said.append(_said(rag, _("Its colour"), _rag(rag)))
    if (worker := kept.get("worker_as_written")) and case.holder_id is None:
        said.append(_said(kept.get("worker_at", {}), _("Its worker"), str(worker)))
    said += [_said(note, str(note.get("column") or _("Note")), str(note["text"])) for note in kept.get("notes", ())]
    said = [one for one in said if one.text or one.on]
    if not said:
        return None
    is_long = len(said) > FOLDED_FROM or sum(len(one.text) for one in said) > _LONG
    if len({(one.place, one.as_at) for one in said}) == 1:
        return FromFile(tuple(said), said[0].place, said[0].as_at, is_long)
    return FromFile(tuple(said), "", None, is_long)


def _said(kept: Mapping[str, object], label: str, text: str, on: date | None = None) -> Said:
    place = {name: kept[name] for name in ("file", "sheet", "row") if kept.get(name)}
    return Said(label, text, on, words.provenance(place), _day(kept.get("as_at")))


def _rag(rag: Mapping[str, object]) -> str:
    """As written; the cell's own colour beside it where the two differ."""
    written, by_text, by_colour = (str(rag.get(name) or "") for name in ("written", "by_text", "by_colour"))
    colour = str(_COLOURS.get(by_colour, by_colour))
    if not written:
        return colour
    if colour and by_colour != by_text:
        return _("%(written)s (the cell is %(colour)s)") % {"written": written, "colour": colour}
    return written


def _day(text: object) -> date | None:
    try:
        return date.fromisoformat(str(text))
    except ValueError:
        return None
