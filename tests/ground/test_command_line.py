"""The `plimsoll` program as a program: started as a person starts it."""

from __future__ import annotations

import importlib
import json
import os
import shlex
import signal
import socket
import subprocess
import sys
import textwrap
import urllib.request
from pathlib import Path
from types import SimpleNamespace

import jsonschema
import pytest

from plimsoll import cli
from plimsoll.cli import check, demo
from plimsoll.cli.checks import ORDER, Finding
from plimsoll.cli.progress import Progress, follow

HEAVY = ("django", "ortools", "lxml", "openpyxl", "psycopg", "numpy", "pandas", "holidays")
SCHEMAS = Path(cli.__file__).parents[3] / "docs" / "schemas"


def schema(verb: str):
    return json.loads((SCHEMAS / f"{verb}.schema.json").read_text())


def plimsoll(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "plimsoll", *arguments],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        env={**os.environ, **environment},
    )


@pytest.mark.parametrize(
    "arguments",
    [(), ("no-such-verb",), ("check", "--no-such-option"), ("check", "no-such-check"), ("demo", "--port", "many")],
    ids=" ".join,
)
def test_what_cannot_be_understood_is_one_line_and_exit_status_2(arguments):
    ended = plimsoll(*arguments)
    assert ended.returncode == 2
    assert ended.stdout == ""
    assert ended.stderr.startswith("plimsoll: ")
    assert ended.stderr.count("\n") == 1


def test_help_names_every_verb_that_is_there():
    said = plimsoll("--help")
    assert said.returncode == 0
    for verb in ("demo", "check", "manage"):
        assert verb in said.stdout


def test_the_version_is_said():
    assert plimsoll("--version").stdout.startswith("plimsoll 0.")


@pytest.fixture
def verb(monkeypatch):
    """Put a verb of the test's own in the place of `check`."""

    def placed(run):
        module = SimpleNamespace(add_arguments=lambda _parser: None, run=run, __spec__=check.__spec__)
        monkeypatch.setitem(sys.modules, "plimsoll.cli.check", module)

    return placed


def raising(error: BaseException):
    def run(_args):
        raise error

    return run


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (cli.CliError("tracker.xlsx, row 4: no date"), "plimsoll: tracker.xlsx, row 4: no date\n"),
        (cli.CliError("over\n  two lines"), "plimsoll: over two lines\n"),
        (FileNotFoundError(2, "No such file or directory", "x.csv"), "plimsoll: x.csv: No such file or directory\n"),
    ],
)
def test_an_error_is_one_line_without_a_traceback(verb, capsys, error, said):
    verb(raising(error))
    assert cli.main(["check"]) == 2
    assert capsys.readouterr().err == said


def test_a_fault_of_the_program_says_where_and_repeats_no_value(verb, capsys):
    verb(raising(KeyError("Wilhelmina Quartermaine")))
    assert cli.main(["check"]) == 2
    said = capsys.readouterr().err
    assert "KeyError at test_command_line.py:" in said
    assert "Quartermaine" not in said
    assert said.count("\n") == 1


def test_ctrl_c_ends_it_without_a_word(verb, capsys):
    verb(raising(KeyboardInterrupt()))
    assert cli.main(["check"]) == 130
    assert capsys.readouterr().err == ""


def test_a_reader_that_stops_reading_is_no_error():
    program = f"{shlex.quote(sys.executable)} -m plimsoll --help | true; sleep 0.2"
    for _ in range(3):
        ended = subprocess.run(["sh", "-c", program], capture_output=True, check=False)
        assert ended.stderr == b""


CASE = {
    "id": "EX1",
    "pack": "children-england",
    "as_at": "2025-06-10",
    "born_on": "2014-02-11",
    "facts": {},
    "events": [{"event": "strategy_discussion_held", "at": "2025-05-12", "initiates_s47": True}],
}


@pytest.mark.parametrize(("verb_name", "content"), [("clocks", CASE), ("rank", {"cases": [CASE]})])
def test_a_verb_without_a_database_runs_without_what_is_heavy(tmp_path, verb_name, content):
    file = tmp_path / "file.json"
    file.write_text(json.dumps(content))
    program = f"""
        import sys
        from plimsoll import cli
        status = cli.main([{verb_name!r}, {str(file)!r}, "--json"])
        print(*sorted(set(sys.modules) & set({HEAVY!r})), file=sys.stderr)
        sys.exit(status)
    """
    ended = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(program)], capture_output=True, text=True, check=False
    )
    assert ended.returncode == 0, ended.stderr
    assert json.loads(ended.stdout)
    assert ended.stderr.strip() == ""


def test_the_program_starts_with_one_module_of_its_own():
    program = "import sys; from plimsoll import cli; print(*sorted(name for name in sys.modules if 'plimsoll' in name))"
    listed = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert [name for name in listed.stdout.split() if not name.startswith("_")] == ["plimsoll", "plimsoll.cli"]


# --- check --------------------------------------------------------------------------------------------------------


