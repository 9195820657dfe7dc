"""A concern as its pages show it: values in, words out, no query."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _

from plimsoll.cases import values
from plimsoll.cases import words as case_words
from plimsoll.safeguarding import facts, words
from plimsoll.safeguarding.thresholds import Threshold, thresholds
from plimsoll.today import LONDON

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date, datetime

    from plimsoll.cases.models import Case, CaseEvent
    from plimsoll.safeguarding.facts import Concern
    from plimsoll.safeguarding.queries import Undecided


@dataclass(frozen=True, slots=True)
class Line:
    """A concern on a list."""

    url: str
    title: str
    case: str
    case_url: str
    worker: str
    summary: str
    raised: str
    danger: str
    is_decided: bool
    is_mine: bool
    state: str
    said: str


@dataclass(frozen=True, slots=True)
class Part:
    """Something that belongs to a concern, as an entry of its page."""

    title: str
    on: date | datetime
    by: str
    note: str
    details: tuple[tuple[str, str], ...]
    steps: tuple[str, ...] = ()


def line(concern: Concern, *, is_mine: bool = False) -> Line:
    """One concern in a few words."""
    case = concern.case
    return Line(
        url=reverse("safeguarding:concern", args=[case.pk, concern.id]),
        title=title(concern),
        case=case.title,
        case_url=reverse("cases:overview", args=[case.pk]),
        worker=case.holder.name if case.holder else _("Held by nobody"),
        summary=concern.raised.note,
        raised=when(concern.raised),
        danger=danger_words(concern),
        is_decided=concern.decided is not None,
        is_mine=is_mine,
        state=concern.state,
        said=standing(concern),
    )


def lines(found: Iterable[Undecided]) -> list[Line]:
    """Concerns without a decision, as a list shows them."""
    return [line(one.concern, is_mine=one.is_mine) for one in found]


def title(concern: Concern) -> str:
    """What it is about, in two words."""
    category = concern.raised.details.get("category")
    kind = values.value(facts.RAISED, "category", category) if category else ""
    return _("Concern: %(kind)s") % {"kind": kind.lower()} if kind else _("Concern")


def when(event: CaseEvent) -> str:
    """When it was: the moment where it is known."""
    return case_words.moment(event.at_moment) if event.at_moment else case_words.day(event.at_on)


def standing(concern: Concern) -> str:
    """Where the concern stands, in a sentence: decided, or by when and whose."""
    if concern.decided is not None:
        decision = concern.decided.details.get("decision")
        said = values.value(facts.DECIDED, "decision", decision) if decision else _("Decided")
        return _("Decided on %(day)s: %(what)s") % {"day": case_words.day(concern.decided.at_on), "what": said}
    if concern.climb is None:
        return _("No longer waits for a decision")
    whose = words.role(concern.climb.to)
    if concern.climb.has_climbed:
        return _("No decision yet. It has climbed to %(whose)s, since %(when)s") % {
            "whose": whose, "when": from_when(concern.climb.since),
        }  # fmt: skip
    return _("No decision yet. Due by %(day)s") % {"day": due_words(concern)}


def from_when(moment: datetime) -> str:
    """From when on: a day where it is from its first minute, else the moment."""
    local = moment.astimezone(LONDON)
    return case_words.day(local.date()) if local.time() == time.min else case_words.moment(local)


def danger_words(concern: Concern) -> str:
    """How safe somebody was known to be when it was raised; nothing where they were."""
    if not concern.is_danger:
        return ""
    is_known = concern.raised.details.get("safe_now") != "not_known"
    return _("Not safe when it was raised") if is_known else _("Not known to be safe")


def due_words(concern: Concern) -> str:
    """The day or moment by which it is to be decided."""
    if concern.due is None:
        return _("a day that is not known")
    last = case_words.last_day(concern.due)
    return case_words.moment(last) if hasattr(last, "hour") else case_words.day(last)  # type: ignore[arg-type]


def what_follows(concern: Concern, next_names: Sequence[str]) -> str:
    """What the page says when a concern was raised: by when, and to whom it climbs."""
    if concern.climb is None:
        return ""
    said = _("A decision is due by %(day)s.") % {"day": due_words(concern)}
    if concern.climb.next_at is None:
        return said
    params = {
        "said": said, "whose": words.role(concern.climb.next_to), "names": ", ".join(next_names),
        "when": from_when(concern.climb.next_at),
    }  # fmt: skip
    if next_names:
        return _("%(said)s Undecided, it goes to %(whose)s (%(names)s) on %(when)s.") % params
    return _("%(said)s Undecided, it goes to %(whose)s on %(when)s.") % params


def level_of(case: Case, decided: CaseEvent | None) -> Threshold | None:
    """The level of need a decision was held against, in the pack's words."""
    return thresholds(case.pack).get(str(decided.details.get("level", ""))) if decided else None


def part(case: Case, event: CaseEvent) -> Part:
    """An entry of a concern's page; what the page shows by itself is left out."""
    left_out = {"concern", "steps", "rationale", "level", "threshold", "safe_now", "immediate_risk"}
    shown = {name: value for name, value in event.details.items() if name not in left_out}
    steps = event.details.get("steps")
    return Part(
        title=case_words.event_title(case.pack, event.name),
        on=event.at_moment or event.at_on,
        by=event.recorded_by.name if event.recorded_by else "",
        note=event.note,
        details=case_words.details(case.pack, event.name, shown),
        steps=tuple(str(step) for step in steps) if isinstance(steps, list) else (),
    )


def parts(concern: Concern, *names: str) -> list[Part]:
    """What was recorded for a concern of these kinds."""
    return [part(concern.case, event) for event in concern.of(*names)]


def levels(pack: str) -> list[tuple[str, str, str]]:
    """(word, title, meaning) of the levels of need, for the form."""
    return [(one.word, _(one.title), _(one.means)) for one in thresholds(pack).values()]
