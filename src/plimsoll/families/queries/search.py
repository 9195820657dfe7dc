"""One box over people, cases and what was written, only what the viewer may see.

People are found by any of their names as they sound, and by their numbers; cases by the words of their title and by
number; notes by their words. Only when none of that finds anything are names compared by likeness, which is slow.

Each kind looks at the newest that fit and stops at a few, so that a word that is everywhere costs no more than a rare
one. Where somebody sees many cases, what fits is found first and then held against what they may see, in portions:
asked in one question, the database has been seen to choose ways that took seconds.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Case as Exact
from django.db.models import Q, When

from plimsoll.cases.models import Case, CaseEvent, CasePerson
from plimsoll.families.queries.papers import PaperHit, papers
from plimsoll.families.queries.people import AlertWords, alerts_of
from plimsoll.families.queries.sight import CLOSING, OPENING, PORTIONS, Sight, rows
from plimsoll.families.queries.written import WrittenHit, events_told, final_notes
from plimsoll.people import sounds
from plimsoll.people.models import Person, PersonIdentifier

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date
    from uuid import UUID

    from django.db.models import QuerySet

    from plimsoll.people.access import Viewer

MOST_PEOPLE = 20
MOST_CASES = 20
MOST_NOTES = 20
LEAST_NUMBER = 4
_NUMBER = re.compile(r"c?0*([0-9]{3,12})", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class PersonHit:
    """Somebody found, with a case on which they may be seen."""

    person: Person
    case: Case
    alerts: tuple[AlertWords, ...]
    is_exact: bool


@dataclass(frozen=True, slots=True)
class NoteHit:
    """A note found: `snippet` is cut at hits, every second piece being one."""

    event: CaseEvent
    snippet: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """What was found, each list the likeliest and newest first."""

    people: tuple[PersonHit, ...]
    cases: tuple[Case, ...]
    notes: tuple[NoteHit, ...]
    written: tuple[WrittenHit, ...] = ()
    papers: tuple[PaperHit, ...] = ()

    @property
    def count(self) -> int:
        """How much there is in all."""
        return len(self.people) + len(self.cases) + len(self.notes) + len(self.written) + len(self.papers)


@transaction.atomic
def search(viewer: Viewer, terms: str, today: date) -> Found:
    """Look for what was typed among all that this viewer may see.

    One transaction, so that the database is told once who asks, and not again with every question.
    """
    if not sounds.plain(terms):
        return Found((), (), ())
    sight = Sight(viewer)
    links, cases, written = _people(sight, terms), _cases(sight, terms), final_notes(sight, terms)
    documents = papers(sight, terms)
    told = events_told(written)
    notes = tuple(hit for hit in _notes(sight, terms) if hit.event.pk not in told)
    if not (links or cases or notes or written or documents):
        links, cases = _people_alike(sight, terms), _cases_alike(sight, terms)
    return Found(_hits(links, terms, today), cases, notes, written, documents)


def _people(sight: Sight, terms: str) -> list[CasePerson]:
    """Links to cases in sight of the people who sound like it, or have this number."""
    named = Q(name_sounds__contains=sounds.keys(terms))
    digits = re.sub(r"\D", "", terms)
    values = {value for value in (digits, terms.strip().upper()) if len(value) >= LEAST_NUMBER}
    if digits and values:
        named |= Q(pk__in=PersonIdentifier.objects.filter(value__in=values).values_list("person_id", flat=True))
    return _links(sight, Q(merged_into=None) & named, sounds.plain(terms))


def _people_alike(sight: Sight, terms: str) -> list[CasePerson]:
    plain = sounds.plain(terms)
    return _links(sight, Q(merged_into=None, names_plain__trigram_word_similar=plain), plain)


def _links(sight: Sight, fits: Q, plain: str) -> list[CasePerson]:
    links = CasePerson.objects.select_related("person", "case__holder")
    if sight.few is not None:
        within = Person.objects.filter(fits, cases__case_id__in=sight.few).values_list("pk", flat=True)
        return list(links.filter(case_id__in=sight.few, person_id__in=list(within.distinct()[: PORTIONS[1]])))
    start, kept = 0, list[CasePerson]()
    for size in PORTIONS:
        ids = list(_best_first(fits, plain).values_list("pk", flat=True)[start : start + size])
        found = list(links.filter(person_id__in=ids))
        seen = sight.of(link.case_id for link in found)
        kept += [link for link in found if link.case_id in seen]
        if len({link.person_id for link in kept}) >= MOST_PEOPLE or len(ids) < size:
            break
        start += size
    return kept


def _best_first(fits: Q, plain: str) -> QuerySet[Person]:
    """Those who have the very words first, then the newest."""
    return Person.objects.filter(fits).order_by(
        Exact(When(names_plain__contains=plain, then=0), default=1), "-recorded_at", "pk"
    )


def _hits(links: Iterable[CasePerson], terms: str, today: date) -> tuple[PersonHit, ...]:
    """Each person once, on the case they are best seen on: the same words first, then the same sound, then newest."""
    words, keys = set(sounds.plain(terms).split()), set(sounds.keys(terms))
    best: dict[UUID, tuple[tuple[object, ...], CasePerson]] = {}
    for link in links:
        person, case = link.person, link.case
        fits = (-len(words & set(person.names_plain.split())), not keys <= set(person.name_sounds))
        rank = (*fits, case.status == "closed", -case.opened_on.toordinal(), str(person.pk), case.number)
        if person.pk not in best or rank < best[person.pk][0]:
            best[person.pk] = (rank, link)
    chosen = [link for _rank, link in sorted(best.values(), key=lambda each: each[0])[:MOST_PEOPLE]]
    alerts = alerts_of([link.person_id for link in chosen], today)
    return tuple(
        PersonHit(link.person, link.case, alerts.get(link.person_id, ()), words <= set(link.person.names_plain.split()))
        for link in chosen
    )


def _cases(sight: Sight, terms: str) -> tuple[Case, ...]:
    """By the words of the title, the last one perhaps begun only, and by number."""
    words = sounds.plain(terms).split()
    started = " & ".join([*words[:-1], f"{words[-1]}:*"])
    number = _NUMBER.fullmatch(terms.strip())
    where = "to_tsvector('simple', plimsoll_plain(title)) @@ to_tsquery('simple', %s)"
    parameters: list[object] = [started]
    if number:
        where, parameters = f"({where} OR number = %s)", [started, int(number[1])]
    return _newest_cases(sight, where, parameters)


def _cases_alike(sight: Sight, terms: str) -> tuple[Case, ...]:
    return _newest_cases(sight, "plimsoll_plain(title) %%> %s", [sounds.plain(terms)])


def _newest_cases(sight: Sight, where: str, parameters: list[object]) -> tuple[Case, ...]:
    start, found = 0, list[Case]()
    scope, more = ("id = ANY(%s) AND", [sight.few]) if sight.few is not None else ("", [])
    sql = f"SELECT id FROM cases_case WHERE {scope} {where} ORDER BY opened_on DESC, id LIMIT %s OFFSET %s"  # noqa: S608 - constants
    for size in PORTIONS:
        ids = [row[0] for row in rows(sql, [*more, *parameters, size, start])]
        kept = sight.cases.filter(pk__in=ids).select_related("holder").order_by("-opened_on", "-number")
        found += kept[: MOST_CASES - len(found)] if ids else []
        if len(found) >= MOST_CASES or len(ids) < size:
            break
        start += size
    return tuple(found)


def _notes(sight: Sight, terms: str) -> tuple[NoteHit, ...]:
    """The newest in sight that hold the words, then the most telling of those first."""
    newest = _newest_notes(sight, terms)
    if not newest:
        return ()
    hits = rows(_TOLD, [terms, newest, MOST_NOTES])
    events = CaseEvent.objects.select_related("case").in_bulk([pk for pk, _snippet in hits])
    return tuple(NoteHit(events[pk], tuple(re.split(f"[{OPENING}{CLOSING}]", snippet))) for pk, snippet in hits)


def _newest_notes(sight: Sight, terms: str) -> list[int]:
    if sight.few is not None:
        return [pk for pk, _case in rows(_NEWEST.format(scope="case_id = ANY(%s)"), [sight.few, terms, PORTIONS[0]])]
    last = _AFTER_ALL
    found: list[int] = []
    for size in PORTIONS:
        newest = rows(_NEWEST.format(scope="id < %s"), [last, terms, size])
        seen = sight.of(case_id for _pk, case_id in newest)
        found += [pk for pk, case_id in newest if case_id in seen]
        if len(found) >= MOST_NOTES or len(newest) < size:
            break
        last = newest[-1][0]
    return found[: PORTIONS[0]]


_AFTER_ALL = 2**63 - 1
# The words as in the index of migration 0002, to the letter: otherwise it is not used.
_VECTOR = "to_tsvector('english', plimsoll_plain(note))"
_QUERY = "websearch_to_tsquery('english', plimsoll_plain(%s))"
_NEWEST = f"""
SELECT id, case_id FROM cases_caseevent
WHERE note <> '' AND {{scope}} AND {_VECTOR} @@ {_QUERY} ORDER BY id DESC LIMIT %s
"""  # noqa: S608 - made of constants; what was typed is a parameter
_TOLD = f"""
WITH asked AS (SELECT {_QUERY} AS query), told AS (
  SELECT id, note, at_on, query, ts_rank({_VECTOR}, query) AS rank FROM cases_caseevent, asked
  WHERE id = ANY(%s) ORDER BY rank DESC, at_on DESC, id DESC LIMIT %s
)
SELECT id, ts_headline('english', note, query, 'StartSel={OPENING}, StopSel={CLOSING}, MaxWords=32, MinWords=14')
FROM told ORDER BY rank DESC, at_on DESC, id DESC
"""  # noqa: S608 - as above
