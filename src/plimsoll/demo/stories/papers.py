"""Three cases with their papers: documents in versions, one removed; consents, one withdrawn; what is significant."""

# ruff: noqa: E501 - prose

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from plimsoll.cases import actions as cases
from plimsoll.cases import marking
from plimsoll.cases.models import CaseEvent
from plimsoll.consents import actions as consents
from plimsoll.consents.actions import Basis, Consent, Sharing
from plimsoll.demo.people import ADVICE, CHILDREN, SEND
from plimsoll.demo.telling import Telling, open_told
from plimsoll.documents import actions as documents
from plimsoll.documents.actions import About, File
from plimsoll.documents.reading import Found
from plimsoll.documents.reading.recognise import recognise
from plimsoll.pdf import Paper, render

if TYPE_CHECKING:
    from datetime import datetime

    from plimsoll.documents.models import Document

MUM, TEACHER = "Mother", "The class teacher"


def tell(now: datetime) -> None:
    """Tell them all; the last looks at each case are of today."""
    told = [child_protection(now), ehc(now), advice(now)]
    cases.refresh_hints([one.case.pk for one in told], now=now)


def child_protection(now: datetime) -> Telling:
    """A school that heard too much, and a mother who took her consent back."""
    told = open_told(
        now, CHILDREN, "Sam Pritchard", ("Elin", "Marlowe"), 8, 96,
        [
            ("referral_received", 96, {"source": "school"}),
            ("referral_decided", 95, {"outcome": "assessment", "rationale": "Bruises explained in two ways"}),
            ("assessment_started", 95, {"kind": "child_and_family"}),
        ],
    )  # fmt: skip
    basis = Basis(
        "safeguarding", "Police", "public_task",
        "Enquiries under section 47 of the Children Act 1989. Asking the family first would have put Elin at risk.",
        "safeguarding", "Helen Marsh", (now - timedelta(days=-40)).date(),
    )  # fmt: skip
    consents.record_basis(told.at(92).case.pk, basis, on=told.day, now=told.now, actor_id=told.worker.pk)
    told.happened("strategy_discussion_held", "Police, health and school. Enquiries to begin, single agency.", initiates_s47=False)
    share(told, Sharing("safeguarding", "Police", "What school saw on two days, and what Elin said", "Duty sergeant", "telephone"))
    told.at(88).happened("visit_made", "Elin showed me where she sleeps. “It is loud when they think I am asleep.”", kind="cin", child_seen=True, seen_alone=True)
    mark(told, "visit_made", "The first time she said it herself.")
    consent(told, Consent("school", "Harbour Academy", MUM, "parental_responsibility", "signed", review_on=(now + timedelta(days=30)).date(), words="They may know when a morning has been bad, so that somebody meets Elin at the gate. Nothing about her father."))
    report = paper(told.at(80), "report", "School report for the conference", "Harbour Academy", "Elin is bright and tired. Attendance 84 per cent; last term 71.\n\nShe has told her teacher twice that she does not sleep.\n\nWe ask that somebody rings before half past eight when a morning has gone badly.")
    share(told, Sharing("school", "Harbour Academy", "That last night was bad; what was said is not theirs to know", TEACHER, "telephone"))
    again = a_pdf(told, "School report for the conference", "Elin is bright and tired. Attendance 86 per cent, corrected; last term 71.\n\nShe has told her teacher twice that she does not sleep.")
    told.at(71)
    documents.add_version(report.pk, again, note="Attendance corrected by the school", version=report.version, now=told.now, actor_id=told.worker.pk)
    text(told.at(60), "letter", "Letter to the family before the visit", "Llythyr at y teulu.\n\nWe shall come on Tuesday after school, with the interpreter, as you asked. Your sister may be there.")
    twice = text(told, "letter", "Letter to the family before the visit, again", "Llythyr at y teulu.\n\nWe shall come on Tuesday.")
    documents.remove_document(twice.pk, ground="twice", why="The same letter was added a minute before.", version=twice.version, now=told.now, actor_id=told.worker.pk)
    told.at(52).happened("assessment_authorised")
    told.at(20).happened("visit_made", "Calmer. She slept at her aunt’s at the weekend and wants to again.", kind="cin", child_seen=True, seen_alone=True)
    mark(told, "referral_received", "How it began.")
    told.at(2)
    consents.withdraw_consent(told.case.pk, "school", "Harbour Academy", given_by=MUM, words="Too many people at the gate know already.", on=told.day, now=told.now, actor_id=told.worker.pk)
    return told


