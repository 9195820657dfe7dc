"""Forms of working time: they check what was typed and say what is wrong; they decide nothing."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from plimsoll.govuk import forms as fields
from plimsoll.load.actions import NewReduction
from plimsoll.load.asking import NewAdjustment
from plimsoll.load.values import KINDS, STAGES

if TYPE_CHECKING:
    from collections.abc import Sequence

EARLIEST = date(2000, 1, 1)
MOST_HOURS = 60


class ReductionForm(forms.Form):
    """A time away, or with fewer hours. Never why."""

    kind = forms.ChoiceField(label=gettext_lazy("What it is"), choices=KINDS, widget=fields.Select)
    since = fields.DateField(
        label=gettext_lazy("First day"), name_in_errors=gettext_lazy("The first day"), earliest=EARLIEST
    )
    until = fields.DateField(
        label=gettext_lazy("Last day"), name_in_errors=gettext_lazy("The last day"), required=False, earliest=EARLIEST,
        help_text=gettext_lazy("Leave empty if nobody knows yet."),
    )  # fmt: skip
    percent = forms.DecimalField(
        label=gettext_lazy("How much of their hours it takes"), required=False, min_value=Decimal(1),
        max_value=Decimal(100), decimal_places=2,
        widget=forms.NumberInput(attrs={"govuk_width": "4", "suffix": "%"}),
        help_text=gettext_lazy("Leave empty for all of them, or for what is usual of its kind."),
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """The last day is not before the first."""
        found = super().clean() or {}
        since, until = found.get("since"), found.get("until")
        if since and until and until < since:
            self.add_error("until", _("The last day must be the first day or after it"))
        return found

    def new(self) -> NewReduction:
        """What is to be put on record."""
        found = self.cleaned_data
        return NewReduction(found["kind"], found["since"], found.get("until"), found.get("percent"))


class HoursForm(forms.Form):
    """The hours of the contract from a day on."""

    hours = forms.DecimalField(
        label=gettext_lazy("Hours a week"), min_value=Decimal(1), max_value=Decimal(MOST_HOURS), decimal_places=2,
        widget=forms.NumberInput(attrs={"govuk_width": "5"}),
    )  # fmt: skip
    stage = forms.ChoiceField(label=gettext_lazy("Stage"), choices=STAGES, required=False, widget=fields.Radios)
    from_on = fields.DateField(label=gettext_lazy("From"), name_in_errors=gettext_lazy("The day"), earliest=EARLIEST)


class WorkForm(forms.Form):
    """Work that is not a case of one's own."""

    work = forms.ChoiceField(label=gettext_lazy("What it is"), widget=fields.Select)
    count = forms.DecimalField(
        label=gettext_lazy("How many"), min_value=Decimal("0.25"), max_value=Decimal(99), decimal_places=2,
        initial=1, widget=forms.NumberInput(attrs={"govuk_width": "4"}),
    )  # fmt: skip
    since = fields.DateField(
        label=gettext_lazy("First day"), name_in_errors=gettext_lazy("The first day"), earliest=EARLIEST
    )
    until = fields.DateField(
        label=gettext_lazy("Last day"), name_in_errors=gettext_lazy("The last day"), required=False, earliest=EARLIEST
    )

    def __init__(self, *args: Any, kinds: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        """`kinds` are the weighting's own."""
        super().__init__(*args, **kwargs)
        field = self.fields["work"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = list(kinds)

    def clean(self) -> dict[str, Any]:
        """The last day is not before the first."""
        found = super().clean() or {}
        since, until = found.get("since"), found.get("until")
        if since and until and until < since:
            self.add_error("until", _("The last day must be the first day or after it"))
        return found


class EndForm(forms.Form):
    """The last day of a time away; with `not_so` it never was."""

    last = fields.DateField(
        label=gettext_lazy("Last day of it"), name_in_errors=gettext_lazy("The last day"), required=False
    )
    not_so = forms.BooleanField(label=gettext_lazy("It was put down by mistake: take it back"), required=False)
    version = forms.IntegerField(widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        """Either a day, or taking it back."""
        found = super().clean() or {}
        if not self.errors and not found.get("last") and not found.get("not_so"):
            self.add_error("last", _("Enter the last day, or take it back"))
        return found


class AskForm(forms.Form):
    """Asking for help: one step, in one's own words."""

    said = forms.CharField(
        label=gettext_lazy("What is it like at the moment?"), widget=fields.Textarea(rows=5), max_length=20_000,
        help_text=gettext_lazy("In your own words. Your load line and the cases with late duties are put beside them."),
    )  # fmt: skip
    would_help = forms.MultipleChoiceField(
        label=gettext_lazy("What would help?"), required=False, widget=fields.Checkboxes
    )
    since = fields.DateField(
        label=gettext_lazy("Since when"), name_in_errors=gettext_lazy("The day"), earliest=EARLIEST, required=False,
        help_text=gettext_lazy("Roughly is enough. Empty means today."),
    )  # fmt: skip

    def __init__(self, *args: Any, kinds: dict[str, str], latest: date, **kwargs: Any) -> None:
        """`kinds` are the pack's adjustments."""
        super().__init__(*args, **kwargs)
        field = self.fields["would_help"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [(word, _(words)) for word, words in kinds.items()]
        self.latest = latest

    def clean_since(self) -> date:
        """Not to come."""
        found: date | None = self.cleaned_data["since"]
        if found is not None and found > self.latest:
            raise forms.ValidationError(_("The day must be today or before"))
        return found or self.latest


class AnswerForm(forms.Form):
    """What is agreed, or why nothing."""

    said = forms.CharField(label=gettext_lazy("Your answer"), widget=fields.Textarea(rows=5), max_length=20_000)
    agreed = forms.MultipleChoiceField(
        label=gettext_lazy("What is agreed"), required=False, widget=fields.Checkboxes,
        help_text=gettext_lazy("Tick nothing to say why not in your answer."),
    )  # fmt: skip
    from_on = fields.DateField(
        label=gettext_lazy("From"), name_in_errors=gettext_lazy("The day"), earliest=EARLIEST, required=False,
        help_text=gettext_lazy("Empty means today."),
    )  # fmt: skip
    until_on = fields.DateField(
        label=gettext_lazy("Until"), name_in_errors=gettext_lazy("The last day"), earliest=EARLIEST, required=False
    )

    def __init__(self, *args: Any, kinds: dict[str, str], today: date, **kwargs: Any) -> None:
        """`kinds` are the pack's adjustments."""
        super().__init__(*args, **kwargs)
        field = self.fields["agreed"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [(word, _(words)) for word, words in kinds.items()]
        self.today = today

    def clean(self) -> dict[str, Any]:
        """The last day is not before the first."""
        found = super().clean() or {}
        begins, ends = found.get("from_on") or self.today, found.get("until_on")
        if ends and ends < begins:
            self.add_error("until_on", _("The last day must be the first day or after it"))
        return found

    def adjustments(self) -> list[NewAdjustment]:
        """What is agreed, as the action takes it."""
        found = self.cleaned_data
        begins = found["from_on"] or self.today
        return [NewAdjustment(kind, "", begins, found["until_on"]) for kind in found["agreed"]]


class CheckForm(forms.Form):
    """Did it bring the load down?"""

    did_help = fields.YesNoField(label=gettext_lazy("Did it help?"))
    said = forms.CharField(
        label=gettext_lazy("What came of it"), widget=fields.Textarea(rows=3), required=False, max_length=20_000
    )
