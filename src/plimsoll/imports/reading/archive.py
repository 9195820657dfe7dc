"""Zip archives (workbooks are ones too) within bounds: members, sizes, ratios, names."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from pathlib import PurePosixPath
from typing import IO, BinaryIO, cast

from plimsoll.imports.reading.limits import MEBIBYTE, Limits, refused
from plimsoll.imports.reading.upload import SourceFile

_END = b"PK\x05\x06"
_END_SIZE = 22
_COMMENT = 65_535
_SMALL = MEBIBYTE  # below this a high ratio harms nobody

# zipfile unpacks these two piece by piece. Of bzip2 and LZMA it unpacks whatever one piece holds at once, which may be
# gigabytes; no spreadsheet and no return is packed so.
BOUNDED_METHODS = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
ZIP_ERRORS = (zipfile.BadZipFile, zlib.error, struct.error, EOFError, NotImplementedError, RuntimeError, ValueError)


def check_directory(source: SourceFile, limits: Limits) -> None:
    """Look at the archive's own table of contents before anything reads it whole."""
    tail = source.tail(_END_SIZE + _COMMENT)
    at = tail.rfind(_END)
    if at < 0 or len(tail) - at < _END_SIZE:
        raise refused("archive_broken", file=source.name)
    members, directory_bytes = struct.unpack_from("<HL", tail, at + 10)
    if members > limits.archive_members or directory_bytes > limits.archive_directory_bytes:
        raise refused("too_many_files", file=source.name, files=limits.archive_members)


def names_in(source: SourceFile, limits: Limits) -> list[str]:
    """The members' names. A name that leads out of the archive refuses the whole of it."""
    check_directory(source, limits)
    with source.open() as stream, zipfile.ZipFile(stream) as archive:
        members = archive.infolist()
    for member in members:
        parts = PurePosixPath(member.filename.replace("\\", "/")).parts
        if ".." in parts or member.filename.startswith(("/", "\\")) or ":" in member.filename:
            raise refused("archive_leads_out", file=source.name)
        if member.flag_bits & 0x1:
            raise refused("is_encrypted", file=source.name)
        if member.compress_type not in BOUNDED_METHODS:
            raise refused("archive_broken", file=source.name)
    names = [member.filename for member in members if not member.is_dir()]
    if len(set(names)) != len(names):
        raise refused("archive_broken", file=source.name)
    return names


class Unpacked:
    """An open archive whose members are read within one common budget of bytes."""

    def __init__(self, source: SourceFile, limits: Limits) -> None:
        self._source = source
        self._limits = limits
        self._left = limits.unpacked_bytes
        names_in(source, limits)
        self._stream = source.open()
        self._archive = zipfile.ZipFile(self._stream)
        self.names = frozenset(self._archive.namelist())

    def open(self, name: str) -> BinaryIO:
        """One member as a stream that stops a bomb while it unpacks."""
        member = self._archive.getinfo(name)
        return cast("BinaryIO", _Bounded(self._archive.open(member), self, max(1, member.compress_size)))

    def spend(self, size: int, read: int, packed: int) -> None:
        """Count what came out; raise when it is more than an honest file holds."""
        self._left -= size
        if self._left < 0 or (read > _SMALL and read / packed > self._limits.unpacked_ratio):
            raise refused("archive_bomb", file=self._source.name)

    def close(self) -> None:
        """Close the archive and its file."""
        self._archive.close()
        self._stream.close()


class _Bounded(io.RawIOBase):
    def __init__(self, inner: IO[bytes], budget: Unpacked, packed: int) -> None:
        self._inner = inner
        self._budget = budget
        self._packed = packed
        self._read = 0

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        """At most `size` bytes; a whole member only in steps, so that a bomb is met early."""
        if size >= 0:
            return self._step(size)
        parts = []
        while part := self._step(MEBIBYTE):
            parts.append(part)
        return b"".join(parts)

    def _step(self, size: int) -> bytes:
        part: bytes = self._inner.read(size)
        self._read += len(part)
        self._budget.spend(len(part), self._read, self._packed)
        return part

    def close(self) -> None:
        self._inner.close()
        super().close()


def member_file(source: SourceFile, name: str, limits: Limits) -> SourceFile:
    """A member as a file of its own, unpacked within bounds each time it is opened."""

    def opener() -> BinaryIO:
        unpacked = Unpacked(source, limits)
        try:
            with unpacked.open(name) as stream:
                content = stream.read()
        except ZIP_ERRORS:
            raise refused("archive_broken", file=source.name) from None
        finally:
            unpacked.close()
        return cast("BinaryIO", io.BytesIO(content))

    return SourceFile(PurePosixPath(name).name, opener, len(opener().read()))
