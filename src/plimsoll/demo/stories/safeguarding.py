"""A concern that nobody decided and that climbed, one decided with its safety plan, and what came to the front door."""

# ruff: noqa: E501 - prose

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import timedelta
from random import Random
from typing import TYPE_CHECKING, Any

from plimsoll.cases import actions as cases
from plimsoll.demo.people import CHILDREN
from plimsoll.demo.telling import Telling, day_of, moment, open_told, user
from plimsoll.frontdoor import actions as door
from plimsoll.frontdoor.actions import NewApproach, Outcome
from plimsoll.people.access import viewer_for
from plimsoll.people.models import Service
from plimsoll.safeguarding import actions as safeguarding
from plimsoll.safeguarding.actions import Decision, Step, Worry

if TYPE_CHECKING:
    from datetime import datetime

SEED = 1890  # the year in which the line was fixed by law
_NEED: list[tuple[str, int, dict[str, Any]]] = [
    ("referral_received", 70, {"source": "school"}),
    ("referral_decided", 69, {"outcome": "assessment", "rationale": "Needs an assessment"}),
    ("cin_plan_started", 40, {}),
]
WORRY = Worry(
    what="Her form tutor rang: she came in without a coat again and asked whether she could stay until six. When he asked why, she said “because he is there”. She would not say who.",
    at=None,  # type: ignore[arg-type]  # each telling says when
    safe_now="yes",
    by="school",
    category="neglect",
    about="Carys; Mum; a man she did not name",
    child_view="“Can I do homework club every day?”",
)
PLAN = [
    "Jaden sleeps at his grandmother’s: Grandmother, until the discussion on Friday",
    "Stepfather does not come to the school gate: Mum, until further notice",
    "A call every evening at seven, in which Jaden says the word for “all is well”: Grace, until the review",
]


def tell(now: datetime) -> None:
    """Tell them all; the last looks at each case are of today."""
    told = [_climbed(now), _decided(now)]
    cases.refresh_hints([one.case.pk for one in told], now=now)
    _came_in(now)


def _climbed(now: datetime) -> Telling:
    """Nobody decided for days: it is the service manager's by now."""
    told = open_told(now, CHILDREN, "Dafydd Owen", ("Carys", "Beynon"), 10, 70, _NEED)
    told.at(25).happened("visit_made", "Seen alone in the kitchen. She made toast for both of us.", kind="cin", child_seen=True, seen_alone=True)
    told.at(6)
    _raise(told, WORRY)
    return told


def _decided(now: datetime) -> Telling:
    """Not safe when it was raised; a plan within the hour, a decision, a discussion, and who was told."""
    told = open_told(now, CHILDREN, "Grace Adeyemi", ("Jaden", "Osei"), 12, 70, _NEED)
    told.at(20).happened("visit_made", "Seen alone. Quiet; he watched the door.", kind="cin", child_seen=True, seen_alone=True)
    told.at(5)
    worry = Worry(
        what="Jaden showed the school nurse a mark across his back, and said his stepfather did it with a charger cable on Sunday night.",
        at=told.now, safe_now="no", by="health", category="physical", about="Jaden; his stepfather",
        done_now="He stays in school with the nurse until somebody comes. Police were rung at ten.",
        child_view="“Do not send me home while he is there. I do not want Mum to be in trouble.”",
    )  # fmt: skip
    concern = _raise(told, worry)
    viewer = viewer_for(told.worker, told.day)

    def step(event: str, note: str = "", **details: object) -> None:
        made = Step(event, told.now, details, note=note)
        safeguarding.add_step(told.case.pk, concern, made, now=told.now, viewer=viewer)

    told.now += timedelta(hours=1)
    review = (now + timedelta(days=4)).date().isoformat()
    step("safety_plan_made", "If he comes to the house: 999, then the emergency duty team. Grandmother has both numbers.",
         steps=PLAN, child_view="“I can sleep at Nan’s. She has my old bed.”", review_on=review)  # fmt: skip
    told.now += timedelta(hours=1)
    decision = Decision(
        told.now, "significant_harm", "section_47", "strategy_discussion",
        "A mark that fits what he says, told twice in the same words. His mother believes him and is afraid. Against it speaks nothing we know; the school has had no worry before.",
    )  # fmt: skip
    safeguarding.decide_concern(told.case.pk, concern, decision, now=told.now, viewer=viewer)
    told.now += timedelta(hours=2)
    step("strategy_discussion_held", "Joint enquiries. Medical today at four; stepfather to be spoken to by the police before anybody goes home.",
         initiates_s47=True, attended_by=["Police: DS Vale", "Health: Dr Okri", "School: Mrs Lund"])  # fmt: skip
    step("concern_told", "Told at school, by Grace and the nurse. She cried, and asked what she should do first.", who="Jaden’s mother", how="in_person")
    return told


