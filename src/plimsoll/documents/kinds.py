"""The kinds of document of a pack, as data."""

from __future__ import annotations

from django.utils.translation import gettext as _

from plimsoll.tasks.pack_files import PackFileError, entries


def kinds(pack: str) -> dict[str, str]:
    """Word to title, in the order of the file."""
    return {word: _(_title(pack, word, entry)) for word, entry in entries(pack, "documents").items()}


def title(pack: str, word: str) -> str:
    """A kind in words; the bare word for one that the pack has lost."""
    return kinds(pack).get(word, word.replace("_", " ").capitalize())


def _title(pack: str, word: str, entry: object) -> str:
    found = entry.get("title") if isinstance(entry, dict) else None
    if not isinstance(found, str) or not found:
        raise PackFileError(f"documents.yaml of {pack}: {word} needs a title; write {word}: {{title: …}}")
    return found
