"""Who works when in the demonstration: one ill, one on leave, one new, one over the line who has asked for help."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from plimsoll.cases import actions as cases
from plimsoll.cases.actions import NewEvent
from plimsoll.cases.models import Case, Status
from plimsoll.load import actions, asking, queries
from plimsoll.load.actions import NewReduction, NewWork
from plimsoll.people.access import viewer_for
from plimsoll.people.models import Team, User
from plimsoll.rebalancing import actions as rebalancing
from plimsoll.rebalancing import asking as sharing
from plimsoll.today import LONDON

if TYPE_CHECKING:
    from datetime import date
    from random import Random

    from plimsoll.load.models import HelpAsked

WEEKS = 12
WEIGHED_EACH = 5
AWAY = (
    ("Grace Adeyemi", "sickness", -12, 23, None),
    ("Joy Okafor", "annual_leave", 5, 18, None),
    ("Sam Pritchard", "training", 9, 10, None),
    ("Callum Frew", "phased_return", -7, 20, Decimal(40)),
    ("Priya Raman", "annual_leave", 26, 36, None),
)
BESIDE = (("Sam Pritchard", "student", 1), ("Tariq Aziz", "person_supervised", 1), ("Dafydd Owen", "duty_day", 1))


def tell(now: datetime, chance: Random) -> None:
    """Hours and absences, what cases ask, twelve weeks kept, and three askings for help."""
    today = now.astimezone(LONDON).date()
    people = {user.name: user for user in User.objects.all()}
    megan = people["Megan Llwyd"]
    actions.set_contract(
        megan.pk, Decimal(37), "asye", today - timedelta(days=120), now=now - timedelta(days=120), actor_id=None
    )
    for name, kind, since, until, percent in AWAY:
        last = today + timedelta(days=until) if until is not None else None
        new = NewReduction(kind, today + timedelta(days=since), last, percent)
        actions.add_reduction(people[name].pk, new, now=now, actor_id=None)
    for name, work, count in BESIDE:
        new_work = NewWork(work, Decimal(count), today - timedelta(days=40))
        actions.add_work(people[name].pk, new_work, now=now, actor_id=None)
    _weigh(people, now, chance)
    teams = list(Team.objects.values_list("pk", flat=True))
    for back in range(WEEKS, -1, -1):
        actions.keep_weeks(teams, today - timedelta(weeks=back), now=now)
    _ask(people, now)
    _propose(people["Helen Marsh"], people["Grace Adeyemi"], now)


def _propose(supervisor: User, ill: User, now: datetime) -> None:
    """A proposal that waits for its decisions: the cases of somebody who is ill, covered."""
    viewer = viewer_for(supervisor, now.astimezone(LONDON).date())
    team = sharing.team_asked(viewer, "")
    if team is not None:
        asked = sharing.Asked(team, "away", ill.pk)
        answer = sharing.answer(viewer, asked, now.astimezone(LONDON).date())
        rebalancing.keep(asked, answer.proposal, now=_nine(now, 0), viewer=viewer)


def _weigh(people: dict[str, User], now: datetime, chance: Random) -> None:
    for name in ("Tariq Aziz", "Sam Pritchard", "Dafydd Owen"):
        held = Case.objects.filter(holder=people[name]).exclude(status=Status.CLOSED).order_by("number")
        for case in held[:WEIGHED_EACH]:
            said = {
                "complexity": chance.choice(("medium", "high")),
                "emotional_demand": chance.choice(("ordinary", "raised", "high")),
                "travel_minutes": chance.choice((10, 35, 70)),
            }
            event = NewEvent("case_weighed", now.astimezone(LONDON).date() - timedelta(days=20), said)
            cases.record_events(case.pk, [event], now=now, actor_id=people[name].pk)


def _ask(people: dict[str, User], now: datetime) -> None:
    """One unanswered and risen to the manager; one agreed, whose day to look at it has come; one told why not."""
    _asked(
        people["Tariq Aziz"], now, 7, ["pause_allocation", "move_cases"],
        "Three conferences in a fortnight and Grace’s visits on top. I am writing up at night and I am afraid of what"
        " I have not seen.",
    )  # fmt: skip
    agreed = _asked(
        people["Dafydd Owen"], now, 44, ["admin_time"],
        "The recording has got away from me since the inspection. A day without meetings would put it right.",
    )
    asking.answer(
        agreed, "Agreed: Fridays are yours to write, and nothing new until the end of the month.",
        [asking.NewAdjustment(kind, "", _day(now, 42), _day(now, 14)) for kind in ("admin_time", "pause_allocation")],
        pack="children-england", now=_nine(now, 42), actor_id=people["Helen Marsh"].pk,
    )  # fmt: skip
    refused = _asked(
        people["Dev Shah"], now, 30, ["overtime"], "The drop-in runs over every week and nobody counts it.",
    )
    asking.answer(
        refused, "There is no money for overtime. The drop-in now closes half an hour earlier; tell me in two weeks"
        " whether that is enough.", [], pack="advice-guidance", now=_nine(now, 28),
        actor_id=people["Yusuf Demir"].pk,
    )  # fmt: skip


def _asked(user: User, now: datetime, ago: int, kinds: list[str], said: str) -> HelpAsked:
    moment = _nine(now, ago)
    viewer = viewer_for(user, moment.date())
    person = queries.person_for(viewer, user.pk)
    return asking.ask(viewer, person, said, kinds, _day(now, ago + 21), now=moment)


def _day(now: datetime, ago: int) -> date:
    return now.astimezone(LONDON).date() - timedelta(days=ago)


def _nine(now: datetime, ago: int) -> datetime:
    return datetime.combine(_day(now, ago), time(9, 12), LONDON)
