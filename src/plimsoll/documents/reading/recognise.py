"""What a file is by its own bytes. Its name and what a browser says of it are asked nowhere."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from plimsoll.documents.reading.found import FileRefused

if TYPE_CHECKING:
    from collections.abc import Callable

# Forms that are not taken, by how they begin; named, so that the person knows what to do instead.
REFUSED = (
    (b"MZ", "programme"), (b"\x7fELF", "programme"), (b"\xca\xfe\xba\xbe", "programme"),
    (b"\xfe\xed\xfa", "programme"), (b"\xcf\xfa\xed\xfe", "programme"), (b"\xce\xfa\xed\xfe", "programme"),
    (b"\x00asm", "programme"), (b"dex\n", "programme"), (b"L\x00\x00\x00\x01\x14\x02", "programme"),
    (b"Rar!\x1a\x07", "archive"), (b"7z\xbc\xaf\x27\x1c", "archive"), (b"\x1f\x8b", "archive"), (b"BZh", "archive"),
    (b"\xfd7zXZ\x00", "archive"), (b"\x28\xb5\x2f\xfd", "archive"), (b"MSCF", "archive"), (b"ISc(", "archive"),
    (b"!<arch>", "archive"),
    (b"GIF8", "other_picture"), (b"BM", "other_picture"), (b"II*\x00", "other_picture"),
    (b"MM\x00*", "other_picture"), (b"RIFF", "other_picture"), (b"\x00\x00\x01\x00", "other_picture"),
    (b"ID3", "sound"), (b"OggS", "sound"), (b"fLaC", "sound"), (b"\x1aE\xdf\xa3", "sound"),
    (b"SQLite format 3", "unknown"),
)  # fmt: skip
# The same among files that are text all through.
REFUSED_TEXTS = ((b"#!", "programme"), (b"{\\rtf", "old_office"), (b"%!PS", "unknown"))
COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # [MS-CFB] 2.2: old Office, Outlook messages, protected new Office
PROTECTED = "EncryptedPackage".encode("utf-16-le")  # [MS-OFFCRYPTO] 2.3.4.4: the stream a password wraps it in


def no_words() -> tuple[str, bool]:
    """A file without words that can be read."""
    return "", False


@dataclass(frozen=True, slots=True)
class Known:
    """A file that is taken. `words` reads its text, and says whether that is only the beginning."""

    form: str
    pages: int | None = None
    flags: frozenset[str] = frozenset()
    words: Callable[[], tuple[str, bool]] = field(default=no_words, repr=False)


def recognise(data: bytes) -> Known:
    """Tell what it is, or `FileRefused`."""
    from plimsoll.documents.reading import packed, papers, pictures

    if data.startswith(b"PK\x03\x04"):
        return packed.recognise(data)
    if _is_also_packed(data):
        raise FileRefused("two_in_one")
    if data[4:8] == b"ftyp":
        return pictures.heic(data)
    for beginning, read in (
        (b"%PDF-", papers.recognise), (b"\x89PNG\r\n\x1a\n", pictures.png), (b"\xff\xd8\xff", pictures.jpeg),
    ):  # fmt: skip
        if data.startswith(beginning):
            return read(data)
    if b"%PDF-" in data[:1024]:
        # Readers of PDF look for its mark in the first kilobyte, so something else stands before it.
        raise FileRefused("two_in_one")
    return _text(data)


def _text(data: bytes) -> Known:
    """A text or an email; whatever else is left is refused, by its name where it has one."""
    from plimsoll.documents.reading import mail, plain

    if data.startswith(COMPOUND):
        raise FileRefused("password" if PROTECTED in data else "old_office")
    is_text = plain.is_text(data)
    for beginning, code in REFUSED_TEXTS if is_text else REFUSED:
        if data.startswith(beginning):
            raise FileRefused(code)
    if not is_text:
        raise FileRefused("unknown")
    return mail.recognise(data) if mail.looks_like_mail(data) else plain.recognise(data)


def _is_also_packed(data: bytes) -> bool:
    """Whether an archive's end stands in it: readers of archives look from the end, so a file may be two."""
    if b"PK\x05\x06" not in data[-66_000:]:
        return False
    return zipfile.is_zipfile(io.BytesIO(data))