def ehc(now: datetime) -> Telling:
    """Advice from three, and consent for one purpose each."""
    told = open_told(now, SEND, "Marta Kowalczyk", ("Rowan", "Achebe"), 7, 60, [("ehc_assessment_requested", 60, {})])
    for agency, what in (("Educational psychology", "Working memory, mornings, and what works"), ("Speech and language therapy", "Speech at home and at school")):
        consent(told.at(55), Consent("assessment", agency, "Father", "parental_responsibility", "written", until=(now + timedelta(days=200)).date(), words=f"They may ask school and tell us: {what.lower()}."))
    consent(told, Consent("research", "University", "Father", "parental_responsibility", "written", words="No, thank you."), is_given=False)
    paper(told.at(30), "assessment", "Advice from the educational psychologist", "Educational psychology", "Working memory is a strength when it is pictures and a difficulty when it is words.\n\nShort instructions, one at a time, with a picture. A quiet place before a change of room.")
    share(told.at(25), Sharing("assessment", "Educational psychology", "The school’s record of support, two terms", "Duty psychologist", "secure_email"))
    mark(told, "ehc_assessment_requested", "The date from which the twenty weeks are counted.")
    return told


def advice(now: datetime) -> Telling:
    """A decision letter, and authority to speak to the Department for the client."""
    told = open_told(now, ADVICE, "Dev Shah", ("Patrick", "O’Hare"), 58, 24, [("enquiry_received", 24, {})])
    consent(told.at(23), Consent("benefits", "Department for Work and Pensions", "Patrick O’Hare", "themselves", "signed", until=(now + timedelta(days=120)).date(), words="We may speak for him about this claim until it is decided."))
    paper(told, "letter", "Decision letter about the benefit", "Department for Work and Pensions", "The claim was refused because the form came late.\n\nThere is one calendar month from the date of this letter to ask for it to be looked at again.")
    share(told.at(16), Sharing("benefits", "Department for Work and Pensions", "That he was in hospital when the form was due", "Decision maker", "telephone"))
    return told


def consent(told: Telling, given: Consent, *, is_given: bool = True) -> None:
    consents.record_consent(told.case.pk, given, is_given=is_given, on=told.day, now=told.now, actor_id=told.worker.pk)


def share(told: Telling, sharing: Sharing) -> None:
    consents.record_sharing(told.case.pk, sharing, on=told.day, now=told.now, actor_id=told.worker.pk)


def mark(told: Telling, name: str, why: str) -> None:
    entry = CaseEvent.objects.filter(case=told.case, name=name).order_by("-id").first()
    assert entry is not None
    marking.mark_entry(told.case.pk, entry.pk, why=why, is_significant=True, now=told.now, actor_id=told.worker.pk)


def paper(told: Telling, kind: str, title: str, sender: str, words: str) -> Document:
    return documents.add_document(told.case.pk, About(title, kind, told.day, sender), a_pdf(told, title, words), now=told.now, actor_id=told.worker.pk)


def text(told: Telling, kind: str, title: str, words: str) -> Document:
    return documents.add_document(told.case.pk, About(title, kind, told.day), a_file(words.encode()), now=told.now, actor_id=told.worker.pk)


def a_pdf(told: Telling, title: str, words: str) -> File:
    made = Paper(title=title, subtitle=told.case.title)
    made.text(words)
    return a_file(render(made, told.now))


def a_file(data: bytes) -> File:
    """A file as the form gives it, but read in this process: we made it."""
    known = recognise(data)
    words, _is_cut = known.words()
    return File(data, Found(known.form, known.pages, tuple(sorted(known.flags)), words.strip(), "read"))
