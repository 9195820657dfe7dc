"""A date in three boxes: keeps what was typed, takes month names, and says exactly what is missing."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from django import forms
from django.core.exceptions import ValidationError
from django.utils.formats import date_format
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

MONTHS = {
    "en": [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ],
    "cy": [
        "ionawr",
        "chwefror",
        "mawrth",
        "ebrill",
        "mai",
        "mehefin",
        "gorffennaf",
        "awst",
        "medi",
        "hydref",
        "tachwedd",
        "rhagfyr",
    ],
}
PARTS = ("day", "month", "year")
PART_LABELS = {"day": gettext_lazy("Day"), "month": gettext_lazy("Month"), "year": gettext_lazy("Year")}
MISSING = {"day": gettext_lazy("a day"), "month": gettext_lazy("a month"), "year": gettext_lazy("a year")}
WIDTHS = {"day": 2, "month": 5, "year": 4}  # characters; a month may be typed as a name
SHORTEST_MONTH_NAME = 3
EARLIEST_YEAR, LATEST_YEAR = 1900, 2200

Limit = dt.date | Callable[[], dt.date] | None


class TypedDate(NamedTuple):
    """What stood in the three boxes, as typed."""

    day: str
    month: str
    year: str

    @property
    def is_empty(self) -> bool:
        """Was nothing typed at all?"""
        return not any(self)


def month_number(text: str) -> int | None:
    """1 to 12 from a number or from a name in English or Welsh, whole or at least its first three letters."""
    word = text.strip().lower().rstrip(".")
    if word.isascii() and word.isdigit():
        number = int(word)
        return number if 1 <= number <= 12 else None
    if len(word) < SHORTEST_MONTH_NAME:
        return None
    found = {index for names in MONTHS.values() for index, name in enumerate(names, 1) if name.startswith(word)}
    return found.pop() if len(found) == 1 else None


def split_whole(text: str) -> TypedDate:
    """A date given in one piece, cut into its boxes: 2025-06-03, 3/6/2025, 3 June 2025."""
    pieces = re.split(r"[\s/.,-]+", text.strip())
    if len(pieces) != len(PARTS):
        return TypedDate(text.strip(), "", "")
    if len(pieces[0]) == 4:
        pieces.reverse()
    return TypedDate(*pieces)


class DateInput(forms.Widget):
    """Three boxes for day, month and year, named ``name_day``, ``name_month``, ``name_year``."""

    template_name = "govuk/widgets/date_input.html"
    use_fieldset = True

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs)
        self.wrong: tuple[str, ...] = ()

    def value_from_datadict(self, data: Mapping[str, Any], files: object, name: str) -> TypedDate | dt.date | None:
        """What was typed; a single ``name=2025-06-03`` is taken too."""
        del files
        typed = [data.get(f"{name}_{part}") for part in PARTS]
        if any(part is not None for part in typed):
            return TypedDate(*(str(part or "").strip() for part in typed))
        whole = data.get(name)
        if whole is None or isinstance(whole, dt.date):
            return whole
        return split_whole(str(whole))

    def value_omitted_from_data(self, data: Mapping[str, Any], files: object, name: str) -> bool:
        del files
        return name not in data and all(f"{name}_{part}" not in data for part in PARTS)

    def format_value(self, value: object) -> TypedDate:
        """The boxes' contents for a date or for what was typed."""
        if isinstance(value, TypedDate):
            return value
        if isinstance(value, dt.date):
            return TypedDate(str(value.day), str(value.month), str(value.year))
        return split_whole(str(value)) if value else TypedDate("", "", "")

    def get_context(self, name: str, value: object, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        typed = self.format_value(value)
        is_invalid = "aria-invalid" in context["widget"]["attrs"]
        id_ = context["widget"]["attrs"].get("id", "")
        context["widget"]["boxes"] = [
            {
                "name": f"{name}_{part}",
                "id": f"{id_}_{part}",
                "label": PART_LABELS[part],
                "value": getattr(typed, part),
                "width": WIDTHS[part],
                "is_wrong": is_invalid and (not self.wrong or part in self.wrong),
            }
            for part in PARTS
        ]
        return context

    def id_for_label(self, id_: str) -> str:
        """None: the legend names the group, each box has a label of its own."""
        del id_
        return ""

    def id_of_first_wrong(self, id_: str) -> str:
        """The id of the first box to correct."""
        return f"{id_}_{(self.wrong or PARTS)[0]}"


class DateField(forms.Field):
    """A day of the calendar.

    ``name_in_errors`` is what errors call it ("Date of visit"); otherwise its label. ``earliest`` and
    ``latest`` are days, or callables that give one when the form is checked.
    """

    widget = DateInput

    def __init__(
        self, *, name_in_errors: object = "", earliest: Limit = None, latest: Limit = None, **options: Any
    ) -> None:
        super().__init__(**options)
        self.name_in_errors = name_in_errors or self.label or ""
        self.earliest = earliest
        self.latest = latest

    def _refuse(self, message: str, *wrong: str, **values: object) -> ValidationError:
        if isinstance(self.widget, DateInput):
            self.widget.wrong = wrong
        name = str(self.name_in_errors).rstrip("?: ") or _("Date")
        return ValidationError(message % {"name": name, **values}, code="invalid")

    def to_python(self, value: object) -> dt.date | None:
        """The date, or an error that says which box is missing or wrong."""
        if isinstance(value, dt.datetime):
            return value.date()
        if isinstance(value, dt.date):
            return value
        if isinstance(value, str):
            value = split_whole(value)
        if not isinstance(value, TypedDate) or value.is_empty:
            return None
        return self._real_date(value)

    def _real_date(self, typed: TypedDate) -> dt.date:
        missing = [part for part in PARTS if not getattr(typed, part)]
        if missing:
            words = get_text_list([str(MISSING[part]) for part in missing], _("and"))
            raise self._refuse(_("%(name)s must include %(missing)s"), *missing, missing=words)
        month = month_number(typed.month)
        if month is None:
            raise self._refuse(_("%(name)s: the month must be a number from 1 to 12 or a month’s name"), "month")
        if not re.fullmatch(r"\d{4}", typed.year, re.ASCII):
            raise self._refuse(_("%(name)s: the year must have 4 numbers, like 2025"), "year")
        if not re.fullmatch(r"\d{1,2}", typed.day, re.ASCII):
            raise self._refuse(_("%(name)s: the day must be a number"), "day")
        try:
            date = dt.date(int(typed.year), month, int(typed.day))
        except ValueError:
            raise self._refuse(_("%(name)s must be a real date"), *PARTS) from None
        if not EARLIEST_YEAR <= date.year <= LATEST_YEAR:
            raise self._refuse(_("%(name)s: check the year"), "year")
        return date

    def validate(self, value: dt.date | None) -> None:
        """Within the limits, where there are any."""
        super().validate(value)
        if value is None:
            return
        earliest, latest = (limit() if callable(limit) else limit for limit in (self.earliest, self.latest))
        if earliest is not None and value < earliest:
            raise self._refuse(_("%(name)s must be %(day)s or later"), day=date_format(earliest, "j F Y"))
        if latest is not None and value > latest:
            raise self._refuse(_("%(name)s must be %(day)s or earlier"), day=date_format(latest, "j F Y"))

    def has_changed(self, initial: object, data: object) -> bool:
        """Compared as dates; what is no date has changed."""
        try:
            return self.to_python(initial) != self.to_python(data)
        except ValidationError:
            return True
