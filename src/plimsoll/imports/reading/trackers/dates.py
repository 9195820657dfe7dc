"""Dates as people type them. Day first; what is certain is read, what is not is asked about.

Styles: a real date, 02/09/2015, 28.04.12, 19-4-2014, 4 Dec 2009, Dec 4 2009, 2015-09-02, and a
spreadsheet's day number. A date may carry a remark ("01/03/2015 - not seen"), which is kept,
or a doubt ("14/10/2026?"), which makes it a question. 03/04/26 is read day first only under the
column's own order; nothing is ever swapped to make it fit.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from plimsoll.imports.reading.grid import Cell

Order = Literal["dmy", "mdy"]
_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan january ionawr ion",
            "feb february chwefror chwef",
            "mar march mawrth",
            "apr april ebrill",
            "may mai",
            "jun june mehefin meh",
            "jul july gorffennaf gorff",
            "aug august awst",
            "sep sept september medi",
            "oct october hydref hyd",
            "nov november tachwedd tach",
            "dec december rhagfyr rhag",
        ),
        1,
    )
    for name in names.split()
}
_MONTH = "(" + "|".join(sorted(_MONTHS, key=len, reverse=True)) + r")\b\.?"
_YEAR = r"('?\d{2}(?![\d:]|\s?[ap]m\b)|\d{4})(?!\d)"
_DAY = r"(?<![\d/.-])(\d{1,2})"
_ISO = re.compile(r"(?<!\d)(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)")
_NUMBERS = re.compile(_DAY + r"\s?([/.\-\\ ])\s?(\d{1,2})\s?\2\s?" + _YEAR)
_DAY_MONTH = re.compile(_DAY + r"(?:st|nd|rd|th)?[\s\-/.,]*(?:of\s+)?" + _MONTH + r"[\s\-/.,]*" + _YEAR, re.IGNORECASE)
_MONTH_DAY = re.compile(r"\b" + _MONTH + r"[\s\-]*(\d{1,2})(?:st|nd|rd|th)?[\s,\-]+" + _YEAR, re.IGNORECASE)
_TIME = re.compile(
    r"^[T\s,@-]*(?:at\s+)?(?:\d{1,2}:\d{2}(?::\d{2})?(?:\.\d+)?\s*(?:am|pm|z)?|\d{1,2}\s*(?:am|pm)\b)", re.IGNORECASE
)
_WEEKDAY = re.compile(r"^(mon|tues?|wed(nes)?|thu(rs)?|fri|sat(ur)?|sun)(day)?\.?,?$", re.IGNORECASE)
_NOTHING_STATED = frozenset(
    [
        "n/a",
        "na",
        "none",
        "nil",
        "-",
        "--",
        "–",
        "—",
        ".",
        "x",
        "tbc",
        "tba",
        "unknown",
        "not-known",
        "unk",
        "?",
        "??",
        "???",
        "no",
        "nk",
        "n.k.",
        "pending",
    ]
)
_FIRST_SERIAL, _LAST_SERIAL = 10_000, 80_000  # 18 May 1927 to 9 January 2119
_SERIAL_START = date(1899, 12, 30)
_CENTURY = 100
_FIRST_YEAR, _LAST_YEAR = 1900, 2100
_OLDEST = 110

Problem = Literal[
    "",
    "nothing",
    "not_a_date",
    "impossible_date",
    "date_in_doubt",
    "several_dates",
    "date_incomplete",
    "date_order_open",
    "century_open",
]


@dataclass(frozen=True, slots=True)
class DateReading:
    """What one cell says. `on` is set only when `problem` is empty, except in doubt or order open.

    `first` and `second` are the numbers of a date in figures, for judging a column's order.
    """

    on: date | None
    problem: Problem = ""
    remark: str = ""
    other: date | None = None
    figures: tuple[int, int] | None = None
    is_serial: bool = False
    has_short_year: bool = False


@dataclass(frozen=True, slots=True)
class DateRules:
    """How a column's dates are read: its order, the day of reading, and whose births these are."""

    as_at: date
    order: Order = "dmy"
    is_order_known: bool = True
    is_birth: bool = False
    are_adults: bool = False


def read_date(cell: Cell, rules: DateRules) -> DateReading:
    """The date in one cell."""
    if isinstance(cell.value, datetime):
        return DateReading(cell.value.date())
    if isinstance(cell.value, float):
        return _serial(cell.value)
    text = cell.text.strip()
    if not text or "-".join(text.casefold().split()) in _NOTHING_STATED:
        return DateReading(None, "nothing", remark=text)
    if text.isascii() and text.isdigit() and len(text) == 5:
        return _serial(float(text))
    return _written(text, rules)


def _serial(number: float) -> DateReading:
    if not _FIRST_SERIAL <= number <= _LAST_SERIAL:
        return DateReading(None, "not_a_date")
    return DateReading(_SERIAL_START + timedelta(days=int(number)), is_serial=True)


