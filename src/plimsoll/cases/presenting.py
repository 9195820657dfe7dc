"""A derived case as its pages show it: values in, words out, no query."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from plimsoll.cases import rules, words
from plimsoll.cases.derive import position_of
from plimsoll.cases.queries.case import CaseView, facts_of, kept_priority
from plimsoll.cases.standing import day_of
from plimsoll.engine.priority import what_would_move
from plimsoll.today import LONDON

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date, datetime

    from plimsoll.cases.models import CaseEvent, PriorityRecord
    from plimsoll.engine.clocks import Duty
    from plimsoll.engine.reasons import Citation, Reason
    from plimsoll.engine.rulebook.model import EventType

LATE_RECORDING_DAYS = 3


@dataclass(frozen=True, slots=True)
class ReasonLine:
    """A reason with a link to what it rests on."""

    text: str
    source: str = ""
    url: str = ""


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


STATES = {
    "running": _("Running"),
    "due_soon": _("Due soon"),
    "late": _("Late"),
    "met": _("Met"),
    "met_late": _("Met late"),
    "extended": _("Extended"),
    "exempt": _("Exempt"),
    "cancelled": _("Cancelled"),
    "lapsed": _("Lapsed"),
    "not_applicable": _("No longer applies"),
    "breached": _("Done too soon"),
}


def strip(view: CaseView) -> dict[str, object]:
    """What stays in sight: who, how old, whose, which plan, which colour and why, what is next."""
    case, priority = view.case, view.position.priority
    today = day_of(view.as_at)
    following = [duty for duty in view.position.duties if duty.is_open and duty.who == "us" and duty.due]
    first = following[0] if following else None
    return {
        "name": case.title,
        "reference": case.reference,
        "url": reverse("cases:overview", args=[case.pk]),
        "age": words.age(case.subject_born_on, today),
        "worker": case.holder.name if case.holder else _("Unallocated"),
        "plan": words.plan(case.pack, case.plan),
        "colour": priority.colour,
        "reason": reason_text(priority.reasons[0]) if priority.reasons else "",
        "next_duty": f"{_(first.duty)}, {due_words(first, today)}" if first else "",
        "alerts": [(alert.kind, alert.text or str(alert.get_kind_display())) for alert in view.alerts],
    }


def reason_text(reason: Reason) -> str:
    """The reason translated, then filled in."""
    template = _(reason.template)
    return template % reason.params if reason.params else template


def reasons(view: CaseView, given: Iterable[Reason]) -> tuple[ReasonLine, ...]:
    """Reasons, each linked to the record or the rule it rests on."""
    return tuple(_reason_line(view, reason) for reason in given)


def _reason_line(view: CaseView, reason: Reason) -> ReasonLine:
    text = reason_text(reason)
    source = reason.source
    if source is None:
        return ReasonLine(text)
    if source.kind == "event":
        event = view.event(source.id)
        if event is None:
            return ReasonLine(text)
        url = reverse("cases:chronology", args=[view.case.pk]) + f"#event-{event.pk}"
        return ReasonLine(text, _("the record of %(day)s") % {"day": words.day(event.at_on)}, url)
    if source.kind == "rule":
        url = reverse("cases:duties", args=[view.case.pk]) + f"#{source.id}"
        return ReasonLine(text, source.id, url)
    return ReasonLine(text, _("the service's policy") if source.kind == "policy" else "")


def due_words(duty: Duty, today: date) -> str:
    """How far off the date is, in the clock's own unit."""
    if duty.due is None:
        return _("no date yet")
    if duty.left is None:
        return ""
    return _("today") if day_of(duty.due) == today else words.left(duty.left)


def open_duties(view: CaseView) -> list[DutyView]:
    """What is still to be done, the nearest date first."""
    return [_duty(view, duty) for duty in view.position.duties if duty.is_open]


def closed_duties(view: CaseView) -> list[DutyView]:
    """What was met, cancelled, lapsed or no longer applies, the latest first."""
    closed = [duty for duty in view.position.duties if not duty.is_open]
    closed.sort(key=lambda duty: str(duty.due_on or ""), reverse=True)
    return [_duty(view, duty) for duty in closed]


def _duty(view: CaseView, duty: Duty) -> DutyView:
    today = day_of(view.as_at)
    late = duty.state == "late"
    return DutyView(
        rule=duty.rule,
        name=_(duty.duty),
        state=duty.state,
        state_words=due_words(duty, today).capitalize() if late and duty.left else str(STATES[duty.state]),
        due=duty.due,
        opens=duty.opens,
        due_words=due_words(duty, today),
        started=event_words(view, duty.started_by.event, duty.started_by.at),
        met=event_words(view, duty.met_by.event, duty.met_by.at) if duty.met_by else "",
        reasons=reasons(view, duty.reasons),
        citation=duty.citation,
        matters=duty.matters,
        who=duty.who,
        url=reverse("cases:duty", args=[view.case.pk, duty.rule]),
    )


