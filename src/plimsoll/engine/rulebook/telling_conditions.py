"""Conditions and events in words, for people who check the rulebook."""

from __future__ import annotations

from typing import TYPE_CHECKING

from plimsoll.engine.rulebook import model

if TYPE_CHECKING:
    from collections.abc import Iterable

    from plimsoll.engine.reasons import Amount


def plain(name: str) -> str:
    """A word of the rulebook as people read it: `letter_dated_on` -> "letter dated on"."""
    return name.replace("_", " ")


def amount_words(amount: Amount) -> str:
    unit = amount.unit.removesuffix("s") if abs(amount.amount) == 1 else amount.unit
    return f"{amount.amount} {unit}"


def matches_words(matches: Iterable[model.EventMatch], pack: model.Pack) -> str:
    """Events by their titles, with what they must carry."""
    return "; ".join(
        " or ".join(pack.events[name].title if name in pack.events else plain(name) for name in match.names)
        + where_words(match.where)
        for match in matches
    )


def where_words(where: model.Where) -> str:
    return f" [{', '.join(_test(test) for test in where)}]" if where else ""


def _test(test: model.DetailTest) -> str:
    name = plain(test.name)
    if test.operator == "present":
        return f"{name} {'given' if test.value else 'not given'}"
    if test.operator == "at_least":
        return f"{name} at least {test.value}"
    if test.operator == "under":
        return f"{name} under {test.value}"
    values = test.value if isinstance(test.value, tuple) else (test.value,)
    said = " or ".join(_value(value) for value in values)
    return f"unless {name} is {said}" if test.operator == "not" else f"{name}: {said}"


def _value(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return plain(str(value))


def condition_words(condition: model.Condition, pack: model.Pack) -> str:
    """A condition in words; named conditions by their names."""
    match condition:
        case model.Every(parts):
            return " and ".join(_inner(part, pack) for part in parts)
        case model.AnyOf(parts):
            return " or ".join(_inner(part, pack) for part in parts)
        case model.NoneOf(parts):
            return "not " + " nor ".join(_inner(part, pack) for part in parts)
        case model.InState():
            return _state(condition)
        case model.Aged(at_least, under):
            ages = [f"aged {at_least} or over"] if at_least is not None else []
            return " and ".join([*ages, f"under {under}"] if under is not None else ages)
        case _:
            return _other(condition, pack)


def _other(condition: model.Condition, pack: model.Pack) -> str:
    match condition:
        case model.FactIs(where):
            return f"fact{where_words(where)}"
        case model.Happened(match, since):
            return f"after {matches_words((match,), pack)}{f' since {plain(since)}' if since else ''}"
        case model.OfNation(nations):
            return f"nation {' or '.join(nations)}"
        case model.Holds(name):
            return f"“{plain(name)}”"
        case _:
            raise AssertionError(condition)


def _inner(condition: model.Condition, pack: model.Pack) -> str:
    words = condition_words(condition, pack)
    return f"({words})" if isinstance(condition, model.Every | model.AnyOf | model.NoneOf) else words


def _state(condition: model.InState) -> str:
    lasted = ""
    if condition.at_least is not None:
        lasted += f" for at least {amount_words(condition.at_least)}"
    if condition.under is not None:
        lasted += f" for less than {amount_words(condition.under)}"
    return f"{plain(condition.state)}{lasted}{where_words(condition.where)}"
