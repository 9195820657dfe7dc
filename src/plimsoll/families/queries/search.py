"""One box over people, cases and what was written, only what the viewer may see.

People are found by any of their names, in plain letters, by sound and by likeness; cases by title and number; notes by
their words. Each kind stops at a few, newest first among what fits alike: a word that is everywhere costs no more than
a rare one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import connection
from django.db.models import Func, Q, TextField

from plimsoll.cases.models import Case, CaseEvent, CasePerson
from plimsoll.cases.queries import cases_for
from plimsoll.families.queries.people import AlertWords, alerts_of
from plimsoll.people import sounds

if TYPE_CHECKING:
    from datetime import date
    from uuid import UUID

    from plimsoll.people.access import Viewer
    from plimsoll.people.models import Person

MOST_PEOPLE = 20
MOST_CASES = 20
MOST_NOTES = 20
LOOKED_AT = 200
FEW_CASES = 400
OPENING, CLOSING = "\u0002", "\u0003"  # round a hit; no note holds them, and the page makes marks of them
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

    @property
    def count(self) -> int:
        """How much there is in all."""
        return len(self.people) + len(self.cases) + len(self.notes)


class Plain(Func):
    """`plimsoll_plain` of migration 0002: small letters, no accents, no apostrophes."""

    function = "plimsoll_plain"
    output_field = TextField()


def search(viewer: Viewer, terms: str, today: date) -> Found:
    """Look for what was typed among all that this viewer may see."""
    if not sounds.plain(terms):
        return Found((), (), ())
    few = _few_cases(viewer)
    people = _people(viewer, terms, few, today)
    return Found(people, _cases(viewer, terms), _notes(viewer, terms, few))


def _few_cases(viewer: Viewer) -> list[UUID] | None:
    """The ids of the cases in sight where they are few: then it is quicker to begin with them; None where not."""
    ids = list(cases_for(viewer).values_list("pk", flat=True)[: FEW_CASES + 1])
    return ids if len(ids) <= FEW_CASES else None


def _people(viewer: Viewer, terms: str, few: list[UUID] | None, today: date) -> tuple[PersonHit, ...]:
    plain, keys = sounds.plain(terms), sounds.keys(terms)
    fits = Q(person__name_sounds__contains=keys) | Q(person__names_plain__trigram_word_similar=plain)
    if digits := re.sub(r"\D", "", terms):
        fits |= Q(person__identifiers__value__in={digits, terms.strip().upper()})
    in_sight = Q(case_id__in=few) if few is not None else Q(case__in=cases_for(viewer))
    links = CasePerson.objects.filter(in_sight, fits, person__merged_into=None).select_related("person", "case__holder")
    words = set(plain.split())
    best: dict[UUID, tuple[tuple[object, ...], CasePerson]] = {}
    for link in links.order_by("-person__recorded_at")[:LOOKED_AT]:
        own = set(link.person.names_plain.split())
        sound = set(keys) <= set(link.person.name_sounds)
        rank = (-len(words & own), not sound, link.case.status == "closed", -link.case.opened_on.toordinal())
        if link.person_id not in best or rank < best[link.person_id][0]:
            best[link.person_id] = (rank, link)
    chosen = sorted(best.values(), key=lambda each: (each[0], str(each[1].person_id)))[:MOST_PEOPLE]
    alerts = alerts_of([link.person_id for _rank, link in chosen], today)
    return tuple(
        PersonHit(link.person, link.case, alerts.get(link.person_id, ()), words <= set(link.person.names_plain.split()))
        for _rank, link in chosen
    )


def _cases(viewer: Viewer, terms: str) -> tuple[Case, ...]:
    plain = sounds.plain(terms)
    fits = Q(plain_title__trigram_word_similar=plain)
    number = _NUMBER.fullmatch(terms.strip())
    if number:
        fits |= Q(number=int(number[1]))
    found = cases_for(viewer).alias(plain_title=Plain("title")).filter(fits).select_related("holder")
    return tuple(found.order_by("-opened_on", "-number")[:MOST_CASES])


def _notes(viewer: Viewer, terms: str, few: list[UUID] | None) -> tuple[NoteHit, ...]:
    """The newest that hold the words, then the most telling of those first."""
    if few is not None:
        scope, parameters = "e.case_id = ANY(%s)", [few]
    else:
        sql, values = cases_for(viewer).values("id").query.sql_with_params()
        scope, parameters = f"e.case_id IN ({sql})", list(values)
    with connection.cursor() as cursor:
        cursor.execute(_NOTES.format(scope=scope), [terms, *parameters, LOOKED_AT, MOST_NOTES])
        hits = cursor.fetchall()
    events = CaseEvent.objects.select_related("case").in_bulk([row[0] for row in hits])
    return tuple(NoteHit(events[pk], tuple(re.split(f"[{OPENING}{CLOSING}]", snippet))) for pk, snippet in hits)


# The words as in the index of migration 0002, to the letter: otherwise it is not used.
_VECTOR = "to_tsvector('english', plimsoll_plain(e.note))"
_NOTES = f"""
WITH asked AS (SELECT websearch_to_tsquery('english', plimsoll_plain(%s)) AS query),
newest AS MATERIALIZED (
  SELECT e.id, e.note, e.at_on, asked.query FROM cases_caseevent e, asked
  WHERE e.note <> '' AND {_VECTOR} @@ asked.query AND {{scope}}
  ORDER BY e.id DESC LIMIT %s
), told AS (
  SELECT e.id, e.note, e.query, e.at_on, ts_rank({_VECTOR}, e.query) AS rank FROM newest e
  ORDER BY rank DESC, at_on DESC, id DESC LIMIT %s
)
SELECT id, ts_headline('english', note, query, 'StartSel={OPENING}, StopSel={CLOSING}, MaxWords=32, MinWords=14')
FROM told ORDER BY rank DESC, at_on DESC, id DESC
"""  # noqa: S608 - made of constants; what was typed is a parameter
