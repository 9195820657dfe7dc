"""How much a file may hold, and the one error for a file that is not taken in at all."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from plimsoll.imports.reading.words import Words

if TYPE_CHECKING:
    from collections.abc import Callable

MEBIBYTE = 1024 * 1024


class ImportRefused(Exception):
    """The whole file stays out. `str()` is one line: file, place, reason, remedy."""

    def __init__(self, words: Words, remedy: Words, *, file: str = "", sheet: str = "", row: int = 0) -> None:
        self.words = words
        self.remedy = remedy
        self.file = file
        self.sheet = sheet
        self.row = row
        super().__init__(words.code)

    @property
    def code(self) -> str:
        """A stable name of the kind of refusal."""
        return self.words.code

    def __str__(self) -> str:
        place = ", ".join(part for part in (self.file, self.sheet, f"row {self.row}" if self.row else "") if part)
        line = f"{place}: {self.words.text} {self.remedy.text}" if place else f"{self.words.text} {self.remedy.text}"
        return " ".join(line.split())


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds that no honest file of this kind meets. All sizes are in bytes unless named otherwise.

    An XML return may be as large as `xml_bytes`, because it is read child by child and only
    `xml_record_bytes` of it are ever held. Tables are held row by row, but their archives and
    their shared strings have to be opened, so that those are bounded by size and by ratio.
    """

    table_bytes: int = 100 * MEBIBYTE
    xml_bytes: int = 4096 * MEBIBYTE
    xml_record_bytes: int = 4 * MEBIBYTE
    archive_members: int = 2_000
    archive_directory_bytes: int = MEBIBYTE
    unpacked_bytes: int = 400 * MEBIBYTE
    unpacked_ratio: int = 300
    shared_text_characters: int = 40_000_000
    sheets: int = 200
    rows: int = 100_000
    columns: int = 1_000
    cells: int = 5_000_000
    line_characters: int = 2_000_000
    cell_characters: int = 32_767
    return_rows: int = 2_000_000
    people_in_a_cell: int = 40
    seconds: float = 3_600.0
    clock: Callable[[], float] = field(default=time.monotonic, repr=False)


class Stopwatch:
    """Ends a reading that takes too long. Cheap: looks at the clock once every 256 calls."""

    def __init__(self, limits: Limits, file: str) -> None:
        self._limits = limits
        self._file = file
        self._ends = limits.clock() + limits.seconds
        self._calls = 0

    def check(self) -> None:
        """Raise `ImportRefused` when the time is over."""
        self._calls += 1
        if self._calls & 0xFF == 0 and self._limits.clock() > self._ends:
            raise refused("takes_too_long", file=self._file, seconds=int(self._limits.seconds))


def refused(code: str, *, file: str = "", sheet: str = "", row: int = 0, **params: object) -> ImportRefused:
    """The error for a whole file, with the words and the remedy of `code`."""
    return ImportRefused(Words(code, params), Words(f"{code}.remedy", params), file=file, sheet=sheet, row=row)
