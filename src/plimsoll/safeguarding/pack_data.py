"""Lists that packs keep beside their rules (`thresholds`, `climb`, `frontdoor`), each entry with its file and line.

A pack's own entry replaces one of the same name in a pack it includes; an organisation's folder replaces both. An
entry of `null` takes one away. What is wrong is a `RulebookError` that names file, line and remedy.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from plimsoll.cases import rules
from plimsoll.engine.rulebook.shapes import Shape
from plimsoll.engine.rulebook.yaml_lines import Map, read_yaml

if TYPE_CHECKING:
    from pathlib import Path

    from plimsoll.engine.rulebook import Rulebook
    from plimsoll.engine.rulebook.problems import Problems


def shapes(pack: str, name: str, problems: Problems, book: Rulebook | None = None) -> dict[str, Shape]:
    """The entries under the key `name` of `name`.yaml, by their words, in the order of the widest pack."""
    book = book or rules.current()
    found: dict[str, Map] = {}
    for folder in book.folders:
        for each in [*reversed(_includes(book, pack)), ""]:
            _lay_over(found, folder / each / f"{name}.yaml", f"{each}/{name}.yaml".lstrip("/"), name, problems)
    return {word: Shape(entry, problems) for word, entry in found.items()}


def _includes(book: Rulebook, pack: str) -> list[str]:
    order = [pack]
    for each in order:
        order += [name for name in book.own(each).includes if name not in order]
    return order


def _lay_over(found: dict[str, Map], path: Path, shown: str, name: str, problems: Problems) -> None:
    if not path.is_file():
        return
    content = read_yaml(path, shown, problems)
    if content is None:
        return
    listed = content.get(name)
    if not isinstance(listed, Map):
        problems.add(shown, 1, f"has no mapping under `{name}:`; begin the file with it")
        return
    for word, entry in listed.items():
        if entry is None:
            found.pop(word, None)
        elif isinstance(entry, Map):
            found[word] = entry
        else:
            problems.add(shown, listed.at(word), f"{word!r} must be a mapping (`{word}: {{title: …}}`)")
