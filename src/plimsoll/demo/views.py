"""Signing in as an invented worker. There is no such page outside the demonstration."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.auth import login
from django.http import Http404
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from plimsoll.demo.people import DOMAIN
from plimsoll.people.queries import user_by_email

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@require_POST
def sign_in(request: HttpRequest) -> HttpResponse:
    """Sign in as one of the people on the list."""
    key = request.POST.get("person", "")
    user = user_by_email(key) if settings.DEMONSTRATION and key.endswith(f"@{DOMAIN}") else None
    if user is None:
        raise Http404
    login(request, user, backend="allauth.account.auth_backends.AuthenticationBackend")
    following = request.POST.get("next", "")
    if url_has_allowed_host_and_scheme(following, allowed_hosts=None):
        return redirect(following)
    return redirect("work:my_day")
