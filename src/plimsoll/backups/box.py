r"""The outside of a backup: a stream sealed in chunks, so that one pass finds any changed, missing or added byte.

    "plimsoll backup 1\n"    18 bytes
    salt                    16 bytes, by chance, new for each backup
    which key                8 bytes: a keyed hash that tells another organisation's key from a changed byte
    chunks                  AES-256-GCM of 256 KiB each and a shorter last one, 16 bytes of tag after each

This is the STREAM construction (Hoang, Reyhanitabar, Rogaway and Vizár, CRYPTO 2015): a chunk's nonce is its number,
11 bytes, and one byte that is 1 in the last chunk alone, so that chunks can be neither moved nor cut off. What stands
before the chunks is authenticated with each of them. The chunks' key is made from the organisation's key and the salt,
so no nonce is used twice under one key.
"""

from __future__ import annotations

import hmac
import secrets
from hashlib import blake2b
from typing import IO, TYPE_CHECKING

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from plimsoll.backups import BackupRefused

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

MAGIC = b"plimsoll backup 1\n"
SALT_BYTES = 16
NAME_BYTES = 8
HEADER_BYTES = len(MAGIC) + SALT_BYTES + NAME_BYTES
CHUNK = 256 * 1024
TAG = 16


def name_of(key: bytes) -> bytes:
    """Which key it is, without saying the key."""
    return blake2b(b"which key", key=key, digest_size=NAME_BYTES, person=b"plimsoll-backup").digest()


def _cipher(key: bytes, salt: bytes) -> AESGCM:
    return AESGCM(blake2b(salt, key=key, digest_size=32, person=b"plimsoll-backup").digest())


def _nonce(number: int, *, is_last: bool) -> bytes:
    return number.to_bytes(11, "big") + bytes([is_last])


class Sealer:
    """Seals what is written to it into a file. Without `close` the file has no last chunk, and nobody will open it."""

    def __init__(self, file: IO[bytes], key: bytes) -> None:
        salt = secrets.token_bytes(SALT_BYTES)
        self._file, self._header = file, MAGIC + salt + name_of(key)
        self._cipher, self._number, self._rest = _cipher(key, salt), 0, bytearray()
        file.write(self._header)

    def write(self, data: bytes) -> None:
        """Add bytes to the stream."""
        self._rest += data
        while len(self._rest) > CHUNK:  # a full chunk waits, because it may be the last
            self._seal(bytes(self._rest[:CHUNK]), is_last=False)
            del self._rest[:CHUNK]

    def close(self) -> None:
        """Write the last chunk."""
        self._seal(bytes(self._rest), is_last=True)
        self._rest.clear()

    def _seal(self, plain: bytes, *, is_last: bool) -> None:
        nonce = _nonce(self._number, is_last=is_last)
        self._file.write(self._cipher.encrypt(nonce, plain, self._header))
        self._number += 1


def opened(file: IO[bytes], key: bytes, step: Callable[[int], None] | None = None) -> Iterator[bytes]:
    """The stream, chunk by chunk, each checked before it is given; `step` is told the bytes that were read.

    Raises BackupRefused where the file is none of ours, another key's, changed or cut.
    """
    header = file.read(HEADER_BYTES)
    if not header.startswith(MAGIC):
        raise BackupRefused("this is no backup of Plimsoll, or its first bytes were changed: take another copy of it")
    if len(header) < HEADER_BYTES:
        raise BackupRefused("the backup was cut short: take another copy of it")
    if not hmac.compare_digest(header[-NAME_BYTES:], name_of(key)):
        raise BackupRefused(
            "the backup was made with another key: give the key of the organisation that made it, as it was then"
        )
    cipher = _cipher(key, header[len(MAGIC) : -NAME_BYTES])
    number, sealed = 0, file.read(CHUNK + TAG)
    is_last = False
    while not is_last:
        following = file.read(CHUNK + TAG)
        is_last = not following
        try:
            plain = cipher.decrypt(_nonce(number, is_last=is_last), sealed, header)
        except (InvalidTag, ValueError) as error:
            at = HEADER_BYTES + number * (CHUNK + TAG)
            raise BackupRefused(
                f"the backup was changed or cut short, at or after byte {at:,}: take another copy of it"
            ) from error
        if step:
            step(len(sealed))
        yield plain
        number, sealed = number + 1, following
