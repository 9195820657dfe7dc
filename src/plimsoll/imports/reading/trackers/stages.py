"""What a tracker's word for where a case stands means, and which events it speaks of."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from plimsoll.imports.reading.trackers.fields import CHILDREN, EARLY_HELP, SEND

if TYPE_CHECKING:
    from plimsoll.imports.reading.values import CaseStatus


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage. `plan` is the plan it says is in force, `visit_kind` what a visit is then.

    `begun_by` is the event that must have happened for the stage to be true; a tracker seldom
    says when. `is_past_assessment`: the first assessment is over, again without a date.
    """

    key: str
    label: str
    status: CaseStatus = "open"
    plan: str = ""
    visit_kind: str = "other"
    begun_by: str = ""
    is_past_assessment: bool = False
    review_kind: str = ""


_STAGES = (
    Stage("referred", "Referred, not yet decided", "referred"),
    Stage("waiting", "Waiting for a service or a worker", "waiting"),
    Stage("assessment", "Being assessed", begun_by="assessment_started"),
    Stage("s47", "Section 47 enquiry", begun_by="strategy_discussion_held"),
    Stage(
        "child_protection",
        "Child protection plan",
        plan="child_protection",
        visit_kind="cp",
        begun_by="cp_plan_started",
        is_past_assessment=True,
        review_kind="child_protection",
    ),
    Stage(
        "child_in_need",
        "Child in need plan",
        plan="child_in_need",
        visit_kind="cin",
        begun_by="cin_plan_started",
        is_past_assessment=True,
        review_kind="child_in_need",
    ),
    Stage(
        "looked_after",
        "Looked after",
        plan="care",
        visit_kind="looked_after",
        begun_by="became_looked_after",
        is_past_assessment=True,
        review_kind="care",
    ),
    Stage(
        "care_leaver",
        "Care leaver",
        plan="pathway",
        visit_kind="care_leaver",
        is_past_assessment=True,
        review_kind="pathway",
    ),
    Stage("private_fostering", "Privately fostered", visit_kind="private_fostering", is_past_assessment=True),
    Stage("step_down", "Stepping down", is_past_assessment=True, review_kind="step_down"),
    Stage("closing", "Closing, not yet signed off", is_past_assessment=True),
    Stage("early_help", "Early help plan", plan="early_help", review_kind="early_help"),
    Stage("ehc_assessment", "EHC needs assessment"),
    Stage("ehc_plan", "EHC plan", plan="ehc", review_kind="ehc"),
    Stage("open", "Open"),
    Stage("closed", "Closed", "closed"),
)
STAGES: Final = {stage.key: stage for stage in _STAGES}
_WORDS: Final[tuple[tuple[str, str, tuple[str, ...]], ...]] = (
    (
        r"clos(ed|ing|ure)?\b.*(await|sign|pending|tbc|supervis|manager).*|closing|to close|ready to close|for closure",
        "closing",
        (),
    ),
    (r"(case )?closed|nfa|ended|inactive", "closed", ()),
    (r"(on )?(cp|cpp|child prot(ection)?)( plan)?", "child_protection", (CHILDREN,)),
    (r"(on )?(cin|chin|child in need|s\.?17)( plan)?", "child_in_need", (CHILDREN,)),
    (r"lac|cla|cic|looked after|in care|s\.?20|ico|fco|care order|child in care", "looked_after", (CHILDREN,)),
    (r"care leaver|cl|leaving care|former relevant|pathway|18\+", "care_leaver", (CHILDREN,)),
    (r"pf|private(ly)? foster(ing|ed)", "private_fostering", (CHILDREN,)),
    (r"s\.? ?47|section 47|strat(egy)?|enquir(y|ies)", "s47", (CHILDREN,)),
    (r"(c&f|caf|single|child and family|s17)? ?assess?(ment|ing)?\.?", "assessment", (CHILDREN, EARLY_HELP)),
    (r"step(ping|ped)?[ -]?down.*", "step_down", (CHILDREN, EARLY_HELP)),
    (r"new|referr(al|ed)|contact|screening|triage|mash", "referred", ()),
    (r"wait(ing)?( list)?|on hold|allocation|unallocated|pending", "waiting", ()),
    (r"taf|tac|eh|early help|eha|targeted", "early_help", (EARLY_HELP,)),
    (r"ehcna|needs assessment|assess(ment|ing)?|statutory assessment", "ehc_assessment", (SEND,)),
    (r"ehcp?|plan|maintained|final(ised)?( plan)?|annual review", "ehc_plan", (SEND,)),
    (r"open|active|live|ongoing|current|allocated|in progress", "open", ()),
)


