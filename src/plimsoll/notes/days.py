"""A day as people type it in one box. Pure: today is given."""

from __future__ import annotations

import re
from datetime import date, timedelta

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_NUMBERS = re.compile(r"(\d{1,2})[/. -](\d{1,2})(?:[/. -](\d{4}|\d{2}))?", re.ASCII)
_WORDS = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?[ -]*([a-z]{3,9})\.?(?:[ -]*(\d{4}|\d{2}))?", re.ASCII)
_WHOLE = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})", re.ASCII)


def day_from(text: str, today: date, *, ahead: bool = True) -> date | None:
    """A day from "12/3", "12 March", "fri", "tomorrow", "2026-03-12"; None for what is no day.

    Without a year the next such day is meant, or with `ahead` false the last.

    >>> day_from("12 mar", date(2026, 3, 2)), day_from("fri", date(2026, 3, 2))
    (datetime.date(2026, 3, 12), datetime.date(2026, 3, 6))
    """
    word = " ".join(text.lower().split())
    near = {"today": 0, "tomorrow": 1, "yesterday": -1}
    if word in near:
        return today + timedelta(days=near[word])
    weekday = next((n for n, name in enumerate(_WEEKDAYS) if len(word) >= 3 and _is_weekday(word, name)), None)
    if weekday is not None:
        days = (weekday - today.weekday()) % 7 or 7
        return today + timedelta(days=days if ahead else days - 7)
    if found := _WHOLE.fullmatch(word):
        return _real(int(found[1]), int(found[2]), int(found[3]))
    if found := _NUMBERS.fullmatch(word):
        return _in_year(int(found[1]), int(found[2]), found[3], today, ahead=ahead)
    if (found := _WORDS.fullmatch(word)) and found[2][:3] in _MONTHS:
        return _in_year(int(found[1]), _MONTHS.index(found[2][:3]) + 1, found[3], today, ahead=ahead)
    return None


def _is_weekday(word: str, name: str) -> bool:
    whole = {"tue": "tuesday", "wed": "wednesday", "thu": "thursday", "sat": "saturday"}.get(name, f"{name}day")
    return whole.startswith(word)


def _in_year(day: int, month: int, year: str | None, today: date, *, ahead: bool) -> date | None:
    if year:
        return _real(int(year) + (2000 if len(year) == 2 else 0), month, day)
    years = (today.year, today.year + 1) if ahead else (today.year, today.year - 1)
    found = [one for one in (_real(each, month, day) for each in years) if one is not None]
    return next((one for one in found if (one >= today) == ahead or one == today), found[0] if found else None)


def _real(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
