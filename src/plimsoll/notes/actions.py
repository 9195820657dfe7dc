"""Every write of drafts, notes and additions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import connection, transaction

from plimsoll.cases import actions as cases
from plimsoll.notes import standing_for
from plimsoll.notes.merging import merge
from plimsoll.notes.models import Draft, DraftClash, Note, NoteAddition, NoteEvent, NotePart, ParkedDraft
from plimsoll.notes.shapes import shape_of
from plimsoll.trust import audit
from plimsoll.walls.identity import beyond

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime
    from uuid import UUID

    from plimsoll.cases.actions import Consequences
    from plimsoll.cases.models import Case, CaseEvent
    from plimsoll.notes.formats import Format
    from plimsoll.notes.forms import Finished
    from plimsoll.people.access import Viewer


@dataclass(frozen=True, slots=True)
class Saved:
    """A draft after a save, with what clashed: box to the text that waits beside it."""

    draft: Draft
    clashes: dict[str, str]


@dataclass(frozen=True, slots=True)
class NoteAction:
    """An action agreed in a note, for whoever makes tasks of them. `by` is an ISO date or empty."""

    case_id: UUID
    note_id: UUID
    what: str
    who: str
    by: str


@dataclass(frozen=True, slots=True)
class Finalised:
    """A final note; what followed on each case; its actions. `again` when it had been made final before."""

    note: Note
    results: tuple[Consequences, ...] = ()
    actions: tuple[NoteAction, ...] = ()
    again: bool = False
    corrected: bool = False


# Called with each note's actions inside the transaction that makes it final; a later room adds itself here.
when_final: list[Callable[[tuple[NoteAction, ...], datetime, Viewer], None]] = []


@transaction.atomic
def save_draft(  # noqa: PLR0913 - who, where, what, on which page and when
    viewer: Viewer,
    case: Case,
    draft_id: UUID,
    *,
    format_name: str,
    posted: Mapping[str, str],
    was: Mapping[str, str],
    page: str,
    now: datetime,
    event: CaseEvent | None = None,
) -> Saved:
    """Keep what a page sent. What somebody else wrote meanwhile in the same box is kept too, beside it."""
    _begin(viewer, case, draft_id, format_name, event, now)
    draft = Draft.objects.select_for_update().get(pk=draft_id, case=case)
    if draft.note_id is not None:
        return Saved(draft, {})
    merged = merge(draft.content, posted, was)
    if merged.changed:
        who = {"id": str(viewer.user_id), "name": viewer.name, "at": now.isoformat()}
        draft.writers = {**draft.writers, **dict.fromkeys(merged.changed, who)}
        draft.content = merged.content
    if merged.changed or not draft.content:
        draft.saved_by_id, draft.saved_at = viewer.user_id, now
        draft.save(update_fields=["content", "writers", "saved_by", "saved_at"])
    for field, text in merged.clashes.items():
        DraftClash.objects.update_or_create(
            draft=draft, field=field, page=page,
            defaults={"case": case, "text": text, "by_id": viewer.user_id, "at": now},
        )  # fmt: skip
    return Saved(draft, merged.clashes)


def _begin(
    viewer: Viewer, case: Case, draft_id: UUID, format_name: str, event: CaseEvent | None, now: datetime
) -> None:
    """Make the draft's row unless it is there; two pages at once make one."""
    row = Draft(
        id=draft_id,
        case=case,
        format=format_name,
        event=event,
        begun_by_id=viewer.user_id,
        begun_at=now,
        saved_by_id=viewer.user_id,
        saved_at=now,
    )
    Draft.objects.bulk_create([row], ignore_conflicts=True)


@transaction.atomic
def settle_clash(viewer: Viewer, draft: Draft, clash_id: int, choice: str, *, now: datetime) -> None:
    """Decide between two texts of one box: `take` the one that waits, put `both` together, or `drop` it."""
    locked = Draft.objects.select_for_update().get(pk=draft.pk)
    clash = DraftClash.objects.filter(pk=clash_id, draft=locked).first()
    if clash is None or locked.note_id is not None:
        return
    if choice in {"take", "both"}:
        stands = locked.content.get(clash.field, "")
        text = clash.text if choice == "take" else f"{stands}\n\n{clash.text}"
        locked.content = {**locked.content, clash.field: text}
        who = {"id": str(viewer.user_id), "name": viewer.name, "at": now.isoformat()}
        locked.writers = {**locked.writers, clash.field: who}
        locked.saved_by_id, locked.saved_at = viewer.user_id, now
        locked.save(update_fields=["content", "writers", "saved_by", "saved_at"])
    clash.delete()


@transaction.atomic
def discard_draft(viewer: Viewer, draft: Draft, *, now: datetime) -> None:
    """Put a draft away. It is not shown again; that it was there stays on the log."""
    Draft.objects.filter(pk=draft.pk, note=None).update(discarded_at=now, saved_by_id=viewer.user_id)
    audit.append(
        audit.entry("draft_discarded", at=now, actor_id=viewer.user_id, case_id=draft.case_id,
                    detail={"draft": str(draft.pk)})
    )  # fmt: skip


def park_draft(draft_id: UUID, case_id: UUID, writer_id: UUID, posted: Mapping[str, str], *, now: datetime) -> None:
    """Keep what came after a session had ended, for its writer's next sign-in. Nothing of it is shown before."""
    with beyond("what is sent after a session has ended is kept, and shown to nobody"):
        ParkedDraft.objects.update_or_create(
            draft_id=draft_id, writer_id=writer_id, defaults={"case_id": case_id, "posted": dict(posted), "at": now}
        )


