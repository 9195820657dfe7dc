"""Makes the demonstration service, once, through the product's own actions: the same every time but for the day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import TYPE_CHECKING

from plimsoll import today as clock
from plimsoll.cases import actions
from plimsoll.cases.actions import NewCase
from plimsoll.demo import names
from plimsoll.demo.people import ADVICE, CHILDREN, DISABLED, SEND, SERVICES, STAFF, Colleague
from plimsoll.demo.stories import (
    advice,
    children,
    families,
    loads,
    papers,
    plans,
    safeguarding,
    send,
    voices,
    waiting,
    written,
)
from plimsoll.demo.story import Story
from plimsoll.people import actions as people
from plimsoll.people.models import Role, Service

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from plimsoll.people.models import Person, Team, User

SEED = 1876  # the year the load line became law
BATCH = 10
UNALLOCATED = 0.035
LEFT_WITHIN = 17
ALERTS = (
    ("not_alone", ""),
    ("interpreter", "Polish interpreter"),
    ("safe_address", ""),
    ("safe_contact", "Text first; never leave a voicemail"),
)


@dataclass(frozen=True, slots=True)
class Team_:  # noqa: N801 - Team is the model's name
    """A team of the demonstration with its workers, each with their share of the cases."""

    team: Team
    service: Service
    workers: tuple[User, ...]
    shares: tuple[float, ...]


STORIES = {
    CHILDREN: (children.SAFEGUARDING, (0, 15)),
    DISABLED: (children.IN_CARE, (3, 17)),
    SEND: (send.SEND, (3, 17)),
    ADVICE: (advice.ADVICE, (18, 71)),
}


def is_seeded() -> bool:
    """Whether any service is there: a demonstration is never laid over somebody's data."""
    return Service.objects.exists()


def seed(report: Callable[[int, int], None] | None = None) -> None:
    """Make three services with their workers and some 340 cases. `report(done, total)` tells how far it is."""
    now = clock.now()
    chance = Random(SEED)  # noqa: S311 - the same every time is the point
    teams = _make_teams(now)
    tells = [
        (name, tell) for name, (stories, _ages) in STORIES.items() for tell, times in stories for _ in range(times)
    ]
    chance.shuffle(tells)
    for start in range(0, len(tells), BATCH):
        batch = [_new_case(teams[name], name, tell, chance, now) for name, tell in tells[start : start + BATCH]]
        actions.open_cases(batch, now=now, actor_id=None)
        if report:
            report(min(start + BATCH, len(tells)), len(tells))
    families.tell(now, Random(SEED))  # noqa: S311 - as above
    plans.tell(now)
    waiting.tell(now)
    safeguarding.tell(now)
    voices.tell(now)
    loads.tell(now, Random(SEED))  # noqa: S311 - as above
    papers.tell(now)
    written.tell(now, Random(SEED))  # noqa: S311 - as above


def _make_teams(now: datetime) -> dict[str, Team_]:
    made: dict[str, Team_] = {}
    for service_name, (pack, team_names) in SERVICES.items():
        service = people.create_service(service_name, pack, now=now)
        for name in team_names:
            team = people.create_team(service, name, now=now)
            staff = [one for one in STAFF if one.team == name]
            users = [_make_worker(one, team, now) for one in staff]
            carrying = [(user, one) for user, one in zip(users, staff, strict=True) if one.role == Role.PRACTITIONER]
            made[name] = Team_(
                team, service, tuple(user for user, _ in carrying), tuple(one.share for _, one in carrying)
            )
    return made


def _make_worker(one: Colleague, team: Team, now: datetime) -> User:
    user = people.create_worker(one.email, one.name, job_title=one.job_title, now=now)
    joined = now.date() - timedelta(days=365 * one.years + 40)
    people.join_team(user, team, one.role, from_on=joined, now=now, hours_a_week=one.hours_a_week)
    return user


def _new_case(where: Team_, team_name: str, tell: Callable[[Story], None], chance: Random, now: datetime) -> NewCase:
    worker = chance.choices(where.workers, where.shares)[0]
    story = Story(now, chance, worker.pk)
    tell(story)
    first = min(event.at if not hasattr(event.at, "date") else event.at.date() for event in story.events)
    subjects = _subjects(tell.__name__, STORIES[team_name][1], story, first, now)
    holder = None if chance.random() < UNALLOCATED or tell is children.new_referral else worker
    held_from = max(first, story.today - timedelta(days=chance.choice((20, 90, 200, 400))))
    earlier: Sequence[tuple[User, date, date]] = ()
    if holder is not None and held_from > first and len(where.workers) > 1:
        former = chance.choice([user for user in where.workers if user != worker])
        earlier = ((former, first, held_from),)
    if holder is None and first < story.today - timedelta(days=LEFT_WITHIN):
        # Somebody left, and the case has had nobody since: for days, at the worst for two weeks and a half.
        left_on = story.today - timedelta(days=2 + first.toordinal() % LEFT_WITHIN)
        earlier = ((worker, first, left_on),)
    return NewCase(
        service=where.service,
        team=where.team,
        title=_title(subjects),
        opened_on=first,
        subjects=subjects,
        holder=holder,
        held_from=held_from,
        earlier_holders=earlier,
        place=chance.choice(names.AREAS if team_name == ADVICE else names.SCHOOLS),
        facts=story.facts,
        events=sorted(story.events, key=lambda event: event.recorded_at or now),
    )


def _title(subjects: Sequence[Person]) -> str:
    if len(subjects) == 1:
        return subjects[0].display_name
    given = [person.known_as or person.given_name for person in subjects]
    return f"{', '.join(given[:-1])} and {given[-1]} {subjects[0].family_name}"


def _subjects(kind: str, ages: tuple[int, int], story: Story, first: date, now: datetime) -> list[Person]:
    chance, today = story.chance, story.today
    family = chance.choice(names.FAMILY)
    count = 2 if kind in {"child_in_need", "child_protection"} and chance.random() < 0.22 else 1
    found = []
    for _ in range(count):
        born_on = story.born_on or _born(kind, ages, chance, today, first)
        alerts = [chance.choice(ALERTS)] if chance.random() < 0.08 else []
        given = chance.choice(names.GIVEN)
        fields: dict[str, object] = {
            "given_name": given,
            "family_name": family,
            "born_on": born_on,
            "sex": chance.choice("FM"),
            "needs_interpreter": ("interpreter", "Polish interpreter") in alerts,
        }
        found.append(people.create_person(fields, alerts=alerts, now=now))
    return sorted(found, key=lambda person: person.born_on or today)


def _born(kind: str, ages: tuple[int, int], chance: Random, today: date, first: date) -> date:
    low, high = {"moving_phase": (10, 10)}.get(kind, ages)
    born_on = today - timedelta(days=round((low + chance.random() * (high - low + 0.9)) * 365.25))
    return min(born_on, first - timedelta(days=chance.randint(20, 200)))
