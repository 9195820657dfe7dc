"""Forms of what changed: they check what was asked; they decide nothing."""

from __future__ import annotations

from datetime import UTC, date, datetime

from django import forms
from django.utils.translation import gettext_lazy

from plimsoll.govuk import forms as fields


class SeenForm(forms.Form):
    """Which cases' changes were on the page, and up to when it was true."""

    until = forms.CharField(max_length=40)
    case = forms.UUIDField(required=False)

    def clean_until(self) -> datetime:
        """A moment with its offset."""
        try:
            found = datetime.fromisoformat(self.cleaned_data["until"])
        except ValueError as error:
            raise forms.ValidationError("no moment") from error
        if found.tzinfo is None:
            raise forms.ValidationError("no moment")
        return found.astimezone(UTC)


class SinceForm(forms.Form):
    """From which day on what changed is wanted."""

    since = fields.DateField(
        label=gettext_lazy("Show what changed since"),
        name_in_errors=gettext_lazy("The date"),
        earliest=date(2000, 1, 1),
    )
    mark_optional = False
