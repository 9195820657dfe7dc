"""Who knocks, without knowing who: an address as a digest that means nothing tomorrow or elsewhere."""

from __future__ import annotations

import ipaddress
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils.crypto import salted_hmac

if TYPE_CHECKING:
    from datetime import date

    from django.http import HttpRequest

WITHIN_HOURS = 1
MOST_BEFORE_A_LOOK = 6  # more than so many within the hour from one address lie on a pile of their own
MOST_ASKED = 12  # more questions about references than this are put off
LINKS_OF_RUBBISH = 3


def digest_of(request: HttpRequest, day: date) -> str:
    """The digest of the address a request comes from, keyed and salted with the day."""
    made = salted_hmac(f"plimsoll.frontdoor.{day.isoformat()}", _near(_address(request)), algorithm="sha256")
    return made.hexdigest()[:40]


def _address(request: HttpRequest) -> str:
    """Behind the proxy of production its last word is the address; what a client writes before it is not trusted."""
    if settings.SECURE_PROXY_SSL_HEADER:
        forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "").rsplit(",", 1)[-1].strip()
        if forwarded:
            return forwarded
    return str(request.META.get("REMOTE_ADDR", ""))


def _near(address: str) -> str:
    """An IPv6 household has a network of addresses, and counts as one."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return "unknown"
    if found.version == 6:
        return str(ipaddress.ip_network((found, 64), strict=False))
    return str(found)


def is_likely_rubbish(text: str, trap: str) -> bool:
    """Whether a machine wrote it: the trap that nobody sees is filled, or it is mostly links."""
    lowered = text.lower()
    return bool(trap.strip()) or lowered.count("http://") + lowered.count("https://") >= LINKS_OF_RUBBISH
