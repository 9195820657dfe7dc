"""Children's social care: from a referral of yesterday to a child looked after for years."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from plimsoll.demo.stories import notes

if TYPE_CHECKING:
    from plimsoll.demo.story import Story

SOURCES = ("school", "police", "health visitor", "GP", "neighbour", "family member", "housing")
CATEGORIES = ("NEG", "EMO", "PHY", "NEG", "EMO", "SAB")


def _referred(story: Story, ago: int, urgency: str = "routine") -> None:
    source = story.chance.choice(SOURCES)
    story.tell("referral_received", ago, source=source, needs="N1", urgency_stated=urgency, lag=0)


def _accepted(story: Story, ago: int, assessed: int | None) -> None:
    """A referral `ago` days ago, taken on, with an assessment signed off `assessed` days ago."""
    _referred(story, ago)
    story.tell("referral_decided", ago - 1, outcome="assessment", rationale="Needs an assessment", lag=0)
    story.tell("assessment_started", ago - 2, kind="child_and_family")
    story.tell("visit_made", ago - 6, story.note(*notes.VISIT), kind="cin", child_seen=True, seen_alone=True)
    if assessed is not None:
        story.tell("assessment_authorised", assessed)


def new_referral(story: Story) -> None:
    """Came in yesterday or the day before, and waits for a decision."""
    _referred(story, story.chance.choice((0, 1, 1, 2)), story.chance.choice(("routine", "urgent")))


def in_assessment(story: Story) -> None:
    """Being assessed; some are near their last day, a few past it."""
    ago = story.chance.choice((12, 20, 33, 45, 52, 58, 61, 66))
    _accepted(story, ago, None)
    story.every("contact_made", ago - 9, 3, 12, kind="telephone", meaningful=True)


def section_47(story: Story) -> None:
    """A strategy discussion was held and a conference is due."""
    ago = story.chance.choice((3, 8, 14, 18, 22))
    _accepted(story, ago + 8, None)
    story.tell("concern_raised", ago + 1, story.note(*notes.SCHOOL_WORRY), by="school", category="neglect", lag=0)
    story.tell(
        "concern_decided", ago, threshold="section_47", decision="strategy_discussion", rationale="Likely harm", lag=0
    )
    story.tell("strategy_discussion_held", ago, initiates_s47=True, lag=0)
    story.tell("visit_made", ago - 1, story.note(*notes.VISIT), kind="cp", child_seen=True, seen_alone=True)


def child_protection(story: Story) -> None:
    """On a child protection plan, visited every ten working days, mostly."""
    started = story.chance.choice((40, 75, 130, 200, 320))
    _accepted(story, started + 60, started + 20)
    story.tell("strategy_discussion_held", started + 18, initiates_s47=True)
    story.tell("initial_conference_held", started, outcome="plan")
    story.tell("cp_plan_started", started, category=story.chance.choice(CATEGORIES))
    story.every("core_group_held", started - 9, story.chance.choice((3, 4, 12)), 36)
    if started > 90:
        story.tell("review_conference_held", started - 85, outcome="continue")
    if started > 260:
        story.tell("review_conference_held", started - 250, outcome="continue")
    last = story.chance.choice((1, 3, 5, 8, 9, 11, 12, 16, 24))
    _visits(story, started - 5, last, 12, "cp")
    if story.chance.random() < 0.2:
        story.tell(
            "visit_attempted", max(last - 2, 0), story.note(*notes.NOT_SEEN), kind="cp", reason_not_seen="nobody in"
        )


def child_in_need(story: Story) -> None:
    """On a child in need plan: visits about monthly, reviews every quarter."""
    started = story.chance.choice((30, 60, 110, 170, 260))
    _accepted(story, started + 45, started + 3)
    story.tell("cin_plan_started", started)
    story.every("cin_plan_reviewed", started - 70, 10, 75, spread=10)
    _visits(story, started - 10, story.chance.choice((2, 6, 12, 20, 30, 44, 58)), 27, "cin")
    if story.chance.random() < 0.25:
        story.tell("onward_referral_sent", 45, service="CAMHS", expected_wait_weeks=26)
    if story.chance.random() < 0.15:
        ago = story.chance.choice((1, 3, 6))
        story.tell("input_received", ago, story.note(*notes.SCHOOL_WORRY), worrying="yes", lag=0, **{"from": "school"})


def looked_after(story: Story) -> None:
    """In care: a placement, visits, reviews, health and school."""
    ago = story.chance.choice((10, 32, 90, 200, 420, 700))
    story.born(3.2 + ago / 365, 15.8)
    _accepted(story, ago + 50, ago + 8)
    _came_into_care(story, ago, until_18=ago > 365 and story.chance.random() < 0.5)
    _in_care(story, ago, until=0)
    story.tell("visit_made", ago - 5, story.note(*notes.VISIT), kind="looked_after", child_seen=True, seen_alone=True)
    _visits(story, ago - 44, story.chance.choice((3, 8, 12, 19, 25, 31, 37, 46)), 39, "looked_after")
    if story.chance.random() < 0.12:
        story.tell("went_missing", 4, lag=0).tell("returned_from_missing", 3, lag=0)


def _came_into_care(story: Story, ago: int, *, until_18: bool) -> None:
    story.tell("became_looked_after", ago, legal_status="C2" if ago > 100 else "V2", category_of_need="N1", lag=0)
    story.tell("placement_started", ago, placement_type="U4", until_18=until_18, lag=0)
    story.tell("care_plan_prepared", ago - 4, lag=0).tell("placement_plan_made", ago - 4, lag=0)
    if ago > 20:
        story.tell("health_assessment_held", ago - 20, kind="initial")
        story.tell("personal_education_plan_started", ago - 10)
        story.tell("looked_after_review_held", ago - 24, participation="PN1")


def _in_care(story: Story, ago: int, until: int) -> None:
    """What comes round while a child is in care, from `ago` days ago to `until` days ago; a few are a little late."""
    latest = until + story.chance.choice((2, 9, 16, 30))
    if ago > 115:
        story.tell("looked_after_review_held", ago - 108, participation="PN1")
        story.every("looked_after_review_held", ago - 280, latest, 172, spread=6, participation="PN1")
        story.every("personal_education_plan_reviewed", ago - 90, latest, 110, spread=8)
    young = story.born_on is not None and (story.today - story.born_on).days < 6 * 365
    apart = 170 if young else 350
    story.every("health_assessment_held", ago - 20 - apart, until, apart, spread=8, kind="review")
    score = story.chance.randint(8, 13)
    story.every("score_recorded", ago - 345, until, 350, spread=8, tool="sdq", score=score, by="carer")


def care_leaver(story: Story) -> None:
    """Nearly or newly eighteen, with a pathway plan; in care for some years before."""
    story.born(16.45, 20.9)
    sixteen, eighteen = story.since_birthday(16), story.since_birthday(18)
    into_care = sixteen + story.chance.choice((150, 300, 450))
    _came_into_care(story, into_care, until_18=True)
    _in_care(story, into_care, until=max(eighteen, 0))
    seen: dict[str, Any] = {"kind": "looked_after", "child_seen": True, "seen_alone": True}
    story.every("visit_made", into_care - 5, into_care - 350, 39, **seen)
    story.every("visit_made", into_care - 380, max(eighteen, 6), 82, **seen)
    story.tell("pathway_assessment_completed", sixteen - 70).tell("pathway_plan_made", sixteen - 80)
    if eighteen > 0:
        story.tell("ceased_looked_after", eighteen, lag=0)
        story.every("pathway_plan_reviewed", sixteen - 240, story.chance.choice((2, 8, 20)), 165, spread=6)
        _visits(story, eighteen - 30, story.chance.choice((10, 24, 40, 50, 62)), 46, "care_leaver")
    for age in range(17, 22):
        # A few are still to be written down.
        if (ago := story.since_birthday(age)) > 40 or (ago > 10 and story.chance.random() < 0.6):
            story.tell("care_leaver_status_recorded", ago - 9, in_touch="yes", activity="F2", accommodation="suitable")


def privately_fostered(story: Story) -> None:
    """Living with a family friend."""
    ago = story.chance.choice((20, 90, 240))
    story.tell("private_fostering_notified", ago, lag=0)
    story.tell(
        "visit_made", ago - 6, story.note(*notes.VISIT), kind="private_fostering", child_seen=True, seen_alone=True
    )
    _visits(story, ago - 46, story.chance.choice((5, 30, 50)), 40, "private_fostering")


def urgent_concern(story: Story) -> None:
    """A child in need about whom somebody rang this morning."""
    child_in_need(story)
    story.tell(
        "concern_raised", 0, "A neighbour heard shouting and a child crying last night.",
        by="neighbour", category="physical", immediate_risk=True, lag=0,
    )  # fmt: skip


def finished(story: Story) -> None:
    """Closed after an assessment or a short plan."""
    ago = story.chance.choice((20, 60, 120))
    _accepted(story, ago + 80, ago + 30)
    story.tell("case_closed", ago, reason="RC1", summary="Needs met; universal services continue")


def _visits(story: Story, first: int, last: int, step: int, kind: str) -> None:
    """Visits from `first` to `last` days ago, each with a note but for one that is still to be written."""
    ago = first
    while ago > last:
        story.tell(
            "visit_made",
            ago,
            story.note(*notes.VISIT),
            kind=kind,
            child_seen=True,
            seen_alone=story.chance.random() < 0.7,
        )
        ago -= max(step + story.chance.randint(-2, 2), 2)
    note = "" if last <= 12 and story.chance.random() < 0.4 else story.note(*notes.VISIT)
    story.tell("visit_made", last, note, kind=kind, child_seen=True, seen_alone=True, lag=0)
    if story.chance.random() < 0.5:
        story.tell("contact_made", max(last - 1, 0), story.note(*notes.CONTACT), kind="telephone", meaningful=True)


SAFEGUARDING = (
    (new_referral, 7), (in_assessment, 22), (section_47, 6), (child_protection, 34), (child_in_need, 42),
    (privately_fostered, 3), (urgent_concern, 1), (finished, 12),
)  # fmt: skip
IN_CARE = ((looked_after, 34), (care_leaver, 16))
