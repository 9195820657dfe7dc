"""Why: every answer of the engine carries its reasons as values.

A `Reason` holds an English template and its parameters rather than a finished sentence,
so that a list of ten thousand answers costs nothing until somebody reads one, and so that
the web layer can translate the template before it is filled.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping

Verified = Literal["primary", "secondary", "unverified"]


@dataclass(frozen=True, slots=True)
class Amount:
    """A quantity with its unit, as shown to people: 3 "working days", -5 "working days"."""

    amount: int | float
    unit: str


@dataclass(frozen=True, slots=True)
class Source:
    """What a reason rests on.

    `kind` is "event" (an entry in the case's record, `id` is its id), "rule" (a clock of the
    rulebook, `id` is the row id such as "ENG-CP-002"), "fact" (a standing fact of the case or
    the person, `id` is its name) or "policy" (a local choice in a pack, `id` is its name).
    """

    kind: Literal["event", "rule", "fact", "policy"]
    id: str


@dataclass(frozen=True, slots=True)
class Citation:
    """The law, guidance or local decision behind a rule, and how far its text was checked."""

    instrument: str
    paragraph: str = ""
    address: str = ""
    verified: Verified = "unverified"
    note: str = ""


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason, in words, with what it rests on.

    `template` uses percent placeholders with names ("Late by %(amount)s"); `text` fills them.
    `code` is stable and names the kind of reason; tests and translations key on it.
    """

    code: str
    template: str
    params: Mapping[str, object] = field(default_factory=dict)
    amount: Amount | None = None
    source: Source | None = None

    @property
    def text(self) -> str:
        """The reason in English."""
        return self.template % self.params if self.params else self.template
