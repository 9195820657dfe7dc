"""The form a file comes in by, and a corrected mapping read from a page: values in, a mapping or words out."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from plimsoll.govuk import forms as fields

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date


class ManyFiles(fields.FileUpload):
    """A file box that takes several, as an SSDA903 return is."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """One file or several; the value is a list."""

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        """Check each file by itself."""
        given = data if isinstance(data, (list, tuple)) else [data]
        return [super(FilesField, self).clean(one, initial) for one in given]


class StartForm(forms.Form):
    """Which file, for which team, true on which day."""

    upload = FilesField(
        label=_("The file"),
        widget=ManyFiles(),
        help_text=_(
            "A spreadsheet or CSV that your team keeps, a CIN census (XML), or all CSV files of an SSDA903 return. "
            "Nothing is changed yet: you see first what it would do."
        ),
    )
    team = forms.ChoiceField(label=_("For which team"), widget=fields.Radios)
    as_at = fields.DateField(
        label=_("The day the file was true"),
        name_in_errors=_("The day the file was true"),
        help_text=_("The day it was last kept up to date. Nothing in it can have happened later."),
    )

    def __init__(self, *args: Any, teams: Sequence[tuple[str, str]], today: date, **kwargs: Any) -> None:
        """`teams` are (id, words) of the teams this person oversees."""
        first = {"as_at": today, "team": teams[0][0] if len(teams) == 1 else None}
        super().__init__(*args, **{"initial": first, **kwargs})
        self.fields["team"].choices = teams  # type: ignore[attr-defined]
        self.today = today

    def clean_as_at(self) -> date:
        """A file cannot be true on a day that has not come."""
        day: date = self.cleaned_data["as_at"]
        if day > self.today:
            raise forms.ValidationError(_("The day the file was true must be today or in the past"))
        return day


def corrected(mapping: Mapping[str, Any], given: Mapping[str, str], paths: Sequence[tuple[str, ...]]) -> dict[str, Any]:
    """The mapping with what the page said: `t0.c3` is a column's field, `q.…` the answer to a question.

    Unknown names are left aside; the mapping is checked as a whole when it is read.
    """
    value: dict[str, Any] = copy.deepcopy(dict(mapping))
    for at, table in enumerate(value["tables"]):
        if f"t{at}.shown" not in given:
            continue
        table["use"] = f"t{at}.use" in given
        for number, column in enumerate(table["columns"]):
            if (field := given.get(f"t{at}.c{number}")) is not None:
                column["field"] = field
    for path in paths:
        answer = given.get(question_name(path), "")
        if answer:
            _put(value, path, answer)
    if name := given.get("name", "").strip():
        value["name"] = name[:200]
    return value


def question_name(path: Sequence[str]) -> str:
    """The name of a question's field on the page."""
    return "q." + "\x1f".join(path)


def _put(value: Any, path: Sequence[str], answer: str) -> None:
    """Set the value at a path of keys; lists are walked by number. A path that leads nowhere is left aside."""
    *way, last = path
    for key in way:
        if isinstance(value, list):
            if not key.isdigit() or int(key) >= len(value):
                return
            value = value[int(key)]
        elif isinstance(value, dict):
            value = value.setdefault(key, {})
        else:
            return
    if isinstance(value, dict):
        value[last] = answer
