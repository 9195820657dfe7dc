"""Who a row is about: a child, a client, or a family with several children."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from plimsoll.imports.reading.codes import DISABILITIES, ETHNICITIES, SEX
from plimsoll.imports.reading.identifiers import is_upn, nhs_number
from plimsoll.imports.reading.trackers.people import ChildReading, NameReading, household_of, read_children, read_name
from plimsoll.imports.reading.trackers.stages import yes_or_no
from plimsoll.imports.reading.trackers.workers import plain
from plimsoll.imports.reading.values import ImportedPerson, Json

if TYPE_CHECKING:
    from plimsoll.imports.reading.trackers.row_values import RowValues

_LONGEST_NUMBER = 60


@dataclass(frozen=True, slots=True)
class WhoReading:
    """The people of a row, the family's name where it names one, and the key of the case."""

    people: tuple[ImportedPerson, ...]
    household: str
    key: str


def read_who(values: RowValues) -> WhoReading | None:
    """Who the row is about, or None where the row was refused for saying nobody."""
    if values.text("household") or ("children" in values.places and not values.text("name")):
        return _family(values)
    person, written = _one(values)
    if person is None:
        return None
    case_number = values.text("case_number")[:_LONGEST_NUMBER]
    tracker_number = next((value for scheme, value in person.identifiers if scheme == "tracker"), "")
    if case_number:
        key = f"tracker:case:{case_number}"
    elif tracker_number:
        key = f"tracker:person:{tracker_number}"
    else:
        key = f"tracker:who:{_sealed(plain(written), person.born_on)}"
    return WhoReading((person,), "", key)


def _sealed(*parts: object) -> str:
    """A key that is stable and does not tell a name."""
    return hashlib.sha256("|".join(str(part or "") for part in parts).encode()).hexdigest()[:32]


def _one(values: RowValues) -> tuple[ImportedPerson | None, str]:
    name = _name(values)
    numbers, facts = _numbers(values)
    at = values.places.get("name", values.places.get("given_name", -1))
    if name is None:
        if not numbers and not values.text("case_number"):
            values.refuse("row", at, "nobody_named")
            return None, ""
        name = NameReading("", "")
    if name.is_damaged:
        values.remark(at, "name_lost_a_letter")
    born_on, expected_on = _born(values, name)
    if born_on and name.is_unborn:
        values.remark(at, "unborn_but_born", born_on=born_on.isoformat())
    person = ImportedPerson(
        identifiers=numbers,
        given_name=name.given,
        family_name=name.family,
        born_on=born_on,
        expected_on=expected_on,
        sex=SEX.get(values.text("sex").upper()[:1]) if values.text("sex") else None,
        ethnicity=values.text("ethnicity").upper() if values.text("ethnicity").upper() in ETHNICITIES else "",
        disabilities=(values.text("disability").upper(),) if values.text("disability").upper() in DISABILITIES else (),
        language=values.text("language")[:60],
        needs_interpreter=yes_or_no(values.text("interpreter")) if values.text("interpreter") else None,
        facts=facts,
    )
    return person, person.name


def _name(values: RowValues) -> NameReading | None:
    given, family = values.text("given_name"), values.text("family_name")
    if given or family:
        read = read_name(f"{family}, {given}" if given and family else given or family)
        return read and NameReading(given or read.given, family or read.family, read.is_unborn, read.is_damaged)
    return read_name(values.text("name"))


def _numbers(values: RowValues) -> tuple[tuple[tuple[str, str], ...], dict[str, Json]]:
    numbers: list[tuple[str, str]] = []
    facts: dict[str, Json] = {}
    number = values.text("person_number")
    if number and len(number) <= _LONGEST_NUMBER and any(letter.isalnum() for letter in number):
        numbers.append(("tracker", number))
    upn = values.text("upn").replace(" ", "").upper()
    if upn and is_upn(upn):
        numbers.append(("upn", upn))
    elif upn:
        values.refuse("cell", values.places["upn"], "upn_check_letter", rule="1510")
    nhs = values.text("nhs_number")
    if nhs and nhs_number(nhs):
        numbers.append(("nhs_number", nhs_number(nhs)))
    elif nhs:
        values.refuse("cell", values.places["nhs_number"], "nhs_check_digit")
    for key in ("ethnicity", "disability"):
        text = values.text(key)
        if text:
            facts[f"{key}_as_written"] = text[:60]
    return tuple(numbers), facts


def _born(values: RowValues, name: NameReading) -> tuple[date | None, date | None]:
    """Birth date and expected birth date. A birth still to come is an expected one, if the child is unborn."""
    expected = values.day("expected_on")
    dated = values.day("born_on")
    expected_on = expected.on if expected else None
    if dated is None:
        return None, expected_on
    if dated.remark:
        values.remark(dated.at, "remark_beside_birth_date", remark=dated.remark)
    if dated.on > values.context.as_at:
        if name.is_unborn or "edd" in dated.remark.casefold():
            return None, dated.on
        values.refuse("cell", dated.at, "born_in_the_future", on=dated.on.isoformat())
        return None, expected_on
    return dated.on, None


def _family(values: RowValues) -> WhoReading | None:
    label = values.text("household")
    at = values.places.get("children", -1)
    text = values.text("children")
    listed = read_children(text, values.rules(at, is_birth=True)) if text else []
    if not label and not listed:
        values.refuse("row", values.places.get("household", at), "nobody_named")
        return None
    if len(listed) > values.context.people_in_a_cell:
        values.refuse("row", at, "too_many_people", most=values.context.people_in_a_cell)
        return None
    household = household_of(label) or label
    people = tuple(_child(values, at, child, household) for child in listed)
    eldest = min(people, key=lambda person: (person.born_on or date.max, person.given_name), default=None)
    number = values.text("case_number") or values.text("person_number")
    if number:
        key = f"tracker:case:{number[:_LONGEST_NUMBER]}"
    else:
        first = (plain(eldest.given_name), eldest.born_on) if eldest else ()
        key = f"tracker:family:{_sealed(plain(household), *first)}"
    return WhoReading(people, label or household, key)


def _child(values: RowValues, at: int, child: ChildReading, household: str) -> ImportedPerson:
    born_on = expected_on = None
    if child.born is not None:
        if child.born.problem:
            values.refuse("cell", at, "child_birth_date", child=child.written, other=child.born.problem)
        elif child.born.on is not None and child.born.on > values.context.as_at:
            if child.name.is_unborn or "edd" in child.born.remark.casefold():
                expected_on = child.born.on
            else:
                values.refuse("cell", at, "born_in_the_future", on=child.born.on.isoformat())
        else:
            born_on = child.born.on
    facts: dict[str, Json] = {} if child.name.family else {"family_name_from_household": True}
    return ImportedPerson(
        given_name=child.name.given,
        family_name=child.name.family or household,
        born_on=born_on,
        expected_on=expected_on,
        facts=facts,
    )
