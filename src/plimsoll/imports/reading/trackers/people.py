"""Children, clients and families as trackers name them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from plimsoll.imports.reading.grid import Cell, clean
from plimsoll.imports.reading.trackers.dates import DateReading, DateRules, read_date

_UNBORN = re.compile(r"^(ubb|unborn|unborn baby|ub|baby)\b[ :]*(?:(?:of|baby)\b)?", re.IGNORECASE)
_BETWEEN = re.compile(r"[;\n]+|,(?![^()]*\))|\s+(?:&|and)\s+(?![^()]*\))")
_CHILD = re.compile(r"^\s*([^()\[\]]*?)\s*[(\[]\s*([^()\[\]]*)\s*[)\]]\s*(.*)$")
_HOUSEHOLD = re.compile(r"^(?:the\s+)?(.+?)\s+(?:family|household|sibs|siblings|children)\s*$", re.IGNORECASE)
_HAS_LETTER = re.compile(r"[^\W\d_]")


@dataclass(frozen=True, slots=True)
class NameReading:
    """A name in its two parts. `is_unborn` where the tracker says "UBB" or "unborn"."""

    given: str
    family: str
    is_unborn: bool = False
    is_damaged: bool = False


def read_name(text: str) -> NameReading | None:
    """A person's name in one cell, or None where no name stands.

    "JONES, Ceri" and "Ceri Jones" are the same; the last word is the family name. A question
    mark inside a name is a letter that was lost when the file was saved.

    >>> read_name("JONES, Ceri"), read_name("UBB Jones").is_unborn, read_name("12345")
    (NameReading(given='Ceri', family='Jones', is_unborn=False, is_damaged=False), True, None)
    """
    written = clean(text.replace("\n", " ")).strip(" .,;")
    unborn = _UNBORN.match(written)
    bare = written[unborn.end() :].strip() if unborn else written
    is_damaged = "?" in bare or "\ufffd" in bare
    if not _HAS_LETTER.search(bare):
        return NameReading("", "", True) if unborn else None
    if bare.count(",") == 1:
        last, _, first = (part.strip() for part in bare.partition(","))
        given, family = first, last
    else:
        given, _, family = bare.rpartition(" ")
    if unborn:
        given = ""
    return NameReading(_cased(given), _cased(family), bool(unborn), is_damaged)


def _cased(name: str) -> str:
    """A name written wholly in capitals, as a name; any other as it was written."""
    if len(name) > 1 and name.isupper():
        return re.sub(r"[^\W\d_]+", lambda word: word[0].capitalize(), name).replace("'S ", "'s ")
    return name


def household_of(text: str) -> str:
    """The family's name where a cell names a family: "Clarke family" gives "Clarke"."""
    found = _HOUSEHOLD.match(clean(text))
    return found.group(1) if found else ""


@dataclass(frozen=True, slots=True)
class ChildReading:
    """One child of a list such as "Zofia (17/04/13); Dilys (21/12/20)"."""

    name: NameReading
    born: DateReading | None
    written: str
    remark: str = ""


def read_children(text: str, rules: DateRules) -> list[ChildReading]:
    """The children listed in one cell, each with a birth date or an age in brackets."""
    children = []
    for part in _BETWEEN.split(text):
        written = clean(part)
        if not written:
            continue
        found = _CHILD.match(written)
        label = found.group(1) if found else written
        name = read_name(label)
        if name is None:
            name = NameReading("", "")
        elif not name.given and name.family and " " not in label.strip():
            name = NameReading(name.family, "", name.is_unborn, name.is_damaged)
        born = read_date(Cell(found.group(2), found.group(2)), rules) if found else None
        children.append(ChildReading(name, born, written, found.group(3).strip() if found else ""))
    return children
