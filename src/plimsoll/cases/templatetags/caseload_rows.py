"""The rows of the caseload, drawn in Python: the template language takes three times as long for fifty of them.

Whatever comes from the record goes through `format_html`, which escapes it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from plimsoll.govuk import dates, marks

if TYPE_CHECKING:
    from collections.abc import Iterable

    from plimsoll.cases.rows import CaseLine

register = template.Library()
_NOTHING = SafeString("")
_ROW = (
    '<tr class="govuk-table__row govuk-table__row--{colour}" id="{reference}">'
    '<td class="govuk-table__cell pl-caseload__colour" data-label="{h_colour}">{rag}</td>'
    '<th scope="row" class="govuk-table__header pl-cell-head" data-label="{h_name}">'
    '<a class="govuk-link" href="{url}">{name}</a>'
    '<span class="pl-sub">{age}<span class="pl-caseload__number"> · {reference}</span></span></th>'
    '<td class="govuk-table__cell pl-caseload__hide" data-label="{h_plan}">{plan}{status}</td>'
    '<td class="govuk-table__cell{hide_due}" data-label="{h_due}">{due}</td>'
    '<td class="govuk-table__cell{hide_why}" data-label="{h_why}">{why}</td>'
    '<td class="govuk-table__cell pl-nowrap pl-caseload__hide" data-label="{h_seen}">{seen}</td>'
    '<td class="govuk-table__cell pl-nowrap pl-caseload__hide" data-label="{h_contact}">{contact}</td>{worker}</tr>'
)
_HIDE = " pl-caseload__hide"


@register.simple_tag
def caseload_rows(lines: Iterable[CaseLine], scope: str) -> SafeString:
    """A row for each case; the worker's name only where the list is not one's own."""
    labels = {
        "h_colour": _("Stands at"),
        "h_name": _("Name"),
        "h_plan": _("Plan"),
        "h_due": _("Next duty"),
        "h_why": _("Why it stands here"),
        "h_seen": _("Seen"),
        "h_contact": _("Contact"),
    }
    own = scope == "mine"
    words = {"worker": _("Worker"), "nobody": _("Unallocated"), "nothing": _("Nothing running")}
    return format_html_join("", "{}", ((_row(line, labels, words, is_own=own),) for line in lines))


def _row(line: CaseLine, labels: dict[str, str], words: dict[str, str], *, is_own: bool) -> SafeString:
    duty = line.next_duty
    is_said = line.is_about_next_duty
    return format_html(
        _ROW,
        colour=line.colour,
        reference=line.reference,
        rag=marks.rag(line.colour),
        url=line.url,
        name=line.name,
        age=line.age,
        plan=line.plan or "–",
        status=_NOTHING if line.status == "open" else format_html('<span class="pl-sub">{}</span>', line.status_words),
        hide_due="" if duty else _HIDE,
        due=_due(line) if duty else format_html('<span class="pl-muted">{}</span>', words["nothing"]),
        hide_why=_HIDE if is_said or not line.reason else "",
        why=format_html('<span class="pl-muted">{}</span>', line.tier_words)
        if is_said
        else line.reason or line.tier_words,
        seen=line.seen_words,
        contact=line.contact_words,
        worker=_NOTHING if is_own else _worker(line, words),
        **labels,
    )


def _due(line: CaseLine) -> SafeString:
    duty = line.next_duty
    if duty is None:
        return _NOTHING
    return format_html("<span>{}</span> {}", duty.name, dates.due(duty.due, duty.due_words, state=duty.state))


def _worker(line: CaseLine, words: dict[str, str]) -> SafeString:
    name = line.worker or format_html("<strong>{}</strong>", words["nobody"])
    return format_html('<td class="govuk-table__cell" data-label="{}">{}</td>', words["worker"], name)
