"""Where the cases of a file go when nobody has chosen a page to bring them in from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from plimsoll.cases import rules
from plimsoll.imports.plan import Destination
from plimsoll.imports.reading.readers import TRACKERS, look_through
from plimsoll.people import actions as people
from plimsoll.people.models import Service, Team

if TYPE_CHECKING:
    from datetime import date, datetime

    from plimsoll.imports.reading.limits import Limits
    from plimsoll.imports.reading.sniff import Found
    from plimsoll.imports.reading.trackers.mapping import Mapping

# A team of its own, so that what was brought in without a word about whose it is stands in nobody's way. The name
# holds the service's, because other commands find a team by its name alone.
NEW_TEAM = "%(service)s: brought in"


def pack_of(found: Found, mapping: Mapping | None, *, as_at: date, limits: Limits | None = None) -> str:
    """The pack of the rulebook that a file's cases work under; a return is the children's."""
    if found.kind not in TRACKERS:
        return "children-england"
    chosen = mapping or look_through(found, as_at=as_at, limits=limits).mapping
    return next((table.pack for table in chosen.tables if table.use), chosen.tables[0].pack)


def teams_called(name: str, pack: str) -> list[Team]:
    """The teams of this name in services that work under the pack; "Service / Team" names both."""
    service, _, team = name.rpartition("/")
    found = Team.objects.filter(service__pack=pack, name__iexact=(team if service else name).strip())
    if service:
        found = found.filter(service__name__iexact=service.strip())
    return list(found.select_related("service").order_by("service__name", "name"))


def default_destination(pack: str, *, now: datetime) -> tuple[Destination, bool]:
    """The only team there is for a pack; failing that a new one, made here. Second: whether it was made.

    A dry run calls this inside a transaction that it takes back.
    """
    teams = list(Team.objects.filter(service__pack=pack).select_related("service").order_by("pk")[:2])
    if len(teams) == 1:
        return Destination(teams[0].service, teams[0]), False
    service = Service.objects.filter(pack=pack).order_by("name").first()
    if service is None:
        service = people.create_service(_service_name(pack), pack, now=now)
    name = NEW_TEAM % {"service": service.name[:180]}
    team = Team.objects.filter(service=service, name=name).first()
    if team is not None:
        return Destination(service, team), False
    return Destination(service, people.create_team(service, name, now=now)), True


def _service_name(pack: str) -> str:
    title = rules.current().pack(pack).title
    taken = Service.objects.filter(name=title).exists()
    return f"{title} ({pack})" if taken else title
