"""Every write to workers, teams and people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from plimsoll.people import sounds
from plimsoll.people.models import Alert, Membership, Person, PersonIdentifier, Service, Team, User
from plimsoll.trust import audit

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date, datetime
    from decimal import Decimal


@transaction.atomic
def create_service(name: str, pack: str, *, now: datetime) -> Service:
    """Create a service that works under one pack of the rulebook."""
    service = Service.objects.create(name=name, pack=pack)
    audit.append(audit.entry("service_created", at=now, actor_id=None, detail={"service": str(service.pk)}))
    return service


@transaction.atomic
def create_team(service: Service, name: str, *, now: datetime) -> Team:
    """Create a team in a service."""
    team = Team.objects.create(service=service, name=name)
    audit.append(audit.entry("team_created", at=now, actor_id=None, detail={"team": str(team.pk)}))
    return team


@transaction.atomic
def create_worker(
    email: str, name: str, *, password: str | None = None, job_title: str = "", now: datetime, actor: User | None = None
) -> User:
    """Create an account. Without a password nobody can sign in until one is set."""
    user = User.objects.create_user(email, password, name=name, job_title=job_title, joined_at=now)
    audit.append(
        audit.entry("account_created", at=now, actor_id=actor.pk if actor else None, detail={"user": str(user.pk)})
    )
    return user


@transaction.atomic
def join_team(  # noqa: PLR0913 - each is a fact of the membership
    user: User,
    team: Team,
    role: str,
    *,
    from_on: date,
    now: datetime,
    actor: User | None = None,
    hours_a_week: Decimal | None = None,
) -> Membership:
    """Give a person a role in a team from a day on."""
    membership = Membership.objects.create(user=user, team=team, role=role, from_on=from_on, hours_a_week=hours_a_week)
    audit.append(
        audit.entry(
            "membership_given",
            at=now,
            actor_id=actor.pk if actor else None,
            detail={"user": str(user.pk), "team": str(team.pk), "role": role},
        )
    )
    return membership


@transaction.atomic
def end_membership(membership: Membership, *, until_on: date, now: datetime, actor: User | None = None) -> None:
    """End a role; from the next request on it gives nothing."""
    membership.until_on = until_on
    membership.state = Membership.State.ENDED
    membership.save(update_fields=["until_on", "state"])
    audit.append(
        audit.entry(
            "membership_ended",
            at=now,
            actor_id=actor.pk if actor else None,
            detail={"user": str(membership.user_id), "team": str(membership.team_id), "role": membership.role},
        )
    )


@transaction.atomic
def create_person(
    fields: dict[str, object],
    *,
    identifiers: Iterable[tuple[str, str]] = (),
    alerts: Iterable[tuple[str, str]] = (),
    now: datetime,
    actor: User | None = None,
) -> Person:
    """Create a child or client. `identifiers` are (scheme, value); `alerts` are (kind, text)."""
    person = Person(recorded_at=now, **fields)
    person.full_clean(exclude=["id"])
    person.names_plain, person.name_sounds = sounds.index_of((person.given_name, person.known_as, person.family_name))
    person.save(force_insert=True)
    PersonIdentifier.objects.bulk_create(
        PersonIdentifier(person=person, scheme=scheme, value=value) for scheme, value in identifiers
    )
    Alert.objects.bulk_create(Alert(person=person, kind=kind, text=text, from_on=now.date()) for kind, text in alerts)
    audit.append(audit.entry("person_created", at=now, actor_id=actor.pk if actor else None, person_id=person.pk))
    return person
