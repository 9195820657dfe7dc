"""One `CINdetails` of the census: one episode of need as a case with its events."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING

from plimsoll.imports.reading.cin_lines import Census, text_of
from plimsoll.imports.reading.codes import ABUSE_CATEGORIES, CLOSURE_REASONS, NEEDS, REFERRAL_SOURCES
from plimsoll.imports.reading.values import NOTHING, Details, ImportedCase, ImportedEvent, ImportedPerson, Json
from plimsoll.imports.reading.words import Words

if TYPE_CHECKING:
    from lxml import etree

PACK = "children-england"
# What a census tells every one of; visits, core groups and decisions on referrals it has no place for.
KNOWN_IN_FULL = (
    "assessment_authorised",
    "conference_not_required",
    "initial_conference_held",
    "review_conference_held",
)
_PREGNANCY = timedelta(weeks=40)
_SINGLE = frozenset(
    [
        "CINreferralDate",
        "ReferralSource",
        "PrimaryNeedCode",
        "CINclosureDate",
        "ReasonForClosure",
        "DateOfInitialCPC",
        "ReferralNFA",
    ]
)


@dataclass(slots=True)
class _Episode:
    """What has been read of one episode so far."""

    census: Census
    referred_on: date
    events: list[ImportedEvent] = field(default_factory=list)
    latest_on: date = date.min
    plan: str = ""
    assessments: int = 0
    enquiries: int = 0
    has_unclear_plan: bool = False
    has_conference: bool = False
    has_activity: bool = False

    def add(
        self,
        name: str,
        element: etree._Element,
        at: date,
        details: Details = NOTHING,
        basis: Words | None = None,
    ) -> None:
        """Add one event; with a `basis`, its date is a stand-in."""
        self.latest_on = max(self.latest_on, at)
        self.events.append(
            ImportedEvent(name, at, self.census.provenance(element), details, name, False, basis is None, basis)
        )


def read_episode(
    census: Census, person: ImportedPerson, element: etree._Element, keys: dict[str, int]
) -> ImportedCase | None:
    """The case of one episode, or None where the whole of it is refused."""
    single: dict[str, etree._Element] = {}
    groups: list[etree._Element] = []
    for part in element:
        name = part.tag
        if name in _SINGLE:
            single[name] = part
        elif name in _READERS:
            groups.append(part)
        else:
            census.not_read(part)
    referral = single.get("CINreferralDate")
    census.referred = text_of(referral)
    referred_on = _referred_on(census, person, element, referral)
    if referred_on is None or referral is None:
        census.referred = ""
        return None
    episode = _Episode(census, referred_on)
    _referral(episode, referral, single)
    for group in groups:
        _READERS[group.tag](episode, group)
    _own_conference(episode, single.get("DateOfInitialCPC"))
    _conference_outcomes(episode)
    closed_on = _ending(episode, single)
    if census.death is not None and person.died_on and (closed_on is None or person.died_on <= closed_on):
        episode.events.append(ImportedEvent("child_died", person.died_on, census.death, series="child_died"))
    census.referred = ""
    key = f"cin:{census.child_id}:{referred_on.isoformat()}"
    keys[key] = keys.get(key, 0) + 1
    if keys[key] > 1:
        key = f"{key}#{keys[key]}"
    is_closed = closed_on is not None
    return ImportedCase(
        key=key,
        people=(person,),
        pack=PACK,
        status="closed" if is_closed else "open" if episode.has_activity else "referred",
        provenance=census.provenance(referral),
        events=tuple(episode.events),
        opened_on=referred_on,
        closed_on=closed_on,
        plan="" if is_closed else episode.plan,
        facts=standing_facts(person),
        known_from=census.reference_on,
        known_in_full=KNOWN_IN_FULL,
    )


def standing_facts(person: ImportedPerson) -> Details:
    """What the child's characteristics say, by the names under which the rulebook weighs standing facts."""
    facts: dict[str, Json] = {}
    if any(code != "NONE" for code in person.disabilities):
        facts["is_disabled"] = True
    if "COMM" in person.disabilities:
        facts["has_communication_need"] = True
    return facts


def _referred_on(
    census: Census, person: ImportedPerson, element: etree._Element, referral: etree._Element | None
) -> date | None:
    """The day of the referral; without one that can be true there is no episode."""
    if referral is None or not text_of(referral):
        census.refuse("row", element, "referral_date_missing", rule="8600")
        return None
    on = census.day(referral)
    if on is None:
        census.refuse("row", element, "referral_date_missing", rule="8600")
        return None
    born_on = person.born_on or person.expected_on
    if on > census.reference_on:
        census.refuse("row", referral, "after_reference_date", rule="8600")
    elif born_on and on < born_on - _PREGNANCY:
        census.refuse("row", referral, "referred_long_before_birth", rule="8606", born_on=born_on.isoformat())
    elif person.died_on and on > person.died_on:
        census.refuse("row", referral, "referred_after_death", rule="8555Q")
    else:
        return on
    return None


