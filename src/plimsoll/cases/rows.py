"""A case as a line of a list: made from the row and its hints, without a query."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.urls import reverse

from plimsoll.cases import words

if TYPE_CHECKING:
    from collections.abc import Iterable

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
    reason: str
    status: str
    status_words: str
    worker: str
    team: str
    place: str
    next_duty: DutyLine | None
    duties: tuple[DutyLine, ...]
    late_count: int
    seen_on: date | None
    seen_words: str
    contact_on: date | None
    contact_words: str


def duty_lines(case: Case, today: date) -> tuple[DutyLine, ...]:
    """The open duties in the hint, with the days counted from today."""
    lines = []
    for value in case.hint_duties:
        if not value.get("due"):
            continue
        due = _when(value["due"])
        lines.append(
            DutyLine(
                rule=value["rule"],
                name=value["duty"],
                state=value["state"],
                due=due,
                due_words=words.due(due, value.get("unit", ""), today, case.pack),
                matters=value["matters"],
                who=value["who"],
                group=value["group"],
                verified=value["verified"],
            )
        )
    return tuple(lines)


def case_lines(cases: Iterable[Case], today: date) -> list[CaseLine]:
    """Lines for a page of cases; holder and team must be read with them."""
    return [case_line(case, today) for case in cases]


def case_line(case: Case, today: date) -> CaseLine:
    """One line."""
    duties = duty_lines(case, today)
    ours = [duty for duty in duties if duty.who == "us"]
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
        reason=words.reason(case.hint_reasons[0]) if case.hint_reasons else "",
        status=case.status,
        status_words=str(case.get_status_display()),
        worker=case.holder.name if case.holder else "",
        team=case.team.name,
        place=case.place,
        next_duty=(ours or list(duties) or [None])[0],
        duties=duties,
        late_count=case.hint_late_count,
        seen_on=case.hint_last_seen_on,
        seen_words=words.days_since(case.hint_last_seen_on, today),
        contact_on=case.hint_last_contact_on,
        contact_words=words.days_since(case.hint_last_contact_on, today),
    )


def _when(text: str) -> date | datetime:
    return datetime.fromisoformat(text) if "T" in text else date.fromisoformat(text)
