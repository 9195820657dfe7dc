"""Forms of the chronology: what to show, and why an entry matters."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from plimsoll.govuk import forms as fields

if TYPE_CHECKING:
    from collections.abc import Sequence

EARLIEST = date(1900, 1, 1)


class FilterForm(forms.Form):
    """Read from the address; a kind that the chronology does not have is left out, a day that is none is an error."""

    mark_optional = False
    from_on = fields.DateField(
        label=gettext_lazy("From"), name_in_errors=gettext_lazy("From"), required=False, earliest=EARLIEST
    )
    until_on = fields.DateField(
        label=gettext_lazy("Until"), name_in_errors=gettext_lazy("Until"), required=False, earliest=EARLIEST
    )
    significant = forms.BooleanField(label=gettext_lazy("Only what is significant"), required=False)
    kind = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, kinds: Sequence[str], **kwargs: Any) -> None:
        """`kinds` are the keys of the areas this chronology speaks of."""
        super().__init__(*args, **kwargs)
        self.kinds = kinds

    def clean_kind(self) -> str:
        """One that is there, or none."""
        kind = str(self.cleaned_data["kind"])
        return kind if kind in self.kinds else ""

    def clean(self) -> dict[str, Any]:
        """A time that ends before it begins is a slip."""
        data = super().clean() or {}
        if data.get("from_on") and data.get("until_on") and data["until_on"] < data["from_on"]:
            raise ValidationError({"until_on": _("Until must be the same day as From or later")})
        return data

    def wanted(self) -> dict[str, Any]:
        """What was asked for, as far as it could be understood."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}


class MarkForm(forms.Form):
    """Why an entry is significant, or is so no longer."""

    why = forms.CharField(widget=fields.Textarea(rows=3), max_length=20_000)

    def __init__(self, *args: Any, is_marked: bool, **kwargs: Any) -> None:
        """The question turns round for an entry that is marked."""
        super().__init__(*args, **kwargs)
        why = self.fields["why"]
        why.label = _("Why it is significant no longer") if is_marked else _("Why it is significant")
        why.error_messages["required"] = _("Say why")
