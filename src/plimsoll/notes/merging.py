"""Bringing together what two pages wrote in one draft. Pure: texts in, texts out.

A page sends with each box the digest of what stood there when it was drawn or last saved (`was`). So each box
tells by itself whether this page touched it and whether somebody else did; only where both did is there a clash,
and then both texts are kept.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Merged:
    """What the draft holds now, the boxes this page changed, and what clashed (box to this page's text)."""

    content: dict[str, str]
    changed: tuple[str, ...]
    clashes: dict[str, str]


def digest(text: str) -> str:
    """A short mark of a text; the empty text has the empty mark."""
    return hashlib.sha256(text.encode()).hexdigest()[:12] if text else ""


def digests(content: Mapping[str, str]) -> dict[str, str]:
    """The mark of each box that has something in it."""
    return {name: digest(text) for name, text in content.items() if text}


def merge(stored: Mapping[str, str], posted: Mapping[str, str], was: Mapping[str, str]) -> Merged:
    """Lay what a page sent over what is stored.

    >>> merge({"a": "one"}, {"a": "two"}, digests({"a": "one"})).content
    {'a': 'two'}
    >>> merge({"a": "theirs"}, {"a": "mine"}, digests({"a": "one"})).clashes
    {'a': 'mine'}
    """
    content = dict(stored)
    changed, clashes = [], {}
    for name, text in posted.items():
        now, then = stored.get(name, ""), was.get(name, "")
        if text == now or digest(text) == then:
            continue
        if digest(now) == then:
            content[name] = text
            changed.append(name)
        elif text:
            clashes[name] = text
    return Merged({name: text for name, text in content.items() if text}, tuple(changed), clashes)
