"""Numbers, tables and conditions as they stand in a weighting's YAML."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, TypeVar

from plimsoll.engine.load.numbers import ZERO, as_decimal
from plimsoll.engine.load.weighting import FactTest, Operator, Otherwise, Table
from plimsoll.engine.rulebook.problems import nearest
from plimsoll.engine.rulebook.yaml_lines import Map, Seq

if TYPE_CHECKING:
    from collections.abc import Iterator
    from decimal import Decimal

    from plimsoll.engine.rulebook.shapes import Shape

T = TypeVar("T")
_OPERATORS: tuple[Operator, ...] = ("not", "at_least", "at_most", "above", "under", "present")
_LONG_AGO = date(1900, 1, 1)


def required(value: date | None, _shape: Shape, _key: str) -> date:
    """The day, or one long ago after a problem has been said."""
    return value or _LONG_AGO


def number(shape: Shape, key: str) -> Decimal | None:
    """A number exactly as written; None where it is missing."""
    value = shape.raw(key)
    if value is None:
        return None
    found = as_decimal(value)
    if found is None or isinstance(value, str):
        shape.problem(key, f"{key!r} is {value!r}; write a number such as 2 or 1.5, with at most six decimal places")
        return None
    return found


def read_otherwise(shape: Shape | None, key: str) -> Otherwise:
    """What is taken where something is not known: always said, with why."""
    if shape is None:
        return Otherwise(ZERO, "")
    found = shape.mapping(key)
    if found is None:
        shape.problem(
            key, f"{key!r} is missing; say what is taken when it is not known: `{key}: {{points: 4, because: …}}`"
        )
        return Otherwise(ZERO, "")
    points = number(found, "points")
    if points is None:
        found.problem("points", "'points' is missing; say what is taken")
    result = Otherwise(points if points is not None else ZERO, found.text("because", needed=True))
    found.done(key)
    return result


def read_table(shape: Shape) -> Table:
    """`by: [type, tier]` with `points: {community: {A3: 206}}`: as many levels as names."""
    by = shape.names("by")
    points = shape.raw("points")
    if not isinstance(points, Map):
        shape.problem("points", f"'points' must be a table by {', then '.join(by)}")
        return Table(by, {})
    return Table(by, dict(_flatten(shape, points, len(by), ())))


def _flatten(shape: Shape, level: Map, depth: int, key: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], Decimal]]:
    for name, value in level.items():
        if depth > 1 and isinstance(value, Map):
            yield from _flatten(shape, value, depth - 1, (*key, name))
            continue
        found = None if isinstance(value, str | Map | Seq) else as_decimal(value)
        if depth > 1 or found is None:
            what = f"a table with {depth - 1} more levels" if depth > 1 else "a number"
            shape.problems.add(level.file, level.at(name), f"{name!r} must be {what}")
            continue
        yield (*key, name), found


def read_tests(shape: Shape | None) -> tuple[FactTest, ...]:
    """`{in_court: true}`, `{type: [a, b]}`, `{agencies: {above: 3}}`; all must hold."""
    if shape is None:
        return ()
    tests: list[FactTest] = []
    for name in shape.map:
        value = shape.raw(name)
        if isinstance(value, Map):
            tests.extend(_read_operators(shape, name, value))
        elif isinstance(value, Seq):
            tests.append(FactTest(name, "one_of", tuple(_plain(each) for each in value)))
        elif value is None:
            shape.problem(name, f"{name!r} is empty; write the value it must have, or `{{present: true}}`")
        else:
            tests.append(FactTest(name, "one_of", (_plain(value),)))
    return tuple(tests)


def _read_operators(shape: Shape, name: str, value: Map) -> Iterator[FactTest]:
    for key, bound in value.items():
        operator = next((known for known in _OPERATORS if known == key), None)
        line = value.at(key)
        if operator is None:
            shape.problems.add(value.file, line, f"{key!r} is no test of a fact{nearest(key, _OPERATORS)}")
        elif operator == "present":
            if not isinstance(bound, bool):
                shape.problems.add(value.file, line, "'present' must be true or false")
            yield FactTest(name, operator, bound is True)
        elif operator == "not":
            yield FactTest(
                name, operator, tuple(_plain(each) for each in (bound if isinstance(bound, Seq) else [bound]))
            )
        else:
            limit = None if isinstance(bound, str) else as_decimal(bound)
            if limit is None:
                shape.problems.add(value.file, line, f"{key!r} must be a number")
            else:
                yield FactTest(name, operator, limit)


def _plain(value: object) -> object:
    """Numbers as Decimals, so that 1 and 1.0 are the same and 0.1 is a tenth."""
    if isinstance(value, bool | str):
        return value
    found = as_decimal(value)
    return value if found is None else found
