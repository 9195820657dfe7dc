"""Bringing a file in: every write of an import, in bounded transactions, through the actions of people and cases.

The file is read to its end before the first write, so that a file that breaks off leaves nothing
behind. Then it goes in by batches of cases, each batch whole or not at all; one that was stopped
half way is brought in again and goes on where it was, because importing twice changes nothing.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db import connection, transaction

from plimsoll.cases import actions as cases
from plimsoll.cases.actions import NewCase, NewEvent
from plimsoll.cases.models import Case, CasePerson
from plimsoll.families.actions import merging
from plimsoll.imports.keeping import facts_with
from plimsoll.imports.models import ImportedRecord, ImportRun, RowOutcome, SavedMapping
from plimsoll.imports.people import write_people
from plimsoll.imports.plan import CasePlan, Destination, Planner, read_for, title_of
from plimsoll.imports.reading.limits import ImportRefused, refused
from plimsoll.imports.reading.readers import TRACKERS, look_through
from plimsoll.imports.reading.values import ImportedCase, Question, Refusal, Remark
from plimsoll.trust import audit

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from collections.abc import Mapping as MappingType
    from datetime import date, datetime
    from uuid import UUID

    from plimsoll.imports.persons import PersonPlan
    from plimsoll.imports.plan import Batch
    from plimsoll.imports.reading.limits import Limits
    from plimsoll.imports.reading.sniff import Found
    from plimsoll.imports.reading.trackers.mapping import Mapping
    from plimsoll.people.models import Service, User

_LONGEST_TITLE = 400
_LOCK = 0x504C494D  # one import at a time in an installation


@dataclass(slots=True)
class Applied:
    """What came of an import."""

    run: ImportRun
    counts: Counter[str] = field(default_factory=Counter)


def apply_import(  # noqa: PLR0913 - a file, where it goes, who brings it, and how it is read
    found: Found,
    to: Destination,
    *,
    as_at: date,
    now: datetime,
    actor: User | None,
    mapping: Mapping | None = None,
    people: MappingType[str, str] | None = None,
    limits: Limits | None = None,
    step: Callable[[int], None] | None = None,
    clock: Callable[[], datetime] | None = None,
) -> Applied:
    """Bring in the good rows. Refused rows stay out and are kept with the run, to be given back.

    `people` are the answers of the dry run to who somebody is.

    Raises `ImportRefused`, before anything is written, where the whole file stays out. `clock` tells
    when it was finished; without one that is `now`.
    """
    if mapping is None and found.kind in TRACKERS:
        mapping = look_through(found, as_at=as_at, limits=limits).mapping
    _read_to_the_end(found, to, as_at=as_at, mapping=mapping, limits=limits)
    run = _begin(found, to, as_at=as_at, now=now, actor=actor, mapping=mapping)
    applied = Applied(run)
    planner = Planner(to, as_at, mapping, people)
    try:
        for batch in planner.batches(read_for(found, as_at=as_at, mapping=mapping, limits=limits)):
            _write_batch(batch, to, run, applied, actor)
            if step is not None:
                step(len(batch.cases))
    except Exception as error:
        # What is in stays in, whole cases all of it; the run says that it stopped and by what kind of fault.
        _finish(
            applied,
            ImportRun.State.FAILED,
            at=clock() if clock is not None else now,
            stopped_by=str(error) if isinstance(error, ImportRefused) else type(error).__name__,
        )
        raise
    for question in planner.workers.questions():
        applied.counts["question"] += 1
        _keep([_said(run, question)])
    _finish(applied, ImportRun.State.DONE, at=clock() if clock is not None else now)
    return applied


def _read_to_the_end(
    found: Found, to: Destination, *, as_at: date, mapping: Mapping | None, limits: Limits | None
) -> None:
    for item in read_for(found, as_at=as_at, mapping=mapping, limits=limits):
        if isinstance(item, ImportedCase) and item.pack != to.service.pack:
            raise refused("other_service", file=found.name, pack=item.pack, service_pack=to.service.pack)


@transaction.atomic
def _begin(
    found: Found, to: Destination, *, as_at: date, now: datetime, actor: User | None, mapping: Mapping | None
) -> ImportRun:
    run = ImportRun.objects.create(
        service=to.service,
        team=to.team,
        kind=found.kind.value,
        file_name=found.name[:255],
        digest=found.digest,
        as_at=as_at,
        mapping=mapping.as_json() if mapping is not None else None,
        actor=actor,
        started_at=now,
    )
    detail = {"run": str(run.pk), "kind": run.kind, "digest": run.digest}
    audit.append(audit.entry("import_started", at=now, actor_id=_id(actor), detail=detail))
    return run


@transaction.atomic
def _finish(applied: Applied, state: str, *, at: datetime, stopped_by: str = "") -> None:
    run = applied.run
    run.state, run.counts, run.stopped_by = state, dict(applied.counts), stopped_by[:400]
    run.finished_at = at
    run.save(update_fields=["state", "counts", "stopped_by", "finished_at"])
    detail = {"run": str(run.pk), "state": str(state), **{name: int(count) for name, count in applied.counts.items()}}
    audit.append(audit.entry("import_finished", at=at, actor_id=_id(run.actor), detail=detail))


def _id(actor: User | None) -> UUID | None:
    return actor.pk if actor is not None else None


@transaction.atomic
def _write_batch(batch: Batch, to: Destination, run: ImportRun, applied: Applied, actor: User | None) -> None:
    """One batch, whole or not at all."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
    outcomes = [_said(run, item) for item in batch.said]
    for item in batch.said:
        applied.counts[_count_of(item)] += 1
    everyone = (one for plan in batch.cases for one in plan.people)
    plans = list(everyone)
    write_people(plans, run=str(run.pk), now=run.started_at, actor_id=_id(actor))
    _keep_apart(plans, to, run)
    fresh = [plan for plan in batch.cases if plan.case is None]
    opened = cases.open_cases(
        [_new_case(plan, to, run) for plan in fresh], now=run.started_at, actor_id=_id(actor), cause="import"
    )
    for plan, case in zip(fresh, opened, strict=True):
        plan.case = case
        applied.counts["created"] += 1
        outcomes.append(_outcome(run, plan, RowOutcome.Outcome.CREATED))
    made = {id(plan) for plan in fresh}
    for plan in batch.cases:
        if id(plan) in made:
            continue
        applied.counts[plan.outcome] += 1
        if plan.outcome == "changed":
            _change_case(plan, run, actor)
            outcomes.append(_outcome(run, plan, RowOutcome.Outcome.CHANGED))
    _keep_records(batch.cases, run)
    _keep(outcomes)


