"""The note screen put together: its format, its boxes as they stand, its form, and what it shows beside them."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from django.core import signing
from django.utils.translation import gettext as _

from plimsoll.cases import rules
from plimsoll.notes import formats, merging, wording, words
from plimsoll.notes.forms import NoteForm, posted_content

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from django.forms import BoundField

    from plimsoll.cases.models import Case, CaseEvent
    from plimsoll.notes.formats import Field, Format
    from plimsoll.notes.models import Draft, DraftClash

SALT = "plimsoll.notes.writer"
WRITER_SECONDS = 24 * 60 * 60
MOST_WAS = 200


@dataclass(frozen=True, slots=True)
class Box:
    """A field on the page with what stands beside it."""

    field: BoundField
    by: str
    flags: tuple[wording.Marked, ...]
    clashes: tuple[DraftClash, ...]
    day: BoundField | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """One action: what, who, by when."""

    what: BoundField
    who: BoundField
    by: BoundField


@dataclass(frozen=True, slots=True)
class Part:
    """A section of the page."""

    kind: str
    kind_words: str
    title: str
    boxes: tuple[Box, ...]
    rows: tuple[Row, ...] = ()


@dataclass(frozen=True, slots=True)
class Other:
    """Another case the note may be for too."""

    chosen: BoundField
    seen: BoundField | None
    only: BoundField


def first_content(
    one: Format, case: Case, today: date, event: CaseEvent | None, *, rule: str = ""
) -> dict[str, str]:
    """What a new draft begins with: today, the pack's defaults, what would meet the duty it is written for, and what
    the entry being written up already says.
    """
    on = event.at_on if event else today
    content = {"on_day": str(on.day), "on_month": str(on.month), "on_year": str(on.year)}
    for field in one.fields:
        default = dict(field.default_for_plan).get(case.plan, field.default)
        if default is not None:
            content[field.name] = _typed(default)
    for doing in rules.met_by(case.pack, rule)[:1] if rule else ():
        content |= _carried(one, doing.event, doing.details)
    if event is not None:
        content |= _from_event(one, event)
    return content


def _from_event(one: Format, event: CaseEvent) -> dict[str, str]:
    found = _carried(one, event.name, event.details)
    if event.note and one.gist:
        found[one.gist] = event.note
    return found


def _carried(one: Format, name: str, details: Mapping[str, object]) -> dict[str, str]:
    found: dict[str, str] = {}
    for stands in one.stands_for:
        if stands.event == name:
            found |= {field: _typed(value) for field, value in stands.when}
            found |= {field: _typed(details[detail]) for detail, field in stands.carries if detail in details}
    return found


def _typed(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)


def note_form(
    content: Mapping[str, str], one: Format, others: Sequence[Case], today: date, worker: str
) -> NoteForm:
    """The form over a draft's boxes."""
    return NoteForm(
        content, format=one, others=[(case.pk.hex, case.title) for case in others], today=today, worker=worker
    )


def sent(data: Mapping[str, str], form: NoteForm) -> tuple[dict[str, str], dict[str, str], str]:
    """What a page sent: its boxes, the marks of what stood there, and the page's own mark."""
    try:
        was = json.loads(data.get("was") or "{}")
    except ValueError:
        was = {}
    marks = {str(key): str(value) for key, value in was.items()} if isinstance(was, dict) else {}
    return posted_content(data, form.keys), marks, str(data.get("page") or "")[:40]


def sign_writer(user_id: UUID, case_id: UUID, draft_id: UUID) -> str:
    """A mark that says which person this page was drawn for, so that what it sends is never lost or misplaced."""
    return signing.dumps([user_id.hex, case_id.hex, draft_id.hex], salt=SALT)


def writer_of(mark: str, case_id: UUID, draft_id: UUID) -> UUID | None:
    """The person a page was drawn for within the last day; None for any other mark."""
    try:
        user, case, draft = signing.loads(mark, salt=SALT, max_age=WRITER_SECONDS)
    except (signing.BadSignature, ValueError):
        return None
    return UUID(user) if (case, draft) == (case_id.hex, draft_id.hex) else None


def parts(
    form: NoteForm, one: Format, draft: Draft | None, clashes: Sequence[DraftClash], help_: wording.Help | None
) -> list[Part]:
    """The sections of the page. `help_` marks the wording where it was asked for."""
    found = []
    for section in one.sections:
        boxes = tuple(
            _box(form, field, draft, clashes, help_) for field in section.fields if field.type != "actions"
        )
        has_actions = any(field.type == "actions" for field in section.fields)
        rows = tuple(_row(form, number) for number in range(form.rows)) if has_actions else ()
        found.append(Part(section.kind, words.kind(section.kind), _(section.title), boxes, rows))
    return found


def _box(
    form: NoteForm, field: Field, draft: Draft | None, clashes: Sequence[DraftClash], help_: wording.Help | None
) -> Box:
    writers = draft.writers if draft else {}
    several = len({writer["id"] for writer in writers.values()}) > 1
    text = form.data.get(field.name, "")
    is_prose = field.type in {"text", "line"}
    return Box(
        field=form[field.name],
        by=writers[field.name]["name"] if several and field.name in writers else "",
        flags=help_.marks(text, field.kind) if help_ and is_prose else (),
        clashes=tuple(one for one in clashes if one.field == field.name),
        day=form[f"{field.name}_on"] if field.type == "dated_event" else None,
    )


def _row(form: NoteForm, number: int) -> Row:
    return Row(form[f"actions_{number}_what"], form[f"actions_{number}_who"], form[f"actions_{number}_by"])


def others(form: NoteForm) -> list[Other]:
    """The other cases the note may be for; whether each child was seen is asked where the format asks it."""
    asks_seen = form.format.field("seen") is not None
    return [
        Other(form[f"with_{id_}"], form[f"seen_{id_}"] if asks_seen else None, form[f"only_{id_}"])
        for id_, _name in form.others
    ]


def missing(one: Format, form: NoteForm) -> list[str]:
    """What a reader will look for and not find: said once, gently, and it stops nothing."""
    data = form.data
    answers: dict[str, object] = {
        field.name: data[field.name] == "yes" if field.type == "yes_no" else data[field.name]
        for field in one.fields
        if data.get(field.name)
    }
    return [
        _(field.label)
        for field in one.fields
        if (field.hoped_for or field.needed) and field.name not in answers and field.applies(answers)
    ]


def was(content: Mapping[str, str]) -> str:
    """The marks of what stands in each box, for the page to send back."""
    return json.dumps(merging.digests(content), separators=(",", ":"))


def format_for(case: Case, name: str) -> Format | None:
    """A format of the case's pack."""
    return formats.format_of(case.pack, name)
