"""Email as it is saved: RFC 5322 and MIME."""

from __future__ import annotations

import email
import html
import re
from email import policy
from functools import partial
from typing import TYPE_CHECKING

from plimsoll.documents.reading.found import MOST_TEXT_BYTES, FileRefused
from plimsoll.documents.reading.recognise import REFUSED, Known

if TYPE_CHECKING:
    from email.message import EmailMessage

_HEADER = re.compile(rb"^(?:[!-9;-~]+:[^\r\n]*\r?\n(?:[ \t][^\r\n]*\r?\n)*)+\r?\n", re.MULTILINE)
_NEEDED = (b"from:", b"date:", b"subject:", b"to:", b"received:", b"message-id:", b"mime-version:")
MOST_PARTS = 500
_TAG = re.compile(r"<(script|style)\b.*?</\1\s*>|<[^>]*>", re.IGNORECASE | re.DOTALL)
_BREAK = re.compile(r"<(br|/p|/div|/tr|/li|/h[1-6])\b[^>]*>", re.IGNORECASE)


def looks_like_mail(data: bytes) -> bool:
    """Whether it begins with the headers of a message."""
    found = _HEADER.match(data[:200_000])
    if not found:
        return False
    lines = found[0].lower()
    return sum(lines.startswith(name) or b"\n" + name in lines for name in _NEEDED) >= 3 and (
        lines.startswith(b"from:") or b"\nfrom:" in lines
    )


def recognise(data: bytes) -> Known:
    """A message; one that brings a programme is refused, one that brings other files says so."""
    message = email.message_from_bytes(data, policy=policy.default)
    parts = list(message.walk())
    if len(parts) > MOST_PARTS:
        raise FileRefused("bomb")
    flags = set()
    for part in parts:
        if part.is_multipart() or not (part.get_filename() or part.get_content_disposition() == "attachment"):
            continue
        flags.add("attachments")
        content = part.get_payload(decode=True)
        if isinstance(content, bytes) and any(
            content.startswith(beginning) and code == "programme" for beginning, code in REFUSED
        ):
            raise FileRefused("brings_programme")
    return Known("eml", flags=frozenset(flags), words=partial(_words, message))


def _words(message: EmailMessage) -> tuple[str, bool]:
    heads = [f"{name}: {message[name]}" for name in ("From", "To", "Cc", "Date", "Subject") if message[name]]
    body = message.get_body(preferencelist=("plain", "html"))
    text = ""
    if body is not None:
        content = body.get_content()
        text = content if isinstance(content, str) else ""
        if body.get_content_subtype() == "html":
            text = html.unescape(_TAG.sub(" ", _BREAK.sub("\n", text[: 4 * MOST_TEXT_BYTES])))
    names = [name for part in message.iter_attachments() if (name := part.get_filename())]
    return "\n".join([*heads, "", text, *names]), False
