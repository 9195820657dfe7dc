"""What an event carries, in words: its details as questions on a form and as facts in a chronology.

Codes of the national returns are said in words here because a record brought in from them keeps its codes.
Source: the Department's CIN census and SSDA903 guides (names of legal statuses: the SSDA903 guide's own).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.utils.functional import _StrPromise

    Words = Mapping[str, _StrPromise]

ABUSE: Words = {
    "NEG": _("Neglect"), "EMO": _("Emotional abuse"), "PHY": _("Physical abuse"), "SAB": _("Sexual abuse"),
    "MUL": _("Multiple"),
}  # fmt: skip
NEEDS: Words = {
    "N1": _("Abuse or neglect"), "N2": _("Child’s disability or illness"), "N3": _("Parent’s disability or illness"),
    "N4": _("Family in acute stress"), "N5": _("Family dysfunction"), "N6": _("Socially unacceptable behaviour"),
    "N7": _("Low income"), "N8": _("Absent parenting"), "N9": _("Not a child in need"), "N0": _("Not stated"),
}  # fmt: skip
LEGAL_STATUSES: Words = {
    "V2": _("Accommodated (section 20)"), "V3": _("Series of short breaks"),
    "V4": _("Series of short breaks, by agreement"), "C1": _("Interim care order"), "C2": _("Full care order"),
    "D1": _("Freeing order"), "E1": _("Placement order"), "J1": _("Remanded"),
    "J2": _("Police and Criminal Evidence Act"), "J3": _("Youth rehabilitation order with residence"),
    "L1": _("Police protection"), "L2": _("Emergency protection order"), "L3": _("Child assessment order"),
}  # fmt: skip
PLACEMENTS: Words = {
    "U1": _("Foster care with a relative or friend, long term"),
    "U2": _("Foster care with a relative or friend, fostering for adoption"),
    "U3": _("Foster care with a relative or friend"), "U4": _("Foster care, long term"),
    "U5": _("Foster care, fostering for adoption"), "U6": _("Foster care"),
    "A3": _("Placed for adoption with the present foster carer, by consent"),
    "A4": _("Placed for adoption, by consent"),
    "A5": _("Placed for adoption with the present foster carer"), "A6": _("Placed for adoption"),
    "K1": _("Secure children’s home"), "K2": _("Children’s home"), "P1": _("With a parent"),
    "P2": _("Living independently"), "P3": _("Residential employment"), "H5": _("Semi-independent living"),
    "R1": _("Residential care home"), "R2": _("NHS or health trust"), "R3": _("Family centre or mother and baby unit"),
    "R5": _("Young offender institution"), "S1": _("Residential school"), "T0": _("Temporary move"),
    "T1": _("In hospital, for a time"), "T2": _("On holiday"), "T3": _("Carer on holiday"),
    "T4": _("Seven days or less"), "Z1": _("Other"),
}  # fmt: skip
CLOSURES: Words = {
    "RC1": _("Adopted"), "RC2": _("Died"), "RC3": _("Child arrangements order"), "RC4": _("Special guardianship order"),
    "RC5": _("Transferred to another authority"), "RC6": _("Transferred to adult social care"),
    "RC7": _("No longer in need, or ended for another reason"), "RC8": _("After assessment, no further action"),
    "RC9": _("After assessment, to early help"),
}  # fmt: skip
VISITS: Words = {
    "cp": _("Child protection visit"), "cin": _("Child in need visit"), "looked_after": _("Visit to a child in care"),
    "private_fostering": _("Private fostering visit"), "care_leaver": _("Visit to a care leaver"),
    "adoption": _("Adoption visit"), "other": _("Another kind of visit"),
}  # fmt: skip
THRESHOLDS: Words = {
    "section_47": _("Significant harm: section 47"), "child_in_need": _("Child in need: section 17"),
    "early_help": _("Early help"), "not_met": _("No threshold is met"),
}  # fmt: skip
DECISIONS: Words = {
    "strategy_discussion": _("Hold a strategy discussion"), "assessment": _("Assess"),
    "continue": _("Carry on with the work there is"), "early_help": _("Offer early help"),
    "no_further_action": _("No further action"),
}  # fmt: skip
ABOUT: Words = {
    "neglect": _("Neglect"), "physical": _("Physical harm"), "emotional": _("Emotional harm"),
    "sexual": _("Sexual harm"), "exploitation": _("Exploitation"), "domestic_abuse": _("Domestic abuse"),
    "self_harm": _("Harm to oneself"), "other": _("Something else"),
}  # fmt: skip
TOLD_BY: Words = {
    "child": _("The child or young person"), "family member": _("Family"), "school": _("School"),
    "health": _("Health"), "police": _("Police"), "neighbour": _("A neighbour or member of the public"),
    "colleague": _("A colleague"), "other": _("Somebody else"),
}  # fmt: skip
SAFE_NOW: Words = {
    "yes": _("Yes"), "no": _("No: somebody may be hurt today"), "not_known": _("Not known"),
}  # fmt: skip
CLIMBED_TO: Words = {
    "practitioner": _("Practitioner"), "supervisor": _("Supervisor"), "service_manager": _("Service manager"),
}  # fmt: skip

# What a form offers where the vocabulary takes any text, so that the rules can count what was chosen.
OFFERED: dict[tuple[str, str], Words] = {
    ("concern_raised", "by"): TOLD_BY,
    ("concern_raised", "category"): ABOUT,
    ("concern_decided", "threshold"): THRESHOLDS,
    ("concern_decided", "decision"): DECISIONS,
    ("concern_raised", "safe_now"): SAFE_NOW,
    ("concern_decided", "climbed_to"): CLIMBED_TO,
    ("referral_received", "urgency_stated"): {
        "routine": _("Routine"), "urgent": _("Urgent"), "immediate": _("Immediate"),
    },
    ("referral_received", "needs"): NEEDS,
    ("case_closed", "reason"): CLOSURES,
    ("contact_made", "kind"): {
        "telephone": _("Telephone"), "in_person": _("In person"), "video": _("Video call"),
        "message": _("Message or letter"), "meeting": _("Meeting"),
    },
    ("visit_attempted", "kind"): VISITS,
    ("plan_reviewed", "progress"): {"better": _("Better"), "no_change": _("No change"), "worse": _("Worse")},
    ("cp_plan_started", "category"): ABUSE,
    ("cp_category_changed", "category"): ABUSE,
    ("initial_conference_held", "outcome"): {"plan": _("Child protection plan"), "no_plan": _("No plan")},
    ("review_conference_held", "outcome"): {"continue": _("The plan goes on"), "end": _("The plan ends")},
    ("s47_concluded", "outcome"): {
        "conference": _("Harm likely: initial conference"),
        "substantiated_no_continuing_risk": _("Harm found, no continuing risk"),
        "not_substantiated": _("Not substantiated"),
    },
    ("became_looked_after", "legal_status"): LEGAL_STATUSES,
    ("became_looked_after", "category_of_need"): NEEDS,
    ("legal_status_changed", "legal_status"): LEGAL_STATUSES,
    ("placement_started", "placement_type"): PLACEMENTS,
    ("health_assessment_held", "kind"): {"initial": _("Initial"), "review": _("Review")},
}  # fmt: skip
# Only where children's law is: an advice service has no section 47.
FOR_CHILDREN = frozenset(
    {("concern_decided", "threshold"), ("case_closed", "reason"), ("referral_received", "needs")}
)
CHILDREN_PACKS = ("children-", "early-help", "send-")

_BY_DETAIL: dict[str, Words] = {
    "ground": {
        "wrong_case": _("It is about somebody else"), "twice": _("It is here twice"),
        "asked": _("The person asked for it to be erased"), "not_ours": _("We should not hold it"),
        "other": _("Another reason"),
    },
    "basis": {
        "consent": _("Consent"), "public_task": _("Public task"), "legal_obligation": _("Legal obligation"),
        "vital_interests": _("Vital interests"), "legitimate_interests": _("Legitimate interests"),
    },
    "category": {**ABUSE, **ABOUT}, "needs": NEEDS, "category_of_need": NEEDS, "legal_status": LEGAL_STATUSES,
    "placement_type": PLACEMENTS, "threshold": THRESHOLDS, "worrying": {"yes": _("Yes"), "no": _("No")},
    "from": {**TOLD_BY, "family": _("Family"), "other": _("Somebody else")},
    "outcome": {
        "no_further_action": _("No further action"), "early_help": _("Early help"), "assessment": _("Assessment"),
        "strategy_discussion": _("Strategy discussion"), "assess": _("Assess"), "refuse": _("Refuse"),
        "reassess": _("Assess again"), "maintain": _("Keep the plan as it is"), "amend": _("Amend the plan"),
        "cease": _("End the plan"), "has_aln": _("Has additional learning needs"),
        "no_aln": _("No additional learning needs"), "referred_to_local_authority": _("Referred to the authority"),
    },
}  # fmt: skip
_PROGRAMME_WORD = re.compile("[a-z0-9]+(_[a-z0-9]+)+")
_VISIT_EVENTS = frozenset({"visit_made", "visit_attempted"})

# How a detail is asked. What is not here is its name in words.
QUESTIONS: dict[str, _StrPromise] = {
    "child_seen": _("Was the child seen?"),
    "seen_alone": _("Was the child seen alone?"),
    "kind": _("What kind"),
    "with": _("With whom"),
    "where": _("Where"),
    "meaningful": _("Did it move the work on, or tell how they are?"),
    "immediate_risk": _("Is anybody at immediate risk?"),
    "by": _("By whom"),
    "from": _("From whom"),
    "to": _("To whom"),
    "to_whom": _("To whom"),
    "about": _("About what"),
    "worrying": _("Is it worrying?"),
    "initiates_s47": _("Did it start section 47 enquiries?"),
    "announced": _("Was the visit announced?"),
    "reason_not_seen": _("Why was the child not seen?"),
    "threshold": _("Which threshold is met?"),
    "decision": _("What is to be done?"),
    "rationale": _("Why"),
    "safety_plan": _("What keeps the child safe now"),
    "needs": _("Main need"),
    "category_of_need": _("Main need"),
    "category": _("What kind of harm"),
    "safe_now": _("Is the child or adult safe now?"),
    "done_now": _("What has been done already"),
    "child_view": _("What the child or adult says, in their own words"),
    "level": _("Which level of need"),
    "steps": _("Who does what, until when (separate with commas)"),
    "urgency_stated": _("How urgent they said it is"),
    "source": _("Who referred"),
    "transfer_in": _("Has the family moved in from another area?"),
    "progress": _("How things are since the last review"),
    "review_on": _("Next review on"),
    "next_review_on": _("Next review on"),
    "expected_wait_weeks": _("Weeks they expect it to take"),
    "still_needed": _("Is it still needed?"),
    "risk_changed": _("Has the risk changed while waiting?"),
    "interim_plan": _("What is done meanwhile"),
    "list_position": _("Place on the list"),
    "tool": _("Which tool"),
    "attended_by": _("Who was there (separate with commas)"),
    "factors": _("Factors (separate with commas)"),
    "subscales": _("Parts of the score (separate with commas)"),
    "decisions": _("What was decided"),
    "report_shared_on": _("Report shared with the family on"),
    "conference_on": _("Date of the conference"),
    "with_parent": _("Is it with a parent?"),
    "same_carer": _("Is it the same carer?"),
    "connected_person": _("Is the carer a relative or friend?"),
    "emergency": _("Was it an emergency?"),
    "temporary": _("Is the approval temporary?"),
    "long_term": _("Is it meant to be long term?"),
    "until_18": _("Is it meant to last until 18?"),
    "for_adoption": _("Is it for adoption?"),
    "remand": _("Is it a remand?"),
    "short_break": _("Is it a short break?"),
    "can_meet_need": _("Can the school meet the need?"),
    "agreed_to_amend": _("Was it agreed to amend?"),
    "due_on": _("New date"),
    "applied_by": _("Who applied"),
    "happened_on": _("Happened on"),
    "aware_on": _("Known since"),
    "letter_dated_on": _("Date on the letter"),
    "notice_sent_on": _("Date the notice was sent"),
    "starts_on": _("Starts on"),
    "begins_on": _("Begins on"),
    "sent_on": _("Sent on"),
    "received_on": _("Received on"),
    "advocate_requested": _("Was an advocate asked for?"),
    "formal_stage": _("At which stage"),
    "in_touch": _("Are they in touch?"),
    "quorate": _("Was it quorate?"),
    "oral": _("Was it made by word of mouth?"),
    "complex": _("Is it complex?"),
    "value": _("Value in pounds"),
}
FOR_EVENT: dict[tuple[str, str], _StrPromise] = {
    ("visit_made", "kind"): _("What kind of visit"),
    ("visit_attempted", "kind"): _("What kind of visit"),
    ("concern_raised", "by"): _("Who raised it"),
    ("concern_raised", "category"): _("What it is about"),
    ("contact_made", "kind"): _("How"),
    ("referral_decided", "outcome"): _("What was decided"),
    ("contact_made", "child_seen"): _("Was the child or young person seen?"),
    ("case_closed", "summary"): _("Summary at closing"),
}
# What is only asked where several of the same run side by side.
REFERENCES = frozenset({"assessment", "enquiry", "complaint", "request", "breach", "claim", "review_point", "concern"})
# What an entry is worth nothing without, and what is said when it is missing.
REQUIRED: dict[tuple[str, str], _StrPromise] = {
    ("concern_decided", "decision"): _("Choose what is to be done"),
    ("concern_decided", "rationale"): _("Say why"),
    ("referral_decided", "outcome"): _("Choose what was decided"),
}
LONG = frozenset(
    {"rationale", "summary", "decisions", "interim_plan", "circumstances", "safety_plan", "options", "client_choice",
     "done_now", "child_view"}
)
HELP: dict[str, _StrPromise] = {
    "meaningful": _("A missed call or a reminder of a date is not."),
    "safety_plan": _("Who does what, today. Leave it empty if no plan is needed, or if it is recorded apart."),
    "immediate_risk": _("If so the case goes to the top of the list at once, until a decision is recorded."),
}


def question(event: str, name: str) -> str:
    """How a form asks for a detail."""
    found = FOR_EVENT.get((event, name)) or QUESTIONS.get(name)
    return str(found) if found else label(name)


def label(name: str) -> str:
    """A detail's name as a chronology shows it."""
    return str(_LABELS[name]) if name in _LABELS else gettext(name.replace("_", " ").capitalize())


