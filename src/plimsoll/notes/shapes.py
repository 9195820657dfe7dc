"""The shape of a note kept with it: sections and labels as they were on the day it was written. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from plimsoll.notes.formats import Field, Format


def shape_of(one: Format) -> dict[str, object]:
    """A format as it is kept: in the words of the pack, which the page translates."""
    return {
        "title": one.title,
        "in_short": one.in_short,
        "gist": one.gist,
        "sections": [
            {
                "kind": section.kind,
                "title": section.title,
                "fields": [_kept(field) for field in section.fields],
            }
            for section in one.sections
        ],
    }


def _kept(field: Field) -> dict[str, object]:
    choices = [list(one) for one in field.choices]
    return {"name": field.name, "type": field.type, "label": field.label, "choices": choices}
