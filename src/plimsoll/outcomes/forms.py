"""Forms of outcomes and feedback: they check what was typed; they decide nothing."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from plimsoll.govuk import forms as fields
from plimsoll.outcomes import choices
from plimsoll.outcomes.actions import Told

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from plimsoll.outcomes.kinds import Kind

MOST_WORDS = 200_000
EARLIEST = date(1990, 1, 1)
MOST_POUNDS = Decimal(100_000_000)


class _Money(forms.DecimalField):
    """Pounds as people write them: 1,200.50 or £1200."""

    def to_python(self, value: object) -> Any:
        """Without the sign and the commas between thousands."""
        if isinstance(value, str):
            value = value.replace("£", "").replace(",", "").replace(" ", "").replace("\u00a0", "")
        return super().to_python(value)


class OutcomeForm(forms.Form):
    """What came of the work, of which work, when, what was gained, and how we know."""

    kind = forms.ChoiceField(label=gettext_lazy("What was achieved"), widget=fields.Radios)
    about = forms.CharField(
        label=gettext_lazy("About what, in a few words"), max_length=200, required=False,
        help_text=gettext_lazy("For example: PIP, rent arrears, school transport."),
    )  # fmt: skip
    led_by = forms.TypedChoiceField(
        label=gettext_lazy("Which advice or action led to it"), required=False, coerce=int, empty_value=None,
        widget=fields.Select,
    )  # fmt: skip
    pounds = _Money(
        label=gettext_lazy("If they are better off, by how many pounds"), required=False, decimal_places=2,
        min_value=Decimal("0.01"), max_value=MOST_POUNDS,
        widget=forms.TextInput(attrs={"govuk_width": "10", "prefix": "£", "inputmode": "decimal"}),
    )  # fmt: skip
    per = forms.ChoiceField(
        label=gettext_lazy("How often it comes"), required=False, choices=choices.PER, widget=fields.Radios(inline=True)
    )
    known = forms.ChoiceField(label=gettext_lazy("How do we know"), choices=choices.KNOWN, widget=fields.Radios)
    words = forms.CharField(
        label=gettext_lazy("What it means for them"), required=False, max_length=MOST_WORDS,
        widget=fields.Textarea(rows=4),
    )  # fmt: skip
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(
        self, *args: Any, kinds: Mapping[str, Kind], leads: Sequence[tuple[int, str]], today: date, **kwargs: Any
    ) -> None:
        """`kinds` are the pack's, `leads` the entries that may have led to it."""
        super().__init__(*args, **kwargs)
        self.kinds = kinds
        kind = self.fields["kind"]
        kind.choices = [(word, _(one.title)) for word, one in kinds.items()]  # type: ignore[attr-defined]
        kind.widget.hints = {word: _(one.help) for word, one in kinds.items() if one.help}  # type: ignore[attr-defined]
        self.fields["led_by"].choices = [("", _("Not one of the entries")), *leads]  # type: ignore[attr-defined]
        self.fields["achieved_on"] = fields.DateField(
            label=_("When"), name_in_errors=_("The date"), initial=today, earliest=EARLIEST, latest=today
        )
        self.order_fields(["kind", "about", "achieved_on", "led_by", "pounds", "per", "known", "words", "version"])

    def clean(self) -> dict[str, Any]:
        """Pounds belong to a kind that has them, and come once or again and again."""
        data = super().clean() or {}
        kind = self.kinds.get(data.get("kind", ""))
        if data.get("pounds") is not None:
            if kind is not None and not kind.has_money:
                self.add_error("pounds", _("Leave the pounds empty, or choose an outcome that is about money"))
            if not data.get("per"):
                self.add_error("per", _("Say how often it comes"))
        elif kind is not None and kind.has_money and "pounds" not in self.errors:
            self.add_error("pounds", _("Enter how many pounds; an estimate will do"))
        return data

    def told(self) -> Told:
        """What was typed; call after `is_valid`."""
        data = self.cleaned_data
        pounds = data["pounds"]
        return Told(
            kind=data["kind"], achieved_on=data["achieved_on"], known=data["known"], about=data["about"],
            words=data["words"], pounds=pounds, per=data["per"] if pounds is not None else "",
            led_by_id=data["led_by"],
        )  # fmt: skip


class WithdrawForm(forms.Form):
    """Why an outcome is taken back."""

    why = forms.CharField(
        label=gettext_lazy("Why it is taken back"), max_length=MOST_WORDS, widget=fields.Textarea(rows=3)
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)


RATINGS = (
    ("5", gettext_lazy("Very good")),
    ("4", gettext_lazy("Good")),
    ("3", gettext_lazy("Neither good nor bad")),
    ("2", gettext_lazy("Bad")),
    ("1", gettext_lazy("Very bad")),
)


class FeedbackForm(forms.Form):
    """What a client says, in two questions."""

    mark_optional = False
    rating = forms.TypedChoiceField(
        label=gettext_lazy("How was the help you had from us?"), choices=RATINGS, coerce=int, widget=fields.Radios,
        error_messages={"required": gettext_lazy("Choose one of the five answers")},
    )  # fmt: skip
    words = forms.CharField(
        label=gettext_lazy("What was good, or what should be different? You can leave this empty."),
        required=False, max_length=MOST_WORDS, widget=fields.Textarea(rows=6),
    )  # fmt: skip
    legend_size = {"rating": "m"}
    label_size = {"words": "m"}


class PeriodForm(forms.Form):
    """From one day to another."""

    mark_optional = False
    since = fields.DateField(
        label=gettext_lazy("From"), name_in_errors=gettext_lazy("The first day"), earliest=EARLIEST
    )
    until = fields.DateField(label=gettext_lazy("To"), name_in_errors=gettext_lazy("The last day"), earliest=EARLIEST)

    def clean(self) -> dict[str, Any]:
        """The last day is not before the first."""
        data = super().clean() or {}
        if data.get("since") and data.get("until") and data["until"] < data["since"]:
            self.add_error("until", _("The last day must be on or after the first"))
        return data
