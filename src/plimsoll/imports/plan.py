"""The dry run: what a file would create, change and refuse here, row by row, without writing anything.

How a page uses this:

    found = readers.find_set([SourceFile(upload.name, upload.open_again, upload.size)], Limits())
    looked = readers.look_through(found, as_at=today)         # trackers only: proposed mapping with its grounds
    mapping = mapping_from_json(corrected_value)              # what the person made of it; looked.mapping as it is
    plan = make_plan(found, to, as_at=today, mapping=mapping) # counts, rows, questions, remarks, refusals
    rejects.as_workbook(plan.refusals, say)                   # the refused rows, to correct
    actions.apply_import(found, to, ...)                      # reads the file again and writes, batch by batch

`Destination` is the service and team the cases go to. `ImportRefused` is raised, with one line,
where the whole file stays out. Every sentence is a `Words`: translate `words.template`, fill it
with `words.params`. A question's `path` says where its answer belongs in the mapping's JSON.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from plimsoll.imports.differences import Difference, compare
from plimsoll.imports.matching import Known, look_up, look_up_also
from plimsoll.imports.persons import People, PersonPlan
from plimsoll.imports.reading.limits import refused
from plimsoll.imports.reading.readers import TRACKERS, look_through, read
from plimsoll.imports.reading.trackers.workers import plain
from plimsoll.imports.reading.values import ImportedCase, Question, Refusal, Remark
from plimsoll.imports.reading.words import Words
from plimsoll.imports.workers import Workers

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from collections.abc import Mapping as MappingType
    from datetime import date

    from plimsoll.cases.models import Case
    from plimsoll.imports.models import ImportedRecord
    from plimsoll.imports.reading.limits import Limits
    from plimsoll.imports.reading.sniff import Found
    from plimsoll.imports.reading.trackers.mapping import Mapping
    from plimsoll.people.access import Viewer
    from plimsoll.people.models import Service, Team, User

BATCH = 100
Outcome = Literal["created", "changed", "unchanged"]


@dataclass(frozen=True, slots=True)
class Destination:
    """Where the cases go, and in whose sight. A team that the file names wins, if the service has it.

    Without a viewer it is the program itself, on the server, that brings them in.
    """

    service: Service
    team: Team
    viewer: Viewer | None = None


@dataclass(slots=True)
class CasePlan:
    """One case of the file and what has to be done for it.

    `base` is what the file says of the case's standing facts; `moved` are those of them that the
    file has changed since it was last read. `holder` is set only where the file's worker changed.
    """

    imported: ImportedCase
    case: Case | None
    record: ImportedRecord | None
    people: tuple[PersonPlan, ...]
    difference: Difference
    base: dict[str, Any]
    moved: tuple[str, ...]
    team: Team
    holder: User | None = None
    has_new_holder: bool = False
    changes: tuple[Words, ...] = ()

    @property
    def outcome(self) -> Outcome:
        """Created, changed or unchanged."""
        if self.case is None:
            return "created"
        touched = self.difference.writings or self.moved or self.has_new_holder or self.record is None
        return "changed" if touched or any(one.fields or one.numbers for one in self.people) else "unchanged"


@dataclass(frozen=True, slots=True)
class RowPlan:
    """One row as the dry run lists it. `who` is for the screen of whoever brought the file, and nowhere else."""

    sheet: str
    row: int
    outcome: Outcome
    who: str
    status: str
    events: int
    changes: tuple[Words, ...]
    case_reference: str = ""


@dataclass(slots=True)
class ImportPlan:
    """The whole dry run."""

    kind: str
    digest: str
    counts: Counter[str] = field(default_factory=Counter)
    rows: list[RowPlan] = field(default_factory=list)
    refusals: list[Refusal] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Batch:
    """Some cases in the order of the file, and what was said between them."""

    cases: tuple[CasePlan, ...]
    said: tuple[Refusal | Question | Remark, ...]


def make_plan(  # noqa: PLR0913 - a file, where it goes, how it is read, what was answered
    found: Found,
    to: Destination,
    *,
    as_at: date,
    mapping: Mapping | None = None,
    people: MappingType[str, str] | None = None,
    limits: Limits | None = None,
    step: Callable[[int], None] | None = None,
) -> ImportPlan:
    """Read the whole file and compare it with what is stored. Writes nothing.

    `people` are the answers to who somebody is: the second part of a question's path to one of its answers.
    """
    plan = ImportPlan(found.kind.value, found.digest)
    planner = Planner(to, as_at, mapping, people)
    for batch in planner.batches(read_for(found, as_at=as_at, mapping=mapping, limits=limits)):
        for said in batch.said:
            _keep(plan, said)
        for case in batch.cases:
            plan.counts[case.outcome] += 1
            plan.rows.append(row_of(case))
        if step is not None:
            step(len(batch.cases))
    for question in planner.workers.questions():
        _keep(plan, question)
    return plan


def read_for(
    found: Found, *, as_at: date, mapping: Mapping | None, limits: Limits | None
) -> Iterator[ImportedCase | Refusal | Question | Remark]:
    """The file's items; a tracker without a mapping is read under its own proposal."""
    if mapping is None and found.kind in TRACKERS:
        mapping = look_through(found, as_at=as_at, limits=limits).mapping
    return read(found, as_at=as_at, mapping=mapping, limits=limits)


