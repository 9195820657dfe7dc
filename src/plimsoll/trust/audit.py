"""The one way to write to the audit log: in the transaction of what it records, sealed (see `seal.py`)."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import connection, transaction

from plimsoll.trust import seal

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from uuid import UUID

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing to be written to the log."""

    action: str
    at: datetime
    actor_id: UUID | None
    case_id: UUID | None
    person_id: UUID | None
    detail: str

    def parts(self) -> tuple[str, ...]:
        """What is sealed, in the order and form in which `rows` reads it back."""
        microseconds = (self.at - _EPOCH) // _MICROSECOND
        return (str(microseconds), _id(self.actor_id), self.action, _id(self.case_id), _id(self.person_id), self.detail)


def _id(value: UUID | None) -> str:
    return str(value) if value is not None else ""


def entry(
    action: str,
    *,
    at: datetime,
    actor_id: UUID | None,
    case_id: UUID | None = None,
    person_id: UUID | None = None,
    detail: Mapping[str, object] | None = None,
) -> Entry:
    """Make one entry, not yet written. `detail` carries ids and programme words only, never a name."""
    text = json.dumps(detail or {}, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return Entry(action, at, actor_id, case_id, person_id, text)


def append(*entries: Entry) -> None:
    """Write entries; the caller's transaction carries them, so nothing is done unlogged."""
    append_all(entries)


@transaction.atomic(savepoint=False)
def append_all(entries: Iterable[Entry]) -> None:
    """Write many entries to one chain in two statements.

    A database session always writes to the same chain, so a transaction never waits for two of them.
    """
    new = list(entries)
    if not new:
        return
    with connection.cursor() as cursor:
        chain, seq, previous = _lock_head(cursor)
        rows = []
        for one in new:
            seq += 1
            previous = seal.seal_of(settings.AUDIT_KEY, previous, seal.line_of(chain, seq, one.parts()))
            rows.append((seq, one, previous))
        cursor.execute(_ADD, _columns(chain, rows))


_LOCK = "SELECT chain, seq, seal FROM trust_chainhead WHERE chain = pg_backend_pid() %% %s FOR UPDATE"
_ADD = """
WITH added AS (
  INSERT INTO trust_auditentry (chain, seq, at, actor_id, action, case_id, person_id, detail_text, seal)
  SELECT %s, * FROM unnest(%s::bigint[], %s::timestamptz[], %s::uuid[], %s::text[], %s::uuid[], %s::uuid[],
                           %s::text[], %s::bytea[])
)
UPDATE trust_chainhead SET seq = %s, seal = %s WHERE chain = %s
"""


def _lock_head(cursor) -> tuple[int, int, bytes]:  # type: ignore[no-untyped-def] # noqa: ANN001 - Django's own wrapper
    cursor.execute(_LOCK, [seal.CHAINS])
    row = cursor.fetchone()
    if row is None:
        first = [(chain, seal.genesis(settings.AUDIT_KEY, chain)) for chain in range(seal.CHAINS)]
        cursor.executemany(
            "INSERT INTO trust_chainhead (chain, seq, seal) VALUES (%s, 0, %s) ON CONFLICT DO NOTHING", first
        )
        cursor.execute(_LOCK, [seal.CHAINS])
        row = cursor.fetchone()
    return row[0], row[1], bytes(row[2])


def _columns(chain: int, rows: Sequence[tuple[int, Entry, bytes]]) -> list[Any]:
    entries = [one for _, one, _ in rows]
    return [
        chain,
        [seq for seq, _, _ in rows],
        [one.at for one in entries],
        [one.actor_id for one in entries],
        [one.action for one in entries],
        [one.case_id for one in entries],
        [one.person_id for one in entries],
        [one.detail for one in entries],
        [made for _, _, made in rows],
        rows[-1][0],
        rows[-1][2],
        chain,
    ]
