"""How a form asks for one detail of an event, from what the vocabulary says it holds."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext as _

from plimsoll.cases import values
from plimsoll.govuk import forms as fields

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from plimsoll.engine.rulebook.model import Carried

LONGEST_TEXT = 500
_NAMED_NUMBER = re.compile(r"([a-z0-9_]+): ([0-9]{1,6}(?:\.[0-9]{1,4})?)")
LONGEST_ACCOUNT = 5000


def field_for(pack: str, event: str, name: str, carried: Carried) -> forms.Field:
    """A field for it. What is not known is left empty, never guessed; only a decision needs what it decides."""
    asks: dict[str, Any] = {
        "label": values.question(event, name),
        "help_text": values.HELP.get(name, ""),
        "required": False,
    }
    missing = values.REQUIRED.get((event, name))
    if missing:
        asks |= {"required": True, "error_messages": {"required": missing}}
    if name in values.REFERENCES:
        asks["help_text"] = _("Only where several run side by side.")
    choices = _choices(pack, event, name, carried)
    if choices:
        return _choice(choices, asks)
    make = _BY_TYPE.get(carried.type)
    if make is not None:
        return make(asks)
    if name in values.LONG:
        return forms.CharField(max_length=LONGEST_ACCOUNT, widget=fields.Textarea(rows=3), **asks)
    return forms.CharField(max_length=LONGEST_TEXT, **asks)


def _choices(pack: str, event: str, name: str, carried: Carried) -> dict[str, str]:
    offered = values.offered(pack, event, name)
    if offered:
        return {value: str(words) for value, words in offered.items()}
    return {str(value): values.value(event, name, value, is_word=True) for value in carried.values}


def _choice(choices: Mapping[str, str], asks: dict[str, Any]) -> forms.Field:
    if set(choices) == {"yes", "no"}:
        both = [("yes", _("Yes")), ("no", _("No"))]
        return forms.ChoiceField(choices=both, widget=fields.Radios(inline=True, small=True), **asks)
    return ChoiceOrKept(choices=[("", _("Not recorded")), *choices.items()], **asks)


class ChoiceOrKept(forms.ChoiceField):
    """A choice that keeps what an earlier entry holds, also where the form does not offer it (a code brought in)."""

    def get_bound_field(self, form: forms.BaseForm, field_name: str) -> forms.BoundField:
        """Offer the kept value as well."""
        kept = form.get_initial_for_field(self, field_name)
        if kept not in (None, "") and not self.valid_value(kept):
            self.choices = [*list(self.choices), (str(kept), str(kept))]  # type: ignore[arg-type, call-overload]
        return super().get_bound_field(form, field_name)


class ListField(forms.CharField):
    """Several words in one box, separated by commas; a list when cleaned."""

    def to_python(self, value: object) -> Any:
        """The words, trimmed, without empty ones; a mapping where each is a name and a number ("risk: 2")."""
        text = super().to_python(value) or ""
        parts = [part.strip() for part in text.split(",") if part.strip()]
        named = [match for part in parts if (match := _NAMED_NUMBER.fullmatch(part))]
        if parts and len(named) == len(parts):
            return {match[1]: float(match[2]) if "." in match[2] else int(match[2]) for match in named}
        return parts

    def prepare_value(self, value: object) -> object:
        """A stored list or mapping as it is typed."""
        if isinstance(value, dict):
            return ", ".join(f"{name}: {number}" for name, number in value.items())
        return ", ".join(str(part) for part in value) if isinstance(value, list) else value

    def run_validators(self, value: Any) -> None:
        """Each word is checked as text would be."""
        for part in value:
            super().run_validators(part)


def _number(asks: dict[str, Any]) -> forms.Field:
    return forms.DecimalField(max_digits=12, widget=forms.NumberInput(attrs={"govuk_width": "5"}), **asks)


def _integer(asks: dict[str, Any]) -> forms.Field:
    widget = forms.NumberInput(attrs={"govuk_width": "5"})
    return forms.IntegerField(min_value=-(10**9), max_value=10**9, widget=widget, **asks)


def _date(asks: dict[str, Any]) -> forms.Field:
    return fields.DateField(name_in_errors=asks["label"], **asks)


_BY_TYPE: dict[str, Callable[[dict[str, Any]], forms.Field]] = {
    "boolean": lambda asks: fields.YesNoField(widget=fields.Radios(inline=True, small=True), **asks),
    "date": _date,
    "moment": _date,
    "integer": _integer,
    "number": _number,
    "list": lambda asks: ListField(max_length=LONGEST_TEXT, **asks),
}
