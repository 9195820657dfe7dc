"""Why a duty is as it is, in words: templates with their parameters, filled only when read.

Every reason has a stable `code`. Parameters that are days or amounts are `Day` and `Span`,
which say themselves in English and keep their value, so that the web layer can say them in
Welsh.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from plimsoll.engine.clocks.counting import left_of
from plimsoll.engine.clocks.reckoning import counted_amount, noon_day
from plimsoll.engine.clocks.record import EXTENDED, KNOWN_FROM
from plimsoll.engine.moments import LONDON, midnights, moment_of, to_date
from plimsoll.engine.reasons import Amount, Reason, Source

if TYPE_CHECKING:
    from collections.abc import Iterator

    from plimsoll.engine.clocks.acts import Act
    from plimsoll.engine.clocks.duties import Duty
    from plimsoll.engine.clocks.record import Happening
    from plimsoll.engine.clocks.turn import Turn

_MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)
_MOST_SHOWN, _FURTHEST = 3, 800


@dataclass(frozen=True, slots=True)
class Day:
    """A date or moment inside a sentence.

    >>> str(Day(date(2025, 6, 3)))
    '3 June 2025'
    """

    value: date | datetime

    def __str__(self) -> str:
        value = self.value
        if isinstance(value, datetime):
            value = value.replace(tzinfo=LONDON) if value.tzinfo is None else value.astimezone(LONDON)
            return f"{value.day} {_MONTHS[value.month - 1]} {value.year} at {value:%H:%M}"
        return f"{value.day} {_MONTHS[value.month - 1]} {value.year}"


@dataclass(frozen=True, slots=True)
class Span:
    """An amount inside a sentence, without its sign.

    >>> str(Span(Amount(-1, "working days")))
    '1 working day'
    """

    value: Amount

    def __str__(self) -> str:
        amount, unit = abs(self.value.amount), self.value.unit
        return f"{amount:g} {unit.removesuffix('s') if amount == 1 else unit}"


def reasons_of(duty: Duty, turn: Turn) -> tuple[Reason, ...]:
    """Everything that bears on this duty, in the order in which it is told."""
    return tuple(_all(duty, turn))


def _all(duty: Duty, turn: Turn) -> Iterator[Reason]:
    yield from _start(turn)
    yield from _counting(turn)
    yield from _acts(turn)
    yield from _state(duty, turn)
    yield from _standing(turn)


def _event(happening: Happening) -> Source:
    return Source("event", happening.event.id or happening.name)


def _rule(turn: Turn) -> Source:
    return Source("rule", turn.rule.clock.id)


def _day(ordinal: int) -> Day:
    return Day(to_date(ordinal))


def _title(turn: Turn, happening: Happening) -> str:
    return turn.rule.words.title(happening.name)


_BY_THE_CALENDAR = {
    "birthday": "Birthday on %(at)s",
    "day_of_the_year": "Every year from %(at)s",
    "term_started": "Each school term, here from %(at)s",
}


# --- what started it, and how it was counted ----------------------------------------------------


def _start(turn: Turn) -> Iterator[Reason]:
    start = turn.start
    params: dict[str, object] = {"event": _title(turn, start), "at": Day(start.event.at)}
    if turn.entry.lasted is not None:
        params |= {"lasted": Span(turn.entry.lasted), "on": _day(start.day)}
        template = "%(event)s on %(at)s: that has lasted %(lasted)s on %(on)s"
        yield Reason("started_by_lasting", template, params, source=_event(start))
    elif turn.is_planned:
        yield Reason("planned", "Planned for %(at)s: %(event)s", params, source=_event(start))
    elif start.name in _BY_THE_CALENDAR and start.order < 0:
        yield Reason("started_by_calendar", _BY_THE_CALENDAR[start.name], params)
    else:
        yield Reason("started", "%(event)s on %(at)s", params, source=_event(start))
    if turn.moved_from is not None and turn.rule.version.since is not None:
        params = {"since": Day(turn.rule.version.since)}
        template = "The rule changed on %(since)s, also for what was already running"
        yield Reason("rule_changed", template, params, source=_rule(turn))


def _counting(turn: Turn) -> Iterator[Reason]:
    if turn.due_day is None or turn.first_due is None:
        yield _no_date(turn)
        return
    yield _how_counted(turn)
    if turn.counted_from is not None:
        params: dict[str, object] = {"day": _day(turn.counted_from)}
        template = "The record begins on %(day)s; counted from there, because nothing before it is known"
        yield Reason("record_begins", template, params, source=Source("fact", KNOWN_FROM))
    if turn.opens_day is not None:
        yield Reason("opens", "Not to be done before %(opens)s", {"opens": _day(turn.opens_day)}, source=_rule(turn))
    if turn.due_stamp is not None and not turn.start.timed and turn.base_day == turn.start.day:
        yield Reason("hour_unknown", "The hour is not recorded, so the time runs from the first minute of that day")
    if turn.raw_day is not None and turn.raw_day != turn.first_due:
        params = {"day": _day(turn.raw_day), "due": _day(turn.first_due)}
        yield Reason("rolled", "%(day)s moves to %(due)s, because that day does not count", params, source=_rule(turn))
    noon = noon_day(turn)
    if noon is not None:
        params = {"due": _day(turn.due_day), "noon": _day(noon)}
        template = "%(due)s is a Sunday or holiday: the court may let it run until noon on %(noon)s"
        yield Reason("noon_after_holiday", template, params, source=_rule(turn))
    if turn.rule.version.bound == "before":
        params = {"due": _day(turn.due_day)}
        template = "Must be done before %(due)s; on that day it is late"
        yield Reason("before_the_day", template, params, source=_rule(turn))
    if turn.paused_days:
        params = {"days": Span(Amount(turn.paused_days, "days")), "due": _day(turn.first_due)}
        yield Reason("was_paused", "The clock stood still for %(days)s: %(due)s", params, source=_rule(turn))


def _no_date(turn: Turn) -> Reason:
    if turn.missing:
        params: dict[str, object] = {"missing": turn.missing.replace("_", " ")}
        template = "No date can be given: the record does not hold what it is counted from (%(missing)s)"
        return Reason("no_date", template, params, source=Source("fact", turn.missing))
    return Reason("no_terms", "No date can be given: the school terms for this time are not entered")


def _how_counted(turn: Turn) -> Reason:
    assert turn.raw_day is not None
    due = _day(turn.counted_day or turn.raw_day)
    if turn.counted_stamp is not None:
        due = Day(moment_of(turn.counted_stamp))
    template = _without_counting(turn)
    if template:
        code, words = template
        source = _event(turn.start) if code == "date_given" else _rule(turn)
        return Reason(code, words, {"due": due, "other": turn.later_of}, source=source)
    time = turn.rule.time
    count = Amount(counted_amount(turn), turn.rule.unit)
    skipped = _Skipped(tuple(_skipped(turn))) if turn.rule.unit == "working days" else ""
    code, words = "counted", "%(amount)s after %(base)s%(skipped)s: %(due)s"
    if time.before:
        code, words = "counted_back", "%(amount)s before %(base)s%(skipped)s: %(due)s"
    elif time.first_day_counts:
        code, words = "counted_with_first_day", "%(amount)s beginning with %(base)s%(skipped)s: %(due)s"
    params = {"due": due, "amount": Span(count), "base": _base(turn), "skipped": skipped}
    return Reason(code, words, params, count, _rule(turn))


def _without_counting(turn: Turn) -> tuple[str, str] | None:
    """How the date came about where nothing was counted."""
    time = turn.rule.time
    template: tuple[str, str] | None = None
    if turn.is_given or time.date_detail:
        template = ("date_given", "The date was set: %(due)s")
    elif turn.later_of:
        template = ("later_date", "The later date, that of %(other)s, counts: %(due)s")
    elif time.fixed is not None:
        template = ("fixed_date", "A fixed date in the year: %(due)s")
    elif time.term_end:
        template = ("term_end", "The end of the school term: %(due)s")
    elif time.no_sooner_than_start and not turn.entry.planned and turn.raw_day == turn.start.day:
        template = ("at_once", "At once: %(due)s")
    return template


def _base(turn: Turn) -> Day:
    assert turn.base_day is not None
    assert turn.base_stamp is not None
    return Day(moment_of(turn.base_stamp)) if turn.rule.unit == "hours" else _day(turn.base_day)


@dataclass(frozen=True, slots=True)
class _Skipped:
    """Weekdays that were not counted, for a sentence: ", leaving out 26 May 2025"."""

    days: tuple[date, ...]

    def __str__(self) -> str:
        if not self.days:
            return ""
        if len(self.days) > _MOST_SHOWN:
            return f", leaving out {len(self.days)} holidays"
        return ", leaving out " + " and ".join(str(Day(day)) for day in self.days)


def _skipped(turn: Turn) -> Iterator[date]:
    assert turn.base_day is not None
    assert turn.raw_day is not None
    low, high = sorted((turn.base_day, turn.counted_day or turn.raw_day))
    for ordinal in range(low, min(high, low + _FURTHEST) + 1):
        day = to_date(ordinal)
        if day.weekday() < 5 and not turn.rule.calendar.is_working(ordinal):
            yield day


# --- extensions and exemptions ------------------------------------------------------------------

_REFUSALS = {
    "not_allowed": "the rule allows none",
    "no_reason_given": "no lawful reason was given",
    "reason_not_lawful": "the reason given is not one that the rule allows",
    "nobody_agreed": "nobody is named as having agreed",
    "too_late": "it was told after the date had passed",
    "used_up": "the rule allows no further one",
    "no_date": "there is no date to extend, or no new one was given",
    "not_later": "the new date is not later than the old one",
}


def _acts(turn: Turn) -> Iterator[Reason]:
    for act in turn.acts:
        yield _act(turn, act)
        if act.code == "extended" and act.asked_day is not None and act.asked_day != act.to_day:
            params: dict[str, object] = {"asked": _day(act.asked_day), "due": _day(act.to_day or act.asked_day)}
            template = "%(asked)s was asked for; the rule allows until %(due)s"
            yield Reason("extension_cut", template, params, source=_rule(turn))
        if act.counts and act.was_late:
            yield Reason("agreed_late", "That was agreed after the date had passed", source=_event(act.by))


def _act(turn: Turn, act: Act) -> Reason:
    details = act.by.details
    params: dict[str, object] = {
        "on": Day(act.by.event.at),
        "reason": str(details.get("lawful_reason") or "").strip(),
        "by": str(details.get("agreed_by") or "").strip(),
    }
    if act.code == "extended":
        params |= {"from": _day(act.from_day or 0), "due": _day(act.to_day or 0), "event": _title(turn, act.by)}
        if act.by.name != EXTENDED:
            template = "Extended from %(from)s to %(due)s by: %(event)s on %(on)s"
            return Reason("extended", template, params, source=_event(act.by))
        template = "Extended on %(on)s from %(from)s to %(due)s: %(reason)s (agreed by %(by)s)"
        return Reason("extended", template, params, source=_event(act.by))
    if act.code == "exempted":
        template = "Exempt since %(on)s: %(reason)s (agreed by %(by)s)"
        return Reason("exempted", template, params, source=_event(act.by))
    kind, _, why = act.code.partition("_")
    params["why"] = _REFUSALS[why]
    if kind == "exemption":
        return Reason(act.code, "The exemption of %(on)s does not count: %(why)s", params, source=_event(act.by))
    return Reason(act.code, "The extension of %(on)s does not count: %(why)s", params, source=_event(act.by))


# --- how it stands ------------------------------------------------------------------------------


def _state(duty: Duty, turn: Turn) -> Iterator[Reason]:
    if duty.is_open:
        yield from _open(duty, turn)
        return
    closing = turn.closing
    assert closing is not None
    if closing.by is not None:
        yield from _closed_by(duty, turn, closing.by)
    elif closing.state == "lapsed":
        yield Reason("lapsed", "Ran out on %(day)s", {"day": _day(turn.limit_day or closing.day)}, source=_rule(turn))
    else:
        params: dict[str, object] = {"day": _day(closing.day)}
        yield Reason("ceased", "No longer applies since %(day)s", params, source=_rule(turn))


def _open(duty: Duty, turn: Turn) -> Iterator[Reason]:
    left = duty.left
    if turn.paused_by is not None:
        params: dict[str, object] = {"on": Day(turn.paused_by.event.at)}
        yield Reason("paused", "The clock has stood still since %(on)s", params, source=_event(turn.paused_by))
    if left is None:
        return
    params = {"left": Span(left), "due": Day(duty.due) if duty.due is not None else ""}
    if duty.state == "late":
        template = "Late by %(left)s" if left.amount else "Late since %(due)s, by less than a %(unit)s"
        params["unit"] = left.unit.removesuffix("s")
        yield Reason("late", template, params, left, _rule(turn))
    elif left.amount == 0 and left.unit != "hours" and turn.paused_by is None:
        yield Reason("last_day", "This is the last day for it", params, left, _rule(turn))
    else:
        yield Reason("left", "%(left)s left", params, left, _rule(turn))


def _closed_by(duty: Duty, turn: Turn, by: Happening) -> Iterator[Reason]:
    params: dict[str, object] = {"event": _title(turn, by), "on": Day(_when(by))}
    if duty.state in ("met", "met_late"):
        yield from _met(duty, turn, by, params)
    elif duty.state == "breached":
        params["until"] = _day(turn.due_day or by.day)
        template = "%(event)s on %(on)s was too soon: not before %(until)s"
        if turn.rule.time.first_day_counts:
            template += " had passed"
        yield Reason("breached", template, params, source=_event(by))
    elif duty.state == "cancelled":
        yield Reason("cancelled", "Ended by: %(event)s on %(on)s", params, source=_event(by))
    if duty.state in ("cancelled", "exempt") and turn.passed_by(by):
        params = {"late": Span(_distance(turn, by)), "due": Day(duty.due) if duty.due is not None else ""}
        yield Reason("had_been_late", "By then its date, %(due)s, had passed", params, source=_rule(turn))


def _met(duty: Duty, turn: Turn, by: Happening, params: dict[str, object]) -> Iterator[Reason]:
    if turn.limit_day is None:
        yield Reason("met", "Done: %(event)s on %(on)s", params, source=_event(by))
        return
    distance = _distance(turn, by)
    params["distance"] = Span(distance)
    if duty.state == "met_late":
        template = "Done late: %(event)s on %(on)s" + (", %(distance)s after its date" if distance.amount else "")
        yield Reason("met_late", template, params, distance, _event(by))
    else:
        yield Reason("met", "Done in time: %(event)s on %(on)s", params, distance, _event(by))
    if turn.due_stamp is not None and not by.timed:
        template = "Its hour is not recorded; the day alone decides whether it was in time"
        yield Reason("hour_not_recorded", template, source=_event(by))


def _when(happening: Happening) -> date | datetime:
    return happening.event.at if happening.timed else to_date(happening.day)


def _distance(turn: Turn, by: Happening) -> Amount:
    stamp = by.stamp if by.timed else midnights[by.day + 1] - 1
    return left_of(turn, by.day, stamp) or Amount(0, "days")


# --- what to know about the rule ----------------------------------------------------------------


def _standing(turn: Turn) -> Iterator[Reason]:
    rule, version = turn.rule, turn.rule.version
    for sentence in version.says:
        yield Reason("says", sentence, source=_rule(turn))
    if version.decided is not None and version.before_local is not None:
        params: dict[str, object] = {"by": version.decided.by, "on": Day(version.decided.on)}
        template = "The time is the organisation's own, decided by %(by)s on %(on)s"
        yield Reason("local_value", template, params, source=Source("policy", rule.clock.id))
    elif version.is_local:
        params = {"from": version.default_from.rstrip(".") or "no source"}
        template = "The organisation sets this time itself; this is a default (%(from)s)"
        yield Reason("local_default", template, params, source=Source("policy", rule.clock.id))
    uses_terms = rule.time.term_end or rule.unit in ("terms", "school days") or turn.entry.each_term
    if uses_terms and not rule.has_own_terms:
        template = "The school terms are illustrative: the organisation has not entered its own"
        yield Reason("default_terms", template, source=Source("policy", f"terms {rule.calendar_name}"))
    if turn.born_unknown:
        template = "The date of birth is not recorded: the rule for a younger child is applied"
        yield Reason("birth_unknown", template, source=Source("fact", "born_on"))
    if version.citation.verified == "unverified":
        yield Reason("unverified", "The text of this rule was not checked: it is from memory", source=_rule(turn))
