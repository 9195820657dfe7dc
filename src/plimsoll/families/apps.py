"""The families app."""

from django.apps import AppConfig


class FamiliesConfig(AppConfig):
    """Registers `plimsoll.families`."""

    name = "plimsoll.families"
    default_auto_field = "django.db.models.BigAutoField"
