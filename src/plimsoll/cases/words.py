"""Words of a case for people: ages, due dates, plans, reasons. Values in, translated words out."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

from django.utils.formats import date_format
from django.utils.translation import get_language, gettext, ngettext
from django.utils.translation import gettext_lazy as _

from plimsoll.cases import rules, values
from plimsoll.cases.queries.caseload import age_in_years
from plimsoll.engine.clocks.wording import Day, Span
from plimsoll.engine.reasons import Amount
from plimsoll.govuk.dates import clock_text
from plimsoll.today import LONDON

if TYPE_CHECKING:
    from collections.abc import Mapping

    from plimsoll.engine.reasons import Citation

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
    return _left(amount.amount, amount.unit, get_language())


@lru_cache(maxsize=4096)
def _left(count: float, unit: str, _language: str | None) -> str:
    """A list says the same few amounts over and over."""
    if count == 0:
        return gettext("today")
    ahead, late = _UNITS.get(unit, _UNITS["days"])
    whole = abs(int(count))
    return ngettext(*(ahead if count > 0 else late), whole) % {"n": whole}


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


def due(due_at: date | datetime, unit: str, now: datetime, pack: str) -> str:
    """How far off a date is on a list, in the clock's own unit; a moment within two days, in hours."""
    if isinstance(due_at, datetime) and abs(due_at - now) <= HOURS_ARE_TOLD:
        return _hours(due_at, now)
    day, today = (at.astimezone(LONDON).date() if isinstance(at, datetime) else at for at in (due_at, now))
    if day == today:
        return gettext("today")
    if unit == "working days":
        # Between two working days none is left and none is late; a Friday's duty is late on Sunday all the same.
        count = rules.working_days_left(pack, today, day)
        return left(Amount(count, unit) if count else Amount((day - today).days, "days"))
    return left(Amount((day - today).days, "days"))


HOURS_ARE_TOLD = timedelta(hours=48)
_AN_HOUR = timedelta(hours=1)


def _hours(due_at: datetime, now: datetime) -> str:
    hours = int((due_at - now) / _AN_HOUR)  # towards zero: never more left, nor more late, than there is
    if hours == 0:
        return gettext("within the hour") if due_at > now else gettext("late by less than an hour")
    return left(Amount(hours, "hours"))


def last_day(due_at: date | datetime) -> date | datetime:
    """A date as it is shown: the midnight that ends a day is that day's, for nobody reads midnight as yesterday's."""
    if isinstance(due_at, datetime):
        local = due_at.astimezone(LONDON)
        return local.date() - timedelta(days=1) if local.time() == time.min else local
    return due_at


def deadline(duty: Mapping[str, object], now: datetime, pack: str) -> str:
    """An open duty of a hint as a reason: what, how far off, and the day."""
    name = gettext(str(duty["duty"]))
    if not duty["due"]:
        return gettext("%(duty)s: the date it is counted from is not recorded") % {"duty": name}
    kept = str(duty["due"])
    due_at = datetime.fromisoformat(kept) if "T" in kept else date.fromisoformat(kept)
    last = last_day(due_at)
    when = moment(last) if isinstance(last, datetime) else day(last)
    params = {"duty": name, "left": due(due_at, str(duty["unit"]), now, pack), "day": when}
    return gettext("%(duty)s: %(left)s (%(day)s)") % params


def reason(value: Mapping[str, object], today: date | None = None) -> str:
    """A stored reason, translated and then filled in; with `today`, amounts that grow by the day are today's."""
    template = gettext(str(value["template"]))
    params = value.get("params")
    if not isinstance(params, dict) or not params:
        return template
    return template % {name: shown(item, today) for name, item in params.items()}


def shown(value: object, today: date | None = None) -> object:
    """A parameter of a reason in words, as the engine gives it or as a hint keeps it."""
    if isinstance(value, Span):
        return span(value.value.amount, value.value.unit)
    if isinstance(value, Day):
        return moment(value.value) if isinstance(value.value, datetime) else day(value.value)
    if isinstance(value, dict):
        return _kept(value, today)
    return value


