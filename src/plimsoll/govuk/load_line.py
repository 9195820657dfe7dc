"""The load line: a bar of what is carried, the mark at 100 %, what lies above it hatched.

Pure geometry and words. Positions are percentages of the drawing's width, so that it fits any screen without
scaling its lettering, and needs neither a style attribute nor an id.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

Amount = int | float | Decimal
LEAST_OVER = 1.5  # per cent of the drawing: what is above the line is seen, however little
LEAST_SCALE = 125.0  # per cent of the line at the right-hand end, when nothing asks for more


@dataclass(frozen=True, slots=True)
class LoadLine:
    """One drawing. ``x`` and ``width`` values are per cent of the drawing's width, ``percent`` of the line."""

    percent: str
    headline: str
    words: str
    filled_width: str
    mark_x: str
    over_x: str
    over_width: str
    state: str  # "empty", "below", "at", "above", "uncovered", "unknown"

    @property
    def is_over(self) -> bool:
        """Is there anything to hatch?"""
        return self.state in {"above", "uncovered"}


def amount_text(amount: Amount) -> str:
    """A number for people: at most one decimal, thousands parted, no trailing zero."""
    text = f"{float(amount):,.1f}"
    return text.removesuffix(".0")


def percent_text(percent: float) -> str:
    """Whole per cent, but never "100" for something that is not exactly at the line."""
    if round(percent) == 100 and percent != 100:
        nearest = round(percent, 1)
        return f"{nearest:.1f}" if nearest != 100 else (">100" if percent > 100 else "<100")
    return f"{percent:,.0f}"


def _units(amount: Amount, unit: str) -> str:
    number = amount_text(amount)
    if unit == "cases":
        return ngettext("%(n)s case", "%(n)s cases", 1 if amount == 1 else 2) % {"n": number}
    return ngettext("%(n)s point", "%(n)s points", 1 if amount == 1 else 2) % {"n": number}


def _uncovered(cases: int | None, points: Amount, unit: str) -> LoadLine:
    if not cases and not points:
        return LoadLine("0", _("No capacity"), _("nothing carried"), "0", "0", "0", "0", "empty")
    if cases is not None:
        words = ngettext("%(n)s case uncovered", "%(n)s cases uncovered", cases) % {"n": amount_text(cases)}
    else:
        words = _("%(units)s uncovered") % {"units": _units(points, unit)}
    return LoadLine("", _("No capacity"), words, "0", "0", "0", "100", "uncovered")


def _state(percent: float) -> str:
    if percent == 0:
        return "empty"
    if percent == 100:
        return "at"
    return "above" if percent > 100 else "below"


def _words(points: Amount, capacity: Amount, unit: str) -> str:
    of_capacity = _("%(carried)s of %(units)s") % {"carried": amount_text(points), "units": _units(capacity, unit)}
    if points == 0:
        return _("nothing carried, %(units)s free") % {"units": _units(capacity, unit)}
    if points == capacity:
        return _("%(of_capacity)s, at the line") % {"of_capacity": of_capacity}
    difference = abs(Decimal(str(capacity)) - Decimal(str(points)))
    values = {"of_capacity": of_capacity, "units": _units(difference, unit)}
    if points > capacity:
        return _("%(of_capacity)s, %(units)s above it") % values
    return _("%(of_capacity)s, %(units)s free") % values


def load_line(
    points: Amount | None,
    capacity: Amount | None,
    *,
    cases: int | None = None,
    scale: float | None = None,
    unit: str = "points",
) -> LoadLine:
    """The drawing for ``points`` carried against ``capacity`` (both in ``unit``).

    No capacity (0 or None) draws everything carried as uncovered. ``scale`` is the per cent of the line at the
    right-hand end; by itself the drawing takes at least 125 and always shows the whole load.
    """
    if points is None:
        at = f"{10_000 / max(scale or LEAST_SCALE, 100):.2f}"
        return LoadLine("", _("Not known"), _("the load has not been worked out"), "0", at, "0", "0", "unknown")
    if not capacity or capacity < 0:
        return _uncovered(cases, points, unit)
    percent = float(points) / float(capacity) * 100
    end = max(LEAST_SCALE, math.ceil(percent / 25) * 25)
    if scale and scale >= round(percent, 6):
        end = max(scale, 100.0)
    mark = 100 / end * 100
    filled = min(percent, 100) / end * 100
    over = max((percent - 100) / end * 100, LEAST_OVER) if percent > 100 else 0
    number = percent_text(percent)
    return LoadLine(
        percent=number,
        headline=_("%(percent)s%% of the line") % {"percent": number},
        words=_words(points, capacity, unit),
        filled_width=f"{filled:.2f}",
        mark_x=f"{mark:.2f}",
        over_x=f"{mark:.2f}",
        over_width=f"{over:.2f}",
        state=_state(percent),
    )
