"""How django-allauth is told that nobody signs up by themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from allauth.account.adapter import DefaultAccountAdapter

if TYPE_CHECKING:
    from django.contrib.auth.base_user import AbstractBaseUser
    from django.http import HttpRequest


class InvitedOnly(DefaultAccountAdapter):  # type: ignore[misc]
    """Accounts are made by the organisation; there is no page where a stranger makes one."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002 - the package's signature
        return False


def display_name(user: AbstractBaseUser) -> str:
    """What the sign-in pages and their emails call somebody."""
    return getattr(user, "name", "") or user.get_username()
