"""YAML read with its line numbers, so that an error can say where.

Only what YAML calls the safe core: mappings, lists, text, numbers, dates, true and false.
`yes`, `no`, `on` and `off` stay words (YAML 1.1 would turn `decided: {on: …}` into a key
`True`), a key given twice is an error, and size, depth and the number of values are bounded,
so that a file of nested aliases cannot fill the memory.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import yaml

if TYPE_CHECKING:
    from collections.abc import Hashable
    from pathlib import Path

    from plimsoll.engine.rulebook.problems import Problems

MOST_BYTES = 2_000_000
MOST_VALUES = 200_000
MOST_DEPTH = 40

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_PREFIX = "tag:yaml.org,2002:"


class Map(dict[str, Any]):
    """A mapping that knows the file and line of itself and of each of its keys."""

    __slots__ = ("file", "line", "lines")

    def __init__(self, file: str, line: int) -> None:
        super().__init__()
        self.file = file
        self.line = line
        self.lines: dict[str, int] = {}

    def at(self, key: str) -> int:
        """The line of a key, or of the whole where the key is missing."""
        return self.lines.get(key, self.line)

    def over(self, base: Map, dropped: frozenset[str] = frozenset()) -> Map:
        """The mapping laid over another: what it does not say carries over; an empty value takes away."""
        result = Map(self.file, self.line)
        for source, skipped in ((base, dropped), (self, frozenset[str]())):
            for key, value in source.items():
                if key not in skipped:
                    result[key] = value
                    result.lines[key] = source.at(key)
        for key in [key for key, value in result.items() if value is None and key != "until"]:
            del result[key]
        return result


class Seq(list[Any]):
    """A list that knows the file and line of itself and of each of its entries."""

    __slots__ = ("file", "line", "lines")

    def __init__(self, file: str, line: int) -> None:
        super().__init__()
        self.file = file
        self.line = line
        self.lines: list[int] = []


class _Reader:
    def __init__(self, file: str, loader: Any, problems: Problems) -> None:
        self.file = file
        self.loader = loader
        self.problems = problems
        self.count = 0

    def value(self, node: Any, depth: int = 0) -> Any:
        self.count += 1
        line = node.start_mark.line + 1
        if self.count > MOST_VALUES or depth > MOST_DEPTH:
            raise _TooMuchError(line)
        if not isinstance(node, yaml.ScalarNode) and node.tag not in (f"{_PREFIX}map", f"{_PREFIX}seq"):
            self.refuse(node, line)
        if isinstance(node, yaml.MappingNode):
            return self.mapping(node, line, depth)
        if isinstance(node, yaml.SequenceNode):
            found = Seq(self.file, line)
            for child in node.value:
                found.append(self.value(child, depth + 1))
                found.lines.append(child.start_mark.line + 1)
            return found
        return self.scalar(node, line)

    def mapping(self, node: Any, line: int, depth: int) -> Map:
        found = Map(self.file, line)
        for key_node, value_node in node.value:
            key_line = key_node.start_mark.line + 1
            if not isinstance(key_node, yaml.ScalarNode):
                self.problems.add(self.file, key_line, "a key must be a word; put it in one line as `key: value`")
                continue
            key = str(key_node.value)
            if key in found:
                message = f"{key!r} is given twice (first on line {found.lines[key]}); keep one of them"
                self.problems.add(self.file, key_line, message)
            found[key] = self.value(value_node, depth + 1)
            found.lines[key] = key_line
        return found

    def refuse(self, node: Any, line: int) -> None:
        self.problems.add(self.file, line, f"the tag {node.tag!r} has no place here; write plain values only")

    def scalar(self, node: Any, line: int) -> Any:
        kind = node.tag.removeprefix(_PREFIX)
        text: str = node.value
        if kind == "str" or (kind == "bool" and text.lower() not in ("true", "false")):
            return text
        if kind == "int" and ":" in text:  # 12:30 is a time, not 750
            return text
        if kind not in ("bool", "int", "float", "null", "timestamp"):
            self.refuse(node, line)
            return text
        try:
            made: Hashable = self.loader.construct_object(node)
        except (ValueError, yaml.YAMLError):
            self.problems.add(self.file, line, f"{text!r} is no real {kind}; correct it or put it in quotes")
            return text
        return made


class _TooMuchError(Exception):
    def __init__(self, line: int) -> None:
        super().__init__(line)
        self.line = line


def read_yaml(path: Path, shown_as: str, problems: Problems) -> Map | None:
    """The mapping in one file, or None after saying what is wrong with it."""
    value = _read(path, shown_as, problems)
    if value is None or isinstance(value, Map):
        return value
    problems.add(shown_as, 1, "must be a mapping (`key: value`) at the top")
    return None


def read_yaml_list(path: Path, shown_as: str, problems: Problems) -> list[Map]:
    """The mappings in one file that is a list of them."""
    value = _read(path, shown_as, problems)
    if isinstance(value, Seq) and all(isinstance(entry, Map) for entry in value):
        return value
    if value is not None:
        problems.add(shown_as, 1, "must be a list of mappings (`- key: value`)")
    return []


def _read(path: Path, shown_as: str, problems: Problems) -> Any:
    try:
        data = path.read_bytes()
    except OSError as error:
        problems.add(shown_as, 1, f"cannot be read ({error.strerror}); make it a readable file")
        return None
    if len(data) > MOST_BYTES:
        problems.add(shown_as, 1, f"is larger than {MOST_BYTES // 1000} kB; split it")
        return None
    loader = None
    try:
        loader = _Loader(data.decode("utf-8"))
        node = loader.get_single_node()
        value = _Reader(shown_as, loader, problems).value(node) if node is not None else Map(shown_as, 1)
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        problems.add(shown_as, line, "is not UTF-8 text; save it as UTF-8")
    except _TooMuchError as error:
        problems.add(shown_as, error.line, "holds too many values or nests too deeply; take out the aliases")
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        said = getattr(error, "problem", None) or "not readable"
        message = f"is not YAML: {said}; correct this line or the one before"
        problems.add(shown_as, mark.line + 1 if mark else 1, message)
    else:
        return value
    finally:
        if loader is not None:
            loader.dispose()
    return None
