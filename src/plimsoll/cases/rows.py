"""A case as a line of a list: made from the row and its hints, without a query."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, cached_property
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


class CaseLine:
    """A case as a list shows it. Each part is put into words when a page asks for it: few pages ask for all."""

    def __init__(self, case: Case, now: datetime) -> None:
        self._case = case
        self._now = now
        self._today = day_of(now)
        self.id = str(case.pk)
        self.name = case.title
        self.reference = case.reference
        self.plan_word = case.plan
        self.colour = case.hint_colour
        self.tier = case.hint_tier
        self.status = case.status
        self.place = case.place
        self.late_count = case.hint_late_count
        self.seen_on = case.hint_last_seen_on
        self.contact_on = case.hint_last_contact_on

    @cached_property
    def url(self) -> str:
        """Where the case is."""
        return f"{_cases_url()}{self.id}/"

    @cached_property
    def age(self) -> str:
        """How old the child or client is."""
        return words.age(self._case.subject_born_on, self._today)

    @cached_property
    def plan(self) -> str:
        """The plan in force, in words."""
        return words.plan(self._case.pack, self.plan_word)

    @cached_property
    def tier_words(self) -> str:
        """Where it stands, in the policy's words."""
        return words.tier(self._case.pack, self.tier)

    @cached_property
    def reason(self) -> str:
        """The first reason why it stands there."""
        return kept_reason(self._case, self._headline, self._now) if self._headline else ""

    @cached_property
    def status_words(self) -> str:
        """Where it is in its life."""
        return str(self._case.get_status_display())

    @cached_property
    def worker(self) -> str:
        """Who holds it; nothing for nobody. The holder must be read with the case."""
        return self._case.holder.name if self._case.holder else ""

    @cached_property
    def team(self) -> str:
        """Which team it belongs to. The team must be read with the case."""
        return self._case.team.name

    @cached_property
    def next_duty(self) -> DutyLine | None:
        """The soonest duty that is ours; where none is, the soonest of anybody's."""
        return duty_line(self._case, self._following, self._now) if self._following else None

    @cached_property
    def is_about_next_duty(self) -> bool:
        """Whether the reason says what the next duty says already."""
        about = kept_duty(self._case, self._headline) if self._headline else None
        return about is not None and about is self._following

    @cached_property
    def seen_words(self) -> str:
        """How long ago the child was seen."""
        return words.days_since(self.seen_on, self._today)

    @cached_property
    def contact_words(self) -> str:
        """How long ago the last meaningful contact was."""
        return words.days_since(self.contact_on, self._today)

    @cached_property
    def _headline(self) -> dict[str, Any] | None:
        return self._case.hint_reasons[0] if self._case.hint_reasons else None

    @cached_property
    def _following(self) -> dict[str, Any] | None:
        return _next_duty(self._case)


@cache
def _cases_url() -> str:
    """Where every case's address begins: asking for each would take longer than the rest of its line."""
    return reverse("cases:caseload")


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
    """Lines for a page of cases."""
    return [CaseLine(case, now) for case in cases]


def case_line(case: Case, now: datetime) -> CaseLine:
    """One line."""
    return CaseLine(case, now)


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
