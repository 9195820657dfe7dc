"""Referrals that wait, drift, are chased and declined, and scores over time: told through the actions."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from plimsoll.assessments import actions as scores
from plimsoll.assessments import tools
from plimsoll.assessments.actions import NewScore
from plimsoll.assessments.tools import Typed
from plimsoll.cases import actions as cases
from plimsoll.demo.people import ADVICE, CHILDREN, SEND
from plimsoll.demo.telling import Telling, open_told
from plimsoll.people.access import programme_for_all
from plimsoll.referrals import actions as referrals
from plimsoll.referrals.actions import Answer, Check, NewReferral
from plimsoll.referrals.queries import referrals_in, referrals_of
from plimsoll.today import LONDON

if TYPE_CHECKING:
    from datetime import datetime

CAMHS = "CAMHS"
# What became of each in turn, and by how many weeks its date moved.
ANSWERS_OF_THE_WEEK = (("accepted", 0), ("", 0), ("checked", 0), ("estimated", 9), ("accepted", 4))
OPENED: list[tuple[str, int, dict[str, Any]]] = [
    ("referral_received", 280, {"source": "school"}),
    ("referral_decided", 279, {"outcome": "assessment", "rationale": "Needs an assessment"}),
    ("assessment_started", 278, {"kind": "child_and_family"}),
    ("assessment_authorised", 245, {}),
    ("cin_plan_started", 240, {}),
]
SEEN: dict[str, Any] = {"kind": "cin", "child_seen": True, "seen_alone": True}


def tell(now: datetime) -> None:
    """Tell them all; the last looks at each case are of today."""
    answers_of_the_week(now)
    told = [panic_at_night(now), speech_and_language(now), debts(now)]
    cases.refresh_hints([one.case.pk for one in told], now=now)


def answers_of_the_week(now: datetime) -> None:
    """What other services said lately about referrals that were waiting: no two lists are alike."""
    today = now.astimezone(LONDON).date()
    waiting = [one for one in referrals_in(programme_for_all(), now, "team") if one.referral.is_waiting]
    for place, one in enumerate(waiting):
        kind, later = ANSWERS_OF_THE_WEEK[place % len(ANSWERS_OF_THE_WEEK)]
        who, seen = one.case.holder_id, len(one.referral.steps)
        if not kind or who is None or one.referral.expected_on is None:
            continue
        what: dict[str, Any] = {
            "case_id": one.case.pk,
            "referral_id": one.referral.id,
            "seen": seen,
            "now": now,
            "actor_id": who,
        }
        if kind == "checked":
            look = Check(today, True, "same", "The school nurse sees them on Mondays.", (),
                         today + timedelta(days=28), "Asked at home.")  # fmt: skip
            referrals.check_wait(check=look, **what)
        else:
            told_for = one.referral.expected_on + timedelta(weeks=later)
            answer = Answer(kind, today - timedelta(days=place % 3), told_for, list_position=11 + 7 * place)
            referrals.record_answer(answer=answer, **what)


def panic_at_night(now: datetime) -> Telling:
    """A wait for CAMHS that drifts and grows dangerous, chased twice; school's counsellor in between."""
    told = open_told(now, CHILDREN, "Sam Pritchard", ("Tegan", "Hargreaves"), 13, 280, OPENED)
    told.at(228).happened("visit_made", "Seen alone in the garden.", kind="cin", child_seen=True, seen_alone=True)
    _send(
        told.at(224),
        NewReferral(
            CAMHS,
            told.day,
            asked_for="Help with panic at night, and a plan for the days when school is too much.",
            expected_weeks=12,
            interim_plan="Tegan has two numbers on her phone and a card for her form tutor. Mum sleeps next door.",
            check_by=told.day + timedelta(days=28),
        ),
    )
    _score(told, "SDQ", "parent", emotional=6, conduct=2, hyperactivity=4, peer=3, prosocial=8)
    _score(told, "SDQ", "self", total=15)
    _score(told, "goal_0_10", "person", about="Sleep through without Mum", total=3)
    _answer(told.at(217), "acknowledged", their_reference="TH/20418")
    told.at(198).happened("visit_made", "Seen alone; quiet, and pleased with her drawing.", **SEEN)
    _answer(told.at(188), "accepted", expected_on=told.day + timedelta(days=140), list_position=61)
    _check(told.at(170), "same", words="Rang Tegan and Mum.", harms=("school_missed",))
    told.at(168).happened("visit_made", "Seen alone at school.", **SEEN).at(155).happened("cin_plan_reviewed")
    told.at(138).happened("visit_made", "Seen alone. Mum is tired.", **SEEN)
    _chase(told.at(120), "Please tell us by when your service will start, and what would make it sooner.")
    _score(told.at(112), "SDQ", "parent", emotional=8, conduct=3, hyperactivity=5, peer=4, prosocial=7)
    _score(told, "goal_0_10", "person", about="Sleep through without Mum", total=4)
    told.at(108).happened("visit_made", "Seen alone. She slept through twice.", **SEEN)
    _tried(told.at(104), "School counsellor, six sessions", "partly", "Better on school nights, not at weekends.")
    told.at(80).happened("visit_made", "Seen alone, on the swings.", **SEEN)
    _answer(told.at(76), "estimated", expected_on=told.day + timedelta(days=170), list_position=44)
    told.at(70).happened("cin_plan_reviewed").at(50).happened("visit_made", "Seen alone.", **SEEN)
    _score(told.at(30), "SDQ", "parent", emotional=9, conduct=4, hyperactivity=6, peer=5, prosocial=6)
    _score(told, "goal_0_10", "person", about="Sleep through without Mum", total=1)
    _score(told, "goal_0_10", "person", about="Go swimming with Ffion again", total=5)
    _check(
        told.at(22),
        "worse",
        interim_plan="The crisis line is on the fridge; the school nurse sees Tegan on Tuesdays; we ring on Fridays.",
        words="Tegan, Mum and the school nurse asked. Two nights without sleep last week.",
        harms=("school_missed", "family_strained"),
    )
    told.happened("visit_made", "Seen alone, after the two nights.", **SEEN)
    _chase(told.at(9), "We ask again for a date. The risk has grown since we sent the referral.")
    return told.at(0)


