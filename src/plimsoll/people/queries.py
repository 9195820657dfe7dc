"""Reads of workers, teams and accounts."""

from __future__ import annotations

from plimsoll.people.models import User


def user_by_email(email: str) -> User | None:
    """The active account of an address; None when there is none."""
    return User.objects.filter(email=email.strip().lower(), is_active=True).first()
