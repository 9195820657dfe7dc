"""The sight app."""

from django.apps import AppConfig


class SightConfig(AppConfig):
    """Registers `plimsoll.sight`; it has no tables of its own."""

    name = "plimsoll.sight"
