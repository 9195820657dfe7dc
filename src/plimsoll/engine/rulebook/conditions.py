"""Reading conditions: small structures, never expressions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from plimsoll.engine.rulebook.model import (
    Aged,
    AnyOf,
    Condition,
    EventMatch,
    Every,
    FactIs,
    Happened,
    Holds,
    InState,
    NoneOf,
    OfNation,
)
from plimsoll.engine.rulebook.shapes import Shape, read_amount, read_where

if TYPE_CHECKING:
    from plimsoll.engine.reasons import Amount

_KINDS = ("all", "any", "none", "state", "age", "fact", "happened", "holds", "nation")
_OLDEST = 130


def read_condition(shape: Shape | None) -> Condition | None:
    """One condition; None (after a problem) when it is none of the kinds there are."""
    if shape is None:
        return None
    kinds = [kind for kind in _KINDS if shape.has(kind)]
    if len(kinds) != 1:
        said = " and ".join(kinds) if kinds else "none of them"
        shape.problem(kinds[0] if kinds else "", f"a condition has one of {', '.join(_KINDS)}; this has {said}")
        return None
    kind = kinds[0]
    if kind == "state":
        return read_state(shape)
    condition: Condition | None
    if kind in ("all", "any", "none"):
        parts = tuple(part for child in shape.shapes(kind) if (part := read_condition(child)) is not None)
        if not parts:
            shape.problem(kind, f"{kind!r} is empty; list the conditions under it")
        condition = Every(parts) if kind == "all" else AnyOf(parts) if kind == "any" else NoneOf(parts)
    elif kind == "age":
        condition = _read_age(shape.mapping("age"))
    elif kind == "fact":
        condition = FactIs(read_where(shape.mapping("fact")))
    elif kind == "holds":
        condition = Holds(shape.text("holds", needed=True))
    elif kind == "nation":
        condition = OfNation(shape.names("nation"))
    else:
        condition = _read_happened(shape.mapping("happened"))
    shape.done(f"the condition {kind!r}")
    return condition


def read_state(shape: Shape) -> InState:
    """`{state: placement, where: {...}, lasted: {at_least: {...}}}`."""
    name = shape.text("state", needed=True)
    where = read_where(shape.mapping("where"))
    at_least, under = _read_lasted(shape.mapping("lasted"))
    shape.done("the condition 'state'")
    return InState(name, where, at_least, under)


def _read_lasted(shape: Shape | None) -> tuple[Amount | None, Amount | None]:
    if shape is None:
        return None, None
    at_least = read_amount(shape.mapping("at_least"))
    under = read_amount(shape.mapping("under"))
    shape.done("'lasted' (at_least, under)")
    for key, amount in (("at_least", at_least), ("under", under)):
        check_lasting(shape, key, amount)
    if at_least is None and under is None:
        shape.problem("", "'lasted' needs at_least or under, each as {amount: 1, unit: years}")
    return at_least, under


def check_lasting(shape: Shape, key: str, amount: Amount | None) -> None:
    if amount is not None and amount.unit not in ("days", "weeks", "months", "years"):
        shape.problem(key, f"how long a state has lasted is told in days, weeks, months or years, not {amount.unit}")


def _read_age(shape: Shape | None) -> Aged | None:
    if shape is None:
        return None
    aged = Aged(shape.whole("at_least", 0, _OLDEST), shape.whole("under", 0, _OLDEST))
    shape.done("'age' (at_least, under)")
    if aged == Aged():
        shape.problem("", "'age' needs at_least or under, as {under: 18}")
    return aged


def _read_happened(shape: Shape | None) -> Happened | None:
    if shape is None:
        return None
    match = EventMatch(shape.names("event"), read_where(shape.mapping("where")))
    since = shape.text("since")
    shape.done("'happened' (event, where, since)")
    return Happened(match, since)
