"""The calendars of a rulebook: bank holidays, school terms, and an organisation's closures."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING

from plimsoll.engine.rulebook.problems import Problems, nearest
from plimsoll.engine.rulebook.shapes import Shape, read_decided
from plimsoll.engine.rulebook.yaml_lines import read_yaml
from plimsoll.engine.workdays import NATIONS, UNIONS, Calendar, SchoolYear, Term, send_tribunal_days

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from plimsoll.engine.rulebook.model import Decided

CALENDAR_NAMES = (*NATIONS, *UNIONS)


@dataclass(frozen=True, slots=True)
class Closure:
    """A day on which an organisation does not work, by its own decision."""

    day: int
    calendar: str
    decided: Decided | None


@dataclass(frozen=True, slots=True)
class Terms:
    """School terms of one calendar, and who set them (None: the illustrative default)."""

    calendar: str
    terms: tuple[Term, ...]
    decided: Decided | None = None


class Calendars:
    """Working-day calendars and school years by name, each made when first asked for."""

    __slots__ = ("_closures", "_holidays", "_made", "_schools", "_terms")

    def __init__(
        self,
        holidays: Mapping[str, frozenset[int]],
        terms: Iterable[Terms] = (),
        closures: Iterable[Closure] = (),
    ) -> None:
        self._holidays = holidays
        self._terms = tuple(terms)
        self._closures = tuple(closures)
        self._made: dict[str, Calendar] = {}
        self._schools: dict[str, SchoolYear] = {}

    def working(self, name: str) -> Calendar:
        """The working-day calendar of this name."""
        made = self._made.get(name)
        if made is None:
            holidays: set[int] = set()
            for nation in UNIONS.get(name, (name,)):
                holidays |= self._holidays.get(nation, frozenset())
            if name == "send-tribunal":
                holidays.update(send_tribunal_days())
            holidays.update(closure.day for closure in self._closures if closure.calendar == name)
            made = self._made[name] = Calendar(name, holidays)
        return made

    def school(self, name: str) -> SchoolYear:
        """School terms and days of this calendar; without terms where nobody has entered any."""
        made = self._schools.get(name)
        if made is None:
            made = self._schools[name] = SchoolYear(self._terms_of(name), self.working(name))
        return made

    def has_own_terms(self, name: str) -> bool:
        """Whether the organisation has set its own term dates for this calendar."""
        return any(entry.calendar == name and entry.decided is not None for entry in self._terms)

    def _terms_of(self, name: str) -> Iterator[Term]:
        """An organisation's terms take the place of the default's in the school years they cover."""
        own = [term for entry in self._terms if entry.calendar == name and entry.decided for term in entry.terms]
        covered = {_school_year(term) for term in own}
        yield from own
        for entry in self._terms:
            if entry.calendar == name and entry.decided is None:
                yield from (term for term in entry.terms if _school_year(term) not in covered)

    def with_local(self, terms: Iterable[Terms], closures: Iterable[Closure]) -> Calendars:
        """These calendars with an organisation's own laid over them."""
        terms, closures = tuple(terms), tuple(closures)
        if not terms and not closures:
            return self
        return Calendars(self._holidays, (*self._terms, *terms), (*self._closures, *closures))


def _school_year(term: Term) -> int:
    """The calendar year in which a term's school year began (in August at the earliest)."""
    first = date.fromordinal(term.first)
    return first.year if first.month >= 8 else first.year - 1


def read_calendars(folder: Path, problems: Problems) -> Calendars:
    """`bank-holidays.csv` and `school-terms.yaml` of a `calendars` folder."""
    holidays = _read_holidays(folder / "bank-holidays.csv", problems)
    terms: tuple[Terms, ...] = ()
    path = folder / "school-terms.yaml"
    if path.is_file():
        found = read_yaml(path, f"calendars/{path.name}", problems)
        if found is not None:
            shape = Shape(found, problems)
            terms = tuple(read_terms(shape, None))
            shape.flag("local")
            shape.text("default_from")
            shape.done("school-terms.yaml")
    return Calendars(holidays, terms)


def _read_holidays(path: Path, problems: Problems) -> dict[str, frozenset[int]]:
    found: dict[str, set[int]] = {nation: set() for nation in NATIONS}
    if not path.is_file():
        return {}
    with path.open(encoding="utf-8", newline="") as file:
        for number, row in enumerate(csv.DictReader(file), start=2):
            try:
                day = date.fromisoformat(row["date"]).toordinal()
                for nation in row["nations"].split():
                    found[nation].add(day)
            except (KeyError, ValueError, TypeError, AttributeError):
                message = "must be date,nations,name with an ISO date and nations of " + " ".join(NATIONS)
                problems.add(f"calendars/{path.name}", number, message)
                break
    return {nation: frozenset(days) for nation, days in found.items()}


def read_terms(parent: Shape, decided: Decided | None) -> Iterator[Terms]:
    """The entries under `terms:`, by calendar."""
    shape = parent.mapping("terms")
    if shape is None:
        return
    for calendar in shape.map:
        if calendar not in CALENDAR_NAMES:
            shape.problem(calendar, f"{calendar!r} is no calendar{nearest(calendar, CALENDAR_NAMES)}")
        terms = [term for child in shape.shapes(calendar) if (term := _read_term(child)) is not None]
        terms.sort(key=lambda term: term.first)
        for earlier, later in pairwise(terms):
            if later.first <= earlier.last:
                shape.problem(calendar, f"{later.name} begins before {earlier.name} ends; correct one of them")
        yield Terms(calendar, tuple(terms), decided)


def _read_term(shape: Shape) -> Term | None:
    name = shape.text("name", needed=True)
    first, last = shape.day("from"), shape.day("to")
    half = shape.mapping("half_term")
    breaks: list[tuple[int, int]] = []
    if half is not None:
        begin, end = half.day("from"), half.day("to")
        half.done("a half term (from, to)")
        if begin and end:
            breaks.append((begin.toordinal(), end.toordinal()))
    shape.done("a term (name, from, to, half_term)")
    if first is None or last is None:
        return None
    if last < first:
        shape.problem("to", f"{name} ends before it begins; turn the dates round")
        return None
    return Term(name, first.toordinal(), last.toordinal(), tuple(breaks))


def read_closures(parent: Shape, decided: Decided | None) -> Iterator[Closure]:
    """The entries under `closures:`."""
    for shape in parent.shapes("closures"):
        day = shape.day("date")
        calendar = shape.word("calendar", CALENDAR_NAMES)
        shape.text("why", needed=True)
        own = read_decided(shape.mapping("decided")) or decided
        shape.done("a closure (date, calendar, why)")
        if day is not None:
            yield Closure(day.toordinal(), calendar, own)
