"""Purposes, lawful bases and the conditions for what is sensitive, as data of the pack, each with its source."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from plimsoll.tasks.pack_files import PackFileError, entries

if TYPE_CHECKING:
    from collections.abc import Mapping

VERIFIED = frozenset({"primary", "secondary", "unverified"})


@dataclass(frozen=True, slots=True)
class Ground:
    """A lawful basis or a condition, with where the law says so."""

    word: str
    title: str
    help: str
    citation: Mapping[str, str] | None


def purposes(pack: str) -> dict[str, str]:
    """Word to title."""
    return {word: _(_title(pack, "purposes", word, entry)) for word, entry in entries(pack, "purposes").items()}


def purpose(pack: str, word: str) -> str:
    """A purpose in words; what an import or an older form wrote is shown as it stands."""
    return purposes(pack).get(word, word.replace("_", " "))


def bases(pack: str) -> dict[str, Ground]:
    """The lawful bases other than consent."""
    return _grounds(pack, "lawful-bases")


def conditions(pack: str) -> dict[str, Ground]:
    """The conditions for what is sensitive."""
    return _grounds(pack, "special-conditions")


def title(pack: str, word: str) -> str:
    """A basis or a condition in words."""
    found = {**conditions(pack), **bases(pack)}.get(word)
    if word == "consent":
        return _("Consent")
    return _(found.title) if found else word.replace("_", " ")


def _grounds(pack: str, file: str) -> dict[str, Ground]:
    return {word: _ground(pack, file, word, entry) for word, entry in entries(pack, file).items()}


def _ground(pack: str, file: str, word: str, entry: dict[str, Any]) -> Ground:
    citation = entry.get("citation") if isinstance(entry, dict) else None
    if citation is not None and (not citation.get("instrument") or citation.get("verified") not in VERIFIED):
        raise PackFileError(
            f"{file}.yaml of {pack}: the citation of {word} needs an instrument, and verified: primary, secondary or"
            " unverified"
        )
    return Ground(word, _title(pack, file, word, entry), str(entry.get("help", "")), citation)


def _title(pack: str, file: str, word: str, entry: object) -> str:
    found = entry.get("title") if isinstance(entry, dict) else None
    if not isinstance(found, str) or not found:
        raise PackFileError(f"{file}.yaml of {pack}: {word} needs a title; write {word}: {{title: …}}")
    return found
