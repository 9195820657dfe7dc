"""Asks every address as somebody who stands somewhere, and judges the answer by the policy's tables."""

from __future__ import annotations

import re
import uuid
from functools import cache

from access.policy import ADDRESSES, may
from django.db import transaction
from django.urls import get_resolver, reverse

ALLOWED, REFUSED = {200, 302, 400, 409, 422}, {403, 404}
# Their answers hang on more than standing: on a row that somebody else must have made first.
NEEDS_MORE = {
    "cases:confirm_override", "cases:duty", "cases:mark",
    "assessments:record", "assessments:correct", "consents:withdraw", "consents:told", "consents:end_basis", "load:ask",
    "frontdoor:duty", "notes:write_up", "notes:note", "notes:add", "handover:one",
    "handover:take_back", "handover:end_wait", "plans:review", "plans:version", "plans:compare", "plans:start",
    "families:compare", "families:apart", "families:undo", "imports:review", "imports:refused_now", "imports:run",
    "imports:refused", "notes:wording", "tasks:checklist",
}  # fmt: skip


def names(patterns, before=""):
    for pattern in patterns:
        if hasattr(pattern, "url_patterns"):
            inside = f"{pattern.namespace}:" if pattern.namespace else ""
            yield from names(pattern.url_patterns, before + inside)
        else:
            yield before + (pattern.name or str(pattern.pattern))


def wrong_with(position, doing, status, *, needs_more) -> str | None:
    """What is wrong with an answer, by the tables alone; None for the right one."""
    if status == 500 or (doing == "none" and status not in {405, *REFUSED, "sign in"}):
        return "a page that breaks, or a method it does not have"
    if doing == "none":
        return None
    if position.membership == "switched_off":
        return None if status == "sign in" else "served somebody whose account is switched off"
    if doing == "asked":
        return None if may(position, "open") or status in REFUSED else "answered what was not asked of them"
    if may(position, doing):
        return None if status in ALLOWED or (needs_more and status == 404) else "refused somebody who may"
    is_hidden = doing in {"open", "write", "decide", "reopen", "looked", "afterwards"} and not may(position, "open")
    return None if status in ({404} if is_hidden else REFUSED) else "served somebody who may not"


def same(response) -> str:
    """The page without what differs on every request: the form token and the address asked for."""
    text = re.sub(r'(csrfmiddlewaretoken" value=|CSRFToken": )"[^"]+"', "", response.content.decode())
    return re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}|\d{6,}", "", text)


def asked(client, method, url):
    response = getattr(client, method)(url)
    to_sign_in = response.status_code == 302 and "/account/login" in response.headers["Location"]
    return "sign in" if to_sign_in else response.status_code, response


class Crossing:
    """One cell after another, each undone."""

    def __init__(self, made, client) -> None:
        self.made, self.client, self.faults, self.seen = made, client, [], set()
        client.raise_request_exception = False

    def look(self, position, address, method) -> None:
        row = ADDRESSES[address]
        doing, made = row[method], self.made
        url = reverse(address, kwargs=self.kwargs(address, row["with"]))
        with transaction.atomic():
            made.take(position)
            status, response = asked(self.client, method, url)
            missing = None
            if status == 404 and method == "get" and "case_id" in arguments(address):
                twin = reverse(address, kwargs=self.kwargs(address, row["with"], missing=True))
                missing = asked(self.client, method, twin)[1]
            transaction.set_rollback(True)
        if status in ALLOWED:
            self.seen.add((address, method))
        needs_more = address in NEEDS_MORE or self.is_made_up(address, row["with"])
        wrong = wrong_with(position, doing, status, needs_more=needs_more)
        if missing is not None and same(missing) != same(response):
            wrong = "answered otherwise than for nothing"
        if wrong:
            self.faults.append(f"{wrong}: {method} {address} -> {status} for {position}")

    def kwargs(self, address, given, *, missing=False):
        words = self.made.words_for(address, given, missing=missing)
        return {name: words.get(name, nothing) for name, nothing in arguments(address).items()}

    def is_made_up(self, address, given) -> bool:
        """Whether an address is asked with an id of nothing, because the standing case has no such row."""
        return not set(arguments(address)) <= set(self.made.words_for(address, given))


@cache
def lines():
    """The lines of the address table that are addresses of the product; demonstration's own are left out."""
    there = set(names(get_resolver().url_patterns))
    return {address: row for address, row in ADDRESSES.items() if address in there}


@cache
def arguments(address):
    """The names of the words that an address takes, each with the like of an id that belongs to nothing."""
    found = {}

    def walk(patterns, before, held):
        for pattern in patterns:
            kinds = {name: type(each).__name__ for name, each in pattern.pattern.converters.items()}
            here = held | dict.fromkeys(pattern.pattern.regex.groupindex, "") | kinds
            if hasattr(pattern, "url_patterns"):
                inside = f"{pattern.namespace}:" if pattern.namespace else ""
                walk(pattern.url_patterns, before + inside, here)
            elif before + (pattern.name or "") == address:
                found.update(here)

    walk(get_resolver().url_patterns, "", {})
    made_up = {"UUIDConverter": uuid.UUID(int=7), "IntConverter": 999_999_999}
    return {name: made_up.get(kind, "none") for name, kind in found.items()}
