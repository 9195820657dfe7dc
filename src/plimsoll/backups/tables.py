"""Every table out of the database and into it, as PostgreSQL's own COPY text.

The session's settings are fixed, and rows stand in the order of their primary key by bytes, so that the same rows give
the same digest on any server.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import psycopg
from psycopg import sql

from plimsoll.walls.identity import PROGRAMME

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

# Sessions stay out: put back, one would let somebody in who has signed out since.
LEFT_OUT = frozenset({"django_session"})
SETTINGS = (
    "-c DateStyle=ISO,YMD -c IntervalStyle=postgres -c TimeZone=UTC -c extra_float_digits=1 -c bytea_output=hex"
    " -c statement_timeout=0 -c idle_in_transaction_session_timeout=0"
)
PIECE = 64 * 1024

_TABLES = """
SELECT c.relname,
       array_agg(a.attname ORDER BY a.attnum) FILTER (WHERE a.attgenerated = ''),
       coalesce((SELECT array_agg(k.attname::text || CASE WHEN k.attcollation <> 0 THEN ' C' ELSE '' END ORDER BY o.n)
                 FROM pg_index i, unnest(i.indkey::int[]) WITH ORDINALITY AS o(attnum, n), pg_attribute k
                 WHERE i.indrelid = c.oid AND i.indisprimary AND k.attrelid = c.oid AND k.attnum = o.attnum), '{}')
FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r'
GROUP BY c.oid, c.relname ORDER BY c.relname COLLATE "C"
"""
_SEQUENCES = """
SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'S' ORDER BY relname COLLATE "C"
"""


@dataclass(frozen=True)
class Table:
    """A table as it is: `key` names its primary key's columns, those of text with " C" after them."""

    name: str
    columns: tuple[str, ...]
    key: tuple[str, ...]

    def order(self) -> sql.Composable:
        if not self.key:
            return sql.SQL('{}::text COLLATE "C"').format(sql.Identifier(self.name))
        parts = [
            sql.SQL("{}" + (' COLLATE "C"' if word.endswith(" C") else "")).format(
                sql.Identifier(word.removesuffix(" C"))
            )
            for word in self.key
        ]
        return sql.SQL(", ").join(parts)


def session(settings: Mapping[str, Any]) -> psycopg.Connection[Any]:
    """A session of its own on one of Django's DATABASES, with every setting that the text of a value depends on."""
    options = {name: value for name, value in settings.get("OPTIONS", {}).items() if name != "pool"}
    options["options"] = f"{options.get('options', '')} {SETTINGS}".strip()
    given = {"host": settings["HOST"], "port": settings["PORT"], "user": settings["USER"]}
    given |= {"password": settings["PASSWORD"], "dbname": settings["NAME"]}
    return psycopg.connect(
        **{name: value for name, value in given.items() if value}, **options, client_encoding="UTF8", connect_timeout=10
    )


def see_everything(session: psycopg.Connection[Any]) -> None:
    """Until this transaction ends, ask as the programme: the wall shows it every row."""
    session.execute(PROGRAMME.statement)


def tables(session: psycopg.Connection[Any]) -> list[Table]:
    """Every table of the program but those left out."""
    rows = session.execute(_TABLES).fetchall()
    return [Table(name, tuple(columns), tuple(key)) for name, columns, key in rows if name not in LEFT_OUT]


def rows_of(session: psycopg.Connection[Any], table: Table) -> Iterator[bytes]:
    """Its rows, in order, in pieces of about 64 KiB."""
    question = sql.SQL("COPY (SELECT {} FROM ONLY {} ORDER BY {}) TO STDOUT").format(
        sql.SQL(", ").join(map(sql.Identifier, table.columns)), sql.Identifier(table.name), table.order()
    )
    waiting = bytearray()
    with session.cursor() as cursor, cursor.copy(question) as copy:
        for row in copy:
            waiting += row
            if len(waiting) >= PIECE:
                yield bytes(waiting)
                waiting.clear()
    if waiting:
        yield bytes(waiting)


def put_rows(session: psycopg.Connection[Any], table: Table, blocks: Iterable[bytes]) -> None:
    """Fill a table that is empty."""
    order = sql.SQL("COPY {} ({}) FROM STDIN").format(
        sql.Identifier(table.name), sql.SQL(", ").join(map(sql.Identifier, table.columns))
    )
    with session.cursor() as cursor, cursor.copy(order) as copy:
        for block in blocks:
            copy.write(block)


def sequences(session: psycopg.Connection[Any]) -> dict[str, list[Any]]:
    """Where each sequence stands: its last value, and whether that was given out."""
    found = {}
    for (name,) in session.execute(_SEQUENCES).fetchall():
        question = sql.SQL("SELECT last_value, is_called FROM {}").format(sql.Identifier(name))
        row = session.execute(question).fetchone()
        assert row is not None
        found[name] = list(row)
    return found


def put_sequences(session: psycopg.Connection[Any], values: Mapping[str, list[Any]]) -> None:
    """Let each go on where it stood."""
    for name, (last, is_called) in values.items():
        session.execute("SELECT setval(quote_ident(%s)::regclass, %s, %s)", [name, last, is_called])