def _referral(episode: _Episode, referral: etree._Element, single: dict[str, etree._Element]) -> None:
    census = episode.census
    details: dict[str, Json] = {}
    source = census.code(single.get("ReferralSource"), REFERRAL_SOURCES, "referral source")
    if source:
        details["source"] = source
        details["source_label"] = REFERRAL_SOURCES[source]
    need = census.code(single.get("PrimaryNeedCode"), NEEDS, "primary need")
    if need:
        details["needs"] = [need]
        details["need_label"] = NEEDS[need]
    episode.add("referral_received", referral, episode.referred_on, details)


def _parts(group: etree._Element) -> dict[str, etree._Element]:
    return {part.tag: part for part in group}  # the elements' names are bare (xml_stream.elements)


def _start(episode: _Episode, part: etree._Element | None, group: etree._Element, rule: str) -> date | None:
    """When a part of the episode began: not before the referral, not after the reference date."""
    census = episode.census
    if part is None or not text_of(part):
        census.refuse("cell", group, "start_missing")
        return None
    on = census.day_by_reference(part)
    if on is not None and on < episode.referred_on:
        census.refuse("cell", part, "before_referral", rule=rule, referred_on=episode.referred_on.isoformat())
        return None
    return on


def _end(episode: _Episode, part: etree._Element | None, started_on: date, rule: str) -> tuple[date | None, bool]:
    """When it ended, and whether the order of the two dates can be true."""
    on = episode.census.day_by_reference(part)
    if on is not None and part is not None and on < started_on:
        episode.census.refuse("cell", part, "ends_before_start", rule=rule, started_on=started_on.isoformat())
        return None, False
    return on, True


def _assessment(episode: _Episode, group: etree._Element) -> None:
    parts = _parts(group)
    start = parts.get("AssessmentActualStartDate")
    started_on = _start(episode, start, group, "1103")
    if started_on is None or start is None:
        return
    authorised = parts.get("AssessmentAuthorisationDate")
    authorised_on, is_possible = _end(episode, authorised, started_on, "8608")
    if not is_possible:
        return  # one of the two dates is wrong, and nothing says which: neither goes in
    episode.has_activity = True
    episode.assessments += 1
    which: Details = {"assessment": str(episode.assessments)}
    episode.add("assessment_started", start, started_on, {"kind": "child_and_family", **which})
    review = parts.get("AssessmentInternalReviewDate")
    reviewed_on, _ = _end(episode, review, started_on, "8608")
    if reviewed_on is not None and review is not None:
        episode.add("assessment_reviewed", review, reviewed_on, which)
    if authorised_on is not None and authorised is not None:
        factors: list[Json] = [text for factor in group.iter("AssessmentFactors") if (text := text_of(factor))]
        episode.add("assessment_authorised", authorised, authorised_on, {"factors": factors, **which})


def _cin_plan(episode: _Episode, group: etree._Element) -> None:
    parts = _parts(group)
    start, end = parts.get("CINPlanStartDate"), parts.get("CINPlanEndDate")
    started_on = _start(episode, start, group, "4015")
    if started_on is None or start is None:
        return
    ended_on, is_possible = _end(episode, end, started_on, "4011")
    if not is_possible:
        return
    episode.has_activity = True
    episode.add("cin_plan_started", start, started_on)
    if ended_on is not None and end is not None:
        episode.add("cin_plan_ended", end, ended_on)
    elif not episode.plan:
        episode.plan = "child_in_need"


def _section_47(episode: _Episode, group: etree._Element) -> None:
    census = episode.census
    parts = _parts(group)
    start, conference = parts.get("S47ActualStartDate"), parts.get("DateOfInitialCPC")
    started_on = _start(episode, start, group, "2889")
    if started_on is None or start is None:
        return
    held_on, is_possible = _end(episode, conference, started_on, "8615")
    if not is_possible:
        return
    episode.has_activity = True
    episode.enquiries += 1
    which: Details = {"enquiry": str(episode.enquiries)}
    details: dict[str, Json] = {"initiates_s47": True, **which}
    target_on = census.day(parts.get("InitialCPCtarget"))
    if target_on is not None:
        details["conference_target_on"] = target_on.isoformat()
    episode.add("strategy_discussion_held", start, started_on, details)
    if held_on is not None and conference is not None:
        episode.has_conference = True
        episode.add("initial_conference_held", conference, held_on, which)
    not_required = parts.get("ICPCnotRequired")
    if not_required is not None and census.truth(not_required):
        if held_on is not None:
            census.refuse("cell", not_required, "conference_held_and_not_required")
            return
        episode.add(
            "conference_not_required", not_required, started_on, which, Words("basis_day_of_strategy_discussion")
        )


