"""Every write of outcomes and feedback: the row, the event, what follows from it, and the audit entry at once."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db import connection, transaction
from django.utils.crypto import salted_hmac

from plimsoll.cases.actions import Consequences, NewEvent, record_events
from plimsoll.cases.models import Case
from plimsoll.outcomes.kinds import kind_of, link_days
from plimsoll.outcomes.models import Feedback, FeedbackLink, Outcome, WrongLink
from plimsoll.outcomes.queries import usable_link
from plimsoll.today import LONDON
from plimsoll.trust import audit
from plimsoll.walls.identity import beyond

if TYPE_CHECKING:
    from datetime import date
    from decimal import Decimal
    from uuid import UUID

TOKEN_BYTES = 32
STRETCH = timedelta(minutes=15)
MOST_WRONG = 30
A_YEAR = {"once": 1, "week": 52, "month": 12, "year": 1}


class ChangedMeanwhile(Exception):
    """Somebody else changed the outcome while this form was open."""


class LinkSpent(Exception):
    """The link was used, withdrawn or grew too old before this answer came."""


@dataclass(frozen=True, slots=True)
class Told:
    """An outcome as it is typed. `pounds` come as often as `per` says; both are empty where nothing was gained."""

    kind: str
    achieved_on: date
    known: str
    about: str = ""
    words: str = ""
    pounds: Decimal | None = None
    per: str = ""
    led_by_id: int | None = None

    @property
    def first_year(self) -> Decimal | None:
        """Pounds in the first year."""
        return self.pounds * A_YEAR[self.per] if self.pounds is not None else None


@transaction.atomic
def record_outcome(case_id: UUID, told: Told, *, now: datetime, actor_id: UUID | None) -> tuple[Outcome, Consequences]:
    """Something came of the work."""
    case = Case.objects.select_for_update().get(pk=case_id)
    result = record_events(case_id, [_event(case, told)], now=now, actor_id=actor_id)
    outcome = Outcome(case=case, event_id=result.event_ids[0], created_at=now)
    _fill(outcome, told, now, actor_id)
    outcome.save(force_insert=True)
    audit.append(_entry("outcome_recorded", outcome, now, actor_id))
    return outcome, result


@transaction.atomic
def change_outcome(outcome_id: UUID, told: Told, *, version: int, now: datetime, actor_id: UUID | None) -> Outcome:
    """Put an outcome right; its entry in the chronology is corrected by a new one."""
    outcome = _locked(outcome_id, version)
    event = _event(outcome.case, told, supersedes_id=outcome.event_id)
    result = record_events(outcome.case_id, [event], now=now, actor_id=actor_id)
    outcome.event_id = result.event_ids[0]
    _fill(outcome, told, now, actor_id)
    outcome.version += 1
    outcome.save()
    audit.append(_entry("outcome_changed", outcome, now, actor_id))
    return outcome


@transaction.atomic
def withdraw_outcome(outcome_id: UUID, why: str, *, version: int, now: datetime, actor_id: UUID | None) -> Outcome:
    """Take an outcome back: it stays to be read with the reason, and counts nowhere."""
    outcome = _locked(outcome_id, version)
    day = now.astimezone(LONDON).date()
    event = NewEvent("event_withdrawn", day, {"reason": why[:500]}, supersedes_id=outcome.event_id)
    record_events(outcome.case_id, [event], now=now, actor_id=actor_id)
    outcome.withdrawn_why = why
    outcome.version += 1
    outcome.changed_at, outcome.changed_by_id = now, actor_id
    outcome.save()
    audit.append(_entry("outcome_withdrawn", outcome, now, actor_id))
    return outcome


@transaction.atomic
def make_link(case: Case, *, now: datetime, actor_id: UUID | None) -> tuple[FeedbackLink, str]:
    """A link for the client of a case, and its token: the only moment at which anybody can read it."""
    token = secrets.token_urlsafe(TOKEN_BYTES)
    link = FeedbackLink.objects.create(
        case=case, digest=digest_of(token), made_at=now, made_by_id=actor_id,
        expires_at=now + timedelta(days=link_days(case.pack)),
    )  # fmt: skip
    detail = {"link": str(link.pk)}
    audit.append(audit.entry("feedback_link_made", at=now, actor_id=actor_id, case_id=case.pk, detail=detail))
    return link, token


@transaction.atomic
def withdraw_link(link_id: UUID, *, now: datetime, actor_id: UUID | None) -> None:
    """A link that was sent to the wrong place can be used no more."""
    link = FeedbackLink.objects.select_for_update().get(pk=link_id)
    if link.used_at is not None or link.withdrawn_at is not None:
        return
    link.withdrawn_at = now
    link.save(update_fields=["withdrawn_at"])
    detail = {"link": str(link.pk)}
    audit.append(
        audit.entry("feedback_link_withdrawn", at=now, actor_id=actor_id, case_id=link.case_id, detail=detail)
    )


@beyond("a client who need not sign in answers once through their link")
@transaction.atomic
def give_feedback(token: str, *, rating: int, words: str, now: datetime) -> Feedback:
    """The client's own word. It spends the link; of two answers sent at once one is kept."""
    found = usable_link(digest_of(token), now)
    if found is None:
        raise LinkSpent
    # The case first, as everywhere, then the link: two who lock in one order never wait for each other.
    Case.objects.select_for_update().get(pk=found.case_id)
    link = FeedbackLink.objects.select_for_update().get(pk=found.pk)
    if link.used_at is not None or link.withdrawn_at is not None:
        raise LinkSpent
    day = now.astimezone(LONDON).date()
    event = NewEvent("client_feedback_given", day, {"rating": rating})
    result = record_events(link.case_id, [event], now=now, actor_id=None)
    link.used_at = now
    link.save(update_fields=["used_at"])
    feedback = Feedback.objects.create(
        case_id=link.case_id, link=link, rating=rating, words=words, given_at=now, event_id=result.event_ids[0]
    )
    detail = {"link": str(link.pk)}
    audit.append(audit.entry("feedback_given", at=now, actor_id=None, case_id=link.case_id, detail=detail))
    return feedback


