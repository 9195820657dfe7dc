"""Forms for what only a person may decide: the place of a case, a date that cannot be met, whose case it is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from plimsoll.govuk import forms as fields

if TYPE_CHECKING:
    from datetime import date

MOST_OVERRIDE_DAYS = 92


class OverrideForm(forms.Form):
    """A person's decision to place a case elsewhere for a time."""

    reason = forms.CharField(
        label=gettext_lazy("Why"), widget=fields.Textarea(rows=4), max_length=2000,
        help_text=gettext_lazy("It stays on the record, with your name."),
    )  # fmt: skip
    until = fields.DateField(label=gettext_lazy("Until when"), name_in_errors=gettext_lazy("The end date"))

    def __init__(self, *args: Any, tiers: list[tuple[str, str]], today: date, **kwargs: Any) -> None:
        """`tiers` are the choices, highest first."""
        super().__init__(*args, **kwargs)
        self.fields["tier"] = forms.ChoiceField(
            label=_("Where should it stand?"), widget=fields.Radios, choices=tiers
        )
        self.order_fields(["tier"])
        self.today = today

    def clean_until(self) -> date:
        """An override ends; it cannot end before it begins."""
        until: date = self.cleaned_data["until"]
        if until < self.today:
            raise ValidationError(_("The end date must be today or later"))
        if (until - self.today).days > MOST_OVERRIDE_DAYS:
            raise ValidationError(_("An override lasts three months at most; then look again"))
        return until


class DutyForm(forms.Form):
    """When a date cannot be met: what the law allows, who agreed, or that it will be late."""

    action = forms.ChoiceField(
        label=gettext_lazy("What has been agreed?"),
        widget=fields.Radios,
        choices=[
            ("extend", gettext_lazy("A later date, as the law allows")),
            ("exempt", gettext_lazy("That it need not be done")),
        ],
    )
    due_on = fields.DateField(
        label=gettext_lazy("The later date"), name_in_errors=gettext_lazy("The later date"), required=False,
        help_text=gettext_lazy("Only for a later date."),
    )  # fmt: skip
    lawful_reason = forms.CharField(
        label=gettext_lazy("The lawful reason"), max_length=1000, widget=fields.Textarea(rows=3)
    )
    agreed_by = forms.CharField(label=gettext_lazy("Who agreed it"), max_length=200)
    mark_optional = False

    def clean(self) -> dict[str, object]:
        """An extension needs its date."""
        data = super().clean() or {}
        if data.get("action") == "extend" and not data.get("due_on") and "due_on" not in self.errors:
            self.add_error("due_on", _("Enter the later date that was agreed"))
        return data


class AllocationForm(forms.Form):
    """Whose case it is from now on."""

    reason = forms.CharField(
        label=gettext_lazy("Why"), widget=fields.Textarea(rows=3), max_length=300,
        help_text=gettext_lazy("It stays on the record, with your name."),
    )  # fmt: skip
    # Who held it when the page was opened, so that the second of two who allocate at once is told.
    held_by = forms.CharField(widget=forms.HiddenInput, required=False, max_length=36)

    def __init__(self, *args: Any, workers: list[tuple[str, str, str]], **kwargs: Any) -> None:
        """`workers` are (id, name, what they carry now); an empty id gives the case back to the team."""
        super().__init__(*args, **kwargs)
        self.fields["worker"] = forms.ChoiceField(
            label=_("Who takes it?"),
            choices=[(key, name) for key, name, _carries in workers],
            widget=fields.Radios(hints={key: carries for key, _name, carries in workers if carries}),
            error_messages={"required": _("Choose who takes the case")},
        )
        self.order_fields(["worker"])
