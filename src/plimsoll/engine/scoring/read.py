"""Reading `tools.yaml` of the packs and of the organisation: every mistake with its file, line and remedy."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, cast

from plimsoll.engine.rulebook.problems import Problems
from plimsoll.engine.rulebook.shapes import Shape
from plimsoll.engine.rulebook.yaml_lines import read_yaml
from plimsoll.engine.scoring.change import reliable_points
from plimsoll.engine.scoring.model import TOTAL, Band, Flag, Items, Part, Rater, ReliableChange, Tool

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from plimsoll.engine.rulebook import Rulebook

_ID = re.compile(r"[A-Za-z0-9_-]{1,60}")
VERIFIED = ("primary", "secondary", "unverified")
MOST_ITEMS = 100
MOST_SCORE = 10_000.0


def read(book: Rulebook, pack: str) -> dict[str, Tool]:
    """The tools of a pack by id: those of the packs it includes, its own, then the organisation's (which replace them).

    Raises `RulebookError`. A tool that is `null` takes one of that name away.
    """
    problems = Problems()
    found = _read(book, pack, problems)
    problems.raise_any()
    return found


def check(book: Rulebook) -> Iterator[str]:
    """What is wrong with the tools of any pack, a line each."""
    problems = Problems()
    for name in book.names:
        _read(book, name, problems)
    yield from dict.fromkeys(str(problem) for problem in sorted(problems.found))


def _read(book: Rulebook, pack: str, problems: Problems) -> dict[str, Tool]:
    found: dict[str, Tool] = {}
    for folder in book.folders:
        for name in (*reversed(_with_includes(book, pack)), ""):
            path = folder / name / "tools.yaml"
            top = read_yaml(path, f"{name}/tools.yaml".lstrip("/"), problems) if path.is_file() else None
            if top is None:
                continue
            shape = Shape(top, problems)
            tools = shape.mapping("tools")
            for key in tools.map if tools else ():
                assert tools is not None
                if tools.map[key] is None:
                    found.pop(key, None)
                    continue
                if not _ID.fullmatch(key):
                    tools.problem(key, f"the tool {key!r}: write its name in letters, figures, '-' and '_' only")
                    continue
                child = tools.mapping(key)
                if child is not None:
                    found[key] = _tool(key, child)
            shape.done("tools.yaml (tools)")
    _check_words(found, problems)
    return found


def _check_words(found: dict[str, Tool], problems: Problems) -> None:
    """Two tools never share a line on the record."""
    taken: dict[str, str] = {}
    for tool in found.values():
        for rater in tool.raters:
            other = taken.setdefault(rater.word.casefold(), tool.id)
            if other != tool.id:
                message = f"the tools {other} and {tool.id} both record as {rater.word!r}; give each its own `word`"
                problems.add("tools.yaml", 1, message)


def _with_includes(book: Rulebook, pack: str) -> list[str]:
    order = [pack]
    for each in order:
        order += [name for name in book.own(each).includes if name not in order]
    return order


def _tool(name: str, shape: Shape) -> Tool:
    total = _part(TOTAL, shape.mapping("total"), shape)
    parts = tuple(_parts(shape.mapping("parts")))
    items = _items(shape.mapping("items"))
    source = shape.mapping("source")
    found = Tool(
        id=name,
        title=shape.text("title", needed=True),
        worse=shape.word("worse", ("higher", "lower")),
        total=total,
        parts=parts,
        raters=tuple(_raters(name, shape, (total, *parts))),
        items=items,
        flags=tuple(_flags(shape, items)),
        reliable=_reliable(shape.mapping("reliable_change")),
        asks_about=shape.text("asks_about"),
        needs_about=shape.flag("needs_about"),
        whole=shape.flag("whole", default=True),
        note=shape.text("note"),
        licence=shape.text("licence"),
        source=source.text("title", needed=True) if source else "",
        source_address=source.text("address") if source else "",
        verified=source.word("verified", VERIFIED) if source else "",
    )
    if source is None:
        shape.problem("source", f"{name}: 'source' is missing; say where its figures come from, or that they are yours")
    else:
        source.done("a source (title, address, verified)")
    _check_sums(found, shape)
    shape.done("a tool")
    return found


def _check_sums(found: Tool, shape: Shape) -> None:
    counted = [part for part in found.parts if part.counts]
    if counted:
        least, most = sum(part.least for part in counted), sum(part.most for part in counted)
        if (least, most) != (found.total.least, found.total.most):
            shape.problem("total", f"{found.id}: the parts that count add up to {least:g} to {most:g}; write that")
    if found.items is not None:
        least, most = found.items.count * found.items.least, found.items.count * found.items.most
        if (least, most) != (found.total.least, found.total.most):
            shape.problem("total", f"{found.id}: the items add up to {least} to {most}; write that")


def _part(name: str, shape: Shape | None, parent: Shape) -> Part:
    if shape is None:
        parent.problem(name, f"{name!r} is missing; write `{{least: 0, most: 10}}`")
        return Part(name, name, 0, MOST_SCORE)
    least, most = _number(shape, "least"), _number(shape, "most")
    title = shape.text("title", default=name.replace("_", " ").capitalize())
    counts = shape.flag("counts", default=True)
    shape.done("a part of a tool (title, least, most, counts)")
    if least >= most:
        shape.problem("most", f"'most' must be above 'least' ({least:g})")
        most = least + 1
    return Part(name, title, least, most, counts)


def _parts(shape: Shape | None) -> Iterator[Part]:
    for name in shape.map if shape else ():
        assert shape is not None
        yield _part(name, shape.mapping(name), shape)


def _items(shape: Shape | None) -> Items | None:
    if shape is None:
        return None
    count = shape.whole("count", 1, MOST_ITEMS) or 1
    least, most = shape.whole("least", 0, 1000, 0) or 0, shape.whole("most", 0, 1000, 1) or 1
    turned = [value for _line, value in shape.items("reversed")]
    for value in turned:
        if not isinstance(value, int) or not 1 <= value <= count:
            shape.problem("reversed", f"'reversed' holds {value!r}; write numbers of items from 1 to {count}")
    missing = shape.whole("most_missing", 0, count - 1, 0) or 0
    shape.done("items (count, least, most, reversed, most_missing)")
    return Items(count, least, most, frozenset(value for value in turned if isinstance(value, int)), missing)


def _flags(shape: Shape, items: Items | None) -> Iterator[Flag]:
    for child in shape.shapes("flags"):
        item = child.whole("item", 1, items.count if items else 1) if child.has("item") else None
        if item is not None and items is None:
            child.problem("item", "a flag rests on an item only in a tool with `items`; leave it out to ask yes or no")
        above = _number(child, "above", 0)
        yield Flag(child.text("id", needed=True), child.text("title", needed=True), item, above)
        child.done("a flag (id, title, item, above)")


def _raters(name: str, shape: Shape, parts: Iterable[Part]) -> Iterator[Rater]:
    known = {part.id: part for part in parts}
    raters = shape.mapping("raters")
    if raters is None:
        bands = shape.mapping("bands")
        yield Rater("", "", shape.text("word", default=name), dict(_bands(bands, known)))
        return
    for key in raters.map:
        child = raters.mapping(key)
        if child is None:
            raters.problem(key, f"the rater {key!r} is empty; give it a title")
            continue
        title = child.text("title", needed=True)
        word = child.text("word", default=f"{name}_{key}")
        yield Rater(key, title, word, dict(_bands(child.mapping("bands"), known)))
        child.done("a rater (title, word, bands)")


def _bands(shape: Shape | None, known: dict[str, Part]) -> Iterator[tuple[str, tuple[Band, ...]]]:
    for name in shape.map if shape else ():
        assert shape is not None
        part = known.get(name)
        if part is None:
            shape.problem(name, f"{name!r} is no part of the tool; use one of {', '.join(known)}")
            continue
        found: list[Band] = []
        for child in shape.shapes(name):
            begins = _number(child, "from")
            found.append(Band(begins, child.text("words", needed=True)))
            child.done("a band (from, words)")
        begin = [band.begins for band in found]
        if begin != sorted(set(begin)) or (begin and (begin[0] != part.least or begin[-1] > part.most)):
            shape.problem(name, f"the bands of {name!r} must ascend from {part.least:g} to at most {part.most:g}")
        yield name, tuple(found)


def _reliable(shape: Shape | None) -> ReliableChange | None:
    if shape is None:
        return None
    spread = _number(shape, "spread", None)
    reliability = _number(shape, "reliability", None)
    points = _number(shape, "points", None)
    source, verified = shape.text("source", needed=True), shape.word("verified", VERIFIED)
    shape.done("reliable_change (points; or spread and reliability; source, verified)")
    if points is not None and points > 0 and spread is None and reliability is None:
        return ReliableChange(points, source, verified)
    if points is None and spread is not None and spread > 0 and reliability is not None and 0 <= reliability < 1:
        return ReliableChange(reliable_points(spread, reliability), source, verified, spread, reliability)
    shape.problem("points", "give `points` above 0, or `spread` above 0 with a `reliability` from 0 to under 1")
    return None


def _number(shape: Shape, key: str, default: Any = ...) -> Any:
    value = shape.raw(key)
    if value is None and default is not ...:
        return default
    if isinstance(value, bool) or not isinstance(value, int | float) or not abs(cast("float", value)) <= MOST_SCORE:
        shape.problem(key, f"{key!r} is {value!r}; write a number")
        return 0.0
    return float(value)
