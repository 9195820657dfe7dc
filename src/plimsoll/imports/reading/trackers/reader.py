"""Reading a tracker: first a look through it, then its rows as cases.

`survey` looks once through the file and proposes a mapping with its grounds. `read_tracker`
reads the rows under a mapping (the proposed one, a corrected one, last month's).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from plimsoll.imports.reading.grid import Cell, Row, Sheet, clean
from plimsoll.imports.reading.limits import Limits, Stopwatch, refused
from plimsoll.imports.reading.sniff import Kind
from plimsoll.imports.reading.text import TextForm, find_form, rows_of
from plimsoll.imports.reading.trackers.asking import questions
from plimsoll.imports.reading.trackers.dates import Order, order_of_column
from plimsoll.imports.reading.trackers.fields import FIELDS
from plimsoll.imports.reading.trackers.mapping import ColumnMapping, Mapping, TableMapping
from plimsoll.imports.reading.trackers.profile import TableProfile
from plimsoll.imports.reading.trackers.proposal import TableGrounds, propose
from plimsoll.imports.reading.trackers.row_case import fingerprint_of_row, read_row
from plimsoll.imports.reading.trackers.row_values import TableContext
from plimsoll.imports.reading.trackers.tables import TableFound, is_total, normalise, table_rows
from plimsoll.imports.reading.trackers.workers import plain
from plimsoll.imports.reading.values import FreeText, ImportedCase, Item, Refusal, Remark, SourceRow, WorkerName
from plimsoll.imports.reading.words import Words
from plimsoll.imports.reading.workbook import Workbook

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from plimsoll.imports.reading.upload import SourceFile


class TextSheet:
    """A delimited file as a sheet."""

    name = ""
    is_hidden = False

    def __init__(self, source: SourceFile, limits: Limits) -> None:
        self._source = source
        self._limits = limits
        self.form: TextForm = find_form(source, limits)

    def rows(self) -> Iterator[Row]:
        """Every row that says something."""
        for number, texts in rows_of(self._source, self.form, self._limits):
            if number > self._limits.rows:
                raise refused("too_many_rows", file=self._source.name, rows=self._limits.rows)
            cells = tuple(self._cell(text) for text in texts)
            if any(cell.text for cell in cells):
                yield Row(number, cells)

    def _cell(self, text: str) -> Cell:
        short = clean(text.replace("\r\n", "\n").replace("\r", "\n")[: self._limits.cell_characters])
        if short[:1] == "'" and short[1:2] in {"=", "+", "-", "@"}:
            short = short[1:]  # the sign that keeps a spreadsheet from evaluating a cell is not part of it
        return Cell(short, short or None)


@dataclass(frozen=True, slots=True)
class Survey:
    """What a look through a tracker found: its tables, a mapping for them, and the grounds."""

    sheets: list[Sheet]
    profiles: list[TableProfile]
    mapping: Mapping
    grounds: tuple[TableGrounds, ...]
    remarks: list[Remark] = field(default_factory=list)


def survey(source: SourceFile, kind: Kind, *, as_at: date, limits: Limits) -> Survey:
    """Look once through a file and propose what its columns mean."""
    sheets: list[Sheet] = []
    remarks: list[Remark] = []
    if kind is Kind.WORKBOOK:
        sheets.extend(Workbook(source, limits).sheets)
    else:
        text = TextSheet(source, limits)
        sheets.append(text)
        if not text.form.is_declared:
            words = Words("encoding_inferred", {"encoding": text.form.encoding})
            remarks.append(Remark("", 1, "", "", words))
    watch = Stopwatch(limits, source.name)
    profiles: list[TableProfile] = []
    for sheet in sheets:
        before = len(profiles)
        for table, row in table_rows(sheet):
            watch.check()
            if row is None:
                profiles.append(TableProfile.of(table))
            elif not is_total(row):
                profiles[-1].see(row, as_at)
        if len(profiles) == before:
            remarks.append(Remark(sheet.name, 0, "", "", Words("sheet_without_table")))
    profiles = [profile for profile in profiles if profile.rows]
    if not profiles:
        raise refused("no_table_found", file=source.name)
    mapping, grounds = propose(profiles)
    return Survey(sheets, profiles, mapping, grounds, remarks)


def read_tracker(
    source: SourceFile, kind: Kind, *, as_at: date, limits: Limits, mapping: Mapping | None = None
) -> Iterator[Item]:
    """Questions and remarks about the tables, then every row's case or refusal, in order."""
    looked = survey(source, kind, as_at=as_at, limits=limits)
    chosen = mapping or looked.mapping
    _check_fit(chosen, looked, source.name)
    yield from looked.remarks
    yield from questions(chosen, looked.profiles)
    reader = _Reader(source, chosen, looked, as_at, limits)
    for sheet in looked.sheets:
        yield from reader.read_sheet(sheet)


def _check_fit(mapping: Mapping, looked: Survey, file: str) -> None:
    """A mapping of other headings, or one that says nobody's name, refuses the whole file."""
    used = [
        (profile, table)
        for profile in looked.profiles
        if (table := mapping.for_headings(profile.found.headings)) is not None and table.use
    ]
    if not used:
        if all(mapping.for_headings(profile.found.headings) is None for profile in looked.profiles):
            wanted = [column.heading for table in mapping.tables for column in table.columns if column.field]
            present = {normalise(heading) for profile in looked.profiles for heading in profile.found.headings}
            missing = next((heading for heading in wanted if normalise(heading) not in present), "")
            raise refused("mapping_does_not_fit", file=file, missing=missing[:60] or "a heading")
        raise refused("no_identity_column", file=file)


