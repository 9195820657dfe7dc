"""Where the private database lives, and as whom it runs.

Nothing here starts, makes or changes anything, so the settings may ask at any time. PostgreSQL refuses to run as
root; started by root it runs as `nobody`, who must be able to walk to its files, so for root the files move to
/var/lib/plimsoll when the wished directory lies behind a closed door.
"""

from __future__ import annotations

import hashlib
import os
import pwd
import stat
from dataclasses import dataclass
from pathlib import Path

from plimsoll.database.connection import DatabaseProblem

# The address of a Unix socket holds 108 bytes on Linux and 104 on macOS, its closing zero included.
LONGEST_SOCKET_PATH = 103
SOCKET_NAME = ".s.PGSQL.5432"
ROOTS_PLACE = Path("/var/lib/plimsoll")


def checkout() -> Path | None:
    """The directory of the checkout this program runs from, or None when it is installed."""
    root = Path(__file__).resolve().parents[3]
    return root if (root / "pyproject.toml").is_file() and (root / "run.py").is_file() else None


def data_directory() -> Path:
    """Where everything is kept: `PLIMSOLL_DATA`, else `var/` of the checkout, else the user's data directory."""
    wished = os.environ.get("PLIMSOLL_DATA")
    if wished:
        return Path(wished).expanduser().absolute()
    root = checkout()
    if root is not None:
        return root / "var"
    xdg = os.environ.get("XDG_DATA_HOME") or "~/.local/share"
    return Path(xdg).expanduser() / "plimsoll"


@dataclass(frozen=True)
class Account:
    """The system user PostgreSQL runs as; `is_other` when that is not the user who runs this program."""

    user: int
    group: int
    is_other: bool


def account(data: Path | None = None) -> Account:
    """Anyone runs PostgreSQL as themselves, but root: as the owner of the files that are there, or as nobody."""
    if os.geteuid() != 0:
        return Account(os.geteuid(), os.getegid(), is_other=False)
    if data is not None and data.exists() and data.stat().st_uid != 0:
        return Account(data.stat().st_uid, data.stat().st_gid, is_other=True)
    try:
        nobody = pwd.getpwnam("nobody")
    except KeyError as error:
        message = "PostgreSQL may not run as root and there is no user nobody: run Plimsoll as an ordinary user"
        raise DatabaseProblem(message) from error
    return Account(nobody.pw_uid, nobody.pw_gid, is_other=True)


def can_walk_to(path: Path, who: Account) -> bool:
    """Whether `who` may enter the nearest directory of `path` that exists, by the permission bits on the way."""
    existing = path.absolute()
    while not existing.exists():
        existing = existing.parent
    existing = existing.resolve()
    for directory in (existing, *existing.parents):
        facts = directory.stat()
        if facts.st_uid == who.user:
            allowed = facts.st_mode & stat.S_IXUSR
        elif facts.st_gid == who.group:
            allowed = facts.st_mode & stat.S_IXGRP
        else:
            allowed = facts.st_mode & stat.S_IXOTH
        if directory.is_dir() and not allowed:
            return False
    return True


def _digest(path: Path) -> str:
    return hashlib.sha256(os.fsencode(path)).hexdigest()[:12]


@dataclass(frozen=True)
class Places:
    """The directories of one private database."""

    home: Path
    account: Account

    @property
    def data(self) -> Path:
        return self.home / "data"

    @property
    def log(self) -> Path:
        return self.data / "server.log"

    @property
    def lock(self) -> Path:
        return self.home / "start.lock"

    @property
    def socket(self) -> Path:
        """The directory of the socket: inside the home unless its address would be too long."""
        inside = self.home / "socket"
        if len(os.fsencode(inside / SOCKET_NAME)) <= LONGEST_SOCKET_PATH:
            return inside
        # Fixed rather than $TMPDIR: a later process with another environment must come to the same answer.
        # server.py makes it 0700 and refuses one that belongs to somebody else.
        return Path("/tmp") / f"plimsoll-{self.account.user}-{_digest(self.home)}"  # noqa: S108 - see above


def places(directory: Path | None = None) -> Places:
    """Where the private database of `directory` (by default the data directory) lives."""
    home = (directory or data_directory()).absolute() / "postgresql"
    who = account(home / "data")
    if who.is_other and not can_walk_to(home, who):
        home = ROOTS_PLACE / _digest(home)
    return Places(home, who)
