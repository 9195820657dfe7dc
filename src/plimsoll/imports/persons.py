"""Who each person of a file is here: known for certain, perhaps somebody on record, or new.

A number that identifies people is certain, and so is what an earlier file was taken to be. Everything else is asked:
the same name and birth date are taken for the same person until somebody says otherwise; somebody who only looks like
a person on record stays out until somebody says who they are. Nobody is merged or doubled in silence.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from plimsoll.families import matching
from plimsoll.families.queries.duplicates import record_of
from plimsoll.imports.differences import origin_of
from plimsoll.imports.lookalikes import Lookalikes, entered_as, people_in_sight
from plimsoll.imports.reading.trackers.workers import plain
from plimsoll.imports.reading.values import Answer, Question
from plimsoll.imports.reading.words import Words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from uuid import UUID

    from plimsoll.imports.matching import Known
    from plimsoll.imports.reading.values import ImportedCase, ImportedPerson
    from plimsoll.people.access import Viewer
    from plimsoll.people.models import Person, Service

SOMEBODY_ELSE, LEFT_OUT = "new", "out"
QUESTIONS = "people"  # the first part of the path of such a question
_FIELDS = ("given_name", "family_name", "born_on", "expected_on", "died_on", "sex", "ethnicity", "language")


@dataclass(slots=True)
class PersonPlan:
    """One person of the file: who they are here (`person`, None until created), and what the file adds.

    `is_out` until somebody has said who they are; `not_these` are people on record whom they were said not to be.
    """

    imported: ImportedPerson
    person: Person | None
    fields: dict[str, Any] = field(default_factory=dict)
    numbers: tuple[tuple[str, str], ...] = ()
    is_out: bool = False
    was_answered: bool = False
    not_these: tuple[UUID, ...] = ()


class People:
    """Decides for one file, batch by batch; somebody who stands in several rows is decided once.

    `answers` are what was said to the questions: the second part of a question's path to its answer.
    """

    def __init__(self, service: Service, viewer: Viewer | None, answers: Mapping[str, str]) -> None:
        self._scope = people_in_sight(viewer, service)
        self._answers = answers
        self._met: dict[object, PersonPlan] = {}
        self._new: list[PersonPlan] = []
        self._alike: Lookalikes | None = None

    def look_at(self, cases: Sequence[ImportedCase], known: Known) -> list[UUID]:
        """Read who is like those of a batch who are not certain already; returns who was found."""
        asked = [
            one
            for case in cases
            if case.key not in known.records
            for one in case.people
            if _identity(one) not in self._met and known.by_number(one) is None
        ]
        made = [plan.person.pk for plan in self._new if plan.person is not None]
        self._alike = Lookalikes(asked, self._scope, made)
        return [person.pk for person in self._alike.people.values()]

    def plans(self, case: ImportedCase, known: Known) -> tuple[tuple[PersonPlan, ...], list[Question]]:
        """The people of a case, and what has to be asked about them."""
        plans, questions = [], []
        for place, one in enumerate(case.people):
            identity = _identity(one)
            plan = self._met.get(identity) if identity is not None else None
            if plan is None:
                plan, question = self._decide(case, place, one, known)
                questions += [question] if question is not None else []
                if identity is not None:
                    self._met[identity] = plan
            plans.append(plan)
        return tuple(plans), questions

    def _decide(
        self, case: ImportedCase, place: int, one: ImportedPerson, known: Known
    ) -> tuple[PersonPlan, Question | None]:
        certain = known.by_number(one)
        if certain is None and case.key in known.records:
            certain = known.subject_of(known.records[case.key].case_id, one, alone=len(case.people) == 1)
        if certain is not None:
            return self._plan(one, certain, known), None
        by_name = known.by_name(one)
        if case.key in known.records:
            return self._plan(one, by_name, known), None
        found = self._candidates(one, by_name)
        if not found:
            return self._plan(one, None, known), None
        question = _question(case, place, one, found, by_name)
        return self._answered(one, question, {str(person.pk): person for person, _grounds in found}, known), question

    def _candidates(self, one: ImportedPerson, by_name: Person | None) -> list[tuple[Person, tuple[str, ...]]]:
        assert self._alike is not None
        found = [
            (self._alike.people[match.id], (*match.grounds, *match.against))
            for match in self._alike.of(one)
            if by_name is None or match.id != str(by_name.pk)
        ]
        if by_name is None:
            return found
        grounds = matching.match(entered_as(one), record_of(by_name)).grounds or (_("The same name"),)
        return [(by_name, grounds), *found]

    def _answered(
        self, one: ImportedPerson, question: Question, people: Mapping[str, Person], known: Known
    ) -> PersonPlan:
        answer = self._answers.get(question.path[1], "")
        was_answered = answer in people or answer in {SOMEBODY_ELSE, LEFT_OUT}
        said = answer if was_answered else question.default
        if said in people:
            return self._plan(one, people[said], known)
        plan = self._plan(one, None, known)
        plan.was_answered = was_answered
        if said == LEFT_OUT:
            plan.is_out = True
        else:
            plan.not_these = tuple(person.pk for person in people.values())
        return plan

    def _plan(self, imported: ImportedPerson, person: Person | None, known: Known) -> PersonPlan:
        plan = PersonPlan(imported, person, numbers=imported.identifiers)
        if person is None:
            self._new.append(plan)
            return plan
        plan.fields = _additions(person, imported)
        there = known.numbers_of.get(person.pk)
        if there is None:
            there = {(number.scheme, number.value) for number in person.identifiers.all()}
        plan.numbers = tuple(number for number in imported.identifiers if number not in there)
        return plan


def _question(
    case: ImportedCase, place: int, one: ImportedPerson, found: Sequence[tuple[Person, tuple[str, ...]]], sure: object
) -> Question:
    origin = case.provenance
    name = one.name or next((value for _scheme, value in one.identifiers), "")
    answers = [
        Answer(
            str(person.pk),
            Words(
                "answer_same_person",
                {
                    "name": person.display_name,
                    "born": person.born_on.strftime("%d/%m/%Y") if person.born_on else _("not known"),
                    "grounds": ". ".join(grounds),
                },
            ),
        )
        for person, grounds in found
    ]
    answers.append(Answer(SOMEBODY_ELSE, Words("answer_somebody_else")))
    answers.append(Answer(LEFT_OUT, Words("answer_leave_row_out")))
    return Question(
        "may_be_known", origin.sheet, origin.row, "", (), Words("ask_may_be_known", {"name": name}), tuple(answers),
        answers[0].key if sure is not None else LEFT_OUT, (QUESTIONS, f"{origin_of(case.key)}-{place}"),
    )  # fmt: skip


def _identity(imported: ImportedPerson) -> object:
    """What tells a person apart within one file; None where nothing does."""
    if imported.identifiers:
        return imported.identifiers[0]
    if imported.name and imported.born_on:
        return (plain(imported.name), imported.born_on)
    return None


def _additions(person: Person, imported: ImportedPerson) -> dict[str, Any]:
    """What the file knows of a stored person that is blank here. What is there already is never written over."""
    found: dict[str, Any] = {}
    for name in _FIELDS:
        said, here = getattr(imported, name), getattr(person, name)
        if said and (not here or (name == "sex" and here == "U" and said != "U")):
            found[name] = said
    if imported.disabilities and not person.disabilities:
        found["disabilities"] = list(imported.disabilities)
    if imported.needs_interpreter and not person.needs_interpreter:
        found["needs_interpreter"] = True
    return found
