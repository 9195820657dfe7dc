"""How the audit log is sealed, and how a seal is checked. Standard library only: it runs where nothing else is.

Each entry is one line of text; its seal is a keyed hash (HMAC-SHA-256) over the seal before it and that line. The key
is not in the database, so nobody who can only write there can make a seal. Entries stand in several chains, so that
writers do not queue for one; the last seal of each chain (its head) is kept elsewhere, so that a cut tail, or a log
written again from the start, is found as well.

    python -m plimsoll.trust.seal LOG --key-file KEY [--heads HEADS]
"""

from __future__ import annotations

import argparse
import hmac
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

CHAINS = 16
SEAL_BYTES = 32
_TAB = b"\t"


class Head(NamedTuple):
    """Where a chain ended at some moment."""

    chain: int
    seq: int
    seal: bytes


class Fault(NamedTuple):
    """The first thing wrong in a chain: the entry it was found at, and what."""

    chain: int
    seq: int
    what: str

    def __str__(self) -> str:
        return f"chain {self.chain}, entry {self.seq}: {self.what}"


@dataclass
class Report:
    """What a check found."""

    entries: int = 0
    faults: list[Fault] = field(default_factory=list)
    heads: dict[int, Head] = field(default_factory=dict)

    @property
    def holds(self) -> bool:
        """Whether every entry is as it was written, and none is missing."""
        return not self.faults


def genesis(key: bytes, chain: int) -> bytes:
    """The seal before the first entry of a chain."""
    return hmac.digest(key, b"plimsoll audit chain %d" % chain, "sha256")


def line_of(chain: int, seq: int, parts: Sequence[str]) -> bytes:
    """One entry as it is sealed: its place, then its parts, with tabs between. No part holds a tab or a line end."""
    for part in parts:
        if "\t" in part or "\n" in part or "\r" in part:
            message = "a part of an audit entry holds a tab or a line end"
            raise ValueError(message)
    return "\t".join((str(chain), str(seq), *parts)).encode()


def seal_of(key: bytes, previous: bytes, line: bytes) -> bytes:
    """The seal of an entry that follows the one sealed `previous`."""
    return hmac.digest(key, previous + line, "sha256")


def verify(lines: Iterable[bytes], key: bytes, heads: Mapping[int, Head] | None = None) -> Report:
    """Check a whole log, one line an entry with its seal in hex at the end, by chain and in order.

    The first fault of each chain is reported: what follows a broken seal says nothing of its own.
    """
    report = Report()
    wanted = dict(heads or {})
    chain, seq, previous, broken = -1, 0, b"", False
    digest, from_hex = hmac.digest, bytes.fromhex
    reached: dict[int, int] = {}
    for raw in lines:
        report.entries += 1
        line, _, shown = raw.rstrip(b"\n").rpartition(_TAB)
        place = line.split(_TAB, 2)
        try:
            found_chain, found_seq, given = int(place[0]), int(place[1]), from_hex(shown.decode())
        except (ValueError, IndexError):
            if not broken:
                report.faults.append(Fault(chain, seq + 1, "cannot be read"))
            broken = True
            continue
        if found_chain != chain:
            if found_chain in reached:
                report.faults.append(Fault(found_chain, found_seq, "stands apart from its chain"))
            chain, seq, previous, broken = found_chain, 0, genesis(key, found_chain), False
        if broken:
            continue
        seq += 1
        reached[chain] = seq
        if found_seq != seq:
            report.faults.append(Fault(chain, seq, "is missing, or entries stand in another order"))
            broken = True
            continue
        expected = digest(key, previous + line, "sha256")
        if not hmac.compare_digest(expected, given):
            report.faults.append(Fault(chain, seq, "was changed, or the entry before it was"))
            broken = True
            continue
        previous = expected
        report.heads[chain] = Head(chain, seq, expected)
        head = wanted.get(chain)
        if head is not None and head.seq == seq and not hmac.compare_digest(head.seal, expected):
            report.faults.append(Fault(chain, seq, "differs from the head kept elsewhere: the log was written again"))
            broken = True
    _check_tails(report, wanted, reached)
    report.faults.sort(key=lambda fault: (fault.chain, fault.seq))
    return report


def _check_tails(report: Report, wanted: Mapping[int, Head], reached: Mapping[int, int]) -> None:
    known = {fault.chain for fault in report.faults}
    for chain, head in wanted.items():
        if chain not in known and reached.get(chain, 0) < head.seq:
            fault = Fault(chain, reached.get(chain, 0) + 1, f"is missing: the head kept elsewhere is entry {head.seq}")
            report.faults.append(fault)


def write_heads(heads: Iterable[Head], key: bytes) -> str:
    """Heads as text to keep elsewhere, or to print: a line a chain, and a seal over them all."""
    lines = [f"{head.chain} {head.seq} {head.seal.hex()}" for head in sorted(heads)]
    body = "\n".join(lines)
    return f"{body}\nsealed {hmac.digest(key, body.encode(), 'sha256').hex()}\n"


def read_heads(text: str, key: bytes) -> dict[int, Head]:
    """Heads that were kept; raises ValueError in words when the text is not what was written."""
    body, _, last = text.strip().rpartition("\n")
    word, _, given = last.partition(" ")
    expected = hmac.digest(key, body.encode(), "sha256").hex()
    if word != "sealed" or not hmac.compare_digest(expected, given.strip()):
        message = "the heads are not as they were written, or were written with another key"
        raise ValueError(message)
    found = {}
    for line in body.splitlines():
        chain, seq, shown = line.split(" ")
        found[int(chain)] = Head(int(chain), int(seq), bytes.fromhex(shown))
    return found


def main(arguments: Sequence[str] | None = None) -> int:
    """Check a log that was exported to a file; exit status 0 when it holds, 1 when not, 2 when it cannot be checked."""
    parser = argparse.ArgumentParser(prog="python -m plimsoll.trust.seal", description="Check an exported audit log.")
    parser.add_argument("log", type=Path)
    parser.add_argument("--key-file", type=Path, required=True, help="the audit key, in hex")
    parser.add_argument("--heads", type=Path, help="heads that were kept elsewhere")
    args = parser.parse_args(arguments)
    try:
        key = bytes.fromhex(args.key_file.read_text().strip())
        heads = read_heads(args.heads.read_text(), key) if args.heads else None
        with args.log.open("rb") as log:
            report = verify(log, key, heads)
    except (OSError, ValueError) as error:
        print(f"plimsoll: {error}", file=sys.stderr)  # noqa: T201 - it talks to the person who runs it
        return 2
    print(say(report))  # noqa: T201
    return 0 if report.holds else 1


def say(report: Report) -> str:
    """The answer in words."""
    if report.holds:
        return f"{report.entries} entries in {len(report.heads)} chains: every one as it was written, none missing"
    first = "\n".join(str(fault) for fault in report.faults)
    return f"{report.entries} entries read; the first thing wrong in each chain:\n{first}"


if __name__ == "__main__":
    sys.exit(main())
