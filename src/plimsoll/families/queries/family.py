"""Who is what to whom, and who lives with whom, among the people that a viewer may see."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Q
from django.http import Http404

from plimsoll.cases.models import CasePerson
from plimsoll.families import genogram
from plimsoll.families.models import Household, HouseholdMember, NetworkLink, Relationship
from plimsoll.families.queries.people import people_for
from plimsoll.people.models import Sex

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date
    from uuid import UUID

    from plimsoll.people.access import Viewer
    from plimsoll.people.models import Person

PARENTS = (Relationship.Kind.PARENT, Relationship.Kind.ADOPTIVE_PARENT)
COUPLES = (
    Relationship.Kind.MARRIED,
    Relationship.Kind.TOGETHER,
    Relationship.Kind.SEPARATED,
    Relationship.Kind.DIVORCED,
)
STEPS = 3  # how far from the people of a case a family is followed


@dataclass(frozen=True, slots=True)
class HouseholdView:
    """A household with the people in it that may be seen, today's apart from earlier ones."""

    household: Household
    letter: str
    now: tuple[HouseholdMember, ...]
    before: tuple[HouseholdMember, ...]


@dataclass(frozen=True, slots=True)
class FamilyView:
    """The family of a case: its people, their relationships, their households."""

    people: dict[UUID, Person]
    relationships: tuple[Relationship, ...]
    households: tuple[HouseholdView, ...]


def family_of(viewer: Viewer, person_ids: Iterable[UUID], today: date) -> FamilyView:
    """The family round these people, as far as this viewer may see it; at most five queries."""
    known = set(person_ids)
    relationships: dict[UUID, Relationship] = {}
    visible = people_for(viewer)
    for _step in range(STEPS):
        touching = Relationship.objects.filter(Q(person_id__in=known) | Q(other_id__in=known))
        for one in touching.filter(person__in=visible, other__in=visible).select_related("person", "other"):
            relationships[one.pk] = one
        wider = known | {pk for one in relationships.values() for pk in (one.person_id, one.other_id)}
        if wider == known:
            break
        known = wider
    people = {one.pk: one for row in relationships.values() for one in (row.person, row.other)}
    households = _households(viewer, known, today)
    for view in households:
        people.update({member.person_id: member.person for member in (*view.now, *view.before)})
    ordered = sorted(relationships.values(), key=lambda one: (one.until_on is not None, one.recorded_at, str(one.pk)))
    return FamilyView(people, tuple(ordered), households)


def _households(viewer: Viewer, known: set[UUID], today: date) -> tuple[HouseholdView, ...]:
    shared = Household.objects.filter(members__person_id__in=known)
    rows = (
        HouseholdMember.objects.filter(household__in=shared, person__in=people_for(viewer))
        .select_related("household", "person")
        .order_by("household__recorded_at", "household_id", "person__born_on", "id")
    )
    grouped: dict[UUID, list[HouseholdMember]] = {}
    for row in rows:
        grouped.setdefault(row.household_id, []).append(row)
    return tuple(
        HouseholdView(
            members[0].household,
            chr(ord("A") + number % 26),
            tuple(one for one in members if is_now(one, today)),
            tuple(one for one in members if not is_now(one, today)),
        )
        for number, members in enumerate(grouped.values())
    )


def is_now(row: HouseholdMember | Relationship | NetworkLink, today: date) -> bool:
    """Whether something that has a beginning and an end holds on a day; its last day is not one of its days."""
    return (row.from_on is None or row.from_on <= today) and (row.until_on is None or row.until_on > today)


def network_of(case_id: UUID) -> tuple[NetworkLink, ...]:
    """The network of a case whose door is already passed."""
    rows = NetworkLink.objects.filter(case_id=case_id).select_related("about")
    return tuple(rows.order_by("until_on", "sector", "name", "id"))


def as_drawn(family: FamilyView, people: Iterable[Person]) -> genogram.Family:
    """The values that the genogram is drawn from: people of the case and their relations."""
    everyone = {one.pk: one for one in people} | family.people
    parents: dict[str, tuple[str, ...]] = {}
    for one in family.relationships:
        if one.kind in PARENTS:
            child = str(one.other_id)
            parents[child] = (*parents.get(child, ()), str(one.person_id))
    return genogram.Family(
        [_member(one) for one in everyone.values()],
        _couples(family.relationships),
        parents,
        [
            (view.letter, tuple(str(one.person_id) for one in view.now))
            for view in family.households
            if len(view.now) > 1
        ],
    )


def _couples(relationships: Sequence[Relationship]) -> list[genogram.Couple]:
    """Each couple once, as it stands last."""
    found: dict[tuple[str, str], tuple[tuple[object, ...], genogram.Couple]] = {}
    for one in relationships:
        if one.kind not in COUPLES:
            continue
        ends = (min(str(one.person_id), str(one.other_id)), max(str(one.person_id), str(one.other_id)))
        state = "separated" if one.until_on and one.kind in COUPLES[:2] else str(one.kind)
        rank = (one.until_on is None, one.from_on.isoformat() if one.from_on else "", one.recorded_at)
        if ends not in found or found[ends][0] < rank:
            found[ends] = (rank, genogram.Couple(*ends, state))
    return [couple for _rank, couple in found.values()]


def _member(person: Person) -> genogram.Member:
    is_unborn = person.born_on is None and person.expected_on is not None
    shape = {Sex.MALE.value: "square", Sex.FEMALE.value: "circle"}.get(person.sex, "diamond")
    born = person.born_on or person.expected_on
    return genogram.Member(
        str(person.pk),
        "triangle" if is_unborn else shape,
        f"{born.isoformat() if born else '9999'} {person.recorded_at.isoformat()}",
        person.died_on is not None,
    )


def household_on_case(case_id: UUID, household_id: UUID) -> Household:
    """A household of somebody on a case whose door is already passed."""
    here = CasePerson.objects.filter(case_id=case_id).values("person_id")
    found = Household.objects.filter(pk=household_id, members__person_id__in=here).first()
    if found is None:
        raise Http404
    return found
