"""The JSON form of workers and cases (docs/load.md, docs/schemas/load.input.json), read strictly."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from plimsoll.engine.load.facts import Case, Closing, PastWeek, Reduction, Work, Worker
from plimsoll.engine.load.fields import Fields, InputError, read_day, read_number, unique
from plimsoll.engine.load.forecast import monday_of
from plimsoll.engine.load.numbers import HUNDRED, ZERO
from plimsoll.engine.load.packs import in_force, load_weighting
from plimsoll.engine.load.weighting_shapes import read_weighting
from plimsoll.engine.rulebook import Problems
from plimsoll.engine.rulebook.yaml_lines import Map, Seq

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import date
    from pathlib import Path

    from plimsoll.engine.load.weighting import Weighting

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
MOST_HOURS = Decimal(168)
MOST_WEEKS = 104
CASE_FACTS = ("type", "stage", "complexity", "opened_on", "held_since")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")


@dataclass(frozen=True, slots=True)
class LoadInput:
    """What a file asks: everything but the answer."""

    as_at: date
    weighting: Weighting
    workers: tuple[Worker, ...]
    cases: tuple[Case, ...]
    weeks: int


def parse(
    found: object, *, as_at: date | None = None, weighting: str | None = None, folders: Iterable[Path] = ()
) -> LoadInput:
    """A whole file. `as_at` and `weighting` win over the file's own. Raises `InputError`, one line."""
    fields = Fields(found, "")
    day = fields.day("as_at")
    day = as_at or day
    if day is None:
        raise InputError("as_at: is missing; write the day the question is asked for, as 2026-04-01")
    chosen = _weighting(fields, weighting, day, folders)
    workers = tuple(unique(fields.each("workers"), read_worker))
    cases = tuple(unique(fields.each("cases"), read_case))
    weeks = fields.whole("weeks", 12, 1, MOST_WEEKS)
    fields.done()
    return LoadInput(day, chosen, workers, cases, weeks)


def _weighting(fields: Fields, name: str | None, day: date, folders: Iterable[Path]) -> Weighting:
    value = fields.raw("weighting")
    if name is None and isinstance(value, dict):
        problems = Problems()
        versions = read_weighting(_as_map(value), str(value.get("weighting") or "local"), problems)
        if problems.found:
            raise fields.wrong("weighting", problems.found[0].message)
        return _or_say(fields, lambda: in_force(versions, day))
    wanted = name or value
    if not isinstance(wanted, str) or not wanted:
        raise fields.wrong(
            "weighting", 'is missing; name one, such as "default-children", or write it out (docs/load.md)'
        )
    return _or_say(fields, lambda: load_weighting(wanted, day, folders))


def _or_say(fields: Fields, find: Callable[[], Weighting]) -> Weighting:
    try:
        return find()
    except KeyError as error:
        raise fields.wrong("weighting", str(error.args[0])) from error


def _as_map(value: Any) -> Any:
    """JSON as the YAML reader would have given it."""
    if isinstance(value, dict):
        made = Map("weighting", 1)
        for key, inner in value.items():
            made[key] = _as_map(inner)
        return made
    if isinstance(value, list):
        sequence = Seq("weighting", 1)
        sequence.extend(_as_map(inner) for inner in value)
        sequence.lines.extend([1] * len(value))
        return sequence
    if isinstance(value, str) and _DAY.fullmatch(value):
        return read_day(value, "weighting")
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return value


# --- people and cases ----------------------------------------------------------------------


def read_worker(fields: Fields) -> Worker:
    facts = fields.facts("facts")
    if fields.has("name"):
        facts["name"] = fields.text("name")
    worker = Worker(
        id=fields.text("id", needed=True),
        team=fields.text("team"),
        grade=fields.text("grade"),
        stage=fields.text("stage"),
        contracted_hours=fields.number("contracted_hours", ZERO, MOST_HOURS),
        pattern=_pattern(fields),
        started_on=fields.day("started_on"),
        left_on=fields.day("left_on"),
        reductions=tuple(_reduction(each) for each in fields.each("reductions")),
        work=tuple(_work(each) for each in fields.each("work")),
        history=tuple(_past_week(each) for each in fields.each("history")),
        facts=facts,
    )
    if worker.started_on and worker.left_on and worker.left_on < worker.started_on:
        raise fields.wrong("left_on", "is before started_on; correct one of them")
    fields.done()
    return worker


