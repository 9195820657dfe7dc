"""An asking for help as a page shows it. No query beyond what was fetched with it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext as _

from plimsoll.cases import words
from plimsoll.load import asking
from plimsoll.load.pack import load_rules
from plimsoll.today import LONDON

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date
    from decimal import Decimal

    from plimsoll.cases.models import Case
    from plimsoll.load.models import Adjustment, HelpAnswered, HelpAsked
    from plimsoll.load.pack import Within
    from plimsoll.people.access import Viewer


@dataclass(frozen=True, slots=True)
class Line:
    """One asking in a list."""

    name: str
    url: str
    words: str
    asked_on: date
    due: date | None
    due_words: str
    state: str


@dataclass(frozen=True, slots=True)
class Agreed:
    """One thing agreed, and what came of it."""

    id: int
    words: str
    from_on: date
    until_on: date | None
    check_on: date
    is_checked: bool
    outcome: str
    said: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What a manager said."""

    by: str
    on: date
    is_agreed: bool
    said: str
    agreed: tuple[Agreed, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """One asking with all that belongs to it."""

    id: str
    name: str
    asked_on: date
    asked_by: str
    since: date
    said: str
    would_help: tuple[str, ...]
    points: Decimal
    available: Decimal
    cases: int
    at_risk: tuple[tuple[str, str, int], ...]
    hidden: int
    standing: str
    due: date | None
    due_words: str
    state: str
    is_open: bool
    answers: tuple[Answer, ...]


def may_answer(viewer: Viewer, asked: HelpAsked) -> bool:
    """Who oversees the team answers; nobody answers themselves."""
    oversees = asked.team_id in viewer.supervises or asked.team.service_id in viewer.manages
    return oversees and asked.worker_id != viewer.user_id


def within_words(within: Within) -> str:
    """2 working days."""
    return words.span(within.amount, within.unit)


def lines(found: Iterable[HelpAsked], today: date) -> list[Line]:
    """Askings as a list shows them."""
    return [line(asked, asked.team.service.pack, today, list(asked.answers.all())) for asked in found]


def line(asked: HelpAsked, pack: str, today: date, answers: Sequence[HelpAnswered] = ()) -> Line:
    """One asking in a list: who, where it stands."""
    standing = asking.standing_of(asked, pack, today, is_answered=bool(answers))
    due_words, state = _due(standing, today)
    return Line(
        asked.worker.name, reverse("load:asked", args=[asked.pk]), _stands(asked, standing, answers),
        asked.asked_at.astimezone(LONDON).date(), standing.due, due_words, state,
    )  # fmt: skip


def asked_page(asked: HelpAsked, seen: Mapping[str, Case], today: date) -> Page:
    """Everything about one asking."""
    pack = asked.team.service.pack
    kinds = load_rules(pack).help.adjustments
    answers = list(asked.answers.all())
    standing = asking.standing_of(asked, pack, today, is_answered=bool(answers))
    due_words, state = _due(standing, today)
    known = [seen[ident] for ident in asked.at_risk if ident in seen]
    return Page(
        id=str(asked.pk), name=asked.worker.name, asked_on=asked.asked_at.astimezone(LONDON).date(),
        asked_by="" if asked.asked_by_id == asked.worker_id else asked.asked_by.name, since=asked.since,
        said=asked.said, would_help=tuple(gettext(kinds.get(word, word)) for word in asked.would_help),
        points=asked.points, available=asked.available, cases=asked.cases,
        at_risk=tuple(
            (case.title, reverse("cases:overview", args=[case.pk]), case.hint_late_count) for case in known
        ),
        hidden=len(asked.at_risk) - len(known), standing=_stands(asked, standing, answers), due=standing.due,
        due_words=due_words, state=state, is_open=not standing.is_answered,
        answers=tuple(
            Answer(
                one.by.name, one.at.astimezone(LONDON).date(), one.is_agreed, one.said,
                tuple(adjustment(each, kinds) for each in one.adjustments.all()),
            )
            for one in answers
        ),
    )  # fmt: skip


def adjustment(row: Adjustment, kinds: Mapping[str, str] | None = None) -> Agreed:
    """One thing agreed; with no kinds given, the pack's."""
    if kinds is None:
        kinds = load_rules(row.answer.asked.team.service.pack).help.adjustments
    outcome = ""
    if row.checked_at is not None:
        outcome = _("It helped") if row.did_help else _("It did not help")
    return Agreed(
        row.pk, gettext(kinds.get(row.kind, row.kind)), row.from_on, row.until_on, row.check_on,
        row.checked_at is not None, outcome, row.checked_said,
    )  # fmt: skip


def _stands(asked: HelpAsked, standing: asking.Standing, answers: Sequence[HelpAnswered]) -> str:
    if asked.withdrawn_at is not None:
        return _("Taken back")
    if standing.is_answered:
        agreed = any(one.is_agreed for one in answers)
        return _("Answered: something was agreed") if agreed else _("Answered: nothing was agreed")
    if standing.to == "supervisor":
        return _("Waits for the supervisor’s answer")
    if standing.is_late:
        return _("Not answered: the service manager is late too")
    return _("Not answered in time: it has gone up to the service manager")


def _due(standing: asking.Standing, today: date) -> tuple[str, str]:
    if standing.due is None:
        return "", ""
    days = (standing.due - today).days
    if days < 0:
        return ngettext("late by %(n)d day", "late by %(n)d days", -days) % {"n": -days}, "late"
    if days == 0:
        return _("today"), "due_soon"
    return ngettext("in %(n)d day", "in %(n)d days", days) % {"n": days}, "due_soon" if days == 1 else "running"
