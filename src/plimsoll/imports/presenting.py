"""A file and what it would do, as its page shows it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from plimsoll.imports import actions, queries, uploads
from plimsoll.imports.forms import corrected, question_name
from plimsoll.imports.models import RowOutcome
from plimsoll.imports.persons import QUESTIONS
from plimsoll.imports.plan import Destination, ImportPlan, make_plan
from plimsoll.imports.reading import rejects
from plimsoll.imports.reading.limits import ImportRefused  # noqa: TC001 - views catch it by this name
from plimsoll.imports.reading.readers import TRACKERS, look_through
from plimsoll.imports.reading.sniff import Kind
from plimsoll.imports.reading.trackers.fields import FIELDS
from plimsoll.imports.reading.trackers.mapping import Mapping, mapping_from_json
from plimsoll.imports.reading.words import outline

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from collections.abc import Mapping as MappingType
    from datetime import datetime
    from uuid import UUID

    from plimsoll.imports.models import ImportRun
    from plimsoll.imports.reading.readers import Survey
    from plimsoll.imports.reading.sniff import Found
    from plimsoll.imports.reading.trackers.proposal import ColumnGrounds, TableGrounds
    from plimsoll.imports.reading.values import Question, Refusal, Remark
    from plimsoll.imports.reading.words import Words
    from plimsoll.imports.session import Waiting
    from plimsoll.people.models import User

MOST_ROWS = 300
FEW = 8
MOST_OF_A_CAUSE = 25
KINDS = {
    Kind.WORKBOOK: gettext_lazy("a workbook"),
    Kind.DELIMITED: gettext_lazy("a table of text"),
    Kind.CIN_CENSUS: gettext_lazy("a CIN census"),
    Kind.SSDA903: gettext_lazy("an SSDA903 return"),
}


def sentence(words: Words) -> str:
    """A sentence of the readers, translated and then filled in."""
    template = _(words.template)
    return template % words.params if words.params else template


def whole_refusal(error: ImportRefused) -> str:
    """Why a whole file stays out, and what to do about it."""
    return f"{sentence(error.words)} {sentence(error.remedy)}".strip()


@dataclass(frozen=True, slots=True)
class Look:
    """A stored file, recognised, with the mapping proposed for it or kept from last time."""

    found: Found
    to: Destination
    survey: Survey | None
    proposed: dict[str, Any] | None
    kept_name: str
    known: Waiting

    def value_of(self, known: Waiting) -> dict[str, Any] | None:
        """The mapping in force, as plain JSON; None for a return, whose columns are known."""
        return known.mapping or self.proposed

    def mapping_of(self, known: Waiting) -> Mapping | None:
        """The mapping in force, checked."""
        value = self.value_of(known)
        return mapping_from_json(value) if value is not None else None

    def plan(self, known: Waiting) -> ImportPlan:
        """The dry run."""
        return make_plan(self.found, self.to, as_at=known.as_at, mapping=self.mapping_of(known), people=known.people)

    def corrected_by(self, given: MappingType[str, str]) -> Waiting:
        """What was known, with what the page said. A mapping that is wrong is refused in words."""
        paths = [one.path for one in self.plan(self.known).questions if one.path]
        asked = {path[1]: given.get(question_name(path), "") for path in paths if path[0] == QUESTIONS}
        known = replace(self.known, people=self.known.people | {key: said for key, said in asked.items() if said})
        value = self.value_of(self.known)
        if value is None:
            return known
        changed = corrected(value, given, [path for path in paths if path[0] != QUESTIONS])
        mapping_from_json(changed)
        return replace(known, mapping=changed)

    def keep_mapping(self, known: Waiting, *, now: datetime, actor: User) -> None:
        """Keep the mapping for next month's file."""
        mapping = self.mapping_of(known)
        if mapping is not None:
            name = mapping.name or self.kept_name or self.found.name.rpartition(".")[0][:200] or self.found.name[:200]
            actions.save_mapping(self.to.service, name, mapping, now=now, actor=actor)

    def dry_run(self, known: Waiting) -> ReviewPage:
        """Everything the page shows."""
        plan = self.plan(known)
        return ReviewPage(
            file=self.found.name,
            kind=str(KINDS[self.found.kind]),
            kept_name=self.kept_name if known.mapping is None else "",
            name=str((self.value_of(known) or {}).get("name", "")),
            tables=self._tables(known),
            questions=tuple(_question(one, known) for one in plan.questions),
            counts={name: plan.counts[name] for name in COUNTED},
            rows=tuple(plan.rows[:MOST_ROWS]),
            rows_left=max(len(plan.rows) - MOST_ROWS, 0),
            refused=by_cause(plan.refusals, _refusal),
            remarks=by_cause(plan.remarks, _remark),
        )

    def _tables(self, known: Waiting) -> tuple[TableView, ...]:
        value = self.value_of(known)
        if value is None or self.survey is None:
            return ()
        grounds = {
            table.fingerprint: said for table, said in zip(self.survey.mapping.tables, self.survey.grounds, strict=True)
        }
        return tuple(_table(at, table, grounds.get(table["fingerprint"])) for at, table in enumerate(value["tables"]))


