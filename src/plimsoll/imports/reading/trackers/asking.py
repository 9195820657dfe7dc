"""The questions that a file leaves open under a mapping, each with what is done until it is answered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from plimsoll.imports.reading.trackers.dates import order_of_column
from plimsoll.imports.reading.trackers.fields import CHILDREN, FIELDS
from plimsoll.imports.reading.trackers.mapping import CHOICES, Mapping, TableMapping
from plimsoll.imports.reading.trackers.stages import STAGES
from plimsoll.imports.reading.trackers.tables import normalise
from plimsoll.imports.reading.trackers.workers import match_workers, read_worker
from plimsoll.imports.reading.values import Answer, Item, Question, Remark, WorkerName
from plimsoll.imports.reading.words import Words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from plimsoll.imports.reading.trackers.profile import ColumnProfile, TableProfile

_DATED = frozenset({"past", "planned", "birth", "children"})
_BEGUN = frozenset(stage.key for stage in STAGES.values() if stage.begun_by)


def questions(mapping: Mapping, profiles: list[TableProfile]) -> Iterator[Item]:
    """Everything to be asked or said about the tables, before the first row."""
    for profile in profiles:
        table = mapping.for_headings(profile.found.headings)
        if table is None or not table.use:
            yield _whole(profile, "table_left_out", rows=profile.rows)
            continue
        at = str(mapping.tables.index(table))
        yield from _about_sheet(profile, table, at)
        yield from _about_columns(profile, table, at)
        yield from _about_stages(profile, table, at)
        yield from _about_rag(profile, table, at)
    yield from _about_workers(mapping, profiles)


def _whole(profile: TableProfile, code: str, **params: object) -> Remark:
    return Remark(profile.found.sheet, profile.found.heading_row, "", "", Words(code, params))


def _choice(profile: TableProfile, key: str, at: str, count: int, **params: object) -> Question:
    """A question about a whole table, with its answers and its default from the mapping's own list."""
    answers = tuple(Answer(one, Words(f"answer_{key}_{one}", params)) for one in CHOICES[key])
    return Question(
        key,
        profile.found.sheet,
        profile.found.heading_row,
        "",
        (),
        Words(f"ask_{key}", {"count": count, **params}),
        answers,
        CHOICES[key][0],
        ("tables", at, key),
        count,
    )


def _about_sheet(profile: TableProfile, table: TableMapping, at: str) -> Iterator[Item]:
    if profile.found.is_hidden and "sheet_is_hidden" not in table.answers:
        yield _choice(profile, "sheet_is_hidden", at, profile.rows)
    if profile.hidden_rows:
        yield _whole(profile, "rows_are_hidden", count=profile.hidden_rows)
    if profile.found.heading_row > 1:
        yield _whole(profile, "title_rows_skipped", row=profile.found.heading_row)
    used = {normalise(column.heading) for column in table.columns if column.field}
    for column in profile.columns:
        if column.heading and column.filled and normalise(column.heading) not in used:
            words = Words("column_not_used", {"column": column.heading, "count": column.filled})
            yield Remark(profile.found.sheet, profile.found.heading_row, column.heading, "", words)


def _about_columns(profile: TableProfile, table: TableMapping, at: str) -> Iterator[Item]:
    mapped = table.columns_of(profile.found.headings)
    for place, column in mapped.items():
        seen = profile.columns[place]
        if FIELDS[column.field].shape not in _DATED or column.date_order:
            continue
        path = ("tables", at, "columns", str(_place_in(table, column.heading)), "date_order")
        order, is_proven, is_conflict = order_of_column(seen.figures)
        ambiguous = sum(1 for first, second in seen.figures if first <= 12 and second <= 12 and first != second)
        if ambiguous and not is_proven:
            code = "ask_dates_conflict" if is_conflict else "ask_date_order"
            yield _dates_question(profile, seen, code, path, order, ambiguous)
        elif is_proven and order == "mdy":
            yield _whole(profile, "dates_are_month_first", column=column.heading)
        if seen.is_maybe_swapped:
            yield _dates_question(profile, seen, "ask_dates_swapped", (), "dmy", seen.real_days)


def _place_in(table: TableMapping, heading: str) -> int:
    return next(at for at, column in enumerate(table.columns) if normalise(column.heading) == normalise(heading))


