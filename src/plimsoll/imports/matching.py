"""Which stored people and cases a batch of imported ones are. Reads only; a fixed number of queries a batch.

Two records are one person when a number of theirs that identifies people is the same, or when
name and birth date are, within the service, and no number of theirs speaks against it. A name
alone is enough only for a row that has nothing else, and only while it is one person's. What rests on a name
is asked about (`persons`).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.db.models import Q

from plimsoll.cases.models import Case, CaseEvent, CasePerson, Status
from plimsoll.cases.queries import cases_for
from plimsoll.families.queries.people import people_for
from plimsoll.imports.differences import StoredEvent
from plimsoll.imports.models import ImportedRecord
from plimsoll.imports.reading.trackers.workers import plain
from plimsoll.people.models import Person, PersonIdentifier
from plimsoll.walls.identity import beyond

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from uuid import UUID

    from plimsoll.imports.reading.values import ImportedCase, ImportedPerson
    from plimsoll.people.access import Viewer
    from plimsoll.people.models import Service

_PROVING = ("la_child_id", "nhs_number")
# The number in a team's tracker is often the authority's own: with the same birth date it is taken to be.
_ALIKE = {"tracker": ("tracker", "la_child_id"), "la_child_id": ("la_child_id", "tracker")}


@dataclass(slots=True)
class Known:
    """What the database holds that bears on one batch."""

    records: dict[str, ImportedRecord] = field(default_factory=dict)
    numbers: dict[tuple[str, str], list[Person]] = field(default_factory=dict)
    numbers_of: dict[UUID, set[tuple[str, str]]] = field(default_factory=dict)
    named: dict[tuple[str, str], list[Person]] = field(default_factory=dict)
    in_service: set[UUID] = field(default_factory=set)
    cases_of: dict[UUID, list[Case]] = field(default_factory=dict)
    subjects: dict[UUID, list[Person]] = field(default_factory=dict)
    events: dict[UUID, list[StoredEvent]] = field(default_factory=dict)
    out_of_sight: set[UUID] = field(default_factory=set)

    def by_number(self, imported: ImportedPerson) -> Person | None:
        """The stored person with a number that proves it, or None."""
        for scheme, value in imported.identifiers:
            for also in _ALIKE.get(scheme, (scheme,)):
                for person in self.numbers.get((also, value), ()):
                    if self._may_be(imported, person, scheme, also):
                        return person
        return None

    def _may_be(self, imported: ImportedPerson, person: Person, scheme: str, also: str) -> bool:
        """Whether the same number means the same person: outright, or only beside the same birth date."""
        same_birth = imported.born_on is not None and imported.born_on == person.born_on
        no_clash = imported.born_on is None or person.born_on is None or same_birth
        if scheme == also and scheme in _PROVING:
            return True
        if scheme == also == "tracker":
            return person.pk in self.in_service and no_clash
        return same_birth or (scheme in {"upn", "former_upn"} and no_clash)

    def by_name(self, imported: ImportedPerson) -> Person | None:
        """By name and birth date in this service; by the name alone where the row has nothing else."""
        key = (plain(imported.given_name), plain(imported.family_name))
        if not any(key):
            return None
        candidates = [one for one in self.named.get(key, ()) if not self._contradicts(imported, one)]
        if imported.born_on is not None:
            candidates = [one for one in candidates if one.born_on == imported.born_on]
        elif imported.identifiers or imported.expected_on:
            return None
        return candidates[0] if len(candidates) == 1 else None

    def _contradicts(self, imported: ImportedPerson, person: Person) -> bool:
        """Whether both have a number of one kind, and they differ."""
        theirs = self.numbers_of.get(person.pk, set())
        for scheme, value in imported.identifiers:
            of_kind = {number for kind, number in theirs if kind == scheme}
            if of_kind and value not in of_kind:
                return True
        return False

    def subject_of(self, case_id: UUID, imported: ImportedPerson, *, alone: bool) -> Person | None:
        """Whom an earlier file of this key was taken to be: the only one of the case, or the one of this name."""
        subjects = self.subjects.get(case_id, [])
        if alone and len(subjects) == 1:
            return subjects[0]
        names = (plain(imported.given_name), plain(imported.family_name))
        alike = [
            one
            for one in subjects
            if (plain(one.given_name), plain(one.family_name)) == names
            and (imported.born_on is None or one.born_on in {None, imported.born_on})
        ]
        return alike[0] if len(alike) == 1 else None

    def case_for(self, imported: ImportedCase, person: Person | None) -> Case | None:
        """The stored case that this is: the one it was imported as, or the one open case it can only be part of."""
        record = self.records.get(imported.key)
        if record is not None:
            return record.case
        if person is None or imported.key.startswith("tracker:case:"):
            return None
        cases = [case for case in self.cases_of.get(person.pk, ()) if case.pack == imported.pack]
        if imported.key.startswith("cin:"):
            taken = {record.case_id for record in self.records.values() if record.key.startswith("cin:")}
            return next((case for case in cases if case.opened_on == imported.opened_on and case.pk not in taken), None)
        still_open = [case for case in cases if case.status != Status.CLOSED]
        return max(still_open, key=lambda case: case.opened_on) if still_open else None


@beyond("a row of a case out of sight is refused, and none is made twice (`_hide`)")
def look_up(batch: Sequence[ImportedCase], service: Service, viewer: Viewer | None = None) -> Known:
    """Everything stored that bears on a batch of imported cases; with a viewer, only cases that they may see."""
    known = Known()
    keys = [case.key for case in batch]
    for record in ImportedRecord.objects.filter(service=service, key__in=keys).select_related("case", "case__holder"):
        known.records[record.key] = record
    people = [person for case in batch for person in case.people]
    _numbers(known, people)
    _names(known, people, service, viewer)
    everyone = {one.pk for found in (*known.numbers.values(), *known.named.values()) for one in found}
    _cases(known, everyone, service)
    _numbers_of(known)
    _taken(known, service)
    _hide(known, viewer)
    _events(known)
    return known


@beyond("a row of a case out of sight is refused, and none is made twice (`_hide`)")
def look_up_also(known: Known, people: Iterable[UUID], service: Service, viewer: Viewer | None) -> None:
    """The cases of people who only look like somebody of the batch; most batches have none."""
    new = set(people) - known.in_service
    if not new:
        return
    _cases(known, new, service)
    _taken(known, service)
    _hide(known, viewer)
    _events(known)


def _cases(known: Known, everyone: set[UUID], service: Service) -> None:
    """The cases of these people, and the people of the cases that an earlier file made."""
    recorded = {record.case_id for record in known.records.values()} - set(known.subjects)
    links = CasePerson.objects.filter(
        Q(person_id__in=everyone) | Q(case_id__in=recorded), case__service=service, part=CasePerson.Part.SUBJECT
    )
    for link in links.select_related("case", "case__holder", "person"):
        known.in_service.add(link.person_id)
        known.cases_of.setdefault(link.person_id, []).append(link.case)
        known.subjects.setdefault(link.case_id, []).append(link.person)


def _hide(known: Known, viewer: Viewer | None) -> None:
    """A case that the viewer may not see is not found; a row that belongs to one is refused (`Planner`)."""
    if viewer is None:
        return
    found = {case.pk for cases in known.cases_of.values() for case in cases}
    found |= {record.case_id for record in known.records.values()}
    seen = set(cases_for(viewer).filter(pk__in=found).values_list("pk", flat=True)) if found else set()
    known.out_of_sight = found - seen
    known.cases_of = {
        person: [case for case in cases if case.pk in seen] for person, cases in known.cases_of.items()
    }


def _numbers(known: Known, people: Iterable[ImportedPerson]) -> None:
    wanted: dict[str, set[str]] = {}
    for person in people:
        for scheme, value in person.identifiers:
            for also in _ALIKE.get(scheme, (scheme,)):
                wanted.setdefault(also, set()).add(value)
    if not wanted:
        return
    either = Q()
    for scheme, values in wanted.items():
        either |= Q(scheme=scheme, value__in=values)
    for number in PersonIdentifier.objects.filter(either).select_related("person", "person__merged_into"):
        stored = number.person.merged_into or number.person
        known.numbers.setdefault((number.scheme, number.value), []).append(stored)


def _names(
    known: Known, people: Sequence[ImportedPerson], service: Service, viewer: Viewer | None
) -> None:
    births = {person.born_on for person in people if person.born_on and person.name}
    bare = {person.family_name for person in people if person.family_name and not person.born_on}
    if births or bare:
        links = CasePerson.objects.filter(
            Q(person__born_on__in=births) | Q(person__family_name__in=bare), case__service=service
        )
        stored_people = Person.objects.filter(pk__in=links.values("person_id"), merged_into=None)
        if viewer is not None:
            stored_people = stored_people.filter(pk__in=people_for(viewer).values("pk"))
        for stored in stored_people.prefetch_related("names", "identifiers"):
            key = (plain(stored.given_name), plain(stored.family_name))
            known.named.setdefault(key, []).append(stored)


def _numbers_of(known: Known) -> None:
    everyone = {one.pk for found in (*known.numbers.values(), *known.named.values()) for one in found}
    everyone |= {one.pk for found in known.subjects.values() for one in found}
    for number in PersonIdentifier.objects.filter(person_id__in=everyone):
        known.numbers_of.setdefault(number.person_id, set()).add((number.scheme, number.value))


def _taken(known: Known, service: Service) -> None:
    """Records of other rows for these cases: a case that came from another row is not this row's."""
    cases = {case.pk for found in known.cases_of.values() for case in found}
    for record in ImportedRecord.objects.filter(service=service, case_id__in=cases).select_related(
        "case", "case__holder"
    ):
        known.records.setdefault(record.key, record)


def _events(known: Known) -> None:
    ids = {record.case_id for record in known.records.values()} | {
        case.pk for found in known.cases_of.values() for case in found
    }
    ids -= set(known.events)
    known.events |= {pk: [] for pk in ids}
    rows = CaseEvent.objects.filter(case_id__in=ids).only(
        "id", "case_id", "name", "at_on", "details", "import_key", "supersedes_id"
    )
    for row in rows.order_by("id"):
        stored = StoredEvent(row.pk, row.name, row.at_on, row.details, row.import_key, row.supersedes_id)
        known.events[row.case_id].append(stored)
