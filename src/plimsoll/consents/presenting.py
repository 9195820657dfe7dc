"""Consent and sharing in words: values in, words out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _

from plimsoll.cases.words import day as day_words
from plimsoll.consents import grounds, words
from plimsoll.consents.register import day

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date
    from uuid import UUID

    from plimsoll.consents.register import Said, Share, Standing


@dataclass(frozen=True, slots=True)
class Line:
    """One purpose with one agency."""

    anchor: str
    purpose: str
    agency: str
    state: str
    state_words: str
    may_share: bool
    facts: list[tuple[str, str]]
    evidence_url: str
    evidence: str
    basis: str
    basis_facts: list[tuple[str, str]]
    citation: object
    condition_citation: object
    is_untold: bool
    shares: int
    withdraw_url: str
    end_url: str
    told_url: str
    share_url: str


@dataclass(frozen=True, slots=True)
class ShareLine:
    """One thing that was shared."""

    on: date
    what: str
    to: str
    purpose: str
    how: str
    basis: str
    rationale: str
    by: str
    document_url: str
    document: str


def lines(
    case_id: UUID, standings: Iterable[Standing], documents: Mapping[str, str], today: date
) -> list[Line]:
    """The register; `documents` are the titles of those on the record, by id."""
    return [_line(case_id, one, documents, today) for one in standings]


def sharing_log(standings: Iterable[Standing], documents: Mapping[str, str]) -> list[ShareLine]:
    """Everything that was shared, newest first."""
    found = [(share.on, share.event_id, _share(one, share, documents)) for one in standings for share in one.shares]
    return [line for _on, _pk, line in sorted(found, key=lambda each: each[:2], reverse=True)]


def _line(case_id: UUID, one: Standing, documents: Mapping[str, str], today: date) -> Line:
    said = one.consent
    evidence = str(said.details.get("document", "")) if said else ""
    is_there = evidence in documents
    args = [case_id, said.event_id] if said else []
    basis = one.basis
    last = said or basis
    return Line(
        anchor=f"ground-{said.event_id if said else basis.event_id if basis else 0}",
        purpose=grounds.purpose(one.pack, one.purpose),
        agency=one.agency,
        state=one.state,
        state_words=str(words.STATES[one.state]),
        may_share=bool(one.ground),
        facts=_consent_facts(said, today) if said else [],
        evidence_url=reverse("documents:document", args=[evidence]) if is_there else "",
        evidence=documents.get(evidence, ""),
        basis=grounds.title(one.pack, str(basis.details.get("basis", ""))) if basis else "",
        basis_facts=_basis_facts(one.pack, basis, today) if basis else [],
        citation=_citation(one.pack, basis, "basis") if basis else None,
        condition_citation=_citation(one.pack, basis, "condition") if basis else None,
        is_untold=one.is_untold,
        shares=len(one.shares),
        withdraw_url=reverse("consents:withdraw", args=args) if said and one.state in {"given", "run_out"} else "",
        end_url=reverse("consents:end_basis", args=[case_id, basis.event_id]) if basis else "",
        told_url=reverse("consents:told", args=args) if one.is_untold else "",
        share_url=f"{reverse('consents:share', args=[case_id])}?from={last.event_id}" if last else "",
    )


def _consent_facts(said: Said, today: date) -> list[tuple[str, str]]:
    d = said.details
    until, review = day(d.get("until")), day(d.get("review_on"))
    pairs = [
        (_("When"), day_words(said.on)),
        (_("By"), str(d.get("given_by", ""))),
        (_("By what right"), words.word(words.CAPACITIES, str(d.get("capacity", "")))),
        (_("How"), words.word(words.HOWS, str(d.get("how", "")))),
        (_("What was said"), str(d.get("words", ""))),
        (_("Until"), day_words(until) if until else ""),
        (_("Ask again"), _review(review, today)),
        (_("Recorded by"), said.by),
    ]
    return [(key, value) for key, value in pairs if value]


def _basis_facts(pack: str, said: Said, today: date) -> list[tuple[str, str]]:
    d = said.details
    condition = str(d.get("condition", ""))
    pairs = [
        (_("Second ground"), grounds.title(pack, condition) if condition else ""),
        (_("Why"), str(d.get("rationale", ""))),
        (_("When"), day_words(said.on)),
        (_("Agreed by"), str(d.get("agreed_by", ""))),
        (_("Look again"), _review(day(d.get("review_on")), today)),
        (_("Recorded by"), said.by),
    ]
    return [(key, value) for key, value in pairs if value]


def _review(on: date | None, today: date) -> str:
    if on is None:
        return ""
    return _("%(day)s: that is past") % {"day": day_words(on)} if on < today else day_words(on)


def _citation(pack: str, said: Said, name: str) -> object:
    word = str(said.details.get(name, ""))
    found = (grounds.bases(pack) if name == "basis" else grounds.conditions(pack)).get(word)
    return found.citation if found else None


def _share(one: Standing, share: Share, documents: Mapping[str, str]) -> ShareLine:
    is_there = share.document in documents
    return ShareLine(
        on=share.on,
        what=share.what,
        to=f"{share.recipient}, {one.agency}" if share.recipient else one.agency,
        purpose=grounds.purpose(one.pack, one.purpose),
        how=words.word(words.CHANNELS, share.how),
        basis=grounds.title(one.pack, share.basis),
        rationale=share.rationale,
        by=share.by,
        document_url=reverse("documents:document", args=[share.document]) if is_there else "",
        document=documents.get(share.document, ""),
    )
