"""Advice: benefits, debt, housing, work."""

from __future__ import annotations

from typing import TYPE_CHECKING

from plimsoll.demo.stories import notes

if TYPE_CHECKING:
    from plimsoll.demo.story import Story


def _enquiry(story: Story, ago: int, issue: str) -> None:
    story.tell(
        "enquiry_received", ago, channel=story.chance.choice(("telephone", "drop-in", "web form")), issue=issue, lag=0
    )
    story.tell("interview_held", max(ago - 3, 0), story.note(*notes.ADVICE), kind="first")


def benefit_decision(story: Story) -> None:
    """A decision letter with a month to challenge it."""
    ago = story.chance.choice((8, 18, 24, 27, 29, 33))
    _enquiry(story, max(ago - 4, 0), "benefits")
    on = story.day(ago)
    story.tell("benefit_decision_notified", ago, benefit="PIP", letter_dated_on=on.isoformat(), lag=2)


def reconsidered(story: Story) -> None:
    """The reconsideration notice has come; an appeal is possible for a month."""
    _enquiry(story, 80, "benefits")
    story.tell("benefit_decision_notified", 84, benefit="Universal Credit")
    story.tell("mandatory_reconsideration_requested", 65)
    ago = story.chance.choice((9, 22, 27))
    story.tell("mandatory_reconsideration_notified", ago, notice_sent_on=story.day(ago).isoformat(), lag=1)


def breathing_space(story: Story) -> None:
    """In a moratorium: the midway review has a window of ten days."""
    ago = story.chance.choice((5, 20, 27, 31, 36, 50))
    _enquiry(story, ago + 12, "debt")
    story.tell("moratorium_started", ago, lag=0)
    if ago > 35:
        story.tell("moratorium_reviewed", ago - 28)


def homelessness(story: Story) -> None:
    """A decision of the council, with three weeks to ask for a review."""
    ago = story.chance.choice((4, 12, 17, 19))
    _enquiry(story, ago + 30, "housing")
    story.tell("homelessness_duty_accepted", ago + 28, duty="relief")
    story.tell("homelessness_decision_notified", ago, lag=0)


def general(story: Story) -> None:
    """Ongoing advice without a date set by law."""
    ago = story.chance.choice((15, 40, 70, 110))
    _enquiry(story, ago, story.chance.choice(("debt", "careers", "council tax", "family")))
    story.tell(
        "advice_given",
        max(ago - 4, 0),
        story.note(*notes.ADVICE),
        issue="debt",
        client_choice="Write to the council first",
    )
    if story.chance.random() < 0.6:
        story.tell("advice_confirmed_in_writing", max(ago - 8, 0))
    story.tell(
        "contact_made",
        story.chance.choice((3, 12, 28, 45)),
        story.note(*notes.ADVICE),
        kind="telephone",
        meaningful=True,
    )


def finished(story: Story) -> None:
    """Closed with an outcome."""
    _enquiry(story, 95, "benefits")
    story.tell("advice_given", 90, story.note(*notes.ADVICE), issue="benefits")
    story.tell("outcome_achieved", 40, issue="benefits", outcome="award increased", value=2480)
    story.tell("case_closed", 35, reason="Advice complete", summary="Award increased on reconsideration")


ADVICE = (
    (benefit_decision, 14),
    (reconsidered, 8),
    (breathing_space, 10),
    (homelessness, 7),
    (general, 18),
    (finished, 6),
)
