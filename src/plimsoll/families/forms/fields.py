"""Fields checked by kept libraries."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError

from plimsoll.families import checks
from plimsoll.govuk import forms as fields

if TYPE_CHECKING:
    from collections.abc import Callable


class CheckedField(forms.CharField):
    """Text that a check turns into its kept form, or refuses with its own sentence."""

    def __init__(self, check: Callable[[str], str], **options: Any) -> None:
        super().__init__(required=options.pop("required", False), max_length=60, **options)
        self.check = check

    def clean(self, value: object) -> str:
        """The kept form; empty when nothing was typed and nothing is required."""
        text = str(super().clean(value)).strip()
        if not text:
            return ""
        try:
            return self.check(text)
        except ValueError as problem:
            raise ValidationError(str(problem), code="invalid") from None


def nhs_field(label: Any) -> CheckedField:
    """NHS number."""
    return CheckedField(checks.nhs_number, label=label, widget=forms.TextInput(attrs={"govuk_width": "10"}))


def upn_field(label: Any) -> CheckedField:
    """Unique pupil number."""
    return CheckedField(checks.pupil_number, label=label, widget=forms.TextInput(attrs={"govuk_width": "10"}))


def telephone_field(label: Any, *, required: bool = False) -> CheckedField:
    """Telephone number."""
    return CheckedField(
        checks.telephone, label=label, required=required, widget=forms.TextInput(attrs={"govuk_width": "20"})
    )


def postcode_field(label: Any) -> CheckedField:
    """Postcode."""
    return CheckedField(checks.postcode, label=label, widget=forms.TextInput(attrs={"govuk_width": "10"}))


def text(label: Any, *, most: int = 200, required: bool = False, hint: Any = "") -> forms.CharField:
    """One line."""
    return forms.CharField(label=label, max_length=most, required=required, help_text=hint)


def lines(label: Any, *, rows: int = 3, required: bool = False, hint: Any = "") -> forms.CharField:
    """Several lines."""
    return forms.CharField(label=label, required=required, help_text=hint, widget=fields.Textarea(rows=rows))


def one_of(
    label: Any, options: Any, *, required: bool = True, radios: bool = False, hint: Any = ""
) -> forms.ChoiceField:
    """One of a list; radios for a few, a list to open for many."""
    widget = fields.Radios() if radios else fields.Select()
    return forms.ChoiceField(label=label, choices=options, required=required, widget=widget, help_text=hint)


def some_of(label: Any, options: Any, *, hint: Any = "") -> forms.MultipleChoiceField:
    """Any of a list."""
    return forms.MultipleChoiceField(
        label=label, choices=options, required=False, widget=fields.Checkboxes(small=True), help_text=hint
    )


def day(label: Any, *, required: bool = False, hint: Any = "") -> fields.DateField:
    """A day."""
    return fields.DateField(label=label, required=required, help_text=hint)
