"""What every part of a census needs: its dates, its codes, its lines, and a place for refusals."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Literal, cast

from plimsoll.imports.reading.codes import BOOLEANS
from plimsoll.imports.reading.values import Item, Provenance, Refusal, SourceRow
from plimsoll.imports.reading.words import Words

if TYPE_CHECKING:
    from collections.abc import Collection

    from lxml import etree

_ISO = 10
_HEADINGS = ("LAchildID", "CINreferralDate", "line", "element", "value")


def line_of(element: etree._Element) -> int:
    """The line of the file on which an element begins."""
    return cast("int", element.sourceline or 0)


def text_of(element: etree._Element | None) -> str:
    """An element's text without the blanks round it; nothing for no element."""
    if element is None:
        return ""
    text: str | None = element.text
    return text.strip() if text else ""


@dataclass(slots=True)
class Census:
    """The file being read. `reference_on` is the last day that anything in it can have happened.

    Refusals gather in it while a child is read; `take` hands them over.
    """

    digest: str
    reference_on: date
    file: str
    child_id: str = ""
    referred: str = ""
    death: Provenance | None = None
    unknown: dict[str, tuple[int, int]] = field(default_factory=dict)
    waiting: list[Item] = field(default_factory=list)

    def take(self) -> list[Item]:
        """The refusals gathered since the last time."""
        waiting, self.waiting = self.waiting, []
        return waiting

    def refuse(self, scope: Literal["row", "cell"], element: etree._Element, code: str, **params: object) -> None:
        """Refuse one element: the whole episode or child ("row"), or this value alone ("cell")."""
        name, value, line = element.tag, text_of(element)[:200], line_of(element)
        params = {"element": name, "value": value, "reference_on": self.reference_on.isoformat(), **params}
        cells = (self.child_id, self.referred, str(line), name, value)
        self.waiting.append(
            Refusal(
                scope=scope,
                sheet="",
                row=line,
                column=name,
                value=value,
                reason=Words(code, params),
                remedy=Words(f"{code}.remedy", params),
                source=SourceRow("", line, _HEADINGS, cells),
            )
        )

    def not_read(self, element: etree._Element) -> None:
        """Count an element that this reader does not know, to say so once at the end."""
        if isinstance(element.tag, str):
            name = element.tag
            line, count = self.unknown.get(name, (line_of(element), 0))
            if len(self.unknown) < 50 or name in self.unknown:
                self.unknown[name] = (line, count + 1)

    def day(self, element: etree._Element | None) -> date | None:
        """A date, or None where there is none; one that cannot be read is refused."""
        if element is None:
            return None
        text = element.text
        if not text:
            return None
        try:
            if len(text) != _ISO:
                text = text.strip()[:_ISO]  # a moment instead of a day, or blanks round it
            if text[4:8:3] == "--":
                return date.fromisoformat(text)
        except ValueError:
            pass
        if not text:
            return None
        self.refuse("cell", element, "date_unreadable")
        return None

    def day_by_reference(self, element: etree._Element | None, *, rule: str = "") -> date | None:
        """A date of something that has happened: later than the reference date it is refused."""
        if element is None:
            return None
        on = self.day(element)
        if on is not None and on > self.reference_on:
            self.refuse("cell", element, "after_reference_date", rule=rule)
            return None
        return on

    def code(self, element: etree._Element | None, known: Collection[str], what: str) -> str:
        """A code of a set; an unknown one is refused."""
        if element is None:
            return ""
        text = text_of(element)
        if not text or text in known:
            return text
        self.refuse("cell", element, "unknown_code", what=what)
        return ""

    def truth(self, element: etree._Element | None) -> bool | None:
        """0, 1, true or false; anything else is refused."""
        text = text_of(element)
        if element is None or not text:
            return None
        value = BOOLEANS.get(text.lower())
        if value is None:
            self.refuse("cell", element, "not_true_or_false")
        return value

    def provenance(self, element: etree._Element) -> Provenance:
        """Where a fact came from: this file, this line, this element."""
        line: int = element.sourceline or 0  # type: ignore[assignment]  # the stub knows no number
        return Provenance(self.digest, "", line, element.tag, element.text or "")
