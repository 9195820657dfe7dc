"""Text, time, password and file boxes."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

TIME = re.compile(r"(\d{1,2})(?:[:.\s]?(\d{2}))?\s*(am|pm|yb|yp)?", re.ASCII)
TIME_WORDS = {"midday": dt.time(12), "noon": dt.time(12), "midnight": dt.time(0), "canol dydd": dt.time(12)}


class Textarea(forms.Textarea):
    """Several lines; with ``max_length`` it counts what is left. ``max_length`` is told, not enforced, by the box."""

    template_name = "govuk/widgets/textarea.html"

    def __init__(self, attrs: dict[str, Any] | None = None, *, rows: int = 5, max_length: int | None = None) -> None:
        super().__init__({"rows": rows, **(attrs or {})})
        self.max_length = max_length

    def get_context(self, name: str, value: object, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["widget"]["max_length"] = self.max_length
        return context


class Password(forms.PasswordInput):
    """A password, with a button that shows it."""


class FileUpload(forms.FileInput):
    """A file."""


def time_of_day(text: str) -> dt.time | None:
    """14:30, 1430, 2.30pm, 2pm, midday; None for what is no time. A bare 2 is not guessed to be afternoon."""
    word = text.strip().lower().replace("p.m.", "pm").replace("a.m.", "am")
    if word in TIME_WORDS:
        return TIME_WORDS[word]
    match = TIME.fullmatch(word)
    if match is None:
        return None
    hour, minute, half = int(match[1]), int(match[2] or 0), match[3]
    if half is None and match[2] is None:
        return None
    if half is not None:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half in {"pm", "yp"} else 0)
    return dt.time(hour, minute) if hour < 24 and minute < 60 else None


class TimeField(forms.Field):
    """A time of day, typed as people type it."""

    widget = forms.TextInput

    def __init__(self, **options: Any) -> None:
        options.setdefault("widget", forms.TextInput(attrs={"govuk_width": "5"}))
        super().__init__(**options)

    def to_python(self, value: object) -> dt.time | None:
        """The time, or an error with an example."""
        if value is None or value == "":
            return None
        if isinstance(value, dt.time):
            return value
        found = time_of_day(str(value))
        if found is None:
            name = str(self.label or _("Time")).rstrip("?: ")
            raise ValidationError(_("%(name)s must be written like 2:30pm or 14:30") % {"name": name}, code="invalid")
        return found

    def prepare_value(self, value: object) -> object:
        """As 14:30."""
        return value.strftime("%H:%M") if isinstance(value, dt.time) else value
