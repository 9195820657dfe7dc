"""A derived case as its pages show it: values in, words out, no query."""

from plimsoll.cases.presenting.choices import (
    event_kind,
    event_title,
    open_rules,
    plan_choices,
    tier_choices,
    what_the_law_allows,
    worker_choices,
)
from plimsoll.cases.presenting.duties import STATES, DutyView, closed_duties, due_words, open_duties
from plimsoll.cases.presenting.entries import Entry, Wanted, can_be_corrected, chronology, kinds, listed
from plimsoll.cases.presenting.imported import FromFile, Said, from_file
from plimsoll.cases.presenting.position import next_step, strip, subjects
from plimsoll.cases.presenting.reasons import ReasonLine, reason_text, reasons
from plimsoll.cases.presenting.why import compared, then, tier_title, waiting_override, why

__all__ = [
    "STATES",
    "DutyView",
    "Entry",
    "FromFile",
    "ReasonLine",
    "Said",
    "Wanted",
    "can_be_corrected",
    "chronology",
    "closed_duties",
    "compared",
    "due_words",
    "event_kind",
    "event_title",
    "from_file",
    "kinds",
    "listed",
    "next_step",
    "open_duties",
    "open_rules",
    "plan_choices",
    "reason_text",
    "reasons",
    "strip",
    "subjects",
    "then",
    "tier_choices",
    "tier_title",
    "waiting_override",
    "what_the_law_allows",
    "why",
    "worker_choices",
]
