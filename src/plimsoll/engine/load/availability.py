"""How many hours somebody really has, and how many points those hours can carry.

Two questions, one rule. *On a day*: contracted hours a week less what is reduced that day, as a
manager counts. *In a week*: the same, day by day over the pattern, so that two days of leave
take two days' hours.

Overlaps never count twice and hours are never negative: reductions are taken one after the other,
whole absences first, each from what is left; what could not be taken is flagged.
"""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from plimsoll.engine.load.carried import Assumption, Part
from plimsoll.engine.load.numbers import HUNDRED, ZERO, plain, quotient, shown
from plimsoll.engine.reasons import Amount, Reason, Source

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from decimal import Decimal

    from plimsoll.engine.load.facts import Reduction, Worker
    from plimsoll.engine.load.weighting import ReductionRule, Weighting

FIVE_DAYS = 5
WEEK = 7


@dataclass(frozen=True, slots=True)
class Available:
    """Hours and points that can be carried. `hours_parts` add up to `hours`, `points_parts` to `points`."""

    hours: Decimal
    points: Decimal
    hours_parts: tuple[Part, ...]
    points_parts: tuple[Part, ...]
    flags: tuple[Reason, ...]
    assumed: tuple[Assumption, ...]


@dataclass(frozen=True, slots=True)
class _Taken:
    """One reduction as it counts: a week's hours of it, and until when."""

    reduction: Reduction
    rule: ReductionRule | None
    weekly: Decimal
    until: date | None

    def is_on(self, day: date) -> bool:
        return self.reduction.since <= day and (self.until is None or day <= self.until)