def _keep(plan: ImportPlan, said: Refusal | Question | Remark) -> None:
    if isinstance(said, Refusal):
        plan.refusals.append(said)
        plan.counts["refused" if said.scope == "row" else "refused_cell"] += 1
    elif isinstance(said, Question):
        plan.questions.append(said)
        plan.counts["question"] += 1
    else:
        plan.remarks.append(said)
        plan.counts["remark"] += 1


def row_of(case: CasePlan) -> RowPlan:
    """A planned case as a line of the dry run."""
    origin = case.imported.provenance
    return RowPlan(
        sheet=origin.sheet,
        row=origin.row,
        outcome=case.outcome,
        who=title_of(case.imported),
        status=case.imported.status,
        events=len(case.difference.writings),
        changes=case.changes,
        case_reference=case.case.reference if case.case is not None else "",
    )


def title_of(case: ImportedCase) -> str:
    """What the case is called: the family, or the child or client; a census has only their number."""
    if case.household:
        return case.household
    person = case.people[0] if case.people else None
    if person is None:
        return ""
    return person.name or next((value for _, value in person.identifiers), "")


class Planner:
    """Compares items with what is stored, in batches, remembering the people it has met."""

    def __init__(
        self, to: Destination, as_at: date, mapping: Mapping | None, people: MappingType[str, str] | None = None
    ) -> None:
        self.to = to
        self.as_at = as_at
        self.workers = Workers(to.service, as_at, dict(mapping.workers) if mapping else {})
        self.people = People(to.service, to.viewer, people or {})
        self._cases_met: set[object] = set()

    def batches(self, items: Iterator[ImportedCase | Refusal | Question | Remark]) -> Iterator[Batch]:
        """The items in batches; each is compared when it is asked for, so that earlier ones may be stored by then."""
        cases: list[ImportedCase] = []
        said: list[Refusal | Question | Remark] = []
        for item in items:
            if isinstance(item, ImportedCase):
                cases.append(item)
            else:
                said.append(item)
            if len(cases) >= BATCH or len(said) >= BATCH * 50:
                yield self._batch(cases, said)
                cases, said = [], []
        if cases or said:
            yield self._batch(cases, said)

    def _batch(self, cases: list[ImportedCase], said: list[Refusal | Question | Remark]) -> Batch:
        for case in cases:
            if case.pack != self.to.service.pack:
                raise refused("other_service", pack=case.pack, service_pack=self.to.service.pack)
        known = look_up(cases, self.to.service, self.to.viewer)
        look_up_also(known, self.people.look_at(cases, known), self.to.service, self.to.viewer)
        planned = []
        for case in cases:
            people, questions = self.people.plans(case, known)
            said.extend(questions)
            if (why := _why_out(case, people, known)) is not None:
                said.append(why)
                continue
            plan, remarks = self._case(known, case, people)
            planned.append(plan)
            said.extend(remarks)
        return Batch(tuple(planned), tuple(said))

    def _case(
        self, known: Known, imported: ImportedCase, people: tuple[PersonPlan, ...]
    ) -> tuple[CasePlan, list[Remark]]:
        first = people[0].person if people else None
        case = known.case_for(imported, first)
        if case is not None and case.pk in self._cases_met and imported.key not in known.records:
            case = None
        if case is not None:
            self._cases_met.add(case.pk)
        record = known.records.get(imported.key)
        stored = known.events.get(case.pk, []) if case is not None else []
        difference = compare(imported.key, imported.events, stored)
        holder = self.workers.find(imported.worker, imported.provenance)
        base = base_of(imported, holder)
        before = record.base if record is not None else {}
        moved = tuple(name for name in base if base[name] != before.get(name)) if case is not None else ()
        new_holder = case is not None and holder is not None and "worker" in moved and case.holder_id != holder.pk
        plan = CasePlan(
            imported, case, record, people, difference, base, moved, self._team(imported), holder, new_holder
        )
        plan.changes = _changes(plan)
        return plan, _remarks(plan)

    def _team(self, imported: ImportedCase) -> Team:
        if imported.team:
            return self.workers.teams.get(plain(imported.team), self.to.team)
        return self.to.team


