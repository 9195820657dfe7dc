"""Proposing a mapping from what stands in a file, each choice with its grounds."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from plimsoll.imports.reading.trackers.fields import ADVICE, CHILDREN, EARLY_HELP, FIELDS, PACKS, SEND, Field
from plimsoll.imports.reading.trackers.mapping import ColumnMapping, Mapping, TableMapping
from plimsoll.imports.reading.trackers.profile import ColumnProfile, TableProfile
from plimsoll.imports.reading.trackers.stages import rag_of_word, stage_of
from plimsoll.imports.reading.trackers.tables import normalise
from plimsoll.imports.reading.trackers.workers import read_worker
from plimsoll.imports.reading.words import Words

# By the shape of a field: which of a column's counts shows it, and the words for that.
_COUNTED = {
    "past": ("dates", "ground_dates"),
    "planned": ("dates", "ground_dates"),
    "birth": ("dates", "ground_dates"),
    "children": ("children", "ground_children"),
    "worker": ("full_workers", "ground_workers"),
    "number": ("numbers", "ground_numbers"),
    "yes_no": ("yes_no", "ground_yes_no"),
}
_ENOUGH = 0.3  # the share of a column that must look like its field
_MANY, _HARDLY_ANY = 10, 0.05
_DEFAULT_STAGES = {CHILDREN: "open", EARLY_HELP: "early_help", SEND: "open", ADVICE: "open"}


@dataclass(frozen=True, slots=True)
class ColumnGrounds:
    """Why a column was given its field, with examples of what stands in it."""

    heading: str
    field: str
    grounds: tuple[Words, ...]
    examples: tuple[str, ...]
    filled: int


@dataclass(frozen=True, slots=True)
class TableGrounds:
    """Why a table was taken as it was."""

    sheets: tuple[str, ...]
    rows: int
    pack: str
    columns: tuple[ColumnGrounds, ...]
    grounds: tuple[Words, ...] = field(default=())


def propose(profiles: list[TableProfile]) -> tuple[Mapping, tuple[TableGrounds, ...]]:
    """A mapping for a file's tables, and the grounds for it, table by table."""
    groups: dict[str, list[TableProfile]] = {}
    for profile in profiles:
        groups.setdefault(profile.found.fingerprint, []).append(profile)
    main_pack = _main_pack(profiles)
    tables, grounds = [], []
    for group in groups.values():
        table, why = _propose_table(group, main_pack)
        tables.append(table)
        grounds.append(why)
    return Mapping(tuple(tables)), tuple(grounds)


def _main_pack(profiles: list[TableProfile]) -> str:
    """The service a file is of, from all its headings together."""
    scores: Counter[str] = Counter()
    for profile in profiles:
        scores.update(_pack_scores(profile.found.headings))
    return max(PACKS, key=lambda pack: scores[pack]) if scores else CHILDREN


def _pack_scores(headings: tuple[str, ...]) -> Counter[str]:
    """How far headings speak of each service: a heading that only one knows counts most."""
    scores: Counter[str] = Counter()
    for heading in headings:
        word = normalise(heading)
        packs = {pack for one in FIELDS.values() if one.packs and one.pattern.fullmatch(word) for pack in one.packs}
        for pack in packs:
            scores[pack] += 12 // len(packs)
        for pack, hint in ((ADVICE, "client"), (ADVICE, "advis"), (SEND, "ehc"), (SEND, "pupil"), (CHILDREN, "child")):
            scores[pack] += 3 * (hint in word)
    return scores


def _propose_table(group: list[TableProfile], main_pack: str) -> tuple[TableMapping, TableGrounds]:
    first = group[0]
    scores = _pack_scores(first.found.headings)
    pack = max(PACKS, key=lambda name: scores[name]) if any(scores.values()) else main_pack
    merged = _merged(group)
    chosen = _assign(merged, pack)
    columns = tuple(
        ColumnMapping(column.heading, chosen[at][0].key if at in chosen else "") for at, column in enumerate(merged)
    )
    has_worker = any(column.field == "worker" for column in columns)
    sheets = tuple(profile.found.sheet for profile in group)
    from_sheet = not has_worker and all(_names_a_worker(sheet) for sheet in sheets)
    has_identity = any(
        column.field in {"name", "household", "given_name", "case_number", "person_number", "children"}
        for column in columns
    )
    table = TableMapping(
        headings=first.found.headings,
        pack=pack,
        columns=columns,
        use=has_identity,
        worker_from_sheet=from_sheet,
        stages=_stages(merged, columns, pack),
        rag=_rag(merged, columns),
        default_stage=_default_stage(sheets, pack, columns),
    )
    grounds = tuple(
        ColumnGrounds(
            column.heading,
            columns[at].field,
            chosen[at][1] if at in chosen else (Words("ground_none"),),
            tuple(column.examples),
            column.filled,
        )
        for at, column in enumerate(merged)
    )
    words = [Words("ground_pack", {"pack": pack})]
    if from_sheet:
        words.append(Words("ground_sheets_are_workers", {"sheets": ", ".join(sheets)[:200]}))
    return table, TableGrounds(sheets, sum(profile.rows for profile in group), pack, grounds, tuple(words))


