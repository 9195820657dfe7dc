"""Every sentence that an import says, under a stable code, ready to be translated.

A `Words` carries the code and the parameters; the English template stands in the tables below,
marked for translation, and is filled only when somebody reads it. The web layer translates
`words.template` and fills it with `words.params`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from plimsoll.imports.reading.wording import files, rows, shapes

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_TEMPLATES: Mapping[str, str] = {**files.TEMPLATES, **rows.TEMPLATES, **shapes.TEMPLATES}


@dataclass(frozen=True, slots=True)
class Words:
    """One sentence: a code of the tables, and what fills its placeholders."""

    code: str
    params: Mapping[str, object] = field(default_factory=dict)

    @property
    def template(self) -> str:
        """The English sentence with its placeholders, as marked for translation."""
        return _TEMPLATES[self.code]

    @property
    def text(self) -> str:
        """The sentence in English."""
        return self.template % self.params if self.params else self.template


def outline(alike: Sequence[Words], template: str = "") -> str:
    """What sentences of one code have in common: the template (or its translation), with "…" where they differ."""
    first = alike[0]
    if not first.params:
        return template or first.template
    params = {
        name: value if all(one.params.get(name) == value for one in alike) else "…"
        for name, value in first.params.items()
    }
    return (template or first.template) % params