def unpark(parked: ParkedDraft) -> None:
    """It is in the draft now."""
    parked.delete()


@transaction.atomic
def finalise(
    viewer: Viewer, draft: Draft, note_format: Format, finished: Finished, others: Mapping[str, Case], *, now: datetime
) -> Finalised:
    """Make a draft final: the note is kept for good and the events it stands for are recorded, once."""
    draft = Draft.objects.select_for_update().get(pk=draft.pk)
    if draft.note is not None:
        return Finalised(draft.note, again=True)
    chosen = {id_: others[id_] for id_ in finished.with_cases if id_ in others}
    note = _note(viewer, draft, note_format, finished, now)
    texts = [(draft.case_id, ""), *((case.pk, finished.only.get(id_, "")) for id_, case in chosen.items())]
    NotePart.objects.bulk_create(_part(note, case_id, text) for case_id, text in texts)
    logged = audit.entry(
        "note_finalised", at=now, actor_id=viewer.user_id, case_id=draft.case_id,
        detail={"note": str(note.pk), "format": note.format, "cases": 1 + len(chosen)},
    )  # fmt: skip
    results, corrected = _record(viewer, note, draft, note_format, finished, chosen, now, logged)
    draft.note = note
    draft.content, draft.writers = {}, {}  # the note has it all; nothing is kept twice
    draft.save(update_fields=["note", "content", "writers"])
    found = tuple(
        NoteAction(draft.case_id, note.pk, row["what"], row["who"], row["by"]) for row in finished.actions
    )
    for told in when_final:
        told(found, now, viewer)
    return Finalised(note, results, found, corrected=corrected)


def _note(viewer: Viewer, draft: Draft, note_format: Format, finished: Finished, now: datetime) -> Note:
    moment = finished.at if hasattr(finished.at, "hour") else None
    several = {writer["id"] for name, writer in draft.writers.items() if draft.content.get(name)}
    each = {name: writer["name"] for name, writer in draft.writers.items()} if len(several) > 1 else {}
    return Note.objects.create(
        case_id=draft.case_id,
        format=note_format.name,
        shape=shape_of(note_format),
        content={**finished.answers, **({"actions": list(finished.actions)} if finished.actions else {})},
        written_by_each=each,
        at_on=standing_for.day_of(finished.at),
        at_moment=moment,
        author_id=viewer.user_id,
        begun_at=draft.begun_at,
        finalised_at=now,
    )


def _part(note: Note, case_id: UUID, text: str) -> NotePart:
    return NotePart(
        note=note, case_id=case_id, text=text, format=note.format, author_id=note.author_id, at_on=note.at_on,
        finalised_at=note.finalised_at,
    )  # fmt: skip


def _record(  # noqa: PLR0913, PLR0917 - the note, its draft and what it is for
    viewer: Viewer,
    note: Note,
    draft: Draft,
    note_format: Format,
    finished: Finished,
    chosen: Mapping[str, Case],
    now: datetime,
    logged: audit.Entry,
) -> tuple[tuple[Consequences, ...], bool]:
    """Record the events on each case, in the order of ids so that two notes never wait for each other."""
    work = [("", draft.case_id), *((id_, case.pk) for id_, case in chosen.items())]
    results, links, corrected = [], [], False
    for id_, case_id in sorted(work, key=lambda item: str(item[1])):
        existing = draft.event if case_id == draft.case_id else None
        answers = standing_for.answers_for(finished, id_)
        plan = standing_for.plan(note_format, answers, finished.at, existing)
        corrected = corrected or plan.corrects
        if plan.attach_to is not None:
            links.append(NoteEvent(note=note, case_id=case_id, event_id=plan.attach_to))
        also = [logged] if case_id == draft.case_id else []
        result = cases.record_within(case_id, plan.events, now=now, actor_id=viewer.user_id, also=also)
        links += [NoteEvent(note=note, case_id=case_id, event_id=pk) for pk in result.event_ids]
        results.append((case_id == draft.case_id, result))
    NoteEvent.objects.bulk_create(links)
    own_first = sorted(results, key=lambda item: not item[0])
    return tuple(result for _own, result in own_first), corrected


@transaction.atomic
def add_to_note(  # noqa: PLR0913 - each is a fact of the addition
    viewer: Viewer, case_id: UUID, note_id: UUID, *, field: str, text: str, why: str, request: UUID, now: datetime
) -> bool:
    """Add a correction, which never changes the note. Sent twice, it is kept once: returns whether it was new."""
    row = NoteAddition(
        note_id=note_id, case_id=case_id, field=field, text=text, why=why, author_id=viewer.user_id, at=now,
        request=request,
    )  # fmt: skip
    with connection.cursor() as cursor:  # one at a time for one form
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [request.int % (1 << 62)])
    if NoteAddition.objects.filter(request=request).exists():
        return False
    row.save(force_insert=True)
    audit.append(
        audit.entry("note_added_to", at=now, actor_id=viewer.user_id, case_id=case_id,
                    detail={"note": str(note_id), "field": field})
    )  # fmt: skip
    return True


def note_read(viewer: Viewer, case_id: UUID, note_id: UUID, *, now: datetime) -> None:
    """Put on the log that a note was read, before it is shown."""
    audit.append(
        audit.entry("note_read", at=now, actor_id=viewer.user_id, case_id=case_id, detail={"note": str(note_id)})
    )
