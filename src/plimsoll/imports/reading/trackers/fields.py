"""What a column of a tracker may mean: the catalogue from which a mapping chooses.

Each field has the words by which teams head such a column, the shape its values have, and, where
it dates something, the event of the rulebook's vocabulary that it stands for. `packs` says where a
heading means this; an empty tuple is everywhere.
"""


# ruff: noqa: E501 -- one field a line, so that headings can be compared
from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final, Literal

from plimsoll.imports.reading.values import NOTHING, Details

Shape = Literal[
    "name", "family", "children", "identifier", "birth", "past", "planned", "worker", "status", "rag",
    "yes_no", "number", "waits", "text", "category", "issue", "note",
]
CHILDREN, EARLY_HELP, SEND, ADVICE = "children-england", "early-help", "send-england", "advice-guidance"
PACKS: Final = (CHILDREN, EARLY_HELP, SEND, ADVICE)


@dataclass(frozen=True)
class Field:
    """One meaning. `headings` are regular expressions over a heading in lower case.

    `is_rolling`: the column shows the latest of several ("last visit"), so that a new month's
    file adds to what is stored; otherwise a changed date corrects it. `plan` names the plan of
    which a planned date is the next review.
    """

    key: str
    label: str
    shape: Shape
    headings: tuple[str, ...]
    packs: tuple[str, ...] = ()
    event: str = ""
    details: Details = field(default_factory=lambda: NOTHING)
    is_rolling: bool = False
    plan: str = ""
    may_repeat: bool = False

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """All headings as one expression that must cover the whole heading."""
        return re.compile("|".join(f"(?:{heading})" for heading in self.headings))


def _event(  # noqa: PLR0913 - one row of the tables below
    key: str, label: str, event: str, headings: str, packs: tuple[str, ...], *, rolling: bool = False,
    details: Details = NOTHING,
) -> Field:
    return Field(key, label, "past", tuple(headings.split(";")), packs, event, details, rolling)


def _planned(key: str, label: str, headings: str, packs: tuple[str, ...], plan: str = "") -> Field:
    return Field(key, label, "planned", tuple(headings.split(";")), packs, plan=plan)


