"""The team app."""

from django.apps import AppConfig


class TeamConfig(AppConfig):
    """Registers `plimsoll.team`."""

    name = "plimsoll.team"
