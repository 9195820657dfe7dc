"""Every write about referrals: each is something that happened, so each is an event on the case's record.

The clocks, the priority and the hints follow in the same transaction (`cases.actions.record_events`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from plimsoll.cases.actions import Consequences, NewEvent, record_events
from plimsoll.cases.models import Case
from plimsoll.referrals import standing
from plimsoll.referrals.queries import referrals_of
from plimsoll.trust import audit

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime
    from uuid import UUID

    from plimsoll.people.access import Viewer
    from plimsoll.referrals.standing import Referral

ANSWERS = {
    "acknowledged": standing.ACKNOWLEDGED,
    "accepted": standing.ACCEPTED,
    "estimated": standing.ESTIMATED,
    "declined": standing.DECLINED,
    "started": standing.STARTED,
    "ended": standing.ENDED,
    "withdrawn": standing.WITHDRAWN,
}
# What may still follow, by where a referral stands.
FOLLOWING = {
    "sent": ("acknowledged", "accepted", "estimated", "declined", "started", "withdrawn"),
    "acknowledged": ("accepted", "estimated", "declined", "started", "withdrawn"),
    "accepted": ("estimated", "declined", "started", "withdrawn"),
    "started": ("ended",),
}


class ChangedMeanwhile(Exception):
    """Something was recorded about this referral while the form was open. Carries the referral as it is now."""

    def __init__(self, found: Referral) -> None:
        super().__init__("the referral was changed meanwhile")
        self.referral = found


@dataclass(frozen=True, slots=True)
class NewReferral:
    """A referral as it is sent. `about` is for whom, where a case has several."""

    to: str
    sent_on: date
    asked_for: str = ""
    about: str = ""
    expected_weeks: int | None = None
    interim_plan: str = ""
    check_by: date | None = None
    instead_of: str = ""

    @property
    def service(self) -> str:
        """The words that tell this wait from the case's others."""
        return _("%(service)s for %(who)s") % {"service": self.to, "who": self.about} if self.about else self.to


@dataclass(frozen=True, slots=True)
class Answer:
    """What the other service said or did; `kind` is a key of `ANSWERS`."""

    kind: str
    on: date
    expected_on: date | None = None
    their_reference: str = ""
    list_position: int | None = None
    words: str = ""


@dataclass(frozen=True, slots=True)
class Check:
    """A look at the wait. `risk` is better, same or worse; `harms` are words of the pack's waiting.yaml."""

    on: date
    still_needed: bool
    risk: str
    interim_plan: str = ""
    harms: Sequence[str] = ()
    check_by: date | None = None
    words: str = ""


@transaction.atomic
def send_referral(case_id: UUID, new: NewReferral, *, now: datetime, actor_id: UUID) -> Consequences:
    """A referral is sent. One that waits with the same service already is not sent twice."""
    case = Case.objects.select_for_update().get(pk=case_id)
    key = standing.service_key(new.service)
    if any(one.is_waiting and standing.service_key(one.service) == key for one in referrals_of(case, now)):
        raise ValidationError(_("A referral to this service waits already. Record its answer, or chase it."))
    details = _told(
        service=new.service,
        to=new.to if new.about else "",
        about=new.about,
        asked_for=new.asked_for,
        expected_wait_weeks=new.expected_weeks,
        interim_plan=new.interim_plan,
        check_by=_iso(new.check_by),
        instead_of=new.instead_of,
    )
    return record_events(case_id, [NewEvent(standing.SENT, new.sent_on, details)], now=now, actor_id=actor_id)