def _keep_apart(plans: Sequence[PersonPlan], to: Destination, run: ImportRun) -> None:
    """Whoever was said to be somebody else is not asked about again."""
    for plan in {id(plan): plan for plan in plans}.values():
        if plan.person is not None and to.viewer is not None:
            for other in plan.not_these:
                merging.keep_apart(plan.person.pk, other, now=run.started_at, viewer=to.viewer)
        plan.not_these = ()


# --- cases ----------------------------------------------------------------------------------------------------------


def _new_case(plan: CasePlan, to: Destination, run: ImportRun) -> NewCase:
    imported = plan.imported
    subjects = tuple(one.person for one in plan.people if one.person is not None)
    return NewCase(
        service=to.service,
        team=plan.team,
        title=_title(plan),
        opened_on=imported.opened_on or run.as_at,
        subjects=tuple(dict.fromkeys(subjects)),
        subject_born_on=subjects[0].born_on if len(subjects) == 1 else None,
        holder=plan.holder,
        held_from=run.as_at,
        pack=imported.pack,
        place=imported.place,
        facts=facts_with(_beginning(imported), plan, run),
        import_key=imported.key[:200],
        events=tuple(_new_events(plan, run)),
    )


def _title(plan: CasePlan) -> str:
    """The family's name, or the person's as it stands here; a census has only their number."""
    if plan.imported.household:
        return plan.imported.household[:_LONGEST_TITLE]
    person = plan.people[0].person if plan.people else None
    if person is not None and (person.given_name or person.family_name):
        return person.display_name[:_LONGEST_TITLE]
    return title_of(plan.imported)[:_LONGEST_TITLE]


def _new_events(plan: CasePlan, run: ImportRun) -> Iterable[NewEvent]:
    for writing in plan.difference.writings:
        origin = writing.event.provenance
        yield NewEvent(
            name=writing.event.name,
            at=writing.event.at,
            details=writing.details,
            supersedes_id=writing.supersedes.id if writing.supersedes is not None else None,
            provenance={**origin.as_json(), "file": run.file_name, "run": str(run.pk)},
            import_key=writing.import_key,
        )


def _beginning(imported: ImportedCase) -> dict[str, Any]:
    """Where the record of a case made from a file begins (docs/rulebook.md, "A record that begins in the middle").

    Said once: a later file must not forgive what went unmet here since, nor give a case that began here a past
    that is not known.
    """
    if imported.known_from is None:
        return {}
    return {"known_from": imported.known_from.isoformat(), "known_in_full": list(imported.known_in_full)}