def _cp_plan(episode: _Episode, group: etree._Element) -> None:
    census = episode.census
    parts = _parts(group)
    start, end = parts.get("CPPstartDate"), parts.get("CPPendDate")
    started_on = _start(episode, start, group, "1105")
    ended_on, is_possible = _end(episode, end, started_on, "8925") if started_on else (None, False)
    if started_on is None or start is None or not is_possible:
        episode.has_unclear_plan = True
        return
    episode.has_activity = True
    category = census.code(parts.get("InitialCategoryOfAbuse"), ABUSE_CATEGORIES, "category of abuse")
    details: dict[str, Json] = {"category": category} if category else {}
    previous = text_of(parts.get("NumberOfPreviousCPP"))
    if previous.isdigit():
        details["previous_plans"] = int(previous[:4])
    episode.add("cp_plan_started", start, started_on, details)
    last_on = _reviews(episode, parts, started_on, ended_on)
    latest = parts.get("LatestCategoryOfAbuse")
    category_now = census.code(latest, ABUSE_CATEGORIES, "category of abuse")
    if latest is not None and category_now and category_now != category:
        episode.add("cp_category_changed", latest, last_on, {"category": category_now}, Words("basis_last_conference"))
    if ended_on is not None and end is not None:
        episode.add("cp_plan_ended", end, ended_on)
    else:
        episode.plan = "child_protection"


def _reviews(episode: _Episode, parts: dict[str, etree._Element], started_on: date, ended_on: date | None) -> date:
    """Every review conference of the plan; gives the day of the last, or the plan's own start."""
    last_on = started_on
    block = parts.get("Reviews")
    group = block.getparent() if block is not None else None
    if group is None:
        return last_on
    for review in group.iter("CPPreviewDate"):
        on = episode.census.day_by_reference(review)
        if on is None:
            continue
        if on <= started_on:
            episode.census.refuse(
                "cell", review, "review_not_after_start", rule="8841", started_on=started_on.isoformat()
            )
        elif ended_on is not None and on > ended_on:
            episode.census.refuse("cell", review, "review_after_end", ended_on=ended_on.isoformat())
        else:
            episode.add("review_conference_held", review, on)
            last_on = max(last_on, on)
    return last_on


def _own_conference(episode: _Episode, part: etree._Element | None) -> None:
    """A conference that no section 47 enquiry of this episode led to, such as a transfer-in."""
    on = episode.census.day_by_reference(part)
    if on is None or part is None:
        return
    if on < episode.referred_on:
        episode.census.refuse("cell", part, "before_referral", rule="1104", referred_on=episode.referred_on.isoformat())
        return
    if any(event.name == "initial_conference_held" and event.at == on for event in episode.events):
        return  # the same conference, stated twice (validation rule 2884)
    episode.has_activity = episode.has_conference = True
    episode.add("initial_conference_held", part, on)


def _conference_outcomes(episode: _Episode) -> None:
    """Say of each conference whether a plan followed: one that starts on its day or later, in this episode."""
    if not episode.has_conference:
        return
    plans = [event.at for event in episode.events if event.name == "cp_plan_started"]
    for at, event in enumerate(episode.events):
        if event.name == "initial_conference_held":
            has_plan = any(started >= event.at for started in plans)
            if has_plan or not episode.has_unclear_plan:
                outcome = "plan" if has_plan else "no_plan"
                episode.events[at] = event._replace(details={**event.details, "outcome": outcome})


def _ending(episode: _Episode, single: dict[str, etree._Element]) -> date | None:
    """The day on which the episode closed, where the file says so and nothing contradicts it."""
    census = episode.census
    no_action = single.get("ReferralNFA")
    took_no_action = census.truth(no_action)
    if took_no_action and no_action is not None:
        if episode.has_activity:
            census.refuse("cell", no_action, "no_action_with_activity")
        else:
            details: Details = {"outcome": "no_further_action"}
            episode.add("referral_decided", no_action, episode.referred_on, details, Words("basis_day_of_referral"))
    closure = single.get("CINclosureDate")
    closed_on = census.day_by_reference(closure, rule="8620")
    reason = census.code(single.get("ReasonForClosure"), CLOSURE_REASONS, "reason for closure")
    if closed_on is not None and closure is not None:
        if closed_on < episode.referred_on:
            census.refuse("cell", closure, "before_referral", rule="8630", referred_on=episode.referred_on.isoformat())
            return None
        if closed_on < episode.latest_on:
            census.refuse(
                "cell", closure, "activity_after_closure", rule="8565", latest_on=episode.latest_on.isoformat()
            )
            return None
        closing: Details = {"reason": reason, "reason_label": CLOSURE_REASONS[reason]} if reason else {}
        episode.add("case_closed", closure, closed_on, closing)
        return closed_on
    if took_no_action and not episode.has_activity and no_action is not None and not text_of(closure):
        episode.add(
            "case_closed",
            no_action,
            episode.referred_on,
            {"reason": "no_further_action"},
            Words("basis_day_of_referral"),
        )
        return episode.referred_on
    return None


_READERS = {
    "Assessments": _assessment,
    "CINPlanDates": _cin_plan,
    "Section47": _section_47,
    "ChildProtectionPlans": _cp_plan,
}
