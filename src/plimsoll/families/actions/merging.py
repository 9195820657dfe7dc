"""Making two records one, and taking it back exactly.

A merge moves every row that points at the other record to the one that is kept, whichever table it is in, and leaves
the other record as it was but for `merged_into`: nothing of it is lost, and rows that may never change may go on
pointing at it. What moved is written down row by row, so that the undo moves back those and no others.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core import serializers
from django.db import IntegrityError, InternalError, models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from plimsoll.cases import actions as cases
from plimsoll.cases.models import Case, CasePerson
from plimsoll.families.models import Merge, NotTheSame
from plimsoll.families.queries.duplicates import order
from plimsoll.families.refusal import Refused
from plimsoll.people.models import Person
from plimsoll.trust import audit
from plimsoll.walls.identity import beyond

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime
    from uuid import UUID

    from plimsoll.people.access import Viewer

# Fields of a person between which the one who merges chooses.
CHOSEN = (
    "given_name", "family_name", "known_as", "born_on", "expected_on", "died_on", "sex", "ethnicity", "disabilities",
    "language", "needs_interpreter", "communication", "contact_ways", "contact_when",
)  # fmt: skip
STAYS = (Merge, NotTheSame)  # about the two records as such


@transaction.atomic
def merge(kept_id: UUID, other_id: UUID, from_other: frozenset[str], *, now: datetime, viewer: Viewer) -> Merge:
    """Make `other_id` part of `kept_id`, taking the fields `from_other` from it."""
    people = _locked(kept_id, other_id)
    if len(people) < 2 or any(one.merged_into_id for one in people.values()):
        raise Refused(_("One of the two records was merged already. Nothing was changed"))
    kept, other = people[kept_id], people[other_id]
    moved, removed = _move_all(other, kept)
    before = _values(kept)
    for name in CHOSEN:
        if name in from_other:
            setattr(kept, name, getattr(other, name))
    kept.version += 1
    kept.save()
    _all_names(kept, other)
    kept.refresh_from_db()
    other.merged_into = kept
    other.save(update_fields=["merged_into"])
    after = _values(kept)
    changed = [name for name in before if before[name] != after[name]]
    done = Merge.objects.create(
        kept=kept,
        merged=other,
        kept_before={name: before[name] for name in changed},
        kept_after={name: after[name] for name in changed},
        moved=moved,
        removed=removed,
        merged_at=now,
        merged_by_id=viewer.user_id,
    )
    _log("people_merged", done, now, viewer, fields=sorted(from_other & set(CHOSEN)), rows=len(moved))
    _derive_again(kept.pk, now)
    return done


@transaction.atomic
def undo(merge_id: UUID, *, now: datetime, viewer: Viewer) -> Merge:
    """Take a merge back: both records as they were. Refused when what it touched was changed since."""
    done = Merge.objects.select_for_update().get(pk=merge_id)
    if done.undone_at:
        raise Refused(_("This merge was taken back already"))
    people = _locked(done.kept_id, done.merged_id)
    kept, other = people[done.kept_id], people[done.merged_id]
    _refuse_if_changed(done, kept)
    for one in reversed(done.moved):
        model, name, pk = _model(one["model"]), str(one["field"]), one["pk"]
        model._base_manager.filter(pk=pk).update(**{name: other.pk})  # noqa: SLF001
    for one in reversed(done.removed):
        for restored in serializers.deserialize("json", one["row"]):
            restored.save()
    other.merged_into = None
    other.save(update_fields=["merged_into"])
    _restore(kept, done)
    done.undone_at, done.undone_by_id = now, viewer.user_id
    done.save(update_fields=["undone_at", "undone_by"])
    _log("merge_undone", done, now, viewer)
    _derive_again(kept.pk, now)
    _derive_again(other.pk, now)
    return done


@transaction.atomic
def keep_apart(one_id: UUID, two_id: UUID, *, now: datetime, viewer: Viewer) -> None:
    """Two people, and not one: they are not suggested again."""
    first, second = order(one_id, two_id)
    NotTheSame.objects.get_or_create(
        first_id=first, second_id=second, defaults={"decided_by_id": viewer.user_id, "recorded_at": now}
    )
    audit.append(
        audit.entry(
            "people_kept_apart", at=now, actor_id=viewer.user_id, person_id=first, detail={"other": str(second)}
        )
    )


def pointing_at_people() -> Iterator[tuple[type[models.Model], str]]:
    """Every table and column that points at a person, found from the models, so that none is forgotten."""
    for relation in Person._meta.get_fields(include_hidden=True):  # noqa: SLF001 - Django's own door to a model
        if not isinstance(relation, models.ManyToOneRel):
            continue
        model = relation.related_model
        if isinstance(model, type) and model is not Person and model not in STAYS:
            yield model, relation.field.name


def _locked(*person_ids: UUID) -> dict[UUID, Person]:
    """The rows, locked always in one order, so that two merges at once wait and do not block each other."""
    return {one.pk: one for one in Person.objects.select_for_update().filter(pk__in=person_ids).order_by("pk")}


def _move_all(other: Person, kept: Person) -> tuple[list[dict[str, object]], list[dict[str, object]]]:
    moved: list[dict[str, object]] = []
    removed: list[dict[str, object]] = []
    for model, name in pointing_at_people():
        for row in model._base_manager.filter(**{name: other}).order_by("pk"):  # noqa: SLF001
            label = model._meta.label  # noqa: SLF001
            try:
                with transaction.atomic():
                    model._base_manager.filter(pk=row.pk).update(**{name: kept.pk})  # noqa: SLF001
            except InternalError:
                continue  # a row that may never change goes on pointing at the merged record
            except IntegrityError:
                # It would stand twice, or say that somebody is related to themselves: kept whole for the undo.
                removed.append({"model": label, "row": serializers.serialize("json", [row])})
                model._base_manager.filter(pk=row.pk).delete()  # noqa: SLF001
            else:
                moved.append({"model": label, "field": name, "pk": str(row.pk)})
    return moved, removed


def _all_names(kept: Person, other: Person) -> None:
    """Found by the names of both from now on."""
    words = list(dict.fromkeys([*kept.names_plain.split(), *other.names_plain.split()]))
    keys = sorted({*kept.name_sounds, *other.name_sounds})
    Person.objects.filter(pk=kept.pk).update(names_plain=" ".join(words), name_sounds=keys)


def _values(person: Person) -> dict[str, object]:
    """The columns of a person as JSON keeps them."""
    names = (*CHOSEN, "version", "names_plain", "name_sounds")
    return {name: _plain(getattr(person, name)) for name in names}


def _plain(value: object) -> object:
    return value.isoformat() if hasattr(value, "isoformat") else value


def _refuse_if_changed(done: Merge, kept: Person) -> None:
    if kept.merged_into_id:
        raise Refused(_("The record that was kept has itself been merged since. Take that merge back first"))
    now = _values(kept)
    chosen: Mapping[str, object] = done.kept_after
    fields = [name for name, value in chosen.items() if name in CHOSEN and now[name] != value]
    if fields:
        raise Refused(
            _(
                "%(name)s was changed since the merge, in what the merge had chosen. "
                "Put that right by hand, or leave them one"
            )
            % {"name": kept.display_name}
        )
    gone = [one for one in done.moved if not _still_there(one, kept)]
    if gone:
        raise Refused(
            ngettext(
                "%(n)d thing that came from the other record was removed since the merge. It cannot be taken back",
                "%(n)d things that came from the other record were removed since the merge. It cannot be taken back",
                len(gone),
            )
            % {"n": len(gone)}
        )


def _still_there(one: Mapping[str, str], kept: Person) -> bool:
    model = _model(one["model"])
    return bool(model._base_manager.filter(pk=one["pk"], **{one["field"]: kept.pk}).exists())  # noqa: SLF001


def _restore(kept: Person, done: Merge) -> None:
    """The fields that the merge changed, as they were; the count of changes goes back only if nothing else changed."""
    before: Mapping[str, object] = done.kept_before
    after: Mapping[str, object] = done.kept_after
    untouched = kept.version == after["version"]
    keep_out = set() if untouched else {"version", "names_plain", "name_sounds"}
    back = {name: value for name, value in before.items() if name not in keep_out}
    if not untouched:
        back["version"] = kept.version + 1
    columns = {column.name: column for column in Person._meta.concrete_fields}  # noqa: SLF001
    fields = {name: columns[name].to_python(value) for name, value in back.items()}
    Person.objects.filter(pk=kept.pk).update(**fields)


def _model(label: str) -> type[models.Model]:
    from django.apps import apps

    return apps.get_model(label)


@beyond("every case of a person goes by their date of birth, also those out of sight")
def _derive_again(person_id: UUID, now: datetime) -> None:
    """A subject's date of birth may be another one now, and clocks go by it."""
    links = CasePerson.objects.filter(person_id=person_id, part=CasePerson.Part.SUBJECT)
    moved = []
    for case in Case.objects.select_for_update().filter(pk__in=links.values("case_id")).order_by("pk"):
        subjects = Person.objects.filter(cases__case=case, cases__part=CasePerson.Part.SUBJECT).exclude(born_on=None)
        first = subjects.order_by("born_on").values_list("born_on", flat=True).first()
        if first is not None and case.subject_born_on != first:
            case.subject_born_on = first
            case.save(update_fields=["subject_born_on"])
            moved.append(case.pk)
    if moved:
        cases.refresh_hints(moved, now=now)


def _log(action: str, done: Merge, now: datetime, viewer: Viewer, **detail: object) -> None:
    about = {"merge": str(done.pk), "other": str(done.merged_id), **detail}
    audit.append(audit.entry(action, at=now, actor_id=viewer.user_id, person_id=done.kept_id, detail=about))
