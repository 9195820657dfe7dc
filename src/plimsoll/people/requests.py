"""A request with what the middleware puts on it. Only for types: nothing makes one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpRequest

if TYPE_CHECKING:
    from plimsoll.people.access import Viewer
    from plimsoll.people.models import User


class Request(HttpRequest):
    """A request of somebody who is signed in: every view that takes one is behind `login_required`."""

    viewer: Viewer
    user: User  # type: ignore[assignment]
