"""Every write to relationships, households and the network."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import IntegrityError, connection, transaction
from django.utils.translation import gettext as _

from plimsoll.cases.models import Case, CasePerson
from plimsoll.families.models import Household, HouseholdMember, NetworkLink, Relationship
from plimsoll.families.refusal import Refused
from plimsoll.people.models import Person
from plimsoll.trust import audit

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date, datetime
    from uuid import UUID

    from plimsoll.people.access import Viewer

PARENTS = (Relationship.Kind.PARENT, Relationship.Kind.ADOPTIVE_PARENT)
COUPLES = (
    Relationship.Kind.MARRIED,
    Relationship.Kind.TOGETHER,
    Relationship.Kind.SEPARATED,
    Relationship.Kind.DIVORCED,
)
# Kept for the length of a transaction that adds a relationship, so that two at once cannot close a circle of parents.
CIRCLE_LOCK = 0x50_4C_46_41
FATHER_BEFORE_BIRTH_DAYS = 310


@dataclass(frozen=True, slots=True)
class Kin:
    """`person` is the `kind` of `other`. One of the two may be None: the newcomer who is being added."""

    kind: str
    person: UUID | None
    other: UUID | None
    parental_responsibility: str = ""
    responsibility_from: str = ""
    from_on: date | None = None
    until_on: date | None = None
    note: str = ""


@transaction.atomic
def relate(kin: Kin, *, case_id: UUID, now: datetime, viewer: Viewer, newcomer: UUID | None = None) -> Relationship:
    """Record what one person is to another. What cannot be is refused in words."""
    one, two = kin.person or newcomer, kin.other or newcomer
    if one is None or two is None or one == two:
        raise Refused(_("Choose two different people: nobody is related to themselves"), "other")
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [CIRCLE_LOCK])
    found = {person.pk: person for person in Person.objects.filter(pk__in=(one, two))}
    _refuse_what_cannot_be(kin.kind, found[one], found[two])
    if kin.kind in COUPLES:
        both = {"person_id__in": (one, two), "other_id__in": (one, two)}
        open_before = Relationship.objects.filter(kind__in=COUPLES, until_on=None, **both).exclude(kind=kin.kind)
        open_before.update(until_on=kin.from_on or now.date())
    try:
        with transaction.atomic():
            row = Relationship.objects.create(
                person_id=one,
                other_id=two,
                kind=kin.kind,
                parental_responsibility=kin.parental_responsibility,
                responsibility_from=kin.responsibility_from,
                from_on=kin.from_on,
                until_on=kin.until_on,
                note=kin.note,
                recorded_at=now,
            )
    except IntegrityError:
        raise Refused(_("This is on record already, and has not ended"), "kind") from None
    _log("relationship_added", case_id, now, viewer, relationship=str(row.pk), kind=kin.kind)
    return row


@transaction.atomic
def end_relationship(relationship_id: UUID, *, on: date, case_id: UUID, now: datetime, viewer: Viewer) -> bool:
    """End it; it stays on record. False when there is no such open one between people of this case."""
    here = CasePerson.objects.filter(case_id=case_id).values("person_id")
    rows = Relationship.objects.select_for_update().filter(
        pk=relationship_id, until_on=None, person_id__in=here, other_id__in=here
    )
    if not rows.update(until_on=on):
        return False
    _log("relationship_ended", case_id, now, viewer, relationship=str(relationship_id))
    return True


@transaction.atomic
def add_household(
    label: str, members: Sequence[UUID], *, from_on: date | None, case_id: UUID, now: datetime, viewer: Viewer
) -> Household:
    """People who live together from a day on."""
    household = Household.objects.create(label=label, recorded_at=now)
    for person_id in members:
        HouseholdMember.objects.create(household=household, person_id=person_id, from_on=from_on, recorded_at=now)
    _log("household_added", case_id, now, viewer, household=str(household.pk), members=[str(pk) for pk in members])
    return household


@transaction.atomic
def join_household(
    household_id: UUID, person_id: UUID, *, from_on: date | None, case_id: UUID, now: datetime, viewer: Viewer
) -> None:
    """Somebody moves in."""
    try:
        with transaction.atomic():
            HouseholdMember.objects.create(
                household_id=household_id, person_id=person_id, from_on=from_on, recorded_at=now
            )
    except IntegrityError:
        raise Refused(_("This person is in the household at that time already"), "person") from None
    _log("household_joined", case_id, now, viewer, household=str(household_id), person=str(person_id))


@transaction.atomic
def leave_household(member_id: int, *, on: date, case_id: UUID, now: datetime, viewer: Viewer) -> bool:
    """Somebody moves out; False when there is no such open membership of somebody on this case."""
    here = CasePerson.objects.filter(case_id=case_id).values("person_id")
    row = HouseholdMember.objects.select_for_update().filter(pk=member_id, until_on=None, person_id__in=here).first()
    if row is None:
        return False
    row.until_on = max(on, row.from_on) if row.from_on else on
    row.save(update_fields=["until_on"])
    _log("household_left", case_id, now, viewer, member=member_id)
    return True


@transaction.atomic
def add_to_network(case_id: UUID, data: Mapping[str, object], *, now: datetime, viewer: Viewer) -> NetworkLink:
    """Somebody outside the family who matters to the case."""
    Case.objects.select_for_update().only("id").get(pk=case_id)
    link = NetworkLink.objects.create(case_id=case_id, recorded_at=now, **data)
    _log("network_added", case_id, now, viewer, link=str(link.pk), sector=link.sector)
    return link


@transaction.atomic
def end_network(link_id: UUID, *, on: date, case_id: UUID, now: datetime, viewer: Viewer) -> bool:
    """They no longer have a part; False when there is no such open link on this case."""
    if not NetworkLink.objects.filter(pk=link_id, case_id=case_id, until_on=None).update(until_on=on):
        return False
    _log("network_ended", case_id, now, viewer, link=str(link_id))
    return True


def _refuse_what_cannot_be(kind: str, one: Person, two: Person) -> None:
    if kind not in PARENTS:
        return
    if one.born_on and two.born_on and one.born_on >= two.born_on:
        raise Refused(
            _("%(parent)s cannot be a parent of %(child)s: the dates of birth are the other way round")
            % {"parent": one.display_name, "child": two.display_name},
            "kind",
        )
    if one.died_on and two.born_on and (two.born_on - one.died_on).days > FATHER_BEFORE_BIRTH_DAYS:
        raise Refused(
            _("%(parent)s died more than ten months before %(child)s was born: check the dates")
            % {"parent": one.display_name, "child": two.display_name},
            "kind",
        )
    if one.pk in _descendants(two.pk):
        raise Refused(
            _("%(parent)s is a child or grandchild of %(child)s, and so cannot be a parent of %(child)s")
            % {"parent": one.display_name, "child": two.display_name},
            "kind",
        )
    if kind == Relationship.Kind.PARENT:
        _refuse_a_third_parent(one, two)


def _refuse_a_third_parent(one: Person, two: Person) -> None:
    others = Relationship.objects.filter(other=two, kind=Relationship.Kind.PARENT, until_on=None).exclude(person=one)
    if others.count() > 1:
        raise Refused(
            _("%(child)s has a mother and a father on record. End what is wrong there first, or choose another kind")
            % {"child": two.display_name},
            "kind",
        )


def _descendants(person_id: UUID) -> set[UUID]:
    """Everybody below somebody, by one recursive query."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            WITH RECURSIVE below(id) AS (
              SELECT %s::uuid
              UNION
              SELECT r.other_id FROM families_relationship r JOIN below b ON r.person_id = b.id
              WHERE r.kind = ANY(%s)
            )
            SELECT id FROM below
            """,
            [person_id, [str(kind) for kind in PARENTS]],
        )
        return {row[0] for row in cursor.fetchall()} - {person_id}


def _log(action: str, case_id: UUID, now: datetime, viewer: Viewer, **detail: object) -> None:
    audit.append(audit.entry(action, at=now, actor_id=viewer.user_id, case_id=case_id, detail=detail))
