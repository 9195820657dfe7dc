"""Cases told step by step as the months went by: each step at its own moment, in order.

What the record then says of any day is what it said on that day.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from plimsoll.cases import actions as cases
from plimsoll.cases.actions import NewCase, NewEvent
from plimsoll.people import actions as people
from plimsoll.people.models import Team, User
from plimsoll.plans import actions as plans
from plimsoll.plans.actions import GoalWords, Review
from plimsoll.plans.queries import goals_of
from plimsoll.tasks import actions as tasks
from plimsoll.tasks.actions import NewTask
from plimsoll.tasks.checklists import checklists
from plimsoll.today import LONDON

if TYPE_CHECKING:
    from plimsoll.cases.models import Case
    from plimsoll.plans.models import Plan
    from plimsoll.tasks.models import Task

SATURDAY = 5


@dataclass
class Telling:
    """One case being told: `at(days)` goes to a day so many days ago, and what follows happens then."""

    today: datetime
    team: Team
    worker: User
    case: Case
    now: datetime

    def at(self, ago: int) -> Telling:
        """Go to a weekday about so many days ago, in the morning; today is now."""
        self.now = moment(self.today, ago)
        return self

    @property
    def day(self) -> date:
        """The London day it is in the story."""
        return self.now.astimezone(LONDON).date()

    def happened(self, name: str, note: str = "", **details: Any) -> Telling:
        """Something is recorded on the day it happens."""
        cases.record_events(
            self.case.pk, [NewEvent(name, self.day, details, note=note)], now=self.now, actor_id=self.worker.pk
        )
        return self

    def task(self, title: str, due_in: int | None = None, **more: Any) -> Task:
        """A task, due so many days after today (not after the day it was made)."""
        due_on = day_of(self.today) + timedelta(days=due_in) if due_in is not None else None
        new = NewTask(title, case=self.case, due_on=due_on, **{"owner_id": self.worker.pk, **more})
        return tasks.add_task(new, now=self.now, actor_id=self.worker.pk)

    def plan(self, kind: str, sections: dict[str, str], views: dict[str, str]) -> Plan:
        """Draft a plan."""
        made = plans.start_plan(self.case, kind, now=self.now, actor_id=self.worker.pk)
        return plans.write_plan(
            made.pk,
            sections=sections,
            views=[{"who": who, "view": view} for who, view in views.items()],
            version=made.version,
            now=self.now,
            actor_id=self.worker.pk,
        )

    def goal(self, plan: Plan, goal: GoalWords, *actions: tuple[str, str, int | None]) -> None:
        """A goal with its actions: (what, who does it, due in so many days from today)."""
        made = plans.add_goal(plan.pk, goal, now=self.now, actor_id=self.worker.pk)
        for title, who, due_in in actions:
            due_on = day_of(self.today) + timedelta(days=due_in) if due_in is not None else None
            new = NewTask(title, owner_id=self.worker.pk, who=who, due_on=due_on)
            plans.add_action(made.pk, new, now=self.now, actor_id=self.worker.pk)

    def agree(self, plan: Plan, review_in: int, *who: tuple[str, str, str]) -> None:
        """The plan is agreed, to be reviewed so many days after."""
        plans.agree_plan(
            plan.pk,
            on=self.day,
            agreed_by=[{"who": name, "agrees": agrees, "words": said} for name, agrees, said in who],
            review_on=self.day + timedelta(days=review_in),
            now=self.now,
            actor_id=self.worker.pk,
        )

    def review(self, plan: Plan, progress: str, next_in: int, *scores: tuple[str, str]) -> None:
        """The plan is reviewed: progress for each goal in order."""
        found = {goal.pk: score for goal, score in zip(goals_of(plan), scores, strict=True)}
        plan.refresh_from_db()
        held = Review(
            on=self.day,
            progress=progress,
            scores=found,
            next_on=self.day + timedelta(days=next_in),
            agreed_by=plan.agreed_by,
        )
        plans.review_plan(plan.pk, held, now=self.now, actor_id=self.worker.pk)

    def done(self, title: str, outcome: str = "") -> None:
        """Somebody ticks a task off."""
        found = self.case.tasks.get(title=title, state="open")
        tasks.finish_task(found.pk, on=self.day, now=self.now, actor_id=self.worker.pk, outcome=outcome)

    def checklist(self, word: str) -> None:
        """Begin a checklist."""
        events = [(event.name, event.at_on) for event in self.case.events.all()]
        tasks.begin_checklist(
            self.case,
            checklists(self.case.pack)[word],
            on=self.day,
            events=events,
            now=self.now,
            actor_id=self.worker.pk,
        )


def open_told(  # noqa: PLR0913, PLR0917 - each is a fact of the case
    now: datetime,
    team: str,
    worker: str,
    name: tuple[str, str],
    age: int,
    ago: int,
    first: list[tuple[str, int, dict[str, Any]]],
) -> Telling:
    where, who = Team.objects.select_related("service").get(name=team), user(worker)
    began = moment(now, ago)
    born_on = day_of(now) - timedelta(days=round(age * 365.25 + 97))
    fields: dict[str, object] = {"given_name": name[0], "family_name": name[1], "born_on": born_on}
    person = people.create_person(fields, now=began)
    events = [NewEvent(word, day_of(moment(now, day)), details) for word, day, details in first if day == ago]
    new = NewCase(
        service=where.service,
        team=where,
        title=person.display_name,
        opened_on=day_of(began),
        subjects=[person],
        holder=who,
        events=events,
    )
    told = Telling(now, where, who, cases.open_case(new, now=began, actor_id=who.pk), began)
    for word, day, details in sorted(first, key=lambda one: -one[1]):
        if day != ago:
            told.at(day).happened(word, **details)
    return told


def user(name: str) -> User:
    return User.objects.get(name=name)


def moment(now: datetime, ago: int) -> datetime:
    """Ten in the morning of a weekday about so many days ago; today is now."""
    if ago == 0:
        return now
    day = day_of(now) - timedelta(days=ago)
    while day.weekday() >= SATURDAY:
        day -= timedelta(days=1)
    return datetime.combine(day, time(10), LONDON)


def day_of(now: datetime) -> date:
    return now.astimezone(LONDON).date()
