"""Every write of the front door: one transaction each, with its entry in the audit log, which holds no word of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from plimsoll.cases.actions import NewCase, NewEvent, open_case, record_events
from plimsoll.frontdoor import knocking, references
from plimsoll.frontdoor.models import Approach, Knock, OnDuty
from plimsoll.frontdoor.queries import services_of, workers_of
from plimsoll.people import actions as people
from plimsoll.people.models import Person, Team, User
from plimsoll.safeguarding import actions as safeguarding
from plimsoll.safeguarding.actions import Decision, Worry
from plimsoll.safeguarding.thresholds import thresholds
from plimsoll.tasks import actions as tasks
from plimsoll.tasks.actions import NewTask
from plimsoll.tasks.queries import may_hold
from plimsoll.today import LONDON
from plimsoll.trust import audit

if TYPE_CHECKING:
    from uuid import UUID

    from plimsoll.cases.models import Case
    from plimsoll.people.access import Viewer
    from plimsoll.people.models import Service

KEPT_FOR = timedelta(hours=24)
# What a level of need means for a referral about a child: the word that the statutory clock is met by.
REFERRAL_OUTCOMES = {"section_47": "strategy_discussion", "child_in_need": "assessment", "early_help": "early_help"}
CHILDREN = ("children-", "early-help")


@dataclass(frozen=True, slots=True)
class NewApproach:
    """What was typed outside. `token` is the form's own; `trap` is the box that nobody sees."""

    service: Service
    kind: str
    token: UUID
    what: str
    safe_now: str = ""
    about_name: str = ""
    about_age: str = ""
    about_where: str = ""
    family_knows: str = ""
    from_name: str = ""
    from_role: str = ""
    from_contact: str = ""
    contact_how: str = ""
    stays_unnamed: bool = False
    trap: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was decided at the door, against which level, why, and what the referrer may be told."""

    outcome: str
    rationale: str
    told: str
    level: str = ""
    sent_to: str = ""


@dataclass(frozen=True, slots=True)
class Opening:
    """The case that is opened: for somebody on record (`person_id`), or for somebody new."""

    team_id: UUID
    given_name: str = ""
    family_name: str = ""
    born_on: date | None = None
    person_id: UUID | None = None
    holder_id: UUID | None = None


class DecidedMeanwhile(Exception):
    """Somebody decided it while the form was open. Carries the approach as it is now."""

    def __init__(self, approach: Approach) -> None:
        super().__init__("the approach was decided meanwhile")
        self.approach = approach


def receive(new: NewApproach, digest: str, *, now: datetime, entered_by: UUID | None = None) -> Approach:
    """Take in what was sent. Nothing is refused for how often or by whom: that only says on which pile it lies.

    A form sent twice arrives once.
    """
    try:
        return _receive(new, digest, now, entered_by)
    except IntegrityError:
        return Approach.objects.select_related("service").get(token=new.token)


@transaction.atomic
def _receive(new: NewApproach, digest: str, now: datetime, entered_by: UUID | None) -> Approach:
    knocks = 0 if entered_by else knock(digest, "send", now=now)
    pile = Approach.Pile.NEW
    if knocking.is_likely_rubbish(new.what, new.trap) and not entered_by:
        pile = Approach.Pile.RUBBISH
    elif knocks > knocking.MOST_BEFORE_A_LOOK:
        pile = Approach.Pile.FLOOD
    made = Approach.objects.create(
        reference=references.new_reference(), token=new.token, service=new.service, kind=new.kind, pile=pile,
        safe_now=new.safe_now, what=new.what, about_name=new.about_name, about_age=new.about_age,
        about_where=new.about_where, family_knows=new.family_knows, from_name=new.from_name, from_role=new.from_role,
        from_contact=new.from_contact, contact_how=new.contact_how, stays_unnamed=new.stays_unnamed, received_at=now,
        entered_by_id=entered_by,
    )  # fmt: skip
    _log("approach_received", made, now, entered_by, pile=pile, kind=new.kind)
    return made


def knock(digest: str, purpose: str, *, now: datetime) -> int:
    """Count a knock, and say how many there were within the hour with it. What is older than a day goes."""
    Knock.objects.filter(at__lt=now - KEPT_FOR).delete()
    Knock.objects.create(digest=digest, purpose=purpose, at=now)
    since = now - timedelta(hours=knocking.WITHIN_HOURS)
    return Knock.objects.filter(digest=digest, purpose=purpose, at__gt=since).count()


@transaction.atomic
def put_on_pile(approach_id: UUID, pile: str, *, now: datetime, viewer: Viewer) -> Approach:
    """A worker says that something on a pile is real, or that something is likely rubbish. It stays to be decided."""
    found = _to_decide(approach_id)
    found.pile = pile
    found.save(update_fields=["pile"])
    _log("approach_moved", found, now, viewer.user_id, pile=pile)
    return found


@transaction.atomic
def decide(approach_id: UUID, outcome: Outcome, *, now: datetime, viewer: Viewer) -> Approach:
    """Advice, another service, or no further action, each with its reason. No case is made."""
    return _decided(_to_decide(approach_id), outcome, None, now, viewer)


@transaction.atomic
def open_from(approach_id: UUID, outcome: Outcome, opening: Opening, *, now: datetime, viewer: Viewer) -> Approach:
    """Open a case with what came in and what was decided as its first events."""
    found = _to_decide(approach_id)
    team = Team.objects.select_related("service").get(pk=opening.team_id, service_id=found.service_id)
    person = _person(opening, now)
    holder = User.objects.get(pk=opening.holder_id) if opening.holder_id else None
    day = found.received_at.astimezone(LONDON).date()
    new = NewCase(
        service=team.service, team=team, title=person.display_name, opened_on=day, subjects=[person],
        subject_born_on=person.born_on, holder=holder, held_from=now.astimezone(LONDON).date(),
        events=_first_events(found, outcome, now),
    )  # fmt: skip
    case = open_case(new, now=now, actor_id=viewer.user_id)
    if holder is not None and not may_hold(case, holder.pk):
        raise ValidationError({"holder": _("This person may not work on the case. Choose somebody else.")})
    if found.kind == Approach.Kind.CONCERN or found.safe_now == "no":
        _raise_and_decide(found, outcome, case, now, viewer)
    return _decided(found, outcome, case, now, viewer)


@transaction.atomic
def join(approach_id: UUID, outcome: Outcome, case: Case, *, now: datetime, viewer: Viewer) -> Approach:
    """Add it to a case that is there: a concern for its worker to decide, anything else as what somebody told us."""
    found = _to_decide(approach_id)
    events = [_received(found), _decision(outcome, now)]
    if found.kind == Approach.Kind.CONCERN or found.safe_now in {"no", "not_known"}:
        record_events(case.pk, events, now=now, actor_id=viewer.user_id)
        safeguarding.raise_concern(case.pk, _worry(found), now=now, actor_id=viewer.user_id)
    else:
        told = NewEvent("input_received", found.received_at, {"from": "other"}, note=_words_of(found))
        record_events(case.pk, [*events, told], now=now, actor_id=viewer.user_id)
    return _decided(found, outcome, case, now, viewer)


@transaction.atomic
def put_on_duty(
    service: Service, worker_id: UUID, *, from_on: date, until_on: date, now: datetime, viewer: Viewer
) -> OnDuty:
    """Somebody looks after a door for some days, and finds it among their tasks."""
    today = now.astimezone(LONDON).date()
    if not viewer.oversees or not services_of(viewer, today).filter(pk=service.pk).exists():
        raise PermissionDenied
    if worker_id not in dict(workers_of(service)):
        raise ValidationError({"worker": _("This person does not work in the service. Choose somebody else.")})
    made = OnDuty.objects.create(
        service=service, worker_id=worker_id, from_on=from_on, until_on=until_on, set_by_id=viewer.user_id, set_at=now
    )
    title = _("You are on duty at the front door of %(service)s") % {"service": service.name}
    detail = _("What came in stands at /front-door/.")
    tasks.add_task(NewTask(title, owner_id=worker_id, due_on=until_on, detail=detail), now=now, actor_id=viewer.user_id)
    logged = {"service": str(service.pk), "worker": str(worker_id), "duty": made.pk}
    audit.append(audit.entry("front_door_duty_given", at=now, actor_id=viewer.user_id, detail=logged))
    return made


def note_read(approach: Approach, *, now: datetime, viewer: Viewer) -> None:
    """Put on the audit log that somebody looked, before the page is served."""
    _log("approach_read", approach, now, viewer.user_id)


def _to_decide(approach_id: UUID) -> Approach:
    found = Approach.objects.select_for_update(of=("self",)).select_related("service", "decided_by").get(pk=approach_id)
    if found.decided_at is not None:
        raise DecidedMeanwhile(found)
    return found


def _decided(found: Approach, outcome: Outcome, case: Case | None, now: datetime, viewer: Viewer) -> Approach:
    found.outcome, found.rationale, found.told = outcome.outcome, outcome.rationale, outcome.told
    found.level, found.sent_to, found.case = outcome.level, outcome.sent_to, case
    found.decided_at, found.decided_by_id = now, viewer.user_id
    found.save()
    _log("approach_decided", found, now, viewer.user_id, outcome=outcome.outcome)
    return found


def _first_events(found: Approach, outcome: Outcome, now: datetime) -> list[NewEvent]:
    events = [_received(found)]
    if found.service.pack.startswith(CHILDREN):
        details = {"source": found.from_role or str(found.get_kind_display())}
        if found.safe_now == "no":
            details["urgency_stated"] = "immediate"
        events.append(NewEvent("referral_received", found.received_at, details, note=_words_of(found)))
        threshold = thresholds(found.service.pack).get(outcome.level)
        decided = REFERRAL_OUTCOMES.get(threshold.threshold if threshold else "", "assessment")
        events.append(NewEvent("referral_decided", now, {"outcome": decided, "rationale": outcome.rationale}))
    elif found.service.pack.startswith("advice-"):
        events.append(NewEvent("enquiry_received", found.received_at, {"channel": "form"}, note=_words_of(found)))
    else:
        events.append(NewEvent("referral_received", found.received_at, {}, note=_words_of(found)))
    return [*events, _decision(outcome, now)]


def _received(found: Approach) -> NewEvent:
    return NewEvent("approach_received", found.received_at, {"kind": found.kind, "reference": found.reference})


def _decision(outcome: Outcome, now: datetime) -> NewEvent:
    details = {"outcome": outcome.outcome, "level": outcome.level, "rationale": outcome.rationale}
    return NewEvent("approach_decided", now, {name: value for name, value in details.items() if value})


def _raise_and_decide(found: Approach, outcome: Outcome, case: Case, now: datetime, viewer: Viewer) -> None:
    """A concern that opened a case was decided at the door: the case begins with both, and with what is still to do."""
    raised = safeguarding.raise_concern(case.pk, _worry(found), now=now, actor_id=viewer.user_id)
    threshold = thresholds(case.pack).get(outcome.level)
    kind = threshold.threshold if threshold else ""
    decision = Decision(
        now, outcome.level, kind, REFERRAL_OUTCOMES.get(kind, "assessment"), outcome.rationale
    )
    concern = safeguarding.newest_concern(raised, now)
    if concern is not None:
        safeguarding.decide_concern(case.pk, concern.id, decision, now=now, viewer=viewer)


def _worry(found: Approach) -> Worry:
    by = "neighbour" if found.kind == Approach.Kind.CONCERN else "other"
    return Worry(
        what=_words_of(found), at=found.received_at, safe_now=found.safe_now or "not_known", by=by,
        about=", ".join(part for part in (found.about_name, found.about_age) if part),
    )  # fmt: skip


def _words_of(found: Approach) -> str:
    """What came in, as the case keeps it. Who asked to stay unnamed is not named there: the door alone knows."""
    sender = ", ".join(part for part in (found.from_name, found.from_role, found.from_contact) if part)
    if found.stays_unnamed or not sender:
        sender = _("somebody who asked not to be named") if found.stays_unnamed else _("somebody who gave no name")
    about = ", ".join(part for part in (found.about_name, found.about_age, found.about_where) if part)
    whom = _("About: %(about)s") % {"about": about} if about else ""
    lines = [found.what, whom, _("From: %(who)s") % {"who": sender}]
    return "\n\n".join(line for line in lines if line)


def _person(opening: Opening, now: datetime) -> Person:
    if opening.person_id is not None:
        return Person.objects.get(pk=opening.person_id)
    fields: dict[str, object] = {
        "given_name": opening.given_name, "family_name": opening.family_name, "born_on": opening.born_on,
    }  # fmt: skip
    return people.create_person(fields, now=now)


def _log(action: str, found: Approach, now: datetime, actor_id: UUID | None, **detail: object) -> None:
    detail = {"approach": str(found.pk), "service": str(found.service_id), **detail}
    audit.append(audit.entry(action, at=now, actor_id=actor_id, case_id=found.case_id, detail=detail))