def _raise(told: Telling, worry: Worry) -> int:
    result = safeguarding.raise_concern(
        told.case.pk, replace(worry, at=told.now), now=told.now, actor_id=told.worker.pk
    )
    made = safeguarding.newest_concern(result, told.now)
    assert made is not None
    return made.id


def _came_in(now: datetime) -> None:
    """Five at the door: two to decide, one that a machine wrote, two that were decided."""
    service = Service.objects.get(name="Children's Services")
    chance = Random(SEED)  # noqa: S311 - the same every time is the point

    def arrives(ago: int, **given: Any) -> Any:
        token = uuid.UUID(int=chance.getrandbits(128))
        at = moment(now, ago) if ago else now - timedelta(hours=3)
        return door.receive(NewApproach(service=service, token=token, **given), f"story-{ago}", now=at)

    arrives(
        0, kind="concern", safe_now="not_known", what="There is a little one next door, maybe four. She is out in the yard in her pyjamas after dark, and nobody answers when I knock. It was the same on Tuesday.",
        about_name="Lexi", about_age="about 4", about_where="14 Chandler’s Row, ground floor", stays_unnamed=True, from_name="A neighbour",
    )  # fmt: skip
    arrives(
        0, kind="referral", safe_now="yes", what="Carys has asked to stay at school until six every day this week. She came without a coat twice. Mum has not answered our calls.",
        about_name="Carys Beynon", about_age="10", about_where="Harbour Academy", family_knows="not_known", from_name="R. Hale", from_role="Form tutor", from_contact="01632 960 440",
    )  # fmt: skip
    arrives(0, kind="concern", safe_now="", what="CHEAP PILLS http://pills.example http://pills.example http://pills.example", trap="http://pills.example")
    helped = arrives(
        7, kind="self_referral", safe_now="yes", what="My son is nine and will not go to school since his dad left. I do not know whom to ask.",
        from_name="Dana Rowe", from_contact="07700 900 331", contact_how="Text first. Not after six.",
    )  # fmt: skip
    no_more = arrives(4, kind="concern", safe_now="yes", what="The boy at number 3 rides his bike without a helmet.", about_name="Not known", about_where="3 Mill Lane")
    helen = user("Helen Marsh")

    def decides(found: Any, outcome: Outcome) -> None:
        at = found.received_at + timedelta(hours=4)
        door.decide(found.pk, outcome, now=at, viewer=viewer_for(helen, at.date()))

    decides(helped, Outcome("sent_elsewhere", "She asks for help with school and with the separation, and wants a group rather than a worker. Rang her; she said yes to the family hub.", "elsewhere", "early_help", "Family hub, Quay Street"))
    decides(no_more, Outcome("no_further_action", "Nothing in it asks for more than a neighbour’s word. No name, no harm seen.", "nothing", "universal"))
    first = day_of(now)
    door.put_on_duty(service, user("Tariq Aziz").pk, from_on=first, until_on=first + timedelta(days=4), now=now, viewer=viewer_for(helen, first))
