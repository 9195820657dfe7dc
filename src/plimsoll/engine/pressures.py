"""What presses on a caseload: weekly flags in the words of a rule, each with evidence, trend and what might help.

In come signals: dated things that stand in the record (a case held, a duty due, a complaint open, a note not written).
A rule, which is pack data, counts some of them in a week and says from which amount it speaks. Out come the pressures
whose rule is met this week. They are never added up, weighed or ranked: they come in the order of the pack, and there
is no number about a person. What a supervisor is shown is said by the rule itself (`shown_to`).
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Literal

from plimsoll.engine.load.numbers import HUNDRED, ZERO, as_decimal, shown
from plimsoll.engine.reasons import Amount, Citation, Reason, Source, Verified
from plimsoll.engine.rulebook import PACKAGED, Problems, RulebookError
from plimsoll.engine.rulebook.problems import nearest
from plimsoll.engine.rulebook.shapes import Shape
from plimsoll.engine.rulebook.yaml_lines import read_yaml

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

Area = Literal[
    "volume", "deadlines", "emotional_demand", "complexity", "absence", "waits", "law", "conflict", "recording"
]
AREAS: tuple[Area, ...] = (
    "volume", "deadlines", "emotional_demand", "complexity", "absence", "waits", "law", "conflict", "recording"
)  # fmt: skip
Measure = Literal["begun", "live", "share", "weeks_since"]
MEASURES: tuple[Measure, ...] = ("begun", "live", "share", "weeks_since")
Shown = Literal["self", "supervisor"]
Trend = Literal["rising", "falling", "steady", "not_known"]
WEEK = timedelta(days=7)
WEEKS = 12
"""So many weeks are looked back on, this one among them."""
FOLDER, STEM = "weights", "pressures"


@dataclass(frozen=True, slots=True)
class Signal:
    """One thing in the record. `id` is the record's own, never a name; `amount` counts it (hours, or simply 1).

    It is live from `since` to `until`, both days of it; without `until` it still is.
    """

    kind: str
    id: str
    since: date
    until: date | None = None
    case: str = ""
    amount: Decimal = Decimal(1)


@dataclass(frozen=True, slots=True)
class Rule:
    """When something presses: `counts` are kinds of signal, of which `measure` makes a number for each week.

    `begun`: what began in the week or the `over_weeks` up to it. `live`: what is live on the last day counted, and has
    been for `after_days`. `share`: what `live` gives in per cent of the same of `of`. `weeks_since`: whole weeks since
    the last in which `begun` gave no more than `lighter_is`.
    """

    id: str
    area: Area
    title: str
    counts: tuple[str, ...]
    of: tuple[str, ...]
    measure: Measure
    at_least: Decimal
    over_weeks: int
    after_days: int
    lighter_is: Decimal
    weeks: int
    scales_with_hours: bool
    says: str
    helps: tuple[str, ...]
    shown_to: tuple[Shown, ...]
    since: date
    until: date | None
    citations: tuple[Citation, ...]


@dataclass(frozen=True, slots=True)
class Pressure:
    """A rule that is met this week.

    `reason` says it with the amount and the limit; `helps` are sentences to translate; `evidence` names the records
    counted; `history` holds Monday and amount for each week up to this one; `weeks_running` says how many in a row.
    """

    rule: str
    area: Area
    title: str
    reason: Reason
    trend: Trend
    weeks_running: int
    history: tuple[tuple[date, Decimal], ...]
    evidence: tuple[Signal, ...]
    helps: tuple[str, ...]
    shown_to: tuple[Shown, ...]
    citations: tuple[Citation, ...]


def pressures(
    rules: Iterable[Rule],
    signals: Iterable[Signal],
    on: date,
    *,
    share: Decimal = Decimal(1),
    viewer: Shown = "self",
) -> tuple[Pressure, ...]:
    """What presses in the week of `on`, counted up to that day.

    `share` is the part of full time that the person works now: limits that scale with hours are that part of the
    limit. A supervisor gets only what the rules show to supervisors.

    >>> rule = Rule("many", "volume", "Many cases", ("case_held",), (), "live", Decimal(2), 1, 0, ZERO, 1, False,
    ...             "%(amount)s cases are held; from %(limit)s it is said", ("Pause allocation",), ("self",),
    ...             date(2020, 1, 1), None, ())
    >>> held = [Signal("case_held", name, date(2026, 1, 5)) for name in "AB"]
    >>> [found.reason.text for found in pressures([rule], held, date(2026, 3, 4))]
    ['2 cases are held; from 2 it is said']
    """
    by_kind: dict[str, list[Signal]] = defaultdict(list)
    for signal in signals:
        by_kind[signal.kind].append(signal)
    found = []
    for rule in rules:
        if viewer in rule.shown_to and rule.since <= on and (rule.until is None or on <= rule.until):
            one = _one(rule, by_kind, on, share)
            if one is not None:
                found.append(one)
    return tuple(found)


def _one(rule: Rule, by_kind: Mapping[str, list[Signal]], on: date, share: Decimal) -> Pressure | None:
    counted = [signal for kind in rule.counts for signal in by_kind.get(kind, ())]
    whole = [signal for kind in rule.of for signal in by_kind.get(kind, ())]
    limit = rule.at_least * share if rule.scales_with_hours else rule.at_least
    monday = on - timedelta(days=on.weekday())
    days = [(monday - WEEK * back, min(on, monday - WEEK * back + timedelta(days=6))) for back in range(WEEKS)]
    history = [(start, _measured(rule, counted, whole, last)) for start, last in days]
    running = 0
    for _, amount in history:
        if amount < limit or amount <= ZERO:
            break
        running += 1
    if running < rule.weeks:
        return None
    amount = history[0][1]
    params = {"amount": shown(_one_place(amount)), "limit": shown(_one_place(limit)), "weeks": running}
    reason = Reason(
        f"pressure.{rule.id}", rule.says, params, Amount(float(amount), rule.measure), Source("policy", rule.id)
    )
    return Pressure(
        rule=rule.id,
        area=rule.area,
        title=rule.title,
        reason=reason,
        trend=_trend([each for _, each in history], _first_seen(counted), monday),
        weeks_running=running,
        history=tuple(reversed(history)),
        evidence=tuple(sorted(_evidence(rule, counted, on), key=lambda signal: (signal.since, signal.id))),
        helps=rule.helps,
        shown_to=rule.shown_to,
        citations=rule.citations,
    )


# --- counting -----------------------------------------------------------------------------------------------------


def _measured(rule: Rule, counted: Sequence[Signal], whole: Sequence[Signal], last: date) -> Decimal:
    match rule.measure:
        case "begun":
            return _sum(_begun(counted, last, rule.over_weeks))
        case "live":
            return _sum(_live(counted, last, rule.after_days))
        case "share":
            below = _sum(_live(whole, last, 0))
            return HUNDRED * _sum(_live(counted, last, rule.after_days)) / below if below else ZERO
        case "weeks_since":
            return Decimal(_weeks_since(rule, counted, last))


def _begun(signals: Sequence[Signal], last: date, weeks: int) -> list[Signal]:
    """Those that began in the week of `last`, up to it, or in so many weeks up to that one."""
    first = last - timedelta(days=last.weekday()) - WEEK * (weeks - 1)
    return [signal for signal in signals if first <= signal.since <= last]


def _live(signals: Sequence[Signal], on: date, after_days: int) -> list[Signal]:
    latest = on - timedelta(days=after_days)
    return [signal for signal in signals if signal.since <= latest and (signal.until is None or on <= signal.until)]


def _weeks_since(rule: Rule, signals: Sequence[Signal], last: date) -> int:
    """Weeks in a row up to this one that were not light; weeks before the first signal are light."""
    for weeks in range(WEEKS * 2):
        day = last if not weeks else last - timedelta(days=last.weekday() + 1) - WEEK * (weeks - 1)
        if _sum(_begun(signals, day, 1)) <= rule.lighter_is:
            return weeks
    return WEEKS * 2


def _evidence(rule: Rule, counted: Sequence[Signal], on: date) -> list[Signal]:
    if rule.measure in ("live", "share"):
        return _live(counted, on, rule.after_days)
    return _begun(counted, on, rule.over_weeks)


def _sum(signals: Iterable[Signal]) -> Decimal:
    return sum((signal.amount for signal in signals), ZERO)


def _first_seen(signals: Iterable[Signal]) -> date | None:
    return min((signal.since for signal in signals), default=None)


def _trend(amounts: Sequence[Decimal], first: date | None, monday: date) -> Trend:
    """How this week stands against the four before it: a tenth more or less is a trend; a shorter record has none."""
    if first is None or first > monday - 4 * WEEK:
        return "not_known"
    now, before = amounts[0] * 40, sum(amounts[1:5], ZERO) * 10
    if now > before * Decimal("1.1"):
        return "rising"
    return "falling" if now < before * Decimal("0.9") else "steady"


def _one_place(value: Decimal) -> Decimal:
    return value.quantize(Decimal("0.1"))


# --- the rules as pack data ---------------------------------------------------------------------------------------


def load_rules(name: str = STEM, folders: Iterable[Path] = ()) -> tuple[Rule, ...]:
    """The rules of `weights/<name>.yaml`, an organisation's own file in place of ours. Raises `RulebookError`."""
    files = {
        path.stem: path
        for folder in (PACKAGED, *folders)
        for path in sorted((folder / FOLDER).glob(f"{STEM}*.yaml"))
    }  # fmt: skip
    if name not in files:
        raise KeyError(f"there are no rules of pressures {name!r}{nearest(name, files)}")
    problems = Problems()
    found = read_yaml(files[name], f"{FOLDER}/{name}.yaml", problems)
    rules = _read_file(Shape(found, problems), name) if found is not None else ()
    problems.raise_any()
    return rules


