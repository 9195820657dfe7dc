"""People and families as their pages show them: values in, words out, no query."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _

from plimsoll.families import checks, choices, equality, words
from plimsoll.families.queries.family import is_now
from plimsoll.families.queries.people import linked_names

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from uuid import UUID

    from plimsoll.families.models import Relationship
    from plimsoll.families.queries.duplicates import Suggestion
    from plimsoll.families.queries.family import FamilyView
    from plimsoll.families.queries.people import OnCase, Whole
    from plimsoll.people.models import Address, Person

IDENTIFIERS = ("nhs_number", "upn")


def people(case_id: UUID, on_case: Sequence[OnCase], family: FamilyView, today: date) -> dict[str, object]:
    """The list of everybody, with what each is to the child or client."""
    subjects = {one.person.pk for one in on_case if one.is_subject}
    return {
        "people": [
            {
                "name": one.person.display_name,
                "url": reverse("families:person", args=[case_id, one.person.pk]),
                "life": words.life(one.person, today),
                "parts": ", ".join(one.parts),
                "is_subject": one.is_subject,
                "to_subject": _to_subjects(one.person, subjects, family, today),
                "alerts": list(one.alerts),
            }
            for one in on_case
        ],
        "households": [
            {
                "letter": view.letter,
                "label": view.household.label,
                "now": linked_names([member.person for member in view.now]),
            }
            for view in family.households
            if view.now
        ],
    }


def _to_subjects(person: Person, subjects: set[UUID], family: FamilyView, today: date) -> str:
    found = []
    for one in family.relationships:
        if not is_now(one, today):
            continue
        if one.person_id == person.pk and one.other_id in subjects:
            found.append((words.what_they_are(one), one.other, one.parental_responsibility))
        elif one.other_id == person.pk and one.person_id in subjects and one.person_id != person.pk:
            found.append((words.what_the_other_is(one), one.person, ""))
    lines = [
        _("%(what)s of %(name)s") % {"what": what, "name": other.known_as or other.given_name or other.display_name}
        + (f" ({_('parental responsibility')})" if responsibility == "yes" else "")
        for what, other, responsibility in found
    ]
    return "; ".join(dict.fromkeys(lines))


def person(case_id: UUID, whole: Whole, family: FamilyView, today: date) -> dict[str, object]:
    """Everything of one person."""
    one = whole.person
    numbers = [(number.get_scheme_display(), number.value) for number in whole.identifiers]
    return {
        "person": one,
        "name": one.display_name,
        "life": words.life(one, today),
        "parts": ", ".join(whole.parts),
        "alert_words": list(whole.alert_words),
        "facts": _facts(one, numbers),
        "equality": equality_stands(one),
        "contact_ways": equality.ways(one.contact_ways),
        "names": [
            {
                "kind": row.get_kind_display(),
                "name": " ".join(part for part in (row.given_name, row.family_name) if part),
                "until": row.until_on,
            }
            for row in whole.names
        ],
        "telephones": [
            {
                "number": checks.telephone_words(row.number),
                "safety": row.get_safety_display(),
                "is_unsafe": row.safety == "unsafe",
                "note": row.note,
                "until": row.until_on,
                "end_url": _end(case_id, one, "telephone", row.pk),
            }
            for row in whole.telephones
        ],
        "addresses": [_address(case_id, one, row) for row in whole.addresses],
        "hidden_addresses": whole.hidden_addresses,
        "alert_rows": [
            {
                "words": row.text or row.get_kind_display(),
                "from": row.from_on,
                "end_url": _end(case_id, one, "alert", row.pk),
            }
            for row in whole.alerts
        ],
        "relationships": [_relationship(case_id, one, row, today) for row in own(one, family.relationships)],
        "homes": [
            {"label": view.household.label, "with": linked_names([m.person for m in view.now if m.person_id != one.pk])}
            for view in family.households
            if any(member.person_id == one.pk for member in view.now)
        ],
        "merges": [{"at": row.merged_at, "url": reverse("families:undo", args=[row.pk])} for row in whole.merges],
    }


def own(person: Person, relationships: Sequence[Relationship]) -> list[Relationship]:
    """A person's own among a family's."""
    return [row for row in relationships if person.pk in (row.person_id, row.other_id)]


def _facts(one: Person, numbers: Sequence[tuple[str, str]]) -> list[tuple[object, object]]:
    asked = _("Not asked")
    rows: list[tuple[object, object]] = [
        (_("Given names"), one.given_name),
        (_("Family name"), one.family_name),
        (_("Known as"), one.known_as),
        (_("Date of birth"), one.born_on),
        (_("Expected date"), None if one.born_on else one.expected_on),
        (_("Date of death"), one.died_on),
        (_("Sex"), one.get_sex_display()),
        *numbers,
        (_("Language"), one.language or asked),
        (_("Interpreter"), _("Needed") if one.needs_interpreter else _("Not recorded as needed")),
        (_("Communication"), one.communication or asked),
    ]
    return [(key, value) for key, value in rows if value]


def equality_stands(one: Person) -> list[tuple[str, str]]:
    """Each equality fact in words: what was told, or why it is not known."""
    kept = {row.fact: row for row in one.equality.all()}
    found = [(_("Ethnicity"), equality.ethnicity(one.ethnicity))]
    for fact, label in _equality_facts():
        row = kept.get(fact)
        text = str(row.get_state_display()) if row and row.state != "told" else row.value if row else _("Not asked")
        if fact == "disability" and one.disabilities:
            told = (equality.disabilities(one.disabilities), row.value if row else "")
            text = "; ".join(part for part in told if part)
        found.append((str(label), text or _("Told us")))
    return found


def _equality_facts() -> list[tuple[str, str]]:
    return [(str(fact), str(label)) for fact, label in choices.EQUALITY_FACTS]


def _address(case_id: UUID, one: Person, row: Address) -> dict[str, object]:
    hidden_from = [*(person.display_name for person in row.secret_from.all()), row.secret_from_others]
    return {
        "lines": row.lines,
        "postcode": row.postcode,
        "safety": row.safety,
        "safety_words": row.get_safety_display(),
        "secret_from": ", ".join(name for name in hidden_from if name),
        "from": row.from_on,
        "until": row.until_on,
        "end_url": _end(case_id, one, "address", row.pk),
    }


def _relationship(case_id: UUID, one: Person, row: Relationship, today: date) -> dict[str, object]:
    other = row.other if row.person_id == one.pk else row.person
    what = words.what_the_other_is(row) if row.person_id == one.pk else words.what_they_are(row)
    return {
        "what": what,
        "name": other.display_name,
        "life": words.life(other, today),
        "responsibility": row.get_parental_responsibility_display() if row.parental_responsibility else "",
        "responsibility_from": row.responsibility_from,
        "from": row.from_on,
        "until": row.until_on,
        "note": row.note,
        "url": reverse("families:person", args=[case_id, other.pk]),
        "end_url": "" if row.until_on else reverse("families:end_relationship", args=[case_id, row.pk]),
    }


def _end(case_id: UUID, one: Person, what: str, row_id: int) -> str:
    return reverse("families:end", args=[case_id, one.pk, what, row_id])


def suggestions(alike: Sequence[Suggestion], today: date) -> list[dict[str, object]]:
    """Those on record who may be the one being entered, with the grounds."""
    return [
        {
            "id": str(one.person.pk),
            "name": one.person.display_name,
            "life": words.life(one.person, today),
            "born_on": one.person.born_on,
            "grounds": one.grounds,
            "against": one.against,
            "alerts": list(one.alerts),
        }
        for one in alike
    ]


def person_initial(one: Person) -> dict[str, object]:
    """A person as the first values of the form."""
    from plimsoll.families.forms.person import PERSON_FIELDS

    numbers = {number.scheme: number.value for number in one.identifiers.all()}
    found: dict[str, object] = {name: getattr(one, name) for name in PERSON_FIELDS}
    return found | {"version": one.version} | {scheme: numbers.get(scheme, "") for scheme in IDENTIFIERS}


def equality_initial(one: Person) -> dict[str, object]:
    """Equality facts as the first values of the form."""
    found: dict[str, object] = {"version": one.version, "disabilities": one.disabilities}
    for row in one.equality.all():
        found[f"{row.fact}_state"], found[f"{row.fact}_value"] = row.state, row.value
    return found


def stands(one: Person) -> list[tuple[object, object]]:
    """What is on record now, to compare with what was typed."""
    numbers = [(row.get_scheme_display(), row.value) for row in one.identifiers.all()]
    return _facts(one, numbers)


def contact_stands(one: Person) -> list[tuple[object, object]]:
    """The same of safe contact."""
    return [
        (_("Ways that are safe"), equality.ways(one.contact_ways)),
        (_("When, and what never to do"), one.contact_when),
    ]