def _pattern(fields: Fields) -> tuple[Decimal, ...] | None:
    inner = fields.inner("pattern")
    if inner is None:
        return None
    hours = tuple(inner.number(day, ZERO, Decimal(24)) or ZERO for day in WEEKDAYS)
    inner.done()
    return hours


def _dates(fields: Fields) -> tuple[date | None, date | None]:
    since, until = fields.day("from"), fields.day("until")
    if since is not None and until is not None and until < since:
        raise fields.wrong("until", f"{until} is before from ({since}); correct one of them")
    return since, until


def _reduction(fields: Fields) -> Reduction:
    since, until = _dates(fields)
    if since is None:
        raise fields.wrong("from", "is missing; write the first day as 2026-04-01")
    found = Reduction(
        fields.text("kind", needed=True),
        since,
        until,
        fields.number("percent", ZERO, HUNDRED),
        fields.number("hours", ZERO, MOST_HOURS),
    )
    if found.percent is not None and found.hours is not None:
        raise fields.wrong("hours", "is given beside percent; give one of the two")
    fields.done()
    return found


def _work(fields: Fields) -> Work:
    since, until = _dates(fields)
    count = fields.number("count", ZERO)
    found = Work(
        fields.text("work", needed=True), Decimal(1) if count is None else count, since, until, fields.facts("facts")
    )
    fields.done()
    return found


def _past_week(fields: Fields) -> PastWeek:
    beginning = fields.needed_day("week")
    if beginning != monday_of(beginning):
        raise fields.wrong(
            "week", f"{beginning} is not a Monday; write the Monday the week begins on, {monday_of(beginning)}"
        )
    forecast = fields.inner("forecast")
    made = None
    if forecast is not None:
        made = (forecast.needed_number("low"), forecast.needed_number("expected"), forecast.needed_number("high"))
        forecast.done()
    cases = fields.whole("cases", 0, 0, 100_000) if fields.has("cases") else None
    week = PastWeek(beginning, fields.needed_number("points"), fields.needed_number("available"), cases, made)
    fields.done()
    return week


def read_case(fields: Fields) -> Case:
    facts = fields.facts("facts")
    for name in CASE_FACTS:
        if name in fields.found:
            facts[name] = fields.fact(name)
    case = Case(
        id=fields.text("id", needed=True),
        worker=fields.text("worker"),
        family=fields.text("family"),
        count=fields.whole("count", 1, 1, 10_000),
        facts=facts,
        starts_on=fields.day("starts_on"),
        ends_on=fields.day("ends_on"),
        closing=_closing(fields),
    )
    if case.starts_on and case.ends_on and case.ends_on < case.starts_on:
        raise fields.wrong("ends_on", "is before starts_on; correct one of them")
    fields.done()
    return case


def _closing(fields: Fields) -> Closing | None:
    """`expected_close`: a day, or `{earliest, likely, latest}`; without `latest` it may go on."""
    value = fields.raw("expected_close")
    if value is None:
        return None
    if not isinstance(value, dict):
        likely = read_day(value, fields.path("expected_close"))
        return Closing(likely, likely, None)
    inner = Fields(value, fields.path("expected_close"))
    likely = inner.needed_day("likely")
    closing = Closing(inner.day("earliest") or likely, likely, inner.day("latest"))
    inner.done()
    if closing.earliest > likely or (closing.latest is not None and closing.latest < likely):
        raise fields.wrong("expected_close", "must go from earliest to likely to latest; put the days in order")
    return closing


__all__ = ["InputError", "LoadInput", "parse", "read_case", "read_number", "read_worker"]
