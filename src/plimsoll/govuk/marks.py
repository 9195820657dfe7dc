"""States as a shape and a word: colours of a case, states of a duty, how far a rule was verified."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from functools import lru_cache
from typing import TYPE_CHECKING

from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from plimsoll.govuk.icons import icon

if TYPE_CHECKING:
    from django.utils.safestring import SafeString

Words = str | Promise


@dataclass(frozen=True, slots=True)
class Mark:
    """How one state is drawn: its shape, its class and its word."""

    shape: str
    look: str
    word: Words


COLOURS: dict[str, Mark] = {
    "red": Mark("triangle", "red", _("Red")),
    "amber": Mark("diamond", "amber", _("Amber")),
    "green": Mark("circle", "green", _("Green")),
}
NO_COLOUR = Mark("unknown", "unknown", _("Not known"))

DUTY_STATES: dict[str, Mark] = {
    "late": Mark("triangle", "red", _("Late")),
    "due_soon": Mark("diamond", "yellow", _("Due soon")),
    "running": Mark("clock", "blue", _("Running")),
    "met": Mark("tick", "green", _("Met")),
    "met_late": Mark("tick_late", "orange", _("Met late")),
    "breached": Mark("early", "orange", _("Done too soon")),
    "extended": Mark("extended", "purple", _("Extended")),
    "exempt": Mark("exempt", "grey", _("Exempt")),
    "cancelled": Mark("cross", "grey", _("Cancelled")),
    "lapsed": Mark("lapsed", "grey", _("Lapsed")),
    "not_applicable": Mark("dash", "plain", _("No longer applies")),
}

VERIFIED: dict[str, Mark] = {
    "primary": Mark("tick", "primary", _("Checked against the law’s own text")),
    "secondary": Mark("note", "secondary", _("Taken from another’s account of the law")),
    "unverified": Mark("warning", "unverified", _("Not verified: check before relying on it")),
}

ALERTS: dict[str, Mark] = {
    "safe_address": Mark("address", "address", _("Safe address: do not disclose")),
    "not_alone": Mark("pair", "alone", _("Do not visit alone")),
    "interpreter": Mark("speech", "interpreter", _("Interpreter needed")),
    "other": Mark("warning", "other", _("Alert")),
}


def plain(value: object) -> str:
    """An enum's value, or the thing itself, as text; nothing for None."""
    if isinstance(value, Enum):
        value = value.value
    return "" if value is None else str(value)


@lru_cache(maxsize=2048)
def _rag(colour: str, words: str, _language: str | None) -> SafeString:
    mark = COLOURS.get(colour, NO_COLOUR)
    return format_html(
        '<span class="pl-rag pl-rag--{}{}">{}<span class="pl-rag__word">{}</span></span>',
        mark.look,
        "" if words else " pl-rag--one-word",
        icon(mark.shape),
        words or mark.word,
    )


def rag(colour: object, words: object = "") -> SafeString:
    """The colour of a case. Anything but red, amber and green is drawn as not known."""
    return _rag(plain(colour), plain(words), get_language())


@lru_cache(maxsize=2048)
def _duty_state(state: str, words: str, _language: str | None) -> SafeString:
    mark = DUTY_STATES[state]
    return format_html(
        '<strong class="govuk-tag pl-tag pl-tag--{}">{}{}</strong>', mark.look, icon(mark.shape), words or mark.word
    )


def duty_state(state: object, words: object = "") -> SafeString:
    """The state of a duty as a tag; a state that the kit does not know raises ``KeyError``."""
    return _duty_state(plain(state), plain(words), get_language())


@lru_cache(maxsize=16)
def _verified(level: str, _language: str | None) -> SafeString:
    mark = VERIFIED.get(level, VERIFIED["unverified"])
    return format_html(
        '<span class="pl-verified pl-verified--{}">{}<span>{}</span></span>', mark.look, icon(mark.shape), mark.word
    )


def verified(level: object) -> SafeString:
    """How far a rule was checked. Anything unknown counts as unverified."""
    return _verified(plain(level), get_language())


def alert_items(alerts: object) -> list[tuple[Mark, Words]]:
    """Alerts as mark and words. Each is a name, or a name with the words to show."""
    found: list[tuple[Mark, Words]] = []
    for alert in alerts if isinstance(alerts, list | tuple) else ():
        name, words = (plain(alert), "") if not isinstance(alert, list | tuple) else (plain(alert[0]), alert[1])
        mark = ALERTS.get(name, ALERTS["other"])
        found.append((mark, words or (mark.word if name in ALERTS else name)))
    return found
