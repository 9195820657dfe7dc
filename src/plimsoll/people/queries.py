"""Reads of workers, teams and accounts."""

from __future__ import annotations

from plimsoll.people.models import Team, User


def user_by_email(email: str) -> User | None:
    """The active account of an address; None when there is none."""
    return User.objects.filter(email=email.strip().lower(), is_active=True).first()


def team_by_name(name: str) -> Team | None:
    """The one team of this name; None when there is none, or more than one."""
    found = list(Team.objects.filter(name__iexact=name.strip()).select_related("service")[:2])
    return found[0] if len(found) == 1 else None
