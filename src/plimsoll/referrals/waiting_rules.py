"""What the packs say about waiting: `waiting.yaml` of a pack, of those it includes, and of the organisation."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from plimsoll.cases import rules
from plimsoll.engine.rulebook.problems import Problems
from plimsoll.engine.rulebook.shapes import Shape
from plimsoll.engine.rulebook.yaml_lines import read_yaml

if TYPE_CHECKING:
    from collections.abc import Iterator

    from plimsoll.engine.rulebook import Rulebook

DEFAULT_DAYS = 28
LONGEST_DAYS = 366


@dataclass(frozen=True, slots=True)
class WaitingRules:
    """How often a wait is looked at, and the words for what goes wrong meanwhile."""

    check_every_days: int
    harms: tuple[tuple[str, str], ...]


def waiting_rules(pack: str) -> WaitingRules:
    """The rules of a pack; raises `RulebookError` with file, line and remedy where a file is wrong."""
    return read(rules.current(), pack)


@lru_cache(maxsize=64)
def read(book: Rulebook, pack: str) -> WaitingRules:
    """The same under one rulebook."""
    problems = Problems()
    found = _read(book, pack, problems)
    problems.raise_any()
    return found


def check(book: Rulebook) -> Iterator[str]:
    """What is wrong with the files of any pack, a line each."""
    problems = Problems()
    for name in book.names:
        _read(book, name, problems)
    yield from dict.fromkeys(str(problem) for problem in sorted(problems.found))


def _read(book: Rulebook, pack: str, problems: Problems) -> WaitingRules:
    every, harms = DEFAULT_DAYS, dict[str, str]()
    for folder in book.folders:
        for name in (*reversed(with_includes(book, pack)), ""):
            path = folder / name / "waiting.yaml"
            top = read_yaml(path, f"{name}/waiting.yaml".lstrip("/"), problems) if path.is_file() else None
            if top is None:
                continue
            shape = Shape(top, problems)
            every = shape.whole("check_every_days", 1, LONGEST_DAYS, every) or every
            harms |= dict(_read_harms(shape))
            shape.done("waiting.yaml (check_every_days, harms)")
    return WaitingRules(every, tuple((word, text) for word, text in harms.items() if text))


def with_includes(book: Rulebook, pack: str) -> list[str]:
    """A pack and all that it includes, itself first."""
    order = [pack]
    for each in order:
        order += [name for name in book.own(each).includes if name not in order]
    return order


def _read_harms(shape: Shape) -> Iterator[tuple[str, str]]:
    harms = shape.mapping("harms")
    for word in harms.map if harms else ():
        assert harms is not None
        yield word, "" if harms.map[word] is None else harms.text(word)
