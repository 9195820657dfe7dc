"""The work app."""

from django.apps import AppConfig


class WorkConfig(AppConfig):
    """Registers `plimsoll.work`."""

    name = "plimsoll.work"
