"""Reasons in words, each with where it comes from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _

from plimsoll.cases import words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from plimsoll.cases.queries.case import CaseView
    from plimsoll.engine.reasons import Reason


@dataclass(frozen=True, slots=True)
class ReasonLine:
    """A reason, and what it rests on in a few words, with the address where there is one."""

    text: str
    source: str = ""
    url: str = ""


def reason_text(reason: Reason) -> str:
    """The reason translated, then filled in."""
    template = _(reason.template)
    return template % {name: words.shown(value) for name, value in reason.params.items()} if reason.params else template


def reasons(view: CaseView, given: Iterable[Reason]) -> tuple[ReasonLine, ...]:
    """Reasons, each with a way to the record or the rule it rests on."""
    return tuple(_line(view, reason) for reason in given)


def _line(view: CaseView, reason: Reason) -> ReasonLine:
    text = reason_text(reason)
    source = reason.source
    if source is None:
        return ReasonLine(text)
    if source.kind == "event":
        event = view.event(source.id)
        if event is None:
            return ReasonLine(text)
        url = reverse("cases:chronology", args=[view.case.pk]) + f"#event-{event.pk}"
        return ReasonLine(text, _("see the record of %(day)s") % {"day": words.day(event.at_on)}, url)
    if source.kind == "rule":
        url = reverse("cases:duties", args=[view.case.pk]) + f"#{source.id}"
        return ReasonLine(text, _("see the duty and its law"), url)
    return ReasonLine(text, _("the service’s own limit") if source.kind == "policy" else "")
