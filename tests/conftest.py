"""What every test may count on: a database of its own, no network, no waiting for passwords.

The tests use a private PostgreSQL apart from the demonstration's, with the safety of the disk turned off, or the
server of `DATABASE_URL` if there is one. It starts with the first test that needs a database.
"""

from __future__ import annotations

import fcntl
import ipaddress
import os
import socket
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

# A busy machine is no fault of the code: examples have no deadline. Where CI runs, they are the same each time.
settings.register_profile(
    "plimsoll", deadline=None, derandomize=bool(os.environ.get("CI")), suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("plimsoll")

ROOT = Path(__file__).resolve().parent.parent
DATA = ROOT / "var" / "tests"

os.environ["PLIMSOLL_DATA"] = str(DATA)
os.environ["DJANGO_SETTINGS_MODULE"] = "plimsoll.settings"
for outside in ("PLIMSOLL_ADDRESS", "PLIMSOLL_TODAY", "SECRET_KEY"):
    os.environ.pop(outside, None)


def set_django_up() -> None:
    import django
    from django.conf import settings

    settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # whitenoise warns of a missing folder
    # Argon2 is slow on purpose; a test that is about it asks for it.
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    # The hashed names of static files need a collected folder, which tests do without.
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    # A pool would hold connections to a test database that is to be dropped.
    settings.DATABASES["default"]["OPTIONS"].pop("pool", None)
    django.setup()


# Here and not in a hook: the conftest.py of a folder named on the command line is read before any hook runs, and it
# may import models.
set_django_up()


def pytest_terminal_summary(terminalreporter) -> None:
    """Repeat what run.py found before the tests: its closing line is pytest's, and must not hide a failed check."""
    failed = os.environ.get("PLIMSOLL_FAILED_CHECKS")
    if failed:
        terminalreporter.section("failed checks, described above the tests")
        terminalreporter.line(failed)


# --- the database -------------------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def database_server():
    """A running server. Several test runs may share it: the last one out stops it."""
    from plimsoll import database

    if os.environ.get("DATABASE_URL"):
        yield database.connection()
        return
    DATA.mkdir(parents=True, exist_ok=True)
    with (DATA / "users.lock").open("w") as users:
        fcntl.flock(users, fcntl.LOCK_SH)
        connection = database.start(is_for_tests=True)
        drop_databases_of_dead_runs(connection)
        yield connection
        try:
            fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return
        database.stop()


def drop_databases_of_dead_runs(connection) -> None:
    import psycopg

    with psycopg.connect(host=connection.host, user=connection.user, dbname="postgres", autocommit=True) as session:
        names = session.execute("SELECT datname FROM pg_database WHERE datname LIKE 'test_plimsoll_%'").fetchall()
        for (name,) in names:
            if not Path(f"/proc/{name.rsplit('_', 1)[1]}").exists() and Path("/proc/self").exists():
                session.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


@pytest.fixture(scope="session")
def django_db_modify_db_settings(database_server) -> None:
    """Each run has a test database of its own, so that two runs at once do not meet."""
    from django.conf import settings

    settings.DATABASES["default"]["TEST"]["NAME"] = f"test_plimsoll_{os.getpid()}"


# --- no network ---------------------------------------------------------------------------------------------------


def is_local(address) -> bool:
    host = address[0]
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


@pytest.fixture(scope="session", autouse=True)
def _only_this_machine():
    """A test that reaches for the network fails there and then."""
    patch = pytest.MonkeyPatch()
    for name in ("connect", "connect_ex"):
        original = getattr(socket.socket, name)

        def guarded(self, address, original=original):
            if self.family == socket.AF_UNIX or is_local(address):
                return original(self, address)
            message = f"a test tried to reach {address}: tests stay on this machine"
            raise AssertionError(message)

        patch.setattr(socket.socket, name, guarded)
    yield
    patch.undo()
