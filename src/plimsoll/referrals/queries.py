"""Every read of referrals, the viewer first: a referral is seen by whoever sees its case."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.http import Http404
from django.urls import reverse

from plimsoll.cases.derive import happened
from plimsoll.cases.facts import event_value
from plimsoll.cases.models import CaseEvent, Status
from plimsoll.cases.queries import cases_for, held_by
from plimsoll.engine.facts import CaseFacts
from plimsoll.people.models import Team
from plimsoll.referrals import standing

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime
    from uuid import UUID

    from plimsoll.cases.models import Case
    from plimsoll.cases.queries.case import CaseView
    from plimsoll.engine.facts import Event
    from plimsoll.people.access import Viewer
    from plimsoll.referrals.standing import Referral

# Corrections and withdrawals decide which entry counts.
_READ = (*sorted(standing.NAMES), "event_withdrawn")
_COLUMNS = ("id", "case_id", "name", "at_on", "at_moment", "recorded_at", "details", "supersedes_id")


@dataclass(frozen=True, slots=True)
class Wait:
    """A referral with the case it belongs to."""

    case: Case
    referral: Referral


def in_view(view: CaseView) -> list[Referral]:
    """The referrals of a case whose record is read already, in the order in which they were sent."""
    return standing.referrals(happened(view.position.facts, view.as_at))


def in_view_one(view: CaseView, referral_id: int) -> Referral:
    """One of them, or "not found"."""
    found = next((one for one in in_view(view) if one.id == referral_id), None)
    if found is None:
        raise Http404
    return found


def referrals_of(case: Case, now: datetime) -> list[Referral]:
    """The referrals of a case that has come through the door, in one query."""
    return _by_case([case], now).get(case.pk, [])


def referrals_in(viewer: Viewer, now: datetime, scope: str) -> list[Wait]:
    """Every referral of the open cases this person may see (`mine`: those they carry), in two queries."""
    cases = held_by(viewer) if scope == "mine" else cases_for(viewer).exclude(status=Status.CLOSED)
    sent = CaseEvent.objects.filter(name=standing.SENT).values("case_id")
    found = list(cases.filter(pk__in=sent).select_related("holder", "team").order_by("number"))
    by_case = _by_case(found, now)
    return [Wait(case, one) for case in found for one in by_case.get(case.pk, [])]


def teams_named(viewer: Viewer) -> list[tuple[str, str]]:
    """(id, name) of the teams this person oversees, for the filter."""
    rows = Team.objects.filter(pk__in=viewer.supervises) | Team.objects.filter(service_id__in=viewer.manages)
    return [(str(pk), name) for pk, name in rows.distinct().order_by("name").values_list("pk", "name")]


def services_known(viewer: Viewer, now: datetime) -> list[str]:
    """The names of services that cases in sight were referred to, for the form to offer; one query."""
    rows = CaseEvent.objects.filter(name=standing.SENT, case_id__in=cases_for(viewer).values("id"))
    told = rows.filter(recorded_at__lte=now).values_list("details", flat=True)[:2000]
    names: dict[str, str] = {}
    for details in told:
        name = str(details.get("to") or details.get("service") or "").replace("_", " ").strip()
        names.setdefault(standing.service_key(name), name)
    return sorted((name for name in names.values() if name), key=str.casefold)


def address_to_write(case_id: UUID, pack: str, event: str) -> str:  # noqa: ARG001 - the registry's form
    """The page on which a step of a referral is recorded; empty for any other event."""
    if event == standing.SENT:
        return reverse("referrals:send", args=[case_id])
    return reverse("referrals:case", args=[case_id]) if event in standing.NAMES else ""


def _by_case(cases: Sequence[Case], now: datetime) -> dict[UUID, list[Referral]]:
    """One query whatever their number, by the index of this app's migration."""
    events: dict[UUID, list[Event]] = {case.pk: [] for case in cases}
    rows: Iterable[CaseEvent] = (
        CaseEvent.objects.filter(case_id__in=list(events), name__in=_READ).only(*_COLUMNS).order_by("case_id", "id")
    )
    for row in rows:
        events[row.case_id].append(event_value(row))
    return {
        case.pk: standing.referrals(happened(CaseFacts(str(case.pk), case.pack, tuple(events[case.pk])), now))
        for case in cases
    }
