"""Formats of notes, read from the packs: `notes.yaml` of a pack, of those it includes, and of the organisation's own.

A format says which sections a note has and of which kind each is, and which events the note stands for.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from plimsoll.cases import rules
from plimsoll.engine.rulebook.problems import Problems
from plimsoll.engine.rulebook.shapes import Shape
from plimsoll.engine.rulebook.yaml_lines import Map, read_yaml

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from plimsoll.engine.rulebook.model import EventType

KINDS = ("fact", "said", "opinion", "actions")
TYPES = ("text", "line", "yes_no", "choice", "carried", "day", "actions", "dated_event")
Answers = "Mapping[str, object]"


@dataclass(frozen=True, slots=True)
class Field:
    """One thing that is asked. `choices` are (value, words); of a dated event, names of events and their titles."""

    name: str
    kind: str
    type: str
    label: str
    hint: str = ""
    rows: int = 6
    choices: tuple[tuple[str, str], ...] = ()
    default: object = None
    default_for_plan: tuple[tuple[str, object], ...] = ()
    needed: bool = False
    hoped_for: bool = False
    only_if: tuple[tuple[str, object], ...] = ()
    only_if_any: tuple[tuple[str, object], ...] = ()
    unless: tuple[tuple[str, object], ...] = ()

    def applies(self, answers: Mapping[str, object]) -> bool:
        """Whether the other answers make this one worth asking."""
        if any(answers.get(name) == value for name, value in self.unless):
            return False
        if self.only_if_any and not any(answers.get(name) == value for name, value in self.only_if_any):
            return False
        return all(answers.get(name) == value for name, value in self.only_if)


@dataclass(frozen=True, slots=True)
class Section:
    """Fields of one kind."""

    kind: str
    title: str
    fields: tuple[Field, ...]


@dataclass(frozen=True, slots=True)
class Stands:
    """An event the note stands for. `dated` names a field that gives both the event and its day."""

    event: str = ""
    dated: str = ""
    when: tuple[tuple[str, object], ...] = ()
    if_written: str = ""
    at: str = ""
    says: tuple[tuple[str, object], ...] = ()
    carries: tuple[tuple[str, str], ...] = ()

    def applies(self, answers: Mapping[str, object]) -> bool:
        """Whether these answers mean that it happened."""
        if self.if_written and not str(answers.get(self.if_written) or "").strip():
            return False
        if self.at and not answers.get(self.at):
            return False
        return all(answers.get(name) == value for name, value in self.when)


@dataclass(frozen=True, slots=True)
class Format:
    """One kind of note."""

    name: str
    title: str
    in_short: str
    gist: str
    stands_for: tuple[Stands, ...]
    sections: tuple[Section, ...]

    @property
    def fields(self) -> tuple[Field, ...]:
        """Every field, in the order of the page."""
        return tuple(field for section in self.sections for field in section.fields)

    def field(self, name: str) -> Field | None:
        """The field of a name; None when there is none."""
        return next((field for field in self.fields if field.name == name), None)

    def events(self) -> tuple[str, ...]:
        """The names of the events it may stand for, without those whose day is asked apart."""
        return tuple(dict.fromkeys(one.event for one in self.stands_for if one.event))


def formats_of(pack: str) -> dict[str, Format]:
    """The formats of a pack, in the order they are offered."""
    return _formats(rules.current(), pack)


def format_of(pack: str, name: str) -> Format | None:
    """One format of a pack; None when it has no such."""
    return formats_of(pack).get(name)


def format_for_event(pack: str, event: str) -> Format | None:
    """The format to write an event of this kind up in; None where there is none."""
    return next((one for one in formats_of(pack).values() if event in one.events()), None)


@lru_cache(maxsize=64)
def _formats(book: object, pack: str) -> dict[str, Format]:
    """Formats of one pack under one rulebook (a rulebook is one value for the life of a process)."""
    problems = Problems()
    names = with_includes(pack)
    known = rules.event_types(pack)
    found: dict[str, Format] = {}
    first: tuple[str, ...] = ()
    for name in names:
        for path in _files(book, name):
            top = read_yaml(path, f"{name}/{path.name}", problems)
            if top is None:
                continue
            shape = Shape(top, problems)
            for key in ("source", "source_address", "verified"):
                shape.text(key)
            shape.day("since")
            first = shape.names("first") if shape.has("first") else first
            dropped = shape.names("leave_out") if shape.has("leave_out") else ()
            found = {key: value for key, value in found.items() if key not in dropped}
            found |= {one.name: one for one in _read_formats(shape, known)}
            shape.done("notes.yaml (formats, first, leave_out)")
    problems.raise_any()
    usable = {key: value for key, value in found.items() if not value.events() or set(value.events()) & set(known)}
    order = [key for key in first if key in usable]
    return {key: usable[key] for key in [*order, *(key for key in usable if key not in order)]}


def with_includes(pack: str) -> list[str]:
    """The pack after all that it includes, so that its own word comes last."""
    book = rules.current()
    names: list[str] = []

    def add(name: str) -> None:
        for included in book.own(name).includes:
            add(included)
        if name not in names:
            names.append(name)

    add(pack)
    return names


def _files(book: object, pack: str) -> Iterator[Path]:
    for folder in getattr(book, "folders", ()):
        path = folder / pack / "notes.yaml"
        if path.is_file():
            yield path


def _read_formats(shape: Shape, known: Mapping[str, EventType]) -> Iterator[Format]:
    formats = shape.mapping("formats")
    for name in formats.map if formats else ():
        assert formats is not None
        child = formats.mapping(name)
        if child is None:
            formats.problem(name, f"the format {name!r} is empty; give it a title and sections")
            continue
        title = child.text("title", needed=True)
        found = Format(
            name=name,
            title=title,
            in_short=child.text("in_short", default=title),
            gist=child.text("gist"),
            stands_for=tuple(one for one in child.each("stands_for", _read_stands) if _is_known(one, known)),
            sections=child.each("sections", lambda section: _read_section(section, known)),
        )
        child.done("a format (title, in_short, gist, stands_for, sections)")
        if found.gist and found.field(found.gist) is None:
            child.problem("gist", f"'gist' is {found.gist!r}, which is no field of the format {name!r}")
        yield found


def _is_known(stands: Stands, known: Mapping[str, EventType]) -> bool:
    """A pack that has no such event has the format without it."""
    return bool(stands.dated) or stands.event in known


def _read_stands(shape: Shape) -> Stands:
    found = Stands(
        event=shape.text("event"),
        dated=shape.text("dated"),
        when=_pairs(shape, "when"),
        if_written=shape.text("if_written"),
        at=shape.text("at"),
        says=_pairs(shape, "says"),
        carries=tuple((name, str(value)) for name, value in _pairs(shape, "carries")),
    )
    shape.done("an event the note stands for (event or dated, when, if_written, at, says, carries)")
    return found


def _pairs(shape: Shape, key: str) -> tuple[tuple[str, object], ...]:
    child = shape.mapping(key)
    return tuple((name, child.raw(name)) for name in child.map) if child else ()


def _read_section(shape: Shape, known: Mapping[str, EventType]) -> Section:
    kind, title = shape.word("kind", KINDS), shape.text("title", needed=True)
    children = shape.mapping("fields")
    fields = []
    for name in children.map if children else ():
        assert children is not None
        child = children.mapping(name)
        if child is not None:
            fields.append(_read_field(name, kind, child, known))
    shape.done("a section (kind, title, fields)")
    return Section(kind, title, tuple(fields))


def _read_field(name: str, kind: str, shape: Shape, known: Mapping[str, EventType]) -> Field:
    type_ = shape.word("type", TYPES)
    default = shape.raw("default")
    if type_ == "yes_no" and default in {"yes", "no"}:
        default = default == "yes"
    choices = _read_choices(shape, type_, known)
    found = Field(
        name=name,
        kind=kind,
        type="choice" if type_ == "carried" else type_,
        label=shape.text("label", needed=True),
        hint=shape.text("hint"),
        rows=shape.whole("rows", 2, 30, 6) or 6,
        choices=choices,
        default=default,
        default_for_plan=_pairs(shape, "default_for_plan"),
        needed=shape.flag("needed"),
        hoped_for=shape.flag("hoped_for"),
        only_if=_pairs(shape, "only_if"),
        only_if_any=_pairs(shape, "only_if_any"),
        unless=_pairs(shape, "unless"),
    )
    shape.done("a field")
    return found


def _read_choices(shape: Shape, type_: str, known: Mapping[str, EventType]) -> tuple[tuple[str, str], ...]:
    if type_ == "carried":
        event, detail = shape.text("event", needed=True), shape.text("detail", needed=True)
        carried = known[event].carries.get(detail) if event in known else None
        return tuple((str(value), "") for value in carried.values) if carried else ()
    raw = shape.raw("choices")
    if type_ == "dated_event":
        return tuple((str(name), known[str(name)].title) for name in raw or () if str(name) in known)
    if isinstance(raw, Map):
        return tuple((str(value), str(words)) for value, words in raw.items())
    return ()
