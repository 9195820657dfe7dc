"""Scores as pages show them: values in, words out, no query."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from plimsoll.assessments import tools
from plimsoll.assessments.drawing import Drawing, draw
from plimsoll.assessments.lines import lines_from

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date, datetime
    from uuid import UUID

    from plimsoll.assessments.lines import Line, Point
    from plimsoll.assessments.tools import Tool
    from plimsoll.cases.actions import Consequences
    from plimsoll.engine.scoring import Change


@dataclass(frozen=True, slots=True)
class Row:
    """One filling-in, in the table."""

    on: date
    score: str
    band: str
    change: str
    is_worse: bool
    parts: tuple[tuple[str, str, str], ...]
    marked: tuple[str, ...]
    by: str
    correct_url: str


@dataclass(frozen=True, slots=True)
class LineView:
    """One line with its drawing, its table and what it says in one sentence."""

    key: str
    title: str
    rater: str
    about: str
    headline: str
    is_worse: bool
    policy: tuple[str, ...]
    reliable: str
    record_url: str
    drawing: Drawing | None
    described: str
    rows: tuple[Row, ...]
    has_by: bool


@dataclass(frozen=True, slots=True)
class ToolChoice:
    """A tool that may be recorded."""

    title: str
    url: str
    licence: str


def line_views(found: Iterable[Line], case_id: UUID, pack: str, *, can_record: bool) -> list[LineView]:
    """The lines of a case."""
    return [_line(line, f"line-{place}", case_id, pack, can_record=can_record) for place, line in enumerate(found, 1)]


def choices(pack: str, case_id: UUID) -> list[ToolChoice]:
    """The tools that a case's pack offers."""
    return [
        ToolChoice(
            _(tool.title),
            reverse("assessments:record", args=[case_id, tool.id]),
            _(tool.licence) if tool.licence else "",
        )
        for tool in tools.tools(pack).values()
    ]


def said_of(result: Consequences, now: datetime) -> str:
    """What a score just recorded says by itself; empty where it is none of its line's newest."""
    ids = set(result.event_ids)
    for line in lines_from(result.after.facts, result.case.pack, now):
        if line.last.event_id in ids:
            name = _(line.tool.title) if line.tool else line.word
            words = [_("%(tool)s: %(score)s") % {"tool": line.about or name, "score": _score(line.last)}]
            words += [_(line.last.band.words)] if line.last.band else []
            words += [change_words(line.last.change)] if line.last.change else []
            return "; ".join(words) + "."
    return ""


def _line(line: Line, key: str, case_id: UUID, pack: str, *, can_record: bool) -> LineView:
    tool, rule = line.tool, tools.rule_for(pack, line.word)
    marks = [each.at for each in rule.lines] if rule else []
    title = _(tool.title) if tool else line.word or _("A tool without a name")
    record_url = ""
    if can_record and tool:
        record_url = reverse("assessments:record", args=[case_id, tool.id]) + f"?like={line.last.event_id}"
    rows = tuple(_row(point, line, case_id, can_record=can_record) for point in reversed(line.points))
    return LineView(
        key=key,
        title=title,
        rater=_(line.rater.title) if line.rater and line.rater.title else "",
        about=line.about,
        headline=_headline(line),
        is_worse=_is_worse(line, rule.fall if rule else None),
        policy=_policy(line, marks, rule is not None, rule.fall if rule else None),
        reliable=_reliable(tool),
        record_url=record_url,
        drawing=draw(line, marks),
        described=_described(line),
        rows=rows,
        has_by=any(row.by for row in rows),
    )


def _row(point: Point, line: Line, case_id: UUID, *, can_record: bool) -> Row:
    tool = line.tool
    titles = {flag.id: _(flag.title) for flag in tool.flags} if tool else {}
    url = reverse("assessments:correct", args=[case_id, tool.id, point.event_id]) if can_record and tool else ""
    return Row(
        on=point.on,
        score=_score(point),
        band=_(point.band.words) if point.band else "",
        change=change_words(point.change),
        is_worse=bool(point.change and point.change.direction == "worse" and point.change.is_reliable),
        parts=tuple(_parts(point, line)),
        marked=tuple(titles.get(name, name) for name in point.marked),
        by=point.by,
        correct_url=url,
    )


def _score(point: Point) -> str:
    if point.score is None:
        return _("No score: too much is missing")
    text = number(point.score)
    return _("%(score)s, one or more answers made up for") % {"score": text} if point.is_prorated else text


def _parts(point: Point, line: Line) -> Iterable[tuple[str, str, str]]:
    from plimsoll.engine.scoring import band_of

    titles = {part.id: _(part.title) for part in line.tool.parts} if line.tool else {}
    for name in [name for name in titles if name in point.parts] or sorted(point.parts):
        value = point.parts[name]
        bands = line.rater.bands.get(name, ()) if line.rater else ()
        band = band_of(bands, value)
        yield titles.get(name, name.replace("_", " ")), number(value), _(band.words) if band else ""


def change_words(change: Change | None) -> str:
    """How a score differs from the one before, and whether that is more than chance."""
    if change is None:
        return ""
    if change.direction == "same":
        return _("The same")
    by = number(abs(change.by))
    said = _("%(by)s worse") % {"by": by} if change.direction == "worse" else _("%(by)s better") % {"by": by}
    if change.is_reliable is None:
        return said
    chance = _("more than chance") if change.is_reliable else _("may be chance")
    return f"{said}, {chance}"


def _headline(line: Line) -> str:
    last = line.last
    said = _("Now %(score)s") % {"score": _score(last)}
    if last.band:
        said = f"{said}: {_(last.band.words)}"
    parts = [f"{said}."]
    if last.change is not None and len(line.scores) > 2:
        parts.append(_("Since the one before: %(change)s.") % {"change": change_words(last.change)})
    if line.since_first is not None:
        parts.append(_("Since the first: %(change)s.") % {"change": change_words(line.since_first)})
    return " ".join(parts)


def _is_worse(line: Line, fall: float | None) -> bool:
    """Whether the newest change, or all since the first, is more than chance, or a fall that the policy counts."""
    for change in (line.last.change, line.since_first):
        if change is None or change.direction != "worse":
            continue
        if change.is_reliable or (change.is_reliable is None and fall is not None and change.by >= fall):
            return True
    return False


def _policy(line: Line, marks: Sequence[float], is_read: bool, fall: float | None) -> tuple[str, ...]:  # noqa: FBT001 - a fact of the policy
    if not is_read:
        return (_("It moves no case: the priority policy does not say how to read it."),)
    found = []
    higher = line.tool.higher_is_worse if line.tool else True
    for at in marks:
        template = _("%(at)s or more raises the case.") if higher else _("%(at)s or less raises the case.")
        found.append(template % {"at": f"{at:g}"})
    if fall:
        found.append(_("Getting worse by %(fall)s raises the case.") % {"fall": f"{fall:g}"})
    return tuple(found)


def _reliable(tool: Tool | None) -> str:
    if tool is None or tool.reliable is None:
        return ""
    points, source = number(tool.reliable.points), tool.reliable.source
    return _("A change of %(points)s or more is more than chance (%(source)s).") % {"points": points, "source": source}


def _described(line: Line) -> str:
    """The drawing in a sentence, for those who do not see it."""
    count = len(line.scores)
    return ngettext("%(n)d score; the table says the same.", "%(n)d scores over time; the table says the same.",
                    count) % {"n": count}  # fmt: skip


def number(value: float) -> str:
    """A score for people: no trailing zero, at most two decimals."""
    return f"{round(value, 2):g}"