def stage_of(text: str, pack: str) -> str:
    """The stage that a word means in a pack, or nothing where it is not known.

    >>> stage_of("Assess.", "children-england"), stage_of("CP", "children-england"), stage_of("?!", "children-england")
    ('assessment', 'child_protection', '')
    """
    word = " ".join(text.casefold().split()).strip(" .:-")
    for pattern, stage, packs in _WORDS:
        if (not packs or pack in packs) and re.fullmatch(pattern, word):
            return stage
    return ""


CATEGORIES: Final = {
    "NEG": r"n|neg|neglect",
    "PHY": r"pa?|phy|physical( abuse)?",
    "SAB": r"sa?|sab|sex(ual)?( abuse)?|cse",
    "EMO": r"ea?|emo|emotional( abuse)?|emotional harm",
    "MUL": r"mul|multiple|mult",
}


def category_of(text: str) -> str:
    """The census code of a category of abuse as a tracker writes it.

    >>> category_of("SA"), category_of("Emotional"), category_of("other")
    ('SAB', 'EMO', '')
    """
    word = " ".join(text.casefold().split()).strip(" .")
    return next((code for code, pattern in CATEGORIES.items() if re.fullmatch(pattern, word)), "")


_ISSUES: Final[tuple[tuple[str, str, dict[str, str]], ...]] = (
    (r"\b(s\.? ?202|homeless(ness)?)\b", "homelessness_decision_notified", {}),
    (r"\bpip\b", "benefit_decision_notified", {"benefit": "pip"}),
    (r"\b(uc|universal credit)\b", "benefit_decision_notified", {"benefit": "uc"}),
    (r"\besa\b", "benefit_decision_notified", {"benefit": "esa"}),
    (r"\bjsa\b", "benefit_decision_notified", {"benefit": "jsa"}),
    (r"\bdla\b", "benefit_decision_notified", {"benefit": "dla"}),
    (r"\b(carer'?s allowance|ca)\b", "benefit_decision_notified", {"benefit": "carers_allowance"}),
)


def letter_event(issue: str) -> tuple[str, dict[str, str]]:
    """Which decision a letter about this issue notifies; nothing where the issue does not tell.

    >>> letter_event("PIP MR"), letter_event("s21 notice")
    (('benefit_decision_notified', {'benefit': 'pip'}), ('', {}))
    """
    word = issue.casefold()
    return next(((event, dict(details)) for pattern, event, details in _ISSUES if re.search(pattern, word)), ("", {}))


def rag_of_word(text: str) -> str:
    """red, amber or green for a word that is one of them and nothing else.

    >>> rag_of_word("A"), rag_of_word("red"), rag_of_word("Amber/Green")
    ('amber', 'red', '')
    """
    word = " ".join(text.casefold().split()).strip(" .!")
    table = {
        "r": "red",
        "red": "red",
        "a": "amber",
        "amber": "amber",
        "g": "green",
        "green": "green",
        "yellow": "amber",
        "y": "amber",
        "orange": "amber",
        "high": "red",
        "medium": "amber",
        "low": "green",
    }
    return table.get(word, "")


def yes_or_no(text: str) -> bool | None:
    """True or False where a cell begins with yes or no; what follows is a remark.

    >>> yes_or_no("Y"), yes_or_no("no - refused"), yes_or_no("verbal")
    (True, False, None)
    """
    found = re.match(r"(yes|y|true|1|✓|no|n|false|0|✗)\b|[✓✗]", text.strip().casefold())
    if not found:
        return None
    return found.group(0) in {"yes", "y", "true", "1", "✓"}


_ADVICE_FLAGS: Final = (
    (r"\b(u ?18|under 18|minor)\b", "under_18"),
    (r"\b(mh|mental health)\b", "mental_health"),
    (r"\b(dv|da|dva|domestic (abuse|violence))\b", "domestic_abuse"),
    (r"\b(ld|learning disab)", "learning_disability"),
    (r"\bdisab", "disability"),
    (r"\bpreg", "pregnant"),
    (r"\b(care leaver|cl)\b", "care_leaver"),
)


def vulnerabilities(text: str) -> list[str]:
    """The vulnerabilities a cell names, as words of the programme."""
    word = text.casefold()
    return [name for pattern, name in _ADVICE_FLAGS if re.search(pattern, word)]