def digest_of(token: str) -> str:
    """What is kept of a token. It is 256 bits of chance, so a plain digest cannot be guessed back."""
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


def note_wrong_link(address: str, *, now: datetime) -> bool:
    """Count a link that is none; returns whether this address has tried too many. A good link is never held up."""
    began = datetime.fromtimestamp(now.timestamp() // STRETCH.total_seconds() * STRETCH.total_seconds(), tz=now.tzinfo)
    origin = salted_hmac("plimsoll.outcomes.wrong_link", f"{address} {began.isoformat()}", algorithm="sha256")
    WrongLink.objects.filter(began_at__lt=now - timedelta(days=1)).delete()
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, [origin.hexdigest(), began])
        (tries,) = cursor.fetchone()
    return bool(tries > MOST_WRONG)


_COUNT = """
INSERT INTO outcomes_wronglink (origin, began_at, tries) VALUES (%s, %s, 1)
ON CONFLICT (origin) DO UPDATE SET tries = outcomes_wronglink.tries + 1 RETURNING tries
"""


def note_export(*, rows: int, now: datetime, actor_id: UUID) -> None:
    """Put on the audit log that the numbers were taken out, before they are served."""
    audit.append(audit.entry("outcomes_exported", at=now, actor_id=actor_id, detail={"rows": rows}))


def _locked(outcome_id: UUID, version: int) -> Outcome:
    case_id = Outcome.objects.values_list("case_id", flat=True).get(pk=outcome_id)
    case = Case.objects.select_for_update().get(pk=case_id)
    outcome = Outcome.objects.select_for_update().get(pk=outcome_id)
    if outcome.version != version or outcome.withdrawn_why:
        raise ChangedMeanwhile
    outcome.case = case
    return outcome


def _fill(outcome: Outcome, told: Told, now: datetime, actor_id: UUID | None) -> None:
    for name in ("kind", "achieved_on", "known", "about", "words", "pounds", "per", "led_by_id"):
        setattr(outcome, name, getattr(told, name))
    outcome.changed_at, outcome.changed_by_id = now, actor_id


def _event(case: Case, told: Told, supersedes_id: int | None = None) -> NewEvent:
    details: dict[str, object] = {"outcome": kind_of(case.pack, told.kind).title}
    if told.about:
        details["issue"] = told.about
    if told.first_year is not None:
        details["value"] = float(told.first_year)
    return NewEvent("outcome_achieved", told.achieved_on, details, supersedes_id=supersedes_id)


def _entry(action: str, outcome: Outcome, now: datetime, actor_id: UUID | None) -> audit.Entry:
    detail = {"outcome": str(outcome.pk), "kind": outcome.kind}
    return audit.entry(action, at=now, actor_id=actor_id, case_id=outcome.case_id, detail=detail)
