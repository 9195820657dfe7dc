"""The answer as plain data for JSON (docs/schemas/load.output.json)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from plimsoll.engine.load.line import words
from plimsoll.engine.load.numbers import ZERO, plain
from plimsoll.engine.load.teams import TeamLoad, team_loads

if TYPE_CHECKING:
    from collections.abc import Iterable

    from plimsoll.engine.load.availability import Available
    from plimsoll.engine.load.book import Book, WorkerLoad
    from plimsoll.engine.load.carried import Assumption, Carried, Part
    from plimsoll.engine.load.forecast import Forecast, WeekAhead
    from plimsoll.engine.load.line import Line
    from plimsoll.engine.load.weighting import Weighting
    from plimsoll.engine.reasons import Citation, Reason


def answer(book: Book, *, with_cases: bool = True) -> dict[str, Any]:
    """Everything about everybody in a book."""
    loads = book.loads()
    unallocated = book.unallocated()
    assumed = [each for load in loads for each in load.assumed]
    assumed += [each for carried in unallocated for each in carried.assumed]
    weighting = book.weighting
    return {
        "as_at": book.as_at.isoformat(),
        "weighting": _weighting(weighting),
        "workers": [worker(load, weighting, with_cases=with_cases) for load in loads],
        "teams": [_team(team, weighting) for team in team_loads(loads, weighting)],
        "unallocated": {
            "cases": sum(each.case.count for each in unallocated),
            "points": plain(sum((each.points for each in unallocated), ZERO)),
            "carried": [_carried(each) for each in unallocated],
        },
        "assumed": _assumed(assumed),
    }


def worker(load: WorkerLoad, weighting: Weighting, *, with_cases: bool = True) -> dict[str, Any]:
    """One worker's load."""
    found: dict[str, Any] = {"id": load.worker.id, "team": load.worker.team or None}
    if "name" in load.worker.facts:
        found["name"] = load.worker.facts["name"]
    found |= _line(load.line, weighting)
    found["availability"] = _available(load.available)
    found["reasons"] = [part(each) for each in load.work]
    if with_cases:
        found["carried"] = [_carried(each) for each in load.carried]
    found["flags"] = [reason(each) for each in load.flags]
    found["sustained"] = {
        "is_sustained": load.sustained.is_sustained,
        "above_percent": plain(load.sustained.above_percent),
        "weeks": load.sustained.weeks,
        "weeks_needed": load.sustained.weeks_needed,
        "since": load.sustained.since.isoformat() if load.sustained.since else None,
    }
    found["forecast"] = _forecast(load.forecast)
    if load.checked is not None:
        found["forecast_check"] = {
            "weeks": load.checked.weeks,
            "inside": load.checked.inside,
            "mean_miss": plain(load.checked.mean_miss),
            "mean_error": plain(load.checked.mean_error),
        }
    return found


def _line(line: Line, weighting: Weighting) -> dict[str, Any]:
    return {
        "points": plain(line.points),
        "available_points": plain(line.available),
        "percentage": None if line.percent is None else plain(line.percent),
        "remaining_points": plain(line.remaining),
        "state": line.state,
        "cases": line.cases,
        "uncovered_cases": line.uncovered_cases,
        "words": words(line, weighting.unit).text,
    }


def _available(available: Available) -> dict[str, Any]:
    return {
        "hours": plain(available.hours),
        "points": plain(available.points),
        "hours_reasons": [part(each) for each in available.hours_parts],
        "points_reasons": [part(each) for each in available.points_parts],
    }


def _carried(carried: Carried) -> dict[str, Any]:
    return {"id": carried.case.id, "points": plain(carried.points), "reasons": [part(each) for each in carried.parts]}


def part(each: Part) -> dict[str, Any]:
    """An amount with its reason; the amounts of a list add up to the number they explain."""
    return {
        "amount": plain(each.points),
        "unit": each.reason.amount.unit if each.reason.amount else "",
        **reason(each.reason),
    }


def reason(each: Reason) -> dict[str, Any]:
    found: dict[str, Any] = {"code": each.code, "text": each.text}
    if each.source is not None:
        found["source"] = {"kind": each.source.kind, "id": each.source.id}
    return found


def _forecast(forecast: Forecast) -> dict[str, Any]:
    return {
        "spread": forecast.spread,
        "drift_points": plain(forecast.drift_points),
        "weeks": [_week(week) for week in forecast.weeks],
    }


def _week(week: WeekAhead) -> dict[str, Any]:
    line = week.expected
    return {
        "week": week.beginning.isoformat(),
        "points": plain(line.points),
        "low": plain(week.low),
        "high": plain(week.high),
        "available_points": plain(line.available),
        "percentage": None if line.percent is None else plain(line.percent),
        "state": line.state,
        "cases": line.cases,
        "uncovered_cases": line.uncovered_cases,
    }


def _team(team: TeamLoad, weighting: Weighting) -> dict[str, Any]:
    spread = team.spread
    return {
        "team": team.team or None,
        "workers": team.workers,
        **_line(team.line, weighting),
        "median_percentage": None if team.median_percent is None else plain(team.median_percent),
        "above_line_percent": plain(team.above_line_percent),
        "no_capacity": list(team.no_capacity),
        "sustained": list(team.sustained),
        "spread": None
        if spread is None
        else {name: plain(getattr(spread, name)) for name in spread.__dataclass_fields__},
        "forecast": [_week(week) for week in team.weeks],
    }


def _weighting(weighting: Weighting) -> dict[str, Any]:
    return {
        "name": weighting.name,
        "title": weighting.title,
        "status": weighting.status,
        "from": weighting.since.isoformat(),
        "until": weighting.until.isoformat() if weighting.until else None,
        "unit": {"one": weighting.unit[0], "many": weighting.unit[1]},
        "citation": [_citation(each) for each in weighting.citations],
    }


def _citation(each: Citation) -> dict[str, Any]:
    found = {"instrument": each.instrument, "paragraph": each.paragraph, "verified": each.verified}
    if each.address:
        found["address"] = each.address
    if each.note:
        found["note"] = each.note
    return found


def _assumed(assumed: Iterable[Assumption]) -> list[dict[str, Any]]:
    """Each assumption once, with everything it was made about."""
    grouped: dict[tuple[str, str, str], dict[str, Any]] = {}
    for each in assumed:
        key = (each.fact, str(each.taken), each.because)
        entry = grouped.setdefault(key, {"fact": each.fact, "taken": each.taken, "because": each.because, "about": []})
        entry["about"].append(each.about)
    return list(grouped.values())
