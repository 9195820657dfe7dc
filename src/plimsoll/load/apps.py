"""The load app."""

from django.apps import AppConfig


class LoadConfig(AppConfig):
    """Registers `plimsoll.load`."""

    name = "plimsoll.load"
    default_auto_field = "django.db.models.BigAutoField"
