"""Plain text."""

from __future__ import annotations

import codecs
import re
from functools import partial

from plimsoll.documents.reading.found import FileRefused
from plimsoll.documents.reading.recognise import Known

_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_WEB = re.compile(
    r"<\s*(!doctype\s+html|html|head|body|script|svg|iframe|object|embed|img|meta|link|style|form|base|xml|\?xml|\?php)\b"
    r"|<\?(xml|php)|javascript:|<!\[CDATA\[",
    re.IGNORECASE,
)


def decoded(data: bytes) -> str | None:
    """The text, by its byte order mark, as UTF-8, or as Windows wrote it in Western Europe; None: it is no text."""
    for mark, encoding in ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"),
                           (codecs.BOM_UTF16_BE, "utf-16")):  # fmt: skip
        if data.startswith(mark):
            return _decode(data, encoding)
    return _decode(data, "utf-8") or _decode(data, "cp1252")


def is_text(data: bytes) -> bool:
    """Whether it decodes, without the control characters that no text has."""
    text = decoded(data)
    return text is not None and not _CONTROLS.search(text)


def recognise(data: bytes) -> Known:
    """A text; a web page or a drawing of the web is one that a browser could run, and is refused."""
    text = decoded(data) or ""
    if _WEB.search(text[:100_000]):
        raise FileRefused("web_page")
    return Known("txt", words=partial(_words, text))


def _words(text: str) -> tuple[str, bool]:
    return text, False


def _decode(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None
