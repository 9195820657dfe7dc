"""Disagreements at several stages, what the work led to, what clients say of it, and what changed meanwhile."""

# ruff: noqa: E501 - prose

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from plimsoll.cases import actions as cases
from plimsoll.cases.actions import NewEvent
from plimsoll.cases.models import Case
from plimsoll.changes.actions import note_seen
from plimsoll.demo.people import ADVICE, CHILDREN, SEND
from plimsoll.demo.telling import Telling, day_of, moment, open_told, user
from plimsoll.objections import actions as objections
from plimsoll.objections.actions import Done, Recorder, Said
from plimsoll.outcomes import actions as outcomes
from plimsoll.outcomes.actions import Told
from plimsoll.people.access import viewer_for

if TYPE_CHECKING:
    from datetime import datetime

    from plimsoll.objections.models import Objection

LOOKED_AGO = 4
# (kind, about, pounds, how often, what it means) of advice cases, and how the client rated it; None did not answer.
GAINS = (
    ("benefit_gained", "PIP", "72.65", "week", "Daily living part awarded after the reconsideration.", 5),
    ("debt_reduced", "Council tax arrears", "1240", "once", "The liability order was withdrawn.", 4),
    ("eviction_stopped", "Rent arrears", None, "", "The landlord agreed to £15 a week.", 5),
    ("benefit_gained", "Carer’s Allowance", "83.30", "week", "Backdated three months.", 4),
    ("refund", "Energy bill", "412.50", "once", "The supplier had read the wrong meter.", None),
    ("job_kept", "Dismissal", None, "", "Reinstated after conciliation.", 4),
    ("bills_lower", "Water", "18", "month", "Put on the social tariff.", None),
    ("not_achieved", "Housing review", None, "", "The decision was upheld; the time to appeal ran out while we waited for the file.", 2),
)
SAID = {
    5: "She rang when she said she would. I can sleep again.",
    4: "Good, but the waiting room is cold.",
    2: "I had to tell it three times to three people.",
}


def tell(now: datetime) -> None:
    """Tell them all."""
    told = [_complaint(now), _appeal(now), _objection(now)]
    cases.refresh_hints([one.case.pk for one in told], now=now)
    _advice(now)
    _meanwhile(now)


def _by(told: Telling) -> Recorder:
    return Recorder(told.now, told.worker.pk)


def _raised(told: Telling, route: str, stage: str, said: Said) -> Objection:
    return objections.raise_objection(told.case.pk, route, stage, said, Done(told.day), _by(told))[0]


def _complaint(now: datetime) -> Telling:
    """A mother's complaint: answered at stage 1, not content, now investigated."""
    told = open_told(
        now, CHILDREN, "Sam Pritchard", ("Rhodri", "Penhale"), 7, 120,
        [
            ("referral_received", 120, {"source": "health visitor"}),
            ("referral_decided", 119, {"outcome": "assessment", "rationale": "Needs an assessment"}),
            ("assessment_started", 118, {"kind": "child_and_family"}),
            ("assessment_authorised", 93, {}),
            ("cin_plan_started", 90, {}),
        ],
    )  # fmt: skip
    told.at(70).happened("visit_made", "Rhodri showed me his room. Seen alone.", kind="cin", child_seen=True, seen_alone=True)
    told.at(44)
    said = Said(
        "The assessment says things we did not say", "parent", "Lowri Penhale (mother)",
        "Page 4 says I leave him with my brother. I said my brother comes to us. Nobody read it to me before it went to school.",
        "The page put right, and the school told.",
    )  # fmt: skip
    made = _raised(told, "complaint", "stage_1", said)
    told.at(38)
    objections.add_word(
        made.pk, "offered",
        Done(told.day, who="Helen Marsh", words="To sit down together with the assessment, page by page, and to send the school a corrected copy."),
        _by(told),
    )  # fmt: skip
    told.at(33)
    objections.add_step(
        made.pk, "answered",
        Done(told.day, who="Helen Marsh", words="We were wrong about page 4 and have put it right. We do not agree that the assessment should be written again by somebody else."),
        _by(told),
    )  # fmt: skip
    told.at(18)
    objections.move_stage(made.pk, "stage_2", Done(told.day, words="She wants to know how it came to be written."), _by(told))
    told.at(6)
    objections.add_word(
        made.pk, "view",
        Done(
            told.day, who="Ann Petherick, independent person, not employed by the authority",
            words="The notes of the visit say “her brother comes over”. The sentence on page 4 is not what was noted, and nobody read the draft to the family.",
        ),
        _by(told),
    )  # fmt: skip
    told.happened("visit_made", "Rhodri and his uncle were building a den.", kind="cin", child_seen=True)
    return told.at(0)


