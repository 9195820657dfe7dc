"""How the audit log is sealed, and how a seal is checked. Standard library only: it runs where nothing else is.

Each entry is one line of text; its seal is a keyed hash (BLAKE2b, RFC 7693) over the seal before it and that line. The
key is not in the database, so nobody who can only write there can make a seal. Entries stand in several chains, so that
writers do not queue for one; the last seal of each chain (its head) is kept elsewhere, so that a cut tail, or a log
written again from the start, is found as well.

    python -m plimsoll.trust.seal LOG --key-file KEY [--heads HEADS]
"""

from __future__ import annotations

import argparse
import hmac
import sys
from dataclasses import dataclass, field
from hashlib import blake2b
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


def keyed(key: bytes, message: bytes) -> bytes:
    """A keyed hash. BLAKE2b takes a key by design, and is several times quicker here than HMAC over SHA-256."""
    return blake2b(message, key=key, digest_size=SEAL_BYTES).digest()


def genesis(key: bytes, chain: int) -> bytes:
    """The seal before the first entry of a chain."""
    return keyed(key, b"plimsoll audit chain %d" % chain)


def line_of(chain: int, seq: int, parts: Sequence[str]) -> bytes:
    """One entry as it is sealed: its place, then its parts, with tabs between. No part holds a tab or a line end."""
    for part in parts:
        if "\t" in part or "\n" in part or "\r" in part:
            message = "a part of an audit entry holds a tab or a line end"
            raise ValueError(message)
    return "\t".join((str(chain), str(seq), *parts)).encode()


def seal_of(key: bytes, previous: bytes, line: bytes) -> bytes:
    """The seal of an entry that follows the one sealed `previous`."""
    return keyed(key, previous + line)


def verify(lines: Iterable[bytes], key: bytes, heads: Mapping[int, Head] | None = None) -> Report:
    """Check a whole log, one line an entry with its seal in hex at the end, by chain and in order.

    The first fault of each chain is reported: what follows a broken seal says nothing of its own.
    """
    report = Report()
    wanted = dict(heads or {})
    checker = _Checker(key, wanted, report)
    entries = 0
    chain, seq, previous = checker.chain, checker.seq, checker.previous
    for raw in lines:
        entries += 1
        line, _, shown = raw.rstrip(b"\n").rpartition(_TAB)
        # The common case by itself, for speed: the next entry of this chain, with its own seal.
        if not checker.is_broken and line.startswith(b"%d\t%d\t" % (chain, seq + 1)):
            expected = blake2b(previous + line, key=key, digest_size=SEAL_BYTES).digest()
            if expected.hex().encode() == shown and (chain not in wanted or wanted[chain].seq != seq + 1):
                seq, previous = seq + 1, expected
                continue
        checker.at(chain, seq, previous)
        checker.look(line, shown)
        chain, seq, previous = checker.chain, checker.seq, checker.previous
    checker.at(chain, seq, previous)
    checker.close_chain()
    report.entries = entries
    reached = checker.reached
    _check_tails(report, wanted, reached)
    report.faults.sort(key=lambda fault: (fault.chain, fault.seq))
    return report


class _Checker:
    """The careful way through one entry, whatever it is."""

    def __init__(self, key: bytes, wanted: Mapping[int, Head], report: Report) -> None:
        self.key, self.wanted, self.report = key, wanted, report
        self.chain, self.seq, self.previous, self.is_broken = -1, 0, b"", False
        self.reached: dict[int, int] = {}

    def at(self, chain: int, seq: int, previous: bytes) -> None:
        """Where the quick way has got to."""
        self.chain, self.seq, self.previous = chain, seq, previous

    def close_chain(self) -> None:
        """Keep where the chain that was being read has got to."""
        if self.chain >= 0:
            self.reached[self.chain] = self.seq
            if self.seq and not self.is_broken:
                self.report.heads[self.chain] = Head(self.chain, self.seq, self.previous)

    def fault(self, seq: int, what: str) -> None:
        self.report.faults.append(Fault(self.chain, seq, what))
        self.is_broken = True

    def look(self, line: bytes, shown: bytes) -> None:
        """Check one entry; after a chain's first fault the rest of it says nothing."""
        place = line.split(_TAB, 2)
        try:
            chain, seq = int(place[0]), int(place[1])
        except (ValueError, IndexError):
            if not self.is_broken:
                self.fault(self.seq + 1, "cannot be read")
            return
        if chain != self.chain:
            self.close_chain()
            self.chain, self.seq, self.previous, self.is_broken = chain, 0, genesis(self.key, chain), False
            if chain in self.reached:
                self.fault(seq, "stands apart from its chain")
        if self.is_broken:
            return
        if seq != self.seq + 1:
            self.fault(self.seq + 1, "is missing, or entries stand in another order")
            return
        expected = seal_of(self.key, self.previous, line)
        if expected.hex().encode() != shown:
            self.fault(seq, "was changed, or the entry before it was")
            return
        head = self.wanted.get(chain)
        if head is not None and head.seq == seq and head.seal != expected:
            self.fault(seq, "differs from the head kept elsewhere: the log was written again")
            return
        self.seq, self.previous = seq, expected


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
    return f"{body}\nsealed {keyed(key, body.encode()).hex()}\n"


def read_heads(text: str, key: bytes) -> dict[int, Head]:
    """Heads that were kept; raises ValueError in words when the text is not what was written."""
    body, _, last = text.strip().rpartition("\n")
    word, _, given = last.partition(" ")
    expected = keyed(key, body.encode()).hex()
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
