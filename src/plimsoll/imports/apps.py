"""The imports app."""

from django.apps import AppConfig


class ImportsConfig(AppConfig):
    """Registers `plimsoll.imports`."""

    name = "plimsoll.imports"
