"""People in words: age, relationship from either side, what was not asked. Values in, translated words out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from plimsoll.cases import words

if TYPE_CHECKING:
    from datetime import date

    from plimsoll.families.models import Relationship
    from plimsoll.people.models import Person

# What `other` is to `person`, where it is not the same word.
INVERSE = {
    "parent": gettext_lazy("Child"),
    "adoptive_parent": gettext_lazy("Adopted child"),
    "step_parent": gettext_lazy("Step-child"),
    "foster_carer": gettext_lazy("Fostered child"),
    "carer": gettext_lazy("Cared for"),
    "guardian": gettext_lazy("Child under special guardianship"),
    "grandparent": gettext_lazy("Grandchild"),
    "aunt_uncle": gettext_lazy("Niece or nephew"),
}
GENDERED = {
    ("parent", "F"): gettext_lazy("Mother"),
    ("parent", "M"): gettext_lazy("Father"),
    ("step_parent", "F"): gettext_lazy("Stepmother"),
    ("step_parent", "M"): gettext_lazy("Stepfather"),
    ("grandparent", "F"): gettext_lazy("Grandmother"),
    ("grandparent", "M"): gettext_lazy("Grandfather"),
    ("aunt_uncle", "F"): gettext_lazy("Aunt"),
    ("aunt_uncle", "M"): gettext_lazy("Uncle"),
    ("sibling", "F"): gettext_lazy("Sister"),
    ("sibling", "M"): gettext_lazy("Brother"),
    ("half_sibling", "F"): gettext_lazy("Half-sister"),
    ("half_sibling", "M"): gettext_lazy("Half-brother"),
}


def is_unborn(person: Person) -> bool:
    """A child who is expected and not born."""
    return person.born_on is None and person.expected_on is not None


def life(person: Person, today: date) -> str:
    """9 years; expected 3 May 2026; died 2 June 2025, aged 41."""
    if person.died_on:
        died = date_format(person.died_on, "j F Y")
        if person.born_on is None:
            return _("Died %(day)s") % {"day": died}
        return _("Died %(day)s, at %(age)s") % {"day": died, "age": words.age(person.born_on, person.died_on)}
    if is_unborn(person) and person.expected_on:
        return _("Not yet born, expected %(day)s") % {"day": date_format(person.expected_on, "j F Y")}
    return words.age(person.born_on, today)


def brief(person: Person, today: date) -> str:
    """The same in the room under a symbol: 9 years; due 3 May 2026; died 2025."""
    if person.died_on:
        return _("Died %(year)s") % {"year": person.died_on.year}
    if is_unborn(person) and person.expected_on:
        return _("Due %(day)s") % {"day": date_format(person.expected_on, "j M Y")}
    return words.age(person.born_on, today)


def what_they_are(one: Relationship) -> str:
    """What `person` is to `other`."""
    return str(GENDERED.get((one.kind, one.person.sex), one.get_kind_display()))


def what_the_other_is(one: Relationship) -> str:
    """What `other` is to `person`."""
    if one.kind in INVERSE:
        return str(INVERSE[one.kind])
    return str(GENDERED.get((one.kind, one.other.sex), one.get_kind_display()))


def sentence(one: Relationship) -> str:
    """Ann Jones is the mother of Ben Jones."""
    return _("%(one)s: %(what)s of %(other)s") % {
        "one": one.person.display_name,
        "what": what_they_are(one).lower(),
        "other": one.other.display_name,
    }
