"""Reading what makes a case weigh more or less."""

from __future__ import annotations

from typing import TYPE_CHECKING

from plimsoll.engine.load.fields import DAY_FACTS
from plimsoll.engine.load.numbers import ZERO, as_decimal
from plimsoll.engine.load.value_shapes import number, read_tests
from plimsoll.engine.load.weighting import Bands, ByFact, Each, Effect, Fixed, Modifier, Siblings, Within
from plimsoll.engine.rulebook.yaml_lines import Map

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from decimal import Decimal

    from plimsoll.engine.rulebook.shapes import Shape


_EFFECTS = ("add", "percent", "each", "bands", "siblings")


def read_modifier(shape: Shape) -> Modifier:
    ident = shape.text("id", needed=True)
    title = shape.text("title", default=ident.replace("_", " ").capitalize())
    when = read_tests(shape.mapping("when"))
    within = _read_within(shape.mapping("within"))
    assume = shape.mapping("assume")
    because = shape.text("because")
    modifier = Modifier(ident, title, when, within, _read_effect(shape, ident), _read_assume(assume), because)
    if assume is not None and not because:
        shape.problem("assume", f"{ident}: say in `because` why that is taken when it is not known")
    shape.done("a modifier")
    return modifier


def _read_assume(shape: Shape | None) -> Mapping[str, object]:
    if shape is None:
        return {}
    found: dict[str, object] = {}
    for name in shape.map:
        value = shape.raw(name)
        exact = None if isinstance(value, str) else as_decimal(value)
        found[name] = value if exact is None else exact
    return found


def _read_within(shape: Shape | None) -> Within | None:
    if shape is None:
        return None
    found = Within(shape.text("fact", needed=True), shape.whole("weeks", 1, 520) or 1)
    if not found.fact.endswith(DAY_FACTS):
        shape.problem("fact", "a day is a fact whose name ends in _on or _since, such as opened_on")
    shape.done("within")
    return found


def _read_effect(shape: Shape, ident: str) -> Effect:
    given = [name for name in _EFFECTS if shape.has(name)]
    if len(given) != 1:
        shape.problem("id", f"{ident}: say exactly one of {', '.join(_EFFECTS)}")
        return Fixed(ZERO, is_percent=False)
    name = given[0]
    if name in ("add", "percent"):
        return _read_plain(shape, name)
    inner = shape.mapping(name)
    if inner is None:
        return Fixed(ZERO, is_percent=False)
    effect: Effect
    if name == "each":
        effect = Each(
            inner.text("fact", needed=True),
            _needed(inner, "add"),
            number(inner, "above") or ZERO,
            number(inner, "at_most"),
        )
    elif name == "bands":
        effect = Bands(inner.text("fact", needed=True), tuple(_read_bands(inner)))
    else:
        effect = Siblings(_needed(inner, "percent"))
    inner.done(name)
    return effect


def _read_plain(shape: Shape, name: str) -> Effect:
    if not isinstance(shape.map[name], Map):
        return Fixed(_needed(shape, name), is_percent=name == "percent")
    inner = shape.mapping(name)
    assert inner is not None
    fact = inner.text("by", needed=True)
    amounts = inner.mapping("values")
    if amounts is None:
        inner.problem("values", f"'values' is missing; write `{name}: {{by: {fact or 'fact'}, values: {{high: 2}}}}`")
    found = {key: _needed(amounts, key) for key in amounts.map} if amounts else {}
    inner.done(name)
    return ByFact(fact, found, is_percent=name == "percent")


def _needed(shape: Shape, key: str) -> Decimal:
    found = number(shape, key)
    if found is None and shape.map.get(key) is None:
        shape.problem(key, f"{key!r} is missing; write a number")
    return found if found is not None else ZERO


def _read_bands(shape: Shape) -> Iterator[tuple[Decimal, Decimal]]:
    last: Decimal | None = None
    for each in shape.shapes("values"):
        above, add = _needed(each, "above"), _needed(each, "add")
        if last is not None and above <= last:
            each.problem("above", "bands must rise; put them in order")
        last = above
        each.done("a band")
        yield above, add
    if last is None:
        shape.problem("values", "'values' is missing; write `- {above: 30, add: 1}`")


def facts_read(modifier: Modifier) -> frozenset[str]:
    """The facts that must be known, or assumed, before the modifier can be judged."""
    names = {test.fact for test in modifier.when if test.operator != "present"}
    if modifier.within is not None:
        names.add(modifier.within.fact)
    if isinstance(modifier.effect, ByFact | Each | Bands):
        names.add(modifier.effect.fact)
    return frozenset(names)


def assumptions_missing(shape: Shape, modifiers: Iterable[Modifier], only_when_true: frozenset[str]) -> None:
    """Every fact a modifier reads has a declared default: nothing unknown is silently nought."""
    for modifier in modifiers:
        for name in sorted(facts_read(modifier) - set(modifier.assume) - only_when_true):
            example = "null" if name.endswith(DAY_FACTS) else "…"
            shape.problem(
                "modifiers",
                f"{modifier.id}: say in `assume: {{{name}: {example}}}` what is taken when {name} is not known",
            )


def assumptions_differ(shape: Shape, modifiers: Iterable[Modifier]) -> None:
    """A fact that is not known is taken to be one thing, whoever asks."""
    taken: dict[str, object] = {}
    for modifier in modifiers:
        for name, value in modifier.assume.items():
            if taken.setdefault(name, value) != value:
                shape.problem(
                    "modifiers", f"{modifier.id}: {name} is assumed to be {taken[name]} elsewhere; say the same in both"
                )
