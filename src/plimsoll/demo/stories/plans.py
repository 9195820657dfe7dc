"""Cases told step by step as the months went by: plans agreed and reviewed, tasks of every kind, a transfer that waits.

Each step is taken at its own moment, in order, so that what the record says of any day is what it said then.
"""

# ruff: noqa: E501 - prose

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from plimsoll.cases import actions as cases
from plimsoll.cases.actions import NewCase, NewEvent
from plimsoll.demo.people import ADVICE, CHILDREN, DISABLED, SEND
from plimsoll.handover import actions as turns
from plimsoll.handover.actions import Proposal
from plimsoll.people import actions as people
from plimsoll.people.access import viewer_for
from plimsoll.people.models import Team, User
from plimsoll.plans import actions as plans
from plimsoll.plans.actions import GoalWords, Review
from plimsoll.plans.queries import goals_of
from plimsoll.tasks import actions as tasks
from plimsoll.tasks.actions import NewTask, Repeat
from plimsoll.tasks.checklists import checklists
from plimsoll.today import LONDON

if TYPE_CHECKING:
    from plimsoll.cases.models import Case
    from plimsoll.plans.models import Plan
    from plimsoll.tasks.models import Task

SATURDAY = 5
YES = "yes"


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
        self.now = _moment(self.today, ago)
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
        due_on = _day(self.today) + timedelta(days=due_in) if due_in is not None else None
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
            due_on = _day(self.today) + timedelta(days=due_in) if due_in is not None else None
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


def tell(now: datetime) -> None:
    """Tell them all; the last looks at each case are of today."""
    told = [child_in_need(now), child_protection(now), looked_after(now), pathway(now), ehc(now), advice(now)]
    cases.refresh_hints([one.case.pk for one in told], now=now)


def child_in_need(now: datetime) -> Telling:
    """Two reviews, a goal reached, a colleague asked, a task that waits for hers."""
    told = _open(
        now,
        CHILDREN,
        "Sam Pritchard",
        ("Gwen", "Parri"),
        9,
        150,
        [
            ("referral_received", 150, {"source": "school"}),
            ("referral_decided", 149, {"outcome": "assessment", "rationale": "Needs an assessment"}),
            ("assessment_started", 148, {"kind": "child_and_family"}),
        ],
    )
    told.at(140).happened("visit_made", "Seen at home with Mum, and alone in her room.", kind="cin", child_seen=True)
    told.at(112).happened("assessment_authorised")
    plan = told.at(108).plan(
        "child_in_need",
        {
            "needs": "Gwen is late for school most days and falls asleep in lessons. Mum works nights at the bakery.",
            "strengths": "Mum and Gwen talk about everything on the bus. Nan lives two doors away.",
            "contingency": "If Gwen is alone at night again, school or Nan ring us the same day and Nan comes over.",
        },
        {
            "Gwen": "I want Mum to sleep when I am at school, not when I am home.",
            "Mum": "I cannot lose the night shifts.",
        },
    )
    told.goal(
        plan,
        GoalWords(
            "I want to get to school with my friends, not after them",
            "Gwen",
            "Sleep and mornings",
            "In by nine on four days of five",
        ),
        ("Ask for a place in breakfast club", "", -90),
        ("Walk Gwen to the bus on weekdays", "Nan", None),
    )
    told.goal(
        plan,
        GoalWords(
            "I want somebody there when I wake up at night",
            "Gwen",
            "Safe at night",
            "Gwen says who was there, every night",
        ),
        ("Ask the bakery about early shifts", "Mum", 4),
        ("Talk with Mum and Nan about nights", "", 0),
    )
    told.agree(
        plan, 56, ("Gwen", YES, "As long as it is Nan"), ("Mum", "partly", "Not if it costs the job"), ("Nan", YES, "")
    )
    told.at(80).happened(
        "visit_made", "Seen alone. She said mornings are better with Nan.", kind="cin", child_seen=True
    )
    told.done("Ask for a place in breakfast club", "She starts on Monday")
    told.at(54).review(
        plan, "some", 77, ("good", "In by nine 16 days of 20"), ("none", "Still alone two nights a week")
    )
    told.at(30).happened("visit_made", "Seen alone at school.", kind="cin", child_seen=True, seen_alone=True)
    told.at(6)
    report = told.task("Ask school for attendance since September", 2, owner_id=_user("Joy Okafor").pk)
    told.task("Send the attendance to the core professionals", 5, waits_for_id=report.pk)
    told.task("Ring Nan", -1, repeat=Repeat(1, "weeks"))
    asked = told.task("Take Gwen to see the breakfast club room", 3)
    tasks.ask_colleague(
        asked.pk,
        _user("Megan Llwyd").pk,
        words="You know the school. Could you?",
        now=told.now,
        actor_id=told.worker.pk,
    )
    tasks.add_task(
        NewTask("Book annual leave for February", due_on=_day(now) + timedelta(days=6)),
        now=now,
        actor_id=told.worker.pk,
    )
    return told.at(0)


