"""How to reach a database: a value, and the one address form that is read from outside."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit


class DatabaseProblem(Exception):
    """The database cannot be used; the message is one line that says why and what to do."""


@dataclass(frozen=True)
class ConnectionSettings:
    """Where the database is. `host` is a machine's name, or the directory of a Unix socket."""

    host: str
    name: str
    user: str
    password: str = field(default="", repr=False)
    port: str = ""
    options: dict[str, str] = field(default_factory=dict)

    def as_django(self) -> dict[str, Any]:
        """One entry of Django's DATABASES."""
        return {
            "ENGINE": "django.db.backends.postgresql",
            "HOST": self.host,
            "PORT": self.port,
            "NAME": self.name,
            "USER": self.user,
            "PASSWORD": self.password,
            "OPTIONS": dict(self.options),
        }


def from_url(url: str) -> ConnectionSettings:
    """Read `postgresql://user:password@host:port/name?sslmode=require`; a socket's directory goes in `?host=`.

    Raises DatabaseProblem, which never repeats the address: it may hold a password.
    """
    try:
        parts = urlsplit(url)
        port = str(parts.port or "")
    except ValueError as error:
        message = "DATABASE_URL is not an address of the form postgresql://user:password@host:port/name"
        raise DatabaseProblem(message) from error
    if parts.scheme not in {"postgresql", "postgres"}:
        message = f"DATABASE_URL begins with {parts.scheme or 'nothing'}://, and only postgresql:// is supported"
        raise DatabaseProblem(message)
    options = dict(parse_qsl(parts.query))
    name = unquote(parts.path.lstrip("/"))
    if not name:
        message = "DATABASE_URL names no database: add its name after the last /"
        raise DatabaseProblem(message)
    return ConnectionSettings(
        host=options.pop("host", "") or unquote(parts.hostname or ""),
        port=options.pop("port", "") or port,
        name=name,
        user=unquote(parts.username or "") or options.pop("user", ""),
        password=unquote(parts.password or "") or options.pop("password", ""),
        options=options,
    )