_PEOPLE = (
    Field("name", "Name", "name", (r"(child|client|young person|yp|pupil|student|service user|person|case|full)?('?s)? ?names?( of child)?", "child", "client", "young person", "yp", "pupil", "student", "service user", "person")),
    Field("given_name", "First name", "text", (r"(child )?(fore|first|given|christian) ?names?",)),
    Field("family_name", "Surname", "text", (r"(child )?(sur|last|family) ?name", "surname")),
    Field("household", "Family", "family", ("family", "household", "family name / ref", "sibling group")),
    Field("children", "Children with birth dates", "children", (r"child(ren)?( in (family|household))? ?[(/]? ?(and |& )?(dobs?|d\.?o\.?b\.?s?|ages?)\)?", "children", "siblings?")),
    Field("born_on", "Date of birth", "birth", (r"d\.?o\.?b\.?", r"date of birth", "birth ?date", "born( on)?")),
    Field("expected_on", "Expected date of birth", "planned", (r"e\.?d\.?d\.?", "due date of birth", "expected (date of )?birth")),
    Field("person_number", "Number of the person", "identifier", (r"(child|client|person|pupil|case|system|lcs|mosaic|ehm|liquid ?logic|carefirst|swift|icis)? ?(id|ids|id no\.?|id number|number|no\.?|identifier|pin)", "ref no", "id no", "mosaic", "lcs")),
    Field("case_number", "Reference of the case", "identifier", (r"(client|case|our|file|matter|family)? ?ref(erence)?( no\.?| number)?", "case number", "matter")),
    Field("upn", "Unique pupil number", "identifier", ("upn", "unique pupil number")),
    Field("nhs_number", "NHS number", "identifier", ("nhs( no.?| number)?",)),
    Field("sex", "Sex", "text", ("sex", "gender", "m/f")),
    Field("ethnicity", "Ethnicity", "text", ("ethnic(ity| origin| group)?",)),
    Field("language", "Language", "text", ("(first |home )?language",)),
    Field("interpreter", "Interpreter needed", "yes_no", ("interpreter( needed| required)?",)),
    Field("disability", "Disability", "text", ("disabilit(y|ies)( y/n)?", "sen ?/ ?disability")),
    Field("place", "School or area", "text", ("school( / nursery)?", "setting", "nursery", "education", "area", "ward", "postcode", "locality", "school/setting")),
    Field("vulnerability", "Vulnerability", "text", ("vulnerab(le|ility|ilities)( y/n)?", "flags?", "risks?")),
)
_CASE = (
    Field("worker", "Who holds the case", "worker", (r"(allocated |lead |case |key |named )?(sw|social worker|worker|practitioner|professional|case ?worker|adviser|advisor|officer|holder|case ?holder|lp|ehw|fsw|plan co-?ordinator)( name)?", "allocated( to)?", "assigned( to)?", "keyworker", "lead professional", "caseworker", "(sen|ehc|ehcp) (officer|coordinator|co-ordinator)")),
    Field("team", "Team", "text", ("team",)),
    Field("status", "Where the case stands", "status", ("(case |current )?status", "stage", "plan( type)?", "case type", "type of (plan|case)", "category of case", "legal status")),
    Field("rag", "Red, amber, green", "rag", ("rag( rating| status)?", "r/a/g", "colour", "risk (rating|level)", "priority")),
    Field("is_open", "Open or not", "yes_no", (r"(case )?open\??( y/n)?", r"active\??", r"live\??")),
    Field("closed_on", "Closed", "past", ("(date )?closed( on| date)?", "closure( date)?", "end date", "date of closure", "case closed"), event="case_closed"),
    Field("closure_reason", "Why it closed", "text", ("(closure |closing )?reason( for closure| closed)?", "outcome( of case)?", "reason")),
    Field("level", "Level of need", "text", ("lvl", "level( of need)?", "tier", "threshold( level)?", "need level")),
    Field("hours_a_week", "Hours a week", "number", (r"hrs? ?(/|per|a) ?w(ee)?k", "hours? ?(/|per|a) ?week", "weekly hours", "hrs")),
    Field("waiting_for", "Waiting for another service", "waits", (r"wait(ing)?[ -]?list\??", r"waiting( for| on)?\??", "(onward )?referrals? (sent|to|made)", "awaiting")),
    Field("consent", "Consent", "text", ("consent( given| y/n| to share)?",)),
    Field("issue", "Issue", "issue", ("(main )?(issue|enquiry|problem|matter)( type| area)?", "presenting (issue|problem)", "area of (advice|law)"), (ADVICE,)),
    Field("needs", "Needs", "text", ("(primary |presenting )?needs?", "need type", "sen need", "concerns?", "reason for (referral|involvement)", "presenting (issue|need)")),
    Field("next_step", "Next step", "note", ("next (step|action)s?", "to ?do", "actions?")),
    Field("notes", "Notes", "note", (r"(case )?(notes?|comments?|remarks?|updates?|summary|other|misc|further info(rmation)?)( ?/ ?(actions?|notes?).*)?", "notes.*", "comments.*", "actions? outstanding", "what'?s happening"), may_repeat=True),
)
_ALL = (
    _event("referred_on", "Referred", "referral_received", r"(date )?ref(er(ral|red)?)?\.?( date| on| rec(eive)?d| in)?;date of (ref|referral);date received;received", (CHILDREN,)),
    Field("opened_on", "Opened", "past", ("(date )?open(ed)?( on| date)?", "date opened", "case opened", "start( date)?", "(date )?allocated( on| date)", "allocation date"), (CHILDREN, EARLY_HELP, SEND)),
    _event("last_contact_on", "Last contact", "contact_made", "(date of )?last (contact|spoken|call|spoke|seen or spoken)( date| with.*)?;last contacted", (), rolling=True),
    _event("supervision_on", "Last supervision", "supervision_held", "(last )?(case )?supervision( date| last)?;last supervised", (), rolling=True),
    _planned("next_contact_on", "Next contact", "next (contact|call|appointment|appt)( date)?", ()),
    _planned("next_supervision_on", "Next supervision", "next supervision( date)?;supervision (due|next)", ()),
    _planned("court_on", "Court", "(next )?(court|hearing)( date)?", ()),
)
_CHILDREN = (
    _event("assessment_started_on", "Assessment started", "assessment_started", r"(c&f |child and family |s17 )?assess?(ment)?s?\.? (start(ed)?|began|opened)( date| on)?", (CHILDREN,), details={"kind": "child_and_family"}),
    _event("assessment_authorised_on", "Assessment finished", "assessment_authorised", r"(c&f |child and family )?assess?(ment)?s?\.? (comp(leted?)?|end(ed)?|finished|authorised|signed off)( date| on)?", (CHILDREN,)),
    _planned("assessment_due_on", "Assessment due", r"(c&f |child and family |s17 )?assess?(ment)?\.?( is)? (due|deadline|target)( date| by)?;due date (of )?assess?(ment)?", (CHILDREN,)),
    _event("strategy_on", "Strategy discussion", "strategy_discussion_held", r"(date of )?strat(egy)?( disc(ussion)?| meeting| mtg)?( date| held)?;s\.?47( start(ed)?)?( date)?", (CHILDREN,), details={"initiates_s47": True}),
    _event("conference_on", "Initial conference", "initial_conference_held", "(date of )?(icpc|initial (cp |child protection )?conf(erence)?)( date| held)?", (CHILDREN,)),
    _event("cp_started_on", "Child protection plan started", "cp_plan_started", "(cp|cpp|child protection)( plan)? (start(ed)?|from|since|began)( date)?;date of cp plan", (CHILDREN,)),
    _event("cp_ended_on", "Child protection plan ended", "cp_plan_ended", "(cp|cpp|child protection)( plan)? (end(ed)?|until|ceased)( date)?", (CHILDREN,)),
    _event("cin_started_on", "Child in need plan started", "cin_plan_started", "(cin|child in need)( plan)? (start(ed)?|from|since|began)( date)?", (CHILDREN,)),
    _event("cin_ended_on", "Child in need plan ended", "cin_plan_ended", "(cin|child in need)( plan)? (end(ed)?|until|ceased)( date)?", (CHILDREN,)),
    _event("last_review_conference_on", "Last review conference", "review_conference_held", "(last |date of )?rcpc( date| last| held)?;last (cp )?(review )?conf(erence)?", (CHILDREN,), rolling=True),
    _event("last_core_group_on", "Last core group", "core_group_held", "(last )?core ?(group|grp)( date| last| held)?", (CHILDREN,), rolling=True),
    _event("last_cin_review_on", "Last child in need review", "cin_plan_reviewed", "(last )?(cin|child in need) (rev(iew)?|meeting|mtg)( date| last| held)?", (CHILDREN,), rolling=True),
    _event("last_visit_on", "Last visit", "visit_made", r"(date of )?(last )?(stat(utory)?\.? |home |cp |cin |lac )?visit(ed)?( date| last)?;last (stat )?(visit|vis|sv|seen)( date)?;(child |date )?last seen;stat vis(it)?", (CHILDREN, EARLY_HELP, SEND), rolling=True),
    Field("seen", "Child seen", "yes_no", (r"(child |yp )?seen\??( y/n)?",), (CHILDREN, EARLY_HELP)),
    Field("seen_alone", "Seen alone", "yes_no", (r"(child |yp )?(seen|spoken to) ?alone\??( ?\(?y ?/ ?n\)?)?", "alone\\??"), (CHILDREN, EARLY_HELP)),
    _planned("next_visit_on", "Next visit", r"(next|due) (stat(utory)?\.? |home |cp |cin )?visit( date| due)?;(stat )?visit due( by| date)?", (CHILDREN, EARLY_HELP)),
    _planned("next_review_on", "Next review", r"next (rcpc|icpc|conf(erence)?|cin|cp|lac|cla|rev(iew)?)\b.*;(rcpc|conference|review) (due|next)( date)?;next meeting.*", (CHILDREN, EARLY_HELP), plan="by_status"),
    _planned("next_core_group_on", "Next core group", "next core ?group( date)?;core ?group due( date)?", (CHILDREN,)),
    Field("category", "Category of abuse", "category", ("category( of (abuse|harm|plan))?", "cp category", "cat\\.?"), (CHILDREN,)),
    _event("looked_after_on", "Became looked after", "became_looked_after", "(became |date |start of )?(lac|cla|looked after|in care)( date| from| since| start(ed)?)?;into care", (CHILDREN,)),
    _event("placed_on", "Placement started", "placement_started", "placement (start(ed)?|date|from|since)( date)?;placed( on)?", (CHILDREN,)),
    _event("last_care_review_on", "Last looked-after review", "looked_after_review_held", "last (lac|cla|looked after|care|iro) rev(iew)?( date)?;(lac|cla) rev(iew)?( last| date| held)?", (CHILDREN,), rolling=True),
    _event("health_assessment_on", "Last health assessment", "health_assessment_held", "(last )?(iha|rha|health assess(ment)?|lac medical)( date| last| held)?", (CHILDREN,), rolling=True),
    _event("education_plan_on", "Last personal education plan review", "personal_education_plan_reviewed", "(last )?pep( date| review| last| held)?", (CHILDREN,), rolling=True),
    _event("return_interview_on", "Last return interview", "return_interview_held", "(last )?(rhi|return (home )?interview)( date| held)?", (CHILDREN,), rolling=True),
    _event("pathway_plan_on", "Pathway plan", "pathway_plan_reviewed", "(last )?pathway plan( date| review(ed)?)?", (CHILDREN,), rolling=True),
    _event("pre_proceedings_on", "Pre-proceedings started", "pre_proceedings_started", "(plo|pre-?proceedings)( date| start(ed)?| from)?", (CHILDREN,)),
    _event("proceedings_on", "Proceedings issued", "proceedings_issued", "(proceedings |court )?issued( date| on)?", (CHILDREN,), details={"kind": "care"}),
)
_EARLY = (
    _event("help_requested_on", "Early help requested", "early_help_requested", "(date )?(request(ed)?|ref(erral|erred)?)\\.?( date| on| received| in)?", (EARLY_HELP,)),
    _event("eha_on", "Early help assessment completed", "early_help_assessment_completed", "(date of )?(eha|eh assess(ment)?|early help assess(ment)?|caf)( date| done| comp(leted?)?| on)?", (EARLY_HELP,)),
    _event("taf_last_on", "Last team around the family", "team_around_family_held", "(last |date of last )?(taf|tac|team around the (family|child))( meeting| mtg)?( last| date| held)?", (EARLY_HELP,), rolling=True),
    _planned("taf_next_on", "Next team around the family", "(next )(taf|tac|team around the (family|child))( meeting| mtg)?( date)?;(taf|tac)( meeting| mtg)? (next|due)( date)?", (EARLY_HELP,), plan="early_help"),
)
_SEND = (
    _event("ehc_requested_on", "EHC needs assessment requested", "ehc_needs_assessment_requested", "(date )?(ehcna |ehc |assessment )?request(ed)?( date| received| on| rec'?d)?;request for assess(ment)?( date)?;ehcna( date)?;(date )?ref(erral|erred)?\\.?( date| on)?", (SEND,)),
    _event("ehc_decided_on", "Decision whether to assess", "ehc_assessment_decided", "(6 ?w(ee)?k |wk ?6 )?(decision|dec|panel)( to assess)?( date| on)?;6 ?w(ee)?ks?( decision)?;agreed to assess( date| on)?", (SEND,)),
    _event("advice_requested_on", "Advice requested", "ehc_advice_requested", "advice (requested|req'?d|sought|out)( date| on)?", (SEND,)),
    _event("advice_received_on", "Advice received", "ehc_advice_received", "(all )?advice (received|in|back|rec'?d)( date| on)?", (SEND,)),
    _event("draft_sent_on", "Draft plan sent", "ehc_draft_plan_sent", "draft( plan| ehcp)?( sent| issued| out)?( date| on)?", (SEND,)),
    _event("plan_final_on", "Plan finalised", "ehc_plan_finalised", "(date )?(final(ised)?( plan| ehcp)?|ehcp? issued|plan (issued|final(ised)?))( date| on| issued)?", (SEND,)),
    _event("plan_refused_on", "Plan refused", "ehc_plan_refused", "(plan )?refus(ed|al)( date| on)?", (SEND,)),
    _event("annual_review_on", "Last annual review", "ehc_annual_review_meeting_held", "(last |date of last )?(ar|annual rev(iew)?)( meeting| mtg)?( date| last| held| on)?", (SEND,), rolling=True),
    _planned("next_annual_review_on", "Next annual review", "(next )(ar|annual rev(iew)?)( date| due)?;(ar|annual rev(iew)?) (due|next)( date| by)?", (SEND,), plan="ehc"),
    _event("amendment_notice_on", "Amendment notice sent", "ehc_amendment_notice_sent", "(amend(ment)? notice|proposed amend(ment)?s?)( sent| date| on)?", (SEND,), rolling=True),
    _event("plan_amended_on", "Amended plan issued", "ehc_plan_amended", "amended( final)?( plan| ehcp)?( issued| date| on)?", (SEND,), rolling=True),
    _event("plan_ceased_on", "Plan ceased", "ehc_plan_ceased", "(plan |ehcp )?ceased?( date| on| to maintain)?", (SEND,)),
    _planned("plan_due_on", "Final plan due", "(20 ?w(ee)?ks?|wk ?20|week 20|final due|plan due)( date| by| deadline)?", (SEND,)),
    _planned("phase_transfer_on", "Phase transfer", "phase transfer( date| due| by)?;transfer( year| date| due)?", (SEND,)),
    _event("mediation_on", "Mediation", "mediation_held", "mediation( date| held| on)?", (SEND,)),
    _event("appeal_on", "Appeal registered", "tribunal_appeal_registered", "(tribunal|appeal|sendist)( registered| date| lodged| on)?", (SEND,)),
)
_ADVICE = (
    _event("enquiry_on", "Enquiry received", "enquiry_received", "(date )?open(ed)?( on| date)?;(date of )?(first )?(enquiry|contact)( date| received)?;(date )?ref(erral|erred)?\\.?( date| on)?;start( date)?", (ADVICE,)),
    Field("letter_dated_on", "Date of the decision letter", "past", ("(date of )?(decision|dwp|council|award)? ?(letter|notice|decision)( letter)?( dated| date| of)?", "decision letter dated", "date on letter"), (ADVICE,)),
    _planned("deadline_on", "Deadline given", "deadline( given| date)?;(respond|reply|appeal|mr) by;time limit;limit date", (ADVICE,)),
    _event("interview_on", "Last interview", "interview_held", "(last )?(interview|appointment|appt|seen)( date| held| on)?", (ADVICE,), rolling=True),
    _event("reconsideration_on", "Reconsideration asked for", "mandatory_reconsideration_requested", "(mr|mandatory reconsideration)( sent| requested| date| asked)( on)?", (ADVICE,)),
    _event("reconsidered_on", "Reconsideration notice", "mandatory_reconsideration_notified", "(mrn|mr (notice|decision|result))( dated| date| on)?", (ADVICE,)),
    _event("appeal_lodged_on", "Appeal lodged", "tribunal_appeal_lodged", "appeal( lodged| sent| date)( on)?;sscs1( sent)?", (ADVICE,)),
    _event("breathing_space_on", "Breathing space started", "moratorium_started", "(breathing space|moratorium)( start(ed)?| date| from)( on)?", (ADVICE,)),
    _event("advice_confirmed_on", "Advice confirmed in writing", "advice_confirmed_in_writing", "(advice|confirmation) letter( sent| date)?( on)?;confirmed in writing", (ADVICE,), rolling=True),
)
FIELDS: Final = {
    one.key: one for group in (_PEOPLE, _CASE, _ALL, _CHILDREN, _EARLY, _SEND, _ADVICE) for one in group
}
"""Every field by its key, in the order in which people are offered them."""
