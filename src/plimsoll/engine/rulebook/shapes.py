"""Reading one value of a rulebook at a time: the right kind, or a problem that says what would be.

Every reader returns something usable even after a problem, so that one run finds them all.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any, TypeVar

from plimsoll.engine.reasons import Amount
from plimsoll.engine.rulebook.model import UNITS, Decided, DetailTest, EventMatch, Operator, Where
from plimsoll.engine.rulebook.problems import Problems, nearest
from plimsoll.engine.rulebook.yaml_lines import Map, Seq

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

T = TypeVar("T")

_OPERATORS: tuple[Operator, ...] = ("not", "at_least", "under", "present")
_MOST_AMOUNT = 1000


class Shape:
    """One mapping being read: its keys are taken one by one, and `done` names those nobody took."""

    __slots__ = ("map", "problems", "taken")

    def __init__(self, mapping: Map, problems: Problems) -> None:
        self.map = mapping
        self.problems = problems
        self.taken: set[str] = set()

    def problem(self, key: str, message: str) -> None:
        self.problems.add(self.map.file, self.map.at(key), message)

    def has(self, key: str) -> bool:
        return key in self.map

    def raw(self, key: str) -> Any:
        self.taken.add(key)
        return self.map.get(key)

    def done(self, what: str, also: Iterable[str] = ()) -> None:
        known = self.taken | set(also)
        for key in self.map:
            if key not in known:
                self.problem(key, f"{key!r} is not a key of {what}{nearest(key, known)}")

    # --- scalars --------------------------------------------------------------------------

    def text(self, key: str, *, needed: bool = False, default: str = "") -> str:
        value = self.raw(key)
        if value is None or value == "":
            if needed:
                self.problem(key, f"{key!r} is missing; say it in words")
            return default
        if isinstance(value, Map | Seq | bool):
            self.problem(key, f"{key!r} must be text")
            return default
        return " ".join(str(value).split())

    def word(self, key: str, known: Iterable[str], default: str = "") -> str:
        """One of a few words; without a default it must be given."""
        value = self.raw(key)
        choices = tuple(known)
        if value is None and default:
            return default
        if value in choices:
            return str(value)
        said = "is missing" if value is None else f"is {value!r}"
        self.problem(key, f"{key!r} {said}; use one of {', '.join(choices)}")
        return default or choices[0]

    def flag(self, key: str, *, default: bool = False) -> bool:
        value = self.raw(key)
        if value is None:
            return default
        if not isinstance(value, bool):
            self.problem(key, f"{key!r} is {value!r}; write true or false")
            return default
        return value

    def day(self, key: str, *, needed: bool = True) -> date | None:
        value = self.raw(key)
        if isinstance(value, date) and not isinstance(value, datetime):
            return value
        if value is not None:
            self.problem(key, f"{key!r} is {value!r}; write a date as 2026-04-01")
        elif needed:
            self.problem(key, f"{key!r} is missing; write a date as 2026-04-01")
        return None

    def whole(self, key: str, low: int, high: int, default: int | None = None) -> int | None:
        value = self.raw(key)
        if value is None:
            return default
        if not isinstance(value, int) or isinstance(value, bool) or not low <= value <= high:
            self.problem(key, f"{key!r} is {value!r}; write a whole number from {low} to {high}")
            return default
        return value

    # --- structures -----------------------------------------------------------------------

    def mapping(self, key: str) -> Shape | None:
        value = self.raw(key)
        if value is None:
            return None
        if not isinstance(value, Map):
            self.problem(key, f"{key!r} must be a mapping (`{key}: {{name: value}}`)")
            return None
        return Shape(value, self.problems)

    def items(self, key: str) -> Iterator[tuple[int, Any]]:
        """The entries of a list, each with its line."""
        value = self.raw(key)
        if value is None:
            return
        if not isinstance(value, Seq):
            self.problem(key, f"{key!r} must be a list (one `- …` a line)")
            return
        yield from zip(value.lines, value, strict=True)

    def shapes(self, key: str) -> Iterator[Shape]:
        for line, value in self.items(key):
            if isinstance(value, Map):
                yield Shape(value, self.problems)
            else:
                self.problems.add(self.map.file, line, f"an entry of {key!r} must be a mapping (`- name: value`)")

    def names(self, key: str) -> tuple[str, ...]:
        """One word or a list of words."""
        value = self.raw(key)
        values = value if isinstance(value, Seq) else [value]
        for found in values:
            if not isinstance(found, str) or not found:
                self.problem(key, f"{key!r} holds {found!r}; write a name or a list of names")
        return tuple(str(found) for found in values)

    def each(self, key: str, read: Callable[[Shape], T]) -> tuple[T, ...]:
        return tuple(read(shape) for shape in self.shapes(key))


def read_amount(shape: Shape | None, *, negative: bool = False, alone: bool = True) -> Amount | None:
    """`{amount: 15, unit: working days}`; when not `alone`, other keys are somebody else's to read."""
    if shape is None:
        return None
    amount = shape.whole("amount", -_MOST_AMOUNT if negative else 0, _MOST_AMOUNT)
    unit = shape.word("unit", UNITS)
    if amount is None:
        if "amount" not in shape.map:
            shape.problem("amount", "'amount' is missing; write `{amount: 15, unit: working days}`")
        amount = 0
    if alone:
        shape.done("an amount")
    return Amount(amount, unit)


def read_where(shape: Shape | None) -> Where:
    """Conditions on details: `{kind: cp}`, `{kind: [cp, cin]}`, `{child_seen: {not: false}}`."""
    if shape is None:
        return ()
    tests: list[DetailTest] = []
    for name in shape.map:
        value = shape.raw(name)
        if isinstance(value, Map):
            tests.extend(_read_operators(shape, name, value))
        elif isinstance(value, Seq):
            tests.append(DetailTest(name, "one_of", tuple(value)))
        elif value is None:
            shape.problem(name, f"{name!r} is empty; write the value it must have, or `{{present: true}}`")
        else:
            tests.append(DetailTest(name, "one_of", (value,)))
    return tuple(tests)


def _read_operators(shape: Shape, name: str, value: Map) -> Iterator[DetailTest]:
    for key, bound in value.items():
        operator = next((known for known in _OPERATORS if known == key), None)
        if operator is None:
            shape.problems.add(value.file, value.at(key), f"{key!r} is no test of a detail{nearest(key, _OPERATORS)}")
        elif operator == "present" and not isinstance(bound, bool):
            shape.problems.add(value.file, value.at(key), "'present' must be true or false")
        elif operator in ("at_least", "under") and (isinstance(bound, bool) or not isinstance(bound, int | float)):
            shape.problems.add(value.file, value.at(key), f"{key!r} must be a number")
        elif operator == "not":
            yield DetailTest(name, operator, tuple(bound) if isinstance(bound, Seq) else (bound,))
        else:
            yield DetailTest(name, operator, bound)


def read_match(shape: Shape) -> EventMatch:
    """`{event: visit_made, where: {...}}`."""
    found = EventMatch(shape.names("event"), read_where(shape.mapping("where")))
    shape.done("an event to look for")
    return found


def read_decided(shape: Shape | None) -> Decided | None:
    if shape is None:
        return None
    by = shape.text("by", needed=True)
    on = shape.day("on")
    why = shape.text("why")
    shape.done("a decision (by, on, why)")
    return Decided(by, on, why) if on else None