def child_protection(now: datetime) -> Telling:
    """Agreed against the father's will; the family moved, and a transfer waits for Sam Pritchard's answer."""
    told = _open(
        now,
        CHILDREN,
        "Dafydd Owen",
        ("Ellis", "Marlow"),
        6,
        95,
        [
            ("referral_received", 95, {"source": "police"}),
            ("referral_decided", 94, {"outcome": "strategy_discussion", "rationale": "Likely harm"}),
            ("strategy_discussion_held", 93, {"initiates_s47": True}),
        ],
    )
    told.at(80).happened("initial_conference_held", outcome="plan").happened("cp_plan_started", category="EMO")
    plan = told.at(76).plan(
        "child_protection",
        {
            "needs": "Ellis has seen his dad hurt his mum. He hides under the stairs when voices go up.",
            "strengths": "Mum called for help herself. Ellis tells his teacher when it is bad at home.",
            "bottom_lines": "Dad does not come to the house while this plan runs.",
            "contingency": "If Dad comes, Mum rings 999 and then Aunty Bev, who takes Ellis. We are told the same day.",
        },
        {"Ellis": "I don’t want shouting. I want my dad to be nice.", "Dad": "I have never touched the boy."},
    )
    told.goal(
        plan,
        GoalWords("No shouting at night", "Ellis", "Safe at home", "Ellis sleeps in his own bed"),
        ("Fit the new door lock", "Quayside Homes", -40),
        ("Safety talk with Mum and Bev", "", -60),
    )
    told.agree(plan, 90, ("Mum", YES, ""), ("Dad", "no", "This is all one-sided"), ("School", YES, ""))
    visit: dict[str, Any] = {"kind": "cp", "child_seen": True, "seen_alone": True}
    told.at(70).happened("visit_made", "Seen alone under the table, which is a ship.", **visit)
    told.at(62).happened("assessment_authorised").happened("core_group_held")
    told.at(58).happened("visit_made", "Seen alone. He drew the door with its new lock.", **visit)
    told.done("Safety talk with Mum and Bev", "Bev has a key now")
    told.at(46).happened("visit_made", "Seen alone at school.", **visit)
    told.at(34).happened("visit_made", "Seen alone. He asked when Dad comes.", **visit)
    told.at(24).happened("core_group_held")
    told.at(22).happened("visit_made", "Seen alone at Aunty Bev’s.", **visit)
    told.at(20).happened("onward_referral_sent", service="Children’s counselling", expected_wait_weeks=14)
    told.at(9).happened("visit_made", "Seen alone in the new flat, between boxes.", **visit)
    told.at(8).task("Prepare Ellis’s own words for the review conference", 8)
    told.checklist("transfer")
    sam = _user("Sam Pritchard")
    proposal = Proposal(
        sam.pk,
        told.team.pk,
        "The family moved to Harbour Road, and Ellis has changed school.",
        "Sit on the floor with him: he talks when he draws. Mum is braver than she looks; ring, do not text.",
        "Mum: “As long as it is somebody who stays.” Ellis: “Can you both come once?”",
        wants_visit=True,
    )
    told.at(1)
    turns.propose_handover(told.case.pk, proposal, now=told.now, viewer=viewer_for(told.worker, told.day))
    return told.at(0)


def looked_after(now: datetime) -> Telling:
    """A first placement three weeks ago, with its checklist half done."""
    told = _open(
        now,
        DISABLED,
        "Priya Raman",
        ("Tomos", "Ferreira"),
        11,
        24,
        [
            ("referral_received", 24, {"source": "police"}),
            ("referral_decided", 24, {"outcome": "assessment", "rationale": "Needs an assessment"}),
        ],
    )
    told.at(21).happened("became_looked_after", legal_status="V2", category_of_need="N4")
    told.happened("placement_started", placement_type="U4", until_18=False).checklist("first_placement")
    told.at(19).done("Give the child a way to reach you and somebody else", "He has both numbers in his phone")
    told.at(16).happened(
        "visit_made", "Seen alone in his new room.", kind="looked_after", child_seen=True, seen_alone=True
    )
    plan = told.at(14).plan(
        "looked_after",
        {
            "needs": "Somewhere calm while Dad is in hospital, and his own school.",
            "permanence": "Home to Dad, if the doctors agree in the new year; otherwise with his aunt.",
            "family_time": "Hospital every Saturday; a call each evening at seven.",
            "contingency": "If the carers cannot go on, his aunt has said yes to short notice.",
        },
        {"Tomos": "I want to go home when Dad can climb the stairs.", "Dad": "Keep him at his school."},
    )
    told.goal(
        plan,
        GoalWords("I want to see Dad every Saturday", "Tomos", "Family", "He has been every week"),
        ("Taxi for Saturdays until Christmas", "", 2),
        ("Bring his bicycle from home", "Aunt Carla", 5),
    )
    told.agree(plan, 60, ("Tomos", YES, ""), ("Dad", YES, ""), ("Carers", YES, ""))
    return told.at(0)


