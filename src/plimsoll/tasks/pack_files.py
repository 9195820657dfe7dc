"""Lists that a pack keeps beside its rules (checklists, plans), as data with the line of every mistake.

A pack's own entry replaces one of the same name in a pack it includes, and an organisation's folder replaces both.
An entry of `null` takes one away.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

import yaml

from plimsoll.cases import rules

if TYPE_CHECKING:
    from pathlib import Path

    from plimsoll.engine.rulebook import Rulebook


class PackFileError(ValueError):
    """A pack's file says something that cannot be; names the file and the remedy."""


def entries(pack: str, name: str) -> dict[str, dict[str, Any]]:
    """Everything under the key `name` in `name`.yaml of the pack, of what it includes, and of the organisation."""
    return _entries(pack, name, rules.current())


@lru_cache(maxsize=64)
def _entries(pack: str, name: str, book: Rulebook) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    for folder in book.folders:
        for each in [*reversed(_includes(book, pack)), ""]:
            found.update(_read(folder / each / f"{name}.yaml", name))
    return {word: entry for word, entry in found.items() if entry is not None}


def _includes(book: Rulebook, pack: str) -> list[str]:
    order = [pack]
    for each in order:
        order += [name for name in book.own(each).includes if name not in order]
    return order


def _read(path: Path, name: str) -> dict[str, Any]:
    if not path.is_file():
        return {}
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark else 1
        where = f"{path.name} of {path.parent.name}, line {line}"
        raise PackFileError(f"{where}: is no YAML; check the indentation") from error
    found = content.get(name) if isinstance(content, dict) else None
    if not isinstance(found, dict):
        raise PackFileError(f"{path.name} of {path.parent.name}, line 1: begins with no `{name}:`; add it")
    return found
