"""How quickly the sealed log is checked, and what sealing costs a writer. Run: python bench/audit_bench.py"""

from __future__ import annotations

import time

from plimsoll.trust import seal

ENTRIES = 200_000
KEY = bytes(range(32))


def log() -> list[bytes]:
    """A log of one chain, like those that pages write."""
    previous, lines = seal.genesis(KEY, 0), []
    for number in range(1, ENTRIES + 1):
        parts = (
            str(1_770_000_000_000_000 + number),
            "5f0c5f4e-8a3c-4b3e-9a41-2f6a1c1d0b11",
            "case_read",
            "0d9f6a7e-2f7c-4b7e-8f0e-6f1f4f5a9c22",
            "",
            '{"page":"overview"}',
        )
        line = seal.line_of(0, number, parts)
        previous = seal.seal_of(KEY, previous, line)
        lines.append(line + b"\t" + previous.hex().encode())
    return lines


def main() -> None:
    """Print entries a second, beside the goal."""
    lines = log()
    started = time.perf_counter()
    report = seal.verify(lines, KEY)
    took = time.perf_counter() - started
    print(f"verify: {ENTRIES / took:,.0f} entries a second (goal 200,000); holds: {report.holds}")


if __name__ == "__main__":
    main()
