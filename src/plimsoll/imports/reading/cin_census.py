"""The children in need census: XML in, one child after another, a case for each `CINdetails`.

A `CINdetails` is one episode of need: one referral, what followed from it, and its end. Each
becomes a case of its own, known by the child and the day of the referral, so that the clocks of
an episode that ended in 2019 never touch the one that is open today. The person is the same.

Years 2022 to 2026, with the booleans (0/1/true/false) and the codes for sex (GenderCurrent
1/2/0/9, Sex M/F/U) of each. Structure and date orders: the Department's CIN census guide and
validation rules; the number of the rule stands in each refusal. What cannot be true (authorised
before started, later than the reference date, referred more than 40 weeks before birth) is
refused with its line; nothing is put right silently.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from lxml import etree

from plimsoll.imports.reading.cin_episode import read_episode
from plimsoll.imports.reading.cin_lines import Census, line_of, text_of
from plimsoll.imports.reading.codes import DISABILITIES, ETHNICITIES, SEX
from plimsoll.imports.reading.identifiers import is_upn
from plimsoll.imports.reading.limits import Limits, refused
from plimsoll.imports.reading.values import Details, ImportedPerson, Item, Json, Remark
from plimsoll.imports.reading.words import Words
from plimsoll.imports.reading.xml_stream import elements

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from plimsoll.imports.reading.upload import SourceFile

YEARS = range(2022, 2027)
_LONGEST_ID = 60
_IDENTIFIERS = frozenset(
    [
        "LAchildID",
        "UPN",
        "FormerUPN",
        "UPNunknown",
        "PersonBirthDate",
        "ExpectedPersonBirthDate",
        "GenderCurrent",
        "Sex",
        "PersonDeathDate",
    ]
)


@dataclass(slots=True)
class _Seen:
    """What was met so far: children, and elements that the reader does not know."""

    born_on: dict[str, date | None] = field(default_factory=dict)
    children: int = 0


def read_census(source: SourceFile, *, as_at: date, limits: Limits) -> Iterator[Item]:
    """Every case, refusal and remark of one file, in its order, in bounded memory.

    Raises `ImportRefused` as soon as the file turns out to be no such census.
    """
    census = Census(digest=source.digest, reference_on=as_at, file=source.name)
    seen = _Seen()
    with source.open() as stream:
        for element in elements(stream, ("Header", "Child"), limits, source.name):
            if element.tag == "Header":
                yield from _header(census, element)
                continue
            seen.children += 1
            yield from _child(census, element, seen)
    if not seen.children:
        raise refused("no_children", file=source.name)
    for name, (line, count) in census.unknown.items():
        yield Remark("", line, name, "", Words("element_not_read", {"element": name, "count": count}))


def _header(census: Census, header: etree._Element) -> Iterator[Item]:
    values = {part.tag: part for part in header.iter(etree.Element)}
    collection = text_of(values.get("Collection"))
    if collection and collection.upper() != "CIN":
        raise refused("is_other_xml", file=census.file, root=collection[:40])
    year = text_of(values.get("Year"))
    stated = values.get("ReferenceDate")
    if stated is not None:
        on = census.day(stated)
        if on is not None:
            census.reference_on = min(on, census.reference_on)
            if year and year != str(on.year):
                words = Words("year_and_reference_differ", {"year": year, "on": on.isoformat()})
                yield Remark("", line_of(stated), "Year", year, words)
        yield from census.take()
    if year and not (year.isdigit() and int(year) in YEARS):
        words = Words("year_not_known", {"year": year[:10], "first": YEARS[0], "last": YEARS[-1]})
        yield Remark("", line_of(header), "Year", year[:40], words)


def _child(census: Census, element: etree._Element, seen: _Seen) -> Iterator[Item]:
    identifiers: dict[str, etree._Element] = {}
    characteristics: list[etree._Element] = []
    episodes: list[etree._Element] = []
    for part in element:
        name = part.tag
        if name == "ChildIdentifiers":
            for item in part:
                identifiers[item.tag] = item
        elif name == "ChildCharacteristics":
            characteristics.append(part)
        elif name == "CINdetails":
            episodes.append(part)
        else:
            census.not_read(part)
    child_id = text_of(identifiers.get("LAchildID"))
    census.child_id = child_id[:_LONGEST_ID]
    if not child_id or len(child_id) > _LONGEST_ID:
        census.refuse("row", identifiers.get("LAchildID", element), "child_id_missing")
        yield from census.take()
        return
    person = _person(census, child_id, identifiers, characteristics)
    if child_id in seen.born_on and seen.born_on[child_id] != person.born_on:
        census.refuse("row", element, "child_twice_born_apart")
        yield from census.take()
        return
    seen.born_on[child_id] = person.born_on
    if not episodes:
        census.refuse("row", element, "child_without_episode")
    if census.waiting:
        yield from census.take()
    yield from _episodes(census, child_id, person, episodes)


def _episodes(census: Census, child_id: str, person: ImportedPerson, episodes: list[etree._Element]) -> Iterator[Item]:
    keys: dict[str, int] = {}
    open_ones = 0
    for episode in episodes:
        case = read_episode(census, person, episode, keys)
        if census.waiting:
            yield from census.take()
        if case is not None:
            open_ones += case.status != "closed"
            yield case
    if open_ones > 1:
        words = Words("several_open_episodes", {"count": open_ones, "rule": "8815"})
        yield Remark("", line_of(episodes[0]), "CINdetails", child_id, words)


def _person(
    census: Census,
    child_id: str,
    given: dict[str, etree._Element],
    characteristics: list[etree._Element],
) -> ImportedPerson:
    if not given.keys() <= _IDENTIFIERS:
        for name in given.keys() - _IDENTIFIERS:
            census.not_read(given[name])
    born_on = census.day_by_reference(given.get("PersonBirthDate"), rule="8520")
    expected_on = census.day(given.get("ExpectedPersonBirthDate"))
    died_on = census.day_by_reference(given.get("PersonDeathDate"), rule="8545Q")
    if born_on and died_on and died_on < born_on:
        census.refuse("cell", given["PersonDeathDate"], "death_before_birth", rule="8535Q")
        died_on = None
    census.death = census.provenance(given["PersonDeathDate"]) if died_on else None
    numbers, facts = _numbers(census, child_id, given)
    sex_element = given.get("Sex", given.get("GenderCurrent"))
    sex_text = text_of(sex_element)
    sex = SEX.get(sex_text.upper())
    if sex is None and sex_text and sex_element is not None:
        census.refuse("cell", sex_element, "unknown_code", what="sex")
    ethnicity, disabilities = _characteristics(census, characteristics)
    return ImportedPerson(
        identifiers=numbers,
        born_on=born_on,
        expected_on=None if born_on else expected_on,
        died_on=died_on,
        sex=sex,
        ethnicity=ethnicity,
        disabilities=disabilities,
        facts=facts,
    )


def _numbers(
    census: Census, child_id: str, given: dict[str, etree._Element]
) -> tuple[tuple[tuple[str, str], ...], Details]:
    """The child's numbers. A UPN whose check letter fails is kept as written, and identifies nobody."""
    numbers = [("la_child_id", child_id)]
    facts: dict[str, Json] = {}
    for name, scheme in (("UPN", "upn"), ("FormerUPN", "former_upn")):
        written = text_of(given.get(name))
        if written and is_upn(written):
            numbers.append((scheme, written))
        elif written:
            facts[f"{scheme}_as_written"] = written[:40]
            census.refuse("cell", given[name], "upn_check_letter", rule="1510")
    reason = text_of(given.get("UPNunknown"))
    if reason:
        facts["upn_unknown"] = reason[:10]
    return tuple(numbers), facts


def _characteristics(census: Census, blocks: list[etree._Element]) -> tuple[str, tuple[str, ...]]:
    ethnicity = ""
    disabilities: list[str] = []
    for block in blocks:
        for part in block:
            name = part.tag
            if name == "Ethnicity":
                ethnicity = census.code(part, ETHNICITIES, "ethnicity")
            elif name == "Disabilities":
                codes = (census.code(item, DISABILITIES, "disability") for item in part)
                disabilities.extend(code for code in codes if code)
            else:
                census.not_read(part)
    return ethnicity, tuple(disabilities)
