"""What is asked of a rebalancing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from plimsoll.govuk import forms as fields
from plimsoll.rebalancing.queries import WHYS

if TYPE_CHECKING:
    from collections.abc import Sequence

ABOUT_SOMEBODY = ("away", "leaving", "over")


class AskForm(forms.Form):
    """Why, and about whom."""

    why = forms.ChoiceField(label=gettext_lazy("What is the question?"), choices=WHYS, widget=fields.Radios)
    about = forms.ChoiceField(label=gettext_lazy("About whom"), required=False, widget=fields.Select)

    def __init__(self, *args: Any, people: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        """`people` are the team's."""
        super().__init__(*args, **kwargs)
        field = self.fields["about"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("Nobody in particular")), *people]

    def clean(self) -> dict[str, Any]:
        """Some questions are about somebody."""
        found = super().clean() or {}
        if found.get("why") in ABOUT_SOMEBODY and not found.get("about"):
            self.add_error("about", _("Choose about whom"))
        if found.get("why") not in ABOUT_SOMEBODY:
            found["about"] = ""
        return found
