"""Who on record the people of a batch may be, by the rules that `families` goes by, and only among those in sight."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Q

from plimsoll.cases.models import CasePerson
from plimsoll.families import matching
from plimsoll.families.queries.duplicates import record_of
from plimsoll.families.queries.people import people_for
from plimsoll.people import sounds
from plimsoll.people.models import Person, PersonIdentifier

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from uuid import UUID

    from django.db.models import QuerySet

    from plimsoll.imports.reading.values import ImportedPerson
    from plimsoll.people.access import Viewer
    from plimsoll.people.models import Service

MOST = 3  # a list to choose from is short
_NUMBERS = ("nhs_number", "upn", "former_upn")


def people_in_sight(viewer: Viewer | None, service: Service) -> QuerySet[Person]:
    """Everybody whom this person may see; for the program itself everybody of the service."""
    if viewer is not None:
        return people_for(viewer)
    on = CasePerson.objects.filter(person=OuterRef("pk"), case__service=service)
    return Person.objects.filter(Exists(on), merged_into=None)


class Lookalikes:
    """The people in sight that share a birth date, a name or a number with somebody of the batch; three queries."""

    def __init__(self, imported: Sequence[ImportedPerson], scope: QuerySet[Person], made_here: Iterable[UUID]) -> None:
        """`made_here` are people whom this same import has made: they are asked about when it is over, not by it."""
        self._by: dict[object, list[matching.Record]] = {}
        self.people: dict[str, Person] = {}
        births = {one.born_on for one in imported if one.born_on and one.name}
        names = {name for one in imported if (name := _plain(one))}
        numbers = {value for one in imported for scheme, value in one.identifiers if scheme in _NUMBERS}
        if not (births or names or numbers):
            return
        numbered = PersonIdentifier.objects.filter(scheme__in=_NUMBERS, value__in=numbers).values("person_id")
        near = scope.filter(Q(born_on__in=births) | Q(names_plain__in=names) | Q(pk__in=numbered))
        for person in near.exclude(pk__in=list(made_here)).prefetch_related("names", "identifiers"):
            record = record_of(person)
            self.people[record.id] = person
            for key in (person.born_on, person.names_plain, *(number.value for number in person.identifiers.all())):
                if key:
                    self._by.setdefault(key, []).append(record)

    def of(self, imported: ImportedPerson) -> list[matching.Match]:
        """The likeliest, the surest first; nobody for somebody without a name whose numbers are all their own."""
        entered = entered_as(imported)
        values = [value for scheme, value in imported.identifiers if scheme in _NUMBERS]
        keys = [*values, *((imported.born_on, _plain(imported)) if imported.name else ())]
        others = {record.id: record for key in keys if key for record in self._by.get(key, ())}
        return matching.likely(entered, others.values(), MOST)


def entered_as(imported: ImportedPerson) -> matching.Record:
    """Somebody of a file as the rules compare them."""
    names = [imported.given_name], [imported.family_name]
    return matching.record("", *names, imported.born_on, imported.sex or "U", imported.identifiers)


def _plain(imported: ImportedPerson) -> str:
    return sounds.index_of((imported.given_name, imported.family_name))[0]
