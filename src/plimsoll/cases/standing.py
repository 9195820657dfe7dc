"""What the events say about a case at a glance: its status, its plan, when the child was last seen.

Pure: engine values in, a small value out. Stored only as hints beside the case.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from plimsoll.cases.models import Status
from plimsoll.today import LONDON

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from plimsoll.engine.facts import Event

# Plans in order of precedence: the first that is running names the case's plan.
_PLANS: tuple[tuple[str, frozenset[str], frozenset[str]], ...] = (
    ("child_protection", frozenset({"cp_plan_started"}), frozenset({"cp_plan_ended"})),
    ("looked_after", frozenset({"became_looked_after"}), frozenset({"ceased_looked_after"})),
    ("pathway", frozenset({"pathway_plan_made"}), frozenset()),
    ("private_fostering", frozenset({"private_fostering_notified"}), frozenset()),
    ("child_in_need", frozenset({"cin_plan_started"}), frozenset({"cin_plan_ended"})),
    ("ehc_plan", frozenset({"ehc_plan_finalised"}), frozenset({"ehc_plan_ceased"})),
    ("ehc_assessment", frozenset({"ehc_needs_assessment_requested"}), frozenset({"ehc_plan_refused"})),
    ("section_47", frozenset({"strategy_discussion_held"}), frozenset({"s47_concluded", "initial_conference_held"})),
    ("assessment", frozenset({"assessment_started"}), frozenset({"assessment_authorised"})),
    ("early_help", frozenset({"early_help_assessment_completed", "early_help_requested"}), frozenset()),
    ("advice", frozenset({"enquiry_received"}), frozenset()),
)
_CONTACT = frozenset({"contact_made", "visit_made", "interview_held", "return_interview_held", "team_around_family_held"})
_BEGUN = frozenset({"referral_decided", "allocated", "assessment_started", "case_reopened"})


@dataclass(frozen=True, slots=True)
class Standing:
    """A case at a glance."""

    status: str
    plan: str
    last_contact_on: date | None
    last_seen_on: date | None
    closed_on: date | None


def day_of(at: date | datetime) -> date:
    """The London day of a date or a moment."""
    return at.astimezone(LONDON).date() if isinstance(at, datetime) else at


def live_events(events: Iterable[Event], today: date) -> list[Event]:
    """Events that count today: not corrected, not withdrawn, not in the future; in order."""
    given = list(events)
    gone = {event.supersedes for event in given if event.supersedes}
    kept = [
        event
        for event in given
        if (not event.id or event.id not in gone) and event.name != "event_withdrawn" and day_of(event.at) <= today
    ]
    return sorted(kept, key=lambda event: (day_of(event.at), event.id.zfill(20)))


def standing(events: Iterable[Event], today: date, opened_status: str = Status.OPEN) -> Standing:
    """Read the glance off the events."""
    status, plan_running, contact, seen, closed = opened_status, set[str](), None, None, None
    for event in live_events(events, today):
        day = day_of(event.at)
        status, closed = _status_after(event.name, status, closed, day)
        for plan, begins, ends in _PLANS:
            if event.name in begins:
                plan_running.add(plan)
            elif event.name in ends:
                plan_running.discard(plan)
        if event.name in _CONTACT and event.details.get("meaningful") is not False:
            contact = day
        if _seen(event.name, event.details):
            seen = day
    plan = next((name for name, _, _ in _PLANS if name in plan_running), "")
    return Standing(status, plan, contact, seen, closed)


def _status_after(name: str, status: str, closed: date | None, day: date) -> tuple[str, date | None]:
    if name == "case_closed":
        return Status.CLOSED, day
    if name == "case_reopened":
        return Status.OPEN, None
    if status == Status.REFERRED and name in _BEGUN:
        return Status.OPEN, closed
    return status, closed


def _seen(name: str, details: Mapping[str, object]) -> bool:
    if name == "visit_made":
        return details.get("child_seen") is not False
    return name in {"contact_made", "return_interview_held"} and details.get("child_seen") is True