def _written(text: str, rules: DateRules) -> DateReading:
    found = _first_match(text)
    if found is None:
        has_month = any(word in _MONTHS for word in re.findall(r"[a-z]+", text.casefold()))
        is_partial = (has_month and re.search(r"\d", text)) or re.fullmatch(r"\d{1,2}[/.-]\d{2,4}|\d{4}", text)
        return DateReading(None, "date_incomplete" if is_partial else "not_a_date")
    match, parts = found
    before, after = text[: match.start()].strip(" -–—:,;(["), text[match.end() :]
    if _first_match(after) is not None:
        return DateReading(None, "several_dates", remark=text)
    remark = _remark(before, after)
    year, is_short = _year(parts[2], rules)
    figures = parts[3]
    reading = _day(parts, year, rules)
    if reading.on is None:
        return DateReading(None, reading.problem, remark, reading.other, figures)
    if year is None:
        return DateReading(None, "century_open", remark, figures=figures, has_short_year=True)
    problem: Problem = "date_in_doubt" if "?" in text or _is_vague(before) else reading.problem
    return DateReading(reading.on, problem, remark, reading.other, figures, False, is_short)


_Parts = tuple[int, int, str, tuple[int, int] | None]


def _first_match(text: str) -> tuple[re.Match[str], _Parts] | None:
    """The first date in a text: its match, and day, month, year as written, figures."""
    found: list[tuple[re.Match[str], _Parts]] = []
    if match := _ISO.search(text):
        found.append((match, (int(match[3]), int(match[2]), match[1], None)))
    if match := _NUMBERS.search(text):
        first, second = int(match[1]), int(match[3])
        found.append((match, (first, second, match[4], (first, second))))
    if match := _DAY_MONTH.search(text):
        found.append((match, (int(match[1]), _MONTHS[match[2].casefold()], match[3], None)))
    if match := _MONTH_DAY.search(text):
        found.append((match, (int(match[2]), _MONTHS[match[1].casefold()], match[3], None)))
    return min(found, key=lambda pair: (pair[0].start(), -pair[0].end())) if found else None


def _day(parts: _Parts, year: int | None, rules: DateRules) -> DateReading:
    """The day itself, under the column's order; the other reading where it would be a date too."""
    first, second, _, figures = parts
    day, month = (second, first) if figures and rules.order == "mdy" else (first, second)
    probe = year if year is not None else 2000
    on = _date(probe, month, day)
    other = _date(probe, day, month) if figures and day != month else None
    if on is None:
        return DateReading(None, "impossible_date", other=other)
    if other is not None and not rules.is_order_known:
        return DateReading(on, "date_order_open", other=other)
    return DateReading(on, other=other)


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day) if _FIRST_YEAR <= year <= _LAST_YEAR else None
    except ValueError:
        return None


def _year(text: str, rules: DateRules) -> tuple[int | None, bool]:
    """The year, and whether it was written with two figures. None: two centuries are possible.

    A short year is of this century unless that would be more than ten years ahead, or, for a
    birth, in the future. For a birth in a service for adults both centuries may be alive.
    """
    digits = text.lstrip("'")
    if len(digits) == 4:
        return int(digits), False
    this = rules.as_at.year // _CENTURY * _CENTURY + int(digits)
    if rules.is_birth:
        if this > rules.as_at.year + 1:
            return this - _CENTURY, True
        if rules.are_adults and rules.as_at.year - (this - _CENTURY) <= _OLDEST:
            return None, True
        return this, True
    return (this if this <= rules.as_at.year + 10 else this - _CENTURY), True


def _remark(before: str, after: str) -> str:
    """What stands round a date, without weekdays and times of day."""
    rest = _TIME.sub("", after, count=1).strip(" -–—:,;.()[]?")
    lead = "" if _WEEKDAY.match(before) else before
    return " ".join(part for part in (lead, rest) if part)


def _is_vague(before: str) -> bool:
    """Words before a date that make it less than certain."""
    return bool(
        re.search(
            r"\b(approx|about|around|circa|c|ca|before|after|by|end|early|late|mid|or|w/?c|wk)\b", before.casefold()
        )
    )


def order_of_column(figures: list[tuple[int, int]]) -> tuple[Order, bool, bool]:
    """A column's order from its dates in figures: order, whether they prove it, whether they conflict.

    >>> order_of_column([(3, 4), (25, 12)])
    ('dmy', True, False)
    >>> order_of_column([(3, 4), (5, 6)])
    ('dmy', False, False)
    """
    day_first = any(first > 12 >= second for first, second in figures)
    month_first = any(second > 12 >= first for first, second in figures)
    if day_first and month_first:
        return "dmy", False, True
    if month_first:
        return "mdy", True, False
    return "dmy", day_first, False
