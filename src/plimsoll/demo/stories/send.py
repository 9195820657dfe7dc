"""SEND: requests, assessments, plans, reviews, a tribunal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from plimsoll.demo.stories import notes

if TYPE_CHECKING:
    from plimsoll.demo.story import Story


def requested(story: Story) -> None:
    """A request that waits for its decision."""
    ago = story.chance.choice((4, 15, 28, 36, 41, 45))
    story.tell("ehc_needs_assessment_requested", ago, by=story.chance.choice(("parent", "school")), lag=0)
    story.tell("contact_made", max(ago - 3, 0), story.note(*notes.SEND), kind="telephone", meaningful=True)


def being_assessed(story: Story) -> None:
    """Assessment agreed; advice out and coming in."""
    ago = story.chance.choice((50, 62, 75, 88, 95, 104, 110, 116))
    story.tell("ehc_needs_assessment_requested", ago, by="school", lag=0)
    story.tell("ehc_assessment_decided", ago - 37, outcome="assess")
    for body in ("educational psychologist", "school", "health"):
        story.tell("ehc_advice_requested", ago - 39, "", lag=0, **{"from": body})
    answered = ("school", "health", "educational psychologist")
    for body in answered if ago > 100 else answered[: story.chance.randint(0, 2)]:
        story.tell("ehc_advice_received", max(ago - 74, 2), "", lag=None, **{"from": body})
    story.tell("contact_made", max(ago - 60, 6), story.note(*notes.SEND), kind="telephone", meaningful=True)


def draft_out(story: Story) -> None:
    """A draft plan is with the family; a school is being asked."""
    ago = story.chance.choice((118, 124, 130, 136, 142))
    story.tell("ehc_needs_assessment_requested", ago, by="parent", lag=0)
    story.tell("ehc_assessment_decided", ago - 36, outcome="assess")
    story.tell("ehc_draft_plan_sent", story.chance.choice((3, 9, 14)), lag=0)
    story.tell("ehc_school_consulted", 2, school=story.chance.choice(("Oakfield Primary", "Harbour Academy")), lag=0)


def maintained(story: Story) -> None:
    """A plan in force, reviewed each year."""
    ago = story.chance.choice((120, 250, 330, 345, 358, 372, 500, 690))
    story.tell("ehc_needs_assessment_requested", ago + 140, by="school")
    story.tell("ehc_assessment_decided", ago + 101, outcome="assess")
    story.tell("ehc_draft_plan_sent", ago + 25)
    story.tell("ehc_plan_finalised", ago, lag=0)
    if ago > 360:
        story.tell("ehc_annual_review_meeting_held", ago - 335)
        story.tell("ehc_review_report_circulated", ago - 345)
        story.tell("ehc_review_decided", ago - 358, outcome="maintain")
    story.tell(
        "contact_made", story.chance.choice((5, 30, 70, 100)), story.note(*notes.SEND), kind="meeting", meaningful=True
    )


def under_review(story: Story) -> None:
    """The review meeting was held; the decision is due."""
    story.tell("ehc_plan_finalised", story.chance.choice((345, 352, 358, 369)), lag=0)
    held = story.chance.choice((3, 10, 16, 22, 25, 31))
    story.tell("ehc_annual_review_meeting_held", held, story.note(*notes.SEND), lag=0)
    if held > 12:
        story.tell("ehc_review_report_circulated", held - 12)


def amending(story: Story) -> None:
    """An amendment notice is out."""
    ago = story.chance.choice((20, 34, 48))
    story.tell("ehc_plan_finalised", ago + 355, lag=0)
    story.tell("ehc_annual_review_meeting_held", ago + 25).tell("ehc_review_report_circulated", ago + 14)
    story.tell("ehc_review_decided", ago + 2, outcome="amend")
    story.tell("ehc_amendment_notice_sent", ago, lag=0)


def moving_phase(story: Story) -> None:
    """Goes to secondary school next September: the plan is due by 15 February."""
    ago = story.chance.choice((300, 500))
    story.tell("ehc_plan_finalised", ago, lag=0)
    if ago > 360:
        story.tell("ehc_annual_review_meeting_held", ago - 335).tell("ehc_review_report_circulated", ago - 345)
        story.tell("ehc_review_decided", ago - 358, outcome="maintain")
    year = story.today.year + (1 if story.today.month > 2 else 0)
    story.tell("ehc_phase_transfer_due", 60, phase="primary_to_secondary", year=year)
    story.tell("contact_made", story.chance.choice((6, 25)), story.note(*notes.SEND), kind="telephone", meaningful=True)


def at_tribunal(story: Story) -> None:
    """An appeal is registered and the response is due."""
    story.tell("ehc_plan_finalised", 150, lag=0)
    story.tell("mediation_requested", 60).tell("mediation_held", 40).tell("mediation_certificate_issued", 38, lag=0)
    story.tell("tribunal_appeal_registered", story.chance.choice((12, 30, 38)), lag=0)


SEND = (
    (requested, 12), (being_assessed, 20), (draft_out, 8), (maintained, 30), (under_review, 10), (amending, 5),
    (moving_phase, 10), (at_tribunal, 4),
)  # fmt: skip
