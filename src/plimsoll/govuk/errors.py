"""What went wrong in a form, in words that name the field, each with the place to mend it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.forms import CheckboxInput, Field, FileInput
from django.forms.widgets import ChoiceWidget
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from django.core.exceptions import ValidationError
    from django.forms import BaseForm, BoundField


@dataclass(frozen=True, slots=True)
class ErrorLink:
    """One line of the error summary. ``target`` is the id of the first box to correct; empty for the whole form."""

    text: str
    target: str


def in_a_sentence(label: object) -> str:
    """A label as it stands inside a sentence: "Date of visit" becomes "date of visit", "CIN start" stays."""
    text = str(label).rstrip("?: ")
    return text[:1].lower() + text[1:] if text[1:2].islower() or text[1:2] == " " else text


def _required(field: BoundField) -> str:
    label = {"label": in_a_sentence(getattr(field.field, "name_in_errors", "") or field.label)}
    widget = field.field.widget
    if isinstance(widget, FileInput):
        return _("Choose a file: %(label)s") % label
    if isinstance(widget, CheckboxInput):
        return _("Confirm: %(label)s") % label
    if isinstance(widget, ChoiceWidget):
        return _("Select %(label)s") % label
    return _("Enter %(label)s") % label


def messages_of(field: BoundField) -> list[str]:
    """The errors of one field. Django's "This field is required" is replaced by what to do about it."""
    if field.name not in field.form.errors:
        return []
    standard = Field.default_error_messages["required"]
    errors: list[ValidationError] = field.form.errors.as_data()[field.name]
    told: list[str] = []
    for error in errors:
        is_bare = error.code == "required" and str(error.message) == str(standard)
        told += [_required(field)] if is_bare else [str(message) for message in error.messages]
    return told


def first_box(field: BoundField) -> str:
    """The id of the element that a link to this field should put the cursor in."""
    widget = field.field.widget
    if isinstance(widget, ChoiceWidget):
        return str(widget.id_for_label(field.auto_id, index="0"))
    wrong_box = getattr(widget, "id_of_first_wrong", None)
    return str(wrong_box(field.auto_id)) if wrong_box else str(field.auto_id)


def summary_of(form: BaseForm) -> list[ErrorLink]:
    """The errors of a bound form in the order of its fields, those of the whole form first."""
    if not form.is_bound:
        return []
    found = [ErrorLink(str(error), "") for error in form.non_field_errors()]
    for field in form.hidden_fields():
        found += [ErrorLink(f"{field.label}: {error}", "") for error in messages_of(field)]
    for field in form.visible_fields():
        found += [ErrorLink(error, first_box(field)) for error in messages_of(field)]
    return found
