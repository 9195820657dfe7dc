"""Tables that sort by links, turn into cards on a phone, and page without losing the address."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, QueryDict
from django.utils.html import format_html
from django.utils.translation import gettext as _

from plimsoll.govuk.icons import icon

if TYPE_CHECKING:
    from django import template
    from django.core.paginator import Page
    from django.template import Context
    from django.utils.safestring import SafeString


def table(
    content: str, caption: object = "", *, caption_hidden: bool = False, plain: bool = False, classes: str = ""
) -> SafeString:
    """A table in a box that scrolls by itself when it must. ``plain`` does not turn into cards on a phone."""
    hidden = "govuk-visually-hidden" if caption_hidden else "govuk-table__caption govuk-table__caption--m"
    heading = format_html('<caption class="{}">{}</caption>', hidden, caption) if caption else ""
    # Laid out as blocks on a phone, rows and cells would lose their meaning to some screen readers: say it.
    return format_html(
        '<div class="pl-table-box"><table class="govuk-table pl-table{}{}" role="table">{}{}</table></div>',
        "" if plain else " pl-table--cards",
        f" {classes}" if classes else "",
        heading,
        content,
    )


def th(text: object, *, numeric: bool = False, hidden: bool = False) -> SafeString:
    """A column heading; ``hidden`` shows it to screen readers only."""
    words = format_html('<span class="govuk-visually-hidden">{}</span>', text) if hidden else text
    return format_html(
        '<th scope="col" role="columnheader" class="govuk-table__header{}">{}</th>',
        " govuk-table__header--numeric" if numeric else "",
        words,
    )


def td(content: str, label: object = "", *, head: bool = False, numeric: bool = False, classes: str = "") -> SafeString:
    """A cell. ``label`` stands before it on a phone; ``head`` makes it the row's heading."""
    extra = (" govuk-table__cell--numeric" if numeric else "") + (f" {classes}" if classes else "")
    if head:
        return format_html(
            '<th scope="row" role="rowheader" class="govuk-table__header pl-table__head{}">{}</th>',
            extra,
            content,
        )
    return format_html('<td role="cell" class="govuk-table__cell{}" data-label="{}">{}</td>', extra, label, content)


def _query(context: Context, **changes: object) -> str:
    request: HttpRequest | None = context.get("request")
    query: QueryDict = request.GET.copy() if request is not None else QueryDict(mutable=True)
    for name, value in changes.items():
        if value is None:
            query.pop(name, None)
        else:
            query[name] = str(value)
    return query.urlencode()


def current_sort(context: Context) -> str:
    """The order asked for in the address, or the view's ``sort``."""
    request: HttpRequest | None = context.get("request")
    asked = request.GET.get("sort", "") if request is not None else ""
    return asked or str(context.get("sort", ""))


def sort_header(context: Context, text: object, key: str, *, numeric: bool = False, first: str = "") -> SafeString:
    """A column heading that is a link to the table in its order; pressed again, the other way round.

    ``first="-"`` begins with the largest.
    """
    now = current_sort(context)
    is_sorted = now.lstrip("-") == key
    descending = is_sorted and now.startswith("-")
    target = (key if descending else f"-{key}") if is_sorted else f"{first}{key}"
    direction = "descending" if descending else "ascending"
    hint = _("sorted, descending") if descending else _("sorted, ascending")
    return format_html(
        '<th scope="col" role="columnheader" class="govuk-table__header pl-sort{}"{}>'
        '<a class="pl-sort__link" href="?{}">{}{}</a></th>',
        " govuk-table__header--numeric" if numeric else "",
        format_html(' aria-sort="{}"', direction) if is_sorted else "",
        _query(context, sort=target, page=None),
        text,
        format_html(' {}<span class="govuk-visually-hidden">, {}</span>', icon("down" if descending else "up"), hint)
        if is_sorted
        else icon("updown"),
    )


def pagination(context: Context, page: Page[Any], label: object = "") -> dict[str, Any]:
    """Links to the other pages of a Django ``Page``; nothing when there is only one."""
    numbers = page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    gap = page.paginator.ELLIPSIS
    links: list[dict[str, Any]] = [
        {"is_gap": True} if number == gap else {"number": number, "url": "?" + _query(context, page=number)}
        for number in numbers
    ]
    return {
        "page": page,
        "links": links,
        "label": label,
        "previous_url": "?" + _query(context, page=page.number - 1) if page.has_previous() else "",
        "next_url": "?" + _query(context, page=page.number + 1) if page.has_next() else "",
    }


def register_on(register: template.Library) -> None:
    """Give the tags their names."""
    register.simple_block_tag(table)
    register.simple_block_tag(td)
    register.simple_tag(th)
    register.simple_tag(takes_context=True)(sort_header)
    register.inclusion_tag("govuk/pagination.html", takes_context=True)(pagination)
