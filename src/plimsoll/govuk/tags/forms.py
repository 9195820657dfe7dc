"""Tags of forms; the markup of fields is in ``templates/govuk/forms``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from plimsoll.govuk.errors import summary_of

if TYPE_CHECKING:
    from django import template
    from django.forms import BaseForm
    from django.template import Context


def error_summary(*forms: BaseForm) -> dict[str, Any]:
    """What went wrong in these forms, each error a link to its field; nothing when nothing did."""
    return {"errors": [error for form in forms if form is not None for error in summary_of(form)]}


def form(  # noqa: PLR0913 - a tag names each argument where it is used
    context: Context,
    form: BaseForm,
    *,
    submit: object = "",
    action: str = "",
    cancel: str = "",
    upload: bool = False,
    kind: str = "",
    method: str = "post",
) -> dict[str, Any]:
    """A whole form: summary, fields, button."""
    return {
        "form": form,
        "submit": submit,
        "action": action,
        "cancel": cancel,
        "upload": upload or form.is_multipart(),
        "kind": kind,
        "method": method,
        "csrf_token": context.get("csrf_token"),
        "request": context.get("request"),
    }


def register_on(register: template.Library) -> None:
    """Give the tags their names."""
    register.inclusion_tag("govuk/error_summary.html")(error_summary)
    register.inclusion_tag("govuk/form.html", takes_context=True)(form)
