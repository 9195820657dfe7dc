"""Records that may be one person, the viewer first: only pairs whose every case this viewer may see."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import connection
from django.db.models import Q
from django.http import Http404

from plimsoll.cases.models import CasePerson
from plimsoll.cases.queries import cases_for
from plimsoll.families import matching
from plimsoll.families.models import Merge, NotTheSame
from plimsoll.families.queries.people import AlertWords, alerts_of, people_for
from plimsoll.people import sounds
from plimsoll.people.models import Person, PersonIdentifier
from plimsoll.walls.identity import beyond

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date
    from uuid import UUID

    from plimsoll.people.access import Viewer

MOST_ON_ENTRY = 5
MOST_ON_PAGE = 30
MOST_LOOKED_AT = 60
MOST_PAIRS = 2000


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Somebody on record who may be the one being entered."""

    person: Person
    grounds: tuple[str, ...]
    against: tuple[str, ...]
    alerts: tuple[AlertWords, ...]


@dataclass(frozen=True, slots=True)
class Pair:
    """Two records that may be one person."""

    one: Person
    two: Person
    points: int
    grounds: tuple[str, ...]
    against: tuple[str, ...]


def suggestions(
    viewer: Viewer, fields: Mapping[str, object], identifiers: Mapping[str, str], case_id: UUID, today: date
) -> list[Suggestion]:
    """Who on record the one being entered may be; nobody who is on this case already."""
    names = [str(fields.get(name) or "") for name in ("given_name", "known_as", "family_name")]
    keys = sounds.keys(" ".join(names))
    given = [(scheme, value) for scheme, value in identifiers.items() if value]
    entered = matching.record(
        "",
        names[:2],
        names[2:],
        fields.get("born_on"),  # type: ignore[arg-type]
        str(fields.get("sex") or "U"),
        given,
    )
    numbers = Q(
        pk__in=PersonIdentifier.objects.filter(value__in=[value for _scheme, value in given]).values("person_id")
    )
    alike = Q(name_sounds__contains=keys) if keys else Q(pk=None)
    if entered.born_on:
        alike |= Q(born_on=entered.born_on, name_sounds__overlap=keys)
    here = CasePerson.objects.filter(case_id=case_id).values("person_id")
    near = people_for(viewer).filter(numbers | alike).exclude(pk__in=here).order_by("-recorded_at")[:MOST_LOOKED_AT]
    people = {str(one.pk): one for one in near.prefetch_related("names", "identifiers")}
    found = matching.likely(entered, (record_of(one) for one in people.values()), MOST_ON_ENTRY)
    alerts = alerts_of([people[each.id].pk for each in found], today)
    return [
        Suggestion(people[each.id], each.grounds, each.against, alerts.get(people[each.id].pk, ())) for each in found
    ]


def pairs(viewer: Viewer) -> list[Pair]:
    """The likeliest duplicates among all that this viewer may merge, the surest first; few."""
    candidates = _candidate_pairs(viewer)
    ids = {pk for pair in candidates for pk in pair}
    rows = Person.objects.filter(pk__in=ids).prefetch_related("names", "identifiers")
    people = {one.pk: one for one in rows}
    records = {pk: record_of(one) for pk, one in people.items()}
    found = []
    for one, two in candidates:
        each = matching.match(records[one], records[two])
        if each.points >= matching.LEAST:
            found.append(Pair(people[one], people[two], each.points, each.grounds, each.against))
    found.sort(key=lambda pair: (-pair.points, str(pair.one.pk), str(pair.two.pk)))
    return found[:MOST_ON_PAGE]


def pair(viewer: Viewer, one_id: UUID, two_id: UUID) -> Pair:
    """Two people whose every case this viewer may see, or the same "not found" as for nobody."""
    people = {
        row.pk: row
        for row in people_for(viewer).filter(pk__in=(one_id, two_id)).prefetch_related("names", "identifiers")
    }
    if len(people) < 2 or not all_their_cases_seen(viewer, (one_id, two_id)):
        raise Http404
    each = matching.match(record_of(people[one_id]), record_of(people[two_id]))
    return Pair(people[one_id], people[two_id], each.points, each.grounds, each.against)


