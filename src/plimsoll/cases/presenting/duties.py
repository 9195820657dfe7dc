"""Duties in words: the open ones each whole, the closed ones together with their like."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from plimsoll.cases import steps, words
from plimsoll.cases.presenting.reasons import ReasonLine, reasons
from plimsoll.cases.standing import day_of
from plimsoll.engine.reasons import Amount

if TYPE_CHECKING:
    from datetime import date

    from plimsoll.cases.queries.case import CaseView
    from plimsoll.engine.clocks import Duty
    from plimsoll.engine.reasons import Citation

STATES = {
    "running": gettext_lazy("Running"),
    "due_soon": gettext_lazy("Due soon"),
    "late": gettext_lazy("Late"),
    "met": gettext_lazy("Met"),
    "met_late": gettext_lazy("Met late"),
    "extended": gettext_lazy("Extended"),
    "exempt": gettext_lazy("Exempt"),
    "cancelled": gettext_lazy("Cancelled"),
    "lapsed": gettext_lazy("Lapsed"),
    "not_applicable": gettext_lazy("No longer applies"),
    "breached": gettext_lazy("Done too soon"),
}


@dataclass(frozen=True, slots=True)
class DutyView:
    """One turn of a clock, with all a person may ask of it."""

    rule: str
    name: str
    state: str
    state_words: str
    due: date | datetime | None
    opens: date | datetime | None
    due_words: str
    started: str
    met: str
    reasons: tuple[ReasonLine, ...]
    citation: Citation
    matters: str
    who: str
    url: str
    record_url: str


@dataclass(frozen=True, slots=True)
class Closed:
    """The turns of one duty that are over: how often it was met, and each of them."""

    rule: str
    name: str
    counts: tuple[tuple[str, int, str], ...]
    turns: tuple[DutyView, ...]
    citation: Citation


def due_words(duty: Duty, today: date, now: datetime | None = None) -> str:
    """How far off the date is, in the clock's own unit; `now` tells hours."""
    if duty.due is None:
        return _("no date yet")
    if duty.left is None:
        return ""
    if duty.left.unit == "hours" and isinstance(duty.due, datetime) and now is not None:
        return words.due(duty.due, "hours", now, "")
    day = day_of(duty.due)
    if day == today:
        return _("today")
    # Between two working days none is left and none is late; a Friday's duty is late on Sunday all the same.
    return words.left(duty.left if duty.left.amount else Amount((day - today).days, "days"))


def open_duties(view: CaseView) -> list[DutyView]:
    """What is still to be done, the nearest date first."""
    return [_duty(view, duty) for duty in view.position.duties if duty.is_open]


def closed_duties(view: CaseView) -> list[Closed]:
    """What was met, cancelled, lapsed or no longer applies, by duty; the latest first."""
    closed = [duty for duty in view.position.duties if not duty.is_open]
    closed.sort(key=lambda duty: str(duty.due_on or ""), reverse=True)
    found: dict[str, list[Duty]] = {}
    for duty in closed:
        found.setdefault(duty.rule, []).append(duty)
    return [_closed(view, turns) for turns in found.values()]


def _closed(view: CaseView, turns: list[Duty]) -> Closed:
    counted: Counter[str] = Counter(duty.state for duty in turns)
    latest = turns[0]
    return Closed(
        rule=latest.rule,
        name=_(latest.duty),
        counts=tuple((state, counted[state], str(STATES[state])) for state in STATES if counted[state]),
        turns=tuple(_duty(view, duty) for duty in turns),
        citation=latest.citation,
    )


def _duty(view: CaseView, duty: Duty) -> DutyView:
    today = day_of(view.as_at)
    late = duty.state == "late"
    return DutyView(
        rule=duty.rule,
        name=_(duty.duty),
        state=duty.state,
        state_words=_first_upper(due_words(duty, today, view.as_at)) if late and duty.left else str(STATES[duty.state]),
        due=words.last_day(duty.due) if duty.due else None,
        opens=duty.opens,
        due_words=due_words(duty, today, view.as_at),
        started=event_words(view, duty.started_by.event, duty.started_by.at),
        met=event_words(view, duty.met_by.event, duty.met_by.at) if duty.met_by else "",
        reasons=reasons(view, duty.reasons),
        citation=duty.citation,
        matters=duty.matters,
        who=duty.who,
        url=reverse("cases:duty", args=[view.case.pk, duty.rule]),
        record_url=steps.url_for_duty(view.case, duty.rule) if duty.is_open and duty.who != "client" else "",
    )


def _first_upper(text: str) -> str:
    return text[:1].upper() + text[1:]


def event_words(view: CaseView, name: str, at: date | datetime) -> str:
    """An event and its day: Visit made, 3 June 2025."""
    return f"{words.event_title(view.case.pack, name)}, {words.day(day_of(at))}"
