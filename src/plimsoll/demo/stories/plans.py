"""Plans agreed and reviewed, tasks of every kind, a case that waits, a transfer that waits for its answer."""

# ruff: noqa: E501 - prose

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from plimsoll.cases import actions as cases
from plimsoll.demo.people import ADVICE, CHILDREN, DISABLED, SEND
from plimsoll.demo.telling import Telling, day_of, open_told, user
from plimsoll.handover import actions as turns
from plimsoll.handover.actions import Proposal
from plimsoll.people.access import viewer_for
from plimsoll.plans.actions import GoalWords
from plimsoll.tasks import actions as tasks
from plimsoll.tasks.actions import NewTask, Repeat

if TYPE_CHECKING:
    from datetime import datetime

YES = "yes"
GWENS_PLAN = {
    "needs": "Gwen is late for school most days and falls asleep in lessons. Mum works nights at the bakery.",
    "strengths": "Mum and Gwen talk about everything on the bus. Nan lives two doors away.",
    "contingency": "If Gwen is alone at night again, school or Nan ring us the same day and Nan comes over.",
}
GWENS_VIEWS = {
    "Gwen": "I want Mum to sleep when I am at school, not when I am home.",
    "Mum": "I cannot lose the night shifts.",
}


def tell(now: datetime) -> None:
    """Tell them all; the last looks at each case are of today."""
    told = [child_in_need(now), child_protection(now), looked_after(now), pathway(now), ehc(now), advice(now)]
    cases.refresh_hints([one.case.pk for one in told], now=now)


def child_in_need(now: datetime) -> Telling:
    """Two reviews, a goal reached, a colleague asked, a task that waits for hers."""
    told = open_told(
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
        GWENS_PLAN,
        GWENS_VIEWS,
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
    _tasks_of_gwen(told)
    return told.at(0)


def _tasks_of_gwen(told: Telling) -> None:
    """One late and weekly, one that a colleague is asked to take, one that waits for another's."""
    now = told.today
    told.at(6)
    report = told.task("Ask school for attendance since September", 2, owner_id=user("Joy Okafor").pk)
    told.task("Send the attendance to the core professionals", 5, waits_for_id=report.pk)
    told.task("Ring Nan", -1, repeat=Repeat(1, "weeks"))
    asked = told.task("Take Gwen to see the breakfast club room", 3)
    tasks.ask_colleague(
        asked.pk,
        user("Megan Llwyd").pk,
        words="You know the school. Could you?",
        now=told.now,
        actor_id=told.worker.pk,
    )
    tasks.add_task(
        NewTask("Book annual leave for February", due_on=day_of(now) + timedelta(days=6)),
        now=now,
        actor_id=told.worker.pk,
    )


def child_protection(now: datetime) -> Telling:
    """Agreed against the father's will; the family moved, and a transfer waits for Sam Pritchard's answer."""
    told = open_told(
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
    sam = user("Sam Pritchard")
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
    told = open_told(
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
    told = open_told(
        now,
        DISABLED,
        "Bethan Rees",
        ("Aisha", "Bowen"),
        17,
        700,
        [
            ("became_looked_after", 700, {"legal_status": "C2"}),
            ("placement_started", 700, {"placement_type": "U4", "until_18": True}),
            ("placement_plan_made", 698, {}),
            ("personal_education_plan_started", 690, {}),
            ("health_assessment_held", 682, {"kind": "initial"}),
            ("looked_after_review_held", 676, {"participation": "PN1"}),
            ("looked_after_review_held", 590, {"participation": "PN1"}),
            ("looked_after_review_held", 415, {"participation": "PN1"}),
            ("score_recorded", 350, {"tool": "sdq", "score": 9, "by": "carer"}),
            ("health_assessment_held", 330, {"kind": "review"}),
            ("looked_after_review_held", 245, {"participation": "PN1"}),
            ("looked_after_review_held", 74, {"participation": "PN1"}),
            ("pathway_assessment_completed", 390, {}),
            ("care_leaver_status_recorded", 92, {"in_touch": "yes", "activity": "F2", "accommodation": "suitable"}),
            *(("personal_education_plan_reviewed", ago, {}) for ago in (600, 495, 390, 280, 170, 60)),
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
    told = open_told(
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
    told.at(296).happened("subject_access_answered", request="1")
    told.at(12).task("Ask school for their advice for the annual review", 6)
    return told.at(0)


def advice(now: datetime) -> Telling:
    """What the client chose after an interview; the case waits for a decision of the housing office."""
    told = open_told(
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
        look_again_on=day_of(now) + timedelta(days=10),
        now=told.now,
        viewer=viewer_for(told.worker, told.day),
    )
    return told.at(0)