def _kept(value: dict[str, object], today: date | None) -> str:
    if "day" in value:
        return day(date.fromisoformat(str(value["day"])))
    if "moment" in value:
        return moment(datetime.fromisoformat(str(value["moment"])))
    if "span" in value:
        return span(float(str(value["span"])), str(value["unit"]))
    since = date.fromisoformat(str(value["days_since"]))
    return span(((today or since) - since).days, "days")


def span(amount: float, unit: str) -> str:
    """3 working days, 1 hour: an amount without its sign."""
    count = abs(int(amount))
    words = _SPANS.get(unit)
    return ngettext(*words, count) % {"n": count} if words else f"{count} {unit}"


_SPANS = {
    "hours": ("%(n)d hour", "%(n)d hours"),
    "days": ("%(n)d day", "%(n)d days"),
    "working days": ("%(n)d working day", "%(n)d working days"),
    "school days": ("%(n)d school day", "%(n)d school days"),
    "weeks": ("%(n)d week", "%(n)d weeks"),
    "months": ("%(n)d month", "%(n)d months"),
    "years": ("%(n)d year", "%(n)d years"),
    "terms": ("%(n)d term", "%(n)d terms"),
}


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


def moment(value: datetime) -> str:
    """3 June 2025 at 4:15pm, in London."""
    local = value.astimezone(LONDON)
    return gettext("%(day)s at %(time)s") % {"day": day(local.date()), "time": clock_text(local)}


def event_title(pack: str, name: str) -> str:
    """An event in the words of its pack's vocabulary."""
    kind = rules.event_type(pack, name)
    return gettext(kind.title) if kind else name.replace("_", " ").capitalize()


def details(pack: str, event: str, carried: Mapping[str, object]) -> tuple[tuple[str, str], ...]:
    """What an event carries, as pairs of words; ids are left to the pages they lead to."""
    kind = rules.event_type(pack, event)
    pairs = []
    declared = tuple(kind.carries) if kind else ()
    given_of = {name: carried[name] for name in (*declared, *carried) if name in carried}  # as the vocabulary has them
    for name, given in given_of.items():
        if given in (None, "", []) or name in _IDS:
            continue
        holds = kind.carries.get(name) if kind else None
        if name == "tier":
            text = tier(pack, str(given))
        elif name == "tool":
            text = tool(pack, str(given))
        elif (on := _iso_day(given)) is not None:
            text = day(on)
        else:
            text = values.value(event, name, given, is_word=holds is not None and given in holds.values)
        pairs.append((values.label(name), text))
    return tuple(pairs)


_IDS = frozenset({"worker", "from_worker", "document", "entry"})


def tool(pack: str, word: str) -> str:
    """An assessment tool as the policy calls it; the bare word for one it does not read."""
    rule = rules.policy_of(pack).scores.get(word.strip().casefold())
    return gettext(rule.title) if rule else word


def _iso_day(given: object) -> date | None:
    """A day as a detail keeps it; nothing else has exactly this form."""
    if not isinstance(given, str) or not _ISO_DAY.fullmatch(given):
        return None
    try:
        return date.fromisoformat(given)
    except ValueError:
        return None


_ISO_DAY = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")


def provenance(value: Mapping[str, object]) -> str:
    """Where an imported fact came from: file, sheet, row and column."""
    if not value:
        return ""
    parts = [str(value.get("file", ""))]
    for key, word in (("sheet", _("sheet")), ("row", _("row")), ("line", _("line")), ("column", _("column"))):
        if value.get(key) not in (None, ""):
            parts.append(f"{word} {value[key]}")
    return ", ".join(part for part in parts if part)


def law(citation: Citation) -> str:
    """A citation in a few words, for a line: the first instrument, and the paragraph where it is short."""
    instrument = citation.instrument.split(";")[0].strip()
    is_short = citation.paragraph and len(citation.paragraph) <= SHORT_PARAGRAPH and ";" not in citation.instrument
    return f"{instrument}, {citation.paragraph}" if is_short else instrument


SHORT_PARAGRAPH = 40


def tier(pack: str, name: str) -> str:
    """The tier in the words of the policy."""
    return gettext(rules.tier_title(pack, name))
