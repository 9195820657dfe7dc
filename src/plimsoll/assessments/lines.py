"""The scores of a case as lines over time: one for each tool, rater and what it is about. Values in, values out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.http import Http404
from django.urls import reverse

from plimsoll.assessments import tools
from plimsoll.cases.derive import happened
from plimsoll.engine import scoring
from plimsoll.today import LONDON

if TYPE_CHECKING:
    from collections.abc import Mapping
    from uuid import UUID

    from plimsoll.cases.queries.case import CaseView
    from plimsoll.engine.facts import CaseFacts, Event
    from plimsoll.engine.scoring import Band, Change, Rater, Tool

RECORDED = "score_recorded"


@dataclass(frozen=True, slots=True)
class Point:
    """One filling-in of a tool. `score` is None where too much was missing."""

    event_id: int
    on: date
    score: float | None
    parts: Mapping[str, float]
    marked: tuple[str, ...]
    by: str
    is_prorated: bool
    band: Band | None
    change: Change | None


@dataclass(frozen=True, slots=True)
class Line:
    """The scores that may be compared with each other, oldest first."""

    word: str
    about: str
    tool: Tool | None
    rater: Rater | None
    points: tuple[Point, ...]

    @property
    def last(self) -> Point:
        """The newest filling-in."""
        return self.points[-1]

    @property
    def scores(self) -> list[Point]:
        """The points that have a score."""
        return [point for point in self.points if point.score is not None]

    @property
    def since_first(self) -> Change | None:
        """How the newest score differs from the first."""
        found = self.scores
        if self.tool is None or len(found) < 2 or found[0].score is None or found[-1].score is None:
            return None
        return scoring.change(self.tool, found[0].score, found[-1].score)


def lines_of(view: CaseView) -> list[Line]:
    """Every line of a case whose record is read already, the one with the newest score first."""
    return lines_from(view.position.facts, view.case.pack, view.as_at)


def lines_from(facts: CaseFacts, pack: str, as_at: datetime) -> list[Line]:
    """The same from the engine's view of a case."""
    grouped: dict[tuple[str, str], list[Event]] = {}
    for event in happened(facts, as_at):
        if event.name == RECORDED:
            word = str(event.details.get("tool") or "").strip()
            about = " ".join(str(event.details.get("about") or "").split())
            grouped.setdefault((word.casefold(), about.casefold()), []).append(event)
    found = [_line(pack, events) for events in grouped.values()]
    return sorted(found, key=lambda line: (-line.last.on.toordinal(), line.word.casefold(), line.about.casefold()))


def abouts(view: CaseView, tool: Tool) -> list[str]:
    """What a tool was asked about on this case before, for its form to offer."""
    words = {rater.word.casefold() for rater in tool.raters}
    return sorted({line.about for line in lines_of(view) if line.word.casefold() in words and line.about})


def event_in(view: CaseView, event_id: int) -> Mapping[str, object]:
    """What a score that still stands carries, or "not found"."""
    for event in happened(view.position.facts, view.as_at):
        if event.name == RECORDED and event.id == str(event_id):
            return {**event.details, "on": _on(event)}
    raise Http404


def address_to_write(case_id: UUID, pack: str, event: str) -> str:
    """The page on which a score is recorded; empty for any other event, or in a pack without tools."""
    if event != RECORDED or not tools.tools(pack):
        return ""
    return reverse("assessments:case", args=[case_id])


def _line(pack: str, events: list[Event]) -> Line:
    ordered = sorted(events, key=lambda event: (_on(event), int(event.id or 0)))
    details = ordered[-1].details
    word = str(details.get("tool") or "").strip()
    tool = tools.tool_for_word(pack, word)
    rater = tool.rater(word) if tool else None
    points: list[Point] = []
    before: float | None = None
    for event in ordered:
        point = _point(event, tool, rater, before)
        points.append(point)
        before = point.score if point.score is not None else before
    return Line(word, " ".join(str(details.get("about") or "").split()), tool, rater, tuple(points))


def _point(event: Event, tool: Tool | None, rater: Rater | None, before: float | None) -> Point:
    score = _number(event.details.get("score"))
    told = event.details.get("subscales")
    flags = {flag.id for flag in tool.flags} if tool else set()
    numbers: dict[str, float] = {}
    if isinstance(told, dict):
        numbers = {name: value for name, given in told.items() if (value := _number(given)) is not None}
    marked = [name for name in flags if numbers.get(name)]
    if isinstance(told, list):
        marked = [name for name in flags if name in told]
    bands = rater.bands.get("total", ()) if rater else ()
    known = {part.id for part in tool.parts} if tool else set(numbers)
    return Point(
        event_id=int(event.id or 0),
        on=_on(event),
        score=score,
        parts={name: value for name, value in numbers.items() if name in known},
        marked=tuple(sorted(marked)),
        by=str(event.details.get("by") or ""),
        is_prorated=event.details.get("prorated") is True,
        band=scoring.band_of(bands, score) if score is not None else None,
        change=scoring.change(tool, before, score) if tool and before is not None and score is not None else None,
    )


def _on(event: Event) -> date:
    at = event.at
    return at.astimezone(LONDON).date() if isinstance(at, datetime) else at


MOST = 1e6


def _number(value: object) -> float | None:
    """A score as a number; what is none, or beyond any tool, is none."""
    if isinstance(value, bool):
        return None
    try:
        found = float(str(value))
    except ValueError:
        return None
    return found if abs(found) <= MOST else None
