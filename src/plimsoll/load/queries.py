"""Reads of load: who works where and when, and what they carry, as the engine takes it. The viewer first.

A worker sees their own line; who supervises a team or manages a service sees those of its people. What a case weighs
is counted for everybody who carries it, but its name is shown only where the door lets it through.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Literal
from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import Http404

from plimsoll.cases.models import Case, Holding, Status
from plimsoll.cases.queries import cases_for
from plimsoll.engine.load.book import Book, WorkerLoad
from plimsoll.engine.load.teams import team_load
from plimsoll.engine.pressures import pressures
from plimsoll.load.facts import case_of, cases_of, with_time, worker_of
from plimsoll.load.models import Adjustment, Contract, HelpAsked, OtherWork, Reduction, WeekKept
from plimsoll.load.pack import load_rules, pressure_rules, weighting_of
from plimsoll.load.signals import signals_of
from plimsoll.people.access import teams_overseen
from plimsoll.people.models import Membership, Role, Team
from plimsoll.walls.identity import beyond

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from plimsoll.engine.load.teams import TeamLoad
    from plimsoll.engine.pressures import Pressure
    from plimsoll.people.access import Viewer

CARRIERS = (Role.PRACTITIONER,)


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who carries cases, in one team."""

    id: UUID
    name: str
    team_id: UUID
    team: str
    service_id: UUID
    pack: str
    is_away: bool


@dataclass(frozen=True, slots=True)
class Nobody:
    """A case that nobody holds: what it weighs, and since when."""

    points: Decimal
    since: date


@dataclass(frozen=True, slots=True)
class Sheet:
    """The loads of some people: `people` in order, what each carries by id, and the cases nobody holds by theirs.

    `counts` are each person's red cases and late duties, from the hints.
    """

    people: tuple[Person, ...]
    loads: dict[UUID, WorkerLoad]
    nobody: dict[UUID, Nobody]
    counts: dict[UUID, tuple[int, int]]
    book: Book


def people_for(viewer: Viewer, team_ids: Iterable[UUID] | None = None) -> QuerySet[Membership]:
    """The memberships of those whose line this person may see: their own, and those of whom they oversee."""
    rows = Membership.objects.filter(role__in=CARRIERS, until_on=None, user__is_active=True).exclude(
        state__in=[Membership.State.ENDED, Membership.State.INVITED]
    )
    seen = Q(user_id=viewer.user_id) | Q(team_id__in=viewer.supervises) | Q(team__service_id__in=viewer.manages)
    rows = rows.filter(seen)
    return rows if team_ids is None else rows.filter(team_id__in=list(team_ids))


def person_for(viewer: Viewer, worker_id: UUID) -> Person:
    """One person, or the same "not found" whether there is nobody or they may not be seen."""
    found = people_for(viewer).filter(user_id=worker_id).select_related("user", "team__service").order_by("id").first()
    if found is None:
        raise Http404
    return _person(found)


def may_change(viewer: Viewer, person: Person) -> bool:
    """Hours and absences are put on record by who oversees the person, and one's own leave by oneself."""
    return person.id == viewer.user_id or oversees(viewer, person)


def oversees(viewer: Viewer, person: Person) -> bool:
    """Whether this person's team or service is overseen."""
    return person.team_id in viewer.supervises or person.service_id in viewer.manages


def sheet_of(viewer: Viewer, today: date, *, team_ids: Iterable[UUID]) -> Sheet:
    """The lines of the people of some teams of one pack, in two queries."""
    rows = people_for(viewer, team_ids).select_related("user", "team__service").order_by("team__name", "user__name")
    return _sheet(list(with_time(rows)), today, list(team_ids))


def teams_of(viewer: Viewer, today: date) -> list[tuple[Team, TeamLoad, tuple[str, str]]]:
    """Every team this person oversees with the sum of its people's lines; two queries for each pack, and one."""
    teams = teams_overseen(viewer)
    found: dict[UUID, tuple[Team, TeamLoad, tuple[str, str]]] = {}
    by_pack: dict[str, list[Team]] = {}
    for team in teams:
        by_pack.setdefault(team.service.pack, []).append(team)
    for pack, members in by_pack.items():
        weighting = weighting_of(pack, today)
        sheet = sheet_of(viewer, today, team_ids=[team.pk for team in members])
        for team in members:
            loads = [sheet.loads[person.id] for person in sheet.people if person.team_id == team.pk]
            found[team.pk] = (team, team_load(str(team.pk), loads, weighting), weighting.unit)
    return [found[team.pk] for team in teams]


