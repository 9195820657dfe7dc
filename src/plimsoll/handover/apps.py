"""The handover app."""

from django.apps import AppConfig


class HandoverConfig(AppConfig):
    """Registers `plimsoll.handover`."""

    name = "plimsoll.handover"
    default_auto_field = "django.db.models.BigAutoField"
