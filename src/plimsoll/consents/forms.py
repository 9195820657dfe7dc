"""Forms of consent and sharing: they check what was typed; they decide nothing."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from plimsoll.consents import words
from plimsoll.consents.actions import Basis, Consent, Sharing
from plimsoll.govuk import forms as fields

if TYPE_CHECKING:
    from collections.abc import Sequence

    from plimsoll.consents.grounds import Ground

MOST_WORDS = 200_000
EARLIEST = date(1990, 1, 1)


def _long(label: Any, help_text: Any = "", *, required: bool = True, rows: int = 3) -> forms.CharField:
    return forms.CharField(
        label=label, help_text=help_text, required=required, widget=fields.Textarea(rows=rows), max_length=MOST_WORDS
    )


def _pick(form: forms.Form, name: str, choices: Sequence[tuple[str, object]], first: str = "") -> None:
    field = cast("forms.ChoiceField", form.fields[name])
    field.choices = [("", first or _("Choose")), *choices]


class About(forms.Form):
    """What it is for, and with whom."""

    purpose = forms.ChoiceField(
        label=gettext_lazy("What is it for"), widget=fields.Select,
        error_messages={"required": gettext_lazy("Choose what it is for")},
    )  # fmt: skip
    agency = forms.CharField(
        label=gettext_lazy("With which agency or person"), max_length=200,
        help_text=gettext_lazy("One at a time: “Harbour Academy”, “Dr Rees’s surgery”."),
    )  # fmt: skip

    def __init__(self, *args: Any, purposes: dict[str, str], today: date, **kwargs: Any) -> None:
        """`purposes` are those of the pack; nothing in a form lies after `today` unless it says so."""
        super().__init__(*args, **kwargs)
        self.today = today
        _pick(self, "purpose", list(purposes.items()))
        if "on" in self.fields:
            self.fields["on"].initial = today

    def clean_on(self) -> date:
        """Today or before."""
        return not_ahead(self.cleaned_data["on"], self.today)

    def clean_review_on(self) -> date | None:
        """Ahead."""
        return ahead(self.cleaned_data["review_on"], self.today, _("The day to look again must be in the future"))


def not_ahead(on: date, today: date) -> date:
    """The day, or the error that it has not come."""
    if on > today:
        raise ValidationError(_("The date must be today or in the past"))
    return on


def ahead(on: date | None, today: date, words_of_error: str) -> date | None:
    """The day, or the error that it has passed."""
    if on is not None and on <= today:
        raise ValidationError(words_of_error)
    return on


class ConsentForm(About):
    """Asking, and what they said."""

    answer = forms.ChoiceField(
        label=gettext_lazy("What did they say"), widget=fields.Radios,
        choices=[("given", gettext_lazy("Yes, they consent")), ("refused", gettext_lazy("No"))],
        error_messages={"required": gettext_lazy("Choose what they said")},
    )  # fmt: skip
    given_by = forms.CharField(label=gettext_lazy("Who was asked"), max_length=200)
    capacity = forms.ChoiceField(
        label=gettext_lazy("By what right do they decide"), widget=fields.Select, choices=(),
        error_messages={"required": gettext_lazy("Choose by what right they decide")},
    )  # fmt: skip
    how = forms.ChoiceField(
        label=gettext_lazy("How did they say it"), widget=fields.Select, choices=(),
        error_messages={"required": gettext_lazy("Choose how they said it")},
    )  # fmt: skip
    on = fields.DateField(label=gettext_lazy("When"), name_in_errors=gettext_lazy("The date"), earliest=EARLIEST)
    words = _long(
        gettext_lazy("What they were told, and what they said"),
        gettext_lazy("What would be shared and why, that they may say no and take it back, and any limits they set."),
    )
    until = fields.DateField(
        label=gettext_lazy("Until when, if they set an end"), name_in_errors=gettext_lazy("The end"), required=False
    )
    review_on = fields.DateField(
        label=gettext_lazy("When will you ask again"), name_in_errors=gettext_lazy("The day to ask again"),
        required=False, help_text=gettext_lazy("It becomes due on that day."),
    )  # fmt: skip
    document = forms.ChoiceField(label=gettext_lazy("The signed form"), widget=fields.Select, required=False)

    def __init__(self, *args: Any, documents: Sequence[tuple[object, str]], **kwargs: Any) -> None:
        """`documents` of the case may be pointed to as evidence."""
        super().__init__(*args, **kwargs)
        _pick(self, "capacity", list(words.CAPACITIES.items()))
        _pick(self, "how", list(words.HOWS.items()))
        if documents:
            _pick(self, "document", [(str(pk), title) for pk, title in documents], _("None"))
        else:
            del self.fields["document"]

    def clean_until(self) -> date | None:
        """Ahead: a consent that has ended is no consent."""
        return ahead(self.cleaned_data["until"], self.today, _("The end must be in the future"))

    def consent(self) -> Consent:
        """What was typed; call after `is_valid`."""
        data = self.cleaned_data
        is_given = data["answer"] == "given"
        return Consent(
            data["purpose"], data["agency"], data["given_by"], data["capacity"], data["how"],
            data["until"] if is_given else None, data["review_on"] if is_given else None, data["words"],
            data.get("document", ""),
        )  # fmt: skip


class WithdrawForm(forms.Form):
    """Somebody takes it back."""

    given_by = forms.CharField(label=gettext_lazy("Who takes it back"), max_length=200)
    on = fields.DateField(label=gettext_lazy("When"), name_in_errors=gettext_lazy("The date"), earliest=EARLIEST)
    words = _long(gettext_lazy("What they said"), required=False)

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        """Not after `today`."""
        super().__init__(*args, **kwargs)
        self.today = today
        self.fields["on"].initial = today

    def clean_on(self) -> date:
        """Today or before."""
        return not_ahead(self.cleaned_data["on"], self.today)


class BasisForm(About):
    """Why it may be shared without consent."""

    basis = forms.ChoiceField(
        label=gettext_lazy("The lawful basis"), widget=fields.Radios,
        error_messages={"required": gettext_lazy("Choose the lawful basis")},
    )  # fmt: skip
    condition = forms.ChoiceField(
        label=gettext_lazy("If it is about health, ethnicity, belief, sex life or an offence: the second ground"),
        widget=fields.Select,
        error_messages={"required": gettext_lazy("Choose the second ground, or that none is needed")},
    )  # fmt: skip
    rationale = _long(
        gettext_lazy("Why it is needed, and why no less would do"),
        gettext_lazy("Which duty or power; why not consent; whether the person was told, and if not why."),
    )
    agreed_by = forms.CharField(
        label=gettext_lazy("Who else agreed, for example a manager"), max_length=200, required=False
    )
    on = fields.DateField(
        label=gettext_lazy("When it was decided"), name_in_errors=gettext_lazy("The date"), earliest=EARLIEST
    )
    review_on = fields.DateField(
        label=gettext_lazy("When will you look at it again"), name_in_errors=gettext_lazy("The day to look again"),
        required=False, help_text=gettext_lazy("It becomes due on that day."),
    )  # fmt: skip

    def __init__(
        self, *args: Any, bases: Sequence[Ground], conditions: Sequence[Ground], **kwargs: Any
    ) -> None:
        """`bases` and `conditions` are those of the pack, with their sources."""
        super().__init__(*args, **kwargs)
        field = cast("forms.ChoiceField", self.fields["basis"])
        field.widget = fields.Radios(hints={one.word: hint_of(one) for one in bases})
        field.choices = [(one.word, _(one.title)) for one in bases]
        _pick(self, "condition", [(one.word, _(one.title)) for one in conditions])

    def record(self) -> Basis:
        """What was typed; call after `is_valid`."""
        data = self.cleaned_data
        return Basis(
            data["purpose"], data["agency"], data["basis"], data["rationale"], data["condition"], data["agreed_by"],
            data["review_on"],
        )  # fmt: skip


def hint_of(ground: Ground) -> str:
    """What helps to choose it, and where the law says so."""
    source = f"{ground.citation['instrument']}, {ground.citation['paragraph']}" if ground.citation else ""
    return " ".join(part for part in (_(ground.help) if ground.help else "", f"({source})" if source else "") if part)


class ShareForm(About):
    """What was shared. The basis is only asked where nothing stands for it; the page says so when it is missing."""

    field_order = ("purpose", "agency", "recipient", "what", "how", "on", "document", "basis", "rationale")
    recipient = forms.CharField(label=gettext_lazy("Who there received it"), max_length=200, required=False)
    what = _long(gettext_lazy("What was shared"), gettext_lazy("As much as was needed, and no more."))
    how = forms.ChoiceField(
        label=gettext_lazy("How"), widget=fields.Select, choices=(),
        error_messages={"required": gettext_lazy("Choose how it was shared")},
    )  # fmt: skip
    on = fields.DateField(label=gettext_lazy("When"), name_in_errors=gettext_lazy("The date"), earliest=EARLIEST)
    document = forms.ChoiceField(label=gettext_lazy("Which document, if it was one"), widget=fields.Select,
                                 required=False)  # fmt: skip
    basis = forms.ChoiceField(
        label=gettext_lazy("If there is no consent: the lawful basis"), widget=fields.Select, required=False
    )
    rationale = _long(gettext_lazy("If there is no consent: why it was needed"), required=False)

    def __init__(
        self, *args: Any, bases: Sequence[Ground], documents: Sequence[tuple[object, str]], **kwargs: Any
    ) -> None:
        """`bases` are those of the pack; `documents` those of the case."""
        super().__init__(*args, **kwargs)
        _pick(self, "how", list(words.CHANNELS.items()))
        _pick(self, "basis", [(one.word, _(one.title)) for one in bases], _("There is consent, or a basis on record"))
        if documents:
            _pick(self, "document", [(str(pk), title) for pk, title in documents], _("None"))
        else:
            del self.fields["document"]

    def clean(self) -> dict[str, Any]:
        """A basis needs its reason."""
        data = super().clean() or {}
        if data.get("basis") and not data.get("rationale"):
            self.add_error("rationale", _("Say why it was needed"))
        return data

    def sharing(self) -> Sharing:
        """What was typed; call after `is_valid`."""
        data = self.cleaned_data
        return Sharing(
            data["purpose"], data["agency"], data["what"], data["recipient"], data["how"], data["basis"],
            data["rationale"], data.get("document", ""),
        )  # fmt: skip