def _appeal(now: datetime) -> Telling:
    """A refusal to assess: mediation did not settle it, and the appeal has come."""
    told = open_told(
        now, SEND, "Marta Kowalczyk", ("Zofia", "Bartlett"), 8, 130,
        [
            ("ehc_needs_assessment_requested", 130, {}),
            ("ehc_assessment_decided", 92, {"outcome": "refuse"}),
        ],
    )  # fmt: skip
    told.at(60)
    said = Said(
        "We would not assess Zofia’s needs", "parent", "Karen Bartlett (mother)",
        "School has written three times. She has not been in a lesson since June.", "An assessment.",
    )  # fmt: skip
    made = _raised(told, "ehc_decision", "mediation", said)
    told.at(40)
    objections.add_step(
        made.pk, "held", Done(told.day, words="We did not come to agree.", carried={"concluded": True}), _by(told)
    )
    told.at(39)
    objections.add_step(made.pk, "certificate", Done(told.day), _by(told))
    told.at(9)
    objections.move_stage(made.pk, "tribunal", Done(told.day, words="Appeal under section 51."), _by(told))
    told.happened("contact_made", "Rang Karen: who is who at the tribunal, and that we go on talking.", meaningful=True)
    return told.at(0)


def _objection(now: datetime) -> Telling:
    """A boy's own objection, put right, with what was learnt."""
    told = open_told(
        now, CHILDREN, "Joy Okafor", ("Emlyn", "Hardacre"), 12, 100,
        [
            ("referral_received", 100, {"source": "school"}),
            ("referral_decided", 99, {"outcome": "assessment", "rationale": "Needs an assessment"}),
            ("assessment_started", 98, {"kind": "child_and_family"}),
            ("assessment_authorised", 73, {}),
            ("cin_plan_started", 70, {}),
        ],
    )  # fmt: skip
    told.at(50)
    said = Said(
        "I was taken out of maths for the meeting", "child", "Emlyn",
        "Everybody saw. I have told you I do not want it at school.", "Not at school, and not in maths.",
    )  # fmt: skip
    made = _raised(told, "objection", "informal", said)
    told.at(48)
    objections.add_word(
        made.pk, "offered", Done(told.day, who="Joy Okafor", words="Meet at the library after school, and he says who comes."), _by(told)
    )
    told.at(41)
    objections.resolve(
        made.pk, "agreed", "Ask each child where and when, before the first meeting is booked, and write the answer on the front of the plan.",
        Done(told.day, words="We met at the library. He brought his nan."), _by(told),
    )  # fmt: skip
    told.at(8).happened("visit_made", "At the library; Emlyn chose the table.", kind="cin", child_seen=True, seen_alone=True)
    outcomes.record_outcome(
        told.case.pk,
        Told("education", told.day, "seen", about="School", words="In every lesson for four weeks.", led_by_id=_last(told.case, "visit_made")),
        now=told.now, actor_id=told.worker.pk,
    )  # fmt: skip
    return told.at(0)


def _advice(now: datetime) -> None:
    """What advice led to over the last months, and what clients say: enough answers to be told."""
    found = Case.objects.filter(team__name=ADVICE, holder__isnull=False, status="open").order_by("number")
    for place, (case, gain) in enumerate(zip(found, GAINS, strict=False)):
        kind, about, pounds, per, words, rating = gain
        achieved = day_of(moment(now, 12 + 17 * place))
        led_by = _last(case, "advice_given", "interview_held")
        told = Told(
            kind, achieved, "seen" if pounds else "told", about=about, words=words,
            pounds=Decimal(pounds) if pounds else None, per=per, led_by_id=led_by,
        )  # fmt: skip
        outcomes.record_outcome(case.pk, told, now=now, actor_id=case.holder_id)
        _link, token = outcomes.make_link(case, now=now - timedelta(days=3), actor_id=case.holder_id)
        if rating is not None:
            outcomes.give_feedback(token, rating=rating, words=SAID[rating], now=now - timedelta(minutes=40 - place))


def _meanwhile(now: datetime) -> None:
    """While Sam and Dev were not looking: somebody else wrote on their cases."""
    for name in ("Sam Pritchard", "Dev Shah"):
        worker = user(name)
        looked = moment(now, LOOKED_AGO)
        held = list(Case.objects.filter(holder=worker, created_at__lte=now).values_list("pk", flat=True))
        note_seen(viewer_for(worker, day_of(now)), held, until=looked, now=now)
    carried = list(Case.objects.filter(holder=user("Sam Pritchard"), status="open").order_by("-hint_key", "number")[:3])
    helen, joy = user("Helen Marsh"), user("Joy Okafor")
    news = (
        (NewEvent("concern_raised", now, {"by": "school", "category": "physical", "immediate_risk": False},
                  note="A bruise on the upper arm. She says she fell; the school is not sure."), joy),
        (NewEvent("input_received", day_of(now), {"from": "health", "worrying": "yes"},
                  note="Not brought to two appointments."), helen),
        (NewEvent("supervision_held", day_of(now), {"decisions": "Visit together before the review."}), helen),
    )  # fmt: skip
    for case, (event, by) in zip(carried, news, strict=False):
        cases.record_events(case.pk, [event], now=now, actor_id=by.pk)


def _last(case: Case, *names: str) -> int | None:
    """The newest entry of these names."""
    return case.events.filter(name__in=names).order_by("-at_on", "-id").values_list("pk", flat=True).first()
