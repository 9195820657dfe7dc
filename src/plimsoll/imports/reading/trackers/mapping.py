"""A mapping: what the columns of a tracker mean, as a plain JSON value that a person can correct.

It is proposed from a file (`proposal.py`), stored under a name, and fits next month's file of
the same headings. The form, `plimsoll-mapping/1`:

    {"format": "plimsoll-mapping/1", "name": "Team 3",
     "tables": [{"headings": ["Child", "D.O.B", ...], "fingerprint": "9c0f...", "use": true,
                 "pack": "children-england", "worker_from_sheet": false,
                 "columns": [{"heading": "Child", "field": "name", "date_order": null}, ...],
                 "stages": {"cp": "child_protection"}, "rag": {"amber/green": "amber"},
                 "default_stage": "open", "undated_stages": "referral",
                 "closed_without_date": "latest"}],
     "workers": {"p lowe": "pat lowe"}}

A value that is null, or missing, has not been answered: the reader then asks, and does what is
said to be its default.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from plimsoll.imports.reading.limits import refused
from plimsoll.imports.reading.trackers.fields import FIELDS, PACKS
from plimsoll.imports.reading.trackers.stages import STAGES
from plimsoll.imports.reading.trackers.tables import fingerprint_of, normalise

if TYPE_CHECKING:
    from collections.abc import Mapping as MappingType

    from plimsoll.imports.reading.values import Json

FORMAT: Final = "plimsoll-mapping/1"
CHOICES: Final[dict[str, tuple[str, ...]]] = {
    "undated_stages": ("referral", "leave_out"),
    "closed_without_date": ("latest", "leave_out"),
    "sheet_is_hidden": ("read", "leave_out"),
}
"""Answers about a whole table; the first of each is what is done until somebody answers."""
_FIT = 0.7  # the share of a mapping's columns that a file must have for the mapping to fit it


@dataclass(frozen=True, slots=True)
class ColumnMapping:
    """One column: its heading, the field it holds ("" for none), and its dates' order once known."""

    heading: str
    field: str = ""
    date_order: str | None = None


@dataclass(frozen=True, slots=True)
class TableMapping:
    """One table, wherever it stands: several sheets with the same headings share one."""

    headings: tuple[str, ...]
    pack: str
    columns: tuple[ColumnMapping, ...]
    use: bool = True
    worker_from_sheet: bool = False
    stages: MappingType[str, str] = field(default_factory=dict)
    rag: MappingType[str, str] = field(default_factory=dict)
    default_stage: str = "open"
    answers: MappingType[str, str] = field(default_factory=dict)

    @property
    def fingerprint(self) -> str:
        """The shape of the table it was made for."""
        return fingerprint_of(self.headings)

    def answer(self, key: str) -> str:
        """What was answered, or the default."""
        return self.answers.get(key, CHOICES[key][0])

    def columns_of(self, headings: tuple[str, ...]) -> dict[int, ColumnMapping]:
        """The mapped columns of a table at hand, by their place in it."""
        by_heading = {normalise(column.heading): column for column in self.columns if column.field}
        found = ((at, by_heading.get(normalise(heading))) for at, heading in enumerate(headings) if heading)
        return {at: column for at, column in found if column is not None}


@dataclass(frozen=True, slots=True)
class Mapping:
    """The mapping of a whole file."""

    tables: tuple[TableMapping, ...]
    name: str = ""
    workers: MappingType[str, str] = field(default_factory=dict)

    def for_headings(self, headings: tuple[str, ...]) -> TableMapping | None:
        """The table mapping for these headings: the same shape, or most of its columns."""
        print_ = fingerprint_of(headings)
        for table in self.tables:
            if table.fingerprint == print_:
                return table
        present = {normalise(heading) for heading in headings if heading}
        best, share = None, 0.0
        for table in self.tables:
            wanted = {normalise(column.heading) for column in table.columns if column.field}
            fit = len(wanted & present) / len(wanted) if wanted else 0.0
            if fit > share:
                best, share = table, fit
        return best if share >= _FIT else None

    def as_json(self) -> dict[str, Json]:
        """The plain value to store."""
        return {
            "format": FORMAT,
            "name": self.name,
            "tables": [_table_json(table) for table in self.tables],
            "workers": dict(self.workers),
        }


