"""A load as a page shows it: the engine's reasons in words, weeks as lines, cases by what they weigh. No query."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from plimsoll.cases import words
from plimsoll.engine.load.fairness import share_above as share_above_of
from plimsoll.engine.load.fairness import spread
from plimsoll.engine.load.line import words as line_words
from plimsoll.engine.load.numbers import shown

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date
    from decimal import Decimal
    from uuid import UUID

    from plimsoll.cases.models import Case
    from plimsoll.engine.load.book import WorkerLoad
    from plimsoll.engine.load.carried import Part
    from plimsoll.engine.load.line import Line
    from plimsoll.engine.load.teams import TeamLoad
    from plimsoll.engine.load.weighting import Weighting
    from plimsoll.engine.pressures import Pressure
    from plimsoll.engine.reasons import Reason
    from plimsoll.load.pack import LoadRules
    from plimsoll.load.queries import Person, Sheet
    from plimsoll.people.models import Team

SCALE_STEP = 20
LEAST_SCALE = 140


@dataclass(frozen=True, slots=True)
class Bar:
    """What the drawing needs, and the words that stand beside it."""

    points: Decimal
    capacity: Decimal
    cases: int
    words: str
    state: str


@dataclass(frozen=True, slots=True)
class PartLine:
    """Some points and why."""

    points: str
    text: str


@dataclass(frozen=True, slots=True)
class CaseLine:
    """A case on somebody's line; `url` and `name` are empty where the viewer may not see it."""

    name: str
    url: str
    plan: str
    points: str
    parts: tuple[PartLine, ...]
    assumed: int
    weigh_url: str


@dataclass(frozen=True, slots=True)
class WeekLine:
    """One week, past or to come. `between`: the forecast's spread in points; `outcome`: how a forecast came out."""

    beginning: date
    bar: Bar
    between: str = ""
    outcome: str = ""


@dataclass(frozen=True, slots=True)
class LoadPage:
    """Everything one person's page shows, in its order."""

    name: str
    bar: Bar
    scale: int
    sustained: str
    flags: tuple[str, ...]
    ahead: tuple[WeekLine, ...]
    spread_words: str
    past: tuple[WeekLine, ...]
    checked: str
    cases: tuple[CaseLine, ...]
    work: tuple[PartLine, ...]
    hours: tuple[PartLine, ...]
    points: tuple[PartLine, ...]
    assumed: tuple[tuple[str, str, int], ...]
    total: str
    hours_total: str
    points_total: str


def load_page(person: Person, load: WorkerLoad, seen: Mapping[str, Case], unit: tuple[str, str]) -> LoadPage:
    """One person's line with all its reasons."""
    ahead = tuple(
        WeekLine(week.beginning, bar(week.expected, unit), _between(week.low, week.high, unit))
        for week in load.forecast.weeks
    )
    past = tuple(_past(week, unit) for week in sorted(load.worker.history, key=lambda one: one.beginning)[-12:])
    bars = [bar(load.line, unit), *(week.bar for week in (*ahead, *past))]
    return LoadPage(
        name=person.name, bar=bars[0], scale=scale_of(bars), sustained=_sustained(load),
        flags=tuple(said(flag) for flag in load.flags), ahead=ahead, spread_words=_spread(load), past=past,
        checked=_checked(load), cases=_cases(load, seen), work=tuple(_part(part) for part in load.work),
        hours=tuple(_part(part) for part in load.available.hours_parts),
        points=tuple(_part(part) for part in load.available.points_parts),
        assumed=_assumed(load), total=shown(load.line.points), hours_total=shown(load.available.hours),
        points_total=shown(load.available.points),
    )  # fmt: skip


def bar(line: Line, unit: tuple[str, str]) -> Bar:
    """The drawing's numbers. Whole where they are whole: nobody carries 63.50 points."""
    return Bar(line.points, line.available, line.cases, said(line_words(line, unit)), line.state)


