"""The outcomes app."""

from django.apps import AppConfig


class OutcomesConfig(AppConfig):
    """Registers `plimsoll.outcomes`."""

    name = "plimsoll.outcomes"
    default_auto_field = "django.db.models.BigAutoField"
