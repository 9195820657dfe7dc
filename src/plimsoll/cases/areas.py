"""The vocabulary by area, for finding a word among three hundred and for reading a chronology by kind.

A word an organisation adds falls under the area its name begins with, or under "Other".
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


class Area(NamedTuple):
    """A part of the work: its words by name, and by how their names begin."""

    key: str
    title: _StrPromise
    names: tuple[str, ...] = ()
    begins: tuple[str, ...] = ()


AREAS = (
    Area(
        "contact",
        _("Visits and contact"),
        ("contact_made", "input_received", "interview_held"),
        ("visit_", "fewer_visits_"),
    ),
    Area(
        "safety",
        _("Safety"),
        ("went_missing", "returned_from_missing", "return_interview_held", "child_died", "unborn_child_concern_raised"),
        ("concern_", "safety_plan_", "allegation_", "lado_", "serious_incident_", "rapid_review_"),
    ),
    Area(
        "coming_in",
        _("Coming in, and whose case it is"),
        ("allocated", "unallocated", "case_closed", "case_reopened", "case_transferred", "case_record_destroyed",
         "enquiry_received", "moved_to_another_area", "support_ended"),
        ("referral_", "cover_", "approach_"),
    ),
    Area(
        "plans",
        _("Assessments and plans"),
        ("supervision_held", "child_assessment_completed", "significant_change_identified",
         "significant_change_referred"),
        ("assessment_", "cin_plan_", "plan_", "score_", "family_group_meeting_", "early_help_", "team_around_"),
    ),
    Area(
        "protection",
        _("Child protection"),
        ("strategy_discussion_held", "inter_agency_discussion_held"),
        ("s47_", "conference_", "initial_conference_", "review_conference_", "core_group_", "cp_", "cppm_",
         "transfer_in_", "child_protection_"),
    ),
    Area(
        "court",
        _("Court and emergency powers"),
        ("case_management_hearing_held", "first_hearing_held"),
        ("police_protection_", "emergency_protection_", "child_assessment_order_", "pre_proceedings_",
         "proceedings_", "report_", "secure_"),
    ),
    Area(
        "care",
        _("In care"),
        ("became_looked_after", "ceased_looked_after", "living_arrangements_changed", "advocate_appointed",
         "education_support_requested", "commissioning_body_notified", "mental_health_treatment_ended"),
        ("legal_status_", "placement_", "looked_after_", "care_plan_", "health_assessment_", "personal_education_",
         "foster_carer_", "carer_terms_", "temporary_approval_", "emergency_placement_", "short_breaks_",
         "accommodat", "authority_to_place_"),
    ),
    Area(
        "leaving_care",
        _("Leaving care"),
        ("became_eligible", "became_relevant", "suitability_assessment_completed"),
        ("pathway_", "care_leaver_"),
    ),
    Area(
        "adoption",
        _("Adoption and private fostering"),
        ("placed_for_adoption", "returned_by_adopter"),
        ("adoption_", "private_fostering_", "review_panel_"),
    ),
    Area("ehc", _("Education, health and care plans"), (), ("ehc_",)),
    Area("learning", _("Additional learning and support needs"), (),
         ("aln_", "idp_", "csp_", "statement_", "statutory_assessment_")),
    Area("tribunal", _("Mediation and tribunal"), (), ("mediation_", "tribunal_")),
    Area(
        "advice",
        _("Advice"),
        ("client_feedback_given", "outcome_achieved"),
        ("advice_", "benefit_", "mandatory_reconsideration_", "moratorium_", "homelessness_", "creditor_", "acas_",
         "employment_", "written_reasons_", "county_court_"),
    ),
    Area("services", _("Waiting on another service"), ("wait_checked",), ("onward_",)),
    Area("complaints", _("Objections and complaints"), ("grounds_for_complaint_arose",),
         ("complaint_", "objection_", "ombudsman_")),
    Area("documents", _("Documents"), (), ("document_",)),
    Area("information", _("Consent and information rights"), (),
         ("consent_", "lawful_basis_", "information_shared", "sharing_", "subject_access_", "foi_", "data_breach_",
          "data_protection_")),
    Area("decisions", _("Decisions about dates and order"), ("event_withdrawn", "case_weighed"),
         ("duty_", "priority_", "entry_")),
)  # fmt: skip
OTHER = Area("other", _("Other"))
_BY_NAME = {name: area for area in AREAS for name in area.names}


def area_of(event: str) -> Area:
    """The area a word of the vocabulary belongs to.

    >>> area_of("case_management_hearing_held").key, area_of("case_closed").key, area_of("knitting_done").key
    ('court', 'coming_in', 'other')
    """
    named = _BY_NAME.get(event)
    return named or next((area for area in AREAS if event.startswith(area.begins or ("\0",))), OTHER)