class Availability:
    """One worker's hours under one weighting; asked for days and weeks."""

    def __init__(self, worker: Worker, weighting: Weighting) -> None:
        self.worker = worker
        self.weighting = weighting
        self.mark = weighting.mark(worker.grade)
        self.assumed: list[Assumption] = []
        self.flags: list[Reason] = []
        self.contracted = self._contracted()
        self.pattern = self._pattern()
        self._whole_week: Available | None = None
        self._taken = sorted(
            (self._weekly(each) for each in worker.reductions),
            key=lambda taken: (taken.weekly < self.contracted, taken.reduction.since, taken.reduction.kind),
        )

    # --- what is asked ----------------------------------------------------------------------

    def on(self, day: date) -> Available:
        """Contracted weekly hours less the reductions of that day."""
        if not self._is_employed(day):
            return self._result(self._before_or_after(), (self._not_here(),))
        active = [taken for taken in self._taken if taken.is_on(day)]
        parts = [self._contracted_part(self.contracted)]
        self_flags: list[Reason] = []
        left = self.contracted
        for taken in self._ruled(active):
            left = self._take(taken, taken.weekly, left, parts, self_flags)
        return self._result(parts, (*self.flags, *self_flags))

    def week(self, monday: date) -> Available:
        """The hours of one week, day by day over the pattern."""
        sunday = monday + timedelta(days=WEEK - 1)
        touching = [
            taken
            for taken in self._taken
            if taken.reduction.since <= sunday and (taken.until is None or taken.until >= monday)
        ]
        days = [monday + timedelta(days=index) for index in range(WEEK)]
        here = [self._is_employed(day) for day in days]
        if not touching and all(here):
            if self._whole_week is None:
                self._whole_week = self._result([self._contracted_part(self.contracted)], tuple(self.flags))
            return self._whole_week
        hours = sum((share for share, is_here in zip(self.pattern, here, strict=True) if is_here), ZERO)
        parts = [self._contracted_part(self.contracted)]
        if hours < self.contracted:
            parts.append(
                _hours_part(
                    hours - self.contracted,
                    "load.not_employed",
                    "Not employed here on every day of the week",
                    {},
                    "worker",
                )
            )
        flags: list[Reason] = []
        for active, share in self._stretches(days, here, touching):
            left = share
            for taken in self._ruled(active):
                lost = quotient(taken.weekly * share, self.contracted, self.weighting.reductions.rounding)
                left = self._take(taken, lost, left, parts, flags)
        return self._result(_merged(parts), (*self.flags, *_once(flags)))

    # --- hours ------------------------------------------------------------------------------

    def _contracted(self) -> Decimal:
        worker = self.worker
        if worker.pattern is not None:
            total = sum(worker.pattern, ZERO)
            if worker.contracted_hours is not None and worker.contracted_hours != total:
                template = "The week's pattern is %(pattern)s hours, the contract %(contract)s; the pattern is taken"
                params = {"pattern": shown(total), "contract": shown(worker.contracted_hours)}
                self.flags.append(Reason("load.pattern_differs", template, params, source=Source("fact", "pattern")))
            return total
        if worker.contracted_hours is None:
            because = "contracted hours are not recorded: full time is taken"
            self.assumed.append(Assumption("contracted_hours", plain(self.mark.hours), because, worker.id))
            return self.mark.hours
        return worker.contracted_hours

    def _pattern(self) -> tuple[Decimal, ...]:
        if self.worker.pattern is not None:
            return self.worker.pattern
        each = self.contracted / FIVE_DAYS
        return (each,) * FIVE_DAYS + (ZERO,) * (WEEK - FIVE_DAYS)

    def _weekly(self, reduction: Reduction) -> _Taken:
        """A week's hours of a reduction, after the rules of its kind."""
        rules = self.weighting.reductions
        rule = rules.rules.get(reduction.kind)
        percent, hours = reduction.percent, reduction.hours
        if percent is None and hours is None:
            percent = rule.percent if rule is not None else None
            if percent is None:
                percent = HUNDRED
                because = "no share is recorded and the kind has none of its own: the whole of the hours is taken"
                self.assumed.append(Assumption(f"share of {reduction.kind}", 100, because, self.worker.id))
        if rule is None:
            self._flag(
                "load.reduction_unknown",
                "The weighting does not know the reduction %(kind)s; it counts as recorded",
                reduction,
            )
        weekly = hours if hours is not None else rules.rounding.of(self.contracted * (percent or ZERO) / HUNDRED)
        if rule is not None and rule.at_most is not None:
            most = rules.rounding.of(self.contracted * rule.at_most / HUNDRED)
            if weekly > most:
                extra = {"most": shown(rule.at_most)}
                self._flag(
                    "load.reduction_above_most",
                    "%(title)s is more than the most of %(most)s %% and counts as that",
                    reduction,
                    rule,
                    extra,
                )
                weekly = most
        return _Taken(reduction, rule, max(ZERO, min(weekly, self.contracted)), self._until(reduction, rule))

    def _until(self, reduction: Reduction, rule: ReductionRule | None) -> date | None:
        """The last day: as recorded, else what the kind allows. Longer than the kind allows stands, and is flagged."""
        if rule is None or rule.months is None:
            return reduction.until
        allowed = _months_after(reduction.since, rule.months) - timedelta(days=1)
        if reduction.until is None:
            return allowed
        if reduction.until > allowed:
            self._flag(
                "load.reduction_long",
                "%(title)s runs longer than the usual %(months)s months",
                reduction,
                rule,
                {"months": rule.months},
            )
        return reduction.until

    def _ruled(self, active: list[_Taken]) -> list[_Taken]:
        """The reductions that count together: of one group, or where only the highest counts, one alone."""
        highest_only = self.weighting.reductions.overlap == "highest"
        chosen: dict[str, _Taken] = {}
        for index, taken in enumerate(active):
            group = taken.rule.group if taken.rule is not None else ""
            key = "" if highest_only else group or f" {index}"
            if key not in chosen or taken.weekly > chosen[key].weekly:
                chosen[key] = taken
        return [taken for taken in active if any(taken is kept for kept in chosen.values())]

    def _take(self, taken: _Taken, lost: Decimal, left: Decimal, parts: list[Part], flags: list[Reason]) -> Decimal:
        found = min(lost, left)
        title = taken.rule.title if taken.rule is not None else taken.reduction.kind
        if found < lost:
            template = "%(title)s overlaps with other reductions; no hour is taken twice"
            flags.append(
                Reason(
                    "load.reductions_overlap", template, {"title": title}, source=Source("fact", taken.reduction.kind)
                )
            )
        if found:
            template = "%(title)s until %(until)s" if taken.until is not None else "%(title)s, no end recorded"
            until = taken.until.isoformat() if taken.until is not None else ""
            parts.append(
                _hours_part(-found, "load.reduction", template, {"title": title, "until": until}, taken.reduction.kind)
            )
        return left - found

    def _stretches(
        self, days: list[date], here: list[bool], touching: list[_Taken]
    ) -> Iterable[tuple[list[_Taken], Decimal]]:
        """The hours of the week's days that have the same reductions, together."""
        stretches: dict[tuple[int, ...], Decimal] = {}
        for day, is_here, share in zip(days, here, self.pattern, strict=True):
            if is_here and share:
                key = tuple(index for index, taken in enumerate(touching) if taken.is_on(day))
                stretches[key] = stretches.get(key, ZERO) + share
        return [([touching[index] for index in key], share) for key, share in stretches.items()]

    def _is_employed(self, day: date) -> bool:
        started, left = self.worker.started_on, self.worker.left_on
        return (started is None or started <= day) and (left is None or day <= left)

    def _before_or_after(self) -> list[Part]:
        template = "Not employed here on this day"
        return [
            self._contracted_part(self.contracted),
            _hours_part(-self.contracted, "load.not_employed", template, {}, "worker"),
        ]

    def _not_here(self) -> Reason:
        return Reason("load.not_employed", "Not employed here on this day", source=Source("fact", "worker"))

    # --- points -----------------------------------------------------------------------------

    def _result(self, parts: Iterable[Part], flags: tuple[Reason, ...]) -> Available:
        hours_parts = tuple(parts)
        hours = sum((part.points for part in hours_parts), ZERO)
        points, points_parts = self._points(hours)
        return Available(hours, points, hours_parts, points_parts, flags, tuple(self.assumed))

    def _points(self, hours: Decimal) -> tuple[Decimal, tuple[Part, ...]]:
        capacity = self.weighting.capacity
        full = self.mark.points
        template = "Full time, %(hours)s hours a week"
        parts = [self._points_part(full, "load.full_time", template, {"hours": shown(self.mark.hours)})]
        percent = capacity.stages.get(self.worker.stage)
        if percent is not None and percent != HUNDRED:
            reduced = full * percent / HUNDRED
            template = "%(stage)s: %(percent)s %% of the mark"
            parts.append(
                self._points_part(
                    reduced - full, "load.stage", template, {"stage": self.worker.stage, "percent": shown(percent)}
                )
            )
            full = reduced
        points = quotient(full * max(hours, ZERO), self.mark.hours, capacity.rounding)
        if points != full:
            params = {"hours": shown(hours), "full": shown(self.mark.hours)}
            parts.append(self._points_part(points - full, "load.hours", "%(hours)s of %(full)s hours", params))
        return points, tuple(parts)

    def _points_part(self, points: Decimal, code: str, template: str, params: Mapping[str, object]) -> Part:
        amount = Amount(plain(points), self.weighting.unit[1])
        return Part(points, Reason(code, template, params, amount, Source("policy", f"{self.weighting.name}:capacity")))

    def _contracted_part(self, hours: Decimal) -> Part:
        return _hours_part(hours, "load.contracted", "Contracted hours a week", {}, "contracted_hours")

    def _flag(
        self,
        code: str,
        template: str,
        reduction: Reduction,
        rule: ReductionRule | None = None,
        extra: Mapping[str, object] | None = None,
    ) -> None:
        params = {"kind": reduction.kind, "title": rule.title if rule else reduction.kind, **(extra or {})}
        self.flags.append(Reason(code, template, params, source=Source("fact", reduction.kind)))


def _hours_part(hours: Decimal, code: str, template: str, params: Mapping[str, object], fact: str) -> Part:
    return Part(hours, Reason(code, template, params, Amount(plain(hours), "hours a week"), Source("fact", fact)))


def _merged(parts: list[Part]) -> list[Part]:
    """Parts with the same reason as one: leave on Monday and on Friday is one line."""
    merged: dict[tuple[str, str], Part] = {}
    for part in parts:
        key = (part.reason.code, part.reason.text)
        before = merged.get(key)
        if before is None:
            merged[key] = part
            continue
        hours = before.points + part.points
        amount = Amount(plain(hours), "hours a week")
        reason = Reason(part.reason.code, part.reason.template, part.reason.params, amount, part.reason.source)
        merged[key] = Part(hours, reason)
    return list(merged.values())


def _once(flags: list[Reason]) -> list[Reason]:
    return list({flag.text: flag for flag in flags}.values())


def _months_after(day: date, months: int) -> date:
    """The corresponding day, or the month's last where there is none."""
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))