def test_check_says_which_postgresql_runs_and_that_it_opens_no_port(database_server):
    ended = plimsoll("check", "database")
    assert ended.returncode == 0, ended.stderr
    assert "PostgreSQL" in ended.stdout
    if database_server.host.startswith("/") and not os.environ.get("DATABASE_URL"):
        assert "listens on a Unix socket only" in ended.stdout


def test_check_speaks_json(database_server):
    answer = json.loads(plimsoll("check", "settings", "database", "--json").stdout)
    jsonschema.validate(answer, schema("check"))
    assert answer["holds"] is True
    assert {finding["check"] for finding in answer["findings"]} == {"settings", "database"}


def test_check_of_a_server_that_is_not_there_does_not_hold():
    ended = plimsoll("check", "database", DATABASE_URL="postgresql://someone:secret@127.0.0.1:1/plimsoll")
    assert ended.returncode == 2
    assert "FAILS  database" in ended.stdout
    assert "secret" not in ended.stdout + ended.stderr


def test_check_fails_when_one_thing_does_not_hold(monkeypatch, capsys):
    findings = {"settings": [Finding("settings", holds=True, text="fine")]}
    findings["database"] = [Finding("database", holds=False, text="too old: install a newer one")]
    monkeypatch.setattr(check, "findings", lambda name, _args: findings.get(name, []))
    assert check.run(SimpleNamespace(only=[], json=False, deploy=False)) == 2
    assert capsys.readouterr().out.splitlines() == [
        "holds  settings  fine",
        "FAILS  database  too old: install a newer one",
    ]


def test_the_schema_of_check_names_every_check():
    found = schema("check")["properties"]["findings"]["items"]["properties"]["check"]["enum"]
    assert found == [*ORDER, "deploy"]


def test_every_check_that_is_named_can_be_run():
    for name in ORDER:
        assert callable(importlib.import_module(f"plimsoll.cli.checks.{name}").run)


# --- demo ---------------------------------------------------------------------------------------------------------


def test_a_taken_port_is_never_shared():
    with socket.create_server(("127.0.0.1", 0), reuse_port=True) as other:
        taken = other.getsockname()[1]
        with pytest.raises(cli.CliError, match=f"port {taken} is taken"):
            demo.free_port(taken)


def test_the_next_free_port_is_found(monkeypatch):
    with socket.create_server(("127.0.0.1", 0)) as other:
        monkeypatch.setattr(demo, "FIRST_PORT", other.getsockname()[1])
        assert demo.free_port(None) != other.getsockname()[1]


def test_a_demonstration_does_not_start_in_production():
    ended = plimsoll("demo", PLIMSOLL_ADDRESS="https://plimsoll.example.org", SECRET_KEY="x")
    assert ended.returncode == 2
    assert "does not belong in production" in ended.stderr


def test_the_demonstration_opens_serves_its_styles_and_stops(directory):
    environment = {**os.environ, "PLIMSOLL_DATA": str(directory)}
    command = [sys.executable, "-m", "plimsoll", "demo", "--no-browser", "--json"]
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as demo:
        try:
            line = demo.stdout.readline()
            assert line, demo.stderr.read()
            jsonschema.validate(json.loads(line), schema("demo"))
            address = json.loads(line)["address"]
            with urllib.request.urlopen(f"{address}account/login/", timeout=20) as page:
                body = page.read().decode()
            assert "no-store" in page.headers["Cache-Control"]
            style = next(part for part in body.split('"') if part.startswith("/static/") and part.endswith(".css"))
            with urllib.request.urlopen(f"{address.rstrip('/')}{style}", timeout=20) as answer:
                assert "immutable" in answer.headers["Cache-Control"]
        finally:
            demo.send_signal(signal.SIGTERM)
            demo.wait(60)
        assert demo.returncode == 130
    assert not (directory / "postgresql" / "data" / "postmaster.pid").exists()


# --- progress -----------------------------------------------------------------------------------------------------


class Terminal:
    def __init__(self, *, is_terminal: bool) -> None:
        self.written = ""
        self.is_terminal = is_terminal

    def isatty(self) -> bool:
        return self.is_terminal

    def write(self, text: str) -> None:
        self.written += text

    def flush(self) -> None:
        pass


def test_progress_shows_on_a_terminal_and_leaves_nothing_behind():
    terminal = Terminal(is_terminal=True)
    with Progress("Reading", total=4, stream=terminal) as progress:
        progress.step(2)
        assert progress.line() == "Reading  " + "█" * 15 + "░" * 15 + "  2 of 4"
    assert terminal.written.startswith("\r\x1b[2KReading")
    assert terminal.written.endswith("\r\x1b[2K")


def test_progress_is_silent_elsewhere():
    terminal = Terminal(is_terminal=False)
    with Progress("Reading", total=4, stream=terminal) as progress:
        progress.step()
    assert terminal.written == ""


def test_following_items_yields_each_of_them():
    assert list(follow(range(3), "Reading", total=3)) == [0, 1, 2]
