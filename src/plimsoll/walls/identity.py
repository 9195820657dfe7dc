"""Who asks: said to the database inside the very transaction that asks, and gone when it ends.

Nothing stays on a connection between two transactions, so that a pool, ours or one in front of PostgreSQL, can never
hand one person's sight to another. Whoever is not said to be anybody sees no case at all.
"""

from __future__ import annotations

import itertools
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from psycopg.pq import TransactionStatus

from plimsoll.walls.tables import touches

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import date
    from uuid import UUID

    from django.db.backends.base.base import BaseDatabaseWrapper


@dataclass(frozen=True, slots=True, eq=False)
class Identity:
    """Somebody who asks. Two are never equal: what a transaction did as one does not hold for the next."""

    statement: str


# Plain settings and no functions of ours: migrations run before those are there.
_ENTER = "SELECT set_config('plimsoll.viewer', '', true), set_config('plimsoll.programme', '{}', true)"
NOBODY = Identity(_ENTER.format("") + ", set_config('plimsoll.hand', '', true)")
PROGRAMME = Identity(_ENTER.format("yes"))


class _Default:
    """Who asks where nothing was said: the programme on the command line, nobody where the web is served."""

    identity = PROGRAMME


_current: ContextVar[Identity | None] = ContextVar("identity", default=None)


# What is in hand is one asking's alone (policies.py), also where a test puts several into one transaction.
_askings = itertools.count(1)


def person(user_id: UUID, today: date) -> Identity:
    """A signed-in person on a day. Both are typed values, so the text is safe as it stands."""
    return Identity(f"SELECT walls_enter('{user_id}'::uuid, '{today.isoformat()}'::date, '{next(_askings)}')")


def current() -> Identity:
    """Who asks now."""
    return _current.get() or _Default.identity


def serve_nobody_by_default() -> None:
    """From here on this process serves requests: until somebody is signed in, nobody asks."""
    _Default.identity = NOBODY


@contextmanager
def asking(identity: Identity) -> Iterator[None]:
    """Ask as somebody for as long as this lasts."""
    token = _current.set(identity)
    try:
        yield
    finally:
        _current.reset(token)


@contextmanager
def beyond(why: str) -> Iterator[None]:
    """Ask as the programme for one read or write that must know of cases out of sight; `why` says what for.

    Every use is a hole in the wall: it gives numbers, a yes or a no, or keeps a promise, never another's record.
    tests/access lists them.
    """
    assert why
    with asking(Identity(PROGRAMME.statement)):
        yield


def stand_at(connection: BaseDatabaseWrapper) -> None:
    """Put the wall's guard before every statement of a connection. Safe to call again."""
    if connection.vendor == "postgresql" and _guard not in connection.execute_wrappers:
        # First in the list: a wrapper put there for a while is taken off from its end.
        connection.execute_wrappers.insert(0, _guard)


def _guard(execute: Callable[..., Any], sql: Any, params: Any, many: bool, context: dict[str, Any]) -> Any:  # noqa: FBT001 - Django's signature
    connection = context["connection"]
    raw = connection.connection
    if raw.info.transaction_status == TransactionStatus.IDLE:
        connection.walls_said = None  # what was said ended with its transaction
    if not touches(sql if isinstance(sql, str) else str(sql)):
        return execute(sql, params, many, context)
    if connection.in_atomic_block or not connection.get_autocommit():
        if raw.info.transaction_status != TransactionStatus.INERROR:
            _enter(connection, raw)
        return execute(sql, params, many, context)
    raw.execute(f"BEGIN; {current().statement}")
    try:
        found = execute(sql, params, many, context)
    except BaseException:
        if not raw.closed:
            raw.execute("ROLLBACK")
        raise
    raw.execute("COMMIT")
    return found


def _enter(connection: Any, raw: Any) -> None:
    """Say who asks, unless this transaction has been told: since it began, and not undone by a savepoint."""
    wished, stack = current(), tuple(connection.savepoint_ids)
    said = getattr(connection, "walls_said", None)
    if said is not None:
        identity, session, at = said
        if identity is wished and session is raw and stack[: len(at)] == at:
            return
    raw.execute(wished.statement)
    connection.walls_said = (wished, raw, stack)
