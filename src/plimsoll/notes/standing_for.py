"""Which events a note stands for, from its answers. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from plimsoll.cases.actions import NewEvent
from plimsoll.today import LONDON

if TYPE_CHECKING:
    from collections.abc import Mapping

    from plimsoll.cases.models import CaseEvent
    from plimsoll.notes.formats import Format, Stands
    from plimsoll.notes.forms import Finished

GIST_LETTERS = 280


@dataclass(frozen=True, slots=True)
class Plan:
    """What to record. `attach_to` is an entry that is there already and stays as it is."""

    events: tuple[NewEvent, ...]
    attach_to: int | None = None
    corrects: bool = False


def day_of(at: date | datetime) -> date:
    """The London day."""
    return at.astimezone(LONDON).date() if isinstance(at, datetime) else at


def answers_for(finished: Finished, other: str) -> dict[str, object]:
    """The answers as they are for one case: another child may have been seen otherwise."""
    answers = dict(finished.answers)
    seen = finished.seen.get(other, "") if other else ""
    if seen:
        answers["seen"] = seen != "not_seen"
        answers.pop("seen_alone", None)
        if seen != "not_seen":
            answers["seen_alone"] = seen == "alone"
    return answers


def plan(one: Format, answers: Mapping[str, object], at: date | datetime, existing: CaseEvent | None) -> Plan:
    """The events to record, and the entry to attach to where the note writes up one that is there."""
    gist = gist_of(answers.get(one.gist))
    events: list[NewEvent] = []
    attach_to, corrects = None, False
    for stands in one.stands_for:
        new = _event(stands, answers, at, gist)
        if new is None:
            continue
        if existing is not None and attach_to is None and not corrects and new.name in _alike(one, existing.name):
            if _says_the_same(existing, new):
                attach_to = existing.pk
                continue
            corrects = True
            details = {**existing.details, **new.details} if new.name == existing.name else new.details
            new = NewEvent(new.name, new.at, details, note=new.note, supersedes_id=existing.pk)
        events.append(new)
    if existing is not None and attach_to is None and not corrects:
        attach_to = existing.pk
    return Plan(tuple(events), attach_to, corrects)


def _alike(one: Format, name: str) -> tuple[str, ...]:
    """The kinds of event that may take the entry's place: a visit made may turn out to have been only attempted."""
    visits = {"visit_made", "visit_attempted"}
    return tuple(visits) if name in visits and name in one.events() else (name,)


def _event(stands: Stands, answers: Mapping[str, object], at: date | datetime, gist: str) -> NewEvent | None:
    if stands.dated:
        name, on = answers.get(stands.dated), answers.get(f"{stands.dated}_on")
        return NewEvent(str(name), date.fromisoformat(str(on)), {}, note=gist) if name and on else None
    if not stands.applies(answers):
        return None
    when = date.fromisoformat(str(answers[stands.at])) if stands.at else at
    details: dict[str, object] = dict(stands.says)
    for detail, field in stands.carries:
        value = answers.get(field)
        if value not in (None, ""):
            details[detail] = gist_of(value) if isinstance(value, str) else value
    return NewEvent(stands.event, when, details, note=gist)


def _says_the_same(existing: CaseEvent, new: NewEvent) -> bool:
    """Whether the entry needs no correction: same kind, same day, and no answer that a clock could read differs."""
    if existing.name != new.name or existing.at_on != day_of(new.at):
        return False
    told = {name: value for name, value in new.details.items() if isinstance(value, bool) or name == "kind"}
    return all(_agrees(existing.details.get(name), name, value) for name, value in told.items())


def _agrees(was: object, name: str, value: object) -> bool:
    """A contact counts as meaningful unless it says otherwise, so saying so adds nothing."""
    return was == value or (name == "meaningful" and was is None and value is True)


def gist_of(value: object) -> str:
    r"""The beginning of a text, on one line and cut at a word, for the line of the chronology.

    >>> gist_of("Jade was in bed.\nNo food in the house.")
    'Jade was in bed. No food in the house.'
    """
    text = " ".join(str(value or "").split())
    if len(text) <= GIST_LETTERS:
        return text
    return text[:GIST_LETTERS].rsplit(" ", 1)[0].rstrip(",;:") + " …"
