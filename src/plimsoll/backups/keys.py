"""The key of the backups: the organisation's own, never in the database and never beside the backups."""

from __future__ import annotations

import os
from pathlib import Path

from plimsoll.backups import BackupRefused

KEY_BYTES = 32
ENVIRONMENT = "PLIMSOLL_BACKUP_KEY"
_HOW = "make one with `openssl rand -hex 32` and keep a copy where the backups are not"


def backup_key(key_file: str | None = None) -> bytes:
    """The key of a file, else that of PLIMSOLL_BACKUP_KEY: 64 hexadecimal digits.

    Raises BackupRefused where there is none, or where it is not one; the message never repeats it.
    """
    if key_file:
        try:
            return _read(Path(key_file).read_text(encoding="ascii", errors="replace"), key_file)
        except OSError as error:
            raise BackupRefused(f"{key_file}: {error.strerror or error}; name the file that holds the key") from error
    text = os.environ.get(ENVIRONMENT, "")
    if not text:
        raise BackupRefused(f"no key: set {ENVIRONMENT}, or name a file with --key-file; {_HOW}")
    return _read(text, ENVIRONMENT)


def _read(text: str, where: str) -> bytes:
    try:
        key = bytes.fromhex(text.strip())
    except ValueError:
        key = b""
    if len(key) != KEY_BYTES or len(set(key)) == 1:
        raise BackupRefused(f"{where}: a key is 64 hexadecimal digits; {_HOW}")
    return key
