"""The table of what happens when two have opened the same form: every address that changes something has its line.

told: the second is told, sees both, and nothing typed is lost. version: the form carries the version of its row and the
action refuses another. once: the second changes nothing and is told so. adds: each adds to the record, nothing is
overwritten. state: a button without words that leads to one state. nothing: it changes nothing of the record.
lacks: the last one wins; the list stands in docs/security.md.
"""

import csv
import re
from pathlib import Path

from access.policy import ADDRESSES

ROOT = Path(__file__).resolve().parents[2]
LINES = (Path(__file__).parent / "two_at_once.csv").read_text().splitlines()
TABLE = {row["address"]: row for row in csv.DictReader(LINES)}
KNOWN = {"told", "version", "once", "adds", "state", "nothing", "lacks"}


def test_every_address_that_changes_something_has_its_line():
    sent = {name for name, row in ADDRESSES.items() if row["post"] not in {"none", "account"}} - {"health", "design"}
    assert sent - set(TABLE) == set(), "say in tests/hostile/two_at_once.csv what the second of two meets"
    assert set(TABLE) - sent == set()
    assert {row["how"] for row in TABLE.values()} == KNOWN


def test_whatever_is_said_to_be_told_has_a_test_that_shows_it():
    for address, row in TABLE.items():
        if row["how"] == "told":
            assert row["shown by"], address
        if row["shown by"]:
            path, _, name = row["shown by"].partition("::")
            assert f"def {name}(" in (ROOT / path).read_text(), address


def test_what_lacks_it_is_told_in_the_page_on_security():
    page = (ROOT / "docs" / "security.md").read_text()
    listed = page.split("<!-- two at once -->")[1].split("<!-- end of two at once -->")[0]
    assert set(re.findall(r"`(\w+:\w+)`", listed)) == {name for name, row in TABLE.items() if row["how"] == "lacks"}
