"""Words of a case for people: ages, due dates, plans, reasons. Values in, translated words out."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from plimsoll.cases.queries.caseload import age_in_years
from plimsoll.engine import workdays
from plimsoll.today import LONDON

if TYPE_CHECKING:
    from collections.abc import Mapping

PLANS = {
    "child_protection": _("Child protection"),
    "looked_after": _("Looked after"),
    "pathway": _("Pathway plan"),
    "private_fostering": _("Private fostering"),
    "child_in_need": _("Child in need"),
    "ehc_plan": _("EHC plan"),
    "ehc_assessment": _("EHC needs assessment"),
    "section_47": _("Section 47 enquiry"),
    "assessment": _("Assessment"),
    "early_help": _("Early help"),
    "advice": _("Advice"),
}
MONTHS_COUNTED_UNDER_YEARS = 2


def plan(word: str) -> str:
    """The plan in words, or nothing."""
    return str(PLANS.get(word, ""))


def age(born_on: date | None, today: date) -> str:
    """"9 years", "7 months", "2 weeks", "Not yet born", or "Age not known"."""
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


def due(due_at: date | datetime, unit: str, today: date, calendar: str) -> str:
    """How far off a date is, in the clock's own unit: "in 3 working days", "late by 1 week"."""
    day = due_at.astimezone(LONDON).date() if isinstance(due_at, datetime) else due_at
    if day == today:
        return gettext("today")
    if unit == "working days":
        count = workdays.working_days_between(today, day, calendar)
        if count > 0:
            return ngettext("in %(n)d working day", "in %(n)d working days", count) % {"n": count}
        count = max(-count, 1)
        return ngettext("late by %(n)d working day", "late by %(n)d working days", count) % {"n": count}
    days = (day - today).days
    if days > 0:
        return ngettext("in %(n)d day", "in %(n)d days", days) % {"n": days}
    return ngettext("late by %(n)d day", "late by %(n)d days", -days) % {"n": -days}


def reason(value: Mapping[str, object]) -> str:
    """A stored reason, translated and then filled in."""
    template = gettext(str(value["template"]))
    params = value.get("params")
    return template % params if params else template


def days_since(day: date | None, today: date) -> str:
    """"today", "12 days ago", or "never recorded"."""
    if day is None:
        return gettext("never recorded")
    days = (today - day).days
    if days <= 0:
        return gettext("today")
    return ngettext("%(n)d day ago", "%(n)d days ago", days) % {"n": days}
