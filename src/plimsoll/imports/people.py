"""People of a batch, written together: a fixed number of statements for a hundred children.

`people.actions.create_person` makes one person with care for what somebody typed. What comes from
a reader is typed and bounded already, and a return has thousands of them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from plimsoll.people import sounds
from plimsoll.people.models import Person, PersonIdentifier
from plimsoll.trust import audit

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime
    from uuid import UUID

    from plimsoll.imports.persons import PersonPlan
    from plimsoll.imports.reading.values import ImportedPerson

_LONGEST_NAME = 200
_LONGEST_LANGUAGE = 60


def write_people(plans: Iterable[PersonPlan], *, run: str, now: datetime, actor_id: UUID | None) -> None:
    """Create who is new and add what is known of the others; afterwards each plan has its person.

    Nothing that stands here already is written over.
    """
    distinct = {id(plan): plan for plan in plans}.values()
    fresh = [plan for plan in distinct if plan.person is None]
    known = {plan.person.pk: plan for plan in distinct if plan.person is not None and (plan.fields or plan.numbers)}
    for plan in fresh:
        plan.person = _person(plan.imported, now)
    made = [plan.person for plan in fresh if plan.person is not None]
    Person.objects.bulk_create(made)
    changed = list(Person.objects.select_for_update().filter(pk__in=known))
    for person in changed:
        _add(person, known[person.pk])
    if changed:
        names = {name for plan in known.values() for name in plan.fields}
        Person.objects.bulk_update(changed, [*sorted(names), "names_plain", "name_sounds", "version"])
    PersonIdentifier.objects.bulk_create(
        (
            PersonIdentifier(person=plan.person, scheme=scheme, value=value)
            for plan in (*fresh, *known.values())
            for scheme, value in plan.numbers
        ),
        ignore_conflicts=True,
    )
    entries: list[tuple[str, Person, dict[str, object]]] = [("person_created", one, {"run": run}) for one in made]
    entries += [("person_changed", one, {"run": run, "fields": sorted(known[one.pk].fields)}) for one in changed]
    audit.append_all(
        audit.entry(action, at=now, actor_id=actor_id, person_id=one.pk, detail=detail)
        for action, one, detail in entries
    )
    for plan in (*fresh, *known.values()):
        plan.fields, plan.numbers = {}, ()


def _person(imported: ImportedPerson, now: datetime) -> Person:
    person = Person(
        given_name=imported.given_name[:_LONGEST_NAME],
        family_name=imported.family_name[:_LONGEST_NAME],
        born_on=imported.born_on,
        expected_on=imported.expected_on,
        died_on=imported.died_on,
        sex=imported.sex or "U",
        ethnicity=imported.ethnicity,
        disabilities=list(imported.disabilities),
        language=imported.language[:_LONGEST_LANGUAGE],
        needs_interpreter=bool(imported.needs_interpreter),
        recorded_at=now,
    )
    _index(person)
    return person


def _add(person: Person, plan: PersonPlan) -> None:
    for name, value in plan.fields.items():
        setattr(person, name, value)
    person.version += 1
    _index(person)
    plan.person = person


def _index(person: Person) -> None:
    person.names_plain, person.name_sounds = sounds.index_of((person.given_name, person.known_as, person.family_name))