def line_of(viewer: Viewer, worker_id: UUID, today: date) -> tuple[Person, WorkerLoad]:
    """One person's line, with its reasons, in two queries."""
    rows = people_for(viewer).filter(user_id=worker_id).select_related("user", "team__service").order_by("id")
    found = list(with_time(rows)[:1])
    if not found:
        raise Http404
    sheet = _sheet(found, today, [])
    return sheet.people[0], sheet.loads[worker_id]


def loads_of(worker_ids: Iterable[UUID], today: date) -> dict[UUID, tuple[WorkerLoad, str]]:
    """The lines of these workers with the names of their weightings, for the keeping of weeks: no viewer, no page."""
    rows = Membership.objects.filter(role__in=CARRIERS, until_on=None, user_id__in=list(worker_ids))
    found: dict[UUID, tuple[WorkerLoad, str]] = {}
    by_pack: dict[str, list[Any]] = {}
    for row in with_time(rows.select_related("user", "team__service").order_by("id")):
        by_pack.setdefault(row.team.service.pack, []).append(row)
    for pack, members in by_pack.items():
        name = weighting_of(pack, today).name
        sheet = _sheet(members, today, [])
        found |= {person.id: (sheet.loads[person.id], name) for person in sheet.people}
    return found


def weighting_status(pack: str, today: date) -> tuple[str, bool]:
    """The name of a pack's weighting, and whether it is illustrative: no organisation has adopted it yet."""
    weighting = weighting_of(pack, today)
    return weighting.title, weighting.status != "adopted"


def every_team() -> list[UUID]:
    """The ids of all teams, for the worker that keeps their weeks."""
    return list(Team.objects.values_list("pk", flat=True))


def weeks_missing(monday: date, team_ids: Iterable[UUID]) -> set[UUID]:
    """Whose week has not been kept yet."""
    members = Membership.objects.filter(role__in=CARRIERS, until_on=None, team_id__in=list(team_ids))
    ids = set(members.values_list("user_id", flat=True))
    return ids - set(WeekKept.objects.filter(beginning=monday, worker_id__in=ids).values_list("worker_id", flat=True))


@beyond("what people carry, as weights; a restricted case weighs too, and shows no name")
def _sheet(rows: Sequence[Any], today: date, team_ids: Sequence[UUID]) -> Sheet:
    people = tuple(_person(row) for row in rows)
    pack = people[0].pack if people else "common"
    workers = [worker_of(row) for row in rows]
    ids = [person.id for person in people]
    found: list[Any] = list(cases_of(ids, team_ids))
    kinds = load_rules(pack).kinds
    book = Book(weighting_of(pack, today), today, workers, [case_of(row, kinds) for row in found])
    since = {row.pk: row.nobody_since or row.opened_on for row in found if row.holder_id is None}
    # A case that somebody of another team covers is carried by nobody here, and all the same not by nobody.
    nobody = {
        UUID(each.case.id): Nobody(each.points, since[UUID(each.case.id)])
        for each in book.unallocated()
        if UUID(each.case.id) in since
    }
    counts: dict[UUID, tuple[int, int]] = {}
    for row in found:
        carrier = UUID(row.covered_by) if row.covered_by else row.holder_id
        if carrier is not None:
            red, late = counts.get(carrier, (0, 0))
            counts[carrier] = (red + (row.hint_colour == "red"), late + row.hint_late_count)
    return Sheet(people, {person.id: book.load_of(str(person.id)) for person in people}, nobody, counts, book)


def _person(row: Membership) -> Person:
    service = row.team.service
    is_away = row.state != Membership.State.ACTIVE
    return Person(row.user_id, row.user.name, row.team_id, row.team.name, service.pk, service.pack, is_away)