def _table_json(table: TableMapping) -> dict[str, Json]:
    columns: list[Json] = [
        {"heading": column.heading, "field": column.field, "date_order": column.date_order} for column in table.columns
    ]
    answers: dict[str, Json] = {key: table.answers.get(key) for key in CHOICES}
    return {
        "headings": list(table.headings),
        "fingerprint": table.fingerprint,
        "use": table.use,
        "pack": table.pack,
        "worker_from_sheet": table.worker_from_sheet,
        "columns": columns,
        "stages": dict(table.stages),
        "rag": dict(table.rag),
        "default_stage": table.default_stage,
        **answers,
    }


def mapping_from_json(value: object) -> Mapping:
    """Read a stored or corrected mapping strictly; the error names the place that is wrong."""
    top = _object(value, "the whole")
    if top.get("format") != FORMAT:
        raise _wrong(f"format is not {FORMAT}")
    tables = top.get("tables")
    if not isinstance(tables, list) or not tables:
        raise _wrong("tables is not a list")
    workers = _texts(top.get("workers", {}), "workers")
    name = top.get("name", "")
    return Mapping(
        tables=tuple(_table(item, f"tables, {at}") for at, item in enumerate(tables)),
        name=name[:200] if isinstance(name, str) else "",
        workers=workers,
    )


def _table(value: object, where: str) -> TableMapping:
    table = _object(value, where)
    columns = table.get("columns")
    headings = table.get("headings")
    if not isinstance(columns, list) or not isinstance(headings, list):
        raise _wrong(f"{where}: columns and headings must be lists")
    pack = table.get("pack")
    if pack not in PACKS:
        raise _wrong(f"{where}, pack: one of {', '.join(PACKS)}")
    default_stage = table.get("default_stage", "open")
    if default_stage not in STAGES:
        raise _wrong(f"{where}, default_stage: one of {', '.join(STAGES)}")
    stages = _texts(table.get("stages", {}), f"{where}, stages")
    if unknown := next((stage for stage in stages.values() if stage not in STAGES), None):
        raise _wrong(f"{where}, stages: {unknown[:40]} is no stage")
    return TableMapping(
        headings=tuple(str(heading) for heading in headings),
        pack=str(pack),
        columns=tuple(_column(item, f"{where}, columns, {at}") for at, item in enumerate(columns)),
        use=table.get("use", True) is True,
        worker_from_sheet=table.get("worker_from_sheet", False) is True,
        stages=stages,
        rag=_texts(table.get("rag", {}), f"{where}, rag"),
        default_stage=str(default_stage),
        answers=_answers(table, where),
    )


def _column(value: object, where: str) -> ColumnMapping:
    column = _object(value, where)
    heading, key, order = column.get("heading"), column.get("field") or "", column.get("date_order")
    if not isinstance(heading, str):
        raise _wrong(f"{where}, heading: not a text")
    if key and key not in FIELDS:
        raise _wrong(f"{where}, field: {str(key)[:40]} is no field")
    if order not in {None, "dmy", "mdy"}:
        raise _wrong(f"{where}, date_order: dmy, mdy or null")
    return ColumnMapping(heading, str(key), str(order) if order else None)


def _answers(table: dict[str, object], where: str) -> dict[str, str]:
    answers: dict[str, str] = {}
    for key, choices in CHOICES.items():
        given = table.get(key)
        if given is None:
            continue
        if given not in choices:
            raise _wrong(f"{where}, {key}: one of {', '.join(choices)}")
        answers[key] = str(given)
    return answers


def _object(value: object, where: str) -> dict[str, object]:
    if not isinstance(value, dict):
        raise _wrong(f"{where} is not an object")
    return value


def _texts(value: object, where: str) -> dict[str, str]:
    if not isinstance(value, dict) or not all(isinstance(text, str) for pair in value.items() for text in pair):
        raise _wrong(f"{where}: texts by texts")
    return {str(key): str(text) for key, text in value.items()}


def _wrong(where: str) -> Exception:
    return refused("mapping_not_understood", where=where)
