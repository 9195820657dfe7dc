"""Reads of people, the viewer first. A person is seen through a case: who is on none in your sight is not there."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Q
from django.http import Http404
from django.utils.translation import gettext as _

from plimsoll.cases.models import CasePerson, Holding
from plimsoll.cases.queries import cases_for
from plimsoll.families.models import Merge
from plimsoll.people.models import Address, Alert, Person, PersonIdentifier, PersonName, Telephone

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date
    from uuid import UUID

    from django.db.models import QuerySet

    from plimsoll.cases.models import Case
    from plimsoll.people.access import Viewer

AlertWords = tuple[str, str]


@dataclass(frozen=True, slots=True)
class OnCase:
    """Somebody on a case, with their parts in it and what to know of them first."""

    person: Person
    parts: tuple[str, ...]
    is_subject: bool
    alerts: tuple[AlertWords, ...]


@dataclass(frozen=True, slots=True)
class Whole:
    """All that is recorded of one person, as this viewer may see it."""

    person: Person
    parts: tuple[str, ...]
    alerts: tuple[Alert, ...]
    alert_words: tuple[AlertWords, ...]
    names: tuple[PersonName, ...]
    identifiers: tuple[PersonIdentifier, ...]
    telephones: tuple[Telephone, ...]
    addresses: tuple[Address, ...]
    hidden_addresses: int
    merges: tuple[Merge, ...]


def people_for(viewer: Viewer) -> QuerySet[Person]:
    """Everybody on a case that this person may see today."""
    on = CasePerson.objects.filter(person=OuterRef("pk"), case__in=cases_for(viewer))
    return Person.objects.filter(Exists(on), merged_into=None)


def cases_in_hand(viewer: Viewer) -> QuerySet[Case]:
    """The cases this person holds or oversees: a reader without either does not learn where somebody hides."""
    held = Holding.objects.filter(worker_id=viewer.user_id, until_on=None).values("case_id")
    oversees = Q(team_id__in=viewer.supervises) | Q(service_id__in=viewer.manages)
    return cases_for(viewer).filter(Q(id__in=held) | oversees)


def sees_secrets(viewer: Viewer, person_id: UUID) -> bool:
    """Whether a secret address of this person is this viewer's to see."""
    return CasePerson.objects.filter(person_id=person_id, case__in=cases_in_hand(viewer)).exists()


def people_on_case(case_id: UUID, today: date) -> tuple[OnCase, ...]:
    """Everybody on a case whose door is already passed, the child or client first; two queries."""
    links = (
        CasePerson.objects.filter(case_id=case_id, person__merged_into=None)
        .select_related("person")
        .order_by("person__born_on", "id")
    )
    parts: dict[UUID, list[str]] = defaultdict(list)
    people: dict[UUID, Person] = {}
    subjects: set[UUID] = set()
    for link in links:
        people[link.person_id] = link.person
        parts[link.person_id].append(str(link.get_part_display()))
        if link.part == CasePerson.Part.SUBJECT:
            subjects.add(link.person_id)
    alerts = alerts_of(people, today)
    found = [OnCase(one, tuple(parts[pk]), pk in subjects, alerts.get(pk, ())) for pk, one in people.items()]
    return tuple(sorted(found, key=lambda one: not one.is_subject))


def alerts_of(person_ids: Iterable[UUID], today: date) -> dict[UUID, tuple[AlertWords, ...]]:
    """The alerts that hold today, by person, as (kind, words): they show wherever the person shows."""
    found: dict[UUID, list[AlertWords]] = defaultdict(list)
    for alert in _alerts(person_ids, today):
        found[alert.person_id].append((alert.kind, alert.text or str(alert.get_kind_display())))
    return {pk: tuple(words) for pk, words in found.items()}


def _alerts(person_ids: Iterable[UUID], today: date) -> QuerySet[Alert]:
    return (
        Alert.objects.filter(person_id__in=list(person_ids), from_on__lte=today)
        .filter(Q(until_on=None) | Q(until_on__gte=today))
        .order_by("kind", "id")
    )


def person_on_case(case_id: UUID, person_id: UUID) -> Person:
    """Somebody on a case whose door is already passed; a merged record answers with the one it became."""
    links = CasePerson.objects.filter(case_id=case_id, person_id=person_id, person__merged_into=None)
    link = links.select_related("person").first()
    if link is None:
        raise Http404
    return link.person


def became(case_id: UUID, person_id: UUID) -> UUID | None:
    """Who a merged record is today, if they are on this case."""
    kept = Person.objects.filter(pk=person_id).exclude(merged_into=None).values_list("merged_into", flat=True).first()
    if kept is None or not CasePerson.objects.filter(case_id=case_id, person_id=kept).exists():
        return None
    return kept


def whole(viewer: Viewer, case_id: UUID, person_id: UUID, today: date) -> Whole:
    """One person on a case whose door is already passed."""
    person = person_on_case(case_id, person_id)
    parts = CasePerson.objects.filter(case_id=case_id, person=person)
    alerts = tuple(_alerts([person.pk], today))
    addresses = tuple(
        Address.objects.filter(person=person).prefetch_related("secret_from").order_by("until_on", "-from_on", "id")
    )
    shown = addresses
    if any(one.safety == Address.Safety.SECRET for one in addresses) and not sees_secrets(viewer, person.pk):
        shown = tuple(one for one in addresses if one.safety != Address.Safety.SECRET)
    return Whole(
        person=person,
        parts=tuple(str(link.get_part_display()) for link in parts),
        alerts=alerts,
        alert_words=tuple((one.kind, one.text or str(one.get_kind_display())) for one in alerts),
        names=tuple(person.names.order_by("id")),
        identifiers=tuple(person.identifiers.order_by("scheme", "id")),
        telephones=tuple(person.telephones.order_by("until_on", "id")),
        addresses=shown,
        hidden_addresses=len(addresses) - len(shown),
        merges=tuple(Merge.objects.filter(kept=person, undone_at=None).order_by("-merged_at")),
    )


def choices_on_case(case_id: UUID) -> list[tuple[str, str]]:
    """(id, name) of the people on a case, for a list to choose from."""
    links = CasePerson.objects.filter(case_id=case_id, person__merged_into=None).select_related("person")
    people = {str(link.person_id): link.person.display_name for link in links.order_by("person__born_on", "id")}
    return list(people.items())


def linked_names(people: Sequence[Person]) -> str:
    """Names with commas, for a sentence."""
    return ", ".join(one.display_name for one in people) or _("nobody")
