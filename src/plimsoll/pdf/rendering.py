"""From a paper to the bytes of its PDF."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from plimsoll.pdf.characters import Characters

if TYPE_CHECKING:
    from datetime import datetime

    from plimsoll.pdf.paper import Paper

TEMPLATE = Path(__file__).with_name("paper.typ")
# The first of these that the machine has; the last is inside typst. A sans serif is easier to read for many.
FONTS = ["Liberation Sans", "Noto Sans", "Arial", "DejaVu Sans", "Noto Sans Arabic", "Noto Sans CJK SC",
         "Libertinus Serif"]  # fmt: skip

EMPTY = "–"


def render(paper: Paper, now: datetime) -> bytes:
    """The PDF. Characters that no font of this machine has are named in brackets, and the paper says so."""
    characters = Characters(FONTS)
    value = _value(paper, now)
    said = {name: characters.printable(value[name]) for name in ("title", "subtitle", "foot", "facts", "warnings",
                                                                 "blocks", "author")}  # fmt: skip
    if characters.named and paper.unprintable_words:
        said["warnings"] = [*said["warnings"], paper.unprintable_words]
    said["title"] = said["title"].strip() or EMPTY
    for block in said["blocks"]:
        if block["type"] == "heading":  # the standard has no empty ones
            block["text"] = block["text"].strip() or EMPTY
    return _compiled({**value, **said})


def _value(paper: Paper, now: datetime) -> dict[str, Any]:
    language, _, region = paper.lang.partition("-")
    return {
        "title": paper.title, "subtitle": paper.subtitle, "foot": paper.foot, "author": paper.author,
        "lang": language, "region": region or "GB", "page_words": paper.page_words, "facts": paper.facts,
        "warnings": paper.warnings, "blocks": paper.blocks, "fonts": FONTS,
        "date": {"year": now.year, "month": now.month, "day": now.day, "hour": now.hour, "minute": now.minute,
                 "second": now.second},
    }  # fmt: skip


def _compiled(value: dict[str, Any]) -> bytes:
    import typst

    made = typst.compile(
        TEMPLATE, root=TEMPLATE.parent, sys_inputs={"paper": json.dumps(value)}, format="pdf", pdf_standards=["ua-1"]
    )
    assert isinstance(made, bytes)
    return made
