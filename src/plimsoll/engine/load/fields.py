"""Plain data from a file read strictly: what is wrong is one line that says where and what would be right."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from plimsoll.engine.load.numbers import as_decimal, plain
from plimsoll.engine.rulebook.problems import nearest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

DAY_FACTS = ("_on", "_since")


class InputError(ValueError):
    """One line: where in the input, what is wrong, what would be right."""


class Fields:
    """One object of the input: its keys are taken one by one, and `done` names those nobody took."""

    __slots__ = ("found", "taken", "where")

    def __init__(self, found: object, where: str) -> None:
        if not isinstance(found, dict):
            raise InputError(f"{where or 'the file'} must be an object ({{…}}), not {kind_of(found)}")
        self.found: dict[str, Any] = found
        self.where = where
        self.taken: set[str] = set()

    def wrong(self, key: str, message: str) -> InputError:
        return InputError(f"{self.path(key)}: {message}")

    def path(self, key: str) -> str:
        return f"{self.where}.{key}" if self.where else key

    def raw(self, key: str) -> Any:
        self.taken.add(key)
        return self.found.get(key)

    def has(self, key: str) -> bool:
        return self.found.get(key) is not None

    def done(self) -> None:
        for key in self.found:
            if key not in self.taken:
                raise self.wrong(key, f"is not a key here{nearest(key, self.taken)}")

    # --- values ---------------------------------------------------------------------------

    def text(self, key: str, default: str = "", *, needed: bool = False) -> str:
        value = self.raw(key)
        if value is None or value == "":
            if needed:
                raise self.wrong(key, "is missing; write a name in quotes")
            return default
        if isinstance(value, bool) or not isinstance(value, str | int):
            raise self.wrong(key, f"must be text, not {kind_of(value)}")
        return str(value)

    def word(self, key: str, known: Iterable[str], default: str) -> str:
        value = self.raw(key)
        choices = tuple(known)
        if value is None:
            return default
        if value not in choices:
            raise self.wrong(key, f"is {_said(value)}; use one of {', '.join(choices)}")
        return str(value)

    def flag(self, key: str, *, default: bool = False) -> bool:
        value = self.raw(key)
        if value is None:
            return default
        if not isinstance(value, bool):
            raise self.wrong(key, f"is {_said(value)}; write true or false")
        return value

    def number(self, key: str, low: Decimal | None = None, high: Decimal | None = None) -> Decimal | None:
        value = self.raw(key)
        return None if value is None else read_number(value, self.path(key), low, high)

    def needed_number(self, key: str, low: Decimal | None = None) -> Decimal:
        found = self.number(key, low)
        if found is None:
            raise self.wrong(key, "is missing; write a number")
        return found

    def whole(self, key: str, default: int, low: int, high: int) -> int:
        value = self.raw(key)
        if value is None:
            return default
        number = as_decimal(value)
        if isinstance(value, str) or number is None or number != int(number) or not low <= number <= high:
            raise self.wrong(key, f"is {_said(value)}; write a whole number from {low} to {high}")
        return int(number)

    def day(self, key: str) -> date | None:
        value = self.raw(key)
        return None if value is None else read_day(value, self.path(key))

    def needed_day(self, key: str) -> date:
        found = self.day(key)
        if found is None:
            raise self.wrong(key, "is missing; write a date as 2026-04-01")
        return found

    # --- structures -----------------------------------------------------------------------

    def inner(self, key: str) -> Fields | None:
        value = self.raw(key)
        return None if value is None else Fields(value, self.path(key))

    def each(self, key: str) -> Iterator[Fields]:
        for index, value in enumerate(self.sequence(key)):
            yield Fields(value, f"{self.path(key)}[{index}]")

    def sequence(self, key: str) -> list[Any]:
        value = self.raw(key)
        if value is None:
            return []
        if not isinstance(value, list):
            raise self.wrong(key, f"must be a list ([…]), not {kind_of(value)}")
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        found = self.sequence(key)
        for index, value in enumerate(found):
            if not isinstance(value, str) or not value:
                raise InputError(f"{self.path(key)}[{index}]: must be text, not {kind_of(value)}")
        return tuple(found)

    def facts(self, key: str) -> dict[str, object]:
        """Facts by name: numbers exact, and days where the name ends in _on or _since."""
        found = self.inner(key)
        return {} if found is None else {name: found.fact(name) for name in found.found}

    def fact(self, name: str) -> object:
        value = self.raw(name)
        if value is None or isinstance(value, bool):
            return value
        if name.endswith(DAY_FACTS):
            return read_day(value, self.path(name))
        if isinstance(value, str):
            return value
        return read_number(value, self.path(name))


def read_number(value: object, where: str, low: Decimal | None = None, high: Decimal | None = None) -> Decimal:
    found = None if isinstance(value, str) else as_decimal(value)
    if found is None:
        raise InputError(
            f"{where}: is {_said(value)}; write a number such as 12 or 2.5, with at most six decimal places"
        )
    if (low is not None and found < low) or (high is not None and found > high):
        if high is None:
            raise InputError(f"{where}: is {_said(value)}; write {plain(low or Decimal(0))} or more")
        raise InputError(f"{where}: is {_said(value)}; write a number from {plain(low or Decimal(0))} to {plain(high)}")
    return found


def read_day(value: object, where: str) -> date:
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    try:
        if isinstance(value, str) and len(value) == len("2026-04-01"):
            return date.fromisoformat(value)
    except ValueError:
        pass
    raise InputError(f"{where}: is {_said(value)}; write a date as 2026-04-01")


def unique(fields: Iterable[Fields], read: Callable[[Fields], Any]) -> list[Any]:
    """Things with an `id`, each id once."""
    seen: dict[str, str] = {}
    found = []
    for each in fields:
        made = read(each)
        if made.id in seen:
            raise each.wrong("id", f"{made.id!r} is already the id of {seen[made.id]}; give each its own")
        seen[made.id] = each.where
        found.append(made)
    return found


def kind_of(value: object) -> str:
    match value:
        case None:
            return "nothing"
        case bool():
            return "true or false"
        case int() | float() | Decimal():
            return "a number"
        case str():
            return "text"
        case list():
            return "a list"
    return "an object"


def _said(value: object) -> str:
    return (
        repr(value)[:60]
        if isinstance(value, str)
        else f"{value}"[:60]
        if isinstance(value, int | float | Decimal)
        else kind_of(value)
    )