def _table(at: int, table: dict[str, Any], said: TableGrounds | None) -> TableView:
    known = {one.heading: one for one in said.columns} if said else {}
    return TableView(
        at=at,
        use=bool(table["use"]),
        title=", ".join(sheet for sheet in said.sheets if sheet) if said else "",
        rows=said.rows if said else 0,
        columns=tuple(
            _column(f"t{at}.c{number}", column, known.get(column["heading"]))
            for number, column in enumerate(table["columns"])
            if column["heading"]
        ),
        choices=_choices(table["pack"]),
    )


def _column(name: str, column: dict[str, Any], said: ColumnGrounds | None) -> ColumnView:
    because = " ".join(sentence(words) for words in said.grounds) if said and column["field"] == said.field else ""
    return ColumnView(name, column["heading"], column["field"], said.examples if said else (), because)


COUNTED = ("created", "changed", "unchanged", "refused", "refused_cell")


@dataclass(frozen=True, slots=True)
class ColumnView:
    """A column of the file and what it is taken to mean."""

    name: str
    heading: str
    field: str
    examples: tuple[str, ...]
    because: str


@dataclass(frozen=True, slots=True)
class TableView:
    """A table of the file."""

    at: int
    use: bool
    title: str
    rows: int
    columns: tuple[ColumnView, ...]
    choices: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class QuestionView:
    """Something the file leaves open, with its answers."""

    name: str
    where: str
    text: str
    examples: tuple[str, ...]
    answers: tuple[tuple[str, str], ...]
    default: str
    chosen: str = ""


@dataclass(frozen=True, slots=True)
class SaidView:
    """A refusal or a remark."""

    where: str
    value: str
    reason: str
    remedy: str = ""
    is_row: bool = False


@dataclass(frozen=True, slots=True)
class Cause:
    """What was refused or remarked for one reason. `title` is empty where there are few, which stand by themselves."""

    title: str
    remedy: str
    count: int
    items: tuple[SaidView, ...]

    @property
    def left(self) -> int:
        """How many are not shown."""
        return self.count - len(self.items)


@dataclass(frozen=True, slots=True)
class ReviewPage:
    """The dry run as a page."""

    file: str
    kind: str
    kept_name: str
    name: str
    tables: tuple[TableView, ...]
    questions: tuple[QuestionView, ...]
    counts: dict[str, int]
    rows: tuple[Any, ...]
    rows_left: int
    refused: tuple[Cause, ...]
    remarks: tuple[Cause, ...]


