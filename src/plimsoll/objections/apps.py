"""The objections app."""

from django.apps import AppConfig


class ObjectionsConfig(AppConfig):
    """Registers `plimsoll.objections`."""

    name = "plimsoll.objections"
    default_auto_field = "django.db.models.BigAutoField"
