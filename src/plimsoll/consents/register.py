"""What stands of consent and sharing on a day, worked out of the events of a case: nothing of it is stored.

Of each purpose with each agency the last word counts: given, refused, withdrawn; given until a day, it runs out after
that day. A lawful basis stands beside it, until it is ended. What was shared before a withdrawal stays lawful (UK GDPR
Article 7(3)), and the agency is to be told.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

CONSENT = {"consent_given": "given", "consent_refused": "refused", "consent_withdrawn": "withdrawn"}
BASIS = {"lawful_basis_recorded": "recorded", "lawful_basis_ended": "ended"}
SHARED, TOLD = "information_shared", "sharing_stopped"
NAMES = frozenset({*CONSENT, *BASIS, SHARED, TOLD})


class Said(NamedTuple):
    """One event of those above, as it stands after corrections."""

    event_id: int
    name: str
    on: date
    details: Mapping[str, str]
    by: str


class Share(NamedTuple):
    """Something that was shared."""

    event_id: int
    on: date
    what: str
    recipient: str
    how: str
    basis: str
    rationale: str
    document: str
    by: str


@dataclass
class Standing:
    """How one purpose stands with one agency."""

    pack: str
    purpose: str
    agency: str
    consent: Said | None = None
    basis: Said | None = None
    shares: list[Share] = field(default_factory=list)
    told_on: date | None = None
    state: str = "none"

    @property
    def ground(self) -> str:
        """`consent` while one is in force, else the word of the lawful basis, else nothing: it may not be shared."""
        if self.state == "given":
            return "consent"
        return str(self.basis.details.get("basis", "")) if self.basis else ""

    @property
    def is_untold(self) -> bool:
        """Whether something was shared on a consent that is gone, and the agency was not told since."""
        gone = self.consent is not None and self.state in {"withdrawn", "run_out"} and self.basis is None
        on_consent = any(share.basis == "consent" for share in self.shares)
        return bool(gone and on_consent and self.told_on is None)

    @property
    def review_on(self) -> date | None:
        """When the ground that stands is to be looked at again."""
        said = self.consent if self.state == "given" else self.basis
        return day(said.details.get("review_on")) if said else None


def register(events: Iterable[Said], pack: str, today: date) -> list[Standing]:
    """Every purpose and agency spoken of, those to be told first; what lies ahead is left out."""
    found: dict[tuple[str, str], Standing] = {}
    for said in sorted(events, key=lambda one: (one.on, one.event_id)):
        if said.on > today or said.name not in NAMES:
            continue
        purpose, agency = str(said.details.get("purpose", "")), str(said.details.get("agency", ""))
        standing = found.setdefault(key(purpose, agency), Standing(pack, purpose, agency))
        _take(standing, said)
    for standing in found.values():
        standing.state = _state(standing.consent, today)
        standing.shares.reverse()
    order = {"withdrawn": 0, "run_out": 1, "refused": 2, "given": 3, "none": 4}
    return sorted(
        found.values(), key=lambda one: (not one.is_untold, order[one.state], one.agency.casefold(), one.purpose)
    )


def key(purpose: str, agency: str) -> tuple[str, str]:
    """Under what a purpose and an agency are one, however they were typed.

    >>> key("school", " Harbour  ACADEMY ") == key("School", "Harbour Academy")
    True
    """
    return " ".join(purpose.casefold().split()), " ".join(agency.casefold().split())


def find(standings: Iterable[Standing], purpose: str, agency: str) -> Standing | None:
    """How this purpose stands with this agency; None where nobody was asked and no basis recorded."""
    return next((one for one in standings if key(one.purpose, one.agency) == key(purpose, agency)), None)


def day(text: object) -> date | None:
    """A day as an event keeps it."""
    try:
        return date.fromisoformat(str(text)) if text else None
    except ValueError:
        return None


def _take(standing: Standing, said: Said) -> None:
    if said.name in CONSENT:
        standing.consent = said
        if said.name == "consent_given":
            standing.told_on = None
    elif said.name in BASIS:
        standing.basis = said if said.name == "lawful_basis_recorded" else None
    elif said.name == SHARED:
        d = said.details
        standing.shares.append(
            Share(said.event_id, said.on, str(d.get("what", "")), str(d.get("recipient", "")), str(d.get("how", "")),
                  str(d.get("basis", "")), str(d.get("rationale", "")), str(d.get("document", "")), said.by)
        )  # fmt: skip
    else:
        standing.told_on = said.on


def _state(consent: Said | None, today: date) -> str:
    if consent is None:
        return "none"
    until = day(consent.details.get("until"))
    if consent.name == "consent_given" and until is not None and until < today:
        return "run_out"
    return CONSENT[consent.name]
