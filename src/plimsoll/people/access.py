"""Who may see what: the one door, in terms every query speaks.

A `Viewer` is what one signed-in person may do today, worked out from their memberships on each
request, so that permission ends the moment it is taken away. `cases/queries.py` turns it into
rows; nothing else reads a case.

| role | sees |
| --- | --- |
| practitioner | cases they hold, co-work or cover today |
| supervisor | the above, and every case of the teams they supervise |
| service manager | the above, and every case of the services they manage |
| business support | the cases of their team: who, when and where; not the record itself |
| auditor | every case, to read |
| administrator of accounts | no case |

A restricted case is seen by its holders and the people named on it, and nobody else; somebody with
a declared conflict of interest does not see the case at all.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db.models import Q

from plimsoll.people.models import Membership, Role, Team

if TYPE_CHECKING:
    from datetime import date

    from plimsoll.people.models import User


@dataclass(frozen=True, slots=True)
class Viewer:
    """One person's sight today: ids of teams and services by what they are there."""

    user_id: UUID
    name: str
    practises_in: frozenset[UUID] = frozenset()
    supervises: frozenset[UUID] = frozenset()
    manages: frozenset[UUID] = frozenset()
    supports: frozenset[UUID] = frozenset()
    is_auditor: bool = False
    is_account_administrator: bool = False
    service_packs: frozenset[str] = frozenset()

    @property
    def carries_cases(self) -> bool:
        """Whether My day has anything to be about."""
        return bool(self.practises_in)

    @property
    def oversees(self) -> bool:
        """Whether a team's cases are this person's to see."""
        return bool(self.supervises or self.manages)

    @property
    def can_import(self) -> bool:
        """Importing creates cases for others, so it takes oversight of a team."""
        return self.oversees

    @property
    def can_record(self) -> bool:
        """Writing in a record is for those who carry or oversee cases."""
        return self.carries_cases or self.oversees


def viewer_for(user: User, today: date) -> Viewer:
    """Work out what `user` may see today, in one query."""
    if not user.is_active:
        return Viewer(user_id=user.pk, name=user.name)
    rows = (
        Membership.objects.filter(user=user, from_on__lte=today, state=Membership.State.ACTIVE)
        .filter(Q(until_on=None) | Q(until_on__gte=today))
        .values_list("role", "team_id", "team__service_id", "team__service__pack")
    )
    teams: dict[str, set[UUID]] = {role: set() for role in Role.values}
    services: set[UUID] = set()
    packs: set[str] = set()
    for role, team_id, service_id, pack in rows:
        teams[role].add(team_id)
        packs.add(pack)
        if role == Role.SERVICE_MANAGER:
            services.add(service_id)
    return Viewer(
        user_id=user.pk,
        name=user.name,
        practises_in=frozenset(teams[Role.PRACTITIONER]),
        supervises=frozenset(teams[Role.SUPERVISOR]),
        manages=frozenset(services),
        supports=frozenset(teams[Role.BUSINESS_SUPPORT]),
        is_auditor=bool(teams[Role.AUDITOR]),
        is_account_administrator=bool(teams[Role.ACCOUNT_ADMINISTRATOR]),
        service_packs=frozenset(packs),
    )


def teams_overseen(viewer: Viewer) -> list[Team]:
    """Return the teams whose cases this person oversees, by name."""
    return list(
        Team.objects.filter(Q(id__in=viewer.supervises) | Q(service_id__in=viewer.manages))
        .select_related("service")
        .order_by("service__name", "name")
    )


def require_oversight(viewer: Viewer, team: Team) -> None:
    """Refuse unless this person oversees the team."""
    if team.pk not in viewer.supervises and team.service_id not in viewer.manages:
        raise PermissionDenied


# The programme itself, when somebody runs it on the server: no account has this id.
PROGRAMME = UUID(int=0)


def programme_for_team(team: Team) -> Viewer:
    """The sight of a team's supervisor, for the command line on the server."""
    return Viewer(user_id=PROGRAMME, name="plimsoll", supervises=frozenset({team.pk}))


def programme_for_all() -> Viewer:
    """Sight of every case that is not restricted, for the command line on the server."""
    return Viewer(user_id=PROGRAMME, name="plimsoll", is_auditor=True)
