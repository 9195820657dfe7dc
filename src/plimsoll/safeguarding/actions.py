"""Every write of a concern's course: one transaction each, an event on the record, an entry in the audit log."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.db import transaction

from plimsoll.cases.actions import Consequences, NewEvent, record_events
from plimsoll.cases.models import Case, CaseEvent
from plimsoll.safeguarding import facts
from plimsoll.safeguarding.queries import concern_of, concerns_of
from plimsoll.trust import audit

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime
    from uuid import UUID

    from plimsoll.people.access import Viewer
    from plimsoll.safeguarding.facts import Concern


@dataclass(frozen=True, slots=True)
class Worry:
    """A concern as it is raised. `safe_now`: yes, no or not_known."""

    what: str
    at: date | datetime
    safe_now: str
    by: str = ""
    category: str = ""
    about: str = ""
    done_now: str = ""
    child_view: str = ""


@dataclass(frozen=True, slots=True)
class Decision:
    """What was decided on a concern, against which level, and why."""

    at: date | datetime
    level: str
    threshold: str
    decision: str
    rationale: str
    safety_plan: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """Something that belongs to a concern: a discussion, a referral, a safety plan, somebody told."""

    event: str
    at: date | datetime
    details: Mapping[str, object] = field(default_factory=dict)
    note: str = ""


class DecidedMeanwhile(Exception):
    """Somebody decided this concern while the form was open. Carries their decision."""

    def __init__(self, decision: CaseEvent) -> None:
        super().__init__("the concern was decided meanwhile")
        self.decision = decision


@transaction.atomic
def raise_concern(case_id: UUID, worry: Worry, *, now: datetime, actor_id: UUID | None) -> Consequences:
    """Record a concern under the next number of its case. Somebody not safe now is an immediate risk."""
    case = _locked(case_id)
    raised = CaseEvent.objects.filter(case=case, name=facts.RAISED).count()
    details: dict[str, object] = {
        "by": worry.by,
        "category": worry.category,
        "safe_now": worry.safe_now,
        "about": worry.about,
        "done_now": worry.done_now,
        "child_view": worry.child_view,
    }
    details = {name: value for name, value in details.items() if value} | {"concern": str(raised + 1)}
    if worry.safe_now == "no":
        details["immediate_risk"] = True
    event = NewEvent(facts.RAISED, worry.at, details, note=worry.what)
    result = record_events(case_id, [event], now=now, actor_id=actor_id)
    _log("concern_raised", case_id, now, actor_id, event=result.event_ids[0])
    return result


@transaction.atomic
def decide_concern(
    case_id: UUID, concern_id: int, decision: Decision, *, now: datetime, viewer: Viewer
) -> Consequences:
    """Record the decision on a concern, and to whom it had climbed by then. One that has a decision keeps it."""
    concern = _concern(case_id, concern_id, now, viewer)
    if concern.decided is not None:
        raise DecidedMeanwhile(concern.decided)
    details: dict[str, object] = {
        "level": decision.level,
        "threshold": decision.threshold,
        "decision": decision.decision,
        "rationale": decision.rationale,
        "safety_plan": decision.safety_plan,
        "climbed_to": concern.climb.to if concern.climb and concern.climb.has_climbed else "",
    }
    details = {name: value for name, value in details.items() if value} | {"concern": concern.number}
    event = NewEvent(facts.DECIDED, decision.at, details)
    result = record_events(case_id, [event], now=now, actor_id=viewer.user_id)
    _log("concern_decided", case_id, now, viewer.user_id, event=result.event_ids[0], concern=concern.id)
    return result


@transaction.atomic
def add_step(case_id: UUID, concern_id: int, step: Step, *, now: datetime, viewer: Viewer) -> Consequences:
    """Record something that belongs to a concern."""
    concern = _concern(case_id, concern_id, now, viewer)
    details = {name: value for name, value in step.details.items() if value not in ("", None, [])}
    event = NewEvent(step.event, step.at, details | {"concern": concern.number}, note=step.note)
    result = record_events(case_id, [event], now=now, actor_id=viewer.user_id)
    _log("concern_step", case_id, now, viewer.user_id, event=result.event_ids[0], name=step.event, concern=concern.id)
    return result


def newest_concern(result: Consequences, now: datetime) -> Concern | None:
    """The concern that was just raised, for what the next page says of it."""
    events = CaseEvent.objects.filter(case=result.case).order_by("at_on", "at_moment", "id")
    found = facts.concerns(result.case, list(events), result.after.duties, now)
    return next((one for one in found if one.raised.pk in result.event_ids), None)


def _concern(case_id: UUID, concern_id: int, now: datetime, viewer: Viewer) -> Concern:
    """The concern as it stands now, its case locked: two who decide at once are told of each other."""
    from plimsoll.cases.queries.case import case_view

    _locked(case_id)
    return concern_of(case_view(viewer, case_id, now), concern_id)


def _locked(case_id: UUID) -> Case:
    return Case.objects.select_for_update().get(pk=case_id)


def _log(action: str, case_id: UUID, now: datetime, actor_id: UUID | None, **detail: object) -> None:
    audit.append(audit.entry(action, at=now, actor_id=actor_id, case_id=case_id, detail=detail))


__all__ = ["DecidedMeanwhile", "Decision", "Step", "Worry", "add_step", "concerns_of", "decide_concern",
           "newest_concern", "raise_concern"]  # fmt: skip
