"""Tags without content of their own: buttons, lists, links, notes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString

from plimsoll.govuk import load_line as drawing
from plimsoll.govuk import marks

if TYPE_CHECKING:
    from django import template
    from django.template import Context

BUTTON_CLASSES = {
    "": "govuk-button",
    "secondary": "govuk-button govuk-button--secondary",
    "warning": "govuk-button govuk-button--warning",
    "quiet": "pl-button-quiet",
}


def pick(item: object, name: str, default: object = "") -> Any:
    """``item.name`` or ``item["name"]``; ``default`` where neither is there or it is None."""
    value = item.get(name) if isinstance(item, Mapping) else getattr(item, name, None)
    return default if value is None else value


def button(text: object, *, href: str = "", kind: str = "", name: str = "", value: object = "") -> SafeString:
    """A button that submits its form, or a link that looks like one."""
    classes = BUTTON_CLASSES[kind]
    if href:
        return format_html(
            '<a href="{}" role="button" draggable="false" class="{}" data-module="govuk-button">{}</a>',
            href,
            classes,
            text,
        )
    named = format_html(' name="{}" value="{}"', name, value) if name else ""
    return format_html(
        '<button type="submit" class="{}" data-module="govuk-button"{}>{}</button>', classes, named, text
    )


def post_button(  # noqa: PLR0913 - a tag names each argument where it is used
    context: Context,
    text: object,
    action: str,
    *,
    name: str = "",
    value: object = "",
    kind: str = "",
    hidden: object = "",
) -> dict[str, Any]:
    """A form of one button. ``hidden`` completes its words for screen readers."""
    return {
        "text": text,
        "action": action,
        "name": name,
        "value": value,
        "classes": BUTTON_CLASSES[kind],
        "hidden": hidden,
        "csrf_token": context.get("csrf_token"),
    }


def badge(count: int, words: object = "") -> SafeString:
    """A count, with its word for screen readers; nothing for zero."""
    if not count:
        return SafeString("")
    hidden = format_html('<span class="govuk-visually-hidden"> {}</span>', words) if words else ""
    return format_html('<span class="pl-count">{}{}</span>', count, hidden)


def load_line(  # noqa: PLR0913 - a tag names each argument where it is used
    points: drawing.Amount | None = None,
    capacity: drawing.Amount | None = None,
    *,
    cases: int | None = None,
    scale: float | None = None,
    unit: str = "points",
    words: object = "",
    size: str = "",
) -> dict[str, Any]:
    """The signature drawing. See ``plimsoll.govuk.load_line``."""
    line = drawing.load_line(points, capacity, cases=cases, scale=scale, unit=unit)
    return {"line": line, "words": words or line.words, "size": size or "page"}


def alerts(items: Sequence[object] = ()) -> dict[str, Any]:
    """The strip of alerts; nothing when there are none."""
    return {"alerts": marks.alert_items(items)}


def citation(item: object) -> dict[str, Any]:
    """Instrument, paragraph, address and how far it was verified."""
    return {
        "instrument": pick(item, "instrument"),
        "paragraph": pick(item, "paragraph"),
        "url": pick(item, "url") or pick(item, "address"),
        "verified": pick(item, "verified"),
    }


def _reason(item: object) -> dict[str, Any]:
    """A reason's words, and its source where that is words too: a reference to a record has no words of its own."""
    if isinstance(item, str | Promise):
        return {"text": item}
    source = pick(item, "source")
    return {
        "text": pick(item, "text", item),
        "source": source if isinstance(source, str | Promise) else "",
        "url": pick(item, "url"),
    }


def reasons(items: Iterable[object] = (), limit: int = 0) -> dict[str, Any]:
    """Reasons as a list; what is beyond the limit folds away."""
    told = [_reason(item) for item in items or ()]
    shown = told[:limit] if limit else told
    return {"shown": shown, "more": told[len(shown) :]}


def back_link(url: str, text: object = "") -> dict[str, Any]:
    """Back, to a page that the caller names."""
    return {"url": url, "text": text}


def breadcrumbs(items: Sequence[tuple[object, str | None]]) -> dict[str, Any]:
    """Pairs of words and address; the last without address is where one is."""
    return {"items": items}


def summary_list(rows: Iterable[object]) -> dict[str, Any]:
    """Rows of key and value, as pairs or with ``key``, ``value`` or ``html``, ``url``, ``action``, ``hidden``."""
    names = ("key", "value", "html", "url", "action", "hidden")
    return {
        "rows": [
            {"key": row[0], "value": row[1]}
            if isinstance(row, tuple | list)
            else {name: pick(row, name) for name in names}
            for row in rows
        ]
    }


def task_list(items: Iterable[object]) -> dict[str, Any]:
    """Tasks with ``title``, ``url``, ``hint``, ``status`` and ``done``."""
    names = ("title", "url", "hint", "status", "done")
    return {"items": [{name: pick(item, name) for name in names} for item in items]}


def progress(text: object, done: int | None = None, total: int | None = None, note: object = "") -> dict[str, Any]:
    """A note that long work is going on, with a bar when its length is known."""
    is_known = done is not None and bool(total)
    words = {"done": drawing.amount_text(done or 0), "total": drawing.amount_text(total or 0)} if is_known else {}
    return {"text": text, "done": done, "total": total, "note": note, "is_known": is_known, "words": words}


def register_on(register: template.Library) -> None:
    """Give the tags their names and templates."""
    register.simple_tag(button)
    register.simple_tag(badge)
    register.inclusion_tag("govuk/post_button.html", takes_context=True)(post_button)
    for tag in (load_line, alerts, citation, reasons, back_link, breadcrumbs, summary_list, task_list, progress):
        register.inclusion_tag(f"govuk/{tag.__name__}.html")(tag)
