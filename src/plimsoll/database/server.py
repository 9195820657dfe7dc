"""Starts, adopts and stops the private PostgreSQL.

The server outlives a killed parent, so every start asks first whether one runs already and adopts it. Two starts at
once wait for each other on a lock file. Nothing listens on a port: whoever cannot enter the socket's directory, mode
0700, cannot connect.
"""

from __future__ import annotations

import os
import shlex
import shutil
import socket
import subprocess
import time
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING

from plimsoll.database import binaries as postgres
from plimsoll.database.connection import ConnectionSettings, DatabaseProblem, from_url
from plimsoll.database.places import SOCKET_NAME, Account, Places, places

if TYPE_CHECKING:
    from collections.abc import Iterator

START_SECONDS = 60
SERVER_OF_URL = "the server of DATABASE_URL"
SUPERUSER = "postgres"
# The program's own role is no superuser: row-level security does not bind superusers.
ROLE = "plimsoll"
# Whom the web server asks as: it owns nothing, so it can take down no wall (plimsoll.walls) and no trigger.
APPLICATION_ROLE = "plimsoll_app"
DATABASE = "plimsoll"

# Errors go to the log without the statement, its parameters or the failing row: all three hold people's names.
QUIET = {
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
    "log_parameter_max_length": "0",
    "log_parameter_max_length_on_error": "0",
    "log_statement": "none",
}
# Only ever for tests: an ordinary crash would lose data.
FAST_AND_UNSAFE = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


@dataclass(frozen=True)
class Status:
    """What runs. `origin` says whose PostgreSQL it is, in words."""

    is_running: bool
    version: str
    origin: str
    directory: str


def connection(directory: Path | None = None, *, is_serving: bool = False) -> ConnectionSettings:
    """How the database is reached; starts nothing. `DATABASE_URL` wins unless a directory is named.

    `is_serving`: as the role of the web server, which owns nothing; a DATABASE_URL names its own.
    """
    url = os.environ.get("DATABASE_URL")
    if url and directory is None:
        return from_url(url)
    role = APPLICATION_ROLE if is_serving else ROLE
    return ConnectionSettings(host=str(places(directory).socket), name=DATABASE, user=role)


def start(directory: Path | None = None, *, is_for_tests: bool = False) -> ConnectionSettings:
    """Make sure the database runs and say how to reach it. Safe to call again, and from two processes at once.

    Raises DatabaseProblem with one line when it cannot.
    """
    if os.environ.get("DATABASE_URL") and directory is None:
        return connection()
    where = places(directory)
    with _reasons_in_one_line(where), _alone(where):
        if not _answers(where):
            _forget_a_stale_process(where)
            found = postgres.find(where.account, _major_of(where.data))
            if _major_of(where.data) is None:
                _initialise(where, found)
            _launch(where, found, is_for_tests=is_for_tests)
        _make_role_and_database(where)
    return connection(directory)


def stop(directory: Path | None = None) -> bool:
    """Stop the private PostgreSQL; False when none ran. A server behind DATABASE_URL is never touched."""
    if os.environ.get("DATABASE_URL") and directory is None:
        return False
    where = places(directory)
    if _running_process(where) is None:
        return False
    with _reasons_in_one_line(where), _alone(where):
        found = postgres.find(where.account, _major_of(where.data))
        _run(where.account, found.path("pg_ctl"), "-D", str(where.data), "-m", "fast", "-w", "stop")
    return True


def throw_away(directory: Path | None = None) -> None:
    """Empty the private database for good, whoever is connected. Refused where DATABASE_URL names a server."""
    if os.environ.get("DATABASE_URL") and directory is None:
        message = "DATABASE_URL names a server, and its database is not ours to throw away"
        raise DatabaseProblem(message)
    start(directory)
    import psycopg

    with psycopg.connect(_superuser(places(directory)), autocommit=True) as session:
        session.execute(f"DROP DATABASE {DATABASE} WITH (FORCE)")
    start(directory)


def status(directory: Path | None = None) -> Status:
    """Which PostgreSQL serves, and whether it answers. Starts nothing."""
    if os.environ.get("DATABASE_URL") and directory is None:
        there = connection()
        return Status(is_running=True, version="", origin=SERVER_OF_URL, directory=there.host or "localhost")
    where = places(directory)
    found = postgres.find(where.account, _major_of(where.data))
    return Status(
        is_running=_answers(where), version=found.version, origin=found.origin, directory=str(where.data)
    )


@contextmanager
def _reasons_in_one_line(where: Places) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        message = f"the database's directory {where.home} cannot be used: {error.strerror or error}"
        raise DatabaseProblem(message) from error


def _make_home(where: Places) -> None:
    """The directory of everything. What is made for another user to walk through stays open under a strict umask."""
    missing = [path for path in (where.home, *where.home.parents) if not path.exists()]
    for path in reversed(missing):
        path.mkdir(exist_ok=True)
        path.chmod(0o755 if where.account.is_other else 0o700)