def check(folders: Iterable[Path] = ()) -> list[str]:
    """Everything wrong in the rules of pressures, a line each."""
    try:
        load_rules(folders=folders)
    except RulebookError as error:
        return [str(problem) for problem in error.problems]
    return []


def _read_file(shape: Shape, name: str) -> tuple[Rule, ...]:
    if shape.text("pressures", needed=True) != name:
        shape.problem("pressures", f"'pressures' must be {name!r}, like its file")
    shape.text("title", needed=True)
    shape.word("status", ("adopted", "illustrative"))
    shape.text("about")
    rules = shape.each("rules", _read_rule)
    shape.done("a file of pressures")
    seen: dict[str, Rule] = {}
    for rule in rules:
        before = seen.get(rule.id)
        if before is not None and (before.until is None or rule.since <= before.until):
            shape.problem("rules", f"{rule.id!r} is there twice for the same days; let the earlier end with `until`")
        seen[rule.id] = rule
    return rules


def _read_rule(shape: Shape) -> Rule:
    measure = shape.mapping("measure")
    if measure is None:
        shape.problem("measure", "'measure' is missing; write `measure: {live: [case_held]}`")
    kind, counts = _read_measure(measure) if measure is not None else ("live", ())
    rule = Rule(
        id=shape.text("id", needed=True),
        area=_area(shape),
        title=shape.text("title", needed=True),
        counts=counts,
        of=measure.names("of") if measure is not None and measure.has("of") else (),
        measure=kind,
        at_least=_number(shape, "at_least", needed=True),
        over_weeks=(measure.whole("over_weeks", 1, WEEKS, 1) or 1) if measure is not None else 1,
        after_days=(measure.whole("after_days", 0, 1000, 0) or 0) if measure is not None else 0,
        lighter_is=_number(measure, "lighter_is") if measure is not None else ZERO,
        weeks=shape.whole("weeks", 1, WEEKS, 1) or 1,
        scales_with_hours=shape.flag("scales_with_hours"),
        says=shape.text("says", needed=True),
        helps=tuple(str(value) for _, value in shape.items("helps")),
        shown_to=("self", "supervisor") if shape.flag("supervisor_sees") else ("self",),
        since=shape.day("from") or date(1900, 1, 1),
        until=shape.day("until", needed=False),
        citations=shape.each("citation", _read_citation),
    )
    if measure is not None:
        measure.done("a measure")
    _check_rule(shape, rule)
    shape.done("a pressure")
    return rule


