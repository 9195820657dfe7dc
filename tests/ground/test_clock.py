"""One module reads the clock."""

from __future__ import annotations

import ast
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

import plimsoll
from plimsoll import today as clock

SOURCE = Path(plimsoll.__file__).parent
# The name of what is called, and of what it is called on.
READERS = {
    "today": {"date", "datetime"},
    "now": {"datetime", "timezone"},
    "utcnow": {"datetime"},
    "localdate": {"timezone"},
    "localtime": {"timezone", "time"},
    "time": {"time"},
    "time_ns": {"time"},
    "gmtime": {"time"},
}


def readings(source: str) -> list[int]:
    """The lines that read the clock. time.monotonic() measures a duration, and knows no day."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            on = node.func.value
            owner = on.attr if isinstance(on, ast.Attribute) else getattr(on, "id", "")
            # localtime(moment) converts what it is given.
            is_conversion = node.func.attr in {"localtime", "localdate", "gmtime"} and node.args
            if owner in READERS.get(node.func.attr, ()) and not is_conversion:
                found.append(node.lineno)
        if isinstance(node, ast.ImportFrom) and node.module in {"time", "django.utils.timezone"}:
            names = {alias.name for alias in node.names}
            if names & {"time", "time_ns", "now", "localdate", "localtime"}:
                found.append(node.lineno)
        # A function as a default (default=timezone.now) reads the clock too, later.
        if isinstance(node, ast.keyword) and node.arg in {"default", "auto_now", "auto_now_add"}:
            value = ast.unparse(node.value)
            if value in {"timezone.now", "now", "date.today", "True"} and (node.arg != "default" or value != "True"):
                found.append(node.value.lineno)
    return found


@pytest.mark.parametrize(
    "line",
    [
        "date.today()",
        "datetime.date.today()",
        "datetime.now(UTC)",
        "datetime.datetime.utcnow()",
        "timezone.now()",
        "timezone.localdate()",
        "time.time()",
        "from django.utils.timezone import now",
        "models.DateTimeField(default=timezone.now)",
        "models.DateTimeField(auto_now_add=True)",
    ],
)
def test_a_reading_of_the_clock_is_found_out(line):
    assert readings(line)


@pytest.mark.parametrize(
    "line",
    ["clock.today()", "time.monotonic()", "case.now()", "timezone.localtime(moment)", "BooleanField(default=True)"],
)
def test_what_does_not_read_the_clock_is_left_alone(line):
    assert not readings(line)


def test_no_other_module_reads_the_clock():
    found = [
        f"{path.relative_to(SOURCE)}:{line}"
        for path in sorted(SOURCE.rglob("*.py"))
        if path != SOURCE / "today.py"
        for line in readings(path.read_text())
    ]
    assert not found, "ask plimsoll.today, or take today as an argument"


def test_the_day_is_londons():
    with clock.stopped_at(datetime(2026, 6, 30, 23, 30, tzinfo=UTC)):
        assert clock.today() == date(2026, 7, 1)
    with clock.stopped_at(datetime(2026, 1, 31, 23, 30, tzinfo=UTC)):
        assert clock.today() == date(2026, 1, 31)


def test_a_stopped_clock_stands_and_goes_on_afterwards():
    with clock.stopped_at(date(2026, 3, 3)):
        assert clock.now() == datetime(2026, 3, 3, 12, tzinfo=UTC)
        with clock.stopped_at(date(2026, 8, 3)):
            assert clock.now() == datetime(2026, 8, 3, 11, tzinfo=UTC)
        assert clock.today() == date(2026, 3, 3)
    assert abs((datetime.now(UTC) - clock.now()).total_seconds()) < 5


def test_a_demonstration_can_be_moved_to_another_day(monkeypatch):
    monkeypatch.setenv("PLIMSOLL_TODAY", "2026-03-03")
    assert clock.today() == date(2026, 3, 3)
    assert clock.now().tzinfo == UTC


def test_production_cannot_be_moved_to_another_day(monkeypatch):
    monkeypatch.setenv("PLIMSOLL_TODAY", "2001-03-03")
    monkeypatch.setenv("PLIMSOLL_ADDRESS", "https://plimsoll.example.org")
    assert clock.today().year > 2025
