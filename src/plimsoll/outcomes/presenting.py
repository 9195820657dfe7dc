"""Outcomes and feedback in words. Values in, words out, no query."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from plimsoll.cases import words
from plimsoll.outcomes.kinds import kind_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime
    from decimal import Decimal

    from plimsoll.cases.models import CaseEvent
    from plimsoll.outcomes.models import FeedbackLink, Outcome
    from plimsoll.outcomes.queries import Number

WORST_TO_BEST = (
    gettext_lazy("Very bad"),
    gettext_lazy("Bad"),
    gettext_lazy("Neither good nor bad"),
    gettext_lazy("Good"),
    gettext_lazy("Very good"),
)


@dataclass(frozen=True, slots=True)
class Line:
    """An outcome as a case shows it."""

    title: str
    about: str
    on: date
    gained: str
    led_by: str
    led_by_url: str
    known: str
    words: str
    withdrawn_why: str
    change_url: str
    withdraw_url: str


@dataclass(frozen=True, slots=True)
class LinkLine:
    """A link as a case shows it, with what was answered."""

    state: str
    made_at: datetime
    made_by: str
    expires_at: datetime
    rating: int | None
    rating_words: str
    words: str
    given_at: datetime | None
    withdraw_url: str


def line(pack: str, outcome: Outcome) -> Line:
    """One outcome."""
    led_by = outcome.led_by
    url = reverse("cases:chronology", args=[outcome.case_id]) + f"#event-{led_by.pk}" if led_by else ""
    return Line(
        title=_(kind_of(pack, outcome.kind).title),
        about=outcome.about,
        on=outcome.achieved_on,
        gained=gained(outcome.pounds, outcome.per),
        led_by=entry_words(pack, led_by) if led_by else "",
        led_by_url=url,
        known=str(outcome.get_known_display()),
        words=outcome.words,
        withdrawn_why=outcome.withdrawn_why,
        change_url=reverse("outcomes:change", args=[outcome.pk]),
        withdraw_url=reverse("outcomes:withdraw", args=[outcome.pk]),
    )


def link_line(link: FeedbackLink, now: datetime) -> LinkLine:
    """One link."""
    answer = getattr(link, "answer", None)
    if answer is not None:
        state = _("Answered")
    elif link.withdrawn_at is not None:
        state = _("Withdrawn")
    elif link.expires_at <= now:
        state = _("Not answered in time")
    else:
        state = _("Waits for an answer")
    is_open = answer is None and link.withdrawn_at is None and link.expires_at > now
    return LinkLine(
        state=state,
        made_at=link.made_at,
        made_by=link.made_by.name if link.made_by else "",
        expires_at=link.expires_at,
        rating=answer.rating if answer else None,
        rating_words=str(WORST_TO_BEST[answer.rating - 1]) if answer else "",
        words=answer.words if answer else "",
        given_at=answer.given_at if answer else None,
        withdraw_url=reverse("outcomes:withdraw_link", args=[link.pk]) if is_open else "",
    )


def entry_words(pack: str, event: CaseEvent) -> str:
    """An entry of the chronology in a few words, for a choice."""
    carried = words.details(pack, event.name, event.details)
    said = f" ({carried[0][1][:60]})" if carried else ""
    return f"{words.day(event.at_on)}: {words.event_title(pack, event.name)}{said}"


def leads(pack: str, events: Sequence[CaseEvent]) -> list[tuple[int, str]]:
    """(id, words) of the entries that may have led to an outcome."""
    return [(event.pk, entry_words(pack, event)) for event in events]


def gained(pounds: Decimal | None, per: str) -> str:
    """What was gained, in words."""
    if pounds is None:
        return ""
    said = {
        "once": _("%(pounds)s once"),
        "week": _("%(pounds)s a week"),
        "month": _("%(pounds)s a month"),
        "year": _("%(pounds)s a year"),
    }
    return said[per] % {"pounds": pounds_words(pounds)}


def pounds_words(amount: Decimal) -> str:
    """£1,200 or £1,200.50."""
    places = 0 if amount == amount.to_integral_value() else 2
    return "£" + number_format(amount, decimal_pos=places, use_l10n=True, force_grouping=True)


def theirs(pack: str, outcome: Outcome) -> list[tuple[str, str]]:
    """What the outcome says now, beside what was typed."""
    shown = line(pack, outcome)
    return [
        (_("Changed by"), outcome.changed_by.name if outcome.changed_by else ""),
        (_("What was achieved"), shown.title),
        (_("About what"), shown.about),
        (_("When"), words.day(shown.on)),
        (_("Gained"), shown.gained),
        (_("What it means for them"), shown.words),
        (_("Taken back"), shown.withdrawn_why),
    ]


def by_service(found: Sequence[Number]) -> list[tuple[str, list[dict[str, object]]]]:
    """The numbers as tables: (service, rows)."""
    tables: dict[str, list[dict[str, object]]] = {}
    for one in found:
        tables.setdefault(one.service, []).append(
            {
                "title": _(one.title),
                "count": one.count,
                "cases": one.cases,
                "once": pounds_words(one.once) if one.once else "",
                "each_year": pounds_words(one.each_year) if one.each_year else "",
            }
        )
    return list(tables.items())


def quarter_words(began_on: date) -> str:
    """January to March 2026."""
    last = began_on.replace(month=began_on.month + 2)
    return _("%(first)s to %(last)s") % {"first": _month(began_on), "last": f"{_month(last)} {last.year}"}


def _month(day: date) -> str:
    return date_format(day, "F")