def speech_and_language(now: datetime) -> Telling:
    """A wait that ended: started after it was said it would."""
    told = open_told(
        now, SEND, "Ben Whitlock", ("Ioan", "Baptiste"), 5, 190, [("ehc_needs_assessment_requested", 190, {})]
    )
    _send(told.at(180), NewReferral("Speech and language therapy", told.day, expected_weeks=18))
    _answer(told.at(171), "accepted", expected_on=told.day + timedelta(days=117))
    _score(told.at(170), "scaling_0_10", "", about="How well Ioan is understood at school", total=2)
    told.at(152).happened("ehc_assessment_decided", outcome="assess")
    told.at(78).happened("ehc_draft_plan_sent")
    told.at(51).happened("ehc_plan_finalised", following="assessment")
    _answer(told.at(40), "started")
    _score(told.at(12), "scaling_0_10", "", about="How well Ioan is understood at school", total=5)
    return told.at(0)


def debts(now: datetime) -> Telling:
    """Talking therapies said no; another service was asked. CORE-10 gets worse, and its risk item is marked."""
    told = open_told(
        now,
        ADVICE,
        "Dev Shah",
        ("Colin", "Ashworth"),
        47,
        75,
        [("enquiry_received", 75, {}), ("interview_held", 73, {})],
    )
    _score(told.at(72), "CORE-10", "", items=(2, 1, 2, 1, 1, 0, 2, 2, 2, None))
    _send(told.at(72), NewReferral("Talking therapies", told.day, asked_for="Low mood since the letters began."))
    _answer(told.at(58), "declined", words="They take referrals from the surgery only.")
    _send(
        told.at(55),
        NewReferral(
            "Debt and mental health link worker", told.day, expected_weeks=5, instead_of="Talking therapies",
            interim_plan="Colin rings on Mondays; the letters come to us.",
        ),
    )  # fmt: skip
    _score(told.at(6), "CORE-10", "", items=(3, 2, 3, 2, 2, 1, 3, 3, 3, 2))
    return told.at(0)


def _send(told: Telling, new: NewReferral) -> None:
    referrals.send_referral(told.case.pk, new, now=told.now, actor_id=told.worker.pk)


def _standing(told: Telling) -> dict[str, Any]:
    """The referral that was sent last, as the worker sees it now."""
    found = referrals_of(told.case, told.now)[-1]
    return {"referral_id": found.id, "seen": len(found.steps), "now": told.now, "actor_id": told.worker.pk}


def _answer(told: Telling, kind: str, **more: Any) -> None:
    referrals.record_answer(told.case.pk, answer=Answer(kind, told.day, **more), **_standing(told))


def _check(told: Telling, risk: str, **more: Any) -> None:
    check = Check(told.day, True, risk, check_by=told.day + timedelta(days=28), **more)
    referrals.check_wait(told.case.pk, check=check, **_standing(told))


def _chase(told: Telling, text: str) -> None:
    referrals.record_chaser(told.case.pk, on=told.day, how="email", text=text, **_standing(told))


def _tried(told: Telling, tried: str, helped: str, words: str) -> None:
    referrals.record_alternative(told.case.pk, on=told.day, tried=tried, helped=helped, words=words, **_standing(told))


def _score(
    told: Telling, name: str, rater: str, *, about: str = "", items: tuple[int | None, ...] = (), **given: float
) -> None:
    """A tool is filled in on the day it is in the story."""
    tool = tools.tools(told.case.pack)[name]
    total = given.pop("total", None)
    found = tools.scored(tool, Typed(total, given, items, frozenset()))
    who = tool.rater(rater) if rater else tool.raters[0]
    new = NewScore(
        word=who.word if who else name,
        on=told.day,
        scored=found,
        about=about,
        answers=", ".join("–" if one is None else str(one) for one in items),
        asked=tuple(flag.id for flag in tool.flags),
    )
    scores.record_score(told.case.pk, tool, new, now=told.now, actor_id=told.worker.pk)