def scale_of(bars: Iterable[Bar]) -> int:
    """How many percent the right-hand end stands for, so that several bars can be compared with the eye."""
    most = max((one.points * 100 / one.capacity for one in bars if one.capacity > 0), default=0)
    return max(LEAST_SCALE, -(-int(most + 5) // SCALE_STEP) * SCALE_STEP)


def said(reason: Reason) -> str:
    """A reason of the engine, translated and filled in."""
    params = reason.params.items()
    told = {name: gettext(value) if isinstance(value, str) and value else value for name, value in params}
    return gettext(reason.template) % told


def _part(part: Part) -> PartLine:
    return PartLine(shown(part.points), said(part.reason))


def _between(low: Decimal, high: Decimal, unit: tuple[str, str]) -> str:
    if low == high:
        return ""
    params = {"low": shown(low), "high": shown(high), "unit": gettext(unit[1])}
    return _("between %(low)s and %(high)s %(unit)s") % params


def _sustained(load: WorkerLoad) -> str:
    found = load.sustained
    if not found.is_sustained or found.since is None:
        return ""
    template = ngettext(
        "Above %(above)s %% for %(n)d week", "Above %(above)s %% for %(n)d weeks in a row", found.weeks
    )
    return template % {"above": shown(found.above_percent), "n": found.weeks}


def _spread(load: WorkerLoad) -> str:
    if load.forecast.spread == "dates only":
        return _("From what is known with a date. There are too few kept weeks to say how far it may drift.")
    drift = shown(load.forecast.drift_points)
    return _("From what is known with a date, and a usual change of %(drift)s from week to week.") % {"drift": drift}


def _past(week, unit: tuple[str, str]) -> WeekLine:  # type: ignore[no-untyped-def] # noqa: ANN001 - engine's PastWeek
    told = _("%(points)s of %(available)s %(unit)s, %(cases)s cases") % {
        "points": shown(week.points), "available": shown(week.available), "unit": gettext(unit[1]),
        "cases": week.cases or 0,
    }  # fmt: skip
    drawn = Bar(week.points, week.available, week.cases or 0, told, "")
    if week.forecast is None:
        return WeekLine(week.beginning, drawn)
    low, expected, high = week.forecast
    outcome = _("as forecast") if low <= week.points <= high else _("outside the forecast")
    came = _("%(expected)s was forecast: %(outcome)s") % {"expected": shown(expected), "outcome": outcome}
    return WeekLine(week.beginning, drawn, _between(low, high, unit), came)


def _checked(load: WorkerLoad) -> str:
    found = load.checked
    if found is None:
        return ""
    params = {"inside": found.inside, "weeks": found.weeks, "miss": shown(found.mean_miss)}
    return _("%(inside)s of %(weeks)s weeks came out as forecast four weeks before; %(miss)s off on average.") % params


def _cases(load: WorkerLoad, seen: Mapping[str, Case]) -> tuple[CaseLine, ...]:
    lines = []
    for carried in sorted(load.carried, key=lambda one: (-one.points, one.case.id)):
        case = seen.get(carried.case.id)
        lines.append(
            CaseLine(
                name=case.title if case else "", url=reverse("cases:overview", args=[case.pk]) if case else "",
                plan=words.plan(case.pack, case.plan) if case else "", points=shown(carried.points),
                parts=tuple(_part(part) for part in carried.parts), assumed=len(carried.assumed),
                weigh_url=reverse("cases:record_event", args=[case.pk, "case_weighed"]) if case else "",
            )
        )  # fmt: skip
    return tuple(lines)


def _assumed(load: WorkerLoad) -> tuple[tuple[str, str, int], ...]:
    """What was not known and what was taken instead, each thing once with the number of cases it is about."""
    found: dict[tuple[str, str], int] = {}
    for one in load.assumed:
        key = (gettext(one.fact.replace("_", " ")), gettext(one.because))
        found[key] = found.get(key, 0) + 1
    return tuple((fact, because, count) for (fact, because), count in found.items())


# --- a team ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Row:
    """One person on the board."""

    id: UUID
    name: str
    team: str
    url: str
    bar: Bar
    sustained: str
    away: str
    twelve: str
    cases: int
    red: int
    late: int


def rows(sheet: Sheet, unit: tuple[str, str]) -> tuple[Row, ...]:
    """One line a person: first who has cases and no capacity, then the heaviest, last who is away with none."""
    found = [_row(person, sheet, unit) for person in sheet.people]
    return tuple(sorted(found, key=_weight))


def _weight(row: Row) -> tuple[int, float, str]:
    if row.bar.capacity <= 0:
        return (0 if row.cases else 2, 0.0, row.name)
    return (1, -float(row.bar.points / row.bar.capacity), row.name)


def _row(person: Person, sheet: Sheet, unit: tuple[str, str]) -> Row:
    load = sheet.loads[person.id]
    return Row(
        id=person.id, name=person.name, team=person.team, url=reverse("load:person", args=[person.id]),
        bar=bar(load.line, unit), sustained=_sustained(load), away=_away(load), twelve=_twelve(load),
        cases=load.line.cases, red=sheet.counts.get(person.id, (0, 0))[0], late=sheet.counts.get(person.id, (0, 0))[1],
    )  # fmt: skip


def _away(load: WorkerLoad) -> str:
    """That somebody is away, and until when; never why: a team does not read who is ill."""
    today_hours = load.available.hours
    if today_hours > 0:
        return ""
    back = next((week.beginning for week in load.forecast.weeks if week.expected.available > 0), None)
    if back is None:
        return _("Away, for twelve weeks or more")
    return _("Away; hours again in the week of %(day)s") % {"day": words.day(back)}


def _twelve(load: WorkerLoad) -> str:
    """The next twelve weeks in one short sentence."""
    weeks = load.forecast.weeks
    over = [week for week in weeks if week.expected.cases and week.expected.state != "within"]
    if not over:
        return _("Under the line for twelve weeks")
    if len(over) == len(weeks):
        return _("Over the line all twelve weeks")
    template = ngettext("Over the line in %(n)d of twelve weeks", "Over the line in %(n)d of twelve weeks", len(over))
    return template % {"n": len(over)}


def share_above(found: Sequence[Row]) -> int:
    """How many stand over the line, or carry with no capacity."""
    return sum(1 for row in found if row.bar.state in ("over", "far_over") or (row.bar.capacity <= 0 and row.cases))


@dataclass(frozen=True, slots=True)
class NobodyLine:
    """A case that nobody holds: for how long, and whose it is to settle by now."""

    name: str
    url: str
    plan: str
    colour: str
    points: str
    days: int
    rank_url: str
    climbed: str
    late: int


def nobody_lines(sheet: Sheet, seen: Mapping[str, Case], rules: LoadRules, today: date) -> tuple[NobodyLine, ...]:
    """The cases nobody holds that may be seen, those that wait the longest first."""
    found = []
    for case_id, waiting in sheet.nobody.items():
        case = seen.get(str(case_id))
        if case is None:
            continue
        days = (today - waiting.since).days
        found.append(
            NobodyLine(
                name=case.title, url=reverse("cases:overview", args=[case.pk]), plan=words.plan(case.pack, case.plan),
                colour=case.hint_colour, points=shown(waiting.points), days=days,
                rank_url=reverse("rebalancing:rank", args=[case.pk]),
                climbed=gettext(rules.climbed(days)), late=case.hint_late_count,
            )
        )  # fmt: skip
    return tuple(sorted(found, key=lambda line: (-line.days, line.name)))


@dataclass(frozen=True, slots=True)
class TeamRow:
    """One team among others."""

    name: str
    service: str
    url: str
    bar: Bar
    workers: int
    above: str
    median: str
    no_capacity: int
    sustained: int


def team_rows(found: Iterable[tuple[Team, TeamLoad, tuple[str, str]]]) -> tuple[TeamRow, ...]:
    """One line a team: the sum of its people's lines, with the median and the share above beside it."""
    return tuple(
        TeamRow(
            name=team.name, service=team.service.name, url=f"{reverse('load:board')}?team={team.pk}",
            bar=bar(load.line, unit), workers=load.workers, above=shown(load.above_line_percent),
            median=shown(load.median_percent) if load.median_percent is not None else "",
            no_capacity=len(load.no_capacity), sustained=len(load.sustained),
        )
        for team, load, unit in found
    )  # fmt: skip


def spread_of(sheet: Sheet, weighting: Weighting) -> tuple[tuple[str, str], ...]:
    """How evenly a team's load is spread: the median and the share above the line beside the mean."""
    percents = [load.line.percent for load in sheet.loads.values() if load.line.percent is not None]
    found = spread(percents)
    if found is None or len(percents) < 2:
        return ()
    above = share_above_of(percents, weighting.limits.over)
    return (
        (_("Highest"), f"{shown(found.highest)}%"),
        (_("Median"), f"{shown(found.median)}%"),
        (_("Mean"), f"{found.mean:.1f}%"),
        (_("Share of people above the line"), f"{shown(above)}%"),
        (_("From the lowest to the highest"), _("%(n)s points of percentage") % {"n": shown(found.range)}),
    )


# --- pressures ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class PressureLine:
    """One thing that presses: in the words of its rule, with what it rests on and what might help."""

    title: str
    text: str
    trend: str
    evidence: str
    helps: tuple[str, ...]
    is_illustrative: bool
    source: str
    is_shown_above: bool


def pressure_lines(found: Iterable[Pressure]) -> tuple[PressureLine, ...]:
    """The pressures of this week, in the order of their rules: never added up, never ranked."""
    return tuple(
        PressureLine(
            title=gettext(one.title), text=said(one.reason), trend=str(TRENDS[one.trend]),
            evidence=ngettext("%(n)d entry of the record", "%(n)d entries of the record", len(one.evidence))
            % {"n": len(one.evidence)},
            helps=tuple(gettext(words) for words in one.helps),
            is_illustrative=all(each.verified != "primary" for each in one.citations),
            source="; ".join(f"{each.instrument}, {each.paragraph}" for each in one.citations),
            is_shown_above="supervisor" in one.shown_to,
        )
        for one in found
    )  # fmt: skip


TRENDS = {
    "rising": _lazy("rising"), "falling": _lazy("falling"), "steady": _lazy("as in the weeks before"),
    "not_known": _lazy("too new to say whether it rises"),
}  # fmt: skip