def _dates_question(
    profile: TableProfile, seen: ColumnProfile, code: str, path: tuple[str, ...], order: str, count: int
) -> Question:
    answers = tuple(Answer(one, Words(f"answer_date_order_{one}")) for one in ("dmy", "mdy")) if path else ()
    is_open = code == "ask_dates_conflict"
    return Question(
        code.removeprefix("ask_"),
        profile.found.sheet,
        profile.found.heading_row,
        seen.heading,
        tuple(seen.examples),
        Words(code, {"column": seen.heading, "count": count}),
        answers,
        "" if is_open else order,
        path,
        count,
    )


def _values_of(profile: TableProfile, table: TableMapping, field: str) -> ColumnProfile | None:
    mapped = table.columns_of(profile.found.headings)
    return next((profile.columns[place] for place, column in mapped.items() if column.field == field), None)


def _about_stages(profile: TableProfile, table: TableMapping, at: str) -> Iterator[Item]:
    column = _values_of(profile, table, "status")
    if column is None:
        if _values_of(profile, table, "is_open") is not None and "closed_without_date" not in table.answers:
            yield from _about_closing(profile, table, at)
        return
    counts: dict[str, int] = {}
    for word, count in column.values.items():
        stage = table.stages.get(normalise(word), "")
        if stage:
            counts[stage] = counts.get(stage, 0) + count
            continue
        answers = tuple(Answer(one.key, Words("answer_stage", {"stage": one.label})) for one in STAGES.values())
        yield Question(
            "stage_unknown",
            profile.found.sheet,
            profile.found.heading_row,
            column.heading,
            (word,),
            Words("ask_stage_unknown", {"word": word, "count": count}),
            answers,
            table.default_stage,
            ("tables", at, "stages", normalise(word)),
            count,
        )
    if table.pack != CHILDREN:
        return
    begun = sum(count for stage, count in counts.items() if stage in _BEGUN)
    if begun and "undated_stages" not in table.answers:
        yield _choice(profile, "undated_stages", at, begun)


def _about_closing(profile: TableProfile, table: TableMapping, at: str) -> Iterator[Item]:
    column = _values_of(profile, table, "is_open")
    has_date = _values_of(profile, table, "closed_on") is not None
    closed = (
        sum(count for word, count in column.values.items() if word.casefold()[:1] in {"n", "f", "0"}) if column else 0
    )
    if closed and not has_date:
        yield _choice(profile, "closed_without_date", at, closed)


def _about_rag(profile: TableProfile, table: TableMapping, at: str) -> Iterator[Item]:
    column = _values_of(profile, table, "rag")
    if column is None:
        return
    for word, count in column.values.items():
        if normalise(word) in table.rag:
            continue
        answers = tuple(Answer(colour, Words(f"answer_rag_{colour}")) for colour in ("red", "amber", "green"))
        yield Question(
            "rag_unknown",
            profile.found.sheet,
            profile.found.heading_row,
            column.heading,
            (word,),
            Words("ask_rag_unknown", {"word": word, "count": count}),
            answers,
            "",
            ("tables", at, "rag", normalise(word)),
            count,
        )


def _about_workers(mapping: Mapping, profiles: list[TableProfile]) -> Iterator[Item]:
    """Names that may be the same person: a proposal each, never joined without an answer."""
    names: list[WorkerName] = []
    for profile in profiles:
        table = mapping.for_headings(profile.found.headings)
        if table is None or not table.use:
            continue
        column = _values_of(profile, table, "worker")
        if column is not None:
            names.extend(read_worker(word) for word in column.values)
        elif table.worker_from_sheet:
            names.append(read_worker(profile.found.sheet))
    keys = [name.key for name in names if name.key]
    full = list(dict.fromkeys(name.key for name in names if name.kind == "full"))
    for match in match_workers(keys, full):
        if match.key in mapping.workers:
            continue
        answers = tuple(Answer(one, Words("answer_same_worker", {"name": one.title()})) for one in match.candidates)
        yield Question(
            "same_worker",
            "",
            0,
            "",
            (match.key,),
            Words("ask_same_worker", {"name": match.key.title(), "other": match.candidates[0].title()}),
            answers,
            "",
            ("workers", match.key),
        )