def _change_case(plan: CasePlan, run: ImportRun, actor: User | None) -> None:
    """What changed in the file, and nothing that was changed here."""
    assert plan.case is not None
    pk = plan.case.pk
    stored = Case.objects.select_for_update().get(pk=pk)
    if plan.moved or plan.record is None:
        stored.facts = facts_with(stored.facts, plan, run)
        if "place" in plan.moved and plan.imported.place:
            stored.place = plan.imported.place
        if "title" in plan.moved or not stored.title or stored.title == title_of(plan.imported):
            stored.title = _title(plan)
        stored.version += 1
        stored.save(update_fields=["facts", "place", "title", "version"])
        detail = {"run": str(run.pk), "changed": sorted(plan.moved)}
        audit.append(audit.entry("case_changed", at=run.started_at, actor_id=_id(actor), case_id=pk, detail=detail))
    for one in plan.people:
        if one.person is not None:
            CasePerson.objects.get_or_create(case_id=pk, person=one.person, part=CasePerson.Part.SUBJECT)
    events = list(_new_events(plan, run))
    if events:
        cases.record_events(pk, events, now=run.started_at, actor_id=_id(actor), cause="import")
    else:
        cases.refresh_hints([pk], now=run.started_at, cause="import")
    if plan.has_new_holder:
        cases.allocate_case(
            pk, plan.holder, on=run.as_at, reason="As in the file brought in", now=run.started_at, actor_id=_id(actor)
        )


# --- what is kept of a run ------------------------------------------------------------------------------------------


def _keep_records(plans: Sequence[CasePlan], run: ImportRun) -> None:
    ImportedRecord.objects.bulk_create(
        (
            ImportedRecord(
                service=run.service, key=plan.imported.key[:200], kind=run.kind, case=plan.case, base=plan.base, run=run
            )
            for plan in plans
            if plan.record is None or plan.outcome != "unchanged" or plan.moved
        ),
        update_conflicts=True,
        unique_fields=["service", "key"],
        update_fields=["base", "run", "kind"],
    )


def _outcome(run: ImportRun, plan: CasePlan, outcome: str) -> RowOutcome:
    origin = plan.imported.provenance
    params = {"events": len(plan.difference.writings), "changed": sorted(plan.moved)}
    return RowOutcome(run=run, outcome=outcome, sheet=origin.sheet[:255], row=origin.row, case=plan.case, params=params)


def _count_of(item: Refusal | Question | Remark) -> str:
    if isinstance(item, Refusal):
        return "refused" if item.scope == "row" else "refused_cell"
    return "question" if isinstance(item, Question) else "remark"


def _said(run: ImportRun, item: Refusal | Question | Remark) -> RowOutcome:
    """A refusal, question or remark as it is kept: its code and parameters, and the row to give back."""
    words = item.reason if isinstance(item, Refusal) else item.words
    outcome = RowOutcome.Outcome.REMARK
    source = None
    if isinstance(item, Refusal):
        outcome = RowOutcome.Outcome.REFUSED if item.scope == "row" else RowOutcome.Outcome.REFUSED_CELL
        if item.source is not None:
            source = {"headings": list(item.source.headings), "cells": list(item.source.cells)}
    return RowOutcome(
        run=run,
        outcome=outcome,
        sheet=item.sheet[:255],
        row=item.row,
        column=item.column[:255],
        code=words.code,
        params={name: value if isinstance(value, (int, str)) else str(value) for name, value in words.params.items()},
        source=source,
    )


def _keep(outcomes: Sequence[RowOutcome]) -> None:
    RowOutcome.objects.bulk_create(outcomes, batch_size=1000)


@transaction.atomic
def save_mapping(service: Service, name: str, mapping: Mapping, *, now: datetime, actor: User | None) -> SavedMapping:
    """Keep a mapping under a name, for next month's file; the same name is written over."""
    saved, is_new = SavedMapping.objects.select_for_update().get_or_create(
        service=service,
        name=name,
        defaults={"value": mapping.as_json(), "changed_at": now, "changed_by": actor},
    )
    saved.value = {**mapping.as_json(), "name": name}
    saved.fingerprints = [table.fingerprint for table in mapping.tables if table.use]
    saved.changed_at, saved.changed_by = now, actor
    saved.version += 0 if is_new else 1
    saved.save()
    audit.append(
        audit.entry(
            "mapping_saved", at=now, actor_id=_id(actor), detail={"mapping": str(saved.pk), "version": saved.version}
        )
    )
    return saved
