"""A small service for tests: a children's team with a supervisor and two workers, made by the actions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

from plimsoll.cases import actions
from plimsoll.cases.actions import NewCase, NewEvent
from plimsoll.people import actions as people
from plimsoll.people.models import Role

if TYPE_CHECKING:
    from collections.abc import Sequence

    from plimsoll.cases.models import Case
    from plimsoll.people.models import Service, Team, User

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)  # a Monday
TODAY = NOW.date()
PASSWORD = "a long enough pass phrase"


@dataclass
class SmallService:
    """What the tests stand on."""

    service: Service
    team: Team
    other_team: Team
    worker: User
    colleague: User
    supervisor: User
    manager: User
    outsider: User
    auditor: User

    def case(
        self,
        title: str = "Ffion Llŷr",
        *,
        holder: User | None = None,
        team: Team | None = None,
        events: Sequence[NewEvent] = (),
        born_on: date = date(2016, 5, 4),
        now: datetime = NOW,
        restricted: bool = False,
        unallocated: bool = False,
        place: str = "",
    ) -> Case:
        """Open a case, held by the worker unless said otherwise."""
        new = NewCase(
            service=self.service,
            team=team or self.team,
            title=title,
            opened_on=now.date(),
            subject_born_on=born_on,
            holder=None if unallocated else holder or self.worker,
            place=place,
            events=events,
            is_restricted=restricted,
        )
        return actions.open_case(new, now=now, actor_id=self.supervisor.pk)


def small_service() -> SmallService:
    """Make it."""
    service = people.create_service("Children", "children-england", now=NOW)
    team = people.create_team(service, "Team 3", now=NOW)
    other_team = people.create_team(service, "Team 4", now=NOW)
    started = TODAY - timedelta(days=400)

    def somebody(email: str, name: str, role: str, where: Team) -> User:
        user = people.create_worker(email, name, password=PASSWORD, now=NOW)
        people.join_team(user, where, role, from_on=started, now=NOW)
        return user

    return SmallService(
        service=service,
        team=team,
        other_team=other_team,
        worker=somebody("sam@example.org", "Sam Pritchard", Role.PRACTITIONER, team),
        colleague=somebody("joy@example.org", "Joy Okafor", Role.PRACTITIONER, team),
        supervisor=somebody("helen@example.org", "Helen Marsh", Role.SUPERVISOR, team),
        manager=somebody("tariq@example.org", "Tariq Aziz", Role.SERVICE_MANAGER, team),
        outsider=somebody("nia@example.org", "Nia Bevan", Role.PRACTITIONER, other_team),
        auditor=somebody("audit@example.org", "Ruth Ellis", Role.AUDITOR, team),
    )


def event(name: str, day: str, **details: object) -> NewEvent:
    """An event on a day, written as it is in the scenarios."""
    return NewEvent(name, date.fromisoformat(day), details)
