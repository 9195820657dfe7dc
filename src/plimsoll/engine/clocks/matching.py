"""Which events a rule means: names, and conditions on what an event carries.

Text is compared without regard to case, spaces, hyphens and underscores, and a number equals
its digits, because the same outcome arrives as "Child protection plan" from one system and as
`child_protection_plan` from another.
"""

from __future__ import annotations

from datetime import date, datetime
from functools import lru_cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from plimsoll.engine.clocks.record import Happening
    from plimsoll.engine.rulebook.model import DetailTest, EventMatch, Where

_NONE: list[Any] = []


@lru_cache(maxsize=8192)
def _folded_text(text: str) -> str:
    return text.strip().casefold().replace(" ", "_").replace("-", "_")


def fold(value: object) -> object:
    """The value as it is compared.

    >>> fold("Child protection plan") == fold("child-protection_plan"), fold(1) == fold("1")
    (True, True)
    """
    if isinstance(value, str):
        return _folded_text(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, int | float | date):
        return str(value)
    return repr(value)


def number(value: object) -> float | None:
    """A number, also from its digits; None when it is none."""
    if isinstance(value, bool) or value is None:
        return None
    try:
        return float(str(value))
    except ValueError:
        return None


def as_date(value: object) -> date | datetime | None:
    """A date or moment that an event carries, also as ISO text; None when it is neither."""
    if isinstance(value, date):
        return value
    if isinstance(value, str):
        try:
            return date.fromisoformat(value) if len(value) <= len("2025-06-03") else datetime.fromisoformat(value)
        except ValueError:
            return None
    return None


def _one_test(test: DetailTest) -> Callable[[Mapping[str, object]], bool]:
    name, value = test.name, test.value
    if test.operator in ("one_of", "not"):
        wanted = frozenset(fold(each) for each in value) if isinstance(value, tuple) else frozenset()
        if test.operator == "one_of":

            def one_of(details: Mapping[str, object]) -> bool:
                found = details.get(name)
                return found is not None and fold(found) in wanted

            return one_of

        def none_of(details: Mapping[str, object]) -> bool:
            found = details.get(name)
            return found is None or fold(found) not in wanted

        return none_of
    if test.operator == "present":
        return lambda details: (details.get(name) not in (None, "")) is value
    limit = number(value) or 0.0
    if test.operator == "at_least":
        return lambda details: (found := number(details.get(name))) is not None and found >= limit
    return lambda details: (found := number(details.get(name))) is not None and found < limit


def compile_where(where: Where) -> Callable[[Mapping[str, object]], bool] | None:
    """One test of an event's details; None where there is nothing to test."""
    tests = [_one_test(test) for test in where]
    if not tests:
        return None
    if len(tests) == 1:
        return tests[0]
    return lambda details: all(test(details) for test in tests)


def agree(names: tuple[str, ...], one: Mapping[str, object], other: Mapping[str, object]) -> bool:
    """Whether two events are about the same thing: equal in these details where both carry them."""
    for name in names:
        mine, theirs = one.get(name), other.get(name)
        if mine is not None and theirs is not None and fold(mine) != fold(theirs):
            return False
    return True


class Matcher:
    """Events of these names and kinds.

    `key` names it within a pack, so that a case looks only once. `tokens`: a case whose tokens
    (`tokens_of`) hold none of these has no such event.
    """

    __slots__ = ("key", "pairs", "tokens")

    def __init__(self, matches: Iterable[EventMatch], key: int) -> None:
        self.key = key
        wanted = tuple(matches)
        self.pairs = tuple((name, compile_where(match.where)) for match in wanted for name in match.names)
        self.tokens = frozenset(token for match in wanted for name in match.names for token in _tokens(name, match.where))

    @property
    def names(self) -> frozenset[str]:
        return frozenset(name for name, _ in self.pairs)

    def among(self, by_name: Mapping[str, list[Happening]]) -> list[Happening]:
        """The matching happenings in the record's order, each once."""
        pairs = self.pairs
        if len(pairs) == 1:
            name, test = pairs[0]
            found = by_name.get(name, _NONE)
            return found if test is None or not found else [each for each in found if test(each.details)]
        result: list[Happening] = []
        for name, test in pairs:
            found = by_name.get(name, _NONE)
            if found:
                result.extend(found if test is None else [each for each in found if test(each.details)])
        if len(result) > 1:
            result = sorted(set(result), key=_order)
        return result


def _order(happening: Happening) -> int:
    return happening.order


# --- tokens: what can be ruled out without looking at an event twice ----------------------------

Token = str | tuple[str, str, object]
"""("visit_made", "kind", "cp") or, for the event whatever it carries, "visit_made"."""


def _discriminating(where: Where) -> DetailTest | None:
    """A test that only events carrying one of a few values pass."""
    return next((test for test in where if test.operator == "one_of"), None)


def _tokens(name: str, where: Where) -> Iterator[Token]:
    test = _discriminating(where)
    if test is None or not isinstance(test.value, tuple):
        yield name
        return
    for value in test.value:
        yield (name, test.name, fold(value))


def discriminants(matches: Iterable[EventMatch]) -> dict[str, tuple[str, ...]]:
    """The details, by event, that tokens are made of."""
    found: dict[str, set[str]] = {}
    for match in matches:
        test = _discriminating(match.where)
        for name in match.names if test is not None else ():
            assert test is not None
            found.setdefault(name, set()).add(test.name)
    return {name: tuple(sorted(details)) for name, details in found.items()}


def tokens_of(by_name: Mapping[str, list[Happening]], details: Mapping[str, tuple[str, ...]]) -> set[Token]:
    """The tokens of these happenings: each event's name, and each discriminating detail it carries."""
    tokens: set[Token] = set(by_name)
    for name, found in by_name.items():
        for detail in details.get(name, ()):
            for happening in found:
                value = happening.details.get(detail)
                if value is not None:
                    tokens.add((name, detail, fold(value)))
    return tokens