@transaction.atomic
def record_answer(
    case_id: UUID, referral_id: int, answer: Answer, *, seen: int, now: datetime, actor_id: UUID
) -> Consequences:
    """What the other service said, or what became of the referral."""
    found = _as_seen(case_id, referral_id, seen, now)
    if answer.kind not in FOLLOWING.get(found.state, ()):
        raise ValidationError(_("This does not follow from where the referral stands now."))
    details = _told(
        service=found.service,
        expected_on=_iso(answer.expected_on) if answer.kind in {"acknowledged", "accepted", "estimated"} else "",
        their_reference=answer.their_reference if answer.kind in {"acknowledged", "accepted"} else "",
        list_position=answer.list_position if answer.kind in {"accepted", "estimated"} else None,
    )
    note = answer.words
    if answer.kind in {"declined", "withdrawn"}:
        details["reason"], note = answer.words, ""
    elif answer.kind == "ended":
        details |= _told(outcome=answer.words)
        note = ""
    event = NewEvent(ANSWERS[answer.kind], answer.on, details, note=note)
    return record_events(case_id, [event], now=now, actor_id=actor_id)


@transaction.atomic
def check_wait(
    case_id: UUID, referral_id: int, check: Check, *, seen: int, now: datetime, actor_id: UUID
) -> Consequences:
    """A look at the wait: still needed, has the risk changed, what holds meanwhile. Not needed takes it back."""
    found = _as_seen(case_id, referral_id, seen, now)
    if not found.is_waiting:
        raise ValidationError(_("Nobody waits for this service any more."))
    details = _told(
        service=found.service,
        risk=check.risk,
        harms=list(check.harms),
        interim_plan=check.interim_plan,
        check_by=_iso(check.check_by) if check.still_needed else "",
    )
    details |= {"still_needed": check.still_needed, "risk_changed": check.risk == "worse"}
    events = [NewEvent(standing.CHECKED, check.on, details, note=check.words)]
    if not check.still_needed:
        reason = {"service": found.service, "reason": _("No longer needed")}
        events.append(NewEvent(standing.WITHDRAWN, check.on, reason))
    return record_events(case_id, events, now=now, actor_id=actor_id)


@transaction.atomic
def record_chaser(  # noqa: PLR0913 - each is a fact of the chaser
    case_id: UUID, referral_id: int, *, on: date, how: str, text: str, seen: int, now: datetime, actor_id: UUID
) -> Consequences:
    """The other service was chased; what was said to it is kept with the entry."""
    found = _as_seen(case_id, referral_id, seen, now)
    if not found.is_waiting:
        raise ValidationError(_("Nobody waits for this service any more."))
    details = {"service": found.service, "by": how}
    event = NewEvent(standing.CHASED, on, details, note=text)
    return record_events(case_id, [event], now=now, actor_id=actor_id)


@transaction.atomic
def record_alternative(  # noqa: PLR0913 - each is a fact of what was tried
    case_id: UUID,
    referral_id: int,
    *,
    on: date,
    tried: str,
    helped: str,
    words: str,
    seen: int,
    now: datetime,
    actor_id: UUID,
) -> Consequences:
    """Something else was tried while waiting, or after the service said no."""
    found = _as_seen(case_id, referral_id, seen, now)
    details = _told(service=found.service, tried=tried, helped=helped)
    event = NewEvent(standing.TRIED, on, details, note=words)
    return record_events(case_id, [event], now=now, actor_id=actor_id)


def note_waits_exported(viewer: Viewer, *, rows: int, now: datetime, what: str) -> None:
    """Put on the audit log that the waits of cases were taken out, before the file or the page is served."""
    audit.append(audit.entry(what, at=now, actor_id=viewer.user_id, detail={"rows": rows}))


def _as_seen(case_id: UUID, referral_id: int, seen: int, now: datetime) -> Referral:
    """The referral, its case locked; `ChangedMeanwhile` unless it has as many steps as whoever writes had seen."""
    case = Case.objects.select_for_update().get(pk=case_id)
    found = next((one for one in referrals_of(case, now) if one.id == referral_id), None)
    if found is None:
        raise ValidationError(_("This referral was corrected meanwhile. Open the case’s referrals again."))
    if len(found.steps) != seen:
        raise ChangedMeanwhile(found)
    return found


def _told(**details: object) -> dict[str, object]:
    """What was given; nothing is kept of what was left empty."""
    return {name: value for name, value in details.items() if value not in (None, "", [])}


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""
