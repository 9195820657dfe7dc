"""The front door as its pages show it: values in, words out, no query."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _

from plimsoll.cases import words as case_words
from plimsoll.frontdoor import facts, words
from plimsoll.safeguarding.thresholds import thresholds

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date, datetime

    from plimsoll.frontdoor.models import Approach
    from plimsoll.frontdoor.queries import Known, Waiting


@dataclass(frozen=True, slots=True)
class Line:
    """An approach on a list."""

    url: str
    title: str
    kind: str
    summary: str
    received: str
    danger: str
    is_danger: bool
    state: str
    due: date | datetime | None
    due_words: str
    pile: str


def lines(found: Iterable[Waiting], now: datetime) -> list[Line]:
    """What waits, as a list shows it."""
    return [_line(one, now) for one in found]


def _line(one: Waiting, now: datetime) -> Line:
    approach, duty = one.approach, one.duty
    due = duty.due if duty else None
    return Line(
        url=reverse("frontdoor:one", args=[approach.pk]),
        title=approach.about_name or approach.from_name or _("No name given"),
        kind=str(approach.get_kind_display()),
        summary=approach.what,
        received=case_words.moment(approach.received_at),
        danger=words.in_danger(approach.safe_now),
        is_danger=approach.safe_now == "no",
        state=duty.state if duty else "running",
        due=due,
        due_words=case_words.due(due, "working days", now, approach.service.pack) if due else "",
        pile=str(approach.get_pile_display()) if approach.pile != approach.Pile.NEW else "",
    )


def due_words(approach: Approach, now: datetime) -> str:
    """The day by which somebody decides."""
    duty = facts.duty_of(approach, now)
    if duty is None or duty.due is None:
        return ""
    last = case_words.last_day(duty.due)
    return case_words.moment(last) if hasattr(last, "hour") else case_words.day(last)  # type: ignore[arg-type]


def told_rows(approach: Approach) -> list[dict[str, str]]:
    """What came in, as a summary list; what was not said is left out."""
    knows = dict(words.KNOWS).get(approach.family_knows, "")
    rows = (
        (_("About"), approach.about_name), (_("Age"), approach.about_age), (_("Where"), approach.about_where),
        (_("Does the family know"), str(knows)), (_("From"), approach.from_name),
        (_("Who they are"), approach.from_role),
        (_("How to reach them"), approach.from_contact), (_("When it is safe"), approach.contact_how),
        (_("Their name"), _("not to be told to the family") if approach.stays_unnamed else ""),
        (_("Came in"), case_words.moment(approach.received_at)), (_("Reference"), approach.reference),
        (_("Service"), approach.service.name),
    )  # fmt: skip
    return [{"key": str(key), "value": value} for key, value in rows if value]


def decided_rows(approach: Approach) -> list[dict[str, str]]:
    """What was decided."""
    level = thresholds(approach.service.pack).get(approach.level)
    rows = (
        (_("Decision"), str(words.DECISIONS[approach.outcome])), (_("Level of need"), _(level.title) if level else ""),
        (_("Why"), approach.rationale), (_("Sent to"), approach.sent_to),
        (_("By"), approach.decided_by.name if approach.decided_by else ""),
        (_("When"), case_words.moment(approach.decided_at) if approach.decided_at else ""),
        (_("May be told"), words.answer(approach.told)),
    )  # fmt: skip
    return [{"key": str(key), "value": value} for key, value in rows if value]


def known_choices(found: Iterable[Known]) -> list[tuple[str, str]]:
    """Those it may be, for the form that opens a case."""
    return [
        (str(one.person.pk), _("%(name)s, known on case %(case)s") % {
            "name": one.person.display_name, "case": one.case.reference,
        })
        for one in found
    ]  # fmt: skip