def pressures_of(viewer: Viewer, person: Person, load: WorkerLoad, today: date) -> tuple[Pressure, ...]:
    """What presses on somebody this week: all of it for themselves, what the rules show above for who oversees them."""
    full = weighting_of(person.pack, today).capacity.full_time.hours
    share = min(Decimal(1), load.available.hours / full) if full else Decimal(1)
    who: Literal["self", "supervisor"] = "self" if person.id == viewer.user_id else "supervisor"
    found = signals_of(person, load, today)
    return pressures(pressure_rules(), found, today, share=share or Decimal(1), viewer=who)


# --- what may be shown of a case ------------------------------------------------------------


def names_of(viewer: Viewer, case_ids: Iterable[str]) -> dict[str, Case]:
    """The cases among these that this person may see, with what a line shows of them."""
    rows = cases_for(viewer).filter(pk__in=list(case_ids))
    fields = ("id", "title", "number", "plan", "pack", "hint_colour", "hint_late_count", "hint_tier")
    return {str(case.pk): case for case in rows.only(*fields)}


@beyond("how many open cases somebody carries: a number")
def open_holdings(worker_id: UUID) -> int:
    """How many open cases somebody carries in any way."""
    rows = Holding.objects.filter(worker_id=worker_id, until_on=None).exclude(case__status=Status.CLOSED)
    return rows.values("case_id").distinct().count()


# --- asking for help ------------------------------------------------------------------------


def help_for(viewer: Viewer) -> QuerySet[HelpAsked]:
    """The askings this person may read: their own, and those of the people they oversee."""
    mine = Q(worker_id=viewer.user_id) | Q(team_id__in=viewer.supervises) | Q(team__service_id__in=viewer.manages)
    rows = HelpAsked.objects.filter(mine).select_related("worker", "team__service", "asked_by")
    return rows.prefetch_related("answers__by", "answers__adjustments__checked_by").order_by("-asked_at")


def asked_for(viewer: Viewer, asked_id: UUID) -> HelpAsked:
    """One asking, or the same "not found" for all that may not be read."""
    found = help_for(viewer).filter(pk=asked_id).first()
    if found is None:
        raise Http404
    return found


def open_asking(worker_id: UUID) -> HelpAsked | None:
    """What somebody has asked and nobody has answered."""
    rows = HelpAsked.objects.filter(worker_id=worker_id, withdrawn_at=None, answers=None)
    return rows.select_related("worker").prefetch_related("answers").first()


def unanswered(team_ids: Iterable[UUID]) -> list[HelpAsked]:
    """What waits for an answer in these teams, the oldest first; for a page that oversees them. One query."""
    rows = HelpAsked.objects.filter(team_id__in=list(team_ids), withdrawn_at=None, answers=None)
    return list(rows.select_related("worker").order_by("asked_at"))


def at_risk(viewer: Viewer, case_ids: Iterable[str]) -> list[str]:
    """The cases with a late duty, in the order of the day: what is at risk while nothing changes."""
    rows = cases_for(viewer).filter(pk__in=list(case_ids), hint_late_count__gt=0).order_by("hint_key", "number")
    return [str(pk) for pk in rows.values_list("pk", flat=True)]


def adjustment_for(viewer: Viewer, adjustment_id: int) -> Adjustment:
    """One thing agreed with somebody overseen, or the same "not found"."""
    row = Adjustment.objects.filter(pk=adjustment_id).select_related("answer__asked__team").first()
    asked = row.answer.asked if row else None
    if row is None or asked is None:
        raise Http404
    if asked.team_id not in viewer.supervises and asked.team.service_id not in viewer.manages:
        raise Http404
    return row


# --- working time ---------------------------------------------------------------------------


def reductions_of(person: Person) -> list[Reduction]:
    """What is on record of somebody's time away, the latest first; the caller came by `person_for`."""
    return list(Reduction.objects.filter(worker_id=person.id, withdrawn_at=None).order_by("-since", "-id"))


def works_of(person: Person) -> list[OtherWork]:
    """Other work on record, the latest first."""
    return list(OtherWork.objects.filter(worker_id=person.id, withdrawn_at=None).order_by("-since", "-id"))


def contract_of(person: Person) -> Contract | None:
    """The hours in force."""
    return Contract.objects.filter(worker_id=person.id, until_on=None).first()
