"""Which characters this machine's fonts can draw. PDF/UA forbids one that cannot be drawn, so it is named instead."""

from __future__ import annotations

import json
import re
import unicodedata
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

# Every font that is asked for has these: Latin with the letters of Welsh, Gaelic, Irish, Polish; quotes and dashes.
_SURE = re.compile("[\\n -~\u00a0-\u017f\u2010-\u2015\u2018-\u201e\u2020-\u2022\u2026\u20ac]*")
_MISSING = re.compile(r'the text `"(?P<text>.*?)"` could not be displayed', re.DOTALL)
_ESCAPE = re.compile(r"\\u\{([0-9a-f]+)\}")
_PROBE = b"""
#set document(title: "probe")
#set text(font: json(bytes(sys.inputs.at("fonts"))))
#for each in json(bytes(sys.inputs.at("marks"))) [#each ]
"""
MOST_PROBES = 40
_drawn: dict[str, bool] = {}


class Characters:
    """Makes words printable; `named` says whether any character had to be named."""

    def __init__(self, fonts: Sequence[str]) -> None:
        """`fonts` in the order in which they are tried."""
        self.fonts = list(fonts)
        self.named = False

    def printable(self, value: Any) -> Any:
        """The same words, lists of words or values of them, with nothing in them that cannot be drawn."""
        self._probe(_unsure(value))
        return self._mapped(value)

    def _mapped(self, value: Any) -> Any:
        if isinstance(value, str):
            return value if _SURE.fullmatch(value) else "".join(map(self._mark, unicodedata.normalize("NFC", value)))
        if isinstance(value, (list, tuple)):
            return [self._mapped(each) for each in value]
        if isinstance(value, dict):
            return {name: self._mapped(each) for name, each in value.items()}
        return value

    def _mark(self, mark: str) -> str:
        if _SURE.fullmatch(mark):
            return mark
        if _is_unseen(mark):
            return " " if mark in "\t\x0b\x0c\u2028\u2029" else ""
        if _drawn.get(mark):
            return mark
        self.named = True
        name = unicodedata.name(mark, "").lower() if unicodedata.category(mark)[0] == "S" else ""
        return f"[{name}]" if name else f"[U+{ord(mark):04X}]"

    def _probe(self, marks: set[str]) -> None:
        """Ask typst about the marks that nobody asked about yet."""
        asked = {mark for mark in marks if mark not in _drawn}
        for _turn in range(MOST_PROBES):
            if not asked:
                return
            missing = self._missing(asked)
            if not missing:
                _drawn.update(dict.fromkeys(asked, True))
                return
            _drawn.update(dict.fromkeys(missing, False))
            asked -= missing
        _drawn.update(dict.fromkeys(asked, False))

    def _missing(self, marks: set[str]) -> set[str]:
        """Some of the marks that cannot be drawn, or none where all can."""
        import typst

        inputs = {"fonts": json.dumps(self.fonts), "marks": json.dumps(sorted(marks))}
        try:
            typst.compile(_PROBE, sys_inputs=inputs, format="pdf", pdf_standards=["ua-1"])
        except typst.TypstError as error:
            found = _MISSING.search(str(error))
            named = _ESCAPE.sub(lambda match: chr(int(match[1], 16)), found["text"]) if found else ""
            return (set(named) & marks) or set(marks)
        return set()


def _unsure(value: Any) -> set[str]:
    if isinstance(value, str):
        if _SURE.fullmatch(value):
            return set()
        return {mark for mark in unicodedata.normalize("NFC", value) if not _SURE.fullmatch(mark)
                and not _is_unseen(mark) and ord(mark) < 0x1F000}  # fmt: skip
    if isinstance(value, dict):
        value = list(value.values())
    return set().union(*map(_unsure, value)) if isinstance(value, (list, tuple)) and value else set()


def _is_unseen(mark: str) -> bool:
    """Controls, directions, joiners, half a pair, a choice of picture: nothing that is drawn by itself."""
    return unicodedata.category(mark) in {"Cc", "Cf", "Cs", "Zl", "Zp"} or 0xFE00 <= ord(mark) <= 0xFE0F
