"""The private PostgreSQL, really started: each test that takes the `directory` runs a server of its own."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psycopg
import pytest

from plimsoll import database
from plimsoll.database import binaries, places, server


def ask(connection, question: str):
    with psycopg.connect(
        host=connection.host, user=connection.user, dbname=connection.name, connect_timeout=10
    ) as session:
        return session.execute(question).fetchone()[0]


def process_of(directory: Path) -> int:
    return int((places.places(directory).data / "postmaster.pid").read_text().split("\n")[0])


def start(directory: Path):
    return database.start(directory, is_for_tests=True)


def start_in_another_process(directory: Path, afterwards: str = "") -> subprocess.CompletedProcess[str]:
    program = f"""
        import os, signal
        from pathlib import Path
        from plimsoll import database
        database.start(Path({str(directory)!r}), is_for_tests=True)
        print("started", flush=True)
        {afterwards}
    """
    return subprocess.run(
        [sys.executable, "-c", textwrap.dedent(program)], capture_output=True, text=True, timeout=60, check=False
    )


def test_it_starts_and_answers_and_a_second_start_adopts_it(directory):
    connection = start(directory)
    assert ask(connection, "SELECT 1") == 1
    first = process_of(directory)
    assert start(directory) == connection
    assert process_of(directory) == first
    status = database.status(directory)
    assert status.is_running
    assert status.origin
    assert database.stop(directory)
    assert not database.status(directory).is_running
    assert not database.stop(directory)


def test_the_programs_role_is_bound_by_row_level_security(directory):
    connection = start(directory)
    question = "SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user"
    assert ask(connection, question) is False


def test_it_may_make_the_extensions_that_the_product_needs(directory):
    connection = start(directory)
    with psycopg.connect(host=connection.host, user=connection.user, dbname=connection.name) as session:
        for extension in ("pg_trgm", "btree_gist", "unaccent"):
            session.execute(f"CREATE EXTENSION {extension}")


def test_it_keeps_what_it_was_given_when_it_is_really_safe(directory):
    connection = database.start(directory)
    assert ask(connection, "SHOW fsync") == "on"
    assert ask(connection, "SHOW synchronous_commit") == "on"
    assert ask(connection, "SHOW full_page_writes") == "on"


def test_it_opens_no_port(directory):
    connection = start(directory)
    assert ask(connection, "SHOW listen_addresses") == ""
    assert listening_tcp_sockets() & sockets_of(process_of(directory)) == set()


def test_a_server_that_does_listen_would_be_noticed(directory):
    """The test above could not fail if its instrument saw nothing."""
    program = "import socket, sys; s = socket.create_server(('127.0.0.1', 0)); print(flush=True); sys.stdin.read()"
    with subprocess.Popen([sys.executable, "-c", program], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as listener:
        listener.stdout.readline()
        assert listening_tcp_sockets() & sockets_of(listener.pid)


def listening_tcp_sockets() -> set[str]:
    found = set()
    for table in ("/proc/net/tcp", "/proc/net/tcp6"):
        if Path(table).exists():
            rows = [line.split() for line in Path(table).read_text().splitlines()[1:]]
            found |= {row[9] for row in rows if row[3] == "0A"}
    return found


def sockets_of(process: int) -> set[str]:
    opened = [str(entry.readlink()) for entry in Path(f"/proc/{process}/fd").iterdir()]
    return {name.removeprefix("socket:[").removesuffix("]") for name in opened if name.startswith("socket:[")}


def test_the_directories_of_data_and_socket_are_closed_to_others(directory):
    start(directory)
    where = places.places(directory)
    for path in (where.data, where.socket):
        assert path.stat().st_mode & 0o077 == 0, path


def test_its_log_never_holds_what_was_written(directory):
    connection = start(directory)
    with psycopg.connect(
        host=connection.host, user=connection.user, dbname=connection.name, autocommit=True
    ) as session:
        session.execute("CREATE TABLE people (name text UNIQUE)")
        session.execute("INSERT INTO people VALUES ('Wilhelmina Quartermaine')")
        with pytest.raises(psycopg.errors.UniqueViolation):
            session.execute("INSERT INTO people VALUES ('Wilhelmina Quartermaine')")
    log = places.places(directory).log.read_text()
    assert "duplicate key" in log
    assert "Quartermaine" not in log


def test_two_starts_at_once_make_one_server(directory):
    with ThreadPoolExecutor(2) as threads:
        ended = list(threads.map(lambda _: start_in_another_process(directory), range(2)))
    assert [process.stdout for process in ended] == ["started\n", "started\n"], [each.stderr for each in ended]
    assert ask(database.connection(directory), "SELECT 1") == 1


def test_it_outlives_a_killed_parent_and_is_adopted(directory):
    ended = start_in_another_process(directory, afterwards="os.kill(os.getpid(), signal.SIGKILL)")
    assert ended.returncode == -signal.SIGKILL
    orphan = process_of(directory)
    assert ask(start(directory), "SELECT 1") == 1
    assert process_of(directory) == orphan


def test_after_the_server_itself_is_killed_it_starts_again_with_what_was_committed(directory):
    connection = database.start(directory)
    with psycopg.connect(host=connection.host, user=connection.user, dbname=connection.name) as session:
        session.execute("CREATE TABLE kept AS SELECT 42 AS number")
    killed = process_of(directory)
    os.kill(killed, signal.SIGKILL)
    while Path(f"/proc/{killed}").exists():
        time.sleep(0.02)
    assert ask(database.start(directory), "SELECT number FROM kept") == 42
    assert process_of(directory) != killed


def test_a_process_file_whose_number_now_belongs_to_another_program_is_no_server(directory):
    start(directory)
    recorded = places.places(directory).data / "postmaster.pid"
    content = recorded.read_text().split("\n")
    database.stop(directory)
    recorded.write_text("\n".join([str(os.getpid()), *content[1:]]))
    assert not database.status(directory).is_running
    assert ask(start(directory), "SELECT 1") == 1


def test_an_interrupted_first_start_is_begun_again(directory):
    where = places.places(directory)
    (where.home / "data.half" / "base").mkdir(parents=True)
    (where.home / "data.half" / "PG_VERSION").write_text("18\n")
    assert ask(start(directory), "SELECT 1") == 1


def test_the_address_of_the_socket_is_never_too_long(directory):
    deep = directory / ("a-directory-with-a-long-name-" * 4)
    where = places.places(deep)
    assert len(os.fsencode(where.socket / places.SOCKET_NAME)) <= places.LONGEST_SOCKET_PATH
    try:
        assert ask(start(deep), "SELECT 1") == 1
        assert where.socket.stat().st_mode & 0o777 == 0o700
    finally:
        database.stop(deep)
        where.socket.rmdir()


def test_a_socket_directory_that_others_may_enter_is_refused(directory):
    start(directory)
    database.stop(directory)
    places.places(directory).socket.chmod(0o755)
    with pytest.raises(database.DatabaseProblem, match="is not a private directory"):
        start(directory)


def test_a_file_where_the_directory_should_be_is_one_line(directory):
    (directory / "postgresql").write_text("not a directory")
    with pytest.raises(database.DatabaseProblem, match="cannot be used") as problem:
        start(directory)
    assert "\n" not in str(problem.value)


def test_data_of_a_version_that_is_not_here_says_which_is_needed(directory):
    data = places.places(directory).data
    data.mkdir(parents=True)
    (data / "PG_VERSION").write_text("99\n")
    with pytest.raises(database.DatabaseProblem, match="needs PostgreSQL 99"):
        start(directory)


def test_with_a_database_url_nothing_is_started(directory, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgresql://someone@db.example.org/plimsoll")
    monkeypatch.setattr(server, "_launch", lambda *_, **__: pytest.fail("it was started"))
    assert database.start().host == "db.example.org"
    assert database.stop() is False
    assert database.status().origin == database.SERVER_OF_URL


def test_it_can_be_emptied_for_good(directory):
    connection = start(directory)
    with psycopg.connect(host=connection.host, user=connection.user, dbname=connection.name) as session:
        session.execute("CREATE TABLE kept AS SELECT 42 AS number")
    database.throw_away(directory)
    assert ask(connection, "SELECT to_regclass('kept') IS NULL")


def test_a_database_behind_an_address_is_never_emptied(monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgresql://someone@db.example.org/plimsoll")
    with pytest.raises(database.DatabaseProblem, match="not ours to throw away"):
        database.throw_away()


# --- as another user ----------------------------------------------------------------------------------------------


# From 3.12 Python warns of a fork beside threads; the child here only starts a server, and leaves.
@pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning")
def test_an_ordinary_user_starts_it_as_themselves(directory):
    if os.geteuid() != 0:
        assert ask(start(directory), "SELECT 1") == 1
        assert (places.places(directory).data).stat().st_uid == os.geteuid()
        return
    nobody = places.account()
    start(directory)  # loads every module that the child, who may not read them all, is going to need
    database.stop(directory)
    reachable = binaries.find(nobody).directory
    home = directory / "of-nobody"
    home.mkdir()
    os.chown(home, nobody.user, nobody.group)
    assert in_a_child(nobody, lambda: start_as_ordinary_user(home, reachable)) == "1"
    assert (home / "postgresql" / "data").stat().st_uid == nobody.user


def start_as_ordinary_user(home: Path, programs: Path) -> str:
    binaries.wheel_directory = lambda: programs
    assert not places.account().is_other
    answer = ask(start(home), "SELECT 1")
    database.stop(home)
    return str(answer)


def in_a_child(who: places.Account, work) -> str:
    """Run `work` in a child process that has become `who`, and give back what it returns."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            os.setgroups([])
            os.setgid(who.group)
            os.setuid(who.user)
            os.write(writing, work().encode())
        except BaseException as error:  # noqa: BLE001 - the parent reports it
            os.write(writing, repr(error).encode())
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as answer:
        text = answer.read()
    os.waitpid(child, 0)
    return text


def test_the_files_move_for_root_alone_to_where_the_server_can_walk(directory, monkeypatch):
    if os.geteuid() != 0:
        directory.chmod(0o700)
        assert places.places(directory).home == directory / "postgresql"
        return
    monkeypatch.setattr(places, "ROOTS_PLACE", directory / "roots")
    monkeypatch.setattr(binaries, "ROOTS_PLACE", directory / "roots")
    closed = directory / "closed"
    closed.mkdir(mode=0o700)
    programs = closed / "pginstall"
    programs.symlink_to(binaries.wheel_directory().parent)
    monkeypatch.setattr(binaries, "wheel_directory", lambda: programs / "bin")
    monkeypatch.setattr(binaries, "can_walk_to", lambda path, _who: closed not in path.parents)
    try:
        connection = start(closed)
        assert ask(connection, "SELECT 1") == 1
        assert connection.host.startswith(str(directory / "roots"))
        assert "copied to" in database.status(closed).origin
    finally:
        database.stop(closed)
    assert closed.stat().st_mode & 0o777 == 0o700
