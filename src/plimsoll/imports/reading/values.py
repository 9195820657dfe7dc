"""What a reader gives: a stream of cases, refusals, questions and remarks, each with where it came from.

Nothing here knows of Django or a database. A reader never decides what is stored: it says what
the file states, what it refuses and what a person has to answer, and another module compares
that with what is there already (`plimsoll.imports.plan`).

The values made by the hundred thousand are named tuples, because a frozen dataclass takes three
times as long to make; the rest are frozen dataclasses. All are immutable.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from datetime import date, datetime

    from plimsoll.imports.reading.words import Words

Json = None | bool | int | float | str | list["Json"] | dict[str, "Json"]
Details = Mapping[str, Json]
Sex = Literal["F", "M", "U"]

NOTHING: Details = MappingProxyType({})


class Provenance(NamedTuple):
    """Where one fact came from.

    `digest` is the SHA-256 of the file in hexadecimal. `sheet` is a worksheet or, in a set of
    files, the file. `row` is the row of a table, or the line of an XML file, counted from 1.
    `column` is the heading as written, or the XML element. `value` is the cell as written.
    """

    digest: str
    sheet: str
    row: int
    column: str = ""
    value: str = ""

    def as_json(self) -> dict[str, Json]:
        """For storing beside the fact."""
        return {
            "digest": self.digest,
            "sheet": self.sheet,
            "row": self.row,
            "column": self.column,
            "value": self.value,
        }


class ImportedEvent(NamedTuple):
    """One dated happening, named in the rulebook's vocabulary of events.

    `is_date_stated` is false where the file says that the thing happened but not when: `at` is
    then a stand-in, and `basis` says in words which one and why. `series` is the part of the
    case that the event belongs to. Where `is_rolling` is true, a file shows only the latest of
    the series (a "last visit" column), so that an older one missing from a newer file still
    stands; otherwise the file states the whole series, and a changed date is a correction.
    """

    name: str
    at: date | datetime
    provenance: Provenance
    details: Details = NOTHING
    series: str = ""
    is_rolling: bool = False
    is_date_stated: bool = True
    basis: Words | None = None


class ImportedPerson(NamedTuple):
    """A child or client as the file states them. Identifiers are (scheme, value) pairs.

    Schemes: `la_child_id`, `upn`, `former_upn`, `nhs_number`, `tracker`. A census carries no
    names: both are then empty. `expected_on` is for a child not yet born.
    """

    identifiers: tuple[tuple[str, str], ...] = ()
    given_name: str = ""
    family_name: str = ""
    born_on: date | None = None
    expected_on: date | None = None
    died_on: date | None = None
    sex: Sex | None = None
    ethnicity: str = ""
    disabilities: tuple[str, ...] = ()
    language: str = ""
    needs_interpreter: bool | None = None
    facts: Details = NOTHING

    @property
    def name(self) -> str:
        """Given and family name, or nothing."""
        return f"{self.given_name} {self.family_name}".strip()


WorkerKind = Literal["full", "initial", "first", "reference", "duty", "nobody"]


@dataclass(frozen=True, slots=True)
class WorkerName:
    """Who holds a case, as the file writes it, and the key under which spellings meet.

    `kind` says how much of a name there is: "PRITCHARD, Sam" is `full`, "J. Okafor" `initial`,
    "Helen" `first`, "SW1234567" `reference`; "Duty" and "Unallocated" name no worker.
    """

    as_written: str
    key: str
    kind: WorkerKind
    remark: str = ""


@dataclass(frozen=True, slots=True)
class PlannedDate:
    """A date that the file gives for something still to come ("Next RCPC", "TAF next")."""

    kind: str
    on: date
    provenance: Provenance
    remark: str = ""


@dataclass(frozen=True, slots=True)
class FreeText:
    """A note kept as it was written; nobody's analysis, and dated only by the file."""

    text: str
    provenance: Provenance


CaseStatus = Literal["referred", "open", "waiting", "closed"]


class ImportedCase(NamedTuple):
    """One piece of work: one row of a tracker, one `CINdetails`, one child of an SSDA903 return.

    `key` is what an import knows the case by; it is stable from one month's file to the next.
    `people` are the children or clients; a family has several, and `household` names it.
    `joins_open_case` is true where the file describes part of a case that may be there already
    (an SSDA903 return about a child whose case came with the CIN census). `known_from` is the day to
    which the file was true, `known_in_full` the events of which it tells every one: the record of a
    case made from it begins there (docs/rulebook.md, "A record that begins in the middle").
    """

    key: str
    people: tuple[ImportedPerson, ...]
    pack: str
    status: CaseStatus
    provenance: Provenance
    events: tuple[ImportedEvent, ...] = ()
    household: str = ""
    worker: WorkerName | None = None
    team: str = ""
    opened_on: date | None = None
    closed_on: date | None = None
    plan: str = ""
    place: str = ""
    rag_as_written: str = ""
    rag_by_text: str = ""
    rag_by_colour: str = ""
    planned: tuple[PlannedDate, ...] = ()
    facts: Details = NOTHING
    notes: tuple[FreeText, ...] = ()
    known_from: date | None = None
    known_in_full: tuple[str, ...] = ()
    joins_open_case: bool = False


@dataclass(frozen=True, slots=True)
class SourceRow:
    """A row as it stood in the file, kept with a refusal so that it can be given back to correct."""

    sheet: str
    row: int
    headings: tuple[str, ...]
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Refusal:
    """Something not taken in, and what to do about it.

    `scope` is "row" where the whole row stays out, "cell" where the row goes in without this
    value. A refusal of the whole file is an exception: `ImportRefused`.
    """

    scope: Literal["row", "cell"]
    sheet: str
    row: int
    column: str
    value: str
    reason: Words
    remedy: Words
    source: SourceRow | None = None

    @property
    def code(self) -> str:
        """A stable name of the kind of refusal."""
        return self.reason.code


@dataclass(frozen=True, slots=True)
class Answer:
    """One way to answer a question: what the mapping then says, and the words for it."""

    key: str
    words: Words


@dataclass(frozen=True, slots=True)
class Question:
    """Something that the file leaves open. Until it is answered the reader does what `default` says.

    `path` says where the answer belongs in the mapping, as a chain of keys ("tables", "0",
    "columns", "3", "date_order"); it is empty where only the file itself can answer.
    """

    code: str
    sheet: str
    row: int
    column: str
    examples: tuple[str, ...]
    words: Words
    answers: tuple[Answer, ...] = ()
    default: str = ""
    path: tuple[str, ...] = ()
    count: int = 1


@dataclass(frozen=True, slots=True)
class Remark:
    """Something worth knowing that keeps nothing out: a total row left aside, a row pasted twice."""

    sheet: str
    row: int
    column: str
    value: str
    words: Words

    @property
    def code(self) -> str:
        """A stable name of the kind of remark."""
        return self.words.code


Item = ImportedCase | Refusal | Question | Remark
