"""What a sheet is to a reader of trackers, whether it came from a workbook or from delimited text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")
_SPACES = re.compile(r"[ \t\u00a0\u2000-\u200a\u202f\u3000]+")


def clean(text: str) -> str:
    """A cell's text without what the eye does not see: invisible signs, doubled and outer blanks."""
    return _SPACES.sub(" ", _INVISIBLE.sub("", text)).strip()


class Cell(NamedTuple):
    """One cell. `text` is what it says, `value` its type's value; `colour` is RRGGBB of its fill.

    `problem` is the code of a refusal for a cell that has no value: a formula that was never
    calculated, or an error such as #REF!.
    """

    text: str = ""
    value: str | float | bool | datetime | None = None
    colour: str = ""
    comment: str = ""
    problem: str = ""

    @property
    def is_blank(self) -> bool:
        """Nothing stands in it; it may have a colour all the same."""
        return not self.text


BLANK = Cell()


class Row(NamedTuple):
    """A row of a sheet, its number as a spreadsheet shows it."""

    number: int
    cells: tuple[Cell, ...]
    is_hidden: bool = False

    def cell(self, index: int) -> Cell:
        """The cell at a column, counted from 0; blank beyond the row's end."""
        return self.cells[index] if index < len(self.cells) else BLANK

    @property
    def filled(self) -> int:
        """How many cells say something."""
        return sum(1 for cell in self.cells if cell.text)


class Sheet(Protocol):
    """Anything with rows that can be read more than once."""

    @property
    def name(self) -> str:
        """What the sheet is called; nothing for a text file."""
        ...

    @property
    def is_hidden(self) -> bool:
        """Whether people do not see it unless they look for it."""
        ...

    def rows(self) -> Iterator[Row]:
        """Every row from the top; rows that hold nothing may be left out."""
        ...
