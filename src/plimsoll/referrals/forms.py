"""Forms of referrals: they check what was typed; they decide nothing."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from plimsoll.govuk import forms as fields
from plimsoll.referrals.actions import Answer, Check, NewReferral

if TYPE_CHECKING:
    from collections.abc import Sequence

LONG = 200_000
EARLIEST = date(2000, 1, 1)
FURTHEST = timedelta(days=366 * 10)
ANSWER_WORDS = {
    "acknowledged": gettext_lazy("They have it"),
    "accepted": gettext_lazy("They accept it: it is on their list"),
    "estimated": gettext_lazy("They said how long it will be"),
    "declined": gettext_lazy("They decline it"),
    "started": gettext_lazy("Their service has started"),
    "ended": gettext_lazy("Their service has ended"),
    "withdrawn": gettext_lazy("We take it back"),
}
HOW = (
    ("email", gettext_lazy("Email")),
    ("letter", gettext_lazy("Letter")),
    ("telephone", gettext_lazy("Telephone")),
    ("meeting", gettext_lazy("In a meeting")),
)
RISKS = (
    ("same", gettext_lazy("As it was")),
    ("worse", gettext_lazy("It has grown")),
    ("better", gettext_lazy("It is less")),
)
HELPED = (("yes", gettext_lazy("It helped")), ("partly", gettext_lazy("A little")), ("no", gettext_lazy("It did not")))


def _happened_on(label: Any = None) -> fields.DateField:
    label = label or gettext_lazy("When")
    return fields.DateField(label=label, name_in_errors=gettext_lazy("The date"), earliest=EARLIEST)


def _to_come(label: Any, help_text: Any = "") -> fields.DateField:
    return fields.DateField(
        label=label, name_in_errors=gettext_lazy("The date"), required=False, earliest=EARLIEST, help_text=help_text
    )


class _Step(forms.Form):
    """A step of a referral: when it happened, and how much of the referral whoever writes had seen."""

    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)
    mark_optional = False

    def __init__(self, *args: Any, today: date, since: date | None = None, **kwargs: Any) -> None:
        """`since` is the day before which it cannot have happened."""
        super().__init__(*args, **kwargs)
        self.today, self.since = today, since
        if "on" in self.fields:
            self.fields["on"].initial = self.fields["on"].initial or today

    def clean_on(self) -> date:
        """Today or before, and not before it was sent."""
        on: date = self.cleaned_data["on"]
        if on > self.today:
            raise ValidationError(_("The date must be today or in the past"))
        if self.since and on < self.since:
            raise ValidationError(_("The date must be on or after the day the referral was sent"))
        return on

    def to_come(self, name: str, after: date | None) -> date | None:
        """A day that lies ahead of another and within ten years; call in `clean`."""
        day: date | None = self.cleaned_data.get(name)
        if day is None or name in self.errors:
            return None
        if after and day < after:
            self.add_error(name, _("The date must not be before the day this happened"))
        elif day > self.today + FURTHEST:
            self.add_error(name, _("The date must be within ten years"))
        return day


class SendForm(_Step):
    """A referral to another service, as it is sent."""

    to = forms.CharField(
        label=gettext_lazy("To which service"), max_length=200,
        help_text=gettext_lazy("As you call it, for example CAMHS or Speech and language therapy."),
    )  # fmt: skip
    on = _happened_on(gettext_lazy("Sent on"))
    asked_for = forms.CharField(
        label=gettext_lazy("What you asked for"), required=False, max_length=LONG, widget=fields.Textarea(rows=3)
    )
    expected_weeks = forms.IntegerField(
        label=gettext_lazy("How many weeks is the wait expected to be"), required=False, min_value=0, max_value=520,
        help_text=gettext_lazy("Leave it empty if nobody has said."),
        widget=forms.NumberInput(attrs={"govuk_width": "4", "suffix": gettext_lazy("weeks")}),
    )  # fmt: skip
    interim_plan = forms.CharField(
        label=gettext_lazy("What holds meanwhile"), required=False, max_length=LONG, widget=fields.Textarea(rows=3),
        help_text=gettext_lazy("Who does what until the service starts, and what the family does if it gets worse."),
    )  # fmt: skip
    check_by = _to_come(gettext_lazy("Look at the wait again by"))
    field_order = ("to", "about", "on", "asked_for", "expected_weeks", "interim_plan", "check_by")

    def __init__(self, *args: Any, people: Sequence[str], services: Sequence[str], **kwargs: Any) -> None:
        """`people` are those the case is about, `services` those that others were referred to."""
        super().__init__(*args, **kwargs)
        self.people = people
        if len(people) > 1:
            everybody = ("", _("All of them"))
            self.fields["about"] = forms.ChoiceField(
                label=_("For whom"), required=False, widget=fields.Radios,
                choices=[everybody, *((name, name) for name in people)],
            )  # fmt: skip
            self.order_fields(self.field_order)
        self.fields["to"].widget.attrs["list"] = "services"
        self.services = services

    def clean(self) -> dict[str, Any]:
        """The next look lies ahead."""
        data = super().clean() or {}
        self.to_come("check_by", data.get("on"))
        return data

    def new_referral(self, instead_of: str) -> NewReferral:
        """What was typed; call after `is_valid`."""
        data = self.cleaned_data
        return NewReferral(
            to=" ".join(data["to"].split()),
            sent_on=data["on"],
            asked_for=data["asked_for"],
            about=data.get("about", ""),
            expected_weeks=data["expected_weeks"],
            interim_plan=data["interim_plan"],
            check_by=data["check_by"],
            instead_of=instead_of,
        )


class AnswerForm(_Step):
    """What the other service said, or what became of the referral."""

    kind = forms.ChoiceField(
        label=gettext_lazy("What happened"), widget=fields.Radios,
        error_messages={"required": gettext_lazy("Choose what happened")},
    )  # fmt: skip
    on = _happened_on()
    expected_on = _to_come(
        gettext_lazy("By when do they expect to start"), gettext_lazy("If they said weeks, count them from today.")
    )
    their_reference = forms.CharField(label=gettext_lazy("Their reference"), required=False, max_length=100)
    list_position = forms.IntegerField(
        label=gettext_lazy("Place on their list"), required=False, min_value=1, max_value=100_000,
        widget=forms.NumberInput(attrs={"govuk_width": "4"}),
    )  # fmt: skip
    words = forms.CharField(
        label=gettext_lazy("What they said, or why"), required=False, max_length=LONG, widget=fields.Textarea(rows=4)
    )
    field_order = ("kind", "on", "expected_on", "their_reference", "list_position", "words")

    def __init__(self, *args: Any, kinds: Sequence[str], **kwargs: Any) -> None:
        """`kinds` are what may follow from where the referral stands."""
        super().__init__(*args, **kwargs)
        cast("forms.ChoiceField", self.fields["kind"]).choices = [(kind, ANSWER_WORDS[kind]) for kind in kinds]
        if not {"acknowledged", "accepted", "estimated"} & set(kinds):
            for name in ("expected_on", "their_reference", "list_position"):
                del self.fields[name]

    def clean(self) -> dict[str, Any]:
        """A no has its reason, and how long has its day."""
        data = super().clean() or {}
        kind = data.get("kind")
        self.to_come("expected_on", data.get("on"))
        if kind in {"declined", "withdrawn"} and not data.get("words"):
            self.add_error("words", _("Say why"))
        if kind == "estimated" and not data.get("expected_on") and "expected_on" not in self.errors:
            self.add_error("expected_on", _("Enter the day they named"))
        return data

    def answer(self) -> Answer:
        """What was typed; call after `is_valid`."""
        data = self.cleaned_data
        return Answer(
            data["kind"],
            data["on"],
            data.get("expected_on"),
            data.get("their_reference", ""),
            data.get("list_position"),
            data["words"],
        )


class CheckForm(_Step):
    """A look at the wait."""

    on = _happened_on()
    still_needed = fields.YesNoField(
        label=gettext_lazy("Is it still needed?"), widget=fields.Radios(inline=True),
        error_messages={"required": gettext_lazy("Say whether it is still needed")},
    )  # fmt: skip
    risk = forms.ChoiceField(
        label=gettext_lazy("Has the risk changed since it was sent?"), widget=fields.Radios, choices=RISKS,
        error_messages={"required": gettext_lazy("Say whether the risk has changed")},
    )  # fmt: skip
    harms = forms.MultipleChoiceField(
        label=gettext_lazy("What has gone wrong since you last looked"), required=False, widget=fields.Checkboxes,
        help_text=gettext_lazy("It is counted without names when the waits are shown to the other service."),
    )  # fmt: skip
    interim_plan = forms.CharField(
        label=gettext_lazy("What holds meanwhile"), required=False, max_length=LONG, widget=fields.Textarea(rows=3)
    )
    words = forms.CharField(
        label=gettext_lazy("Who was asked, and what they said"), required=False, max_length=LONG,
        widget=fields.Textarea(rows=4),
    )  # fmt: skip
    check_by = _to_come(gettext_lazy("Look again by"))
    field_order = ("on", "still_needed", "risk", "harms", "interim_plan", "words", "check_by")

    def __init__(self, *args: Any, harms: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        """`harms` are (word, words) of the pack."""
        super().__init__(*args, **kwargs)
        cast("forms.MultipleChoiceField", self.fields["harms"]).choices = [(word, _(text)) for word, text in harms]

    def clean(self) -> dict[str, Any]:
        """The next look lies ahead; a risk that grew has something that holds meanwhile."""
        data = super().clean() or {}
        self.to_come("check_by", data.get("on"))
        if data.get("risk") == "worse" and data.get("still_needed") and not data.get("interim_plan"):
            self.add_error("interim_plan", _("The risk has grown: say what holds meanwhile"))
        return data

    def check(self) -> Check:
        """What was typed; call after `is_valid`."""
        data = self.cleaned_data
        return Check(
            data["on"], bool(data["still_needed"]), data["risk"], data["interim_plan"], data["harms"],
            data["check_by"], data["words"],
        )  # fmt: skip


class ChaserForm(_Step):
    """A chaser as it was sent."""

    text = forms.CharField(
        label=gettext_lazy("The words"), max_length=LONG, widget=fields.Textarea(rows=26),
        help_text=gettext_lazy("Change them as you like, then copy or print them. This keeps what you sent."),
    )  # fmt: skip
    how = forms.ChoiceField(
        label=gettext_lazy("How was it sent"), choices=HOW, widget=fields.Radios(inline=True),
        error_messages={"required": gettext_lazy("Choose how it was sent")},
    )  # fmt: skip
    on = _happened_on(gettext_lazy("Sent on"))


class TriedForm(_Step):
    """Something else that was tried."""

    tried = forms.CharField(
        label=gettext_lazy("What was tried instead"), max_length=400,
        help_text=gettext_lazy("For example the school counsellor, a parents’ group, another way of working with us."),
    )  # fmt: skip
    on = _happened_on()
    helped = forms.ChoiceField(
        label=gettext_lazy("Did it help?"), choices=HELPED, widget=fields.Radios(inline=True),
        error_messages={"required": gettext_lazy("Say whether it helped")},
    )  # fmt: skip
    words = forms.CharField(
        label=gettext_lazy("What came of it"), required=False, max_length=LONG, widget=fields.Textarea(rows=4)
    )
    field_order = ("tried", "on", "helped", "words")
