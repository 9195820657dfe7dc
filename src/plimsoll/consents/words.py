"""Words of consent for people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

STATES: dict[str, _StrPromise] = {
    "given": _("Consent in force"),
    "refused": _("Consent refused"),
    "withdrawn": _("Consent withdrawn"),
    "run_out": _("Consent has run out"),
    "none": _("No consent asked for"),
}
CAPACITIES: dict[str, _StrPromise] = {
    "themselves": _("The person themselves, who understands it"),
    "parental_responsibility": _("Somebody with parental responsibility"),
    "attorney": _("An attorney or deputy with the power to decide"),
    "other": _("Somebody else (say who, and by what right)"),
}
HOWS: dict[str, _StrPromise] = {
    "signed": _("Signed on paper"),
    "spoken": _("Spoken, face to face or on the telephone"),
    "written": _("Written, by email or message"),
    "other": _("Another way, for example signs or an interpreter"),
}
CHANNELS: dict[str, _StrPromise] = {
    "meeting": _("In a meeting"),
    "telephone": _("By telephone"),
    "secure_email": _("By secure email"),
    "letter": _("By letter"),
    "system": _("Through a system of theirs or ours"),
    "other": _("Another way"),
}


def word(table: dict[str, _StrPromise], value: str) -> str:
    """A value in words, or as it stands."""
    return str(table[value]) if value in table else value
