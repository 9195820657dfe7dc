"""The primary navigation: the words of the product, in the order in which a day is worked.

One line an item. An item shows when a URL of that name exists and its predicate agrees to the request, so that a
page appears in the navigation by being written.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import Promise

Predicate = Callable[[HttpRequest], bool]


def signed_in(request: HttpRequest) -> bool:
    """Anybody who is signed in."""
    user = getattr(request, "user", None)
    return bool(user is not None and user.is_authenticated)


def viewer_says(attribute: str) -> Predicate:
    """Somebody whose ``request.viewer`` (people/middleware.py) has ``attribute`` true."""

    def predicate(request: HttpRequest) -> bool:
        return signed_in(request) and bool(getattr(getattr(request, "viewer", None), attribute, False))

    return predicate


@dataclass(frozen=True, slots=True)
class Item:
    """A place in the navigation. ``url_names``: the first that exists is where it leads."""

    text: str | Promise
    url_names: tuple[str, ...]
    shown_to: Predicate = signed_in


@dataclass(frozen=True, slots=True)
class Link:
    """An item as it stands on one page."""

    text: str | Promise
    url: str
    is_current: bool


ITEMS: list[Item] = [
    Item(_("My day"), ("work:my_day", "my_day")),
    Item(_("Caseload"), ("cases:caseload", "cases:list", "caseload")),
    Item(_("Tasks"), ("tasks:mine",), viewer_says("can_record")),
    Item(_("Waits"), ("referrals:waits",), viewer_says("can_record")),
    Item(_("Team"), ("team:board", "team:cases", "team"), viewer_says("oversees")),
    Item(_("Front door"), ("frontdoor:piles",), viewer_says("oversees")),
    Item(_("Search"), ("families:search",)),
    Item(_("Import"), ("imports:start", "imports:index", "imports"), viewer_says("can_import")),
]


def address(item: Item) -> str | None:
    """Where the item leads; None while no such page exists."""
    for name in item.url_names:
        try:
            return reverse(name)
        except NoReverseMatch:
            continue
    return None


def links(request: HttpRequest, current: str = "") -> list[Link]:
    """What this request's user sees. ``current`` is a URL name that overrides what the address says.

    The current item is the one whose address is the longest beginning of the page's own.
    """
    shown = [(item, url) for item in ITEMS if item.shown_to(request) and (url := address(item)) is not None]
    if current:
        here = next((url for item, url in shown if current in item.url_names), None)
    else:
        candidates = [url for _item, url in shown if request.path.startswith(url)]
        exact = [url for url in candidates if url != "/" or request.path == "/"]
        here = max(exact, key=len, default=None)
    return [Link(item.text, url, url == here) for item, url in shown]


def name_of(user: object) -> str:
    """How the signed-in person is named in the header."""
    for attribute in ("name", "get_full_name"):
        value = getattr(user, attribute, None)
        value = value() if callable(value) else value
        if value:
            return str(value)
    return str(user)
