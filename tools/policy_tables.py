"""Puts the tables of docs/policy, and the list of holes in the second wall, into docs/security.md.

`python tools/policy_tables.py` writes them; with --check it says whether they are there as they should be.
"""

from __future__ import annotations

import csv
import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "security.md"
HOLE = re.compile(r'\bbeyond\(\s*"([^"]+)"\s*\)')


def table(name: str) -> str:
    """One table of the policy as Markdown."""
    with (ROOT / "docs" / "policy" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        head, *rows = list(csv.reader(file))
    if name == "addresses":
        head, rows = head[:3], [row[:3] for row in rows]
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(cell.replace("|", " or ") for cell in line) + " |" for line in lines)


def holes() -> str:
    """Every use of `beyond` in the code, with its reason."""
    found = [
        f"| `{path.relative_to(ROOT / 'src' / 'plimsoll')}` | {why} |"
        for path in sorted((ROOT / "src" / "plimsoll").rglob("*.py"))
        if "walls" not in path.parts
        for why in HOLE.findall(path.read_text(encoding="utf-8"))
    ]
    return "\n".join(["| where | what for |", "| --- | --- |", *found])


def written() -> str:
    """The page with its tables as they are now."""
    text = PAGE.read_text(encoding="utf-8")
    parts = {"holes": holes(), **{name: table(name) for name in ("sight", "roles", "addresses")}}
    for name, body in parts.items():
        start, end = f"<!-- {name} -->", f"<!-- end of {name} -->"
        before, rest = text.split(start)
        text = f"{before}{start}\n{body}\n{end}{rest.split(end)[1]}"
    return text


def main() -> int:
    """Write, or check."""
    if "--check" in sys.argv:
        return int(written() != PAGE.read_text(encoding="utf-8"))
    PAGE.write_text(written(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
