"""Reading the sealed log out of the database: to check it, to keep it, and to say who looked at a case."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import connection, transaction

from plimsoll.trust import seal
from plimsoll.trust.models import AuditEntry, ChainHead

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

# The parts exactly as they were sealed, tab between; COPY's own escapes double a backslash and nothing else here.
_ROWS = """
COPY (SELECT chain, seq, (extract(epoch FROM at) * 1000000)::bigint, coalesce(actor_id::text, ''), action,
             coalesce(case_id::text, ''), coalesce(person_id::text, ''), detail_text, encode(seal, 'hex')
      FROM trust_auditentry ORDER BY chain, seq) TO STDOUT
"""


def lines() -> Iterator[bytes]:
    """Every entry as a line with its seal, by chain and in order; read in one stream."""
    connection.ensure_connection()
    with transaction.atomic(), connection.connection.cursor() as cursor, cursor.copy(_ROWS) as copy:
        rest = b""
        for block in copy:
            *whole, rest = (rest + bytes(block)).split(b"\n")
            for line in whole:
                yield line.replace(b"\\\\", b"\\") if b"\\" in line else line
        if rest:
            yield rest


def verify(kept: dict[int, seal.Head] | None = None) -> seal.Report:
    """Check the stored log against the heads in the database and, where given, those kept elsewhere."""
    report = seal.verify(lines(), settings.AUDIT_KEY, stored_heads())
    if kept is None:
        return report
    also = seal.verify(lines(), settings.AUDIT_KEY, kept)
    known = {fault.chain for fault in report.faults}
    report.faults += [fault for fault in also.faults if fault.chain not in known]
    report.faults.sort(key=lambda fault: (fault.chain, fault.seq))
    return report


def stored_heads() -> dict[int, seal.Head]:
    """The heads as the database has them."""
    rows = ChainHead.objects.filter(seq__gt=0).values_list("chain", "seq", "seal")
    return {chain: seal.Head(chain, seq, bytes(made)) for chain, seq, made in rows}


def last(action: str) -> datetime | None:
    """When the programme itself last did something, such as a backup; None where it never did."""
    # By the index of who did what when: the programme's own entries are few.
    done = AuditEntry.objects.filter(actor_id=None, action=action).order_by("-at").values_list("at", flat=True)
    return done.first()
