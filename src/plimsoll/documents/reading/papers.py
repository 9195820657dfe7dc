"""PDF."""

from __future__ import annotations

import io
import logging
import re
from functools import partial
from typing import TYPE_CHECKING, Any

from plimsoll.documents.reading.found import MOST_PAGES, MOST_TEXT_BYTES, FileRefused
from plimsoll.documents.reading.recognise import Known

if TYPE_CHECKING:
    from pypdf import PdfReader

# What can do something when the file is opened, or brings other files with it (ISO 32000-2, 12.6.4 and 7.11.4).
_ACTIVE = re.compile(rb"/(JavaScript|JS|Launch|SubmitForm|ImportData|RichMedia)\b")
_BEHIND = re.compile(rb"%%EOF[\r\n\s\x00]*")


def recognise(data: bytes) -> Known:
    """A PDF that can be opened without a password, with nothing behind its end."""
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    logging.getLogger("pypdf").setLevel(logging.CRITICAL + 1)  # it would say of a hostile file what is in it
    last = data.rfind(b"%%EOF")
    if last < 0:
        raise FileRefused("damaged")
    if len(_BEHIND.sub(b"", data[last:], count=1)) > 1024:
        raise FileRefused("two_in_one")
    try:
        reader = PdfReader(io.BytesIO(data), strict=False)
        is_open = not reader.is_encrypted or bool(reader.decrypt(""))
        pages = len(reader.pages) if is_open else 0
        root: Any = reader.trailer["/Root"] if is_open else {}
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError) as error:
        raise FileRefused("damaged") from error
    if not is_open:
        raise FileRefused("password")
    if not pages:
        raise FileRefused("damaged")
    if pages > MOST_PAGES:
        raise FileRefused("too_many_pages", pages=MOST_PAGES)
    return Known("pdf", pages, _flags(data, root), partial(_words, reader))


def _flags(data: bytes, root: Any) -> frozenset[str]:
    names = root.get("/Names") or {}
    names = names.get_object() if hasattr(names, "get_object") else names
    flags = set()
    if "/JavaScript" in names or "/AA" in root or _ACTIVE.search(data) or _opens_with_action(root):
        flags.add("active")
    if "/EmbeddedFiles" in names or b"/EmbeddedFile" in data:
        flags.add("attachments")
    return frozenset(flags)


def _opens_with_action(root: Any) -> bool:
    """Whether opening it does more than go to a page."""
    action = root.get("/OpenAction")
    action = action.get_object() if hasattr(action, "get_object") else action
    return isinstance(action, dict) and action.get("/S") not in {None, "/GoTo"}


def _words(reader: PdfReader) -> tuple[str, bool]:
    texts: list[str] = []
    size = 0
    for page in reader.pages:
        text = page.extract_text()
        texts.append(text)
        size += len(text)
        if size > MOST_TEXT_BYTES:
            return "\n".join(texts), True
    return "\n".join(texts), False
