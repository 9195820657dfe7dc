"""The inside of a backup: parts one after the other, compressed, in blocks small enough to be held in memory.

A part is a block with its title in JSON, blocks of content, and an empty block. A block is its length in four bytes
(big-endian) and its bytes. The last part lists the digests of those before it.
"""

from __future__ import annotations

import hashlib
import json
import zlib
from dataclasses import asdict, dataclass
from typing import IO, TYPE_CHECKING, Any, NamedTuple

from plimsoll.backups import FORMAT, BackupRefused
from plimsoll.backups.box import Sealer, opened

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

BLOCK = 1024 * 1024
LENGTH_BYTES = 4
LEVEL = 3  # of zlib: most of what 6 saves, in half the time


@dataclass(frozen=True, slots=True)
class Digest:
    """What a part's content must be: its SHA-256, its bytes, and its line ends (of a table: its rows)."""

    sha256: str
    size: int
    lines: int


class Part(NamedTuple):
    """One part while it is read: the content must be read to its end before the next part."""

    title: dict[str, Any]
    blocks: Iterator[bytes]


class Summing:
    """Digests what passes by."""

    def __init__(self) -> None:
        self._sum, self.size, self.lines = hashlib.sha256(), 0, 0

    def add(self, data: bytes) -> None:
        self._sum.update(data)
        self.size += len(data)
        self.lines += data.count(b"\n")

    def digest(self) -> Digest:
        return Digest(self._sum.hexdigest(), self.size, self.lines)


def digest_of(blocks: Iterable[bytes]) -> Digest:
    """The digest of a content that is not written anywhere."""
    summing = Summing()
    for block in blocks:
        summing.add(block)
    return summing.digest()


class PartWriter:
    """Writes parts into a sealed file."""

    def __init__(self, file: IO[bytes], key: bytes) -> None:
        self._sealer, self._press = Sealer(file, key), zlib.compressobj(LEVEL)

    def add(self, title: dict[str, Any], content: Iterable[bytes] = ()) -> Digest:
        """Write one part, in blocks of its own; returns what its content digests to."""
        summing, waiting = Summing(), bytearray()
        self._block(json.dumps(title).encode())
        for piece in content:
            summing.add(piece)
            waiting += piece
            while len(waiting) >= BLOCK:
                self._block(bytes(waiting[:BLOCK]))
                del waiting[:BLOCK]
        if waiting:
            self._block(bytes(waiting))
        self._block(b"")
        return summing.digest()

    def close(self) -> None:
        """Make the file whole."""
        self._sealer.write(self._press.flush())
        self._sealer.close()

    def _block(self, data: bytes) -> None:
        self._sealer.write(self._press.compress(len(data).to_bytes(LENGTH_BYTES, "big") + data))


def read(file: IO[bytes], key: bytes, step: Callable[[int], None] | None = None) -> Iterator[Part]:
    """Every part of a backup, in order. Raises BackupRefused where it is not whole or not ours."""
    stream = _Stream(_unpacked(opened(file, key, step)))
    while (title := stream.block()) is not None:
        yield Part(json.loads(title), stream.blocks())


def _unpacked(chunks: Iterator[bytes]) -> Iterator[bytes]:
    press = zlib.decompressobj()
    for chunk in chunks:
        waiting = chunk
        while waiting:
            yield press.decompress(waiting, BLOCK)
            waiting = press.unconsumed_tail
    yield press.flush()
    if not press.eof or press.unused_data:
        raise BackupRefused("the backup is not whole inside: it was not finished by this program")


class _Stream:
    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces, self._waiting = pieces, bytearray()

    def _take(self, size: int) -> bytes:
        while len(self._waiting) < size:
            piece = next(self._pieces, None)
            if piece is None:
                break
            self._waiting += piece
        taken = bytes(self._waiting[:size])
        del self._waiting[:size]
        return taken

    def block(self) -> bytes | None:
        """The next block; None at the end of the stream."""
        length = self._take(LENGTH_BYTES)
        if not length:
            return None
        data = self._take(int.from_bytes(length, "big"))
        if len(length) < LENGTH_BYTES or len(data) < int.from_bytes(length, "big"):
            raise BackupRefused("the backup ends in the midst of a block: it was not finished by this program")
        return data

    def blocks(self) -> Iterator[bytes]:
        """The blocks of a part, to the empty one that ends it."""
        while data := self.block():
            yield data


@dataclass(frozen=True)
class Contents:
    """What a backup says of itself, checked against what is in it."""

    about: dict[str, Any]
    tables: dict[str, Digest]
    files: dict[str, Digest]
    sequences: dict[str, list[Any]]
    heads: str

    @property
    def rows(self) -> int:
        return sum(digest.lines for digest in self.tables.values())

    def as_title(self) -> dict[str, Any]:
        """The closing part's title."""
        return {
            "part": "digests",
            "tables": {name: asdict(digest) for name, digest in self.tables.items()},
            "files": {name: asdict(digest) for name, digest in self.files.items()},
            "sequences": self.sequences,
            "heads": self.heads,
        }


def verify(file: IO[bytes], key: bytes, step: Callable[[int], None] | None = None) -> Contents:
    """Read a whole backup, and say what is in it. Raises BackupRefused unless every digest is as its list says."""
    about: dict[str, Any] = {}
    closing: dict[str, Any] | None = None
    found: dict[str, dict[str, Digest]] = {"table": {}, "file": {}}
    for title, blocks in read(file, key, step):
        kind = title["part"]
        if kind == "about":
            about = title
            if title["format"] > FORMAT:
                raise BackupRefused(f"the backup was made by a newer program ({title['program']}): update first")
        digest = digest_of(blocks)
        if kind in found:
            found[kind][title["name"]] = digest
        if kind == "digests":
            closing = title
    if closing is None or not about:
        raise BackupRefused("the backup has no list of digests: it was not finished by this program")
    listed = {
        kind: {name: Digest(**each) for name, each in closing[plural].items()}
        for kind, plural in (("table", "tables"), ("file", "files"))
    }
    for kind, parts in found.items():
        names = {*parts, *listed[kind]}
        wrong = sorted(name for name in names if parts.get(name) != listed[kind].get(name))
        if wrong:
            raise BackupRefused(f"the backup's {kind} {wrong[0]} is not as its list of digests says")
    return Contents(about, listed["table"], listed["file"], closing["sequences"], closing["heads"])
