"""A file to read: from a path, from bytes, or from anything that can be opened again."""

from __future__ import annotations

import hashlib
import io
import os
import stat
from typing import TYPE_CHECKING, BinaryIO, cast

from plimsoll.imports.reading.limits import refused

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

_CHUNK = 1024 * 1024


class SourceFile:
    """One file, which may be opened more than once. `name` is its name alone, without a path."""

    def __init__(self, name: str, opener: Callable[[], BinaryIO], size: int) -> None:
        self.name = name
        self.size = size
        self._opener = opener
        self._digest = ""

    @classmethod
    def from_path(cls, path: Path) -> SourceFile:
        """A regular file on disk; anything else (a directory, a device, a pipe) is refused."""
        try:
            status = path.stat()
        except FileNotFoundError:
            raise refused("no_such_file", file=path.name) from None
        except (OSError, ValueError):
            raise refused("cannot_be_opened", file=path.name) from None
        if stat.S_ISDIR(status.st_mode):
            raise refused("is_a_directory", file=path.name)
        if not stat.S_ISREG(status.st_mode):
            raise refused("not_a_regular_file", file=path.name)
        if not os.access(path, os.R_OK):
            raise refused("cannot_be_opened", file=path.name)
        return cls(path.name, lambda: path.open("rb"), status.st_size)

    @classmethod
    def from_bytes(cls, name: str, content: bytes) -> SourceFile:
        """A file held in memory."""
        return cls(name, lambda: cast("BinaryIO", io.BytesIO(content)), len(content))

    def open(self) -> BinaryIO:
        """A fresh binary stream at the beginning of the file."""
        try:
            return self._opener()
        except OSError:
            raise refused("cannot_be_opened", file=self.name) from None

    def head(self, size: int) -> bytes:
        """The first bytes."""
        with self.open() as stream:
            return stream.read(size)

    def tail(self, size: int) -> bytes:
        """The last bytes."""
        with self.open() as stream:
            stream.seek(max(0, self.size - size))
            return stream.read(size)

    @property
    def digest(self) -> str:
        """SHA-256 of the content in hexadecimal, counted once."""
        if not self._digest:
            seal = hashlib.sha256()
            with self.open() as stream:
                while chunk := stream.read(_CHUNK):
                    seal.update(chunk)
            self._digest = seal.hexdigest()
        return self._digest


def digest_of(files: list[SourceFile]) -> str:
    """One digest for a set of files, whatever their names and their order."""
    if len(files) == 1:
        return files[0].digest
    return hashlib.sha256("\n".join(sorted(file.digest for file in files)).encode()).hexdigest()
