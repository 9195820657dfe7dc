"""The printing app."""

from django.apps import AppConfig


class PrintingConfig(AppConfig):
    """Registers `plimsoll.printing`. It has no tables."""

    name = "plimsoll.printing"
