"""The rows of My day, drawn in Python.

Forty cases give a hundred rows; in the template language they took three times as long as everything else on the
page. Whatever comes from the record goes through `format_html`, which escapes it.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from plimsoll.govuk import dates

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from plimsoll.work.items import Kind, Row

register = template.Library()
_STATES = {"late": " pl-due--late", "due_soon": " pl-due--due-soon"}
_NOTHING = SafeString("")


@register.simple_tag
def todo(kinds: Iterable[Kind], today: date) -> SafeString:
    """Things to do, each said once above the people it is for."""
    record, unverified = _("Record"), _("The text of this rule has not been verified")
    return format_html(
        '<ul class="pl-kinds">{}</ul>',
        format_html_join(
            "",
            '<li class="pl-kind"><h3 class="pl-kind__what">{}</h3><ul class="pl-kind__rows">{}</ul></li>',
            ((kind.what, _rows(kind, today, record, unverified)) for kind in kinds),
        ),
    )


def _rows(kind: Kind, today: date, record: str, unverified: str) -> SafeString:
    return format_html_join(
        "",
        '<li class="pl-todo"><div class="pl-todo__who"><a class="govuk-link" href="{}">{}</a>{}{}</div>'
        '<div class="pl-todo__when">{}</div><div class="pl-todo__do">{}</div></li>',
        (
            (
                row.case.url,
                row.case.name,
                format_html(' <span class="pl-muted">× {}</span>', row.times) if row.times > 1 else _NOTHING,
                _sub(row.why) if row.due is not None else _NOTHING,
                _when(row, today, unverified),
                _record(row, kind.what, record),
            )
            for row in kind.rows
        ),
    )


def _when(row: Row, today: date, unverified: str) -> SafeString:
    if row.due is None:
        return format_html('<span class="pl-todo__why">{}</span>', row.why) if row.why else _NOTHING
    link = format_html('<a class="pl-todo__due" href="{}">{}</a>', row.url, when(row, today))
    return link + _sub(unverified) if row.is_unverified else link


def _record(row: Row, what: str, record: str) -> SafeString:
    if not row.record_url:
        return _NOTHING
    return format_html(
        '<a class="govuk-link" href="{}">{}<span class="govuk-visually-hidden"> {}, {}</span></a>',
        row.record_url, record, what, row.case.name,
    )  # fmt: skip


def _sub(text: str) -> SafeString:
    return format_html('<span class="pl-sub">{}</span>', text) if text else _NOTHING


@register.simple_tag
def when(row: Row, today: date) -> SafeString:
    """A date on a list: the weekday, the year where it is another one, and how far off it is."""
    due = row.due
    if due is None:
        return _NOTHING
    day = dates.moment(due) if isinstance(due, datetime) else dates.day(due, "week" if due.year == today.year else "")
    return format_html(
        '<span class="pl-due{}">{} <span class="pl-due__words">{}</span></span>',
        _STATES.get(row.state, ""), day, row.due_words,
    )  # fmt: skip