def _why_out(imported: ImportedCase, people: tuple[PersonPlan, ...], known: Known) -> Refusal | None:
    """Why a whole case stays out: nobody has said who somebody is, or the case is not this viewer's to change."""
    origin = imported.provenance
    record = known.records.get(imported.key)
    if record is not None and record.case_id in known.out_of_sight:
        code = "not_for_you"
    else:
        out = next((one for one in people if one.is_out), None)
        if out is None:
            return None
        code = "left_out_as_asked" if out.was_answered else "may_be_somebody_known"
    return Refusal(
        "row", origin.sheet, origin.row, "", title_of(imported), Words(code), Words(f"{code}.remedy"),
    )  # fmt: skip


def base_of(imported: ImportedCase, holder: User | None) -> dict[str, Any]:
    """What the file says of a case's standing facts, in a form that next month's file is compared with.

    The worker is the account, where there is one: an answer to who somebody is changes it.
    """
    named = imported.worker.key if imported.worker else ""
    return {
        "worker": str(holder.pk) if holder is not None else named,
        "worker_as_written": imported.worker.as_written if imported.worker else "",
        "team": imported.team,
        "place": imported.place,
        "title": title_of(imported),
        "facts": dict(imported.facts),
        "rag": {
            "written": imported.rag_as_written,
            "by_text": imported.rag_by_text,
            "by_colour": imported.rag_by_colour,
        },
        "planned": [{"kind": one.kind, "on": one.on.isoformat(), "remark": one.remark} for one in imported.planned],
        "notes": [note.text for note in imported.notes],
        "people": [
            {
                "name": person.name,
                "born_on": person.born_on.isoformat() if person.born_on else "",
                "numbers": [list(number) for number in person.identifiers],
            }
            for person in imported.people
        ],
    }


def _changes(plan: CasePlan) -> tuple[Words, ...]:
    """What would change in a stored case, in words."""
    if plan.case is None:
        return ()
    words = []
    for writing in plan.difference.writings:
        params = {"event": writing.event.name, "on": writing.event.at.isoformat()}
        if writing.supersedes is not None:
            params["before"] = writing.supersedes.on.isoformat()
            words.append(Words("change_corrects_event", params))
        else:
            words.append(Words("change_adds_event", params))
    if plan.has_new_holder and plan.holder is not None:
        words.append(Words("change_worker", {"worker": plan.holder.name}))
    words += [
        Words("change_standing", {"what": name}) for name in plan.moved if name not in {"worker", "worker_as_written"}
    ]
    if any(one.fields or one.numbers for one in plan.people):
        words.append(Words("change_person"))
    return tuple(words)


def _remarks(plan: CasePlan) -> list[Remark]:
    """What the record and the file say differently, and what the file no longer says; neither is written."""
    origin = plan.imported.provenance
    found = []
    for one in plan.people:
        born_here = one.person.born_on if one.person is not None else None
        if born_here and one.imported.born_on and born_here != one.imported.born_on:
            params = {"here": born_here.isoformat(), "there": one.imported.born_on.isoformat()}
            found.append(Remark(origin.sheet, origin.row, "", "", Words("birth_dates_differ", params)))
    for event in plan.difference.gone:
        params = {"event": event.name, "on": event.on.isoformat()}
        found.append(Remark(origin.sheet, origin.row, "", "", Words("no_longer_in_file", params)))
    return found
