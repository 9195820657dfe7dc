"""Pictures: walked from their first byte to their last, so that nothing can hide behind one.

PNG: the W3C recommendation, section 5. JPEG: ITU-T T.81, annex B. HEIC: ISO/IEC 23008-12 (its brand only).
"""

from __future__ import annotations

import struct
import zlib

from plimsoll.documents.reading.found import FileRefused
from plimsoll.documents.reading.recognise import Known

MOST_POINTS = 120_000_000  # a phone's largest picture has 108 million
HEIC_BRANDS = frozenset({b"heic", b"heix", b"mif1", b"heim", b"heis"})
_STANDALONE = frozenset({0x01, *range(0xD0, 0xD8)})
_FRAMES = frozenset({*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC})
# What cameras put behind the end of a picture: another picture, or nothing.
_HARMLESS_ENDS = (b"\xff\xd8\xff",)


def png(data: bytes) -> Known:
    """A PNG: each chunk whole and with its check, the last one the end of the file."""
    at, size = 8, None
    while at + 12 <= len(data):
        length, name = struct.unpack_from(">I4s", data, at)
        end = at + 12 + length
        if end > len(data):
            raise FileRefused("damaged")
        if struct.unpack_from(">I", data, end - 4)[0] != zlib.crc32(data[at + 4 : end - 4]):
            raise FileRefused("damaged")
        if size is None:
            if name != b"IHDR" or length != 13:
                raise FileRefused("damaged")
            size = struct.unpack_from(">II", data, at + 8)
            _not_too_many(*size)
        if name == b"IEND":
            if data[end:].strip(b"\x00"):
                raise FileRefused("two_in_one")
            return Known("png")
        at = end
    raise FileRefused("damaged")


def jpeg(data: bytes) -> Known:
    """A JPEG: each segment in its place, its size sane, nothing but another picture behind its end."""
    at, has_frame = 2, False
    while at + 4 <= len(data):
        if data[at] != 0xFF:
            raise FileRefused("damaged")
        marker = data[at + 1]
        if marker == 0xFF:
            at += 1
        elif marker == 0xD9:
            return _ended(data, at + 2, has_frame=has_frame)
        elif marker in _STANDALONE:
            at += 2
        else:
            length = struct.unpack_from(">H", data, at + 2)[0]
            if length < 2 or at + 2 + length > len(data):
                raise FileRefused("damaged")
            if marker in _FRAMES and length >= 8:
                height, width = struct.unpack_from(">HH", data, at + 5)
                _not_too_many(width, height)
                has_frame = True
            at += 2 + length
            if marker == 0xDA:
                at = _after_scan(data, at)
    if data[at : at + 2] == b"\xff\xd9":
        return _ended(data, at + 2, has_frame=has_frame)
    raise FileRefused("damaged")


def heic(data: bytes) -> Known:
    """A picture as newer phones take it: kept, and opened by the person's own programme."""
    length = struct.unpack_from(">I", data)[0]
    brands = {data[8:12], *(data[at : at + 4] for at in range(16, min(length, 256), 4))}
    if not brands & HEIC_BRANDS:
        raise FileRefused("sound")
    return Known("heic")


def _after_scan(data: bytes, at: int) -> int:
    """Where the compressed picture ends: at the first marker that is neither stuffing nor a restart."""
    while True:
        at = data.find(b"\xff", at)
        if at < 0 or at + 1 >= len(data):
            raise FileRefused("damaged")
        following = data[at + 1]
        if following != 0 and following not in _STANDALONE and following != 0xFF:
            return at
        at += 1 if following == 0xFF else 2


def _ended(data: bytes, at: int, *, has_frame: bool) -> Known:
    behind = data[at:].lstrip(b"\x00\xff")
    if not has_frame:
        raise FileRefused("damaged")
    if behind and not data[at:].lstrip(b"\x00").startswith(_HARMLESS_ENDS):
        raise FileRefused("two_in_one")
    return Known("jpeg")


def _not_too_many(width: int, height: int) -> None:
    if not width or not height:
        raise FileRefused("damaged")
    if width * height > MOST_POINTS:
        raise FileRefused("huge_picture")
