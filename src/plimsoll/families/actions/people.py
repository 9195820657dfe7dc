"""Every write to what is known of a person, reached from a case whose door is already passed."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext as _

from plimsoll.cases import actions as cases
from plimsoll.cases.models import Case, CasePerson
from plimsoll.families.actions.relationships import Kin, relate
from plimsoll.families.refusal import Refused
from plimsoll.people import actions as people
from plimsoll.people import sounds
from plimsoll.people.models import (
    Address,
    Alert,
    EqualityFact,
    Person,
    PersonIdentifier,
    PersonName,
    Telephone,
)
from plimsoll.trust import audit
from plimsoll.walls.identity import beyond

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date, datetime
    from uuid import UUID

    from django.db.models import QuerySet

    from plimsoll.people.access import Viewer

NHS, UPN, FORMER_UPN = (
    PersonIdentifier.Scheme.NHS_NUMBER,
    PersonIdentifier.Scheme.UPN,
    PersonIdentifier.Scheme.FORMER_UPN,
)


@dataclass(frozen=True, slots=True)
class NewPerson:
    """Somebody to be put on a case. `kin` is what they are to somebody who is on it already."""

    fields: Mapping[str, object]
    part: str
    identifiers: Mapping[str, str] = field(default_factory=dict)
    kin: Kin | None = None


@transaction.atomic
def add_person(case_id: UUID, new: NewPerson, *, now: datetime, viewer: Viewer) -> Person:
    """Create somebody and put them on a case, with what they are to somebody there."""
    Case.objects.select_for_update().only("id").get(pk=case_id)
    given = [(scheme, value) for scheme, value in new.identifiers.items() if value]
    person = people.create_person(dict(new.fields), identifiers=given, now=now)
    _interpreter_alert(person, now)
    put_on_case(case_id, person.pk, new.part, now=now, viewer=viewer)
    if new.kin is not None:
        relate(new.kin, newcomer=person.pk, now=now, viewer=viewer, case_id=case_id)
    return person


@transaction.atomic
def put_on_case(case_id: UUID, person_id: UUID, part: str, *, now: datetime, viewer: Viewer) -> None:
    """Give somebody who is known already a part in a case."""
    _link, is_new = CasePerson.objects.get_or_create(case_id=case_id, person_id=person_id, part=part)
    if is_new:
        _log("person_put_on_case", case_id, person_id, now, viewer, part=part)
        if part == CasePerson.Part.SUBJECT:
            _subject_born(person_id, now)


@transaction.atomic
def change_person(  # noqa: PLR0913 - each is a fact of the change
    case_id: UUID,
    person_id: UUID,
    version: int,
    fields: Mapping[str, object],
    identifiers: Mapping[str, str] | None = None,
    *,
    now: datetime,
    viewer: Viewer,
) -> Person:
    """Change what is recorded of somebody. Refused when it was changed since `version`."""
    person = _locked(person_id)
    if person.version != version:
        raise Refused(
            _("Somebody else changed this record while you were writing. Nothing was saved: compare, and save again")
        )
    changed = sorted(name for name, value in fields.items() if getattr(person, name) != value)
    for name in changed:
        setattr(person, name, fields[name])
    person.version += 1
    person.save()
    _reindex(person)
    for scheme, value in (identifiers or {}).items():
        if _set_identifier(person, scheme, value):
            changed.append(scheme)
    if "needs_interpreter" in changed or "language" in changed:
        _interpreter_alert(person, now)
    _log("person_changed", case_id, person_id, now, viewer, fields=changed)
    if "born_on" in changed:
        _subject_born(person_id, now)
    return person


@transaction.atomic
def add_name(case_id: UUID, person_id: UUID, data: Mapping[str, object], *, now: datetime, viewer: Viewer) -> None:
    """A former name, a name at birth, a name others know them by: found by search as well."""
    person = _locked(person_id)
    PersonName.objects.create(person=person, recorded_at=now, **data)
    _reindex(person)
    _log("name_added", case_id, person_id, now, viewer)


@transaction.atomic
def add_telephone(case_id: UUID, person_id: UUID, data: Mapping[str, object], *, now: datetime, viewer: Viewer) -> None:
    """A number, and whether it is safe."""
    Telephone.objects.create(person=_locked(person_id), recorded_at=now, **data)
    _log("telephone_added", case_id, person_id, now, viewer)


@transaction.atomic
def add_address(
    case_id: UUID,
    person_id: UUID,
    data: Mapping[str, object],
    secret_from: Sequence[UUID] = (),
    *,
    now: datetime,
    viewer: Viewer,
) -> None:
    """Where somebody lives. A new one that has no end ends the one before it; a secret one raises the alert."""
    person = _locked(person_id)
    if data.get("until_on") is None:
        open_before = Address.objects.filter(person=person, until_on=None)
        open_before.update(until_on=data.get("from_on") or now.date())
    address = Address.objects.create(person=person, recorded_at=now, **data)
    address.secret_from.set(Person.objects.filter(pk__in=secret_from))
    if address.safety == Address.Safety.SECRET:
        kinds = Alert.objects.filter(person=person, kind=Alert.Kind.SAFE_ADDRESS, until_on=None)
        if not kinds.exists():
            Alert.objects.create(person=person, kind=Alert.Kind.SAFE_ADDRESS, from_on=now.date())
    _log("address_added", case_id, person_id, now, viewer, safety=address.safety)


@transaction.atomic
def add_alert(case_id: UUID, person_id: UUID, data: Mapping[str, object], *, now: datetime, viewer: Viewer) -> None:
    """Something to know before a visit or a letter."""
    Alert.objects.create(person=_locked(person_id), **data)
    _log("alert_added", case_id, person_id, now, viewer, kind=data["kind"])


ENDED = {"address": Address, "telephone": Telephone, "alert": Alert}


@transaction.atomic
def end(  # noqa: PLR0913 - each is a fact of the change
    what: str, case_id: UUID, person_id: UUID, row_id: int, *, on: date, now: datetime, viewer: Viewer
) -> bool:
    """End an address, a number or an alert; it stays on record. False when there is no such open row."""
    rows: QuerySet[Any] = ENDED[what].objects.select_for_update().filter(  # type: ignore[attr-defined]
        pk=row_id, person_id=person_id, until_on=None
    )
    row = rows.first()
    if row is None:
        return False
    row.until_on = on
    row.save(update_fields=["until_on"])
    _log(f"{what}_ended", case_id, person_id, now, viewer, row=row_id)
    return True


@transaction.atomic
def set_equality(
    case_id: UUID, person_id: UUID, told: Mapping[str, tuple[str, str]], *, now: datetime, viewer: Viewer
) -> None:
    """Each fact with (state, value): "not asked" and "prefers not to say" are answers of their own."""
    person = _locked(person_id)
    kept = {row.fact: row for row in EqualityFact.objects.filter(person=person)}
    for fact, (state, value) in told.items():
        row = kept.get(fact) or EqualityFact(person=person, fact=fact)
        words = value if state == EqualityFact.State.TOLD else ""
        if row.pk is None or (row.state, row.value) != (state, words):
            row.state, row.value, row.recorded_at = state, words, now
            row.save()
    _log("equality_facts_recorded", case_id, person_id, now, viewer)


@transaction.atomic
def record_equality(  # noqa: PLR0913 - each is a fact of the change
    case_id: UUID,
    person_id: UUID,
    version: int,
    fields: Mapping[str, object],
    told: Mapping[str, tuple[str, str]],
    *,
    now: datetime,
    viewer: Viewer,
) -> None:
    """The facts of a form that holds codes of the returns and words together."""
    change_person(case_id, person_id, version, fields, now=now, viewer=viewer)
    set_equality(case_id, person_id, told, now=now, viewer=viewer)


def note_case_read(case_id: UUID, page: str, *, now: datetime, viewer: Viewer) -> None:
    """Put on the audit log that somebody looked at a page of the case, before it is served."""
    audit.append(audit.entry("case_read", at=now, actor_id=viewer.user_id, case_id=case_id, detail={"page": page}))


def note_read(case_id: UUID, person_id: UUID, *, now: datetime, viewer: Viewer) -> None:
    """Put on the audit log that somebody looked, before the page is served."""
    _log("person_read", case_id, person_id, now, viewer)


def _locked(person_id: UUID) -> Person:
    return Person.objects.select_for_update().get(pk=person_id)


def _reindex(person: Person) -> None:
    """What search knows them by: every name they have or had."""
    others = PersonName.objects.filter(person=person).order_by("id").values_list("given_name", "family_name")
    own = (person.given_name, person.known_as, person.family_name)
    plain, keys = sounds.index_of((*own, *(part for pair in others for part in pair)))
    Person.objects.filter(pk=person.pk).update(names_plain=plain, name_sounds=keys)


def _set_identifier(person: Person, scheme: str, value: str) -> bool:
    rows = PersonIdentifier.objects.filter(person=person, scheme=scheme)
    before = rows.first()
    if (before.value if before else "") == value:
        return False
    if before and scheme == UPN:
        PersonIdentifier.objects.get_or_create(person=person, scheme=FORMER_UPN, value=before.value)
    rows.delete()
    if value:
        PersonIdentifier.objects.create(person=person, scheme=scheme, value=value)
    return True


def _interpreter_alert(person: Person, now: datetime) -> None:
    """Somebody who needs an interpreter says so wherever they show."""
    rows = Alert.objects.filter(person=person, kind=Alert.Kind.INTERPRETER, until_on=None)
    words = _("%(language)s interpreter") % {"language": person.language} if person.language else ""
    if not person.needs_interpreter:
        rows.update(until_on=now.date())
    elif not rows.update(text=words):
        Alert.objects.create(person=person, kind=Alert.Kind.INTERPRETER, text=words, from_on=now.date())


@beyond("every case of a person goes by their date of birth, also those out of sight")
def _subject_born(person_id: UUID, now: datetime) -> None:
    """A case's age, and the clocks that go by it, are its eldest subject's, as when it was opened."""
    links = CasePerson.objects.filter(person_id=person_id, part=CasePerson.Part.SUBJECT)
    moved = []
    for case in Case.objects.select_for_update().filter(pk__in=links.values("case_id")).order_by("pk"):
        born = Person.objects.filter(cases__case=case, cases__part=CasePerson.Part.SUBJECT, merged_into=None)
        first = born.exclude(born_on=None).order_by("born_on").values_list("born_on", flat=True).first()
        if case.subject_born_on != first:
            case.subject_born_on = first
            case.save(update_fields=["subject_born_on"])
            moved.append(case.pk)
    if moved:
        cases.refresh_hints(moved, now=now, cause="event")


def _log(action: str, case_id: UUID, person_id: UUID, now: datetime, viewer: Viewer, **detail: object) -> None:
    audit.append(
        audit.entry(action, at=now, actor_id=viewer.user_id, case_id=case_id, person_id=person_id, detail=detail)
    )
