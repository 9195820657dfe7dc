"""Code sets of equality facts, as the Department's returns have them (CIN census 2026: Ethnicity, Disability)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

ETHNICITIES = (
    ("", _("Not asked")),
    ("REFU", _("Prefers not to say")),
    ("NOBT", _("Asked, not yet answered")),
    ("WBRI", _("White British")),
    ("WIRI", _("White Irish")),
    ("WIRT", _("Traveller of Irish heritage")),
    ("WROM", _("Gypsy or Roma")),
    ("WOTH", _("Any other White background")),
    ("MWBC", _("White and Black Caribbean")),
    ("MWBA", _("White and Black African")),
    ("MWAS", _("White and Asian")),
    ("MOTH", _("Any other mixed background")),
    ("AIND", _("Indian")),
    ("APKN", _("Pakistani")),
    ("ABAN", _("Bangladeshi")),
    ("AOTH", _("Any other Asian background")),
    ("BCRB", _("Caribbean")),
    ("BAFR", _("African")),
    ("BOTH", _("Any other Black background")),
    ("CHNE", _("Chinese")),
    ("OOTH", _("Any other ethnic group")),
)
DISABILITIES = (
    ("NONE", _("No disability")),
    ("MOB", _("Mobility")),
    ("HAND", _("Hand function")),
    ("PC", _("Personal care")),
    ("INC", _("Incontinence")),
    ("COMM", _("Communication")),
    ("LD", _("Learning")),
    ("HEAR", _("Hearing")),
    ("VIS", _("Vision")),
    ("BEH", _("Behaviour")),
    ("CON", _("Consciousness")),
    ("AUT", _("Autism")),
    ("DDA", _("Other")),
)
WAYS = (
    ("telephone", _("Telephone call")),
    ("text", _("Text message")),
    ("voicemail", _("Voicemail")),
    ("email", _("Email")),
    ("letter", _("Letter")),
    ("visit", _("Visit at home")),
)


def ethnicity(code: str) -> str:
    """The words of a code; the code itself when it is of another year's set."""
    return str(dict(ETHNICITIES).get(code, code))


def disabilities(codes: list[str]) -> str:
    """The words of codes, with commas."""
    words = dict(DISABILITIES)
    return ", ".join(str(words.get(code, code)) for code in codes)


def ways(codes: list[str]) -> str:
    """The ways that are safe, with commas."""
    words = dict(WAYS)
    return ", ".join(str(words.get(code, code)) for code in codes)
