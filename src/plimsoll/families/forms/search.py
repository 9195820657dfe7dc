"""The search box."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class SearchForm(forms.Form):
    """A few words."""

    terms = forms.CharField(
        label=_("Name, number or words"),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off", "type": "search", "govuk_width": "two-thirds"}),
        help_text=_(
            "However it is spelt: Siân finds Shan, Obrien finds O’Brien. Put words that belong together in “ ”."
        ),
        error_messages={"required": _("Enter a name, a number or a word to look for")},
    )