def pathway(now: datetime) -> Telling:
    """A draft in a young person's words, not agreed yet."""
    told = _open(
        now,
        DISABLED,
        "Bethan Rees",
        ("Aisha", "Bowen"),
        17,
        700,
        [
            ("became_looked_after", 700, {"legal_status": "C2"}),
            ("placement_started", 700, {"placement_type": "U4", "until_18": True}),
        ],
    )
    told.at(40).happened("visit_made", "Seen at college.", kind="looked_after", child_seen=True, seen_alone=True)
    plan = told.at(9).plan(
        "pathway",
        {
            "needs": "A flat of my own by nineteen, and my level 3.",
            "home": "Staying put until I finish college.",
            "people": "Deb (carer), Mr Hale (college), my sister.",
        },
        {"Aisha": "Ask me first, then write it down."},
    )
    told.goal(
        plan,
        GoalWords("I want to know how much money I will have", "Aisha", "Money", "I can say it in numbers"),
        ("Budget together, with the real bills", "", 7),
        ("Open a savings account", "Aisha", 14),
    )
    return told.at(0)


def ehc(now: datetime) -> Telling:
    """An EHC plan's working copy; a rule of its case has changed since it was agreed."""
    told = _open(
        now,
        SEND,
        "Marta Kowalczyk",
        ("Idris", "Chowdhury"),
        10,
        420,
        [
            ("ehc_assessment_requested", 420, {}),
            ("ehc_assessment_decided", 385, {"outcome": "agreed"}),
        ],
    )
    told.at(310).happened("subject_access_requested", request="1")
    plan = told.at(305).plan(
        "ehc",
        {
            "needs": "Idris reads the room before he reads the page: noise stops him.",
            "provision": "Twenty hours of support; a quiet table every morning.",
            "placement": "Cae Mawr Primary.",
        },
        {"Idris": "I like maths when nobody talks.", "Mum": "He comes home exhausted."},
    )
    told.goal(
        plan,
        GoalWords("Do a whole maths lesson in class", "Idris", "Noise", "Three lessons a week by July"),
        ("Ear defenders in every room", "SENCo", -200),
    )
    told.agree(plan, 365, ("Mum", YES, ""), ("Idris", YES, "If I can bring my dog book"))
    told.happened("ehc_plan_finalised", following="assessment")
    told.at(12).task("Ask school for their advice for the annual review", 6)
    return told.at(0)


def advice(now: datetime) -> Telling:
    """What the client chose after an interview; the case waits for a decision of the housing office."""
    told = _open(
        now,
        ADVICE,
        "Dev Shah",
        ("Maureen", "Tully"),
        58,
        30,
        [
            ("enquiry_received", 30, {}),
            ("interview_held", 28, {}),
        ],
    )
    plan = told.at(27).plan(
        "advice_action",
        {
            "needs": "A notice on the flat, and the rent short since the benefit changed.",
            "options": "Ask for the decision to be looked at again; a discretionary payment; talk with the landlord first.",
            "choice": "“The landlord first. I have known him twenty years.”",
        },
        {"Maureen": "I will not beg."},
    )
    told.goal(
        plan,
        GoalWords("I want to stay in my flat", "Maureen", "Home", "The notice is taken back in writing"),
        ("Write to the landlord with Maureen", "", -20),
        ("Bring the letters in the blue folder", "Maureen", 1),
    )
    told.agree(plan, 28, ("Maureen", YES, ""))
    told.at(22).done("Write to the landlord with Maureen", "Sent, with a copy to her")
    told.at(3)
    turns.set_waiting(
        told.case.pk,
        reason="The housing office decides on the discretionary payment.",
        look_again_on=_day(now) + timedelta(days=10),
        now=told.now,
        viewer=viewer_for(told.worker, told.day),
    )
    return told.at(0)


def _open(  # noqa: PLR0913, PLR0917 - each is a fact of the case
    now: datetime,
    team: str,
    worker: str,
    name: tuple[str, str],
    age: int,
    ago: int,
    first: list[tuple[str, int, dict[str, Any]]],
) -> Telling:
    where, who = Team.objects.select_related("service").get(name=team), _user(worker)
    began = _moment(now, ago)
    born_on = _day(now) - timedelta(days=round(age * 365.25 + 97))
    fields: dict[str, object] = {"given_name": name[0], "family_name": name[1], "born_on": born_on}
    person = people.create_person(fields, now=began)
    events = [NewEvent(word, _day(_moment(now, day)), details) for word, day, details in first if day == ago]
    new = NewCase(
        service=where.service,
        team=where,
        title=person.display_name,
        opened_on=_day(began),
        subjects=[person],
        holder=who,
        events=events,
    )
    told = Telling(now, where, who, cases.open_case(new, now=began, actor_id=who.pk), began)
    for word, day, details in first:
        if day != ago:
            told.at(day).happened(word, **details)
    return told


def _user(name: str) -> User:
    return User.objects.get(name=name)


def _moment(now: datetime, ago: int) -> datetime:
    """Ten in the morning of a weekday about so many days ago; today is now."""
    if ago == 0:
        return now
    day = _day(now) - timedelta(days=ago)
    while day.weekday() >= SATURDAY:
        day -= timedelta(days=1)
    return datetime.combine(day, time(10), LONDON)


def _day(now: datetime) -> date:
    return now.astimezone(LONDON).date()