def event_words(view: CaseView, name: str, at: date | datetime) -> str:
    """An event and its day: Visit made, 3 June 2025."""
    return f"{words.event_title(view.case.pack, name)}, {words.day(day_of(at))}"


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the chronology."""

    id: int
    title: str
    on: date | datetime
    details: tuple[tuple[str, str], ...]
    note: str
    by: str
    recorded: datetime
    gap_words: str
    is_plan: bool
    corrected_by: int | None
    corrects: int | None
    source: str


def chronology(view: CaseView, newest: int | None = None) -> list[Entry]:
    """What happened, newest first; a corrected entry stays, and says what corrected it."""
    corrected = {event.supersedes_id: event.pk for event in view.events if event.supersedes_id}
    rows = sorted(view.events, key=lambda event: (event.at_on, event.pk), reverse=True)
    return [_entry(view, event, corrected.get(event.pk)) for event in rows[:newest]]


def _entry(view: CaseView, event: CaseEvent, corrected_by: int | None) -> Entry:
    gap = (event.recorded_at.astimezone(LONDON).date() - event.at_on).days
    provenance = event.provenance or {}
    return Entry(
        id=event.pk,
        title=words.event_title(view.case.pack, event.name),
        on=event.at_moment or event.at_on,
        details=words.details(event.details),
        note=event.note,
        by=event.recorded_by.name if event.recorded_by else _("Imported") if provenance else "",
        recorded=event.recorded_at,
        gap_words=_gap(gap) if not provenance else "",
        is_plan=event.at_on > day_of(view.as_at),
        corrected_by=corrected_by,
        corrects=event.supersedes_id,
        source=words.provenance(provenance),
    )


def _gap(days: int) -> str:
    if days < LATE_RECORDING_DAYS:
        return ""
    return ngettext("written down %(n)d day later", "written down %(n)d days later", days) % {"n": days}


def subjects(view: CaseView) -> list[tuple[str, str]]:
    """The children or clients of the case, with their ages."""
    today = day_of(view.as_at)
    return [(person.display_name, words.age(person.born_on or person.expected_on, today)) for person in view.subjects]


@dataclass(frozen=True, slots=True)
class Why:
    """Why a case stands where it stands."""

    tier_words: str
    reasons: tuple[ReasonLine, ...]
    unknown: tuple[ReasonLine, ...]
    would_move: tuple[ReasonLine, ...]
    derived_words: str
    history: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """One kept change of priority."""

    at: datetime
    colour: str
    previous_colour: str
    tier_words: str
    cause: str
    reasons: tuple[str, ...]
    policy: str
    is_overridden: bool


@dataclass(frozen=True, slots=True)
class Then:
    """The case as it stood on a day: what was kept, and what the record of that day gives again."""

    on: date
    kept: Change | None
    colour: str
    tier_words: str
    reasons: tuple[ReasonLine, ...]
    agrees: bool
    known_by_then: int


def why(view: CaseView, history: Sequence[PriorityRecord]) -> Why:
    """The ordered comparison, and how it came to be."""
    priority = view.position.priority
    return Why(
        tier_words=words.tier(view.case.pack, priority.tier),
        reasons=reasons(view, priority.reasons),
        unknown=reasons(view, priority.unknown),
        would_move=reasons(view, what_would_move(priority)),
        derived_words=words.tier(view.case.pack, priority.derived.tier) if priority.overridden else "",
        history=tuple(_change(view, record) for record in history),
    )


def then(view: CaseView, history: Sequence[PriorityRecord], as_at: datetime) -> Then:
    """What stood on a day, from what was kept then, beside what that day's record gives when derived again."""
    position = position_of(facts_of(view.case, view.events), as_at)
    kept = kept_priority(history, as_at)
    known = [event for event in view.events if event.recorded_at <= as_at]
    return Then(
        on=day_of(as_at),
        kept=_change(view, kept) if kept else None,
        colour=position.priority.colour,
        tier_words=words.tier(view.case.pack, position.priority.tier),
        reasons=reasons(view, position.priority.reasons),
        agrees=kept is not None and kept.tier == position.priority.tier,
        known_by_then=len(known),
    )


def _change(view: CaseView, record: PriorityRecord) -> Change:
    cause = record.cause_event
    causes = {"time": _("Time passed"), "import": _("Imported"), "rulebook": _("The rules changed")}
    return Change(
        at=record.at,
        colour=record.colour,
        previous_colour=record.previous_colour,
        tier_words=words.tier(view.case.pack, record.tier),
        cause=words.event_title(view.case.pack, cause.name) if cause else causes.get(record.cause, _("Recorded")),
        reasons=tuple(words.reason(value) for value in record.reasons),
        policy=record.policy,
        is_overridden=record.is_overridden,
    )


@dataclass(frozen=True, slots=True)
class WaitingOverride:
    """An override down that a supervisor has not confirmed yet."""

    event_id: int
    tier_words: str
    reason: str
    until: str
    by: str


def waiting_override(view: CaseView) -> WaitingOverride | None:
    """An override down that still waits for a supervisor; None otherwise."""
    override = view.position.priority.override
    if override is None or override.status != "waiting":
        return None
    event = view.event(override.event)
    return WaitingOverride(
        event_id=int(override.event),
        tier_words=words.tier(view.case.pack, override.tier),
        reason=str(event.details.get("reason", "")) if event else "",
        until=words.day(override.until) if override.until else "",
        by=event.recorded_by.name if event and event.recorded_by else "",
    )


def event_kind(pack: str, name: str) -> EventType | None:
    """What a word of the vocabulary means; None when the pack does not know it."""
    return rules.event_type(pack, name)


def tier_choices(pack: str) -> list[tuple[str, str]]:
    """The tiers of the policy, highest first, in words."""
    return [(name, _(title)) for name, title in rules.tiers(pack)]


def what_the_law_allows(pack: str, rule: str) -> dict[str, tuple[str, ...]]:
    """The lawful reasons for extending and for exempting, in the rule's own words; empty where it allows none."""
    return rules.lawful_reasons(pack, rule)
