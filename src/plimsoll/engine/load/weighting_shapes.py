"""Reading a weighting's YAML, strictly: what is not understood is a problem with its line."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import timedelta
from decimal import Decimal
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from plimsoll.engine.load.modifier_shapes import assumptions_differ, assumptions_missing, read_modifier
from plimsoll.engine.load.numbers import HUNDRED, MODES, ZERO, Rounding
from plimsoll.engine.load.value_shapes import number, read_otherwise, read_table, read_tests, required
from plimsoll.engine.load.weighting import (
    Base,
    Capacity,
    CountLimit,
    Limits,
    Mark,
    ReductionRule,
    Reductions,
    Weighting,
    WorkRule,
)
from plimsoll.engine.reasons import Citation, Verified
from plimsoll.engine.rulebook.shapes import Shape, read_decided
from plimsoll.engine.rulebook.yaml_lines import Map

if TYPE_CHECKING:
    from plimsoll.engine.rulebook.problems import Problems

VERIFIED: tuple[Verified, ...] = ("primary", "secondary", "unverified")
STATUSES = ("adopted", "illustrative", "example")
_EMPTY_LINE = 1


def read_weighting(found: Map, name: str, problems: Problems) -> tuple[Weighting, ...]:
    """Every version of one file, the earliest first."""
    shape = Shape(found, problems)
    if shape.text("weighting", needed=True) != name:
        shape.problem("weighting", f"'weighting' must be {name!r}, like its file")
    head = (name, shape.text("title", needed=True), shape.word("status", STATUSES), _read_unit(shape))
    shape.text("about")
    decided = read_decided(shape.mapping("decided"))
    if head[2] == "adopted" and decided is None:
        shape.problem("decided", "an adopted weighting says who decided it: `decided: {by: …, on: 2026-04-01}`")
    versions = tuple(_read_version(each, head) for each in shape.shapes("versions"))
    if not versions:
        shape.problem("versions", "'versions' is missing; give at least one, with `from` and `citation`")
    shape.done("a weighting")
    for earlier, later in pairwise(versions):
        if earlier.until is None or later.since != earlier.until + timedelta(days=1):
            shape.problem("versions", f"the version from {later.since} must begin the day after the one before it ends")
    return versions


def _read_unit(shape: Shape) -> tuple[str, str]:
    unit = shape.mapping("unit")
    if unit is None:
        shape.problem("unit", "'unit' is missing; write `unit: {one: point, many: points}`")
        return "point", "points"
    names = unit.text("one", needed=True), unit.text("many", needed=True)
    unit.done("a unit")
    return names


def _read_version(shape: Shape, head: tuple[str, str, Any, tuple[str, str]]) -> Weighting:
    name, title, status, unit = head
    since = required(shape.day("from"), shape, "from")
    cases = shape.mapping("cases") or _missing(shape, "cases")
    only_when_true = (
        frozenset(cases.names("recorded_only_when_true")) if cases.has("recorded_only_when_true") else frozenset()
    )
    bases = tuple(_read_base(each) for each in cases.shapes("base"))
    if not bases:
        cases.problem("base", "'base' is missing; a case weighs something before anything is added")
    modifiers = tuple(read_modifier(each) for each in cases.shapes("modifiers"))
    assumptions_missing(cases, modifiers, only_when_true)
    assumptions_differ(cases, modifiers)
    floor = number(cases, "at_least")
    cases.done("cases")
    works = {rule.id: rule for rule in (_read_work(each) for each in shape.shapes("work"))}
    unknown_work = read_otherwise(shape, "unknown_work")
    weighting = Weighting(
        name, title, status, unit, since, shape.day("until", needed=False), tuple(_citations(shape)),
        _read_capacity(shape.mapping("capacity") or _missing(shape, "capacity")),
        bases, modifiers, floor, only_when_true, works, unknown_work,
        _read_reductions(shape.mapping("reductions")),
        _read_limits(shape.mapping("limits")),
        read_rounding(shape, "percentage", Rounding(1)),
    )  # fmt: skip
    shape.done("a version of a weighting")
    return weighting


def _missing(shape: Shape, key: str) -> Shape:
    shape.problem(key, f"{key!r} is missing; see docs/load.md")
    return Shape(Map(shape.map.file, shape.map.line), shape.problems)


def _citations(shape: Shape) -> Iterator[Citation]:
    found = False
    for each in shape.shapes("citation"):
        found = True
        yield Citation(
            each.text("instrument", needed=True),
            each.text("paragraph"),
            each.text("address"),
            each.word("verified", VERIFIED),  # type: ignore[arg-type] # one of VERIFIED, or a problem
            each.text("note"),
        )
        each.done("a citation")
    if not found:
        shape.problem("citation", "'citation' is missing; say where the figures come from, if only 'illustrative'")


def read_rounding(shape: Shape, key: str, default: Rounding) -> Rounding:
    found = shape.mapping(key)
    if found is None:
        return default
    places = found.whole("places", 0, 6, 0) or 0
    mode = found.word("mode", MODES, "half_up")
    found.done("a rounding")
    return Rounding(places, mode)  # type: ignore[arg-type] # one of MODES


def _read_base(shape: Shape) -> Base:
    ident = shape.text("id", needed=True)
    title = shape.text("title", default=ident.replace("_", " ").capitalize())
    when = read_tests(shape.mapping("when"))
    table = read_table(shape) if shape.has("by") else None
    fact = shape.text("from_fact")
    fixed = number(shape, "points") if table is None else None
    if sum((table is not None, bool(fact), fixed is not None)) != 1:
        shape.problem("id", f"{ident}: say one of `by` with `points`, `from_fact`, or `points` alone")
    otherwise = read_otherwise(shape, "otherwise") if fixed is None else None
    shape.done("a base")
    return Base(ident, title, when, table, fact, fixed, otherwise or _NOTHING)


def _read_work(shape: Shape) -> WorkRule:
    ident = shape.text("id", needed=True)
    title = shape.text("title", default=ident.replace("_", " ").capitalize())
    table = read_table(shape) if shape.has("by") else None
    points = number(shape, "points") if table is None else None
    if table is None and points is None:
        shape.problem("points", f"{ident}: 'points' is missing; say what one weighs")
    otherwise = read_otherwise(shape, "otherwise") if table is not None else None
    rule = WorkRule(ident, title, points, table, otherwise, shape.flag("subtract"), shape.flag("everyone"))
    if rule.everyone and points is None:
        shape.problem("everyone", f"{ident}: what everyone carries needs `points` alone")
    shape.done("work")
    return rule


def _read_capacity(shape: Shape) -> Capacity:
    full_time = _read_mark(shape.mapping("full_time") or _missing(shape, "full_time"))
    grades = shape.mapping("grades")
    stages = shape.mapping("stages")
    capacity = Capacity(
        full_time,
        {name: _read_mark(mark) for name in grades.map if (mark := grades.mapping(name))} if grades else {},
        {name: _percent(stages, name) for name in stages.map} if stages else {},
        read_rounding(shape, "round", Rounding(2)),
    )
    shape.done("a capacity")
    return capacity


def _percent(shape: Shape, key: str) -> Decimal:
    found = number(shape, key)
    if found is None or not ZERO <= found <= HUNDRED:
        shape.problem(key, f"{key!r} must be a percentage from 0 to 100")
        return HUNDRED
    return found


def _read_mark(shape: Shape) -> Mark:
    points, hours = number(shape, "points"), number(shape, "hours")
    if points is None or points < ZERO:
        shape.problem("points", "'points' must say what full time can carry, 0 or more")
    if hours is None or hours <= ZERO:
        shape.problem("hours", "'hours' must say how many hours a week full time is, more than 0")
        hours = Decimal(37)
    shape.done("a mark")
    return Mark(points or ZERO, hours)


def _read_reductions(shape: Shape | None) -> Reductions:
    if shape is None:
        return Reductions({}, "add", Rounding(2))
    rules: dict[str, ReductionRule] = {}
    kinds = shape.mapping("kinds")
    for kind in kinds.map if kinds else ():
        each = kinds.mapping(kind) if kinds else None
        if each is None:
            continue
        rules[kind] = ReductionRule(
            kind,
            each.text("title", default=kind.replace("_", " ").capitalize()),
            _percent(each, "percent") if each.has("percent") else None,
            _percent(each, "at_most") if each.has("at_most") else None,
            each.whole("months", 1, 120),
            each.text("group"),
        )
        each.done("a kind of reduction")
    overlap = shape.word("overlap", ("add", "highest"), "add")
    rounding = read_rounding(shape, "round", Rounding(2))
    shape.done("reductions")
    return Reductions(rules, overlap, rounding)  # type: ignore[arg-type] # one of the two


def _read_limits(shape: Shape | None) -> Limits:
    if shape is None:
        return Limits(HUNDRED, Decimal(110), 4, ())
    over = number(shape, "over_percent") or HUNDRED
    far_over = number(shape, "far_over_percent") or Decimal(110)
    if far_over < over:
        shape.problem("far_over_percent", "'far_over_percent' is below 'over_percent'; correct one of them")
    weeks = shape.whole("sustained_weeks", 1, 52, 4) or 4
    counts = tuple(_read_count(each) for each in shape.shapes("counts"))
    shape.done("limits")
    return Limits(over, far_over, weeks, counts)


def _read_count(shape: Shape) -> CountLimit:
    ident = shape.text("id", needed=True)
    per = shape.mapping("at_most_one_per")
    limit = CountLimit(
        ident,
        shape.text("title", needed=True),
        read_tests(shape.mapping("worker")),
        read_tests(shape.mapping("cases")),
        shape.whole("at_most", 0, 10_000),
        per.whole("every", 1, 1000) if per else None,
        read_tests(per.mapping("of")) if per else (),
    )
    if (limit.at_most is None) == (limit.per is None):
        shape.problem("at_most", f"{ident}: say either `at_most` or `at_most_one_per: {{every: 6, of: {{…}}}}`")
    if per:
        per.done("at_most_one_per")
    shape.done("a count limit")
    return limit


_NOTHING = read_otherwise(None, "")
Points = Mapping[tuple[str, ...], Decimal]
