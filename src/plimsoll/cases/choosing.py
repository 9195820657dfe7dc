"""What is likely to be recorded next on a case: what would meet what is open, then what such cases have most."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from django.utils.translation import gettext as _

from plimsoll.cases import areas, entry_links, rules, words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from plimsoll.cases.queries.case import CaseView
    from plimsoll.cases.rules import Doing

MOST = 10
MOST_FOR_DUTIES = 6
# Most cases, whatever the pack; then each plan's own; then each pack's.
ALWAYS = ("visit_made", "contact_made", "concern_raised", "input_received", "visit_attempted")
FOR_PLAN = {
    "child_protection": ("core_group_held", "review_conference_held", "plan_reviewed"),
    "section_47": ("initial_conference_held", "s47_concluded", "strategy_discussion_held"),
    "looked_after": ("looked_after_review_held", "placement_started", "health_assessment_held"),
    "child_in_need": ("cin_plan_reviewed", "strategy_discussion_held", "plan_reviewed"),
    "assessment": ("assessment_authorised", "assessment_reviewed", "strategy_discussion_held"),
    "pathway": ("pathway_plan_reviewed", "plan_reviewed"),
    "private_fostering": ("plan_reviewed",),
}
FOR_PACK = {
    "children": ("supervision_held", "referral_decided", "assessment_started", "score_recorded"),
    "send": (
        "ehc_assessment_decided", "ehc_advice_received", "ehc_draft_plan_sent", "ehc_plan_finalised",
        "ehc_annual_review_meeting_held", "ehc_review_decided", "contact_made",
    ),
    "early": ("team_around_family_held", "plan_reviewed", "early_help_assessment_completed", "supervision_held"),
    "advice": (
        "interview_held", "advice_given", "advice_confirmed_in_writing", "benefit_decision_notified",
        "outcome_achieved", "client_feedback_given",
    ),
}  # fmt: skip
NOT_IN = {"send": {"visit_made", "visit_attempted"}, "advice": {"visit_made", "visit_attempted"}}


class Suggestion(NamedTuple):
    """One thing to record, and what it would settle."""

    name: str
    title: str
    why: str
    url: str


class AreaChoice(NamedTuple):
    """The words of one area."""

    title: str
    choices: list[Suggestion]


def suggestions(view: CaseView) -> list[Suggestion]:
    """At most ten, the most pressing first."""
    case = view.case
    known = rules.event_types(case.pack)
    found: dict[str, Suggestion] = {}
    for doing, why, query in _asked_for(view):
        if doing.event in known and doing.event not in rules.RECORDED_ELSEWHERE and len(found) < MOST_FOR_DUTIES:
            found.setdefault(doing.event, _suggestion(view, doing.event, why, query))
    family = case.pack.partition("-")[0]
    for name in (*ALWAYS, *FOR_PLAN.get(case.plan, ()), *FOR_PACK.get(family, ())):
        if name in known and name not in NOT_IN.get(family, ()) and len(found) < MOST:
            found.setdefault(name, _suggestion(view, name))
    return list(found.values())


def by_area(view: CaseView) -> list[AreaChoice]:
    """The whole vocabulary of the pack, by area and then by title."""
    found: dict[str, list[Suggestion]] = {}
    for name in rules.event_types(view.case.pack):
        if name not in rules.RECORDED_ELSEWHERE:
            found.setdefault(areas.area_of(name).key, []).append(_suggestion(view, name))
    return [
        AreaChoice(str(area.title), sorted(found[area.key], key=lambda choice: choice.title.casefold()))
        for area in (*areas.AREAS, areas.OTHER)
        if area.key in found
    ]


def _asked_for(view: CaseView) -> Iterator[tuple[Doing, str, str]]:
    """What the reasons of the case ask for, in their order, with the words of each."""
    pack = view.case.pack
    for ground in view.position.priority.grounds:
        duty = ground.duty
        if duty is not None and ground.criterion == "deadlines" and duty.who == "us":
            why = _(duty.duty)
            if duty.left is not None and duty.due is not None:
                left = words.due(duty.due, duty.left.unit, view.as_at, pack)
                why = _("%(duty)s, %(left)s") % {"duty": why, "left": left}
            for doing in rules.met_by(pack, duty.rule)[:1]:
                yield doing, why, f"?for={duty.rule}"
        elif ground.to_do:
            for doing in rules.ended_by(pack, ground.code)[:1]:
                yield doing, _(ground.to_do), ""


def _suggestion(view: CaseView, name: str, why: str = "", query: str = "") -> Suggestion:
    url = entry_links.to_record(view.case.pk, view.case.pack, name) + query
    return Suggestion(name, words.event_title(view.case.pack, name), why, url)
