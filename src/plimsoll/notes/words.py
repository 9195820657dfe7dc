"""Words of the programme for what packs carry as codes."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

_CARRIED = {
    "cp": "Child protection",
    "cin": "Child in need",
    "looked_after": "Child looked after",
    "private_fostering": "Private fostering",
    "care_leaver": "Care leaver",
    "adoption": "Adoption",
    "other": "Another kind",
}
KINDS = {
    "fact": "Fact",
    "said": "In their words",
    "opinion": "Professional opinion",
    "actions": "Actions",
}


def carried(value: str) -> str:
    """A code as people say it."""
    return _(_CARRIED.get(value, value.replace("_", " ").capitalize()))


def kind(name: str) -> str:
    """What a section holds."""
    return _(KINDS.get(name, name))


def gap(days: int) -> str:
    """How long after it happened a note was written: said plainly, without blame."""
    if days <= 0:
        return _("written the same day")
    return ngettext("written %(n)d day after", "written %(n)d days after", days) % {"n": days}
