"""What must not be so where real people's records are kept: asked for with `plimsoll check --deploy` alone.

Each finding is one unsafe thing and its remedy. The environment is read first, because settings refuse to be made from
an unsafe one, and then say only the first thing that is wrong.
"""

from __future__ import annotations

import os
from datetime import timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from plimsoll.cli import CliError
from plimsoll.cli.checks import Finding
from plimsoll.cli.ground import open_django

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator
    from datetime import datetime

LEAST_SECRET = 50  # characters, as Django's own check W009 asks
LEAST_DIFFERENT = 5
LEAST_HSTS_SECONDS = 365 * 24 * 60 * 60
HEADS_EVERY = timedelta(days=31)
BACKUP_EVERY = timedelta(days=2)
_MAKE = "make one with `openssl rand -hex 32`"


def run(_args: argparse.Namespace) -> Iterator[Finding]:
    wrong = [*of_environment(os.environ)]
    try:
        open_django()
    except CliError as error:
        # Said already, in the words above, where the environment is the cause.
        wrong = wrong or [str(error)]
    else:
        from django.conf import settings

        from plimsoll import today

        wrong += of_settings(settings)
        wrong += of_record(today.now())
    for text in wrong:
        yield Finding("deploy", holds=False, text=text)
    if not wrong:
        yield Finding("deploy", holds=True, text="nothing unsafe was found")


def of_environment(given: Any) -> Iterator[str]:
    """What is unsafe in the environment."""
    address = urlsplit(given.get("PLIMSOLL_ADDRESS", ""))
    if not address.netloc:
        yield "PLIMSOLL_ADDRESS is not set, so this is the demonstration: set it to the https:// address of the service"
    elif address.scheme != "https":
        yield "PLIMSOLL_ADDRESS does not begin with https://: put a proxy with a certificate in front, and set it so"
    if given.get("PLIMSOLL_DEMONSTRATION") == "1":
        yield "PLIMSOLL_DEMONSTRATION is set: anybody signs in by a button; take it out of the environment"
    secret = given.get("SECRET_KEY", "")
    if not secret:
        yield f"SECRET_KEY is not set: {_MAKE}"
    elif len(secret) < LEAST_SECRET or len(set(secret)) < LEAST_DIFFERENT or secret.startswith("django-insecure-"):
        yield f"SECRET_KEY is weak: {_MAKE}"
    if not given.get("PLIMSOLL_AUDIT_KEY"):
        yield f"PLIMSOLL_AUDIT_KEY is not set: {_MAKE}, and keep a copy where the backups are not"
    yield from _backup_key(given)
    if given.get("PLIMSOLL_TRACE"):
        yield "PLIMSOLL_TRACE is set: faults would be printed with people's details in them; take it out"


def _backup_key(given: Any) -> Iterator[str]:
    from plimsoll.backups import BackupRefused, keys

    key = given.get(keys.ENVIRONMENT, "")
    if not key:
        yield f"{keys.ENVIRONMENT} is not set, so no backup can be made: {_MAKE}, and keep a copy elsewhere"
        return
    try:
        keys.backup_key()
    except BackupRefused as refused:
        yield str(refused)
    if key.strip() in {given.get("SECRET_KEY", "").strip(), given.get("PLIMSOLL_AUDIT_KEY", "").strip()}:
        yield f"{keys.ENVIRONMENT} is the same as another key: {_MAKE} of its own"


def of_settings(settings: Any) -> Iterator[str]:
    """What is unsafe in the settings, whoever changed them."""
    if settings.DEBUG:
        yield "DEBUG is on: every fault would show records to whoever meets it; set DEBUG = False"
    if settings.DEMONSTRATION:
        yield "DEMONSTRATION is on: anybody signs in by a button; set PLIMSOLL_ADDRESS and do not run plimsoll demo"
    if "*" in settings.ALLOWED_HOSTS or any(host.startswith(".") for host in settings.ALLOWED_HOSTS):
        yield "ALLOWED_HOSTS lets any name in: name the service's own address alone"
    for name in ("SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE", "SESSION_COOKIE_HTTPONLY", "SECURE_SSL_REDIRECT"):
        if not getattr(settings, name):
            yield f"{name} is off: set PLIMSOLL_ADDRESS to an https:// address, which turns it on"
    if settings.SECURE_HSTS_SECONDS < LEAST_HSTS_SECONDS:
        yield "SECURE_HSTS_SECONDS is less than a year: set PLIMSOLL_ADDRESS to an https:// address, which makes it two"
    if "filebased" in settings.EMAIL_BACKEND or "console" in settings.EMAIL_BACKEND:
        yield "EMAIL_BACKEND sends to nobody: set PLIMSOLL_ADDRESS, and PLIMSOLL_MAIL to the mail server"


def of_record(now: datetime) -> list[str]:
    """What the audit log shows was not done: heads never taken, or long ago; no backup of late."""
    from django.db import Error

    from plimsoll import database
    from plimsoll.trust import log

    try:
        database.start()
        heads, backup = log.last("audit_heads_taken"), log.last("backup_made")
    except database.DatabaseProblem as problem:
        return [str(problem)]
    except Error as error:
        return [f"the database does not answer ({type(error).__name__}): set DATABASE_URL, and see plimsoll check"]
    wrong = []
    if heads is None or now - heads > HEADS_EVERY:
        when = "were never" if heads is None else f"were last, on {heads:%d %B %Y},"
        wrong.append(f"the heads of the audit log {when} taken: plimsoll audit heads FILE, and keep the file elsewhere")
    if backup is None or now - backup > BACKUP_EVERY:
        when = "no backup was ever made" if backup is None else f"the last backup is of {backup:%d %B %Y}"
        wrong.append(f"{when}: plimsoll backup FILE, every night")
    return wrong
