"""Block tags: a box, a banner, a panel around what the page writes between them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.template.loader import render_to_string
from django.utils.html import format_html

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django import template
    from django.utils.safestring import SafeString

ALERT_ICONS = {"information": "clock", "success": "tick", "warning": "warning", "error": "cross"}


def _box(name: str, content: str, **context: object) -> SafeString:
    # Django hands a block tag its content rendered and marked safe: every variable in it is escaped already.
    return render_to_string(f"govuk/{name}.html", {"content": content, **context})


def details(content: str, summary: object, *, open: bool = False) -> SafeString:  # noqa: A002 - the attribute's own name
    """An expander."""
    return _box("details", content, summary=summary, open=open)


def notification(
    content: str,
    title: object,
    kind: str = "",
    id: str = "",  # noqa: A002 - the attribute's own name
) -> SafeString:
    """A notification banner; ``kind`` "success" is announced at once."""
    return _box("notification", content, title=title, kind=kind, id=id or "notification-title")


def alert(content: str, variant: str, title: object = "") -> SafeString:
    """An alert: information, success, warning or error."""
    return _box("alert", content, variant=variant, title=title, icon_name=ALERT_ICONS[variant])


def confirmation(content: str, title: object) -> SafeString:
    """The panel at the end of a task."""
    return _box("confirmation", content, title=title)


def warning(content: str) -> SafeString:
    """Warning text."""
    return _box("warning", content)


def inset(content: str) -> SafeString:
    """Text set apart."""
    return format_html('<div class="govuk-inset-text">{}</div>', content)


def card(
    content: str,
    title: object,
    count: int | None = None,
    level: int = 2,
    id: str = "",  # noqa: A002 - the attribute's own name
    look: str = "",
) -> SafeString:
    """A section with a heading and, if given, a count. ``look`` "late" draws its edge in red."""
    return _box("card", content, title=title, count=count, level=level, id=id, look=look)


def empty(content: str, title: object) -> SafeString:
    """What to say when there is nothing to show."""
    return _box("empty", content, title=title)


def buttons(content: str) -> SafeString:
    """A group of buttons."""
    return format_html('<div class="govuk-button-group">{}</div>', content)


def filters(
    content: str,
    heading: object = "",
    chosen: Sequence[tuple[object, str]] = (),
    clear: str = "",
    action: str = "",
    submit: object = "",
) -> SafeString:
    """A filter panel: a GET form, with what is chosen and a way to take each away."""
    return _box("filters", content, heading=heading, chosen=chosen, clear=clear, action=action, submit=submit)


def register_on(register: template.Library) -> None:
    """Give the tags their names; each ends with ``end`` and its name."""
    for tag in (details, notification, alert, confirmation, warning, inset, card, empty, buttons, filters):
        register.simple_block_tag(tag)
