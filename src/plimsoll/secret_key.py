"""The key that signs the demonstration's sessions: made once, kept beside its data, readable by its user alone."""

from __future__ import annotations

import os
import secrets
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def kept_secret_key(directory: Path) -> str:
    """The key in `directory`, made on first use. Two first uses at once agree on one key."""
    path = directory / "secret-key"
    try:
        return path.read_text().strip()
    except FileNotFoundError:
        pass
    directory.mkdir(parents=True, exist_ok=True)
    draft = directory / f"secret-key.{secrets.token_hex(4)}"
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(secrets.token_urlsafe(50))
    try:
        os.link(draft, path)  # unlike a rename, it never replaces the key that another process made meanwhile
    except FileExistsError:
        pass
    finally:
        draft.unlink()
    return path.read_text().strip()
