"""A case as a line of a list: made from the row and its hints, without a query."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext as _

from plimsoll.cases import words
from plimsoll.cases.carried import when
from plimsoll.cases.standing import day_of

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date, datetime

    from plimsoll.cases.models import Case


@dataclass(frozen=True, slots=True)
class DutyLine:
    """A duty as a list shows it."""

    rule: str
    name: str
    state: str
    due: date | datetime
    due_words: str
    matters: str
    who: str
    group: str
    verified: str


@dataclass(frozen=True, slots=True)
class CaseLine:
    """A case as a list shows it."""

    id: str
    url: str
    name: str
    reference: str
    age: str
    plan: str
    plan_word: str
    colour: str
    tier: str
    tier_words: str
    reason: str
    is_about_next_duty: bool
    status: str
    status_words: str
    worker: str
    team: str
    place: str
    next_duty: DutyLine | None
    late_count: int
    seen_on: date | None
    seen_words: str
    contact_on: date | None
    contact_words: str


def duty_line(case: Case, value: dict[str, Any], now: datetime) -> DutyLine:
    """One stored duty that has a date, with what is left counted from now."""
    due = when(value["due"])
    return DutyLine(
        rule=value["rule"],
        name=_(value["duty"]),
        state=value["state"],
        due=words.last_day(due),
        due_words=words.due(due, value.get("unit", ""), now, case.pack),
        matters=value["matters"],
        who=value["who"],
        group=value["group"],
        verified=value["verified"],
    )


def case_lines(cases: Iterable[Case], now: datetime) -> list[CaseLine]:
    """Lines for a page of cases; holder and team must be read with them."""
    return [case_line(case, now) for case in cases]


def case_line(case: Case, now: datetime) -> CaseLine:
    """One line."""
    today = day_of(now)
    following = _next_duty(case)
    headline = case.hint_reasons[0] if case.hint_reasons else None
    about = kept_duty(case, headline) if headline else None
    return CaseLine(
        id=str(case.pk),
        url=reverse("cases:overview", args=[case.pk]),
        name=case.title,
        reference=case.reference,
        age=words.age(case.subject_born_on, today),
        plan=words.plan(case.pack, case.plan),
        plan_word=case.plan,
        colour=case.hint_colour,
        tier=case.hint_tier,
        tier_words=words.tier(case.pack, case.hint_tier),
        reason=kept_reason(case, headline, now) if headline else "",
        is_about_next_duty=about is not None and about is following,
        status=case.status,
        status_words=str(case.get_status_display()),
        worker=case.holder.name if case.holder else "",
        team=case.team.name,
        place=case.place,
        next_duty=duty_line(case, following, now) if following else None,
        late_count=case.hint_late_count,
        seen_on=case.hint_last_seen_on,
        seen_words=words.days_since(case.hint_last_seen_on, today),
        contact_on=case.hint_last_contact_on,
        contact_words=words.days_since(case.hint_last_contact_on, today),
    )


def _next_duty(case: Case) -> dict[str, Any] | None:
    """The soonest duty that is ours; where none is, the soonest of anybody's."""
    dated = [value for value in case.hint_duties if value["due"]]
    ours = [value for value in dated if value["who"] == "us"]
    return (ours or dated or [None])[0]


def kept_duty(case: Case, value: dict[str, Any]) -> dict[str, Any] | None:
    """The stored duty that a stored reason speaks of, if it speaks of one."""
    place = value.get("duty")
    return None if place is None else case.hint_duties[place]


def kept_reason(case: Case, value: dict[str, Any], now: datetime) -> str:
    """A reason of the hint in words that are true now."""
    if "template" in value:
        return words.reason(value, day_of(now))
    duty = kept_duty(case, value)
    return words.deadline(duty, now, case.pack) if duty else ""