_LABELS: dict[str, _StrPromise] = {
    "child_seen": _("Child seen"),
    "check_by": _("Look again by"),
    "harms": _("What went wrong"),
    "interim_plan": _("What holds meanwhile"),
    "still_needed": _("Still needed"),
    "expected_on": _("Expected by"),
    "expected_wait_weeks": _("Expected wait in weeks"),
    "safe_now": _("Safe now"),
    "done_now": _("Done already"),
    "child_view": _("In their own words"),
    "level": _("Level of need"),
    "climbed_to": _("Had climbed to"),
    "steps": _("Who does what"),
    "seen_alone": _("Seen alone"),
    "with": _("With"),
    "immediate_risk": _("Immediate risk"),
    "initiates_s47": _("Starts section 47 enquiries"),
    "until_18": _("Until 18"),
    "lawful_reason": _("Lawful reason"),
    "needs": _("Main need"),
    "category_of_need": _("Main need"),
    "letter_dated_on": _("Letter dated"),
    "given_by": _("By"),
    "capacity": _("By what right"),
    "dated_on": _("Bears the date"),
    "words": _("What was said"),
}


def offered(pack: str, event: str, name: str) -> Words | None:
    """The values a form offers for a detail that the vocabulary leaves open; None for free text."""
    key = (event, name)
    if key in FOR_CHILDREN and not pack.startswith(CHILDREN_PACKS):
        return None
    return OFFERED.get(key)


def value(event: str, name: str, given: object, *, is_word: bool = False) -> str:
    """A detail's value in words: "cin" on a visit is "Child in need visit".

    `is_word`: it is one of the vocabulary's own values; anything else is somebody's text and shown as typed.
    """
    if given is True:
        return gettext("yes")
    if given is False:
        return gettext("no")
    if isinstance(given, list):
        return ", ".join(value(event, name, item, is_word=is_word) for item in given)
    if isinstance(given, dict):
        return ", ".join(f"{label(str(part))} {value(event, name, item)}" for part, item in given.items())
    text = str(given)
    known = OFFERED.get((event, name)) or (VISITS if name == "kind" and event in _VISIT_EVENTS else None)
    found = (known or {}).get(text) or _BY_DETAIL.get(name, {}).get(text)
    if found:
        return str(found)
    # One word of programmes ("child_and_family"), as files and other systems write them, is read out; text is not.
    return gettext(text.replace("_", " ")) if is_word or _PROGRAMME_WORD.fullmatch(text) else text
