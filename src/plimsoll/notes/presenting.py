"""Notes and drafts as their pages show them: values in, words out, no query."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _

from plimsoll.cases import words as case_words
from plimsoll.notes import formats, standing_for, words
from plimsoll.notes.pasting import plain
from plimsoll.today import LONDON

if TYPE_CHECKING:
    from collections.abc import Mapping
    from uuid import UUID

    from plimsoll.notes.models import Draft, Note, NoteAddition, NotePart
    from plimsoll.notes.queries.reading import NoteView

MOST_SPEAKER = 40


@dataclass(frozen=True, slots=True)
class Said:
    """A line of speech: who, and their words. Without a speaker it is a line as it was written."""

    who: str
    words: str


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer of a note."""

    name: str
    label: str
    text: str = ""
    is_short: bool = False
    said: tuple[Said, ...] = ()
    actions: tuple[dict[str, object], ...] = ()
    by: str = ""
    additions: tuple[NoteAddition, ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """A section of one kind, with what was written there."""

    kind: str
    kind_words: str
    title: str
    answers: tuple[Answer, ...]


@dataclass(frozen=True, slots=True)
class NoteShown:
    """A note as the page prints it."""

    id: UUID
    case_id: UUID
    title: str
    on: date | datetime
    author: str
    writers: tuple[str, ...]
    finalised_at: datetime
    gap: str
    sections: tuple[Section, ...]
    only: str
    other_cases: int
    additions: tuple[NoteAddition, ...]
    url: str

    @property
    def parts(self) -> list[tuple[str, str]]:
        """(name, label) of what the note says, for choosing what a correction is about."""
        return [(answer.name, answer.label) for section in self.sections for answer in section.answers]


@dataclass(frozen=True, slots=True)
class Line:
    """A note in a list."""

    url: str
    title: str
    on: date
    author: str
    gist: str
    gap: str


@dataclass(frozen=True, slots=True)
class DraftLine:
    """A draft in a list."""

    url: str
    title: str
    by: str
    saved_at: datetime
    gist: str


def line(part: NotePart) -> Line:
    """A note in the list of its case."""
    note = part.note
    return Line(
        url=reverse("notes:note", args=[part.case_id, note.pk]),
        title=_(str(note.shape["title"])),
        on=note.at_moment or note.at_on,
        author=part.author.name,
        gist=standing_for.gist_of(note.content.get(str(note.shape.get("gist")))),
        gap=_gap(note),
    )


def draft_line(draft: Draft, pack: str) -> DraftLine:
    """A draft in the list of its case."""
    found = formats.format_of(pack, draft.format)
    gist = draft.content.get(found.gist, "") if found else ""
    names = {writer["name"] for writer in draft.writers.values()} | {draft.begun_by.name}
    return DraftLine(
        url=reverse("notes:draft", args=[draft.case_id, draft.pk]),
        title=_(found.title) if found else draft.format,
        by=", ".join(sorted(names)),
        saved_at=draft.saved_at,
        gist=standing_for.gist_of(gist),
    )


def note(view: NoteView) -> NoteShown:
    """A note as it was written, with each addition beside what it corrects."""
    return _shown(view.note, view.part, view.note.author.name, view.additions, view.other_cases)


def listed(part: NotePart) -> NoteShown:
    """A note whole, in a list that is to be printed."""
    return _shown(part.note, part, part.author.name, (), 0)


def _shown(
    row: Note, part: NotePart, author: str, additions: tuple[NoteAddition, ...], other_cases: int
) -> NoteShown:
    names = set()
    sections = []
    for section in row.shape["sections"]:
        answers = tuple(
            answer for field in section["fields"] if (answer := _answer(row, field, additions)) is not None
        )
        names |= {answer.name for answer in answers}
        if answers:
            kind = str(section["kind"])
            sections.append(Section(kind, words.kind(kind), _(str(section["title"])), answers))
    return NoteShown(
        id=row.pk,
        case_id=part.case_id,
        title=_(str(row.shape["title"])),
        on=row.at_moment or row.at_on,
        author=author,
        writers=tuple(sorted(set(row.written_by_each.values()) - {author})),
        finalised_at=row.finalised_at,
        gap=_gap(row),
        sections=tuple(sections),
        only=part.text,
        other_cases=other_cases,
        additions=tuple(one for one in additions if one.field not in names),
        url=reverse("notes:note", args=[part.case_id, row.pk]),
    )


def _gap(row: Note) -> str:
    return words.gap((row.finalised_at.astimezone(LONDON).date() - row.at_on).days)


def _answer(row: Note, field: Mapping[str, object], additions: tuple[NoteAddition, ...]) -> Answer | None:
    name, type_ = str(field["name"]), str(field["type"])
    value = row.content.get(name)
    if value in (None, "", []):
        return None
    found = {
        "name": name,
        "label": _(str(field["label"])),
        "by": row.written_by_each.get(name, ""),
        "additions": tuple(one for one in additions if one.field == name),
    }
    if type_ == "actions":
        return Answer(**found, actions=tuple(_action(one) for one in value))
    if type_ != "text":
        return Answer(**found, text=_short(row, field, value), is_short=True)
    if name == "said":
        return Answer(**found, said=speech(str(value)))
    return Answer(**found, text=str(value))


def _action(one: Mapping[str, str]) -> dict[str, object]:
    return {"what": one["what"], "who": one["who"], "by": date.fromisoformat(one["by"]) if one["by"] else None}


def _short(row: Note, field: Mapping[str, object], value: object) -> str:
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if field["type"] == "day":
        return case_words.day(date.fromisoformat(str(value)))
    if field["type"] == "dated_event":
        on = row.content.get(f"{field['name']}_on")
        title = _choices(field).get(str(value), value)
        return f"{_(str(title))}, {case_words.day(date.fromisoformat(str(on)))}" if on else _(str(title))
    chosen = _choices(field)
    if value in chosen:
        return _(chosen[str(value)]) if chosen[str(value)] else words.carried(str(value))
    return str(value)


def _choices(field: Mapping[str, object]) -> dict[str, str]:
    choices = field.get("choices")
    return {str(value): str(words) for value, words in choices} if isinstance(choices, list) else {}


def speech(text: str) -> tuple[Said, ...]:
    """Lines of "who: their words" taken apart; a line without a speaker goes on where the last one stopped."""
    found: list[Said] = []
    for each in plain(text).split("\n"):
        who, mark, said = each.partition(":")
        named = mark and said.strip() and len(who) <= MOST_SPEAKER and not who.strip().startswith(("-", "http"))
        if named and not who.strip()[-1:].isdigit():
            found.append(Said(who.strip(), said.strip()))
        elif each.strip():
            found.append(Said("", each.strip()))
    return tuple(found)