def look(token: str, owner: UUID, to: Destination, known: Waiting) -> Look:
    """Recognise a stored file; propose a mapping for a tracker, or take the one that was kept."""
    found = uploads.kept(token, owner)
    if found.kind not in TRACKERS:
        return Look(found, to, None, None, "", known)
    survey = look_through(found, as_at=known.as_at)
    saved = queries.mapping_that_fits(to.service, survey)
    proposed = dict(saved.value) if saved is not None else dict(survey.mapping.as_json())
    return Look(found, to, survey, proposed, saved.name if saved else "", known)


def _choices(pack: str) -> tuple[tuple[str, str], ...]:
    found = [(one.key, _(one.label)) for one in FIELDS.values() if not one.packs or pack in one.packs]
    return (("", _("Nothing: leave it out")), *sorted(found, key=lambda choice: choice[1].casefold()))


def _where(one: Question | Refusal | Remark) -> str:
    parts = [one.sheet]
    if one.row:
        parts.append(_("row %(row)s") % {"row": one.row})
    if one.column:
        parts.append(_("column “%(column)s”") % {"column": one.column})
    return ", ".join(part for part in parts if part)


def _question(one: Question, known: Waiting) -> QuestionView:
    return QuestionView(
        name=question_name(one.path) if one.path else "",
        where=_where(one),
        text=sentence(one.words),
        examples=one.examples,
        answers=tuple((answer.key, sentence(answer.words)) for answer in one.answers),
        default=next((sentence(answer.words) for answer in one.answers if answer.key == one.default), one.default),
        chosen=known.people.get(one.path[1], "") if one.path[:1] == (QUESTIONS,) else "",
    )


def _refusal(one: Refusal) -> SaidView:
    return SaidView(_where(one), one.value, sentence(one.reason), sentence(one.remedy), one.scope == "row")


def _remark(one: Remark) -> SaidView:
    return SaidView(_where(one), one.value, sentence(one.words))


def by_cause(found: Sequence[Any], view: Callable[[Any], SaidView]) -> tuple[Cause, ...]:
    """Few as they are; many by their cause, the commonest first, each with its count and the first of its places."""
    if len(found) <= FEW:
        items = tuple(view(one) for one in found)
        return (Cause("", "", len(items), items),) if items else ()
    causes: dict[tuple[str, str], list[Any]] = {}
    for one in found:
        causes.setdefault((one.code, one.column), []).append(one)
    ordered = sorted(causes.values(), key=len, reverse=True)
    return tuple(_cause(alike, view) for alike in ordered)


def _cause(alike: Sequence[Any], view: Callable[[Any], SaidView]) -> Cause:
    first = alike[0]
    said = [one.reason if hasattr(one, "reason") else one.words for one in alike]
    title = outline(said, _(said[0].template))
    remedy = sentence(first.remedy) if hasattr(first, "remedy") else ""
    items = tuple(view(one) for one in alike[:MOST_OF_A_CAUSE])
    return Cause(f"{first.column}: {title}" if first.column else title, remedy, len(alike), items)


def refused_file(refusals: Sequence[Refusal], kind: str) -> bytes | None:
    """The refused rows as a file to correct; None for a kind there is not."""
    if kind == "xlsx":
        return rejects.as_workbook(refusals, sentence)
    return rejects.as_csv(refusals, sentence) if kind == "csv" else None


@dataclass(frozen=True, slots=True)
class RunPage:
    """What became of a file."""

    counts: dict[str, int]
    refused: tuple[Cause, ...]
    cases: tuple[Any, ...]


def run_page(run: ImportRun) -> RunPage:
    """The counts, what stayed out, and the first of the cases that came in."""
    refusals = queries.refusals_of(run)
    came = run.outcomes.filter(outcome__in=[RowOutcome.Outcome.CREATED, RowOutcome.Outcome.CHANGED])
    return RunPage(
        counts={name: int(run.counts.get(name, 0)) for name in COUNTED},
        refused=by_cause(refusals, _refusal),
        cases=tuple(came.select_related("case").order_by("pk")[:50]),
    )
