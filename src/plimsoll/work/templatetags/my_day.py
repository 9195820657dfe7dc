"""The rows of My day, drawn in Python.

Forty cases give a hundred rows; in the template language they took three times as long as everything else on the
page. Whatever is not markup of this file goes through `escape`, and the tests put markup into every part of a row.
"""

from __future__ import annotations

from datetime import datetime
from html import escape
from typing import TYPE_CHECKING

from django import template
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from plimsoll.govuk import dates

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from plimsoll.cases.rows import CaseLine
    from plimsoll.work.items import Kind, Row

register = template.Library()
_STATES = {"late": " pl-due--late", "due_soon": " pl-due--due-soon"}
_NOTHING = SafeString("")
VISIT = "/notes/new/visit/"


@register.simple_tag
def todo(kinds: Iterable[Kind], today: date) -> SafeString:
    """Things to do, each said once above the people it is for."""
    words = {"record": escape(_("Record")), "unverified": escape(_("The text of this rule has not been verified"))}
    made = "".join(
        f'<li class="pl-kind"><h3 class="pl-kind__what">{escape(kind.what)}</h3>'
        f'<ul class="pl-kind__rows">{"".join(_row(row, kind.what, today, words) for row in kind.rows)}</ul></li>'
        for kind in kinds
    )
    return SafeString(f'<ul class="pl-kinds">{made}</ul>')  # every part of it was escaped above and below


@register.simple_tag
def first_visit(*buckets: Iterable[Kind]) -> SafeString:
    """The link to write up the visit that presses most, with its key: nothing is written more often."""
    for kind in (kind for bucket in buckets for kind in bucket):
        for row in kind.rows:
            if VISIT in row.record_url:
                words = escape(_("Write a visit: %(name)s") % {"name": row.case.name})
                keys = escape(_("By keyboard: Alt and V; in Firefox Alt, Shift and V"))
                return SafeString(
                    f'<p class="govuk-body-s govuk-!-margin-bottom-0"><a class="govuk-link" accesskey="v" '
                    f'href="{escape(row.record_url)}">{words}</a> <span class="pl-sub">{keys}</span></p>'
                )
    return _NOTHING


def _row(row: Row, what: str, today: date, words: dict[str, str]) -> str:
    name = escape(row.case.name)
    times = f' <span class="pl-muted">× {row.times}</span>' if row.times > 1 else ""
    why = escape(row.why)
    when_it_is, sub = "", ""
    if row.due is not None:
        sub = f'<span class="pl-sub">{why}</span>' if why else ""
        unverified = f'<span class="pl-sub">{words["unverified"]}</span>' if row.is_unverified else ""
        when_it_is = f'<a class="pl-todo__due" href="{escape(row.url)}">{when(row, today)}</a>{unverified}'
    elif why:
        when_it_is = f'<span class="pl-todo__why">{why}</span>'
    record = ""
    if row.record_url:
        told = f'<span class="govuk-visually-hidden"> {escape(what)}, {name}</span>'
        record = f'<a class="govuk-link" href="{escape(row.record_url)}">{words["record"]}{told}</a>'
    return (
        f'<li class="pl-todo"><div class="pl-todo__who"><a class="govuk-link" href="{escape(row.case.url)}">{name}</a>'
        f'{times}{sub}</div><div class="pl-todo__when">{when_it_is}</div><div class="pl-todo__do">{record}</div></li>'
    )


@register.simple_tag
def when(row: Row, today: date) -> SafeString:
    """A date on a list: the weekday, the year where it is another one, and how far off it is."""
    due = row.due
    if due is None:
        return _NOTHING
    day = dates.moment(due) if isinstance(due, datetime) else dates.day(due, "week" if due.year == today.year else "")
    look = _STATES.get(row.state, "")
    words = f'<span class="pl-due__words">{escape(row.due_words)}</span>'
    return SafeString(f'<span class="pl-due{look}">{day} {words}</span>')


@register.simple_tag
def people_to_see(lines: Iterable[CaseLine]) -> SafeString:
    """Whom to see, where they are, and how long ago they were seen."""
    seen = escape(_("seen"))
    return SafeString("".join(
        f'<li class="pl-row"><div class="pl-row__main"><a class="govuk-link" href="{escape(line.url)}">'
        f'{escape(line.name)}</a><span class="pl-sub">{f"{escape(line.place)} · " if line.place else ""}'
        f'{seen} {escape(line.seen_words)}</span></div></li>'
        for line in lines
    ))  # fmt: skip
