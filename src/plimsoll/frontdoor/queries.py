"""Every read of the front door, the viewer first; the public has its own reference, by its secret, in generic words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import Http404

from plimsoll.cases.queries import cases_for, open_cases_for
from plimsoll.families.queries import duplicates
from plimsoll.families.queries.search import search
from plimsoll.frontdoor import facts, references
from plimsoll.frontdoor.doors import Door, doors
from plimsoll.frontdoor.models import Approach, OnDuty
from plimsoll.people.models import Membership, Role, Service, Team
from plimsoll.walls.identity import beyond

if TYPE_CHECKING:
    from datetime import date, datetime

    from plimsoll.cases.models import Case
    from plimsoll.engine.clocks import Duty
    from plimsoll.people.access import Viewer
    from plimsoll.people.models import Person

NOBODY = UUID(int=0)
MOST_LISTED = 200
MOST_DECIDED = 30
MOST_KNOWN = 8
_WORKING = (Role.PRACTITIONER, Role.SUPERVISOR, Role.SERVICE_MANAGER)


@dataclass(frozen=True, slots=True)
class Waiting:
    """An approach with the duty to decide it."""

    approach: Approach
    duty: Duty | None


@dataclass(frozen=True, slots=True)
class Piles:
    """What waits: to decide, and the two piles to look through. What is late on a pile stands under to decide."""

    to_decide: tuple[Waiting, ...]
    flood: tuple[Waiting, ...]
    rubbish: tuple[Waiting, ...]
    decided: tuple[Approach, ...]


@dataclass(frozen=True, slots=True)
class Known:
    """Somebody on record who may be the one it is about, with a case of theirs that the viewer may open."""

    person: Person
    case: Case
    grounds: tuple[str, ...]
    alerts: tuple[object, ...]


def open_doors() -> list[tuple[Service, Door]]:
    """Every kind of approach that somebody takes, the concern first."""
    found = [(service, door) for service in Service.objects.order_by("name") for door in doors(service.pack).values()]
    return sorted(found, key=lambda each: each[1].kind != "concern")


def door(service_id: UUID, kind: str) -> tuple[Service, Door]:
    """One kind of approach of one service, or not found."""
    service = Service.objects.filter(pk=service_id).first()
    found = doors(service.pack).get(kind) if service else None
    if service is None or found is None:
        raise Http404
    return service, found


def services_of(viewer: Viewer, today: date) -> QuerySet[Service]:
    """The services whose front door this person looks after: managers, supervisors, and who is on duty today."""
    duty = OnDuty.objects.filter(worker_id=viewer.user_id, from_on__lte=today, until_on__gte=today)
    scope = Q(pk__in=viewer.manages) | Q(teams__in=viewer.supervises)
    if viewer.can_record:  # a duty outlives a role that was ended; sight does not
        scope |= Q(pk__in=duty.values("service_id"))
    return Service.objects.filter(scope).distinct().order_by("name")


def piles(viewer: Viewer, now: datetime, today: date) -> Piles:
    """What waits at the doors of this person, the most pressing first."""
    services = list(services_of(viewer, today))
    if not services:
        raise Http404
    rows = Approach.objects.filter(service__in=services).select_related("service")
    undecided = rows.filter(decided_at=None).order_by("received_at")[:MOST_LISTED]
    decided = rows.exclude(decided_at=None).select_related("service", "decided_by", "case").order_by("-decided_at")
    lists: dict[str, list[Waiting]] = {pile: [] for pile in Approach.Pile.values}
    for row in undecided:
        one = waiting(row, now)
        lists[Approach.Pile.NEW if _is_late(one) else one.approach.pile].append(one)
    lists["new"].sort(key=lambda one: (one.approach.safe_now not in {"no", "not_known"}, one.approach.received_at))
    return Piles(
        tuple(lists["new"]), tuple(lists["flood"]), tuple(lists["rubbish"]), decided=tuple(decided[:MOST_DECIDED])
    )


def _is_late(one: Waiting) -> bool:
    return one.duty is not None and one.duty.state == "late"


def approach_for(viewer: Viewer, approach_id: UUID, today: date) -> Approach:
    """One approach, or the same "not found" whether it does not exist or may not be seen."""
    rows = Approach.objects.filter(pk=approach_id, service__in=services_of(viewer, today))
    found = rows.select_related("service", "decided_by", "case", "entered_by").first()
    if found is None:
        raise Http404
    return found


def waiting(approach: Approach, now: datetime) -> Waiting:
    """An approach that has come through the door, with its duty."""
    return Waiting(approach, facts.duty_of(approach, now))


def sees_case(viewer: Viewer, approach: Approach) -> bool:
    """Whether this person may open the case that came of it."""
    return approach.case_id is not None and cases_for(viewer).filter(pk=approach.case_id).exists()


def told_choices() -> list[tuple[str, str]]:
    """What a referrer may be told."""
    return [(value, str(label)) for value, label in Approach.Told.choices]


def known_people(viewer: Viewer, approach: Approach, today: date) -> list[Known]:
    """Who on record it may be about, of those this person may see; for the worker only."""
    name = approach.about_name.strip()
    if not name:
        return []
    given, _space, family = name.rpartition(" ")
    fields = {"given_name": given or name, "family_name": family if given else ""}
    grounds = {each.person.pk: each.grounds for each in duplicates.suggestions(viewer, fields, {}, NOBODY, today)}
    hits = search(viewer, name, today).people[:MOST_KNOWN]
    return [Known(hit.person, hit.case, grounds.get(hit.person.pk, ()), hit.alerts) for hit in hits]


def case_to_join(viewer: Viewer, reference: str) -> Case | None:
    """An open case in this person's sight by its number, however it was typed."""
    digits = reference.upper().strip().removeprefix("C").lstrip("0")
    if not digits.isdigit() or len(digits) > 11:
        return None
    return open_cases_for(viewer).filter(number=int(digits)).first()


def teams_of(service: Service) -> list[tuple[UUID, str]]:
    """The teams a new case may go to."""
    return list(Team.objects.filter(service=service).order_by("name").values_list("pk", "name"))


def workers_of(service: Service) -> list[tuple[UUID, str]]:
    """Who may be put on duty, or given a new case: everybody who works in the service today."""
    rows = Membership.objects.filter(
        team__service=service, role__in=_WORKING, until_on=None, state=Membership.State.ACTIVE, user__is_active=True
    )
    return sorted(set(rows.values_list("user_id", "user__name")), key=lambda one: (one[1], str(one[0])))


def on_duty(services: QuerySet[Service], today: date) -> list[OnDuty]:
    """Who looks after these doors, now and from now on."""
    rows = OnDuty.objects.filter(service__in=services, until_on__gte=today).select_related("service", "worker")
    return list(rows.order_by("from_on", "worker__name"))


def sent(sealed: str) -> Approach:
    """The approach somebody sent within the hour, by what its address was sealed with."""
    approach_id = references.unsealed(sealed)
    with beyond("whoever has just told something is given its reference"):
        found = Approach.objects.filter(pk=approach_id).select_related("service").first() if approach_id else None
    if found is None:
        raise Http404
    return found


def by_reference(reference: str, secret: str) -> Approach | None:
    """The approach of a reference, for whoever has its secret; the same nothing for a wrong one and for none."""
    letters = references.plain(reference)
    with beyond("whoever told something reads, by its secret, what may be told of it"):
        found = Approach.objects.filter(reference=f"{letters[:4]}-{letters[4:8]}").select_related("service").first()
    if found is None or not references.is_secret_of(found.pk, secret):
        return None
    return found
