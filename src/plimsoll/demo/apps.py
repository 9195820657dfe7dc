"""The demo app."""

from django.apps import AppConfig


class DemoConfig(AppConfig):
    """Registers `plimsoll.demo`."""

    name = "plimsoll.demo"
