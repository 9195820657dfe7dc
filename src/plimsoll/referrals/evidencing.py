"""The evidence for another service in words: values in, words out. Numbers only, never a name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from plimsoll.referrals.chasing import how_long
from plimsoll.referrals.evidence import SMALL, Evidence, evidence
from plimsoll.referrals.waiting_rules import waiting_rules

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from plimsoll.referrals.standing import Referral


@dataclass(frozen=True, slots=True)
class Sheet:
    """One service on paper: what is said of it, how long people wait, and what went wrong meanwhile."""

    service: str
    headline: str
    facts: tuple[tuple[str, str], ...]
    bands: tuple[tuple[str, str, int], ...]
    harms: tuple[tuple[str, str], ...]
    has_small: bool


def sheets(found: Iterable[Referral], today: date, *, packs: Sequence[str], hide_small: bool) -> list[Sheet]:
    """One sheet a service. `hide_small` writes "fewer than 5" for any number from 1 to 4."""
    harms: dict[str, str] = {}
    for pack in packs:
        harms |= dict(waiting_rules(pack).harms)
    return [_sheet(one, harms, hide_small=hide_small) for one in evidence(found, today)]


def _sheet(one: Evidence, harms: dict[str, str], *, hide_small: bool) -> Sheet:
    def told(number: int) -> str:
        if hide_small and 0 < number < SMALL:
            return _("fewer than %(n)d") % {"n": SMALL}
        return str(number)

    most = max((count for _low, _high, count in one.bands), default=0)
    return Sheet(
        service=one.service or _("Another service"),
        headline=_headline(one, told(one.waiting)),
        facts=tuple(_facts(one, told)),
        bands=tuple((_band(low, high), told(n), 0 if hide_small and n < SMALL else _width(n, most))
                    for low, high, n in one.bands),
        harms=tuple((_(harms.get(word, word.replace("_", " "))), told(n)) for word, n in one.harms),
        has_small=one.has_small,
    )  # fmt: skip


def _headline(one: Evidence, waiting: str) -> str:
    if not one.waiting:
        return _("Nobody waits.")
    params = {"n": waiting, "longest": how_long(one.longest_days), "median": how_long(one.median_days)}
    if one.waiting == 1:
        return _("One referral waits: %(longest)s so far.") % params
    return _("%(n)s referrals wait. Half have waited %(median)s or more, the longest %(longest)s.") % params


def _facts(one: Evidence, told) -> Iterable[tuple[str, str]]:  # type: ignore[no-untyped-def] # noqa: ANN001 - a closure
    yield _("Referrals on the record"), told(one.sent)
    yield _("Waiting now"), told(one.waiting)
    yield _("Waiting longer than was first said"), told(one.over)
    if one.median_drift_days is not None:
        by = _("%(n)s; half of them by %(days)s or more") % {
            "n": told(one.drifted), "days": how_long(one.median_drift_days),
        }  # fmt: skip
        yield _("Told a later date than at first"), by
    yield _("Never told how long"), told(one.not_told)
    yield _("The risk has grown while waiting"), told(one.worse)
    chased = ngettext("%(n)d chaser sent", "%(n)d chasers sent", one.chasers) % {"n": one.chasers}
    yield _("Chased and not answered"), f"{told(one.unanswered)} ({chased})"
    started = told(one.started)
    if one.median_started_days is not None:
        after = how_long(one.median_started_days)
        started = _("%(n)s; half of them after %(days)s or more") % {"n": started, "days": after}
    yield _("Started"), started
    yield _("Declined"), told(one.declined)
    yield _("Taken back"), told(one.taken_back)
    yield _("Something went wrong while waiting"), told(one.harmed)


def _band(low: int, high: int | None) -> str:
    if high is None:
        return _("%(low)d weeks or more") % {"low": low}
    if low == 0:
        return _("Under %(high)d weeks") % {"high": high}
    return _("%(low)d to under %(high)d weeks") % {"low": low, "high": high}


def _width(number: int, most: int) -> int:
    return round(100 * number / most) if most else 0
