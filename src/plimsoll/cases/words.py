"""Words of a case for people: ages, due dates, plans, reasons. Values in, translated words out."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from django.utils.formats import date_format
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from plimsoll.cases import rules
from plimsoll.cases.queries.caseload import age_in_years
from plimsoll.engine.reasons import Amount
from plimsoll.today import LONDON

if TYPE_CHECKING:
    from collections.abc import Mapping

MONTHS_COUNTED_UNDER_YEARS = 2


def plan(pack: str, kind: str) -> str:
    """The plan in words, or nothing."""
    return gettext(rules.plan_words(pack, kind)) if kind else ""


def age(born_on: date | None, today: date) -> str:
    """9 years, 7 months, 2 weeks, not yet born, or age not known."""
    if born_on is None:
        return gettext("Age not known")
    if born_on > today:
        return gettext("Not yet born")
    years = age_in_years(born_on, today) or 0
    if years >= MONTHS_COUNTED_UNDER_YEARS:
        return ngettext("%(n)d year", "%(n)d years", years) % {"n": years}
    months = (today.year - born_on.year) * 12 + today.month - born_on.month - (today.day < born_on.day)
    if months >= 1:
        return ngettext("%(n)d month", "%(n)d months", months) % {"n": months}
    weeks = (today - born_on).days // 7
    return ngettext("%(n)d week", "%(n)d weeks", weeks) % {"n": weeks}


def left(amount: Amount) -> str:
    """What is left of a clock, in its own unit: "in 3 working days", "late by 1 week"."""
    count = amount.amount
    words = _UNITS.get(amount.unit, _UNITS["days"])
    if count == 0:
        return gettext("today")
    template = words[0] if count > 0 else words[1]
    return ngettext(*template, abs(int(count))) % {"n": abs(int(count))}


_UNITS = {
    "working days": (
        ("in %(n)d working day", "in %(n)d working days"),
        ("late by %(n)d working day", "late by %(n)d working days"),
    ),
    "school days": (
        ("in %(n)d school day", "in %(n)d school days"),
        ("late by %(n)d school day", "late by %(n)d school days"),
    ),
    "hours": (("in %(n)d hour", "in %(n)d hours"), ("late by %(n)d hour", "late by %(n)d hours")),
    "days": (("in %(n)d day", "in %(n)d days"), ("late by %(n)d day", "late by %(n)d days")),
}


def due(due_at: date | datetime, unit: str, today: date, pack: str) -> str:
    """How far off a date is on a list, counted from today in the clock's own unit."""
    day = due_at.astimezone(LONDON).date() if isinstance(due_at, datetime) else due_at
    if day == today:
        return gettext("today")
    if unit == "working days":
        count = rules.working_days_left(pack, today, day) or (1 if day > today else -1)
        return left(Amount(count, unit))
    return left(Amount((day - today).days, "days"))


def reason(value: Mapping[str, object]) -> str:
    """A stored reason, translated and then filled in."""
    template = gettext(str(value["template"]))
    params = value.get("params")
    if not isinstance(params, dict) or not params:
        return template
    return template % {name: _shown(item) for name, item in params.items()}


def _shown(value: object) -> object:
    if isinstance(value, dict) and "day" in value:
        return day(date.fromisoformat(str(value["day"])))
    return value


def days_since(day: date | None, today: date) -> str:
    """Today, 12 days ago, or never recorded."""
    if day is None:
        return gettext("never recorded")
    days = (today - day).days
    if days <= 0:
        return gettext("today")
    return ngettext("%(n)d day ago", "%(n)d days ago", days) % {"n": days}


def day(value: date) -> str:
    """3 June 2025."""
    return date_format(value, "j F Y")


def event_title(pack: str, name: str) -> str:
    """An event in the words of its pack's vocabulary."""
    kind = rules.event_type(pack, name)
    return gettext(kind.title) if kind else name.replace("_", " ").capitalize()


def details(carried: Mapping[str, object]) -> tuple[tuple[str, str], ...]:
    """What an event carries, as pairs of words; ids of workers are left to the holdings."""
    pairs = []
    for key, value in carried.items():
        if value in (None, "") or key in {"worker", "from_worker"}:
            continue
        pairs.append((gettext(key.replace("_", " ").capitalize()), _plain(value)))
    return tuple(pairs)


def _plain(value: object) -> str:
    if value is True:
        return gettext("Yes")
    if value is False:
        return gettext("No")
    if isinstance(value, list):
        return ", ".join(_plain(item) for item in value)
    return gettext(str(value).replace("_", " ")) if isinstance(value, str) else str(value)


def provenance(value: Mapping[str, object]) -> str:
    """Where an imported fact came from: file, sheet, row and column."""
    if not value:
        return ""
    parts = [str(value.get("file", ""))]
    for key, word in (("sheet", _("sheet")), ("row", _("row")), ("line", _("line")), ("column", _("column"))):
        if value.get(key) not in (None, ""):
            parts.append(f"{word} {value[key]}")
    return ", ".join(part for part in parts if part)


def tier(pack: str, name: str) -> str:
    """The tier in the words of the policy."""
    return gettext(rules.tier_title(pack, name))