def merge_for(viewer: Viewer, merge_id: UUID) -> Merge:
    """A merge that stands, of somebody whose every case this viewer may see."""
    merge = Merge.objects.filter(pk=merge_id, undone_at=None).select_related("kept", "merged").first()
    if merge is None or not people_for(viewer).filter(pk=merge.kept_id).exists():
        raise Http404
    if not all_their_cases_seen(viewer, (merge.kept_id,)):
        raise Http404
    return merge


def merges_for(viewer: Viewer, most: int = 10) -> list[Merge]:
    """The latest merges that this viewer may take back."""
    latest = Merge.objects.filter(undone_at=None, kept__in=people_for(viewer)).select_related(
        "kept", "merged", "merged_by"
    )
    return [one for one in latest.order_by("-merged_at")[:most] if all_their_cases_seen(viewer, (one.kept_id,))]


def all_their_cases_seen(viewer: Viewer, person_ids: Sequence[UUID]) -> bool:
    """Whether no case of these people is out of this viewer's sight: their record would change unseen."""
    links = CasePerson.objects.filter(person_id__in=person_ids)
    with beyond("whether there is a case out of sight: a yes or a no"):
        return not links.exclude(case__in=cases_for(viewer)).exists()


def case_of(viewer: Viewer, person_ids: Iterable[UUID]) -> dict[UUID, UUID]:
    """A case on which each person may be seen: their page is reached through it."""
    links = CasePerson.objects.filter(person_id__in=list(person_ids), case__in=cases_for(viewer))
    return dict(links.order_by("case__status", "-case__opened_on").values_list("person_id", "case_id"))


def record_of(person: Person) -> matching.Record:
    """Somebody on record as the rules compare them; `names` and `identifiers` are read already."""
    others = list(person.names.all())
    return matching.record(
        str(person.pk),
        [person.given_name, person.known_as, *(name.given_name for name in others)],
        [person.family_name, *(name.family_name for name in others)],
        person.born_on,
        person.sex,
        [(number.scheme, number.value) for number in person.identifiers.all()],
    )


_PAIRS = """
WITH seen AS MATERIALIZED (
  SELECT p.id, p.born_on, p.name_sounds, p.names_plain FROM people_person p
  WHERE p.merged_into_id IS NULL AND p.id IN (
    SELECT person_id FROM cases_caseperson GROUP BY person_id HAVING bool_and(case_id IN ({cases}))
  )
), alike AS (
  SELECT a.person_id AS one, b.person_id AS two FROM people_personidentifier a
  JOIN people_personidentifier b ON a.value = b.value AND a.person_id < b.person_id
  WHERE a.scheme IN ('nhs_number', 'upn', 'former_upn') AND b.scheme IN ('nhs_number', 'upn', 'former_upn')
  UNION
  SELECT a.id, b.id FROM seen a JOIN seen b ON a.born_on = b.born_on AND a.id < b.id AND a.name_sounds && b.name_sounds
  UNION
  SELECT a.id, b.id FROM seen a JOIN seen b ON a.names_plain = b.names_plain AND a.id < b.id AND a.names_plain <> ''
)
SELECT one, two FROM alike
WHERE one IN (SELECT id FROM seen) AND two IN (SELECT id FROM seen)
AND NOT EXISTS (SELECT 1 FROM families_notthesame n WHERE n.first_id = one AND n.second_id = two)
ORDER BY one, two LIMIT {most}
"""


def _candidate_pairs(viewer: Viewer) -> list[tuple[UUID, UUID]]:
    sql, parameters = cases_for(viewer).values("id").query.sql_with_params()
    with beyond("nobody is offered who is also on a case out of sight"), connection.cursor() as cursor:
        cursor.execute(_PAIRS.format(cases=sql, most=MOST_PAIRS), parameters)
        return [(row[0], row[1]) for row in cursor.fetchall()]


def order(one_id: UUID, two_id: UUID) -> tuple[UUID, UUID]:
    """Two ids in the order in which a decision about them is kept."""
    return (one_id, two_id) if one_id < two_id else (two_id, one_id)


def is_kept_apart(one_id: UUID, two_id: UUID) -> bool:
    """Whether somebody decided that these are two people."""
    first, second = order(one_id, two_id)
    return NotTheSame.objects.filter(first_id=first, second_id=second).exists()
