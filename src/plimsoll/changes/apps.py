"""The changes app."""

from django.apps import AppConfig


class ChangesConfig(AppConfig):
    """Registers `plimsoll.changes`."""

    name = "plimsoll.changes"
    default_auto_field = "django.db.models.BigAutoField"
