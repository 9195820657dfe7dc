"""What went wrong in a form, in words that name the field, each with the place to mend it.

Django's own messages ("This field is required", "Ensure this value has at most 200 characters") do not say which
field, and a summary of three of them helps nobody. A message that the form's author wrote is left as it is.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.forms import CheckboxInput, FileInput
from django.forms.widgets import ChoiceWidget
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from django.core.exceptions import ValidationError
    from django.forms import BaseForm, BoundField, Field


@dataclass(frozen=True, slots=True)
class ErrorLink:
    """One line of the error summary. ``target`` is the id of the first box to correct; empty for the whole form."""

    text: str
    target: str


def name_of(field: BoundField) -> str:
    """What errors call the field: its own ``name_in_errors``, or its label."""
    return str(getattr(field.field, "name_in_errors", "") or field.label).strip()


def in_a_sentence(name: str) -> str:
    """A label as it stands inside a sentence: "Date of visit" becomes "date of visit", "CIN start" stays."""
    text = name.rstrip("?: ")
    return text[:1].lower() + text[1:] if text[1:2].islower() or text[1:2] == " " else text


def _required(field: BoundField) -> str:
    name = name_of(field)
    if name.endswith("?"):
        return _("Answer “%(question)s”") % {"question": name}
    label = {"label": in_a_sentence(name)}
    widget = field.field.widget
    if isinstance(widget, FileInput):
        return _("Choose a file: %(label)s") % label
    if isinstance(widget, CheckboxInput):
        return _("Confirm: %(label)s") % label
    if isinstance(widget, ChoiceWidget):
        return _("Select %(label)s") % label
    return _("Enter %(label)s") % label


def _limits() -> dict[str, str]:
    return {
        "max_length": _("%(name)s must be %(limit)s characters or fewer"),
        "min_length": _("%(name)s must be %(limit)s characters or more"),
        "max_value": _("%(name)s must be %(limit)s or less"),
        "min_value": _("%(name)s must be %(limit)s or more"),
        "invalid_choice": _("%(name)s: choose one of those offered"),
    }


def _is_standard(field: Field, error: ValidationError) -> bool:
    """Is this message Django's own? By identity: comparing lazy plurals as text is not possible."""
    for cls in type(field).__mro__:
        if cls.__module__.startswith("django.") and any(
            error.message is message for message in vars(cls).get("default_error_messages", {}).values()
        ):
            return True
    return any(error.message is getattr(validator, "message", None) for validator in field.validators)


def _worded(field: BoundField, error: ValidationError) -> str:
    """One error, so that it makes sense away from its field."""
    message = str(error.messages[0])
    if not _is_standard(field.field, error):
        return message
    if error.code == "required":
        return _required(field)
    name = name_of(field).rstrip("?: ")
    pattern = _limits().get(str(error.code))
    if pattern is None:
        return f"{name}: {in_a_sentence(message.rstrip('.'))}"
    return pattern % {"name": name, "limit": (error.params or {}).get("limit_value", "")}


def messages_of(field: BoundField) -> list[str]:
    """The errors of one field, each naming it."""
    if field.name not in field.form.errors:
        return []
    errors: list[ValidationError] = field.form.errors.as_data()[field.name]
    return [_worded(field, error) for error in errors]


def first_box(field: BoundField) -> str:
    """The id of the element that a link to this field should put the cursor in."""
    widget = field.field.widget
    if isinstance(widget, ChoiceWidget):
        return str(widget.id_for_label(field.auto_id, index="0"))
    wrong_box = getattr(widget, "id_of_first_wrong", None)
    return str(wrong_box(field.auto_id)) if wrong_box else str(field.auto_id)


def summary_of(form: BaseForm) -> list[ErrorLink]:
    """The errors of a bound form: those of the whole form first, then in the order of its fields."""
    if not form.is_bound:
        return []
    found = [ErrorLink(str(error), "") for error in form.non_field_errors()]
    for field in form.hidden_fields():
        found += [ErrorLink(message, "") for message in messages_of(field)]
    for field in form.visible_fields():
        found += [ErrorLink(message, first_box(field)) for message in messages_of(field)]
    return found
