"""Choosing: radios, checkboxes, select, yes and no."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from collections.abc import Mapping


class _WithHints:
    """Choices with a hint under some of them, and optionally on one line."""

    def __init__(
        self,
        attrs: dict[str, Any] | None = None,
        choices: Any = (),
        *,
        hints: Mapping[Any, object] | None = None,
        inline: bool = False,
        small: bool = False,
    ) -> None:
        super().__init__(attrs, choices)  # type: ignore[call-arg]
        self.hints = {str(value): hint for value, hint in (hints or {}).items()}
        self.inline = inline
        self.small = small

    def get_context(self, name: str, value: object, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(name, value, attrs)  # type: ignore[misc]
        context["widget"]["inline"] = self.inline
        context["widget"]["small"] = self.small
        for _group, options, _index in context["widget"]["optgroups"]:
            for option in options:
                option["hint"] = self.hints.get(str(option["value"]), "")
        return context


class Radios(_WithHints, forms.RadioSelect):
    """One of a few."""


class Checkboxes(_WithHints, forms.CheckboxSelectMultiple):
    """Any of a few."""


class Select(forms.Select):
    """One of many."""


def _yes_or_no(value: object) -> bool | None:
    """True, False, or None for no answer."""
    answers = {"yes": True, "true": True, "on": True, "1": True, "no": False, "false": False, "0": False, "": None}
    if value is None or isinstance(value, bool):
        return value
    try:
        return answers[str(value).strip().lower()]
    except KeyError:
        raise ValidationError(_("Select yes or no"), code="invalid") from None


class YesNoField(forms.TypedChoiceField):
    """Yes or no, with nothing chosen beforehand: "not asked" is never kept as "no"."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("widget", Radios(inline=True))
        super().__init__(choices=[("yes", _("Yes")), ("no", _("No"))], coerce=_yes_or_no, empty_value=None, **options)

    def prepare_value(self, value: object) -> object:
        """Initial values may be true or false."""
        if isinstance(value, bool):
            return "yes" if value else "no"
        return value
