"""Drafts: seen by those who may write on the case, and by nobody else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404

from plimsoll.cases.models import Case, CaseEvent, CasePerson
from plimsoll.cases.queries import case_for, held_by, open_cases_for
from plimsoll.notes.models import Draft, DraftClash, NoteEvent, ParkedDraft

if TYPE_CHECKING:
    from uuid import UUID

    from plimsoll.people.access import Viewer

MOST_OTHERS = 12


def writable_case(viewer: Viewer, case_id: UUID) -> Case:
    """A case this person may write on; "not found" otherwise."""
    if not viewer.can_record:
        raise Http404
    case = case_for(viewer, case_id)
    if case.status == "closed":
        raise Http404
    return case


def draft_for(viewer: Viewer, case: Case, draft_id: UUID) -> Draft | None:
    """A draft of this case; None where there is none yet. The same id on another case is "not found"."""
    if not viewer.can_record:
        raise Http404
    row = Draft.objects.filter(pk=draft_id).select_related("saved_by", "begun_by").first()
    if row is not None and (row.case_id != case.pk or row.discarded_at is not None):
        raise Http404
    return row


def open_drafts(viewer: Viewer, case: Case) -> list[Draft]:
    """What is being written on a case, newest first."""
    if not viewer.can_record:
        return []
    rows = Draft.objects.filter(case=case, note=None, discarded_at=None)
    return list(rows.select_related("saved_by", "begun_by").order_by("-saved_at"))


def my_drafts(viewer: Viewer) -> list[Draft]:
    """What this person began and has not finished, on cases they may still see."""
    rows = Draft.objects.filter(begun_by_id=viewer.user_id, note=None, discarded_at=None)
    seen = open_cases_for(viewer).values("id")
    return list(rows.filter(case_id__in=seen).select_related("case").order_by("-saved_at"))


def draft_of_event(viewer: Viewer, case: Case, event_id: int) -> Draft | None:
    """The draft in which an entry is already being written up."""
    rows = Draft.objects.filter(case=case, event_id=event_id, note=None, discarded_at=None)
    return rows.order_by("begun_at").first() if viewer.can_record else None


def clashes_of(draft: Draft) -> list[DraftClash]:
    """What was written twice and is not settled yet."""
    return list(DraftClash.objects.filter(draft=draft).select_related("by").order_by("id"))


def parked_for(viewer: Viewer, case: Case, draft_id: UUID) -> ParkedDraft | None:
    """What this person, and nobody else, sent to this draft after their session had ended."""
    return ParkedDraft.objects.filter(draft_id=draft_id, writer_id=viewer.user_id, case=case).first()


def event_of(case: Case, event_id: int) -> CaseEvent:
    """An entry of this case that has no note yet and stands uncorrected."""
    row = CaseEvent.objects.filter(pk=event_id, case=case, corrections=None).first()
    if row is None:
        raise Http404
    return row


def note_of_event(case: Case, event_id: int) -> UUID | None:
    """The note an entry already has."""
    return NoteEvent.objects.filter(case=case, event_id=event_id).values_list("note_id", flat=True).first()


def other_cases(viewer: Viewer, case: Case) -> list[Case]:
    """Open cases this person carries that one note may be for too: they share a person, or the family's name."""
    mine = CasePerson.objects.filter(case=case)
    people = mine.values("person_id")
    names = mine.filter(part=CasePerson.Part.SUBJECT).exclude(person__family_name="").values("person__family_name")
    held = held_by(viewer).exclude(pk=case.pk).filter(service_id=case.service_id)
    shared = CasePerson.objects.filter(person_id__in=people).values("case_id")
    family = CasePerson.objects.filter(
        part=CasePerson.Part.SUBJECT, person__family_name__in=names
    ).values("case_id")
    return list(held.filter(pk__in=shared.union(family, all=True)).order_by("title", "number")[:MOST_OTHERS])


def names_on_case(case: Case) -> list[str]:
    """Everybody this case knows by name, for the writing help."""
    rows = CasePerson.objects.filter(case=case).values_list(
        "person__given_name", "person__known_as", "person__family_name"
    )
    names = [part for row in rows for part in row if part]
    return [*names, case.title, *([case.holder.name] if case.holder else [])]
