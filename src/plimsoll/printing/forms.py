"""What of the chronology goes on paper, and for whom."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from plimsoll.cases.chronology_forms import FilterForm
from plimsoll.consents.actions import Sharing
from plimsoll.govuk import forms as fields

if TYPE_CHECKING:
    from collections.abc import Sequence

    from plimsoll.consents.grounds import Ground

MOST_WORDS = 20_000


class PrintForm(FilterForm):
    """The chronology's own filters, the order, and the recipient where it leaves the organisation."""

    mark_optional = False
    field_order = ("kinds_wanted", "from_on", "until_on", "significant", "notes", "order", "leaves", "purpose",
                   "agency", "basis", "rationale")  # fmt: skip
    kinds_wanted = forms.MultipleChoiceField(
        label=gettext_lazy("Which kinds of entry"), required=False, widget=fields.Checkboxes,
        help_text=gettext_lazy("Choose none for all of them."),
    )  # fmt: skip
    notes = forms.BooleanField(label=gettext_lazy("With the notes, whole"), required=False)
    order = forms.ChoiceField(
        label=gettext_lazy("In which order"), widget=fields.Radios, initial="oldest",
        choices=[("oldest", gettext_lazy("Oldest first, as courts read it")), ("newest", gettext_lazy("Newest first"))],
    )  # fmt: skip
    leaves = forms.BooleanField(label=gettext_lazy("It goes to another agency or person"), required=False)
    purpose = forms.ChoiceField(label=gettext_lazy("If so: what is it for"), widget=fields.Select, required=False)
    agency = forms.CharField(label=gettext_lazy("If so: to which agency or person"), max_length=200, required=False)
    basis = forms.ChoiceField(
        label=gettext_lazy("If so, and there is no consent: the lawful basis"), widget=fields.Select, required=False
    )
    rationale = forms.CharField(
        label=gettext_lazy("If so, and there is no consent: why it is needed"), required=False,
        widget=fields.Textarea(rows=2), max_length=MOST_WORDS,
    )  # fmt: skip

    def __init__(
        self, *args: Any, areas: Sequence[tuple[str, str]], purposes: dict[str, str], bases: Sequence[Ground],
        **kwargs: Any,
    ) -> None:  # fmt: skip
        """`areas` are (key, words) of what the chronology speaks of; purposes and bases are the pack's."""
        super().__init__(*args, kinds=[key for key, _words in areas], **kwargs)
        del self.fields["kind"]
        _choice(self, "kinds_wanted").choices = list(areas)
        _choice(self, "purpose").choices = [("", _("Choose")), *purposes.items()]
        _choice(self, "basis").choices = [
            ("", _("There is consent, or a basis on record")), *((one.word, _(one.title)) for one in bases)
        ]  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """Whoever it goes to must be named."""
        data = super().clean() or {}
        if data.get("leaves"):
            if not data.get("purpose"):
                self.add_error("purpose", _("Choose what it is for"))
            if not data.get("agency"):
                self.add_error("agency", _("Enter to which agency or person it goes"))
            if data.get("basis") and not data.get("rationale"):
                self.add_error("rationale", _("Say why it is needed"))
        return data

    def sharing(self, what: str) -> Sharing | None:
        """What is shared by it, where it leaves; call after `is_valid`."""
        data = self.cleaned_data
        if not data["leaves"]:
            return None
        return Sharing(
            data["purpose"], data["agency"], what, how="letter", basis=data["basis"], rationale=data["rationale"]
        )


def _choice(form: forms.Form, name: str) -> forms.ChoiceField:
    return cast("forms.ChoiceField", form.fields[name])