@dataclass(slots=True)
class _Reader:
    """Reads sheet after sheet; remembers which rows and which cases it has met."""

    source: SourceFile
    mapping: Mapping
    looked: Survey
    as_at: date
    limits: Limits
    rows_met: dict[str, tuple[str, int]] = field(default_factory=dict)
    cases_met: dict[str, tuple[str, int]] = field(default_factory=dict)

    def read_sheet(self, sheet: Sheet) -> Iterator[Item]:
        """The rows of one sheet. A case waits for the next row, which may only continue its notes."""
        context: TableContext | None = None
        waiting: ImportedCase | None = None
        watch = Stopwatch(self.limits, self.source.name)
        for table, row in table_rows(sheet):
            watch.check()
            if row is None:
                context = self._context(table)
                continue
            if context is None:
                continue
            if waiting is not None and (more := _continues(context, row)):
                waiting = waiting._replace(notes=(*waiting.notes, *more))
                yield self._remark(context, row, "notes_continue", before=waiting.provenance.row)
                continue
            if waiting is not None:
                yield waiting
                waiting = None
            case, said = self._read(context, row)
            yield from said
            waiting = case
        if waiting is not None:
            yield waiting

    def _context(self, table: TableFound) -> TableContext | None:
        mapped = self.mapping.for_headings(table.headings)
        if mapped is None or not mapped.use:
            return None
        if table.is_hidden and mapped.answer("sheet_is_hidden") == "leave_out":
            return None
        columns = mapped.columns_of(table.headings)
        profile = next(one for one in [*self.looked.profiles, TableProfile.of(table)] if one.found == table)
        return TableContext(
            digest=self.source.digest,
            as_at=self.as_at,
            mapping=mapped,
            table=table,
            fields={at: FIELDS[column.field] for at, column in columns.items()},
            orders={at: _order(column, profile, at) for at, column in columns.items()},
            sheet_worker=table.sheet if mapped.worker_from_sheet else "",
            people_in_a_cell=self.limits.people_in_a_cell,
        )

    def _read(self, context: TableContext, row: Row) -> tuple[ImportedCase | None, list[Item]]:
        if is_total(row):
            return None, [self._remark(context, row, "total_row_skipped")]
        print_ = f"{context.table.fingerprint}:{fingerprint_of_row(row)}"
        if print_ in self.rows_met:
            sheet, number = self.rows_met[print_]
            return None, [self._remark(context, row, "row_pasted_twice", before=number, sheet=sheet)]
        self.rows_met[print_] = (context.table.sheet, row.number)
        case, said = read_row(context, row)
        if case is None:
            return None, said
        if case.key in self.cases_met:
            sheet, number = self.cases_met[case.key]
            return None, [*said, _same_case_twice(context, row, sheet, number)]
        self.cases_met[case.key] = (context.table.sheet, row.number)
        if case.worker is not None and case.worker.key in self.mapping.workers:
            case = case._replace(worker=_joined(case.worker, self.mapping.workers[case.worker.key]))
        return case, said

    def _remark(self, context: TableContext, row: Row, code: str, **params: object) -> Remark:
        return Remark(context.table.sheet, row.number, "", "", Words(code, params))


def _joined(worker: WorkerName, same_as: str) -> WorkerName:
    """The worker under the key of another spelling. An address is an account's, and is looked up where accounts are."""
    if "@" in same_as:
        return worker
    key = plain(same_as) or worker.key
    return WorkerName(worker.as_written, key, "full" if " " in key else worker.kind, worker.remark)


def _order(column: ColumnMapping, profile: TableProfile, at: int) -> tuple[Order, bool]:
    """A column's date order and whether it is known: answered, proved by its own dates, or day first."""
    if column.date_order in {"dmy", "mdy"}:
        return ("mdy" if column.date_order == "mdy" else "dmy"), True
    order, _, is_conflict = order_of_column(profile.columns[at].figures)
    return order, not is_conflict


def _continues(context: TableContext, row: Row) -> tuple[FreeText, ...]:
    """The notes of a row that holds nothing but notes: they belong to the row above."""
    found = []
    for at, cell in enumerate(row.cells):
        if not cell.text:
            continue
        one = context.fields.get(at)
        if one is None or one.shape != "note":
            return ()
        found.append((at, cell))
    if is_total(row):
        return ()
    from plimsoll.imports.reading.trackers.row_values import RowValues

    values = RowValues(context, row)
    return tuple(FreeText(cell.text, values.provenance(at)) for at, cell in found)


def _same_case_twice(context: TableContext, row: Row, sheet: str, number: int) -> Refusal:
    """Two rows about the same case that say different things: nothing tells which is right."""
    headings = context.table.headings
    cells = tuple(row.cell(at).text for at in range(len(headings)))
    params = {"before": number, "sheet": sheet}
    return Refusal(
        "row",
        context.table.sheet,
        row.number,
        "",
        "",
        Words("same_case_twice", params),
        Words("same_case_twice.remedy", params),
        SourceRow(context.table.sheet, row.number, headings, cells),
    )


__all__ = ["Survey", "TableMapping", "TextSheet", "read_tracker", "survey"]
