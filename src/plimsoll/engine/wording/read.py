"""Reading the word lists of the packs: `wording.yaml`, dated, each entry with why, a better question, and a source."""

from __future__ import annotations

from typing import TYPE_CHECKING

from plimsoll.engine.rulebook.problems import Problems
from plimsoll.engine.rulebook.shapes import Shape
from plimsoll.engine.rulebook.yaml_lines import read_yaml
from plimsoll.engine.wording.model import KINDS, Entry, Names, Wording
from plimsoll.engine.wording.names import folded
from plimsoll.engine.wording.patterns import pattern_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date
    from pathlib import Path

VERIFIED = ("primary", "secondary", "unverified")


class _Gathered:
    """What several files say together; a later file's entry of the same id takes the earlier's place."""

    def __init__(self) -> None:
        self.entries: dict[str, Entry] = {}
        self.lists: dict[str, list[str]] = {}
        self.names: Names | None = None


def read(folders: Iterable[Path], packs: Iterable[str], day: date) -> Wording:
    """The words in force on a day, from `wording.yaml` of each pack in each folder, in that order.

    Raises `RulebookError` with file, line and remedy.
    """
    problems, found = Problems(), _Gathered()
    names = tuple(packs)
    for folder in folders:
        for pack in names:
            path = folder / pack / "wording.yaml"
            if path.is_file():
                _read_file(path, f"{pack}/wording.yaml", day, found, problems)
    problems.raise_any()
    return Wording(
        entries=tuple(found.entries.values()),
        grounds=pattern_of(found.lists.get("grounds", ())),
        speaking=pattern_of(found.lists.get("speaking", ())),
        denying=pattern_of(found.lists.get("denying", ())),
        names=found.names,
    )


def _read_file(path: Path, shown: str, day: date, found: _Gathered, problems: Problems) -> None:
    top = read_yaml(path, shown, problems)
    if top is None:
        return
    shape = Shape(top, problems)
    sources = dict(_read_sources(shape))
    for name in ("grounds", "speaking", "denying"):
        if shape.has(name):
            found.lists.setdefault(name, []).extend(shape.names(name))
    names = shape.mapping("names")
    if names is not None:
        found.names = _read_names(names, sources)
    for child in shape.shapes("entries"):
        entry, in_force = _read_entry(child, sources, day)
        if in_force:
            found.entries[entry.id] = entry
        elif found.entries.get(entry.id) is not None:
            del found.entries[entry.id]
    shape.done("wording.yaml (sources, entries, names, grounds, speaking, denying)")


def _read_sources(shape: Shape) -> Iterator[tuple[str, str]]:
    sources = shape.mapping("sources")
    for name in sources.map if sources else ():
        assert sources is not None
        child = sources.mapping(name)
        if child is not None:
            title = child.text("title", needed=True)
            child.text("address")
            child.text("note")
            child.word("verified", VERIFIED)
            child.done("a source (title, address, verified, note)")
            yield name, title


def _source(shape: Shape, sources: dict[str, str]) -> str:
    return sources.get(shape.word("source", sources or ("a source under `sources:`",)), "")


def _read_entry(shape: Shape, sources: dict[str, str], day: date) -> tuple[Entry, bool]:
    since, until = shape.day("since"), shape.day("until", needed=False)
    words = pattern_of(shape.names("words"))
    if words is None:
        shape.problem("words", "'words' is missing; list the phrases")
        words = pattern_of(["-"])
    assert words is not None
    entry = Entry(
        id=shape.text("id", needed=True),
        kind=shape.word("kind", KINDS),
        words=words,
        unless=pattern_of(shape.names("unless")) if shape.has("unless") else None,
        needs_ground=shape.flag("needs_ground"),
        why=shape.text("why", needed=True),
        ask=shape.text("ask", needed=True),
        source=_source(shape, sources),
    )
    shape.done("an entry of wording.yaml")
    return entry, (since is None or since <= day) and (until is None or day < until)


def _read_names(shape: Shape, sources: dict[str, str]) -> Names:
    def words(key: str) -> frozenset[str]:
        text = shape.text(key, needed=True)
        return frozenset(folded(word) for word in text.split())

    found = Names(
        given=words("given") | words("also_words"),
        also_words=words("also_words"),
        titles=words("titles"),
        places=words("places"),
        why=shape.text("why", needed=True),
        ask=shape.text("ask", needed=True),
        source=_source(shape, sources),
    )
    shape.done("names (given, also_words, titles, places, why, ask, source)")
    return found
