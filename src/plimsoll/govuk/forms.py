"""Django forms drawn as GOV.UK components: ``FORM_RENDERER = "plimsoll.govuk.forms.Renderer"``.

Classes, hints and errors are decided here, in Python; the templates in ``templates/govuk/forms`` and
``templates/govuk/widgets`` only draw. Pages import the kit's own fields and widgets from this module.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from django import forms
from django.forms.renderers import TemplatesSetting
from django.template import TemplateDoesNotExist
from django.template.loader import get_template

from plimsoll.govuk.choices import Checkboxes, Radios, Select, YesNoField
from plimsoll.govuk.date_field import DateField, DateInput
from plimsoll.govuk.errors import messages_of
from plimsoll.govuk.text_inputs import FileUpload, Password, Textarea, TimeField

if TYPE_CHECKING:
    from django.forms import BoundField
    from django.http import HttpRequest

__all__ = [
    "Checkboxes",
    "DateField",
    "DateInput",
    "FileUpload",
    "Password",
    "Radios",
    "Renderer",
    "Select",
    "Textarea",
    "TimeField",
    "YesNoField",
]

DJANGO_WIDGETS = "django/forms/widgets/"
KIT_WIDGETS = "govuk/widgets/"
CLASSES = {
    "textarea": "govuk-textarea",
    "select": "govuk-select",
    "file": "govuk-file-upload",
    "clearable_file_input": "govuk-file-upload",
    "checkbox": "govuk-checkboxes__input",
}
# What these browsers' own checks say is vague, in the browser's language, and comes before ours.
# A placeholder goes when typing begins, when it is needed most.
UNWANTED = ("required", "minlength", "maxlength", "min", "max", "step", "placeholder")


@cache
def _kit_template(django_name: str) -> str:
    """The kit's template for one of Django's widgets, where it has one."""
    ours = django_name.replace(DJANGO_WIDGETS, KIT_WIDGETS)
    try:
        get_template(ours)
    except TemplateDoesNotExist:
        return django_name
    return ours


def _width_class(width: str) -> str:
    if not width:
        return ""
    return f"govuk-input--width-{width}" if width.isdigit() else f"govuk-!-width-{width}"


def dress(widget: dict[str, Any], kind: str) -> None:
    """Give a widget its classes, and take away the browser’s checks and placeholders."""
    attrs: dict[str, Any] = widget["attrs"]
    for name in UNWANTED:
        attrs.pop(name, None)
    base = CLASSES.get(kind, "govuk-input")
    width = _width_class(str(attrs.pop("govuk_width", "")))
    error = f"{base}--error" if "aria-invalid" in attrs else ""
    attrs["class"] = " ".join(filter(None, [base, width, error, attrs.get("class", "")]))
    widget["prefix"] = attrs.pop("prefix", "")
    widget["suffix"] = attrs.pop("suffix", "")
    if kind == "number":
        # A number box changes under the mouse wheel and hides what it cannot read; a text box does neither.
        widget["type"] = "text"
        attrs.setdefault("inputmode", "numeric")


def _kind_of(field: BoundField) -> str:
    widget = field.field.widget
    if isinstance(widget, forms.CheckboxInput):
        return "checkbox"
    return "group" if field.use_fieldset else "single"


def look_of(field: BoundField) -> dict[str, Any]:
    """What the field's template needs to know about it."""
    form, name = field.form, field.name
    size = getattr(form, "label_size", {}).get(name, "")
    legend = getattr(form, "legend_size", {}).get(name, size or "s")
    # Where nothing is required, as in filters, there is nothing to tell apart.
    may_mark = getattr(form, "mark_optional", any(each.required for each in form.fields.values()))
    return {
        "kind": _kind_of(field),
        "label_class": f"govuk-label govuk-label--{size}" if size else "govuk-label",
        "legend_class": f"govuk-fieldset__legend govuk-fieldset__legend--{legend}",
        "is_marked_optional": may_mark and not field.field.required and not field.field.disabled,
        "errors": messages_of(field),
        "hint_id": f"{field.auto_id}_helptext",
        "error_id": f"{field.auto_id}_error",
    }


class Renderer(TemplatesSetting):
    """Draws forms, fields and widgets with the kit's templates, Django's own where the kit has none."""

    form_template_name = "govuk/forms/form.html"
    formset_template_name = "govuk/forms/formset.html"
    field_template_name = "govuk/forms/field.html"

    def render(self, template_name: str, context: dict[str, Any], request: HttpRequest | None = None) -> str:
        """The markup of a form, a field or a widget."""
        widget = context.get("widget")
        if isinstance(widget, dict) and template_name.startswith((DJANGO_WIDGETS, KIT_WIDGETS)):
            kind = template_name.rpartition("/")[2].removesuffix(".html")
            if kind not in {"radio", "checkbox_select", "hidden", "multiple_hidden", "date_input"}:
                dress(widget, kind)
            template_name = _kit_template(template_name)
        elif "field" in context:
            context = {**context, "look": look_of(context["field"])}
        return super().render(template_name, context, request)
