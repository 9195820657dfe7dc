"""The plans app."""

from django.apps import AppConfig


class PlansConfig(AppConfig):
    """Registers `plimsoll.plans`."""

    name = "plimsoll.plans"
    default_auto_field = "django.db.models.BigAutoField"