def _read_measure(shape: Shape) -> tuple[Measure, tuple[str, ...]]:
    given = [word for word in MEASURES if shape.has(word)]
    if len(given) != 1:
        shape.problem(given[0] if given else "", f"a measure has just one of {', '.join(MEASURES)}")
        return "live", ()
    return given[0], shape.names(given[0])


def _check_rule(shape: Shape, rule: Rule) -> None:
    if (rule.measure == "share") != bool(rule.of):
        shape.problem("measure", "a share is of something: write `of` beside `share`, and only there")
    if not rule.helps:
        shape.problem("helps", "'helps' is missing; a flag without anything that might help only adds to the load")
    if not rule.citations:
        shape.problem("citation", "'citation' is missing; say what the limit rests on, or that it is a local choice")
    try:
        _ = rule.says % {"amount": "1", "limit": "1", "weeks": 1}
    except (KeyError, ValueError, TypeError):
        shape.problem("says", "'says' may hold %(amount)s, %(limit)s and %(weeks)s; write a percent sign as %%")


def _area(shape: Shape) -> Area:
    found = shape.word("area", AREAS)
    return next((area for area in AREAS if area == found), AREAS[0])


def _number(shape: Shape, key: str, *, needed: bool = False) -> Decimal:
    value = shape.raw(key)
    found = None if isinstance(value, str) else as_decimal(value)
    if found is None:
        if value is not None or needed:
            shape.problem(key, f"{key!r} must be a number such as 2 or 1.5")
        return ZERO
    return found


def _read_citation(shape: Shape) -> Citation:
    words: tuple[Verified, ...] = ("primary", "secondary", "unverified")
    said = shape.word("verified", words)
    found = Citation(
        shape.text("instrument", needed=True),
        shape.text("paragraph"),
        verified=next((word for word in words if word == said), "unverified"),
        note=shape.text("note"),
    )
    shape.done("a citation")
    return found


__all__ = ["Pressure", "Rule", "RulebookError", "Signal", "check", "load_rules", "pressures"]