@contextmanager
def _alone(where: Places) -> Iterator[None]:
    """Hold the start lock: a second start waits here, then finds the first one's server."""
    import fcntl

    _make_home(where)
    descriptor = os.open(where.lock, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def _run(who: Account, *command: str, log: IO[bytes] | None = None) -> None:
    """Run one of PostgreSQL's programs as `who`, in a directory that they can read."""
    as_other = {"user": who.user, "group": who.group, "extra_groups": []} if who.is_other else {}
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
    environment["LC_ALL"] = "C.UTF-8" if os.name == "posix" else environment.get("LC_ALL", "")
    done = subprocess.run(
        command,
        stdin=subprocess.DEVNULL,
        stdout=log or subprocess.PIPE,
        stderr=subprocess.STDOUT,
        cwd="/",
        env=environment,
        check=False,
        **as_other,  # type: ignore[call-overload]
    )
    if done.returncode:
        lines = (done.stdout or b"").decode(errors="replace").strip().splitlines() or ["it says nothing"]
        message = f"PostgreSQL's {Path(command[0]).name} failed: {lines[-1]}"
        raise DatabaseProblem(message)


def _major_of(data: Path) -> int | None:
    """The version whose files are there: PostgreSQL reads only its own major version's."""
    version = data / "PG_VERSION"
    return int(version.read_text().strip()) if version.is_file() else None


def _initialise(where: Places, found: postgres.Binaries) -> None:
    """Make the data directory, all or nothing: a killed attempt leaves no PG_VERSION under the real name."""
    half = where.home / "data.half"
    shutil.rmtree(half, ignore_errors=True)
    _make_private(half, where.account)
    arguments = ("--auth-local=trust", "--auth-host=reject", "--encoding=UTF8", "--locale=C.UTF-8", "--no-instructions")
    # Both are spelled out where they are known: the wheel is built without ICU, and 15 offers the choice.
    _run(
        where.account, found.path("initdb"), "-D", str(half), "-U", SUPERUSER, "--locale-provider=libc", *arguments
    )
    half.rename(where.data)


def _make_private(directory: Path, who: Account) -> None:
    """A directory that only `who` may enter; one that belongs to somebody else is refused, not used."""
    if not directory.exists() and not directory.is_symlink():
        directory.mkdir(mode=0o700)
        if who.is_other:
            os.chown(directory, who.user, who.group)
    facts = directory.lstat()
    if directory.is_symlink() or facts.st_uid != who.user or facts.st_mode & 0o077:
        message = f"{directory} is not a private directory of the user who runs PostgreSQL: remove it and start again"
        raise DatabaseProblem(message)


def _launch(where: Places, found: postgres.Binaries, *, is_for_tests: bool) -> None:
    _make_private(where.socket, where.account)
    chosen = {
        "listen_addresses": "",
        "unix_socket_directories": str(where.socket),
        "unix_socket_permissions": "0700",
        "max_connections": "100",
        "jit": "off",
        **QUIET,
        **(FAST_AND_UNSAFE if is_for_tests else {}),
    }
    options = " ".join(shlex.quote(f"--{name}={value}") for name, value in chosen.items())
    arguments = ("-D", str(where.data), "-w", "-t", str(START_SECONDS), "-l", str(where.log), "-o", options, "start")
    try:
        _run(where.account, found.path("pg_ctl"), *arguments)
    except DatabaseProblem as problem:
        message = f"PostgreSQL does not start: {_last_words(where.log) or problem} (its log: {where.log})"
        raise DatabaseProblem(message) from problem


def _last_words(log: Path) -> str:
    """The last fatal line of the server's log."""
    if not log.is_file():
        return ""
    fatal = [line for line in log.read_text(errors="replace").splitlines()[-50:] if "FATAL:" in line]
    return fatal[-1].split("FATAL:")[1].strip() if fatal else ""


def _running_process(where: Places) -> int | None:
    """The number of the server's process, or None; a number that another program has by now does not count."""
    try:
        process = int((where.data / "postmaster.pid").read_text().split("\n")[0])
        os.kill(process, 0)
    except (FileNotFoundError, NotADirectoryError, ValueError, ProcessLookupError):
        return None
    about = Path(f"/proc/{process}")
    if about.exists() and (about / "comm").read_text().strip() != "postgres":
        return None
    return process


def _forget_a_stale_process(where: Places) -> None:
    """Remove a process file whose number belongs to another program, which PostgreSQL would take for a server.

    It happens where numbers start again from 1, as in a container. The file of a dead number PostgreSQL judges itself.
    """
    recorded = where.data / "postmaster.pid"
    if recorded.exists() and _running_process(where) is None:
        recorded.unlink()


def _answers(where: Places) -> bool:
    """Whether a server answers on the socket; waits for one that is just starting up."""
    if not (where.socket / SOCKET_NAME).exists():
        return False
    deadline = time.monotonic() + START_SECONDS
    while True:
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as probe:
            try:
                probe.connect(str(where.socket / SOCKET_NAME))
            except (ConnectionRefusedError, FileNotFoundError):
                return False
        if _accepts_sessions(where):
            return True
        if time.monotonic() > deadline:
            message = f"PostgreSQL in {where.data} runs but does not answer: see {where.log}"
            raise DatabaseProblem(message)
        time.sleep(0.1)


def _accepts_sessions(where: Places) -> bool:
    import psycopg

    try:
        psycopg.connect(_superuser(where)).close()
    except psycopg.OperationalError as error:
        # libpq gives no code for an error before the session: it is recognised by its words.
        if "starting up" in str(error) or "shutting down" in str(error):
            return False
        message = f"the database's server does not let us in: {str(error).strip().splitlines()[-1]}"
        raise DatabaseProblem(message) from error
    return True


def _superuser(where: Places) -> str:
    from psycopg.conninfo import make_conninfo

    return make_conninfo(host=str(where.socket), user=SUPERUSER, dbname="postgres", connect_timeout="10")


def _make_role_and_database(where: Places) -> None:
    """The program's role, without a superuser's rights, and its database, each where it is missing."""
    import psycopg

    with psycopg.connect(_superuser(where), autocommit=True) as session:
        if not session.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [ROLE]).fetchone():
            session.execute(f"CREATE ROLE {ROLE} LOGIN CREATEDB")
        if not session.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [APPLICATION_ROLE]).fetchone():
            session.execute(f"CREATE ROLE {APPLICATION_ROLE} LOGIN")
        if not session.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone():
            session.execute(f"CREATE DATABASE {DATABASE} OWNER {ROLE}")
