"""The workers of the demonstration. Everybody here is invented."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from plimsoll.people.models import Role, User

# Only of the demonstration, which answers on this machine alone: the sign-in page offers each person by a button.
DOMAIN = "demo.plimsoll.example"


@dataclass(frozen=True, slots=True)
class Colleague:
    """One invented worker."""

    name: str
    role: str
    team: str
    job_title: str
    hours_a_week: Decimal = Decimal(37)
    share: float = 1.0
    years: int = 3

    @property
    def email(self) -> str:
        """The address they sign in with."""
        plain = self.name.casefold().translate(str.maketrans("âáéíóôŵŷ", "aaeioowy"))
        return f"{plain.replace(' ', '.').replace(chr(39), '')}@{DOMAIN}"


CHILDREN, DISABLED, SEND, ADVICE = "Safeguarding Team 3", "Children in Care Team", "SEND Casework", "Advice Centre"
P, S, M, A = Role.PRACTITIONER, Role.SUPERVISOR, Role.SERVICE_MANAGER, Role.AUDITOR
SERVICES = {
    "Children's Services": ("children-england", (CHILDREN, DISABLED)),
    "SEND Service": ("send-england", (SEND,)),
    "Advice Service": ("advice-guidance", (ADVICE,)),
}
STAFF = (
    Colleague("Sam Pritchard", P, CHILDREN, "Social worker"),
    Colleague("Joy Okafor", P, CHILDREN, "Social worker", Decimal("22.2"), 0.6),
    Colleague("Tariq Aziz", P, CHILDREN, "Senior social worker", share=1.25, years=9),
    Colleague("Megan Llwyd", P, CHILDREN, "Newly qualified social worker", share=0.55, years=0),
    Colleague("Dafydd Owen", P, CHILDREN, "Social worker", share=1.1),
    Colleague("Grace Adeyemi", P, CHILDREN, "Social worker"),
    Colleague("Helen Marsh", S, CHILDREN, "Team manager", years=12),
    Colleague("Priya Raman", P, DISABLED, "Social worker"),
    Colleague("Callum Frew", P, DISABLED, "Social worker", share=0.9),
    Colleague("Bethan Rees", P, DISABLED, "Personal adviser", share=0.9),
    Colleague("Ingrid Solberg", S, DISABLED, "Team manager", years=10),
    Colleague("Oluwaseun Bello", M, CHILDREN, "Service manager", years=15),
    Colleague("Marta Kowalczyk", P, SEND, "SEND case officer"),
    Colleague("Ben Whitlock", P, SEND, "SEND case officer", share=1.1),
    Colleague("Shabnam Iqbal", P, SEND, "SEND case officer", Decimal("29.6"), 0.8),
    Colleague("Nerys Vaughan", S, SEND, "SEND team leader", years=8),
    Colleague("Dev Shah", P, ADVICE, "Adviser"),
    Colleague("Pat Lowe", P, ADVICE, "Adviser", Decimal("18.5"), 0.5),
    Colleague("Ruth Ellison", P, ADVICE, "Specialist debt adviser"),
    Colleague("Yusuf Demir", S, ADVICE, "Advice session supervisor", years=7),
    Colleague("Fiona Strand", A, CHILDREN, "Data protection officer", years=6),
)


def sign_in_list() -> list[dict[str, object]]:
    """Who can be signed in as, for the sign-in page of the demonstration; empty before it is made."""
    found = set(User.objects.filter(email__endswith=f"@{DOMAIN}").values_list("email", flat=True))
    return [
        {"key": one.email, "name": one.name, "role": one.job_title, "service": one.team, "sees": _sees(one)}
        for one in STAFF
        if one.email in found
    ]


def _sees(one: Colleague) -> str:
    words = {
        P: _("The cases they carry, in %(team)s"),
        S: _("Every case of %(team)s"),
        M: _("Every case of the service, all teams"),
        A: _("Every case, to read only"),
    }
    return str(words[Role(one.role)]) % {"team": one.team}
