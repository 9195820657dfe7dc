"""Puts on each request what its user may see, worked out once, when first asked."""

from __future__ import annotations

from contextlib import nullcontext
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.functional import SimpleLazyObject

from plimsoll.people.access import viewer_for
from plimsoll.today import today
from plimsoll.walls import identity

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager

    from django.http import HttpRequest, HttpResponse


class ViewerMiddleware:
    """`request.viewer`: the signed-in person's sight today (people/access.py); None for nobody."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Attach the viewer and go on."""
        user = request.user
        asks = identity.person(user.pk, today()) if user.is_authenticated else identity.NOBODY
        request.viewer = (  # type: ignore[attr-defined]
            SimpleLazyObject(lambda: viewer_for(user, today())) if user.is_authenticated else None
        )
        with identity.asking(asks), self._one_reading(request):
            return self.get_response(request)

    @staticmethod
    def _one_reading(request: HttpRequest) -> AbstractContextManager[None]:
        """Somebody's page is read in one transaction: the wall is told once who asks, and the page is of one moment.

        What changes something has transactions of its own (`actions`), because it has to be undone by itself.
        """
        if request.method in {"GET", "HEAD"} and request.user.is_authenticated:
            return transaction.atomic(savepoint=False)
        return nullcontext()
