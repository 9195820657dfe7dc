"""A unique word in every field of every row of one restricted case, in whatever tables there are."""

from __future__ import annotations

import itertools
import uuid
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.db import IntegrityError, ProgrammingError, models, transaction
from service import NOW, TODAY

from plimsoll.cases.models import Case, CaseEvent, CasePerson
from plimsoll.people.models import Address, Alert, Person, PersonIdentifier, PersonName, Service, Team, Telephone, User
from plimsoll.walls import tables

if TYPE_CHECKING:
    from service import SmallService

OF_PEOPLE = (Address, Alert, PersonIdentifier, PersonName, Telephone)


class Canaries:
    """Puts them there, and finds them in a text."""

    def __init__(self, small: SmallService, case: Case) -> None:
        self.small, self.case = small, case
        self.words: dict[str, str] = {}
        self.rows: dict[str, models.Model] = {}
        self.left_out: list[str] = []
        self._numbers = itertools.count(1)
        self._person: Person | None = None

    def word(self, place: str) -> str:
        made = f"kanarie{next(self._numbers):05d}x"
        self.words[made] = place
        return made

    def found_in(self, text: str) -> list[str]:
        return sorted({place for word, place in self.words.items() if word in text})

    def put(self) -> None:
        """Fill the case, a person on it and all that is known of them, and one row of every table of cases."""
        Case.objects.filter(pk=self.case.pk).update(title=self.word("title"), place=self.word("place"))
        CasePerson.objects.create(case=self.case, person=self.person, part="subject")
        wanted = [model for model in apps.get_models() if model._meta.db_table in tables.of_cases()]
        for model in (*OF_PEOPLE, *wanted):
            if model is not CasePerson:
                self.row(model)

    @property
    def person(self) -> Person:
        if self._person is None:
            fields = {name: self.word(f"person.{name}") for name in ("given_name", "family_name", "known_as")}
            self._person = Person.objects.create(recorded_at=NOW, contact_when=self.word("contact"), **fields)
        return self._person

    def row(self, model: type[models.Model]) -> models.Model | None:
        """One row of a table, with what it needs of others; None where its own rules refuse such a row."""
        label = model._meta.label
        if label in self.rows:
            return self.rows[label]
        try:
            with transaction.atomic():
                fields = {one.name: self.value(one) for one in model._meta.concrete_fields}
                made = model(**{name: value for name, value in fields.items() if value is not None})
                made.save(force_insert=True)
        except (IntegrityError, ProgrammingError, ValueError, TypeError) as problem:
            self.left_out.append(f"{label}: {str(problem).splitlines()[0]}")
            return None
        self.rows[label] = made
        return made

    def value(self, field: Any) -> Any:
        if field.auto_created or isinstance(field, models.AutoField):
            return None
        if field.is_relation:
            return self.related(field)
        return self.plain(field)

    def related(self, field: Any) -> Any:
        known: dict[Any, Any] = {Case: self.case, User: self.small.worker, Team: self.small.team}
        known |= {Service: self.small.service, Person: self.person}
        if field.related_model in known:
            return known[field.related_model]
        if field.null or field.related_model is field.model:
            return None
        if field.related_model is CaseEvent:
            return CaseEvent.objects.create(
                case=self.case, name="concern_raised", at_on=TODAY, recorded_at=NOW, note=self.word("an event's note")
            )
        return self.row(field.related_model)

    @staticmethod
    def is_of_a_case(model: type[models.Model]) -> bool:
        return model in OF_PEOPLE or model._meta.db_table in tables.of_cases()

    def plain(self, field: Any) -> Any:
        label = f"{field.model._meta.label}.{field.name}"
        if isinstance(field, models.CharField | models.TextField) and not self.is_of_a_case(field.model):
            return "Made up"  # a row that its table needs, and that is no part of the record
        if field.choices:
            return field.choices[0][0]
        if isinstance(field, ArrayField):
            return []
        if isinstance(field, models.CharField) and (field.max_length or 99) < 13:
            return "x"
        by_kind: tuple[tuple[Any, Any], ...] = (
            (models.EmailField, None), (models.FileField, lambda: self.word(label)),
            ((models.CharField, models.TextField), lambda: self.word(label)),
            (models.JSONField, lambda: [self.word(label)] if field.default is list else {"was": self.word(label)}),
            (models.DateTimeField, lambda: NOW), (models.DateField, lambda: TODAY), (models.UUIDField, uuid.uuid4),
            (models.BooleanField, lambda: False), (models.DecimalField, lambda: Decimal(1)),
            (models.BinaryField, lambda: b"kanarie"),
            ((models.IntegerField, models.FloatField), lambda: next(self._numbers)),
        )  # fmt: skip
        for kind, make in by_kind:
            if isinstance(field, kind):
                return make() if make and not (field.null and isinstance(field, models.DateField)) else None
        return None
