"""Conditions on a case, compiled once: each becomes "in which spans of time does it hold?"."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from plimsoll.engine.clocks.matching import Token, compile_where
from plimsoll.engine.clocks.spans import ALWAYS, NEVER, complement, intersection, union
from plimsoll.engine.clocks.states import Stretch, case_open, stretches
from plimsoll.engine.moments import AFTER_ALL, BEFORE_ALL, midnights
from plimsoll.engine.rulebook import model
from plimsoll.engine.workdays import add_months, birthday

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from plimsoll.engine.clocks.context import Case
    from plimsoll.engine.clocks.matching import Matcher
    from plimsoll.engine.clocks.packs import Words
    from plimsoll.engine.clocks.spans import Span, Spans
    from plimsoll.engine.reasons import Amount

BIRTH = "born_on"
Needs = tuple[frozenset[Token], ...]
Kind = Literal["all", "any", "none"]
_MOST_BIRTHS = 32_768


class StateRule:
    """A state of the pack: what begins and what ends it."""

    __slots__ = ("begins", "ends", "keeps", "name")

    def __init__(self, name: str, begins: Matcher, ends: Matcher, *, keeps: bool) -> None:
        self.name = name
        self.begins = begins
        self.ends = ends
        self.keeps = keeps


def stretches_of(case: Case, state: StateRule | str) -> list[Stretch]:
    """The stretches of a state in this case; "case_open" is made by every event."""
    name = state if isinstance(state, str) else state.name
    found = case.stretches.get(name)
    if found is None:
        if isinstance(state, str):
            found = case_open(case.record)
        else:
            begins, ends = case.shape.marks(state)
            begun = case.among(begins) if begins is not None else []
            if len(begun) == 1 and ends is None:
                found = [Stretch(begun[0].stamp, AFTER_ALL, begun[0])]
            elif begun:
                found = stretches(begun, case.among(ends) if ends is not None else [], keeps=state.keeps)
            else:
                found = []
        case.stretches[name] = found
    return found


class Holding:
    """A compiled condition: where it holds in a case.

    `needs`: sets of tokens; a case that has none of one of them never fulfils it.
    `bears`: every token that says whether it, or a part of it, can be fulfilled at all.
    `rests_on_age`: whether a missing birth date bears on it.
    """

    __slots__ = ("bears", "compute", "key", "needs", "rests_on_age")

    def __init__(
        self, key: int, compute: Callable[[Case], Spans], needs: Needs = (), *, rests_on_age: bool = False
    ) -> None:
        self.key = key
        self.compute = compute
        self.needs = needs
        self.bears = frozenset[Token]().union(*needs)
        self.rests_on_age = rests_on_age

    def spans(self, case: Case) -> Spans:
        """Where it holds in this case, worked out once."""
        found = case.spans.get(self.key)
        if found is None:
            found = case.spans[self.key] = self.compute(case)
        return found

    def simplified(self, tokens: frozenset[Token], words: Words) -> Holding:
        """What is left of it for cases with these tokens: `never` where something it needs is missing."""
        del words
        return NEVER_HOLDS if any(need.isdisjoint(tokens) for need in self.needs) else self


ALWAYS_HOLDS = Holding(-1, lambda _: ALWAYS)
NEVER_HOLDS = Holding(-2, lambda _: NEVER, (frozenset(),))


class Combined(Holding):
    """Conditions under `any` or `none`; those under `all` are `Together`."""

    __slots__ = ("kind", "parts")

    def __init__(self, key: int, kind: Kind, parts: tuple[Holding, ...]) -> None:
        needed = [part.needs for part in parts]
        needs: Needs = ()
        if kind == "all":
            needs = tuple({need for one in needed for need in one})
        elif kind == "any":
            needs = either(needed)
        rests_on_age = any(part.rests_on_age for part in parts)
        super().__init__(key, self._some if kind == "any" else self._none, needs, rests_on_age=rests_on_age)
        self.kind = kind
        self.parts = parts
        self.bears = self.bears.union(*(part.bears for part in parts))

    def _some(self, case: Case) -> Spans:
        found = [spans for part in self.parts if (spans := part.spans(case))]
        return union(found) if len(found) > 1 else found[0] if found else NEVER

    def _none(self, case: Case) -> Spans:
        found = self._some(case)
        return complement(found) if found else ALWAYS

    def simplified(self, tokens: frozenset[Token], words: Words) -> Holding:
        if any(need.isdisjoint(tokens) for need in self.needs):
            return NEVER_HOLDS
        bearing = tokens & self.bears  # few of a record's tokens bear on it, so that most records ask the same
        found = words.simplified.get((self.key, bearing))
        if found is None:
            found = combine(self.kind, [part.simplified(bearing, words) for part in self.parts], words)
            words.keep_simplified(self.key, bearing, found)
        return found


class Together(Combined):
    """Conditions under `all`: the first of them together (`earlier`, which serves other rules too), and the `last`."""

    __slots__ = ("earlier", "last")

    def __init__(self, key: int, parts: tuple[Holding, ...], earlier: Holding) -> None:
        super().__init__(key, "all", parts)
        self.earlier = earlier
        self.last = parts[-1]

    def spans(self, case: Case) -> Spans:
        known = case.spans
        found = known.get(self.key)
        if found is not None:
            return found
        found = known.get(self.earlier.key) or self.earlier.spans(case)
        if found:
            last = known.get(self.last.key) or self.last.spans(case)
            found = intersection(found, last)
        known[self.key] = found
        return found


def combine(kind: Kind, parts: Sequence[Holding], words: Words) -> Holding:
    """Conditions put together, without those that decide nothing; the same parts make the same condition."""
    if kind == "all":
        if NEVER_HOLDS in parts:
            return NEVER_HOLDS
        left = {inner.key: inner for part in parts if part is not ALWAYS_HOLDS for inner in _inner("all", part)}
        if not left:
            return ALWAYS_HOLDS
    else:
        if ALWAYS_HOLDS in parts:
            return ALWAYS_HOLDS if kind == "any" else NEVER_HOLDS
        left = {inner.key: inner for part in parts if part is not NEVER_HOLDS for inner in _inner("any", part)}
        if not left:
            return NEVER_HOLDS if kind == "any" else ALWAYS_HOLDS
    if len(left) == 1 and kind != "none":
        return next(iter(left.values()))
    return words.combined(kind, tuple(left[key] for key in sorted(left)))


def _inner(kind: Kind, part: Holding) -> tuple[Holding, ...]:
    return part.parts if isinstance(part, Combined) and part.kind == kind else (part,)


def shift(ordinal: int, amount: Amount) -> int:
    """A day so many days, weeks, months or years later."""
    count = int(amount.amount)
    if amount.unit == "months":
        return add_months(ordinal, count)
    if amount.unit == "years":
        return add_months(ordinal, count * 12)
    return ordinal + count * (7 if amount.unit == "weeks" else 1)


def compile_condition(condition: model.Condition, words: Words) -> Holding:
    """The condition as spans; the same condition of a pack is compiled once."""
    found = words.holdings.get(condition)
    if found is None:
        found = words.holdings[condition] = _compile(condition, words)
    return found


def _compile(condition: model.Condition, words: Words) -> Holding:
    match condition:
        case model.Every(parts):
            return combine("all", [compile_condition(part, words) for part in parts], words)
        case model.AnyOf(parts):
            return combine("any", [compile_condition(part, words) for part in parts], words)
        case model.NoneOf(parts):
            return combine("none", [compile_condition(part, words) for part in parts], words)
        case model.Holds(name):
            return compile_condition(words.conditions[name], words)
        case model.OfNation(nations):
            return ALWAYS_HOLDS if words.nation in nations else NEVER_HOLDS
        case _:
            return _leaf(condition, words)


def _leaf(condition: model.Condition, words: Words) -> Holding:
    key = words.next_key()
    match condition:
        case model.InState():
            return _in_state(key, condition, words)
        case model.Happened():
            return _happened(key, condition, words)
        case model.Aged():
            needs = (words.age(condition.at_least),) if condition.at_least else ()
            return Holding(key, _aged(condition), needs, rests_on_age=True)
        case model.FactIs(where):
            return Holding(key, _fact(where))
        case _:
            raise AssertionError(condition)


def either(needed: Sequence[Needs]) -> Needs:
    """What is needed where one of several will do: nothing, if one of them needs nothing."""
    if not needed or not all(needed):
        return ()
    return (frozenset[Token]().union(*(min(needs, key=len) for needs in needed)),)


def _whenever(state: StateRule | str) -> Callable[[Case], Spans]:
    """A state without more: its stretches."""

    def whenever(case: Case) -> Spans:
        found = stretches_of(case, state)
        if len(found) == 1:
            low, high, _ = found[0]
            return ((low, high),)
        return union([tuple([(low, high) for low, high, _ in found])])

    return whenever


def _in_state(key: int, condition: model.InState, words: Words) -> Holding:
    if condition.state == "life":
        return Holding(key, _alive)
    state: StateRule | str = "case_open" if condition.state == "case_open" else words.state(condition.state)
    needs = () if isinstance(state, str) else (state.begins.tokens, words.begun_with(state, condition.where))
    passes = compile_where(condition.where)
    at_least, under = condition.at_least, condition.under
    if passes is None and at_least is None and under is None:
        return Holding(key, _whenever(state), needs)

    def in_state(case: Case) -> Spans:
        spans: list[Span] = []
        for low, high, begin in stretches_of(case, state):
            if passes is not None and not passes(begin.details):
                continue
            first, last = low, high
            if at_least is not None:
                first = max(first, case.noted(midnights[shift(begin.day, at_least)]))
            if under is not None:
                last = min(last, case.noted(midnights[shift(begin.day, under)]))
            if first < last:
                spans.append((first, last))
        return union([tuple(spans)]) if len(spans) > 1 else tuple(spans)

    return Holding(key, in_state, needs)


def _alive(case: Case) -> Spans:
    return ALWAYS if case.born is None else ((midnights[case.born], AFTER_ALL),)


def _aged(condition: model.Aged) -> Callable[[Case], Spans]:
    """An unknown birth date passes `under` and fails `at_least`: the younger child's rule applies."""
    at_least, under = condition.at_least, condition.under
    known: dict[int, Spans] = {}  # by birth date: many clocks and many cases ask the same

    def aged(case: Case) -> Spans:
        born = case.born
        if born is None:
            return NEVER if at_least is not None and at_least > 0 else ALWAYS
        spans = known.get(born)
        if spans is None:
            if len(known) >= _MOST_BIRTHS:
                known.clear()
            low = BEFORE_ALL if at_least is None else midnights[birthday(born, at_least)]
            high = AFTER_ALL if under is None else midnights[birthday(born, under)]
            spans = known[born] = ((low, high),)
        low, high = spans[0]
        if low != BEFORE_ALL:
            case.noted(low)
        if high != AFTER_ALL:
            case.noted(high)
        return spans if low < high else NEVER

    return aged


def _fact(where: model.Where) -> Callable[[Case], Spans]:
    passes = compile_where(where)
    if passes is None:
        return lambda _: ALWAYS
    return lambda case: ALWAYS if passes(case.facts.facts) else NEVER


def _happened(key: int, condition: model.Happened, words: Words) -> Holding:
    matcher = words.matcher((condition.match,))
    if not condition.since:

        def ever(case: Case) -> Spans:
            found = case.find(matcher)
            return ((found[0].stamp, AFTER_ALL),) if found else NEVER

        return Holding(key, ever, (matcher.tokens,))
    since: StateRule | str = "case_open" if condition.since == "case_open" else words.state(condition.since)

    def since_then(case: Case) -> Spans:
        spans = []
        found = case.find(matcher)
        for low, high, begin in stretches_of(case, since) if found else ():
            first = next((each for each in found if each.not_before(begin) and each.stamp < high), None)
            if first is not None:
                spans.append((max(low, first.stamp), high))
        return tuple(spans)

    return Holding(key, since_then, (matcher.tokens,))
