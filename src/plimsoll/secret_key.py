"""The keys of the demonstration, for sessions and for the audit log: made once, kept beside its data."""

from __future__ import annotations

import os
import secrets
from typing import TYPE_CHECKING

from django.core.exceptions import ImproperlyConfigured

if TYPE_CHECKING:
    from pathlib import Path


def kept_secret_key(directory: Path, name: str = "secret-key") -> str:
    """The key in `directory`, made on first use. Two first uses at once agree on one key."""
    path = directory / name
    try:
        return path.read_text().strip()
    except FileNotFoundError:
        pass
    directory.mkdir(parents=True, exist_ok=True)
    draft = directory / f"{name}.{secrets.token_hex(4)}"
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(secrets.token_hex(32))
    try:
        os.link(draft, path)  # unlike a rename, it never replaces the key that another process made meanwhile
    except FileExistsError:
        pass
    finally:
        draft.unlink()
    return path.read_text().strip()


def audit_key(text: str) -> bytes:
    """The key of the audit log's seals, from 64 hexadecimal digits."""
    try:
        key = bytes.fromhex(text.strip())
    except ValueError:
        key = b""
    if len(key) != AUDIT_KEY_BYTES:
        message = "PLIMSOLL_AUDIT_KEY must be 64 hexadecimal digits: make one with `openssl rand -hex 32`"
        raise ImproperlyConfigured(message)
    return key


AUDIT_KEY_BYTES = 32
