"""What a referrer is given: a reference that says nothing, and a secret word that is kept nowhere."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from django.core import signing
from django.utils.crypto import constant_time_compare, salted_hmac

if TYPE_CHECKING:
    from uuid import UUID

LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"  # none that is read for another
SENT_FOR = 60 * 60  # seconds for which the page with the secret can be opened again
_SALT = "plimsoll.frontdoor.sent"


def new_reference() -> str:
    """A reference as it is read out on the telephone: K7M2-9QXA."""
    made = "".join(secrets.choice(LETTERS) for _ in range(8))
    return f"{made[:4]}-{made[4:]}"


def secret_of(approach_id: UUID) -> str:
    """The secret word of an approach: made from the server's key, so that no table holds it."""
    digest = salted_hmac("plimsoll.frontdoor.secret", str(approach_id), algorithm="sha256").digest()
    return "".join(LETTERS[byte % len(LETTERS)] for byte in digest[:10])


def is_secret_of(approach_id: UUID, given: str) -> bool:
    """Whether what was typed is the secret, however it was spaced."""
    return constant_time_compare(plain(given), secret_of(approach_id))


def plain(given: str) -> str:
    """Letters and digits alone, in capitals."""
    return "".join(letter for letter in given.upper() if letter.isascii() and letter.isalnum())


def sealed(approach_id: UUID) -> str:
    """An address for the page that says thank you; it opens for an hour and shows no id."""
    return signing.dumps(str(approach_id), salt=_SALT)


def unsealed(given: str) -> str | None:
    """The id inside, or None when it is not ours or too old."""
    try:
        return str(signing.loads(given, salt=_SALT, max_age=SENT_FOR))
    except signing.BadSignature:
        return None
