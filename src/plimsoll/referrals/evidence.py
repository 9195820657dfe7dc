"""What a manager shows another service: how many wait, how long, what it was said to be, what went wrong. No names."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING

from plimsoll.referrals import standing

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from plimsoll.referrals.standing import Referral

SMALL = 5
BANDS = ((0, 4), (4, 12), (12, 18), (18, 26), (26, 52), (52, None))


@dataclass(frozen=True, slots=True)
class Evidence:
    """One service, counted. Days are calendar days; `bands` are (from week, to week, how many)."""

    service: str
    sent: int
    waiting: int
    started: int
    declined: int
    taken_back: int
    longest_days: int
    median_days: int
    median_started_days: int | None
    over: int
    drifted: int
    median_drift_days: int | None
    not_told: int
    unanswered: int
    chasers: int
    worse: int
    harms: tuple[tuple[str, int], ...]
    harmed: int
    bands: tuple[tuple[int, int | None, int], ...]

    @property
    def has_small(self) -> bool:
        """Whether a number is so small that somebody who knows the family might guess."""
        numbers = (self.sent, self.waiting, self.declined, self.worse, self.harmed, *(n for _word, n in self.harms))
        return any(0 < number < SMALL for number in numbers)


def evidence(found: Iterable[Referral], today: date) -> list[Evidence]:
    """One line a service, the one for which most wait first."""
    by_service: dict[str, list[Referral]] = {}
    for one in found:
        by_service.setdefault(standing.service_key(one.to), []).append(one)
    lines = [_count(of_service, today) for of_service in by_service.values()]
    return sorted(lines, key=lambda line: (-line.waiting, -line.longest_days, line.service.casefold()))


def _count(found: Sequence[Referral], today: date) -> Evidence:
    waiting = [one for one in found if one.is_waiting]
    days = [one.waited_days(today) for one in waiting]
    started = [one.waited_days(today) for one in found if one.state in {"started", "ended"}]
    drifts = [one.drift_days for one in waiting if one.drift_days > 0]
    harms = Counter(word for one in found for word in one.harms)
    return Evidence(
        service=found[0].to,
        sent=len(found),
        waiting=len(waiting),
        started=len(started),
        declined=sum(one.state == "declined" for one in found),
        taken_back=sum(one.state == "withdrawn" for one in found),
        longest_days=max(days, default=0),
        median_days=round(median(days)) if days else 0,
        median_started_days=round(median(started)) if started else None,
        over=sum(one.over_days(today) > 0 for one in waiting),
        drifted=len(drifts),
        median_drift_days=round(median(drifts)) if drifts else None,
        not_told=sum(not one.estimates for one in waiting),
        unanswered=sum(bool(one.chasers) and not one.is_answered for one in waiting),
        chasers=sum(len(one.chasers) for one in found),
        worse=sum(one.risk == "worse" for one in waiting),
        harms=tuple(sorted(harms.items(), key=lambda item: (-item[1], item[0]))),
        harmed=sum(bool(one.harms) for one in found),
        bands=tuple((low, high, _within(days, low, high)) for low, high in BANDS),
    )


def _within(days: Sequence[int], low: int, high: int | None) -> int:
    week = standing.DAYS_IN_WEEK
    return sum(low * week <= number and (high is None or number < high * week) for number in days)
