"""Days and moments as people read them, each in a ``time`` element that programs can read."""

from __future__ import annotations

import datetime as dt
from functools import lru_cache

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

FORMS = {"": "j F Y", "short": "j M", "week": "D j F", "full": "l j F Y"}
NO_BREAK_SPACE = "\u00a0"


def local_date(value: dt.date | dt.datetime) -> dt.date:
    """The day in local time."""
    if isinstance(value, dt.datetime):
        return timezone.localtime(value).date() if timezone.is_aware(value) else value.date()
    return value


def unbroken(text: str) -> str:
    """The text, never split over two lines."""
    return text.replace(" ", NO_BREAK_SPACE)


def day(value: dt.date | dt.datetime | None, form: str = "") -> SafeString:
    """3 June 2025; "short" 3 Jun; "week" Tue 3 June; "full" Tuesday 3 June 2025. Nothing for None."""
    if not value:
        return SafeString("")
    return _day(local_date(value), form, get_language())


@lru_cache(maxsize=4096)
def _day(date: dt.date, form: str, _language: str | None) -> SafeString:
    """A list shows the same few days over and over."""
    return format_html('<time datetime="{}">{}</time>', date.isoformat(), unbroken(date_format(date, FORMS[form])))


def clock_text(value: dt.datetime | dt.time) -> str:
    """4:15pm; 4pm on the hour; 12 midnight and midday by name."""
    if (value.hour, value.minute) == (12, 0):
        return _("midday")
    if (value.hour, value.minute) == (0, 0):
        return _("midnight")
    hour = value.hour % 12 or 12
    minutes = f":{value.minute:02d}" if value.minute else ""
    return f"{hour}{minutes}{_('am') if value.hour < 12 else _('pm')}"


def moment(value: dt.datetime | dt.date | None) -> SafeString:
    """3 June 2025, 4:15pm, in local time. A bare date is shown as a day."""
    if not value:
        return SafeString("")
    if not isinstance(value, dt.datetime):
        return day(value)
    local = timezone.localtime(value) if timezone.is_aware(value) else value
    words = f"{unbroken(date_format(local, FORMS['']))}, {clock_text(local)}"
    return format_html('<time datetime="{}">{}</time>', local.isoformat(timespec="minutes"), words)


def near_words(date: dt.date, today: dt.date | None) -> str:
    """Today, tomorrow or yesterday; otherwise nothing."""
    if today is None:
        return ""
    words = {0: _("today"), 1: _("tomorrow"), -1: _("yesterday")}
    return words.get((date - today).days, "")


def due(
    value: dt.date | dt.datetime | None, words: object = "", today: dt.date | None = None, state: object = ""
) -> SafeString:
    """A due day and, under it, how far away it is. With ``today``, the nearest days name themselves."""
    if not value:
        return SafeString("")
    date = local_date(value)
    near = near_words(date, local_date(today) if today else None)
    told = str(words or "")
    if near and near not in told:
        told = f"{near}, {told}" if told else near
    when = moment(value) if isinstance(value, dt.datetime) else day(value)
    return format_html(
        '<span class="pl-due{}">{}{}</span>',
        f" pl-due--{str(getattr(state, 'value', state)).replace('_', '-')}" if state else "",
        when,
        format_html('<span class="pl-due__words">{}</span>', told) if told else "",
    )