def _merged(group: list[TableProfile]) -> list[ColumnProfile]:
    """The columns of several sheets of one shape as one."""
    merged = [ColumnProfile(column.heading) for column in group[0].columns]
    for profile in group:
        for into, column in zip(merged, profile.columns, strict=True):
            for name in (
                "filled",
                "dates",
                "numbers",
                "yes_no",
                "rag_words",
                "rag_colours",
                "children",
                "full_workers",
                "real_days",
                "real_days_to_12",
            ):
                setattr(into, name, getattr(into, name) + getattr(column, name))
            into.figures.extend(column.figures)
            into.values.update(column.values)
            into.examples = (into.examples + [text for text in column.examples if text not in into.examples])[:3]
    return merged


def _assign(columns: list[ColumnProfile], pack: str) -> dict[int, tuple[Field, tuple[Words, ...]]]:
    """A field for each column that one fits; the best fit first, and each field once."""
    fits = []
    for at, column in enumerate(columns):
        for rank, one in enumerate(FIELDS.values()):
            fit, grounds = _fit(one, column, pack)
            if fit > 0:
                fits.append((-fit, rank, at, one, grounds))
    chosen: dict[int, tuple[Field, tuple[Words, ...]]] = {}
    taken: set[str] = set()
    for _, _, at, one, grounds in sorted(fits, key=lambda fit: fit[:3]):
        if at in chosen or (one.key in taken and not one.may_repeat):
            continue
        chosen[at] = (one, grounds)
        taken.add(one.key)
    return chosen


def _fit(one: Field, column: ColumnProfile, pack: str) -> tuple[float, tuple[Words, ...]]:
    """How well a field fits a column, from its heading and from what stands in it."""
    if one.packs and pack not in one.packs:
        return 0.0, ()
    word = normalise(column.heading).removesuffix(" (2)").removesuffix(" (3)")
    if not word or not one.pattern.fullmatch(word):
        return 0.0, ()
    share, looks = _looks_like(one, column)
    grounds = [Words("ground_heading", {"heading": column.heading, "label": one.label})]
    if column.filled and looks:
        grounds.append(Words(looks, {"share": round(100 * share), "count": column.filled}))
    if column.filled and share < _ENOUGH:
        # The heading alone: better a cell refused with its reason than a column that nobody sees was left out.
        is_hopeless = column.filled >= _MANY and share < _HARDLY_ANY
        return (0.0, ()) if is_hopeless else (0.2 + share, tuple(grounds))
    return 1.0 + (0.5 if one.packs else 0.0) + share, tuple(grounds)


def _looks_like(one: Field, column: ColumnProfile) -> tuple[float, str]:
    """The share of a column's values that have the shape of the field, and the words for it."""
    if one.shape in _COUNTED:
        count, words = _COUNTED[one.shape]
        return column.share(count), words
    if one.shape == "rag":
        return max(column.share("rag_words"), column.share("rag_colours")), "ground_rag"
    is_dates = column.share("dates") > 0.6
    return (0.0 if is_dates else 0.5), ""


def _names_a_worker(sheet: str) -> bool:
    """Whether a sheet is called by a worker's name: one or two words, no number, no word of tables."""
    name = read_worker(sheet)
    words = name.key.split()
    usual = {"sheet", "current", "open", "closed", "leavers", "archive", "data", "cases", "list", "tracker", "team"}
    return (
        name.kind in {"first", "full", "initial"}
        and len(words) <= 3
        and not usual & set(words)
        and not any(letter.isdigit() for letter in name.key)
    )


def _column_for(columns: tuple[ColumnMapping, ...], key: str) -> int | None:
    return next((at for at, column in enumerate(columns) if column.field == key), None)


def _stages(merged: list[ColumnProfile], columns: tuple[ColumnMapping, ...], pack: str) -> dict[str, str]:
    at = _column_for(columns, "status")
    if at is None:
        return {}
    found = {word: stage_of(word, pack) for word in merged[at].values}
    return {normalise(word): stage for word, stage in found.items() if stage}


def _rag(merged: list[ColumnProfile], columns: tuple[ColumnMapping, ...]) -> dict[str, str]:
    at = _column_for(columns, "rag")
    if at is None:
        return {}
    found = {word: rag_of_word(word) for word in merged[at].values}
    return {normalise(word): colour for word, colour in found.items() if colour}


def _default_stage(sheets: tuple[str, ...], pack: str, columns: tuple[ColumnMapping, ...]) -> str:
    """Where a case without a status stands: closed on a sheet of leavers, else open."""
    has_status = any(column.field in {"status", "is_open"} for column in columns)
    has_closed = any(column.field == "closed_on" for column in columns)
    words = " ".join(sheets).casefold()
    if not has_status and has_closed and any(word in words for word in ("leaver", "closed", "archive", "ended")):
        return "closed"
    return _DEFAULT_STAGES[pack]
