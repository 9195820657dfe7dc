"""The hazard log names real tests, and leaves no column empty that a reader needs."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
COLUMNS = ("number", "hazard", "cause", "effect", "severity", "control", "left", "test")
SEVERITIES = {"catastrophic", "major", "considerable"}


def rows() -> list[dict[str, str]]:
    lines = [line for line in (ROOT / "docs" / "hazards.md").read_text().splitlines() if re.match(r"\| H\d+ ", line)]
    return [dict(zip(COLUMNS, (cell.strip() for cell in line.strip("|").split("|")), strict=True)) for line in lines]


def test_there_are_enough_and_they_are_numbered_in_order():
    found = rows()
    assert [row["number"] for row in found] == [f"H{number}" for number in range(1, len(found) + 1)]
    assert len(found) >= 20


@pytest.mark.parametrize("row", rows(), ids=lambda row: row["number"])
def test_a_hazard_has_cause_effect_control_and_a_test_that_is_there(row):
    assert all(row[column] for column in ("hazard", "cause", "effect", "control"))
    assert row["severity"] in SEVERITIES
    (path,) = re.findall(r"`(tests/[\w/]+\.py)`", row["test"])
    assert "def test_" in (ROOT / path).read_text(), path
