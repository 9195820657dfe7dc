"""Which events a rule means: names, and conditions on what an event carries.

Text is compared without regard to case, spaces, hyphens and underscores, and a number equals
its digits, because the same outcome arrives as "Child protection plan" from one system and as
`child_protection_plan` from another.
"""

from __future__ import annotations

from datetime import date, datetime
from functools import lru_cache
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from plimsoll.engine.rulebook.model import EventMatch

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterable, Iterator, Mapping

    from plimsoll.engine.clocks.record import Happening
    from plimsoll.engine.rulebook.model import DetailTest, Where

Matches = tuple[EventMatch, ...]
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
                if isinstance(found, str):
                    return _folded_text(found) in wanted
                return found is not None and fold(found) in wanted

            return one_of

        def none_of(details: Mapping[str, object]) -> bool:
            found = details.get(name)
            if isinstance(found, str):
                return _folded_text(found) not in wanted
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

    __slots__ = ("key", "matches", "names", "pairs", "tokens", "whole")

    def __init__(self, matches: Iterable[EventMatch], key: int) -> None:
        self.key = key
        self.matches = tuple(matches)
        self.pairs = tuple((name, compile_where(match.where)) for match in self.matches for name in match.names)
        self.names = frozenset(name for name, _ in self.pairs)
        self.tokens = frozenset(
            token for match in self.matches for name in match.names for token in _tokens(name, match.where)
        )
        # Every event of one name: then the record's own list is the answer.
        self.whole = self.pairs[0][0] if len(self.pairs) == 1 and self.pairs[0][1] is None else ""

    def among(self, by_name: Mapping[str, list[Happening]]) -> list[Happening]:
        """The matching happenings in the record's order, each once."""
        if self.whole:
            return by_name.get(self.whole, _NONE)
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


_order = attrgetter("order")


# --- tokens: what can be settled without looking at an event twice ------------------------------

Token = str | tuple[str, str, object]
"""("visit_made", "kind", "cp"), ("visit_made", "kind", None) where it is not said, or "visit_made" alone."""



def names_in(tokens: Iterable[Token]) -> frozenset[str]:
    """The events that tokens are about; "" where they are ages."""
    return frozenset(token if isinstance(token, str) else token[0] for token in tokens)


_TOLD_BY_TOKENS = ("one_of", "not", "present")
_MOST_SAID = 16_384
_ANOTHER = "(another)"
"""A value that no rule names; brackets keep it apart from every value that one does."""


def _tokens(name: str, where: Where) -> Iterator[Token]:
    """Tokens of which a matching event has one."""
    test = next((test for test in where if test.operator == "one_of"), None)
    if test is None or not isinstance(test.value, tuple):
        yield name
        return
    for value in test.value:
        yield (name, test.name, fold(value))


Discriminants = dict[str, dict[str, frozenset[object]]]


def discriminants(matches: Iterable[EventMatch]) -> Discriminants:
    """The details, by event, that rules tell events apart by, and the values they name: tokens are made of them."""
    found: dict[str, dict[str, set[object]]] = {}
    for match in matches:
        told = [test for test in match.where if test.operator in _TOLD_BY_TOKENS]
        for name in match.names if told else ():
            for test in told:
                values = test.value if isinstance(test.value, tuple) else ()
                found.setdefault(name, {}).setdefault(test.name, {None, ""}).update(map(fold, values))
    return {
        name: {detail: frozenset(values) for detail, values in sorted(details.items())}
        for name, details in found.items()
    }


class Said:
    """What a case's events of one name say of every discriminating detail; one and the same for the same tokens."""

    __slots__ = ("tokens",)

    def __init__(self, tokens: frozenset[Token]) -> None:
        self.tokens = tokens


class Tokens:
    """What events say, by name. What an event says comes up again and again, so each is worked out once."""

    __slots__ = ("_details", "_known", "_made")

    def __init__(self, details: Discriminants) -> None:
        self._details = details
        self._known: dict[object, Said] = {}
        self._made: dict[frozenset[Token], Said] = {}

    def of(self, by_name: Mapping[str, list[Happening]]) -> dict[str, Said]:
        """What a record says, by name of event."""
        said: dict[str, Said] = {}
        known, details = self._known, self._details
        for name, found in by_name.items():
            names = details.get(name)
            if names is None:
                said[name] = known.get(name) or self._keep(name, frozenset({name}))
            elif len(found) == 1:
                said[name] = self._said(name, names, found[0])
            else:
                parts = frozenset([self._said(name, names, happening) for happening in found])
                said[name] = known.get(parts) or self._joined(parts)
        return said

    def _said(self, name: str, names: Mapping[str, frozenset[object]], happening: Happening) -> Said:
        said: tuple[object, ...] = (name, *map(happening.details.get, names))
        if 1 in said or 0 in said:  # True equals 1 and False 0, but they do not say the same
            said = (*said, *map(type, said))
        try:
            return self._known[said]
        except KeyError:
            return self._keep(said, _told(name, names, happening))
        except TypeError:  # a list cannot be looked up
            return self._one(_told(name, names, happening))

    def _joined(self, parts: frozenset[Said]) -> Said:
        return self._keep(parts, frozenset[Token]().union(*(part.tokens for part in parts)))

    def _keep(self, key: object, tokens: frozenset[Token]) -> Said:
        if len(self._known) >= _MOST_SAID:
            self._known.clear()
        found = self._known[key] = self._one(tokens)
        return found

    def _one(self, tokens: frozenset[Token]) -> Said:
        if len(self._made) >= _MOST_SAID:
            self._made.clear()
        return self._made.setdefault(tokens, Said(tokens))


def _told(name: str, named: Mapping[str, frozenset[object]], happening: Happening) -> frozenset[Token]:
    """The name, and what is said of each detail. Values that no rule names are all one to the rules."""
    tokens: set[Token] = {name}
    for detail, values in named.items():
        value = happening.details.get(detail)
        said = None if value is None else fold(value)
        tokens.add((name, detail, said if said in values else _ANOTHER))
    return frozenset(tokens)


def narrowed(matcher: Matcher, said: Mapping[tuple[str, str], frozenset[object]], names: Container[object]) -> Matches:
    """What is left to ask where a case's events are known to be of these names and to say only this.

    `said` holds, by event and discriminating detail, everything the case's events say of it (None
    for not saying it). A test that all of that passes need not be asked, one that none passes can match nothing.
    """
    left: list[EventMatch] = []
    for match in matcher.matches:
        for name in match.names:
            if name not in names:
                continue
            tests = [test for test in match.where if _passed_by(test, said.get((name, test.name))) is not True]
            if all(_passed_by(test, said.get((name, test.name))) is None for test in tests):
                left.append(EventMatch((name,), tuple(tests)))
    return tuple(left)


def _passed_by(test: DetailTest, said: frozenset[object] | None) -> bool | None:
    """Whether all of these values pass the test (True), none does (False), or it depends (None)."""
    if said is None or test.operator not in _TOLD_BY_TOKENS:
        return None
    if test.operator == "present":
        passing = {(value is not None and value != "") is test.value for value in said}
    else:
        wanted = {fold(value) for value in test.value} if isinstance(test.value, tuple) else set()
        passing = {(value in wanted) is (test.operator == "one_of") for value in said}
    return passing.pop() if len(passing) == 1 else None
