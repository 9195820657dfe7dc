"""Every write of consent and sharing: events on the case's record, each with its entry in the audit log."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from plimsoll.cases.actions import NewEvent, record_events
from plimsoll.cases.models import Case
from plimsoll.consents import queries, register
from plimsoll.today import LONDON
from plimsoll.trust import audit

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from plimsoll.cases.actions import Consequences


@dataclass(frozen=True, slots=True)
class Consent:
    """What somebody said when they were asked."""

    purpose: str
    agency: str
    given_by: str
    capacity: str = ""
    how: str = ""
    until: date | None = None
    review_on: date | None = None
    words: str = ""
    document: str = ""


@dataclass(frozen=True, slots=True)
class Basis:
    """Why it may be shared without consent. `condition`: a word of special-conditions.yaml."""

    purpose: str
    agency: str
    basis: str
    rationale: str
    condition: str = ""
    agreed_by: str = ""
    review_on: date | None = None


@dataclass(frozen=True, slots=True)
class Sharing:
    """What was shared. `basis` and `rationale` only where no ground is recorded for the purpose and agency."""

    purpose: str
    agency: str
    what: str
    recipient: str = ""
    how: str = ""
    basis: str = ""
    rationale: str = ""
    document: str = ""


def record_consent(
    case_id: UUID, consent: Consent, *, is_given: bool, on: date, now: datetime, actor_id: UUID
) -> Consequences:
    """Somebody consented, or said no."""
    name = "consent_given" if is_given else "consent_refused"
    return _record(case_id, name, _details(consent), on, now, actor_id)


def withdraw_consent(  # noqa: PLR0913 - each is a fact of the withdrawal
    case_id: UUID, purpose: str, agency: str, *, given_by: str, words: str, on: date, now: datetime, actor_id: UUID
) -> Consequences:
    """Somebody took their consent back: from this moment nothing more is shared on it."""
    details: dict[str, object] = {"purpose": purpose, "agency": agency, "given_by": given_by, "words": words}
    return _record(case_id, "consent_withdrawn", details, on, now, actor_id)


def record_basis(case_id: UUID, basis: Basis, *, on: date, now: datetime, actor_id: UUID) -> Consequences:
    """A lawful basis other than consent."""
    return _record(case_id, "lawful_basis_recorded", _details(basis), on, now, actor_id)


def end_basis(case_id: UUID, purpose: str, agency: str, *, words: str, now: datetime, actor_id: UUID) -> Consequences:
    """A basis is relied on no longer."""
    details: dict[str, object] = {"purpose": purpose, "agency": agency, "words": words}
    return _record(case_id, "lawful_basis_ended", details, _today(now), now, actor_id)


def record_told(case_id: UUID, purpose: str, agency: str, *, now: datetime, actor_id: UUID) -> Consequences:
    """The agency was told that the consent is gone."""
    details: dict[str, object] = {"purpose": purpose, "agency": agency}
    return _record(case_id, "sharing_stopped", details, _today(now), now, actor_id)


@transaction.atomic
def record_sharing(case_id: UUID, sharing: Sharing, *, on: date, now: datetime, actor_id: UUID) -> Consequences:
    """Something was shared: on the consent or basis that stood on that day, or on the one given with it and why.

    Refused without either: the case is locked first, so that a withdrawal a moment before is seen.
    """
    Case.objects.select_for_update().get(pk=case_id)
    ground = queries.ground_for(case_id, sharing.purpose, sharing.agency, on)
    if not ground and not (sharing.basis and sharing.rationale):
        raise ValidationError({"basis": no_ground(case_id, sharing.purpose, sharing.agency, on)})
    details = _details(sharing)
    details["basis"] = sharing.basis or ground
    result = _record(case_id, "information_shared", details, on, now, actor_id)
    detail = {"purpose": sharing.purpose, "basis": details["basis"], "event": result.event_ids[0]}
    audit.append(audit.entry("information_shared", at=now, actor_id=actor_id, case_id=case_id, detail=detail))
    return result


def no_ground(case_id: UUID, purpose: str, agency: str, today: date) -> str:
    """Why nothing may be shared as it stands, and what to do."""
    found = register.find(queries.register_of(case_id, today), purpose, agency)
    state = found.state if found else "none"
    said = {
        "withdrawn": _("Consent was withdrawn. Do not share it, or choose the lawful basis and say why."),
        "refused": _("Consent was refused. Do not share it, or choose the lawful basis and say why."),
        "run_out": _("The consent has run out. Ask again, or choose the lawful basis and say why."),
    }
    return said.get(state, _("No consent is recorded for this. Ask for it, or choose the lawful basis and say why."))


def _record(
    case_id: UUID, name: str, details: dict[str, object], on: date, now: datetime, actor_id: UUID
) -> Consequences:
    return record_events(case_id, [NewEvent(name, on, details)], now=now, actor_id=actor_id)


def _details(value: Consent | Basis | Sharing) -> dict[str, object]:
    """As an event keeps it: without what was left empty, days in ISO form."""
    return {
        name: given.isoformat() if isinstance(given, date) else given
        for name, given in asdict(value).items()
        if given not in (None, "")
    }


def _today(now: datetime) -> date:
    return now.astimezone(LONDON).date()
